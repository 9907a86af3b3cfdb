"""Running what is measured: workers that take passes when asked, and commands as a shell would start them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

PEERS = Path(__file__).parent / "peers"


class Worker:
    """A process that has loaded one tool and takes one pass over the text's first characters when asked."""

    def __init__(self, python: Path | str, module: str, text: Path) -> None:
        self._process = subprocess.Popen(
            [python, "-W", "ignore", PEERS / "passes.py", module, text],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.version = str(self._answer())

    def seconds(self, characters: int) -> float:
        """What one pass over so many characters takes."""
        assert self._process.stdin
        self._process.stdin.write(f"{characters}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str | float:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError(f"the worker ended with {self._process.wait()}")
        return json.loads(line)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.stdin.close()
        self._process.wait()


def timed_command(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and peak MiB, of a command, its interpreter's start included.

    Linux counts what the parent held at the start into the peak, so the bench itself stays small: it imports
    nothing of what it measures.
    """
    start = time.perf_counter()
    process = os.posix_spawnp(
        command[0], command, os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status:
        raise ChildProcessError(f"{Path(command[0]).name} ended with {os.waitstatus_to_exitcode(status)}")
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return seconds, usage.ru_utime + usage.ru_stime, peak
