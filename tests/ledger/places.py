"""Fixtures: each test has a ledger of its own, on SQLite and on a PostgreSQL server that the tests start."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from servers import Place, Server, free_port

from luoshi.ledger import opening

# All tests of a process share Django's settings: those that know the most.
opening.setup("luoshi.web.settings")
_COUNT = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    # Not below pytest's own folders: those are closed to the ordinary user that the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
    folder.chmod(0o755)
    one = Server(folder, free_port())
    one.create()
    one.start()
    yield one
    one.stop()
    shutil.rmtree(folder, ignore_errors=True)


def point_to(url: str) -> None:
    """Have Django's default database be this one."""
    from django.db import connections

    from luoshi.ledger import settings

    if hasattr(connections._connections, "default"):
        connections["default"].close()
        del connections["default"]
    connections.databases["default"] = connections.configure_settings({"default": settings.database(url)})[
        "default"
    ]


def _admin(server: Server, statement: str) -> None:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """An empty ledger on PostgreSQL, to be copied."""
    _admin(server, "CREATE DATABASE template_ledger")
    point_to(server.url("template_ledger"))
    opening.migrate("default")
    point_to("sqlite://:memory:")
    return "template_ledger"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger on SQLite, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "ledger.sqlite3"
    point_to(f"sqlite:///{file}")
    opening.migrate("default")
    point_to("sqlite://:memory:")
    return file


@pytest.fixture
def sqlite_place(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    yield from _opened(
        tmp_path, f"sqlite:///{shutil.copy(empty_file, tmp_path / 'ledger.sqlite3')}", monkeypatch
    )


@pytest.fixture
def postgres_place(
    tmp_path: Path, server: Server, template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    name = f"ledger_{next(_COUNT)}"
    _admin(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield from _opened(tmp_path, server.url(name), monkeypatch)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    """An empty ledger, on each database in turn."""
    return request.getfixturevalue("sqlite_place" if request.param == "sqlite" else "postgres_place")


@pytest.fixture
def open_database() -> Callable[[str], None]:
    """Turn to the database at a URL."""
    return point_to


def _opened(home: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    from luoshi.ledger import home as homes

    monkeypatch.setenv("LUOSHI_HOME", str(home))
    monkeypatch.setenv("LUOSHI_DATABASE_URL", url)
    homes.create(home)
    point_to(url)
    yield Place(home, url)
    point_to("sqlite://:memory:")
