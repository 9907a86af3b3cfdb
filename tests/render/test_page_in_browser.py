from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from render_sample import TEXT, compilation, item, one_item

from luoshi.compiler.compilation import Kind
from luoshi.render.page import html_page

pytestmark = pytest.mark.browser

WIDTHS = [1280, 820, 390, 320]


def chosen(page):
    return page.evaluate("document.querySelector('.item.on')?.dataset.n")


def details(page):
    return page.inner_text("#detail") if page.locator("#sheet.open").is_visible() else ""


def test_a_click_on_a_sentence_shows_its_details(report, visit):
    page = visit(report)
    page.get_by_text("全年固定资产投资增长").click()
    for words in (
        "目标",
        "承诺",
        "固定资产投资",
        "增长不低于\xa08\xa0%",
        "2026年",
        "市发展改革委",
        "职责：固定资产投资",
        "市财政局",
        "units/example",
    ):
        assert words in details(page)
    page.get_by_text("建成北湖大桥").click()
    assert "南岭隧道\n建成" in details(page).replace("南岭隧道建成", "南岭隧道\n建成")
    page.get_by_text("深化“一网通办”改革").click()
    assert "存疑：没有数量、时限或具体对象" in details(page)


def test_the_keyboard_walks_the_items_opens_details_and_returns(report, visit):
    page = visit(report)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert chosen(page) == "1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert chosen(page) == "1"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "sheet"
    page.keyboard.press("Escape")
    assert chosen(page) is None
    assert page.evaluate("document.activeElement.closest('.item').dataset.n") == "1"
    page.keyboard.press("j")
    assert chosen(page) == "2"


def test_items_are_one_stop_for_the_tab_key(report, visit):
    page = visit(report)
    assert page.locator(".mark[tabindex='0']").count() == 1
    page.locator(".mark[tabindex='0']").focus()
    assert chosen(page) == "0"


def test_single_keys_can_be_switched_off_and_do_not_fire_while_typing(report, visit):
    page = visit(report)
    page.keyboard.press("/")
    page.keyboard.type("j")
    assert page.input_value("[name=text]") == "j"
    assert chosen(page) is None
    page.fill("[name=text]", "")
    page.uncheck("#keys")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert chosen(page) is None


def test_filters_keep_what_matches_and_say_how_much(report, visit):
    page = visit(report)
    page.get_by_label("目标", exact=False).first.check()
    assert page.inner_text("#shown") == "6 / 9 项"
    assert page.get_by_text("始终坚持人民至上").is_hidden()
    page.select_option("[name=office]", "市农业农村局")
    assert page.inner_text("#shown") == "1 / 9 项"
    assert page.get_by_text("一、2025年工作回顾").last.is_hidden()
    assert page.locator("article").get_by_text("二、2026年工作安排").is_visible()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert chosen(page) == "3"
    page.click("#clear")
    page.wait_for_function("document.getElementById('shown').textContent === '共 9 项'")
    page.select_option("[name=tense]", "结果")
    assert page.inner_text("#shown") == "1 / 9 项"


def test_search_finds_words_and_says_when_there_are_none(report, visit):
    page = visit(report)
    page.keyboard.press("/")
    page.keyboard.type("高标准农田15万亩")
    assert page.inner_text("#shown") == "1 / 9 项"
    page.fill("[name=text]", "没有这样的话")
    assert page.locator("#none").is_visible()


def test_an_address_names_an_item(report, visit):
    wanted = report.items[4]
    page = visit(report, address=f"#{wanted.id}")
    assert chosen(page) == "4"
    page.keyboard.press("j")
    assert page.url.endswith(f"#{report.items[5].id}")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_page(report, visit, width):
    page = visit(report, width=width)
    page.keyboard.press("j")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_details_rise_from_below_and_leave_the_sentence_in_view(report, visit):
    page = visit(report, width=390, height=844)
    page.get_by_text("打造").last.click()
    page.wait_for_timeout(300)
    sheet, item = page.locator("#sheet").bounding_box(), page.locator(".item.on").bounding_box()
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    assert item["y"] + item["height"] <= sheet["y"]
    page.click("#close")
    assert page.locator("#sheet").is_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(report, visit, width):
    page = visit(report, width=width)
    page.emulate_media(reduced_motion="reduce")
    assert Axe().run(page).response["violations"] == []
    page.get_by_text("全年固定资产投资增长").click()
    assert Axe().run(page).response["violations"] == []
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.get_by_label("原则", exact=False).first.check()
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_controls_are_large_enough_to_hit(report, visit, width):
    page = visit(report, width=width)
    page.keyboard.press("j")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, summary, nav a, label, input[type=search]')]
        .filter((e) => e.checkVisibility())
        .map((e) => [e.textContent.trim() || e.name, e.getBoundingClientRect().width, e.getBoundingClientRect().height])
        .filter(([, w, h]) => w < 24 || h < 24)"""
    )
    assert small == []


def test_it_reads_without_script(report, chromium, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(html_page(report), encoding="utf-8")
    page = chromium.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert page.locator("#filters").is_hidden()
    assert page.locator("article").is_visible()
    page.close()


def test_it_prints_the_report_a_legend_and_no_details(report, visit):
    page = visit(report)
    page.keyboard.press("j")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    words = "".join(sheet.get_textpage().get_text_bounded() for sheet in document).replace("\r\n", "")
    assert "全年固定资产投资增长8%以上" in words
    assert "有可核对的数量" in words
    assert "第 1 项" not in words
    assert "查找原文" not in words
    document.close()


def test_a_long_report_prints_on_many_pages(make, visit):
    text = "二、2026年工作安排\n" + "".join(f"推进第{n}号工程建设，完善配套服务。\n" for n in range(400))
    page = visit(make(text, tuple(text.splitlines()[1:])))
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) > 5
    document.close()


def test_a_report_of_two_megabytes_opens_and_filters(visit):
    lines = [f"推进第{n}号工程建设，完善配套服务，让群众得到方便。" for n in range(27_000)]
    text = "二、2026年工作安排\n" + "\n".join(lines) + "\n"
    assert len(text.encode()) > 2_000_000
    first = item(text, lines[0], Kind.ACTION)
    items, at = [], first.start
    for n, line in enumerate(lines):
        items.append(replace(first, id=f"i{n}", start=at, end=at + len(line), text=line, clean=line))
        at += len(line) + 1
    page = visit(compilation(text, tuple(items)))
    page.keyboard.press("j")
    assert chosen(page) == "0"
    page.fill("[name=text]", "第26999号")
    assert page.inner_text("#shown") == "1 / 27000 项"


def test_hostile_words_do_not_run(visit):
    text = "</script><b onfocus=\"document.title='run'\" tabindex=0 autofocus>推进甲工程。"
    page = visit(one_item(text))
    page.keyboard.press("j")
    assert page.inner_text("#detail blockquote") == text
    assert "run" not in page.title()


def test_reading_text_can_be_selected_and_copied(report, visit):
    page = visit(report)
    copied = page.evaluate(
        "(() => { const s = getSelection(); s.selectAllChildren(document.querySelector('article')); return s.toString(); })()"
    )
    assert "投资2亿元新建高标准农田15万亩。" in copied
    assert "◎" not in copied
    assert TEXT.splitlines()[0] in copied
