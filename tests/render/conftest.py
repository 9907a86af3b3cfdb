"""The sample report, and a real browser to look at its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import render_sample as sample
from playwright.sync_api import Browser, Page

from luoshi.compiler.compilation import Compilation, Kind
from luoshi.render.page import html_page


@pytest.fixture(scope="session")
def report() -> Compilation:
    """The sample report, taken apart."""
    return sample.compilation(sample.TEXT, sample.items(), warnings=("这是节选，没有全文。",))


@pytest.fixture(scope="session")
def make() -> Callable[..., Compilation]:
    """Makes a compilation of any text: each quote in `quotes` is an action."""

    def made(text: str, quotes: tuple[str, ...] = (), **said: object) -> Compilation:
        items = tuple(sample.item(text, quote, Kind.ACTION) for quote in quotes)
        return sample.compilation(text, items, **said)

    return made


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a compilation's page from a file; fails on any console message, script error or request."""
    troubles: list[str] = []
    fetched: list[str] = []
    pages: list[Page] = []

    def opened(made: Compilation, *, width: int = 1280, height: int = 800, address: str = "") -> Page:
        file = tmp_path / "report.html"
        file.write_text(html_page(made), encoding="utf-8", newline="")
        page = chromium.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(file.as_uri() + address)
        return page

    yield opened
    for page in pages:
        page.close()
    assert not troubles
    assert {url.split("#")[0] for url in fetched} == {(tmp_path / "report.html").as_uri()}
