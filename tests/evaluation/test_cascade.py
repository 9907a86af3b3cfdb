"""From children to parent: sums, weighted rates, and what must not be added."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.evaluation import Adding, Child, Total, gather

VALUES = st.decimals(-(10**9), 10**9, places=4)


def child(name: str, value: float | None, weight: int | None = None) -> Child:
    told = None if value is None else Decimal(str(value))
    return Child(name, told, f"反馈{name}", None if weight is None else Decimal(weight))


def whole(
    rule: Adding, *children: Child, unit: str = "万亩", parent: str | None = None, why: str = ""
) -> Total:
    own = None if parent is None else Decimal(parent)
    return gather(rule, children, unit=unit, version="1", parent=own, why=why)


def test_sum_that_agrees_with_the_parent():
    total = whole(Adding.SUM, child("东山县", 9), child("临河区", 6), parent="15")
    assert (total.value, total.complete, total.difference) == (15, True, 0)
    assert total.words == "下级合计15万亩，与上级一致。"


def test_sum_that_does_not_add_up_says_by_how_much():
    total = whole(Adding.SUM, child("东山县", 9), child("临河区", 5.2), parent="15")
    assert total.difference == Decimal("0.8")
    assert total.words == "下级合计14.2万亩，上级自报的比它多0.8万亩。"


def test_missing_children_are_named_and_nothing_is_compared():
    total = whole(Adding.SUM, child("东山县", 9), child("临河区", None), parent="15")
    assert (total.value, total.missing, total.difference) == (9, ("临河区",), None)
    assert total.words == "下级合计9万亩，还不全：临河区没有数。"


def test_rate_is_weighted_and_not_averaged():
    total = whole(Adding.WEIGHTED, child("东山县", 90, 300), child("临河区", 60, 100), unit="%", parent="75")
    assert (total.value, total.difference) == (Decimal("82.5"), Decimal("-7.5"))
    assert total.words == "下级按权重平均82.5%，上级自报的比它少7.5个百分点。"


@pytest.mark.parametrize("weight", [None, 0, -5])
def test_rate_without_a_weight_counts_as_missing(weight):
    total = whole(Adding.WEIGHTED, child("东山县", 90, 300), child("临河区", 60, weight), unit="%")
    assert (total.value, total.missing) == (90, ("临河区",))


def test_what_must_not_be_added_says_why():
    total = whole(
        Adding.NEVER, child("东山县", 7.1), child("临河区", 6.4), unit="%", why="增速的基数各县不同"
    )
    assert (total.value, total.complete) == (None, False)
    assert total.words == "不能由下级汇总：增速的基数各县不同。"


def test_no_child_has_a_number_yet():
    assert whole(Adding.SUM, child("东山县", None)).words == "下级都还没有数。"


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, st.integers(1, 10**6)), min_size=1, max_size=13), st.randoms())
def test_order_of_children_does_not_matter(told, shuffle):
    children = [Child(f"第{i}县", value, f"源{i}", Decimal(weight)) for i, (value, weight) in enumerate(told)]
    mixed = list(children)
    shuffle.shuffle(mixed)
    for rule in Adding:
        assert gather(rule, children, unit="元", version="1") == gather(rule, mixed, unit="元", version="1")


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, st.integers(1, 10**6)), min_size=1, max_size=13))
def test_weighted_rate_lies_between_its_parts(told):
    children = [Child(f"第{i}县", value, f"源{i}", Decimal(weight)) for i, (value, weight) in enumerate(told)]
    rate = gather(Adding.WEIGHTED, children, unit="%", version="1").value
    assert rate is not None
    assert min(value for value, _ in told) <= rate <= max(value for value, _ in told)
