"""Findings: what a reckoning holds, promise by promise, each with its verdict, its answers and its trace."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from luoshi.compiler.compilation import Compilation
from luoshi.reckoning.clauses import Clause, Figure
from luoshi.reckoning.promises import Promise


class Verdict(StrEnum):
    """What the next report says of a promise; the first that applies."""

    MET = "met"
    SHORT = "short"
    REPORTED = "reported"
    ROLLED_OVER = "rolled_over"
    NOT_MENTIONED = "not_mentioned"


class Missing(StrEnum):
    """What keeps a report from answering for the year before: what it lacks, or that it speaks of another year."""

    REVIEW = "review"
    PLAN = "plan"
    WHOLE = "whole"
    YEAR = "year"


#: The review answers the promise.
SAID = frozenset({Verdict.MET, Verdict.SHORT, Verdict.REPORTED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that was looked at: how strongly it speaks of the promise, whether it was taken, and why or why not."""

    clause: Clause
    strength: float
    taken: bool
    why: str
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A published figure: `value` in `unit`, numeral scale multiplied out; `row` is its line in the file.

    `measure` is that of a Target, `direction` down where the name says that it counts a fall. `quote` is as written.
    """

    row: int
    indicator: str
    place: str
    year: int
    value: Decimal
    unit: str
    quote: str
    measure: str
    direction: str | None
    source: str
    published: datetime.date | None


@dataclass(frozen=True, slots=True)
class Witness:
    """A statistic beside the report's own figure.

    `verdict` is what the promise comes to by this figure alone (None where it cannot be compared: `why` says so),
    `value` the figure in the promise's unit and direction. `agrees` compares it with the report's figure; None where
    the report gave none that compares. `superseded` marks a figure that was revised later; its verdict stays.
    """

    statistic: Statistic
    verdict: Verdict | None
    value: Decimal | None
    agrees: bool | None
    superseded: bool
    steps: tuple[str, ...]
    why: str


class Standing(StrEnum):
    """How far a "not mentioned" has been confirmed."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed that a promise is not mentioned, and what the office was asked and said.

    `until` is the last day on which the office may answer, None where it was not asked; `provisional` where the
    working days of that time are not yet published.
    """

    promise: str
    by: str
    on: datetime.date | None
    asked: datetime.date | None
    answer: str
    answered: datetime.date | None
    standing: Standing
    until: datetime.date | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise with what became of it.

    `verdict` is None where none can be given (an extract: the part that would say it is missing). `reported` is a bare
    number in the promise's unit for met and short, the words otherwise. `figure` is the amount that was compared.
    `steps` shows the arithmetic; `rule` names what decided. `search` says what was looked for, and among how much.
    `witnesses` are published statistics of the same thing; `confirmation` what people made of a "not mentioned".
    """

    promise: Promise
    verdict: Verdict | None
    reported: str
    answers: tuple[Clause, ...]
    figure: Figure | None
    rule: str
    steps: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    search: str
    witnesses: tuple[Witness, ...] = ()
    confirmation: Confirmation | None = None


@dataclass(frozen=True)
class Pairing:
    """Two reports of one place and what the later one says of the earlier one's promises, in the order of the text.

    `missing` says what the later report lacks to answer: then there are answers, but no verdict hangs on silence.
    """

    old: Compilation
    new: Compilation
    findings: tuple[Finding, ...]
    missing: frozenset[Missing] = frozenset()
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Reckoning:
    """The reports of a place in the order of their years, each with the next one set against it."""

    place: str
    compilations: tuple[Compilation, ...]
    pairings: tuple[Pairing, ...]
    version: str
    warnings: tuple[str, ...] = field(default=())
