"""The page of threads in a real browser: whole, readable at every width, sound, and printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import luoshi
from luoshi.render.threads_page import html_page
from luoshi.sample import REPORTS, path

sys.path.insert(0, str(Path(__file__).parents[1] / "reckoning"))

from test_threads import report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def three_years() -> str:
    """The page of three made reports, in which promises are lowered, dropped and lost."""
    plans = (
        "规上工业增加值增长7%以上。新增公共充电桩900个。新建幼儿园9所。",
        "规上工业增加值增长6%左右。新增公共充电桩700个。",
        "规上工业增加值增长6%左右。推进公共充电桩建设。",
    )
    reviews = ("城乡面貌改善。", "规上工业增加值增长6.1%。", "规上工业增加值增长6.4%。新增公共充电桩720个。")
    made = [
        report(2024 + n, plan, review) for n, (plan, review) in enumerate(zip(plans, reviews, strict=True))
    ]
    return html_page(luoshi.reckon(made))


@pytest.fixture(scope="module")
def sample() -> str:
    return html_page(luoshi.reckon([luoshi.compile(luoshi.read(str(path(name)))) for name in REPORTS]))


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page from a file; it may fetch nothing else."""
    fetched: list[str] = []
    file = tmp_path / "threads.html"
    pages: list[Page] = []

    def opened(html: str, width: int = 1280) -> Page:
        file.write_text(html, encoding="utf-8")
        page = chromium.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.on("request", lambda request: fetched.append(request.url))
        page.goto(file.as_uri())
        return page

    yield opened
    for page in pages:
        page.close()
    assert set(fetched) == {file.as_uri()}


def test_a_thread_is_one_line_through_the_years(three_years, open_page):
    page = open_page(three_years)
    cells = page.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert cells[0] == "规上工业增加值"
    assert "增长不低于 7 %" in cells[1]
    assert "✕ 未达到承诺" in cells[1]
    assert "↓ 要求降低" in cells[2]
    assert "≈ 放松" in cells[2]
    assert "✓ 达到承诺" in cells[2]
    assert "＝ 原样" in cells[3]


def test_what_is_not_mentioned_says_that_it_is_not_confirmed(three_years, open_page):
    page = open_page(three_years)
    page.get_by_text("只说过一次的").click()
    row = page.locator("tr", has_text="幼儿园").inner_text()
    assert "本次报告未提及" in row
    assert "尚未确认" in row


def test_a_link_that_is_not_sure_asks_to_be_looked_at(open_page):
    made = [report(2025, "工业投资增长9%。"), report(2026, "工业投资达到300亿元。")]
    page = open_page(html_page(luoshi.reckon(made)))
    assert "？是不是同一件事，请核对（按文字接上，把握 0." in page.locator("tbody tr").first.inner_text()


def test_a_sure_link_does_not(three_years, open_page):
    assert "请核对" not in open_page(three_years).locator("tbody tr").first.inner_text()


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_runs_out_of_the_page(sample, open_page, width):
    page = open_page(sample, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_many_years_do_not_run_out_of_a_phone(open_page):
    made = [
        report(2014 + n, f"新增公共充电桩{900 + n}个。", f"新增公共充电桩{900 + n}个。") for n in range(12)
    ]
    page = open_page(html_page(luoshi.reckon(made)), 390)
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(sample, open_page, width):
    page = open_page(sample, width)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert Axe().run(page).response["violations"] == []


def test_it_prints_across_with_its_head_on_every_page(sample, open_page):
    page = open_page(sample)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [round(side) for side in document[0].get_size()] == [842, 595]
    assert all("2026 年报告" in sheet.get_textpage().get_text_bounded() for sheet in list(document)[:2])
    document.close()


def test_the_same_reports_give_the_same_bytes(sample):
    assert sample == html_page(
        luoshi.reckon([luoshi.compile(luoshi.read(str(path(name)))) for name in REPORTS])
    )


def test_hostile_words_do_not_run():
    evil = report(2025, "常态化开展“<script>alert(1)</script>会客日”活动。")
    later = report(2026, "新建幼儿园9所。")
    assert "<script" not in html_page(luoshi.reckon([evil, later]))
