"""Fixtures that every suite shares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
# Django reads its settings once in a process; whichever suite comes first, they are those that know the most.
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"
# The browser's driver leaves a loop running in the process; Django would take every test after it for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Tests never time: on a busy machine an example may take what it takes.
settings.register_profile("luoshi", deadline=None)
settings.load_profile("luoshi")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; `make test` installs it, so that missing it is a failure and no reason to skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: `make system` installs it, or `apt install chromium`"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The annotated reports beside the project; tests that need them are marked `corpus`."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the annotated reports (../shared/gold) are not beside this checkout")
    return folder
