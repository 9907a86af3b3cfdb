"""What an office owes: nothing when nothing is due, and "no change" is an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import tell

from luoshi.evaluation import Owed, owed
from luoshi.evaluation.owing import ANSWERS
from luoshi.rulebook.parameters import parameters

OUTPUT = {"amount": {"measure": "output", "value": 100, "unit": "座"}}
RULE = {
    "kind": "action",
    "nodes": [
        {"outcome": "印发细则", "due": date(2026, 4, 30)},
        {"outcome": "首批兑现", "due": date(2026, 9, 30)},
    ],
}


def owes(told: dict[str, Any], day: date, *, until: date = date(2027, 12, 31), **facts: Any) -> list[Owed]:
    told = {"promise": told, **facts}
    return list(owed(tell.facts(told), date(2026, 1, 1), until, day, parameters(day)))


def shown(found: list[Owed]) -> list[tuple[str, str]]:
    return [(one.what, ANSWERS[one.answer]) for one in found]


def test_target_is_asked_by_quarter_and_the_lead_knows_by_when():
    found = owes(OUTPUT, date(2026, 4, 10))
    assert shown(found) == [
        ("2026年一季度进展数", "待报"),
        ("2026年二季度进展数", "未到"),
        ("2026年三季度进展数", "未到"),
        ("2026年四季度进展数", "未到"),
    ]
    assert [str(one.due) for one in found] == ["2026-04-15", "2026-07-15", "2026-10-15", "2027-01-15"]


@pytest.mark.parametrize(
    ("rhythm", "first", "count"),
    [("month", date(2026, 2, 5), 12), ("half", date(2026, 7, 15), 2), ("year", date(2027, 1, 15), 1)],
)
def test_other_rhythms_have_their_own_dues(rhythm, first, count):
    found = owes({**OUTPUT, "rhythm": rhythm}, date(2026, 1, 1))
    assert (found[0].due, len(found)) == (first, count)


@pytest.mark.parametrize(
    ("day", "answer", "late"),
    [
        (date(2026, 3, 30), "未到", 0),
        (date(2026, 3, 31), "待报", 0),
        (date(2026, 4, 15), "待报", 0),
        (date(2026, 4, 16), "逾期未报", 1),
    ],
)
def test_report_is_open_from_the_end_of_its_period_and_late_after_its_last_day(day, answer, late):
    (first, *_) = owes(OUTPUT, day)
    assert (ANSWERS[first.answer], first.days_late) == (answer, late)


@pytest.mark.parametrize("said", [{"value": 20}, {"no_change": True}])
def test_any_answer_is_an_answer(said):
    filing = {"period": "2026-Q1", "filed": date(2026, 4, 2), **said}
    (first, *_) = owes(OUTPUT, date(2026, 4, 20), filings=[filing])
    assert (ANSWERS[first.answer], first.answered_on, first.days_late) == ("已报", date(2026, 4, 2), 0)


def test_number_on_file_is_not_asked_for_again():
    filing = {"period": "2026-03", "filed": date(2026, 4, 2), "value": 20}
    assert shown(owes(OUTPUT, date(2026, 4, 20), filings=[filing]))[0] == ("2026年一季度进展数", "已报")


def test_answer_that_came_late_says_by_how_much():
    filing = {"period": "2026-Q1", "filed": date(2026, 4, 18), "value": 20}
    (first, *_) = owes(OUTPUT, date(2026, 5, 1), filings=[filing])
    assert (ANSWERS[first.answer], first.days_late) == ("已报", 3)


def test_returned_filing_has_to_be_mended_and_is_not_called_late():
    filing = {"period": "2026-Q1", "filed": date(2026, 4, 10), "value": 20, "returned": True}
    (first, *_) = owes(OUTPUT, date(2026, 4, 20), filings=[filing])
    assert ANSWERS[first.answer] == "退回待补"
    mended = {"period": "2026-Q1", "filed": date(2026, 4, 19), "value": 18}
    (first, *_) = owes(OUTPUT, date(2026, 4, 20), filings=[filing, mended])
    assert ANSWERS[first.answer] == "已报"


def test_action_owes_only_at_its_nodes():
    assert shown(owes(RULE, date(2026, 5, 2))) == [("印发细则", "逾期未报"), ("首批兑现", "未到")]
    filing = {"node": 1, "reached": date(2026, 4, 20)}
    assert shown(owes(RULE, date(2026, 5, 2), filings=[filing]))[0] == ("印发细则", "已报")


def test_not_yet_is_an_answer_at_a_node_though_the_node_is_overdue():
    filing = {"node": 1, "reached": date(2026, 4, 28), "no_change": True}
    assert shown(owes(RULE, date(2026, 5, 2), filings=[filing]))[0] == ("印发细则", "已报")


def test_target_asked_by_nodes_owes_at_its_dues():
    dues = [{"day": date(2026, 6, 30), "what": "上半年的数"}, {"day": date(2026, 12, 31)}]
    told = {**OUTPUT, "rhythm": "node", "dues": dues}
    filing = {"reached": date(2026, 6, 20), "value": 40}
    assert shown(owes(told, date(2026, 7, 1), filings=[filing])) == [
        ("上半年的数", "已报"),
        ("进展数", "未到"),
    ]
    done = {**filing, "value": 100, "supported": 100}
    assert len(owes(told, date(2026, 7, 1), filings=[done])) == 1


def test_due_in_the_middle_of_a_period_ends_it():
    (last,) = owes({**OUTPUT, "due": date(2026, 2, 10)}, date(2026, 2, 11))
    assert (last.due, ANSWERS[last.answer]) == (date(2026, 2, 25), "待报")


def test_nothing_is_owed_for_a_principle_or_a_number_that_a_custodian_releases():
    assert owes({"kind": "principle"}, date(2026, 12, 31)) == []
    released = {"amount": {"measure": "growth", "value": 7, "unit": "%", "basis": "released"}}
    assert owes(released, date(2026, 12, 31)) == []
    assert shown(owes({**released, "rhythm": "half"}, date(2026, 7, 2)))[0] == (
        "2026年上半年情况说明",
        "待报",
    )


def test_nothing_is_owed_once_all_is_done_and_proven():
    filing = {"period": "2026-Q2", "filed": date(2026, 7, 9), "value": 100}
    assert len(owes(OUTPUT, date(2026, 12, 31), filings=[filing])) == 4
    assert len(owes(OUTPUT, date(2026, 12, 31), filings=[{**filing, "supported": 100}])) == 2


def test_nothing_is_owed_after_closing_or_outside_the_span_asked_about():
    assert len(owes(OUTPUT, date(2026, 12, 31), closed=date(2026, 6, 30))) == 2
    assert len(owes(OUTPUT, date(2026, 12, 31), until=date(2026, 7, 14))) == 1
