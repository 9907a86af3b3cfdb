"""What looks odd in the data, each with a reason; and what only looks odd and is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import tell

from luoshi.evaluation import (
    Adding,
    Child,
    Finding,
    against_children,
    findings,
    gather,
    one_file_two_claims,
)
from luoshi.rulebook.parameters import parameters

DAY = date(2026, 10, 20)
NOW = parameters(DAY)
OUTPUT = {"amount": {"measure": "output", "value": 100, "unit": "座"}}
ALL_FILED = [
    {"period": f"2026-Q{q}", "filed": date(2026, 3 * q + 1, 10), "value": 20 * q, "text": f"第{q}次"}
    for q in (1, 2, 3)
]
YEARS = [
    {"year": year, "shape": "share", "months": {3: 10, 6: 30, 9: nine, 12: 100}}
    for year, nine in ((2023, 40), (2024, 45), (2025, 50))
]


def found(*, filings: list[dict[str, Any]] = ALL_FILED, **facts: Any) -> list[tuple[str, str]]:
    told = tell.facts({"promise": OUTPUT, "filings": filings, **facts})
    return [(one.problem.value, one.reason) for one in findings(told, DAY, NOW)]


def changed(place: int, **fields: Any) -> list[dict[str, Any]]:
    return [{**one, **fields} if i == place else one for i, one in enumerate(ALL_FILED)]


def test_clean_record_has_no_finding():
    assert found() == []


def test_late_and_missing_reports_are_told_apart():
    assert found(filings=changed(0, filed=date(2026, 4, 18))) == [
        ("late", "2026年一季度进展数应在2026年4月15日前报，晚了3天。")
    ]
    assert found(filings=ALL_FILED[:2]) == [
        ("late", "2026年三季度进展数应在2026年10月15日前报，已过5天还没有报。")
    ]


def test_same_text_as_last_time_is_found_but_not_in_no_change():
    assert [problem for problem, _ in found(filings=changed(1, text="第1次"))] == ["same_text"]
    assert found(filings=changed(1, text="第1次", value=None, no_change=True)) == []


def test_cumulative_number_that_falls_is_found():
    ((problem, reason),) = found(filings=changed(2, value=35))
    assert problem == "falling"
    assert reason == "累计数从2026年6月30日的40座降到35座。是更正还是口径变了，请说明。"


def test_returned_number_does_not_count_as_an_earlier_one():
    assert found(filings=[*changed(1, value=90, returned=True), {**ALL_FILED[1], "source": "补报"}]) == []


def test_leap_is_measured_against_the_same_months_of_earlier_years():
    ((problem, reason),) = found(filings=changed(2, value=75), seasons=YEARS)
    assert problem == "leap"
    assert reason == "7—9月增加35座，往年这几个月的中位数合15座，超过它的2倍。请附明细。"


def test_strong_end_of_year_that_is_always_strong_is_no_leap():
    day = date(2027, 1, 12)
    filings = [*ALL_FILED, {"period": "2026-Q4", "filed": date(2027, 1, 10), "value": 145, "text": "末"}]
    told = tell.facts({"promise": OUTPUT, "filings": filings, "seasons": YEARS})
    assert findings(told, day, parameters(day)) == ()


def test_leap_is_not_looked_for_without_enough_years():
    assert found(filings=changed(2, value=95), seasons=YEARS[:2]) == []


def test_closing_without_evidence_is_found():
    assert ("closed_bare", "2026年10月18日销号，但没有审核通过的佐证。") in found(closed=date(2026, 10, 18))
    assert found(filings=changed(2, supported=60), closed=date(2026, 10, 18)) == []


def test_action_closed_with_a_bare_node_is_found():
    promise = {"kind": "action", "nodes": [{"outcome": "印发", "due": date(2026, 4, 30)}]}
    told = {"promise": promise, "filings": [{"node": 1, "reached": date(2026, 4, 20)}], "closed": DAY}
    assert [one.problem.value for one in findings(tell.facts(told), DAY, NOW)] == ["closed_bare"]


def using(key: str, *files: tuple[int, str]) -> Any:
    filings = [
        {"node": node, "reached": date(2026, 4, 20), "evidence": [file], "source": f"{key}反馈{node}"}
        for node, file in files
    ]
    nodes = [{"outcome": f"第{i}步", "due": date(2026, 5, 30)} for i in (1, 2)]
    return tell.facts({"promise": {"kind": "action", "key": key, "nodes": nodes}, "filings": filings})


def test_one_file_for_two_claims_is_found_within_and_between_commitments():
    (one,) = one_file_two_claims([using("任务一", (1, "a" * 64)), using("任务二", (2, "a" * 64))], DAY, NOW)
    assert isinstance(one, Finding)
    assert one.reason == "同一份材料（aaaaaaaa）用来证明2处：任务一的节点1、任务二的节点2。请说明各证明什么。"
    assert one.sources == ("任务一反馈1", "任务二反馈2")
    assert len(one_file_two_claims([using("任务一", (1, "b" * 64), (2, "b" * 64))], DAY, NOW)) == 1


def test_same_file_filed_again_for_the_same_claim_is_not_odd():
    assert one_file_two_claims([using("任务一", (1, "c" * 64), (1, "c" * 64))], DAY, NOW) == ()


def test_parent_that_is_not_what_its_children_come_to_is_found():
    children = [Child("东山县", Decimal(40), "县一"), Child("临河区", Decimal(25), "县二")]
    whole = gather(Adding.SUM, children, unit="座", version="1", parent=Decimal(70))
    (one,) = against_children("新建公厕", whole, "市", NOW)
    assert one.reason == "新建公厕：下级合计65座，上级自报的比它多5座。"
    assert one.sources == ("市", "县二", "县一") or one.sources == ("市", "县一", "县二")
    same = gather(Adding.SUM, children, unit="座", version="1", parent=Decimal(65))
    assert against_children("新建公厕", same, "市", NOW) == ()
