"""Assessments: a computed verdict with its rule, the rule's version, what went in, and the sum in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.rulebook.parameters import Parameter


class Status(StrEnum):
    """The three that are computed apart and shown apart."""

    DECLARED = "declared"
    SUPPORTED = "supported"
    SCHEDULE = "schedule"


class State(StrEnum):
    """Whether there is a value, or which of the values that are not amounts."""

    VALUE = "value"
    NOTHING = "nothing"
    NOT_ASKED = "not_asked"
    NOT_DUE = "not_due"
    NOT_MEASURABLE = "not_measurable"


STATES = {
    State.NOTHING: "尚无",
    State.NOT_ASKED: "不另报",
    State.NOT_DUE: "未到期",
    State.NOT_MEASURABLE: "尚不可测",
}


class Mark(StrEnum):
    """The one sign that heads a commitment; ↻ stands beside it, never alone."""

    REACHED = "✓"
    MISSED = "✕"
    NOT_MEASURABLE = "○"
    ON_PACE = "●"
    UNSUPPORTED = "◆"
    BEHIND = "▲"


ADJUSTED = "↻"
MARKS = {
    Mark.REACHED: "已完成",
    Mark.MISSED: "未完成",
    Mark.NOT_MEASURABLE: "尚不可测",
    Mark.ON_PACE: "正常",
    Mark.UNSUPPORTED: "缺佐证",
    Mark.BEHIND: "滞后",
}


@dataclass(frozen=True, slots=True)
class Input:
    """Something that went into a verdict, with the key of the fact it came from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """One status. `value` stands only with State.VALUE; `on` is the day it speaks of; `arithmetic` says how it came about."""

    status: Status
    state: State
    rule: str
    version: str
    arithmetic: str
    value: Decimal | None = None
    unit: str = ""
    on: date | None = None
    inputs: tuple[Input, ...] = ()

    def __post_init__(self) -> None:
        if (self.state is State.VALUE) != (self.value is not None):
            raise ValueError("a value stands with State.VALUE, and only with it")


@dataclass(frozen=True, slots=True)
class Gap:
    """How far something lies behind (positive) or ahead (negative); `kept` is the verdict, None where undecided.

    `kept` is judged on exact amounts: a gap that rounds to 0.0 can still be behind.
    """

    amount: Decimal
    unit: str
    kept: bool | None
    words: str


def parameter_input(parameter: Parameter) -> Input:
    """A parameter as an input; its source is the rule file's entry, with the day since when it holds."""
    return Input(
        parameter.name,
        f"{parameter.value}{parameter.unit}",
        f"evaluation/{parameter.name}@{parameter.since} {parameter.source}",
    )
