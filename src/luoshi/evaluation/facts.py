"""The facts an evaluation rests on, as whoever keeps the ledger fills them in.

Every fact has a `source`: the key by which its keeper finds it again. Every fact says when it was known, so that a day
in the past can be judged by what was known then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from luoshi.compiler.compilation import Kind
from luoshi.errors import FactError
from luoshi.evaluation.periods import Period, Unit


class Relation(StrEnum):
    """How an amount bounds what it measures; the compiler's values."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    APPROX = "approx"
    RANGE = "range"


class Measure(StrEnum):
    """Change against a base, a state at its date, or work done within the time."""

    GROWTH = "growth"
    LEVEL = "level"
    OUTPUT = "output"


class Direction(StrEnum):
    """Which way is better, or which way a change goes."""

    UP = "up"
    DOWN = "down"


class Basis(StrEnum):
    """Who measures: the office itself files, a custodian releases within the year, or once a year."""

    FILED = "filed"
    RELEASED = "released"
    ANNUAL = "annual"


class Stage(StrEnum):
    """How far works have come, in this order."""

    PREPARE = "prepare"
    SIGN = "sign"
    START = "start"
    BUILD = "build"
    COMPLETE = "complete"
    OPERATE = "operate"
    CAPACITY = "capacity"

    @property
    def rank(self) -> int:
        """Its place in the order."""
        return list(Stage).index(self)


class Decision(StrEnum):
    """What the supervision office made of a filing."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Shape(StrEnum):
    """What an earlier year's months say: cumulative share of the year in percent, or the figure as released."""

    SHARE = "share"
    LEVEL = "level"


class Rhythm(StrEnum):
    """How often an office is asked."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    NODE = "node"

    @property
    def unit(self) -> Unit | None:
        """The length of its periods; nodes have their own dates."""
        return None if self is Rhythm.NODE else Unit(self.value)


#: What an office is asked where nobody said otherwise; nothing is asked of a principle.
DEFAULT_RHYTHM = {Kind.TARGET: Rhythm.QUARTER, Kind.PROJECT: Rhythm.NODE, Kind.ACTION: Rhythm.NODE}


@dataclass(frozen=True, slots=True)
class Amount:
    """What a target promises. `value` is as said: `下降2.5%` is 2.5 with direction down.

    Filed and released values of growth are signed changes, so that a fall by 2.7 % is −2.7. `tolerance` is what
    `左右` allows here, in the unit; None leaves it to the parameters.
    """

    relation: Relation
    value: Decimal
    unit: str
    measure: Measure
    value_high: Decimal | None = None
    direction: Direction | None = None
    tolerance: Decimal | None = None
    basis: Basis = Basis.FILED

    def __post_init__(self) -> None:
        if (self.relation is Relation.RANGE) != (self.value_high is not None):
            raise FactError("两数之间的目标要写上限，别的目标不写上限。请核对 relation 和 value_high。")
        _finite(self.value, self.value_high, self.tolerance)


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, and what is due by it."""

    day: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A dated, observable outcome, with the kind of document that proves it; of works, the stage it means."""

    order: int
    outcome: str
    due: date
    proof: str = ""
    stage: Stage | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised. `begins` is the first day of the time it is for: the year's, not that of its acceptance.

    Works and actions without nodes are judged by their dues, in order; `continuous` work goes on to the last of them.
    `rhythm` None is the default of the kind.
    """

    key: str
    kind: Kind
    begins: date
    dues: tuple[Due, ...]
    amount: Amount | None = None
    nodes: tuple[Node, ...] = ()
    continuous: bool = False
    rhythm: Rhythm | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if (self.kind is Kind.TARGET) != (self.amount is not None):
            raise FactError(f"任务 {self.key}：目标要有数，别的类别不带数。请核对 kind 和 amount。")
        if not self.dues and self.kind is not Kind.PRINCIPLE:
            raise FactError(f"任务 {self.key} 没有时限。请至少写一个 due，没有说的写年末。")
        if any(due.day < self.begins for due in (*self.dues, *_dated(self.nodes))):
            raise FactError(f"任务 {self.key} 有时限早于开始的日子 {self.begins}。请核对日期。")

    @property
    def asked(self) -> Rhythm | None:
        """How often it is asked; None for a principle, and where a custodian's figure already answers."""
        if self.kind is Kind.PRINCIPLE:
            return None
        released = self.amount is not None and self.amount.basis is not Basis.FILED
        return self.rhythm or (None if released else DEFAULT_RHYTHM[self.kind])

    @property
    def ends(self) -> date:
        """Its last day; a promise without dues has only its first."""
        return max((due.day for due in self.dues), default=self.begins)


