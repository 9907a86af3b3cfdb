"""The folder that holds an office's ledger: database, evidence, secrets. `LUOSHI_HOME` names it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from luoshi.errors import LedgerError

DATABASE = "ledger.sqlite3"


def folder() -> Path:
    """`LUOSHI_HOME`, by default `./luoshi-data`."""
    return Path(os.environ.get("LUOSHI_HOME") or "luoshi-data").absolute()


def create(home: Path) -> None:
    """Make the folder with its parts; only its owner may look in. What is there already stays."""
    for part in (home, home / "evidence", home / "uploads", home / "secrets"):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret(home, "session-key")


def secret(home: Path, name: str) -> str:
    """The secret of this name, drawn at first use and never a default."""
    file = home / "secrets" / name
    if not file.exists():
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return file.read_text("ascii")
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text("ascii")


def given_secret(home: Path, name: str) -> str:
    """A secret that somebody else drew and put into the folder. Raises LedgerError where it is not there."""
    try:
        return (home / "secrets" / name).read_text("utf-8").strip()
    except OSError as error:
        raise LedgerError(
            f"读不到“{home / 'secrets' / name}”：{error.strerror}。请把对方给的密钥存进这个文件，权限设为只有自己能读。"
        ) from None


def need(home: Path) -> None:
    """Raise LedgerError where no ledger was made yet."""
    if not (home / "secrets").is_dir():
        raise LedgerError(
            f"“{home}”里还没有台账。请先运行 luoshi init，或者用环境变量 LUOSHI_HOME 指明台账所在的文件夹。"
        )
