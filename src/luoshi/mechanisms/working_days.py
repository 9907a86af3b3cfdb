"""Working days of China with its adjusted holidays; after the last published year a guess, and said to be one.

Up to the year that the State Council has published, chinesecalendar knows days off and the weekends worked instead.
Beyond it, weekends and statutory holidays (with the days made up for those that fall on a weekend) are taken from
`holidays`: what the arrangement will certainly contain, without the weekends that it may move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays

#: The first year whose arrangement is known to the calendar.
FIRST_YEAR = 2004
_SATURDAY = 5
#: A clock is never longer than this many years; a date beyond is a slip of the keyboard.
_YEARS_AHEAD = 12


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

    >>> after_working_days(date(2026, 9, 30), 1)  # eight days off for National Day and the weekend's make-up
    datetime.date(2026, 10, 8)
    """
    ordinals = _ordinals(start.year)
    at = bisect_right(ordinals, start.toordinal()) + days - 1
    return date.fromordinal(ordinals[at]) if days else start


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; 0 where `end` is not later."""
    ordinals = _ordinals(min(start.year, end.year))
    return max(0, bisect_right(ordinals, end.toordinal()) - bisect_right(ordinals, start.toordinal()))


def next_working(day: date) -> date:
    """This day if it is worked, otherwise the next that is."""
    ordinals = _ordinals(day.year)
    return date.fromordinal(ordinals[bisect_left(ordinals, day.toordinal())])


@cache
def _statutory(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CN", years=year))


@cache
def _ordinals(year: int) -> list[int]:
    """The working days from this year on, as ordinals, far enough ahead for any clock."""
    first, last = date(year, 1, 1), date(year + _YEARS_AHEAD, 12, 31)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day.toordinal() for day in days if is_working(day)]
