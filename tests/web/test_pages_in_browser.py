"""The pages in a real browser, from the real server: what they say, no trouble with the policy, accessible at both widths."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from servers import free_port

pytestmark = pytest.mark.browser
#: Of the reference's ready-made page: its headings begin at the third level, and its rows hold buttons in a button.
THEIRS = {"heading-order", "nested-interactive"}
#: Advice of the browser's for forms that ask for the password of whoever is signed in already.
ADVICE = "Password forms should have (optionally hidden) username fields"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The server as people start it, and an invitation; it stops when it is told to."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DJANGO"))}
    environment["LUOSHI_HOME"] = str(tmp_path / "台账")
    port = free_port()

    def luoshi(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "luoshi.cli", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    luoshi("init")
    luoshi("people", "add", "甲某")
    luoshi("people", "grant", "1", "supervision_clerk")
    code = luoshi("people", "invite", "1").split("/invite/")[1].split()[0]
    serve = [sys.executable, "-m", "luoshi.cli", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(serve, env=environment, stderr=subprocess.DEVNULL)
    _until_it_answers(f"http://127.0.0.1:{port}/accounts/login/")
    yield f"http://127.0.0.1:{port}", code
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0


def _until_it_answers(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url).close()
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def looked_at(page: Any, troubles: list[str], *, theirs: frozenset[str] = frozenset()) -> None:
    found = {one["id"] for one in Axe().run(page).response["violations"]}
    assert found <= theirs, page.url
    assert [one for one in troubles if ADVICE not in one] == [], page.url
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def test_a_person_comes_in_by_invitation_and_finds_the_way(
    chromium: Browser, address: tuple[str, str]
) -> None:
    base, code = address
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{base}/invite/{code}")
    looked_at(page, troubles)
    page.fill("[name=new_password1]", "correct horse 7")
    page.fill("[name=new_password2]", "correct horse 7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/")
    looked_at(page, troubles)
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong password")
    page.keyboard.press("Enter")
    assert "不对" in page.inner_text("[role=alert]")
    looked_at(page, troubles)
    page.fill("[name=password]", "correct horse 7")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/")
    assert page.inner_text("h1") == "甲某"
    for path in ("/", "/accounts/2fa/", "/accounts/password/", "/accounts/reauthenticate/", "/nowhere"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(base + path)
            expected = [one for one in troubles if "404" not in one] if path == "/nowhere" else troubles
            looked_at(page, expected)
    troubles.clear()
    page.goto(f"{base}/api/docs")
    page.get_by_text("/api/commitments/{number}", exact=True).wait_for()
    looked_at(page, troubles, theirs=frozenset(THEIRS))
    # The page can call what it describes, in the session.
    page.get_by_text("/api/me", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.get_by_text("supervision_clerk").first.wait_for()
    assert troubles == []
    page.goto(base)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/accounts/login/")
    context.close()
