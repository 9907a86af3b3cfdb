"""Rhythms: what an office owes, by when, and whether it answered. With nothing due it owes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.evaluation.facts import Basis, Decision, Facts, Filing, Promise, Rhythm
from luoshi.evaluation.periods import Period, periods
from luoshi.evaluation.steps import steps
from luoshi.rulebook.parameters import Parameters


class Answer(StrEnum):
    """How what is owed stands. A returned filing was on time, but has to be mended."""

    NOT_YET = "not_yet"
    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    LATE = "late"


ANSWERS = {
    Answer.NOT_YET: "未到",
    Answer.OPEN: "待报",
    Answer.ANSWERED: "已报",
    Answer.RETURNED: "退回待补",
    Answer.LATE: "逾期未报",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One answer an office owes. `due` is the last day to give it, `days_late` how late it came or is."""

    what: str
    due: date
    answer: Answer
    period: Period | None = None
    node: int | None = None
    answered_on: date | None = None
    days_late: int = 0
    source: str = ""


def grace(rhythm: Rhythm, parameters: Parameters) -> timedelta:
    """How long after a period's end its report may come; a node is due on its own day."""
    if rhythm is Rhythm.NODE:
        return timedelta(0)
    return timedelta(days=int(parameters.need(f"grace_{rhythm}").value))


def owed(facts: Facts, first: date, last: date, day: date, parameters: Parameters) -> tuple[Owed, ...]:
    """What is owed with a last day from `first` to `last`, in order, as it stands on `day`."""
    known = facts.known(day)
    promise = known.current
    asked = promise.asked
    if asked is None:
        return ()
    unit = asked.unit
    found = _by_period(known, day, parameters) if unit else _by_node(known, day, parameters)
    return tuple(one for one in found if first <= one.due <= last)


def _by_period(known: Facts, day: date, parameters: Parameters) -> Iterator[Owed]:
    promise = known.current
    assert promise.asked is not None
    assert promise.asked.unit is not None
    wait = grace(promise.asked, parameters)
    counted = promise.amount is None or promise.amount.basis is Basis.FILED
    what = ("进展数" if promise.amount else "进展") if counted else "情况说明"
    for period in periods(promise.asked.unit, promise.begins, promise.ends):
        if known.closed_on and period.end > known.closed_on:
            return
        # A report on September's end answers for the third quarter too: a number on file is not asked for again.
        filings = [f for f in known.filings if f.period is not None and f.period.end == period.end]
        opens = min(period.end, promise.ends)
        yield _owed(f"{period.label}{what}", opens, opens + wait, filings, day, period=period)


def _by_node(known: Facts, day: date, parameters: Parameters) -> Iterator[Owed]:
    for step in steps(known.current, known.filings, parameters):
        if known.closed_on and step.due > known.closed_on:
            return
        filings = [f for f in known.filings if f.source in step.filings]
        yield _owed(step.outcome, step.due, step.judged_after, filings, day, node=step.order)


def _owed(
    what: str,
    opens: date,
    due: date,
    filings: Iterable[Filing],
    day: date,
    *,
    period: Period | None = None,
    node: int | None = None,
) -> Owed:
    """How one thing owed stands; the first filing that was not returned answers it, "no change" too."""
    given = sorted(filings, key=lambda filing: (filing.filed_on, filing.source))
    kept = [filing for filing in given if filing.decision is not Decision.RETURNED]
    first = kept[0] if kept else None
    if first:
        late = max((first.filed_on - due).days, 0)
        return Owed(what, due, Answer.ANSWERED, period, node, first.filed_on, late, first.source)
    late = max((day - due).days, 0)
    answer = Answer.LATE if late else Answer.OPEN if day >= opens else Answer.NOT_YET
    if given:
        return Owed(what, due, Answer.RETURNED, period, node, None, late, given[-1].source)
    return Owed(what, due, answer, period, node, None, late)


def last_asked(promise: Promise, filings: Iterable[Filing], day: date, parameters: Parameters) -> date | None:
    """The last day an office has to stand by: of the latest report that was filed, or is overdue; None before any.

    Between two reports an office owes nothing, so that it is not behind for what nobody has asked it yet.
    """
    rhythm = promise.asked
    if rhythm is None or rhythm.unit is None:
        return day
    wait = grace(rhythm, parameters)
    ends = [min(p.end, promise.ends) for p in periods(rhythm.unit, promise.begins, promise.ends)]
    said = [filing.day for filing in filings if filing.value is not None or filing.no_change]
    return max([*said, *(end for end in ends if end + wait < day)], default=None)
