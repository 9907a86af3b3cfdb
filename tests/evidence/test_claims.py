"""Claims, periods, units and names: taken apart as people write them, refused where they say too little."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.errors import ClaimUnclear, OptionError
from luoshi.evidence.claim import parse_claim
from luoshi.evidence.match import OpenTask, match
from luoshi.evidence.naming import Fit, Name
from luoshi.evidence.periods import Period, dates, parse_period, said
from luoshi.evidence.read import read_evidence
from luoshi.evidence.scan import scan
from luoshi.evidence.spots import areas_in, label_area, same_area
from luoshi.evidence.units import convert, parse_unit, quantum, rounded, units_in


@pytest.mark.parametrize(
    ("text", "unit", "value", "step", "chunks"),
    [
        ("新建高标准农田 8.2万亩", "亩", 82000, 1000, ("高标准农田",)),
        ("新建高标准农田八万二千亩", "亩", 82000, 1000, ("高标准农田",)),
        ("1-6月工业投资增长9.3%", "%", Decimal("9.3"), Decimal("0.1"), ("工业投资",)),
        ("城镇新增就业3.1万人", "人", 31000, 1000, ("城镇", "就业")),
        ("26个老旧小区完成改造", "个", 26, 1, ("老旧小区",)),
        ("滨河大桥项目完成投资3.2亿元", "元", 320_000_000, 10_000_000, ("滨河大桥", "投资")),
        ("完成营造林1466.7公顷", "公顷", Decimal("1466.7"), Decimal("0.1"), ("营造林",)),
        ("亿元以上项目竣工41个", "个", 41, 1, ("亿元",)),
    ],
)
def test_a_claim_is_taken_apart(text, unit, value, step, chunks):
    amount = parse_claim(text).amounts[0]
    assert (amount.unit, amount.value, amount.step, amount.name.chunks) == (unit, value, step, chunks)


def test_a_claim_with_two_numbers_has_both():
    assert [a.value for a in parse_claim("接待游客412.6万人次，旅游综合收入33.74亿元").amounts] == [
        4_126_000,
        3_374_000_000,
    ]


@pytest.mark.parametrize(
    ("text", "says"), [("新建幼儿园 9", "单位"), ("完成验收", "没有数"), (" ", "空"), ("8.2万亩", "指标")]
)
def test_a_claim_that_says_too_little_is_refused(text, says):
    with pytest.raises(ClaimUnclear, match=says):
        parse_claim(text)


def test_a_claim_says_its_period_and_place_itself():
    claim = parse_claim("清河县6月份新增规上工业企业3家")
    assert (claim.period, claim.place, claim.monthly) == (Period(0, 6, 6), "清河县", True)
    assert parse_claim("2025年上半年一般公共预算收入12.3亿元").period == Period(2025, 6, 6)


@pytest.mark.parametrize(
    ("text", "period"),
    [("2025-06", (2025, 6, 6)), ("2025-Q2", (2025, 4, 6)), ("2025-H1", (2025, 1, 6)), ("2025", (2025, 1, 12)), ("2025年6月", (2025, 6, 6))],
)  # fmt: skip
def test_periods(text, period):
    assert parse_period(text) == Period(*period)


@pytest.mark.parametrize("text", ["2025-13", "六月", "25-06", ""])
def test_a_period_that_is_none_is_refused(text):
    with pytest.raises(OptionError, match="--period"):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "year", "last", "span", "prior"),
    [
        ("2025年1-6月", 2025, 6, "cumulative", False), ("截至6月底", None, 6, "cumulative", False), ("6月份", None, 6, "month", False),
        ("上半年", None, 6, "cumulative", False), ("去年同期", None, None, "", True), ("比去年同期增长", None, None, "", False),
        ("本月止累计", None, None, "cumulative", False), ("前三季度", None, 9, "cumulative", False), ("二〇二五年六月三十日", 2025, 6, "", False),
        ("20250617", 2025, 6, "", False), ("6个月", None, None, "", False),
    ],
)  # fmt: skip
def test_times_are_read_as_documents_write_them(text, year, last, span, prior):
    found = said(text)
    assert (found.year, found.last, found.span, found.prior) == (year, last, span, prior)


def test_dates_that_no_calendar_has_are_none():
    assert dates("2025年2月30日，2025-06-17，2025.6.18") == [date(2025, 6, 17), date(2025, 6, 18)]


def test_units_with_their_scales():
    assert parse_unit("万亩") == (10000, "亩")
    assert parse_unit("千瓦") == (1, "千瓦")
    assert parse_unit("万千瓦") == (10000, "千瓦")
    assert parse_unit("千公顷") == (1000, "公顷")
    assert parse_unit("名称") is None
    assert units_in("完成投资（亿元）") == ((10**8, "元"),)
    assert units_in("新增人数") == ((1, "人"),)
    assert units_in("PM2.5浓度（微克/立方米）") == ((1, "微克/立方米"),)
    assert convert("公顷", "亩") == 15
    assert convert("元", "亩") is None
    assert convert("%", "百分点") is None


def test_the_last_digit_written_has_its_size():
    assert [quantum(n) for n in ("8.2万", "82000", "八万二千", "1,234.5")] == [1000, 1, 1000, Decimal("0.1")]
    assert rounded(Decimal("81600"), Decimal(1000)) == 82000
    assert rounded(Decimal("8.25"), Decimal("0.1")) == Decimal("8.3")


@pytest.mark.parametrize(
    ("claim", "exact", "label", "fit"),
    [
        ("新建高标准农田", False, "高标准农田建成面积", Fit.SAME), ("新建高标准农田", False, "高标准农田灌溉设施", Fit.OTHER),
        ("新建高标准农田", False, "面积", Fit.SILENT), ("新建高标准农田", False, "清河县", Fit.SILENT), ("工业投资", True, "其中：工业投资", Fit.SAME),
        ("工业投资", True, "工业技改投资", Fit.OTHER), ("工业投资", True, "固定资产投资", Fit.OTHER), ("规上工业增加值", True, "规模以上工业增加值", Fit.SAME),
        ("新增城镇就业", False, "城镇新增就业人数", Fit.SAME), ("出口", True, "货物进出口", Fit.OTHER),
    ],
)  # fmt: skip
def test_names_fit_or_do_not(claim, exact, label, fit):
    assert Name(claim, exact=exact).fit(label) is fit


def test_areas_are_told_from_words_that_end_like_them():
    assert label_area("清河县") == "清河县"
    assert not label_area("老旧小区")
    assert not label_area("全市")
    assert [name for *_, name in areas_in("其中,云川市清河县1.2万亩,望湖区3万亩")] == [
        "云川市",
        "清河县",
        "望湖区",
    ]
    assert same_area("云川市清河县", "清河县")
    assert same_area("清河", "清河县")
    assert not same_area("清河县", "清河市")


def test_a_document_is_matched_to_the_tasks_it_speaks_to():
    text = "云农发〔2025〕36号\n关于高标准农田建设情况的通报\n截至6月底，清河县新建高标准农田3.1万亩，完成投资1.2亿元。\n2025年7月2日"
    seen = scan(read_evidence(text.encode(), name="a.txt"))
    tasks = [
        OpenTask("1", "高标准农田", "亩", "清河县"), OpenTask("2", "高标准农田", "亩", "临水县"), OpenTask("3", "老旧小区", "个"),
        OpenTask("4", "高标准农田建设投资", "元", "清河县"), OpenTask("5", "高标准农田建设"),
    ]  # fmt: skip
    found = match(seen, tasks)
    assert [m.task.number for m in found[:1]] == ["1"]
    assert {m.task.number for m in found} == {"1", "4", "5"}
    assert "3.1万亩" in found[0].quote
    assert found[0].score > found[-1].score
