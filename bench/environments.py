"""Each peer in an environment of its own under bench/.venvs, made from its pinned requirements."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent


def python_of(peer: str) -> Path:
    """The interpreter of a peer's environment, made first where it is missing or out of date.

    Raises CalledProcessError, with pip's words, where the packages cannot be had.
    """
    folder = HERE / ".venvs" / peer
    requirements = HERE / f"requirements-{peer}.txt"
    stamp, wanted = folder / "installed.txt", requirements.read_text(encoding="utf-8")
    python = folder / "bin" / "python"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", requirements], check=True, capture_output=True, text=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(python_of(name))
