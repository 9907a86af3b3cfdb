"""Figures from a bulletin beside the reports' own: what agrees, what differs, what cannot be compared, what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from test_reckon import NEW, OLD, compiled

import luoshi
from luoshi.errors import NotADocument, TableError
from luoshi.reckoning.statistics import read_statistics, witnessed

HEAD = "指标,地区,年份,数值,单位,来源,口径,公布日期"


def sheet(folder: Path, *rows: str, head: str = HEAD) -> Path:
    file = folder / "统计.csv"
    file.write_text("\n".join((head, *rows)), encoding="utf-8-sig")
    return file


def beside(folder: Path, promised: str, review: str, *rows: str):
    """The findings of one promise with the statistics beside them, and the warnings."""
    reckoning = luoshi.reckon(
        [compiled(OLD.format(promised)), compiled(NEW.format(review, "抓好各项工作。"))]
    )
    found = witnessed(reckoning, read_statistics(sheet(folder, *rows)))
    return found.pairings[0].findings, found.warnings


@pytest.mark.parametrize(
    ("promised", "review", "row", "verdict", "agrees"),
    [
        ("规上工业增加值增长7%以上。", "规上工业增加值增长7.4%。", "规模以上工业增加值,云川市,2025,7.4,%,公报,,", "met", True),
        ("规上工业增加值增长7%以上。", "规上工业增加值增长7.4%。", "规模以上工业增加值增速,云川,2025,6.2,%,公报,,", "short", False),
        ("地区生产总值增长6%左右。", "地区生产总值增长5.8%。", "GDP增速,云川市,2025年,5.7,%,公报,,", "met", False),
        ("地区生产总值增长6%左右。", "地区生产总值增长5.8%。", "GDP增速,云川市,2025年,5.6,%,公报,,", "short", False),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.1%。", "城镇调查失业率,云川市,2025,5.1,%,公报,,", "met", True),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.1%。", "城镇调查失业率,云川市,2025,5.9,%,公报,,", "short", False),
        ("单位地区生产总值能耗下降2.5%。", "单位地区生产总值能耗下降3.1%。", "单位GDP能耗,云川市,2025,-3.1,%,公报,,", "met", True),
        ("单位地区生产总值能耗下降2.5%。", "单位地区生产总值能耗下降3.1%。", "单位GDP能耗降幅,云川市,2025,2.1,%,公报,,", "short", False),
        ("城镇新增就业3万人以上。", "城镇新增就业3.31万人。", "城镇新增就业,云川市,2025,33112,人,公报,,", "met", True),
        ("城镇新增就业3万人以上。", "城镇新增就业超3.3万人。", "城镇新增就业,云川市,2025,3.35,万人,公报,,", "met", True),
        ("粮食总产量稳定在90万吨以上。", "粮食总产量18.4亿斤。", "粮食总产量,云川市,2025,92,万吨,公报,,", "met", True),
    ],
)  # fmt: skip
def test_a_statistic_gives_its_own_verdict_and_says_whether_it_agrees(
    tmp_path, promised, review, row, verdict, agrees
):
    findings, _ = beside(tmp_path, promised, review, row)
    witness = findings[0].witnesses[0]
    assert (witness.verdict, witness.agrees, witness.superseded) == (verdict, agrees, False)
    assert witness.steps


def test_the_reports_verdict_stays_what_it_was(tmp_path):
    findings, _ = beside(
        tmp_path, "工业投资增长9%。", "工业投资增长9.5%。", "工业投资,云川市,2025,8,%,公报,,"
    )
    assert (findings[0].verdict, findings[0].reported) == ("met", "9.5")


def test_a_revision_keeps_both_figures_and_both_verdicts(tmp_path):
    findings, warnings = beside(
        tmp_path, "工业投资增长9%。", "工业投资增长9.5%。",
        "工业投资,云川市,2025,8.2,%,公报,,2026-03-27", "工业投资,云川市,2025,9.5,%,快报,,2026-01-20",
    )  # fmt: skip
    assert [(str(w.value), w.verdict, w.superseded) for w in findings[0].witnesses] == [
        ("9.5", "met", True),
        ("8.2", "short", False),
    ]
    assert not warnings


def test_two_figures_of_one_source_are_both_kept_and_said_to_clash(tmp_path):
    findings, warnings = beside(
        tmp_path, "工业投资增长9%。", "工业投资增长9.5%。",
        "工业投资,云川市,2025,8.2,%,公报,,", "工业投资,云川市,2025,9.5,%,公报,,",
    )  # fmt: skip
    assert [w.superseded for w in findings[0].witnesses] == [False, False]
    assert "分不出先后" in warnings[0]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("地区生产总值,云川市,2025,1975,亿元,公报,,", "口径不同"),
        ("地区生产总值,云川市,2025,6,%,公报,水平,", "口径不同"),
    ],
)
def test_what_cannot_be_compared_has_no_verdict(tmp_path, row, why):
    findings, _ = beside(tmp_path, "地区生产总值增长6%左右。", "地区生产总值增长5.8%。", row)
    assert (findings[0].witnesses[0].verdict, findings[0].witnesses[0].agrees) == (None, None)
    assert why in findings[0].witnesses[0].why


def test_a_rise_is_not_taken_for_a_fall(tmp_path):
    findings, _ = beside(
        tmp_path, "单位地区生产总值能耗下降2.5%。", "抓好各项工作。", "单位GDP能耗,云川市,2025,3.1,%,公报,,"
    )
    assert findings[0].witnesses[0].verdict is None
    assert "升降不明" in findings[0].witnesses[0].why


def test_the_whole_is_no_witness_of_a_part(tmp_path):
    findings, warnings = beside(
        tmp_path,
        "城镇居民人均可支配收入增长5%。",
        "抓好各项工作。",
        "居民人均可支配收入,云川市,2025,5.6,%,公报,,",
    )
    assert findings[0].witnesses == ()
    assert "没有叫“居民人均可支配收入”的指标" in warnings[0]


def test_rows_of_other_places_and_years_are_not_used_and_counted(tmp_path):
    findings, warnings = beside(
        tmp_path, "工业投资增长9%。", "工业投资增长9.5%。",
        "工业投资,临河市,2025,1,%,公报,,", "工业投资,云川市,2024,2,%,公报,,",
    )  # fmt: skip
    assert findings[0].witnesses == ()
    assert "有 2 行是别的地方或年份的" in warnings[0]


GOOD = "工业投资,云川市,2025,9,%,公报,,"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("工业投资,云川市,2025,9,嘎,公报,,", "不认识单位“嘎”"),
        ("工业投资,云川市,2025,九成多,%,公报,,", "“九成多”不是数"),
        ("工业投资,云川市,去年,9,%,公报,,", "“去年”不是年份"),
        ("工业投资,云川市,2025,,%,公报,,", "“数值”是空的"),
        ("工业投资,云川市,2025,9,%,,,", "“来源”是空的"),
        ("工业投资,云川市,2025,9,%,公报,速度,", "不认识口径“速度”"),
        ("工业投资,云川市,2025,9,%,公报,,三月", "公布日期“三月”不是日期"),
        (GOOD, "和第 2 行一样，只算一次"),
    ],
)
def test_a_bad_row_is_explained_with_its_line_and_good_ones_are_kept(tmp_path, row, said):
    found = read_statistics(sheet(tmp_path, GOOD, row))
    assert len(found.rows) == 1
    assert "第 3 行" in found.notes[0]
    assert said in found.notes[0]


def test_english_headings_semicolons_and_thousands_are_read(tmp_path):
    file = sheet(
        tmp_path, "工业投资;云川市;2025;1,234.5;亿元;公报", head="indicator;place;year;value;unit;source"
    )
    row = read_statistics(file).rows[0]
    assert (row.value, row.unit) == (123_450_000_000, "元")


def test_a_workbook_is_read_like_its_text(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD.split(",")[:6], ["工业投资", "云川市", 2025, 9.5, "%", "公报"]):
        book.active.append(row)
    book.save(tmp_path / "统计.xlsx")
    assert str(read_statistics(tmp_path / "统计.xlsx").rows[0].value) == "9.5"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("指标,地区,年份,数值,单位", "缺少列名“来源”"),
        ("", "缺少列名"),
        ("指标,指标,地区,年份,数值,单位,来源", "有 2 列都是“指标”"),
    ],
)
def test_wrong_headings_are_refused(tmp_path, head, said):
    with pytest.raises(TableError, match=said):
        read_statistics(sheet(tmp_path, GOOD, head=head))


def test_a_sheet_without_a_usable_row_is_refused_with_every_reason(tmp_path):
    with pytest.raises(TableError, match=r"(?s)没有一行可以用.*第 2 行.*不认识单位"):
        read_statistics(sheet(tmp_path, "工业投资,云川市,2025,9,嘎,公报,,"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK"])
def test_a_broken_workbook_is_refused(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(TableError, match="不是 xlsx"):
        read_statistics(tmp_path / "a.xlsx")


def test_bytes_that_are_no_text_are_refused_by_name(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\x00\x01\x02\x03" * 40)
    with pytest.raises(NotADocument, match=r"a\.csv"):
        read_statistics(tmp_path / "a.csv")
