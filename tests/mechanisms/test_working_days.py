"""Working days with adjusted holidays, across New Year, and beyond what has been published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.mechanisms.clocks import due_day
from luoshi.mechanisms.schema import FirstDay, Unit
from luoshi.mechanisms.working_days import (
    after_working_days,
    is_provisional,
    is_working,
    next_working,
    published_until,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_a_weekend_that_is_worked_counts_and_a_holiday_does_not():
    assert is_working(date(2026, 10, 10))  # a Saturday made up for National Day
    assert not is_working(date(2026, 10, 7))  # a Wednesday
    assert after_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert after_working_days(date(2026, 10, 9), 1) == date(2026, 10, 10)


def test_after_the_published_year_weekends_and_statutory_holidays_are_off_and_said_to_be_a_guess():
    first = published_until() + timedelta(days=1)
    assert not is_working(first)  # New Year's Day
    assert is_provisional(first)
    assert not is_provisional(published_until())
    assert not is_working(date(2027, 2, 6))  # the Spring Festival of 2027
    assert not is_working(date(2028, 10, 3))  # Mid-Autumn within National Day


@pytest.mark.parametrize(
    ("start", "length", "unit", "first", "due"),
    [
        (date(2026, 9, 1), 1, Unit.DAYS, FirstDay.COUNTED, date(2026, 9, 1)),
        (date(2026, 9, 1), 3, Unit.DAYS, FirstDay.NEXT, date(2026, 9, 4)),
        (date(2026, 12, 30), 7, Unit.DAYS, FirstDay.NEXT, date(2027, 1, 6)),
        (date(2026, 12, 30), 3, Unit.WORKING_DAYS, FirstDay.NEXT, date(2027, 1, 5)),
        (date(2026, 11, 23), 5, Unit.WORKING_DAYS, FirstDay.COUNTED, date(2026, 11, 27)),
        (date(2026, 1, 31), 1, Unit.MONTHS, FirstDay.NEXT, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, Unit.MONTHS, FirstDay.NEXT, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, Unit.MONTHS, FirstDay.NEXT, date(2026, 12, 30)),
        (date(2026, 9, 1), 0, Unit.DAYS, FirstDay.COUNTED, date(2026, 9, 1)),
    ],
)
def test_due_days_by_hand(start, length, unit, first, due):
    assert due_day(start, length, unit, first, rolls=False) == due


def test_a_last_day_off_rolls_to_the_next_that_is_worked_where_the_clock_says_so():
    assert due_day(date(2026, 9, 24), 7, Unit.DAYS, FirstDay.NEXT, rolls=True) == date(2026, 10, 8)


@given(DAYS, st.integers(0, 400))
def test_counting_undoes_adding(start, days):
    assert working_days_between(start, after_working_days(start, days)) == days


@given(DAYS, st.integers(1, 400))
def test_a_due_day_is_always_worked_and_later(start, days):
    due = after_working_days(start, days)
    assert is_working(due)
    assert due > start
    assert next_working(due) == due


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(one, two, three):
    first, second, third = sorted((one, two, three))
    whole = working_days_between(first, third)
    assert whole == working_days_between(first, second) + working_days_between(second, third)
