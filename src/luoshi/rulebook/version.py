"""What the rules in use are called: the release, with a digest of their files."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from luoshi.rulebook.load import DATA

#: Changes when a release of the rules is published.
RELEASE = "2026.11"


@cache
def version(*more: Path) -> str:
    """The release and a short digest of every data file, and of the files in the folders `more`.

    A word added to a rule file changes it: what was compiled by other rules can be told from it.
    """
    digest = hashlib.sha256()
    for folder in (DATA, *more):
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return f"{RELEASE}+{digest.hexdigest()[:8]}"
