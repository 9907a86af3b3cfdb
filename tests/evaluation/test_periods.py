"""Periods: their arithmetic, their ids, their names."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import FactError
from luoshi.evaluation import Period, Unit
from luoshi.evaluation.periods import months_passed, periods

PERIODS = st.builds(Period.of, st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("text", "label", "first", "last"),
    [
        ("2026", "2026年", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H1", "2026年上半年", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-H2", "2026年下半年", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q3", "2026年三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("2024-02", "2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_period_is_read_and_named(text, label, first, last):
    period = Period.parse(text)
    assert (str(period), period.label, period.begin, period.end) == (text, label, first, last)


@pytest.mark.parametrize("text", ["", "26", "2026-Q5", "2026-H3", "2026-13", "2026-9", "2026年", "0000"])
def test_what_is_no_period_is_refused_with_a_remedy(text):
    with pytest.raises(FactError, match="请"):
        Period.parse(text)


@settings(deadline=None)
@given(PERIODS)
def test_id_is_read_back(period):
    assert Period.parse(str(period)) == period


@settings(deadline=None)
@given(PERIODS)
def test_periods_follow_without_gap_or_overlap(period):
    assert period.next().previous() == period
    assert period.next().begin == period.end + timedelta(days=1)
    assert period.contains(period.begin)
    assert not period.contains(period.next().begin)


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 900), st.sampled_from(Unit))
def test_span_is_covered_by_its_periods(first, days, unit):
    last = first + timedelta(days=days)
    found = list(periods(unit, first, last))
    assert found[0].contains(first)
    assert found[-1].contains(last)
    assert all(a.next() == b for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("first", "on", "months"),
    [
        (date(2026, 1, 1), date(2026, 11, 30), 11),
        (date(2026, 1, 1), date(2026, 11, 29), 10),
        (date(2026, 1, 1), date(2026, 1, 30), 0),
        (date(2026, 3, 15), date(2027, 2, 28), 12),
        (date(2026, 3, 15), date(2026, 2, 28), 0),
    ],
)
def test_only_full_months_have_passed(first, on, months):
    assert months_passed(first, on) == months