def _dated(nodes: Iterable[Node]) -> list[Due]:
    return [Due(node.due) for node in nodes]


@dataclass(frozen=True, slots=True)
class Milestone:
    """How much an office said, at acceptance (`known_on`), it would have by a day."""

    day: date
    value: Decimal
    known_on: date
    source: str

    def __post_init__(self) -> None:
        _finite(self.value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic as its custodian released it; growth is the year to date up to the end of `period`."""

    period: Period
    value: Decimal
    released_on: date
    known_on: date
    source: str
    revision: int = 0

    def __post_init__(self) -> None:
        _finite(self.value)


@dataclass(frozen=True, slots=True)
class Filing:
    """What an office said: an amount so far, a node reached, or that nothing changed; and what became of it.

    `holds_on` is the day it speaks of: a period's end, or the day a node was reached. Of accepted evidence, `supported`
    is the amount it bears out (None: nothing), `proven` whether it proves the node, or the continuous work. `by` is the
    key of the office that said it.
    """

    filed_on: date
    holds_on: date
    source: str
    period: Period | None = None
    value: Decimal | None = None
    node: int | None = None
    no_change: bool = False
    text: str = ""
    evidence: tuple[str, ...] = ()
    decision: Decision = Decision.PENDING
    decided_on: date | None = None
    supported: Decimal | None = None
    proven: bool = False
    by: str = ""

    def __post_init__(self) -> None:
        if (self.decision is Decision.PENDING) != (self.decided_on is None):
            raise FactError(f"反馈 {self.source}：审核过的要写日期，没有审核的不写。请核对 decided_on。")
        _finite(self.value, self.supported)

    @property
    def day(self) -> date:
        """The day it speaks of, never later than it was filed: nobody reports the future."""
        return min(self.holds_on, self.filed_on)

    @property
    def accepted(self) -> bool:
        """Whether the supervision office accepted it."""
        return self.decision is Decision.ACCEPTED


@dataclass(frozen=True, slots=True)
class Season:
    """An earlier year's course by month (1–12): shares of the year's output in percent, or growth as released."""

    year: int
    shape: Shape
    months: tuple[tuple[int, Decimal], ...]
    known_on: date
    source: str

    def at(self, month: int) -> Decimal | None:
        """The value of a month, None where it is not known."""
        return dict(self.months).get(month)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A promise changed on a day: from what to what, who approved it, and by what document."""

    on: date
    before: Promise
    after: Promise
    approver: str
    document: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known of one commitment. `promise` is as first accepted; adjustments follow one another."""

    promise: Promise
    filings: tuple[Filing, ...] = ()
    figures: tuple[Figure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    seasons: tuple[Season, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    closed_on: date | None = None

    def __post_init__(self) -> None:
        chain = [self.promise, *(promise for a in self.adjustments for promise in (a.before, a.after))]
        if any(after != before for after, before in zip(chain[::2], chain[1::2], strict=False)):
            raise FactError(
                f"任务 {self.promise.key} 的调整前后接不上。请按先后排列，前一次的后就是后一次的前。"
            )
        if any(earlier.on > later.on for earlier, later in pairwise(self.adjustments)):
            raise FactError(f"任务 {self.promise.key} 的调整没有按日期排列。请按先后排列。")

    def known(self, day: date) -> Facts:
        """What was known on the evening of a day: later filings, figures, decisions and adjustments are left out."""
        return replace(
            self,
            filings=tuple(_as_decided(f, day) for f in self.filings if f.filed_on <= day),
            figures=tuple(f for f in self.figures if f.known_on <= day and f.released_on <= day),
            milestones=tuple(m for m in self.milestones if m.known_on <= day),
            seasons=tuple(s for s in self.seasons if s.known_on <= day),
            adjustments=tuple(a for a in self.adjustments if a.on <= day),
            closed_on=self.closed_on if self.closed_on and self.closed_on <= day else None,
        )

    @property
    def current(self) -> Promise:
        """The promise with its last adjustment."""
        return self.adjustments[-1].after if self.adjustments else self.promise


def _as_decided(filing: Filing, day: date) -> Filing:
    if filing.decided_on is None or filing.decided_on <= day:
        return filing
    return replace(filing, decision=Decision.PENDING, decided_on=None, supported=None, proven=False)


def _finite(*values: Decimal | None) -> None:
    if not all(value.is_finite() for value in values if value is not None):
        raise FactError("数必须是有限的。请核对填写的数。")
