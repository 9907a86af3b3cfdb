from __future__ import annotations

from decimal import Decimal

import pytest
from render_sample import target

from luoshi.render.words import amount, amount_in_words, due, measure, quantity


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("8", "%", "8 %"),
        ("150000", "亩", "15 万亩"),
        ("300000000000", "元", "3000 亿元"),
        ("38140000000", "元", "381.4 亿元"),
        ("123450000", "元", "12345 万元"),
        ("65012", "亩", "65012 亩"),
        ("9999", "户", "9999 户"),
        ("0.50", "百分点", "0.5 百分点"),
        ("1E+4", "套", "1 万套"),
        ("0", "起", "0 起"),
    ],
)
def test_large_numbers_are_given_back_in_wan_and_yi(value, unit, words):
    assert quantity(target("…", "…", value, unit)) == words


def test_a_range_has_one_scale_for_both_ends():
    both = target("…", "…", "9000", "人", value_high=Decimal(20000))
    assert quantity(both) == "9000—20000 人"
    assert quantity(target("…", "…", "10000", "人", value_high=Decimal(20000))) == "1—2 万人"


@pytest.mark.parametrize(
    ("relation", "sign", "words"),
    [
        ("ge", "≥ 8 %", "不低于 8 %"),
        ("gt", "> 8 %", "高于 8 %"),
        ("le", "≤ 8 %", "不高于 8 %"),
        ("lt", "< 8 %", "低于 8 %"),
        ("approx", "约 8 %", "约 8 %"),
        ("eq", "8 %", "8 %"),
    ],
)
def test_bounds_have_a_sign_and_words(relation, sign, words):
    bounded = target("…", "…", "8", "%", relation=relation, measure="level")
    assert (amount(bounded), amount_in_words(bounded)) == (sign, words)


def test_growth_says_its_direction():
    falling = target("3%", "能耗", "3", "%", relation="ge", measure="growth", direction="down")
    assert amount(falling) == "下降 ≥ 3 %"
    assert amount_in_words(falling) == "下降不低于 3 %"
    assert measure(falling) == "下降"


def test_a_grade_stands_as_written():
    assert amount(target("5A景区", "景区", "5", "A", optional=True)) == "5A景区"


@pytest.mark.parametrize(("value", "words"), [("2026", "2026年"), ("2026-06", "2026年6月"), ("", "")])
def test_due_dates_read_as_a_person_writes_them(value, words):
    assert due(value) == words
