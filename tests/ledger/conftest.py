"""Each test has a ledger of its own, on SQLite and on a PostgreSQL server that the tests start."""

from __future__ import annotations

from places import empty_file, open_database, place, postgres_place, server, sqlite_place, template

__all__ = ["empty_file", "open_database", "place", "postgres_place", "server", "sqlite_place", "template"]
