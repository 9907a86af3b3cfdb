"""Working days of China with its adjusted holidays; after the last published year a guess, and said to be one.

Up to the year that the State Council has published, chinesecalendar knows days off and the weekends worked instead.
Beyond it, weekends and statutory holidays (with the days made up for those that fall on a weekend) are taken from
`holidays`: what the arrangement will certainly contain, without the weekends that it may move.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache

import chinese_calendar
import holidays

#: The first year whose arrangement is known to the calendar.
FIRST_YEAR = 2004
_SATURDAY = 5


@cache
def published_until() -> date:
    """The last day for which the arrangement of holidays has been published."""
    return date(max(chinese_calendar.holidays).year, 12, 31)


def is_working(day: date) -> bool:
    """Whether offices work on this day."""
    if FIRST_YEAR <= day.year <= published_until().year:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < _SATURDAY and day not in _statutory(day.year)


def is_provisional(day: date) -> bool:
    """Whether the arrangement of this day's year is still a guess."""
    return day > published_until()


def after_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`; `start` itself is not counted, working or not.

    >>> after_working_days(date(2026, 9, 30), 1)  # National Day and the days made up around it are off
    datetime.date(2026, 10, 8)
    """
    if not days:
        return start
    year = start.year
    at = bisect_right(_worked(year), start.toordinal()) + days - 1
    while at >= len(_worked(year)):
        at -= len(_worked(year))
        year += 1
    return date.fromordinal(_worked(year)[at])


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; 0 where `end` is not later."""
    if end <= start:
        return 0
    before_end = bisect_right(_worked(end.year), end.toordinal())
    whole = sum(len(_worked(year)) for year in range(start.year, end.year))
    return whole + before_end - bisect_right(_worked(start.year), start.toordinal())


def next_working(day: date) -> date:
    """This day if it is worked, otherwise the next that is."""
    return day if is_working(day) else after_working_days(day, 1)


@cache
def _statutory(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CN", years=year))


@cache
def _worked(year: int) -> list[int]:
    """The working days of a year, as ordinals."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return [day for day in range(first, last + 1) if is_working(date.fromordinal(day))]
