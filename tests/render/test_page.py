from __future__ import annotations

import base64
import hashlib
import json
import re

from lxml import html
from render_sample import TEXT, one_item

from luoshi.render.page import html_page
from luoshi.render.reading import read

HOSTILE = '</script><b onclick=alert(1)>推进"甲"工程&amp;\u2028]]>。'


def parsed(compilation):
    return html.document_fromstring(html_page(compilation).encode())


def test_the_text_reads_as_in_the_report(report):
    article = parsed(report).xpath("//article")[0]
    said = "".join(article.itertext()).replace("\n", "")
    assert said.startswith(TEXT.replace("（下转02版）", "").replace("\n", ""))


def test_every_item_is_marked_by_kind_and_amounts_are_emphasised(report):
    page = parsed(report)
    spans = page.xpath("//article//span[@id]")
    assert [(span.get("id"), span.get("class")) for span in spans] == [
        (item.id, f"item {item.kind}") for item in report.items
    ]
    assert [em.text for em in page.xpath("//article//em")] == [
        "6.1%", "8%以上", "15万亩", "3000个至5000个", "5A景区", "3%",
    ]  # fmt: skip


def test_the_contents_count_what_stands_under_each_heading(report):
    entries = parsed(report).xpath("//nav//a")
    words = [re.sub(r"\s+", " ", entry.text_content()).strip() for entry in entries]
    assert words[0] == "一、2025年工作回顾目标 1"
    assert words[1].startswith("二、2026年工作安排目标 5项目 1举措 1原则 1")
    anchors = {heading.get("id") for heading in parsed(report).xpath("//article//*[self::h2 or self::h3]")}
    assert {entry.get("href")[1:] for entry in entries} <= anchors


def test_nothing_is_fetched_and_only_our_own_script_and_style_may_run(report):
    text, page = html_page(report), parsed(report)
    assert re.findall(r"(?:https?:)?//[a-z]", text) == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script[not(@type)]"):
        own = page.xpath(f"//{tag}")[0].text
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert page.xpath("//@style | //@onclick | //@src") == []


def test_hostile_words_stay_words():
    made = one_item(HOSTILE, place=HOSTILE, meeting=HOSTILE, warnings=(HOSTILE,))
    page = parsed(made)
    assert page.xpath("//main//b[@onclick]") == []
    assert len(page.xpath("//script")) == 2
    assert page.xpath("//article//span[@id]")[0].text_content() == HOSTILE.replace("\u2028", "")
    json.loads(page.xpath("//script[@id='data']")[0].text)


def test_control_characters_and_surrogates_show_as_a_replacement():
    page = html_page(one_item("推进\x00\x1b甲\ud800工程\u202e。"))
    assert "推进\ufffd\ufffd甲\ufffd工程\ufffd。" in page


def test_details_are_in_words(report):
    found = json.loads(parsed(report).xpath("//script[@id='data']")[0].text)["items"]
    assert found[1]["targets"] == [["固定资产投资", "增长不低于\xa08\xa0%", "", "", "2026年"]]
    assert found[2]["projects"] == [["北湖大桥", "建成"], ["南岭隧道", "建成"]]
    assert found[3]["context"] == ["2亿元"]
    assert found[6]["places"] == ["河东区（990101）"]
    assert found[1]["offices"][1] == ["市财政局", "配合", "职责：政府投资"]


def test_furniture_is_folded_away_and_named(report):
    left = parsed(report).xpath("//footer//details//li")
    assert [entry.text_content() for entry in left] == ["转版提示　（下转02版）"]


def test_a_report_without_items_says_what_to_do(make):
    page = parsed(make("目录\n"))
    assert "没有识别出可以交办的事项" in page.xpath("//article")[0].text_content()
    assert page.xpath("//form") == []


def test_a_file_without_any_text_still_has_a_page(make):
    assert read(make("")).blocks == []
    assert parsed(make("")).xpath("//h1")
