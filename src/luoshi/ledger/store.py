"""Files by their digest, each stored once in the evidence folder; a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from luoshi.errors import JournalBroken, NotFound
from luoshi.ledger import home


def keep(content: bytes) -> str:
    """Store bytes; their digest (SHA-256, hexadecimal). Stored before the act that names them, so never missed."""
    digest = hashlib.sha256(content).hexdigest()
    file = where(digest)
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
    return digest


def fetch(digest: str) -> bytes:
    """The bytes of a digest. Raises NotFound, or JournalBroken where they are not what was stored."""
    try:
        content = where(digest).read_bytes()
    except FileNotFoundError:
        raise NotFound(f"找不到材料 {digest[:12]}…：文件不在存放处。请从备份恢复。") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise JournalBroken(f"材料 {digest[:12]}… 的内容与登记时不符，可能被改动过。请从备份恢复并查明原因。")
    return content


def remove(digest: str) -> None:
    """Remove the bytes of a digest, for a purge that two persons decided."""
    where(digest).unlink(missing_ok=True)


def where(digest: str) -> Path:
    """Where the bytes of a digest lie, or would."""
    return home.folder() / "evidence" / digest[:2] / digest
