"""Parameters: what each says of its examples, what a broken file is told, and whose value goes first.

Each file of `broken/` is a faulty variant of `evaluation.yaml`; its first line says the message it must produce.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from luoshi.compiler.compilation import Kind
from luoshi.errors import RulebookError, SettingMissing
from luoshi.evaluation import (
    Amount,
    Direction,
    Due,
    Facts,
    Filing,
    Measure,
    Period,
    Promise,
    Relation,
    Season,
    Shape,
    assess,
    findings,
    forecast,
)
from luoshi.evaluation.amounts import meets, with_tolerance
from luoshi.evaluation.facts import Decision, Rhythm
from luoshi.evaluation.forecast import Refused, nominal
from luoshi.evaluation.rhythm import grace
from luoshi.evaluation.schedule import path
from luoshi.evaluation.steps import steps
from luoshi.rulebook.parameters import Parameter, Parameters, parameter_entries, parameters, read_parameters

DAY = date(2026, 12, 31)
BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


def number(value: Any) -> Decimal:
    return Decimal(str(value))


def promise(measure: Measure = Measure.OUTPUT, *, continuous: bool = False, **amount: Any) -> Promise:
    told = {"relation": Relation.GE, "value": Decimal(100), "unit": "个", "measure": measure} | amount
    kind = Kind.ACTION if continuous else Kind.TARGET
    return Promise(
        "任务一", kind, date(2026, 1, 1), (Due(DAY),), None if continuous else Amount(**told), continuous=continuous
    )  # fmt: skip


def filed(month: int, value: Decimal) -> Filing:
    end = Period.parse(f"2026-{month:02d}").end
    return Filing(
        end, end, f"反馈{month}", value=value, decision=Decision.ACCEPTED, decided_on=end, supported=value
    )


def seasons(years: int, months: dict[int, Any]) -> tuple[Season, ...]:
    known = tuple((month, number(value)) for month, value in months.items())
    return tuple(
        Season(2025 - i, Shape.SHARE, known, date(2026, 1, 1), f"{2025 - i}年") for i in range(years)
    )


# What each parameter says of an example: true of the examples, false of the counter-examples


def in_grace(rhythm: Rhythm) -> Callable[[dict[str, Any], Parameters], bool]:
    def holds(told: dict[str, Any], parameters: Parameters) -> bool:
        return told["filed"] <= Period.parse(str(told["period"])).end + grace(rhythm, parameters)

    return holds


def is_checked(told: dict[str, Any], parameters: Parameters) -> bool:
    return told["checked"] in [step.due for step in steps(promise(continuous=True), (), parameters)]


def is_share(told: dict[str, Any], parameters: Parameters) -> bool:
    """On the day, that many of a hundred should be there."""
    known = Facts(promise())
    due = [value for on, value in path(known, DAY, parameters) if on <= told["day"]][-1]
    return round(due, 1) == number(told["share"])


def is_about(measure: Measure) -> Callable[[dict[str, Any], Parameters], bool]:
    def holds(told: dict[str, Any], parameters: Parameters) -> bool:
        amount = Amount(Relation.APPROX, number(told["promised"]), "%", measure, direction=Direction.UP)
        if "set" in told:
            own = Parameter(f"tolerance_{measure}", number(told["set"]), "", date(2026, 1, 1), "本市商定")
            parameters = with_own(own)
        return meets(with_tolerance(amount, parameters), number(told["value"])) is True

    return holds


def with_own(*own: Parameter) -> Parameters:
    return parameters(DAY, own=own)


def forecast_at(month: int, value: Decimal, parameters: Parameters, years: int = 0) -> Any:
    known = Facts(promise(), (filed(month, value),), seasons=seasons(years, {month: 50, 12: 100}))
    return forecast(known, DAY, parameters)


def has_years(told: dict[str, Any], parameters: Parameters) -> bool:
    return forecast_at(6, Decimal(60), parameters, told["years"]).rule == "forecast/history"


def is_sure(told: dict[str, Any], parameters: Parameters) -> bool:
    covers = forecast_at(6, Decimal(60), parameters, told["years"]).coverage
    return covers == nominal(told["years"]) >= number(told["covers"])


def has_months(told: dict[str, Any], parameters: Parameters) -> bool:
    return not isinstance(forecast_at(told["months"], Decimal(60), parameters), Refused)


def is_spread(told: dict[str, Any], parameters: Parameters) -> bool:
    found = forecast_at(told["months"], number(told["so_far"]), parameters)
    return (found.low, found.high) == (number(told["low"]), number(told["high"]))


def is_leap(told: dict[str, Any], parameters: Parameters) -> bool:
    course = seasons(3, {5: 20, 6: 20 + told["usual"], 12: 100})
    known = Facts(promise(), (filed(5, Decimal(20)), filed(6, number(20 + told["now"]))), seasons=course)
    return any(one.problem == "leap" for one in findings(known, DAY, parameters))


HOLDS: dict[str, Callable[[dict[str, Any], Parameters], bool]] = {
    "grace_month": in_grace(Rhythm.MONTH),
    "grace_quarter": in_grace(Rhythm.QUARTER),
    "grace_half": in_grace(Rhythm.HALF),
    "grace_year": in_grace(Rhythm.YEAR),
    "continuous_checks": is_checked,
    "line_months": is_share,
    "tolerance_growth": is_about(Measure.GROWTH),
    "tolerance_level": is_about(Measure.LEVEL),
    "tolerance_output": is_about(Measure.OUTPUT),
    "history_least_years": has_years,
    "forecast_coverage": is_sure,
    "pace_months": has_months,
    "pace_spread": is_spread,
    "leap_ratio": is_leap,
}
EXAMPLES = [
    pytest.param(entry.name, told, wanted, id=f"{entry.name}{'+' if wanted else '-'}{told}")
    for entry in parameter_entries()
    for wanted, cases in ((True, entry.examples), (False, entry.counter_examples))
    for told in cases
]


@pytest.mark.parametrize(("name", "told", "wanted"), EXAMPLES)
def test_examples_hold_and_counter_examples_do_not(name, told, wanted):
    assert HOLDS[name](told, parameters(DAY)) is wanted


def test_every_number_has_a_source_and_every_setting_none_to_fall_back_on():
    for entry in parameter_entries():
        assert all(value.source for value in entry.values)
        assert bool(entry.setting) is (parameters(DAY).get(entry.name) is None)


# Whose value, and when


def setting(value: int, since: date, name: str = "grace_quarter") -> Parameter:
    return Parameter(name, Decimal(value), "天", since, "云川市督查办法第九条")


def test_own_setting_goes_before_the_rulebook_from_its_day_on():
    own = [setting(10, date(2026, 3, 1)), setting(7, date(2026, 9, 1))]
    assert [
        parameters(day, own=own).need("grace_quarter").value
        for day in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 9, 1))
    ] == [15, 10, 7]


def test_own_setting_with_a_name_that_does_not_exist_is_refused():
    with pytest.raises(SettingMissing, match=r"没有“grace_weak”这个参数。可以设定的：.*grace_month"):
        with_own(setting(1, date(2026, 1, 1), "grace_weak"))


def test_parameter_nobody_set_says_what_to_set():
    with pytest.raises(SettingMissing, match=r"2018-12-31 没有“grace_quarter”（季报.*请"):
        parameters(date(2018, 12, 31)).need("grace_quarter")


def test_verdict_changes_with_the_parameter_and_names_it():
    facts = Facts(promise(), (filed(6, Decimal(55)),))
    day = date(2026, 10, 12)
    assert assess(facts, day, parameters(day)).mark.name == "ON_PACE"
    strict = assess(facts, day, parameters(day, own=[setting(10, date(2026, 1, 1))]))
    assert strict.mark.name == "BEHIND"
    assert any(
        "evaluation/line_months@2020-01-01 https://" in given.source for given in strict.schedule.inputs
    )


def test_checks_that_do_not_divide_a_year_are_refused():
    own = setting(5, date(2026, 1, 1), "continuous_checks")
    with pytest.raises(SettingMissing, match="只能是 1、2、4 或 12"):
        steps(promise(continuous=True), (), with_own(own))


# Files that do not hold


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_file_is_refused_with_file_line_and_remedy(path):
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    with pytest.raises(RulebookError) as refused:
        read_parameters(path)
    assert str(refused.value) == expected


def test_the_folder_of_broken_files_is_found():
    assert len(BROKEN) > 8


def test_grace_is_counted_in_days():
    assert grace(Rhythm.NODE, parameters(DAY)) == timedelta(0)
    assert grace(Rhythm.MONTH, parameters(DAY)) == timedelta(days=5)
