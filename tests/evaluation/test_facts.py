"""Facts that cannot hold together are refused at the door; a day is judged by what was known on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import tell

from luoshi.errors import FactError, LuoshiError
from luoshi.evaluation import Assessment, State, Status, assess
from luoshi.rulebook.parameters import parameters

OUTPUT = {"measure": "output", "value": 100, "unit": "座"}
CHANGED = {
    "decided": date(2026, 8, 1),
    "approver": "市长",
    "document": "纪要",
    "to": {"amount": {**OUTPUT, "value": 80}},
}


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"promise": {"amount": {**OUTPUT, "relation": "range"}}}, "两数之间的目标要写上限"),
        ({"promise": {"amount": {**OUTPUT, "value_high": 120}}}, "别的目标不写上限"),
        ({"promise": {"amount": {**OUTPUT, "value": "NaN"}}}, "数必须是有限的"),
        ({"promise": {}}, "任务 任务一：目标要有数"),
        ({"promise": {"kind": "action", "amount": OUTPUT}}, "别的类别不带数"),
        ({"promise": {"amount": OUTPUT, "dues": []}}, "没有时限"),
        ({"promise": {"amount": OUTPUT, "due": date(2025, 12, 31)}}, "早于开始的日子 2026-01-01"),
        (
            {
                "promise": {"amount": OUTPUT},
                "adjustments": [CHANGED, {**CHANGED, "decided": date(2026, 7, 1)}],
            },
            "没有按日期排列",
        ),
    ],
)
def test_facts_that_cannot_hold_together_are_refused(told: dict[str, Any], message: str):
    with pytest.raises(FactError, match=message) as refused:
        tell.facts(told)
    assert "请" in str(refused.value)
    assert isinstance(refused.value, LuoshiError)


def test_adjustments_that_do_not_follow_one_another_are_refused():
    facts = tell.facts({"promise": {"amount": OUTPUT}, "adjustments": [CHANGED]})
    with pytest.raises(FactError, match="调整前后接不上"):
        type(facts)(facts.adjustments[0].after, adjustments=facts.adjustments)


def test_decision_has_a_date_and_what_is_pending_has_none():
    with pytest.raises(FactError, match="审核过的要写日期"):
        tell.filing(1, {"period": "2026-Q1", "accepted": True, "decided": None})


def test_decision_counts_from_the_day_it_was_taken():
    filing = {
        "period": "2026-Q1",
        "filed": date(2026, 4, 10),
        "value": 30,
        "supported": 30,
        "decided": date(2026, 4, 25),
    }
    facts = tell.facts({"promise": {"amount": OUTPUT}, "filings": [filing]})
    before, after = date(2026, 4, 24), date(2026, 4, 25)
    assert assess(facts, before, parameters(before)).mark.name == "UNSUPPORTED"
    assert assess(facts, after, parameters(after)).mark.name == "ON_PACE"


def test_nobody_reports_the_future():
    early = tell.filing(1, {"period": "2026-Q4", "filed": date(2026, 12, 20), "value": 100})
    assert early.day == date(2026, 12, 20)


@pytest.mark.parametrize("state", State)
def test_assessment_has_a_value_exactly_where_it_says_so(state):
    value = None if state is State.VALUE else tell.number(1)
    with pytest.raises(ValueError, match="a value stands with"):
        Assessment(Status.DECLARED, state, "declared/last", "1", "。", value)
