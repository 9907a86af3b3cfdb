"""Fixtures that every suite shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Django reads its settings once in a process; whichever suite comes first, they are those that know the most.
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The annotated reports beside the project; tests that need them are marked `corpus`."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the annotated reports (../shared/gold) are not beside this checkout")
    return folder
