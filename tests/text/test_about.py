"""Place, year and meeting, read from the report itself, and what is said where they are missing."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from luoshi.errors import OptionError, YearMissing
from luoshi.text.about import About, about
from luoshi.text.document import Document
from luoshi.text.layout import lay_out

TODAY = datetime.date(2026, 11, 25)
MASTHEAD = (
    "2025年云川市政府工作报告\n——2025年2月3日在云川市第五届人民代表大会第三次会议上\n"
    "云川市市长 李某\n各位代表：\n"
)
BODY = (
    "现在，我代表市人民政府，向大会报告工作，请予审议。\n"
    "一、2024年工作回顾\n过去一年，全市经济稳步前行，实施项目120个。\n"
    "二、2025年工作安排\n加快建设现代化产业体系，推进项目建设，完成投资200亿元。\n"
)
EXCERPT = "（三）加快建设现代化产业体系\n推进工业园区建设，深化改革，完成投资200亿元。\n"


def read(text: str, *, year: int | None = None, place: str | None = None) -> About:
    document = Document(text, digest="", source="报告.txt")
    return about(document, lay_out(text), year=year, place=place, today=TODAY)


def test_a_whole_report_says_where_when_and_before_whom_without_a_warning():
    expected = About("云川市", 2025, "云川市第五届人民代表大会第三次会议", warnings=(), extract=False)
    assert read(MASTHEAD + BODY) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("一、2024年工作回顾\n过去一年，实施项目120个。\n", 2025),
        ("二、2025年重点任务\n推进项目建设。\n", 2025),
        ("一、2024年工作回顾和2025年总体要求\n推进项目建设。\n", 2025),
        ("二、关于２０２５年的工作安排\n推进项目建设。\n", 2025),
        ("政府工作报告\n2021年1月26日在云川省第十三届人民代表大会第五次会议上\n推进项目建设。\n", 2021),
        ("政府工作报告\n在第十四届全国人民代表大会第三次会议上\n推进项目建设。\n", 2025),
        ("今年要推进项目建设。做好2026年政府工作，意义重大。\n", 2026),
        ("二〇二五年云川市政府工作报告\n推进项目建设。\n", 2025),
        ("一、二○二四年工作回顾\n过去一年，实施项目120个。\n", 2025),
        ("一、总体要求和投资2000亿元目标\n做好2026年政府工作，意义重大。\n", 2026),
        ("云川市政府工作报告\n2025年1月8日\n推进项目建设。\n", 2025),
        ("云川市政府工作报告\n2026年3月1日\n一、2024年工作回顾\n实施项目120个。\n", 2025),
    ],
)
def test_the_year_of_delivery_is_read_from_title_headings_or_wording(text: str, year: int):
    assert read(text).year == year


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2024年2月3日云川市第五届人民代表大会第三次会议上\n", "云川市"),
        ("——2024年2月3日在日林市第五届人民代表大会第三次会议上\n", "日林市"),
        ("2024年1月20日李某在云川壮族自治区第十四届人民代表大会第三次会议上的讲话\n", "云川壮族自治区"),
        ("现在，我代表云川市人民政府向大会报告工作，请予审议。\n", "云川市"),
        ("现在，我代表国务院，向大会报告政府工作，请予审议。\n", "全国"),
        ("现在，我代表市人民政府向大会报告工作，请予审议。\n", None),
        ("云川镇2025年政府工作报告\n", "云川镇"),
        ("2025年云川高新技术产业开发区管委会工作报告\n", "云川高新技术产业开发区"),
        ("现在，我代表云川街道办事处向大会报告工作，请予审议。\n", "云川街道"),
        ("现在，我代表开发区管委会向大会报告工作，请予审议。\n", None),
    ],
)
def test_the_place_is_read_from_the_meeting_or_the_opening(text: str, place: str | None):
    assert read(text + BODY).place == place


def test_a_report_that_says_no_year_asks_for_it():
    with pytest.raises(YearMissing, match=r"报告\.txt：报告没有写明年份.*--year"):
        read(EXCERPT)


@pytest.mark.parametrize("year", [1948, 2028, 0])
def test_a_year_that_cannot_be_is_refused(year: int):
    with pytest.raises(OptionError, match="不在 1949 至 2027 之间"):
        read(MASTHEAD + BODY, year=year)


def test_options_override_the_report_and_say_so():
    known = read(MASTHEAD + BODY, year=2024, place="青原市")
    assert (known.year, known.place) == (2024, "青原市")
    assert [w.partition("。")[0] for w in known.warnings] == [
        "报告写的是 2025 年，这里按 --year 2024 处理",
        "报告写的是“云川市”，这里按 --place 青原市 处理",
    ]


def test_options_that_agree_with_the_report_pass_in_silence():
    assert read(MASTHEAD + BODY, year=2025, place="云川").warnings == ()


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (f"# 云川市2023年政府工作报告(摘要)\n{BODY}", "摘要或节选"),
        (f"{MASTHEAD}{BODY}(下转06版)\n", "“上接”或“下转”"),
        ("二、2025年工作安排\n推进项目建设。\n", "没有找到回顾部分"),
        (EXCERPT, "没有标题或用语说明"),
    ],
)
def test_an_extract_is_recognised(text: str, warning: str):
    known = read(text, year=2025)
    assert known.extract
    assert any(warning in said for said in known.warnings)


def test_a_review_alone_is_said_to_lack_its_plan():
    text = MASTHEAD + BODY.partition("二、")[0]
    assert any("没有找到部署今后工作的部分" in warning for warning in read(text).warnings)


def test_a_title_without_a_report_is_said_to_be_one():
    assert any("没有读到正文" in warning for warning in read("2025年云川市政府工作报告\n").warnings)


def test_another_kind_of_text_is_doubted():
    text = "那天夜里下了一场大雪，他推开门，看见院子里的梅花都开了。" * 9
    assert any("看不出这是政府工作报告" in warning for warning in read(text, year=2025).warnings)
    assert not any("看不出" in warning for warning in read(EXCERPT, year=2025).warnings)


@pytest.mark.corpus
def test_year_and_named_place_of_every_recent_report_are_read_right(shared: Path):
    with (shared / "corpus" / "reports.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["year"] >= 2003]
    known = [(row, read(row["text"])) for row in rows]
    assert [row["title"] for row, told in known if told.year != row["year"]] == []
    assert [row["title"] for row, told in known if told.place not in {row["place"], None}] == []
    assert sum(told.place is None for _, told in known) <= 6  # they speak of "the city" and never name it
