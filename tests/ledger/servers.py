"""A real PostgreSQL server for the tests: binaries of the system's packages, an ordinary user, a free port."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@dataclass
class Server:
    """A server on this machine, whose data lie in `folder`."""

    folder: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://luoshi@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            options,
            "start",
        )

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def create(self) -> None:
        user = _user()
        if user:
            shutil.chown(self.folder, user)
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync",
        )  # fmt: skip

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [find(program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            user=_user(),
        )


def find(program: str) -> str:
    """A program of PostgreSQL; Debian keeps the server's own away from the path."""
    for folder in _INSTALLED:
        if (folder / program).exists():
            return str(folder / program)
    found = shutil.which(program)
    assert found, f"{program} is missing: install PostgreSQL (make system)"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


@dataclass
class Place:
    """Where a test's ledger is: its folder, its database, and how a child process finds both."""

    home: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LUOSHI_HOME": str(self.home), "LUOSHI_DATABASE_URL": self.url}

    @property
    def postgres(self) -> bool:
        return self.url.startswith("postgresql")
