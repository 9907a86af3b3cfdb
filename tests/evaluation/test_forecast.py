"""Forecasts: from what earlier years still did, else from the pace, else none and why; and their score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import tell
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.evaluation import Forecast, Refused, forecast, score_forecasts
from luoshi.evaluation.forecast import nominal
from luoshi.rulebook.parameters import parameters

DAY = date(2026, 10, 20)
OUTPUT = {"amount": {"measure": "output", "value": 50, "unit": "万亩"}}
GROWTH = {"amount": {"measure": "growth", "value": 7, "unit": "%", "direction": "up", "basis": "released"}}
FILED = [{"period": "2026-Q3", "filed": date(2026, 10, 10), "value": 21, "supported": 20}]
RELEASED = [{"period": "2026-Q3", "value": 6.1, "released": date(2026, 10, 18)}]


def at(promise: dict[str, Any], day: date = DAY, **facts: Any) -> Any:
    return forecast(tell.facts({"promise": promise, **facts}), day, parameters(day))


def shares(*at_september: Any) -> list[dict[str, Any]]:
    return [
        {"year": 2025 - i, "shape": "share", "months": {9: value, 12: 100}}
        for i, value in enumerate(at_september)
    ]


def test_output_goes_on_as_earlier_years_did_from_what_is_supported():
    found = at(OUTPUT, filings=FILED, seasons=shares(40, 50, 80))
    assert (found.low, found.middle, found.high) == (25, 40, 50)
    assert (found.coverage, found.rule, found.year) == (50, "forecast/history", 2026)
    assert found.arithmetic == (
        "1—9月20万亩，照往年3年此后的走势，全年在25万亩到50万亩之间，居中40万亩；这样的区间约有50%的把握。"
    )


def test_growth_moves_by_the_points_that_earlier_years_moved():
    seasons = [
        {"year": 2025 - i, "shape": "level", "months": {9: then, 12: end}}
        for i, (then, end) in enumerate([(6.0, 6.4), (7.0, 6.8), (5.0, 5.1)])
    ]
    found = at(GROWTH, figures=RELEASED, seasons=seasons)
    assert [str(value) for value in (found.low, found.middle, found.high)] == ["5.9", "6.2", "6.5"]


def test_with_many_years_the_ends_are_left_out_as_far_as_the_coverage_allows():
    found = at(OUTPUT, filings=FILED, seasons=shares(*range(40, 60)))
    assert found.coverage == nominal(20, 2) == Decimal("81.0")
    assert found.high == Decimal("48.7805")


def test_without_enough_years_the_pace_gives_a_wide_interval_without_a_stated_coverage():
    found = at(OUTPUT, filings=[{**FILED[0], "supported": 18}], seasons=shares(40, 50))
    assert (found.rule, found.coverage) == ("forecast/pace", None)
    assert (found.low, found.middle, found.high) == (21, 24, 30)
    assert "没有把握可说" in found.arithmetic


def test_growth_without_years_moves_as_far_again_as_it_did_this_year():
    figures = [
        {"period": f"2026-Q{q}", "value": value, "released": date(2026, 3 * q + 1, 18)}
        for q, value in ((1, 5.0), (2, 5.5), (3, 6.1))
    ]
    found = at(GROWTH, figures=figures)
    assert [str(value) for value in (found.low, found.middle, found.high)] == ["5.0", "6.1", "7.2"]


@pytest.mark.parametrize(
    ("promise", "facts", "reason"),
    [
        ({"amount": {"measure": "level", "value": 66, "unit": "%"}}, {}, "水平到期核定"),
        ({"kind": "action"}, {}, "别的没有数"),
        ({"amount": {"measure": "output", "relation": "le", "value": 9, "unit": "万元"}}, {}, "要控制住"),
        ({**OUTPUT, "due": date(2027, 12, 31)}, {"filings": FILED}, "跨年的"),
        ({**OUTPUT, "due": date(2026, 11, 30)}, {"filings": FILED}, "年中开始或到期的"),
        (OUTPUT, {}, "还没有满一个月"),
        (
            OUTPUT,
            {"filings": [{"period": "2026-02", "filed": date(2026, 3, 3), "value": 9, "supported": 9}]},
            "今年也不满3个月",
        ),
        (GROWTH, {"figures": RELEASED}, "累计增速也不到3期"),
    ],
)
def test_forecast_is_refused_with_a_reason(promise, facts, reason):
    found = at(promise, **facts)
    assert isinstance(found, Refused)
    assert reason in found.reason


def test_nothing_is_forecast_when_the_year_is_known():
    figures = [{"period": "2026-12", "value": 7, "released": date(2027, 1, 20)}]
    assert at(GROWTH, date(2027, 2, 1), figures=figures) == Refused("已有全年数，不必预测。")


@settings(deadline=None)
@given(st.lists(st.decimals(1, 100, places=1), min_size=3, max_size=12), st.decimals(0, 10**6, places=2))
def test_middle_lies_in_the_interval_whatever_the_years(at_september, value):
    filings = [{"period": "2026-Q3", "filed": date(2026, 10, 10), "value": value, "supported": value}]
    found = at(OUTPUT, filings=filings, seasons=shares(*at_september))
    assert isinstance(found, Forecast)
    assert found.low <= found.middle <= found.high


def made(low: int, middle: int, high: int, coverage: int | None = 50) -> Forecast:
    seasons = shares(40, 50, 80)
    found = at(OUTPUT, filings=FILED, seasons=seasons)
    numbers = {"low": Decimal(low), "middle": Decimal(middle), "high": Decimal(high)}
    return replace(found, **numbers, coverage=None if coverage is None else Decimal(coverage))


def test_score_is_one_for_all_and_counts_only_intervals_that_promised_something():
    score = score_forecasts(
        [
            (made(90, 100, 110), Decimal(110)),
            (made(90, 100, 110), Decimal(125)),
            (made(10, 50, 90, None), Decimal(200)),
        ]
    )
    assert (score.count, score.counted, score.covered, score.promised) == (3, 2, 50, 50)
    assert (score.output_error, score.growth_error) == (Decimal("20.0"), None)


def test_score_of_nothing_says_nothing():
    score = score_forecasts([])
    assert (score.count, score.covered, score.promised, score.output_error) == (0, None, None, None)
