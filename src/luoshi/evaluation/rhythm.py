"""Rhythms: how long a report may take, and the last day an office has to stand by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from luoshi.evaluation.facts import Filing, Promise, Rhythm
from luoshi.evaluation.periods import periods
from luoshi.rulebook.parameters import Parameters


def grace(rhythm: Rhythm, parameters: Parameters) -> timedelta:
    """How long after a period's end its report may come; a node is due on its own day."""
    if rhythm is Rhythm.NODE:
        return timedelta(0)
    return timedelta(days=int(parameters.need(f"grace_{rhythm}").value))


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
