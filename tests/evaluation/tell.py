"""Facts out of the plain words of the tables of cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.compiler.compilation import Kind
from luoshi.evaluation import (
    Adjustment,
    Amount,
    Basis,
    Decision,
    Direction,
    Due,
    Facts,
    Figure,
    Filing,
    Measure,
    Milestone,
    Node,
    Period,
    Promise,
    Relation,
    Rhythm,
    Season,
    Shape,
    Stage,
)

BEGINS = date(2026, 1, 1)
YEAR_END = date(2026, 12, 31)


def number(value: Any) -> Decimal:
    return Decimal(str(value))


def maybe(value: Any, make: Any) -> Any:
    return None if value is None else make(value)


def amount(told: dict[str, Any]) -> Amount:
    """`{measure: output, relation: ge, value: 12, unit: 万亩}`."""
    return Amount(
        Relation(told.get("relation", "ge")),
        number(told["value"]),
        told["unit"],
        Measure(told["measure"]),
        value_high=maybe(told.get("value_high"), number),
        direction=maybe(told.get("direction"), Direction),
        tolerance=maybe(told.get("tolerance"), number),
        basis=Basis(told.get("basis", "filed")),
    )


def node(order: int, told: dict[str, Any]) -> Node:
    return Node(
        order,
        told["outcome"],
        told["due"],
        told.get("proof", ""),
        maybe(told.get("stage"), Stage),
        f"节点{order}",
    )


def promise(told: dict[str, Any]) -> Promise:
    kind = Kind(told.get("kind", "target"))
    dues = told.get("dues", [{"day": told.get("due", YEAR_END)}])
    return Promise(
        key=told.get("key", "任务一"),
        kind=kind,
        begins=told.get("begins", BEGINS),
        dues=() if kind is Kind.PRINCIPLE else tuple(Due(due["day"], due.get("what", "")) for due in dues),
        amount=amount(told["amount"]) if "amount" in told else None,
        nodes=tuple(node(i, one) for i, one in enumerate(told.get("nodes", []), 1)),
        continuous=told.get("continuous", False),
        rhythm=maybe(told.get("rhythm"), Rhythm),
        source="报告第12页",
    )


def filing(order: int, told: dict[str, Any]) -> Filing:
    """Filed for a period or a day; with `supported` or `proven`, or `accepted`, it was accepted the day it came."""
    period = maybe(told.get("period"), lambda text: Period.parse(str(text)))
    accepted = "supported" in told or "proven" in told or told.get("accepted", False)
    decision = (
        Decision.RETURNED if told.get("returned") else Decision.ACCEPTED if accepted else Decision.PENDING
    )
    filed = told.get("filed") or (period.end if period else told["reached"])
    return Filing(
        filed_on=filed,
        holds_on=told.get("reached") or period.end,
        source=told.get("source", f"反馈{order}"),
        period=period,
        value=maybe(told.get("value"), number),
        node=told.get("node"),
        no_change=told.get("no_change", False),
        text=told.get("text", ""),
        evidence=tuple(told.get("evidence", ())),
        decision=decision,
        decided_on=None if decision is Decision.PENDING else told.get("decided", filed),
        supported=maybe(told.get("supported"), number),
        proven=told.get("proven", False),
    )


def figure(told: dict[str, Any]) -> Figure:
    return Figure(
        Period.parse(str(told["period"])),
        number(told["value"]),
        told["released"],
        told.get("known", told["released"]),
        f"统计{told['period']}第{told.get('revision', 0)}版",
        told.get("revision", 0),
    )


def season(told: dict[str, Any]) -> Season:
    months = tuple((int(month), number(value)) for month, value in told["months"].items())
    return Season(
        told["year"], Shape(told["shape"]), months, told.get("known", BEGINS), f"{told['year']}年统计"
    )


def facts(told: dict[str, Any]) -> Facts:
    first = promise(told["promise"])
    adjustments, before = [], first
    for change in told.get("adjustments", ()):
        after = promise({**told["promise"], **change["to"]})
        adjustments.append(
            Adjustment(change["decided"], before, after, change["approver"], change["document"], "调整")
        )
        before = after
    return Facts(
        first,
        tuple(filing(i, one) for i, one in enumerate(told.get("filings", []), 1)),
        tuple(figure(one) for one in told.get("figures", [])),
        tuple(Milestone(m["day"], number(m["value"]), BEGINS, "安排") for m in told.get("milestones", [])),
        tuple(season(one) for one in told.get("seasons", [])),
        tuple(adjustments),
        told.get("closed"),
    )
