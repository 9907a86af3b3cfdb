"""Clocks: when something falls due, and how a clock stands on a day. Overdue is read off, never kept."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from luoshi.mechanisms.schema import FirstDay, Unit
from luoshi.mechanisms.working_days import (
    after_working_days,
    is_provisional,
    next_working,
    working_days_between,
)

_DAY = timedelta(days=1)


class ClockStanding(StrEnum):
    """How a clock stands on a day; `ELAPSED` is the end of a time that has to be waited for, which is nobody's delay."""

    RUNNING = "running"
    OVERDUE = "overdue"
    PAUSED = "paused"
    KEPT = "kept"
    LATE = "late"
    ELAPSED = "elapsed"
    UNTIMED = "untimed"


@dataclass(slots=True)
class Clock:
    """One run of a clock, as the acts of a case make it. `due` is None where nobody has set how long."""

    name: str
    unit: Unit
    started: date
    due: date | None
    rolls: bool = False
    waiting: bool = False
    stopped: date | None = None
    paused: date | None = None
    extended: list[tuple[date, date]] = field(default_factory=list)

    @property
    def running(self) -> bool:
        """Whether it counts, or would if it were not paused."""
        return self.stopped is None

    def stop(self, on: date) -> None:
        """It counts no more; what was paused is first taken up again."""
        if self.paused:
            self.resume(on)
        self.stopped = on

    def resume(self, on: date) -> None:
        """Count again: the due day moves by as many of its units as the pause took, unless it had passed."""
        assert self.paused
        if self.due and self.paused <= self.due:
            if self.unit is Unit.WORKING_DAYS:
                self.due = after_working_days(self.due, working_days_between(self.paused, on))
            else:
                self.due += on - self.paused
            self.due = next_working(self.due) if self.rolls else self.due
        self.paused = None

    def extend(self, on: date, to: date) -> None:
        """A new due day, approved on a day."""
        self.extended.append((on, to))
        self.due = to

    def passed(self, day: date) -> bool:
        """Whether it runs and its day is over."""
        return self.stopped is None and self.due is not None and (self.paused or day) > self.due


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock on a day. `over` counts days past the due day, `left` days until it, both in `unit`.

    `provisional`: the due day rests on holidays that are not published yet.
    """

    clock: str
    started: date
    due: date | None
    standing: ClockStanding
    over: int = 0
    left: int = 0
    unit: Unit = Unit.DAYS
    provisional: bool = False
    stopped: date | None = None


def read_clock(clock: Clock, day: date) -> Reading:
    """How the clock stands at the end of `day`."""
    due = clock.due
    if due is None:
        return Reading(clock.name, clock.started, None, ClockStanding.UNTIMED, stopped=clock.stopped)
    seen = clock.stopped or clock.paused or day
    if seen > due and clock.waiting:
        standing = ClockStanding.ELAPSED
    elif seen > due:
        standing = ClockStanding.LATE if clock.stopped else ClockStanding.OVERDUE
    elif clock.stopped:
        standing = ClockStanding.KEPT
    else:
        standing = ClockStanding.PAUSED if clock.paused else ClockStanding.RUNNING
    return Reading(
        clock=clock.name,
        started=clock.started,
        due=due,
        standing=standing,
        over=count(due, seen, clock.unit) if seen > due and not clock.waiting else 0,
        left=count(seen, due, clock.unit) if seen < due else 0,
        unit=clock.unit,
        provisional=(clock.unit is Unit.WORKING_DAYS or clock.rolls) and is_provisional(due),
        stopped=clock.stopped,
    )


def due_day(start: date, length: int, unit: Unit, first: FirstDay, *, rolls: bool) -> date:
    """The last day on which what starts on `start` is in time.

    >>> due_day(date(2026, 1, 31), 1, Unit.MONTHS, FirstDay.NEXT, rolls=False)  # no 31st of February
    datetime.date(2026, 2, 28)
    """
    begin = start - _DAY if first is FirstDay.COUNTED and length else start
    if unit is Unit.WORKING_DAYS:
        return after_working_days(begin, length)
    due = begin + _DAY * length if unit is Unit.DAYS else _months_after(begin, length)
    return next_working(due) if rolls else due


def count(start: date, end: date, unit: Unit) -> int:
    """Days after `start` up to `end`: working days for a clock in working days, otherwise calendar days."""
    return working_days_between(start, end) if unit is Unit.WORKING_DAYS else (end - start).days


def _months_after(start: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
