"""What a target asks for: which way is better, whether a value meets it, how far the value is from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.evaluation.exact import divided, said
from luoshi.evaluation.facts import Amount, Basis, Direction, Facts, Measure, Promise, Relation
from luoshi.rulebook.parameters import Parameters


@dataclass(frozen=True, slots=True)
class View:
    """A target looked at on a day: what was known by then, the promise to judge, and its amount with its tolerance."""

    known: Facts
    promise: Promise
    amount: Amount
    day: date
    parameters: Parameters

    @property
    def filed(self) -> bool:
        """Whether the office itself counts, rather than a custodian."""
        return self.amount.basis is Basis.FILED

    @property
    def accumulates(self) -> bool:
        """Whether it is work done, of which more is better: it stays done, and has a path."""
        return self.amount.measure is Measure.OUTPUT and sense(self.amount) is Sense.MORE

    @property
    def held(self) -> bool:
        """Whether it has to be kept all along, and not only to be reached: a ceiling, a range, a level said to last."""
        lasting = self.promise.continuous and self.amount.measure is Measure.LEVEL
        return lasting or sense(self.amount) is not Sense.MORE


def view_of(known: Facts, promise: Promise, day: date, parameters: Parameters) -> View | None:
    """The view of a promise; None where it has no amount."""
    if promise.amount is None:
        return None
    return View(known, promise, with_tolerance(promise.amount, parameters), day, parameters)


class Sense(StrEnum):
    """Which way is better: more, less, or near."""

    MORE = "more"
    LESS = "less"
    NEAR = "near"


def sense(amount: Amount) -> Sense:
    """Which way is better. A fall is counted as more of a fall; only a level or rate without direction can be "near"."""
    if amount.relation in (Relation.GE, Relation.GT):
        return Sense.MORE
    if amount.relation in (Relation.LE, Relation.LT):
        return Sense.LESS
    if amount.measure is not Measure.GROWTH and amount.direction is Direction.DOWN:
        return Sense.LESS
    near = amount.relation is not Relation.EQ and amount.direction is None
    return Sense.NEAR if near and amount.measure is not Measure.OUTPUT else Sense.MORE


def achieved(amount: Amount, value: Decimal) -> Decimal:
    """A filed or released value in the words of the promise: −2.7 is a fall by 2.7."""
    return -value if _falls(amount) else value


def with_tolerance(amount: Amount, parameters: Parameters) -> Amount:
    """The amount with what `左右` allows filled in from the parameters, where it says it and nothing was agreed."""
    if amount.relation is not Relation.APPROX or amount.tolerance is not None:
        return amount
    parameter = parameters.get(f"tolerance_{amount.measure}")
    if parameter is None:
        return amount
    if amount.measure is Measure.OUTPUT:
        return replace(amount, tolerance=divided(abs(amount.value) * parameter.value, Decimal(100)))
    return replace(amount, tolerance=parameter.value)


def meets(amount: Amount, value: Decimal) -> bool | None:
    """Whether a filed or released value meets the amount; None where `左右` would decide and nobody said how much.

    >>> meets(Amount(Relation.GE, Decimal(8), "%", Measure.GROWTH), Decimal("8.0"))
    True
    """
    got, better = achieved(amount, value), sense(amount)
    low, high = amount.value, _high(amount)
    if amount.relation is Relation.GT:
        return got > low
    if amount.relation is Relation.LT:
        return got < high
    slack = amount.tolerance or Decimal(0)
    enough, not_too_much = got >= low - slack, got <= high + slack
    kept = {Sense.MORE: enough, Sense.LESS: not_too_much, Sense.NEAR: enough and not_too_much}[better]
    undecided = not kept and amount.relation is Relation.APPROX and amount.tolerance is None
    return None if undecided else kept


def distance(amount: Amount, value: Decimal) -> Decimal:
    """How far behind (positive) or beyond (negative) what was said the value is, in the amount's unit."""
    got = achieved(amount, value)
    low, high = amount.value, _high(amount)
    if sense(amount) is Sense.MORE:
        return low - got
    if sense(amount) is Sense.LESS:
        return got - high
    return max(low - got, got - high)


def _high(amount: Amount) -> Decimal:
    return amount.value if amount.value_high is None else amount.value_high


def raised(amount: Amount, by: Decimal) -> Amount:
    """The amount with its bounds moved, for the part of a year."""
    high = None if amount.value_high is None else amount.value_high + by
    return replace(amount, value=amount.value + by, value_high=high)


def gap_unit(amount: Amount) -> str:
    """The unit of a difference: that of percentages is the percentage point."""
    return "个百分点" if amount.unit in ("%", "百分点") else amount.unit


def in_words(amount: Amount) -> str:
    """`不低于8%`, `降幅不低于2.5%`, `60%左右`, `3—5个`."""
    return f"{_change(amount)}{_bound(amount)}"


def should(amount: Amount) -> str:
    """`应不低于8%`, `降幅应不低于2.5%`, `应为60%左右`."""
    return f"{_change(amount)}应{'' if amount.relation in _BOUNDS else '为'}{_bound(amount)}"


_BOUNDS = {Relation.GE: "不低于", Relation.GT: "高于", Relation.LE: "不高于", Relation.LT: "低于"}


def _bound(amount: Amount) -> str:
    if amount.relation is Relation.RANGE:
        return f"{said(amount.value)}—{said(_high(amount), amount.unit)}"
    tail = "左右" if amount.relation is Relation.APPROX else ""
    return f"{_BOUNDS.get(amount.relation, '')}{said(amount.value, amount.unit)}{tail}"


def _change(amount: Amount) -> str:
    return "降幅" if _falls(amount) else ""


def _falls(amount: Amount) -> bool:
    return amount.measure is Measure.GROWTH and amount.direction is Direction.DOWN
