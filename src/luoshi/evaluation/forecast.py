"""The year's end, with an interval: from what earlier years still did after this month, else from this year's pace.

With n earlier years, the k-th from either end bound the next one with probability (n + 1 − 2k) / (n + 1), whatever their
distribution, if years are exchangeable. That is the coverage stated; no normal curve is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.evaluation.amounts import Sense, View, gap_unit, sense, view_of
from luoshi.evaluation.assessment import Assessment, Input, parameter_input
from luoshi.evaluation.exact import POINT, divided, median, percent, said, share, total
from luoshi.evaluation.facts import Amount, Facts, Measure, Season, Shape
from luoshi.evaluation.periods import months_passed
from luoshi.evaluation.statuses import supported
from luoshi.rulebook.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the year is likely to end. `coverage` is how often, in percent, the interval should hold; None from pace."""

    measure: Measure
    year: int
    low: Decimal
    middle: Decimal
    high: Decimal
    unit: str
    coverage: Decimal | None
    rule: str
    version: str
    inputs: tuple[Input, ...]
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No forecast, and why not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Score:
    """How forecasts did, over all of them together and never per office.

    `covered` is the share whose interval held the result, `promised` what they said it would be, both in percent over
    those from earlier years; errors are medians: of outputs in percent of the result, of growth in points.
    """

    count: int
    counted: int
    covered: Decimal | None
    promised: Decimal | None
    output_error: Decimal | None
    growth_error: Decimal | None


def forecast(facts: Facts, day: date, parameters: Parameters) -> Forecast | Refused:
    """The year's end of an output or a growth rate, from what is supported on a day; or why there is none."""
    known = facts.known(day)
    target = view_of(known, known.current, day, parameters)
    if target is None or target.amount.measure is Measure.LEVEL:
        return Refused("只预测产出和增长；水平到期核定，别的没有数。")
    if sense(target.amount) is not Sense.MORE:
        return Refused("要控制住的数不预测，每次有数都直接比。")
    begins, ends = target.promise.begins, target.promise.ends
    if (begins, ends) != (date(ends.year, 1, 1), date(ends.year, 12, 31)):
        return Refused("只预测全年的目标；跨年的、年中开始或到期的，没有往年的同样时段可比。")
    now = supported(target)
    month = months_passed(date(ends.year, 1, 1), now.on) if now.on else 0
    if now.value is None or month == 0:
        return Refused("还没有满一个月、有佐证的数，无从预测。")
    if month >= 12:
        return Refused("已有全年数，不必预测。")
    return _from_history(target, now, now.value, month) or _from_pace(target, now, now.value, month)


def _from_history(view: View, now: Assessment, value: Decimal, month: int) -> Forecast | None:
    """This year's figure, moved as each earlier year moved from this month to its end."""
    amount = view.amount
    ends = [(s, end) for s in view.known.seasons if (end := _as_then(s, amount, value, month)) is not None]
    least, wanted = view.parameters.need("history_least_years"), view.parameters.need("forecast_coverage")
    if len(ends) < least.value:
        return None
    ordered = sorted(end for _, end in ends)
    k = _rank(len(ordered), wanted.value)
    low, middle, high = ordered[k - 1], median(ordered), ordered[-k]
    coverage = nominal(len(ordered), k)
    words = (
        f"1—{month}月{said(value, amount.unit)}，照往年{len(ordered)}年此后的走势，全年在"
        f"{_between(low, high, amount)}之间，居中{said(middle, amount.unit)}；这样的区间约有{said(coverage)}%的把握。"
    )
    guesses = (Input(f"照{s.year}年推算", said(end, amount.unit), s.source) for s, end in ends)
    inputs = (*now.inputs, *guesses, parameter_input(least), parameter_input(wanted))
    return _forecast(amount, now, (low, middle, high), coverage, "forecast/history", inputs, words)


def _as_then(season: Season, amount: Amount, value: Decimal, month: int) -> Decimal | None:
    """Where this year would end if it went on as that one did."""
    then, end = season.at(month), season.at(12)
    if then is None or end is None:
        return None
    if amount.measure is Measure.OUTPUT and season.shape is Shape.SHARE and then > 0:
        return share(value, end, then)
    if amount.measure is Measure.GROWTH and season.shape is Shape.LEVEL:
        return total([value, end, -then])
    return None


