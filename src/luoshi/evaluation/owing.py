"""What an office owes, by when, and whether it answered. With nothing due it owes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.evaluation.amounts import meets, view_of
from luoshi.evaluation.facts import Basis, Decision, Facts, Filing
from luoshi.evaluation.periods import Period, Unit, periods
from luoshi.evaluation.rhythm import grace
from luoshi.evaluation.statuses import supported
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


def owed(facts: Facts, first: date, last: date, day: date, parameters: Parameters) -> tuple[Owed, ...]:
    """What is owed with a last day from `first` to `last`, in order, as it stands on `day`."""
    known = facts.known(day)
    rhythm = known.current.asked
    if rhythm is None:
        return ()
    unit = rhythm.unit
    if unit is None:
        found = _by_node(known, day, parameters)
    else:
        found = _by_period(known, unit, grace(rhythm, parameters), day, parameters)
    return tuple(one for one in found if first <= one.due <= last)


def _by_period(
    known: Facts, unit: Unit, wait: timedelta, day: date, parameters: Parameters
) -> Iterator[Owed]:
    promise = known.current
    counted = promise.amount is None or promise.amount.basis is Basis.FILED
    what = ("进展数" if promise.amount else "进展") if counted else "情况说明"
    over = _over(known, day, parameters)
    for period in periods(unit, promise.begins, promise.ends):
        if over and period.begin > over:
            return
        # A report on September's end answers for the third quarter too: a number on file is not asked for again.
        filings = [f for f in known.filings if f.period is not None and f.period.end == period.end]
        opens = min(period.end, promise.ends)
        yield _owed(f"{period.label}{what}", opens, opens + wait, filings, day, period=period)


def _over(known: Facts, day: date, parameters: Parameters) -> date | None:
    """Since when nothing is owed any more: it was closed, or all the work is done and proven."""
    ends = [known.closed_on] if known.closed_on else []
    target = view_of(known, known.current, day, parameters)
    done = supported(target) if target and target.accumulates else None
    if target and done and done.on and done.value is not None and meets(target.amount, done.value):
        ends.append(done.on)
    return min(ends, default=None)


def _by_node(known: Facts, day: date, parameters: Parameters) -> Iterator[Owed]:
    """At each step; of a target, at each of its dues whatever was said since the one before."""
    over = _over(known, day, parameters) or date.max
    for step in steps(known.current, known.filings, parameters):
        said = [
            f for f in known.filings if f.source in step.filings or (f.no_change and f.node == step.order)
        ]
        if step.due <= over:
            yield _owed(step.outcome, step.due, step.judged_after, said, day, node=step.order)
    since = date.min
    for due in sorted(known.current.dues, key=lambda due: due.day) if known.current.amount else ():
        said = [f for f in known.filings if f.day > since and (f.value is not None or f.no_change)]
        if since < over:
            yield _owed(due.what or "进展数", due.day, due.day, said, day)
        since = due.day


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
