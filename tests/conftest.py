"""Fixtures that every suite shares."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The annotated reports beside the project; tests that need them are marked `corpus`."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the annotated reports (../shared/gold) are not beside this checkout")
    return folder