def _rank(years: int, wanted: Decimal) -> int:
    """How far in from the ends the interval can begin and still be as sure as wanted; 1 where it cannot."""
    return max((k for k in range(1, years // 2 + 1) if nominal(years, k) >= wanted), default=1)


def nominal(years: int, rank: int = 1) -> Decimal:
    """How often, in percent, the next year lies between the `rank`-th from either end of that many years."""
    return percent(Decimal(years + 1 - 2 * rank), Decimal(years + 1))


def _from_pace(view: View, now: Assessment, value: Decimal, month: int) -> Forecast | Refused:
    """Without enough earlier years: a wide interval from this year alone, labelled so and without a stated coverage."""
    amount = view.amount
    least, years = view.parameters.need("pace_months"), view.parameters.need("history_least_years")
    if month < least.value:
        return Refused(f"可比的往年不足{years.value}年，今年也不满{least.value}个月，无从预测。")
    if amount.measure is Measure.GROWTH:
        return _spread_of_the_year(view, now, value)
    spread = view.parameters.need("pace_spread")
    rest = share(value, Decimal(12 - month), Decimal(month))
    low, middle, high = value + divided(rest, spread.value), value + rest, value + rest * spread.value
    words = (
        f"可比的往年不足{years.value}年，只按今年的快慢：{month}个月{said(value, amount.unit)}，往后慢到"
        f"{spread.value}分之一、快到{spread.value}倍，全年在{_between(low, high, amount)}之间。区间很宽，没有把握可说。"
    )
    inputs = (*now.inputs, parameter_input(least), parameter_input(spread))
    return _forecast(amount, now, (low, middle, high), None, "forecast/pace", inputs, words)


def _spread_of_the_year(view: View, now: Assessment, value: Decimal) -> Forecast | Refused:
    """A growth rate may move as far again as it has moved this year."""
    amount, least = view.amount, view.parameters.need("pace_months")
    values = _course(view)
    if len(values) < least.value:
        return Refused(f"可比的往年不足，今年的累计增速也不到{least.value}期，无从预测。")
    spread = max(values) - min(values)
    low, high = value - spread, value + spread
    words = (
        f"可比的往年不足，只按今年各期的波动（最高最低差{said(spread, gap_unit(amount))}）：全年在"
        f"{_between(low, high, amount)}之间。没有把握可说。"
    )
    inputs = (*now.inputs, parameter_input(least))
    return _forecast(amount, now, (low, value, high), None, "forecast/pace", inputs, words)


def _course(view: View) -> list[Decimal]:
    """This year's values, one for each day they speak of, as last revised."""
    begins, ends = view.promise.begins, view.promise.ends
    if view.filed:
        accepted = [f for f in view.known.filings if f.accepted]
        dated = [(f.day, f.filed_on, 0, f.source, f.supported) for f in accepted]
    else:
        dated = [(f.period.end, f.known_on, f.revision, f.source, f.value) for f in view.known.figures]
    by_day = {one[0]: one[4] for one in sorted(dated, key=lambda one: one[:4]) if begins <= one[0] <= ends}
    return [value for value in by_day.values() if value is not None]


def _between(low: Decimal, high: Decimal, amount: Amount) -> str:
    return f"{said(low, amount.unit)}到{said(high, amount.unit)}"


def _forecast(
    amount: Amount,
    now: Assessment,
    ends: tuple[Decimal, Decimal, Decimal],
    coverage: Decimal | None,
    rule: str,
    inputs: tuple[Input, ...],
    words: str,
) -> Forecast:
    year = now.on.year if now.on else 0
    return Forecast(amount.measure, year, *ends, amount.unit, coverage, rule, now.version, inputs, words)


def score_forecasts(pairs: Iterable[tuple[Forecast, Decimal]]) -> Score:
    """How forecasts did against the results, after the year: overall coverage and error, and nothing below that."""
    done = list(pairs)
    sure = [(one, result) for one, result in done if one.coverage is not None]
    held = [one for one, result in sure if one.low <= result <= one.high]
    said_to_hold = [one.coverage for one, _ in sure if one.coverage is not None]
    outputs = [
        percent(abs(one.middle - result), abs(result))
        for one, result in done
        if one.measure is Measure.OUTPUT and result
    ]
    growth = [abs(one.middle - result) for one, result in done if one.measure is Measure.GROWTH]
    return Score(
        count=len(done),
        counted=len(sure),
        covered=percent(Decimal(len(held)), Decimal(len(sure))) if sure else None,
        promised=divided(total(said_to_hold), Decimal(len(sure)), POINT) if sure else None,
        output_error=median(outputs) if outputs else None,
        growth_error=median(growth) if growth else None,
    )
