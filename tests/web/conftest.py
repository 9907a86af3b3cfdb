"""Each test has a city of its own with people who can sign in, on SQLite and on PostgreSQL, and calls it over HTTP."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from django.conf import settings
from places import empty_file, place, postgres_place, server, sqlite_place, template

from luoshi.ledger import home

# In service it is a secret of the ledger's folder; what is read from there is tested in test_serving.
settings.SECRET_KEY = secrets.token_urlsafe(32)
__all__ = ["empty_file", "place", "postgres_place", "server", "sqlite_place", "template"]


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The settings that depend on the ledger's folder, for the folder of this test."""
    from django.test import override_settings

    home.create(tmp_path)
    monkeypatch.setenv("LUOSHI_HOME", str(tmp_path))
    with override_settings(
        FILE_UPLOAD_TEMP_DIR=str(tmp_path / "uploads"),
        ALLOWED_HOSTS=["localhost", "127.0.0.1", "testserver"],
    ):
        yield


@pytest.fixture
def city(place: Any) -> Any:
    """A small city on each database in turn, with people in roles and tokens to call with."""
    from town import build

    return build()


@pytest.fixture
def town(sqlite_place: Any) -> Any:
    """The same on SQLite alone: for what no database can change."""
    from town import build

    return build()
