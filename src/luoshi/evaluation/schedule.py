"""Schedule: what a target is held against on a day, by the kind of what is promised.

A level is never divided by months, a growth rate never multiplied by them; only an output has a path, and a straight
line only where nothing better is on file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from luoshi.evaluation.amounts import (
    View,
    achieved,
    distance,
    gap_unit,
    in_words,
    meets,
    raised,
    should,
    view_of,
)
from luoshi.evaluation.assessment import Assessment, Gap, Input, State, Status, parameter_input
from luoshi.evaluation.exact import divided, median, percent, said, share
from luoshi.evaluation.facts import (
    Amount,
    Basis,
    Facts,
    Figure,
    Measure,
    Milestone,
    Relation,
    Shape,
)
from luoshi.evaluation.periods import Period, Unit, months_passed, periods, said_day
from luoshi.evaluation.rhythm import last_asked
from luoshi.rulebook.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Bar:
    """What a value is held against: the assessment shown, and the amount to meet, None while there is none."""

    assessment: Assessment
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class _Expected:
    """How much should be there, by which rule, from what."""

    rule: str
    value: Decimal
    words: str
    inputs: tuple[Input, ...] = ()


def bar(view: View, values: Iterable[Decimal]) -> Bar:
    """What the target is held against; a level, before its date, only where one of the `values` is there already."""
    on, final = measured(view)
    if on is None:
        return _without_value(view, *_NOTHING_YET[view.amount.basis])
    amount, promise = view.amount, view.promise
    expected = _expected(view, on, final)
    if expected is None and amount.measure is Measure.LEVEL and any(meets(amount, value) for value in values):
        expected = _Expected("schedule/level-there", amount.value, f"有数就与目标比，{in_words(amount)}。")
    if expected is None or (expected.value == 0 != amount.value and not final):
        rule, words = _NOTHING_DUE[amount.measure is Measure.LEVEL]
        told = words.format(day=said_day(promise.ends), amount=in_words(amount))
        return _without_value(view, State.NOT_DUE, rule, told)
    inputs = (Input("目标", in_words(amount), promise.source), *expected.inputs)
    words = f"截至{said_day(on)}，{expected.words}"
    assessment = Assessment(
        Status.SCHEDULE, State.VALUE, expected.rule, view.parameters.version, words,
        expected.value, amount.unit, on, inputs,
    )  # fmt: skip
    return Bar(assessment, amount if final else _held_to(view, expected.value))


def measured(view: View) -> tuple[date | None, bool]:
    """The day up to which there is, or should be, something to compare; and whether that reaches the promise's date."""
    if view.filed:
        on = last_asked(view.promise, view.known.filings, view.day, view.parameters)
    else:
        figure = latest(view)
        on = figure.period.end if figure else None
    return on, on is not None and on >= view.promise.ends


def latest(view: View) -> Figure | None:
    """The figure for the latest period within the promise's time, in its latest revision."""
    promise = view.promise
    figures = [
        figure
        for figure in view.known.figures
        if figure.period.begin <= promise.ends and figure.period.end >= promise.begins
        if view.amount.basis is not Basis.ANNUAL or figure.period.end >= promise.ends
    ]
    return max(figures, key=lambda f: (f.period.end, f.known_on, f.revision, f.source), default=None)


_NOTHING_YET = {
    Basis.FILED: (State.NOT_DUE, "schedule/not-asked-yet", "还没有到第一次报进展的时候。"),
    Basis.RELEASED: (State.NOT_MEASURABLE, "schedule/unreleased", "这一时期的统计数还没有发布。"),
    Basis.ANNUAL: (State.NOT_MEASURABLE, "schedule/annual-only", "只有年度数，还没有发布。"),
}


#: Whether it is a level → the rule, and why nothing is due.
_NOTHING_DUE = {
    True: ("schedule/level", "到{day}才核定，此前不按月份折算；目标是{amount}。"),
    False: ("schedule/nothing-due", "还没有到应当完成一部分的时候；目标是{amount}，{day}到期。"),
}


def undecided(view: View) -> Bar:
    """The bar of an amount said with `左右` where nobody said how much that allows, and it would decide."""
    setting = f"tolerance_{view.amount.measure}"
    words = f"目标是{in_words(view.amount)}，“左右”容许差多少没有设定（{setting}），还不能判定。"
    return _without_value(view, State.NOT_MEASURABLE, "schedule/tolerance-unset", words)


def _without_value(view: View, state: State, rule: str, words: str) -> Bar:
    return Bar(Assessment(Status.SCHEDULE, state, rule, view.parameters.version, words), None)


def _held_to(view: View, value: Decimal) -> Amount:
    """The bar on the way: an output has to have reached its path, growth and level keep their bound, moved."""
    if view.accumulates:
        return replace(view.amount, relation=Relation.GE, value=value, value_high=None, tolerance=None)
    return raised(view.amount, value - view.amount.value)


def _expected(view: View, on: date, final: bool) -> _Expected | None:
    """What should be there on a day; None while nothing is due."""
    amount = view.amount
    if final:
        return _Expected(f"schedule/{amount.measure}-final", amount.value, f"{should(amount)}。")
    if view.held:
        words = f"每次有数都与{in_words(amount)}比，不按月份折算。"
        return _Expected("schedule/held", amount.value, words)
    if amount.measure is Measure.GROWTH:
        return _growth(view, on)
    milestones = [m for m in view.known.milestones if m.day < view.promise.ends]
    if milestones:
        return _by_milestones(milestones, amount, on)
    if amount.measure is Measure.LEVEL:
        return None
    return _by_months(view, on) or _line(view, on)


def _growth(view: View, on: date) -> _Expected:
    """Year to date against the target; where earlier years are known, against the target and their usual lead or lag."""
    amount, month = view.amount, months_passed(date(on.year, 1, 1), on)
    known = [
        (season, then, year_end)
        for season in view.known.seasons
        if season.shape is Shape.LEVEL
        and (then := season.at(month)) is not None
        and (year_end := season.at(12)) is not None
    ]
    if not known:
        return _Expected("schedule/growth", amount.value, f"累计增速与全年目标比，{should(amount)}。")
    lead = median([achieved(amount, then) - achieved(amount, year_end) for _, then, year_end in known])
    inputs = tuple(
        Input(f"{season.year}年1—{month}月和全年", f"{said(then)}、{said(year_end)}", season.source)
        for season, then, year_end in known
    )
    words = (
        f"往年1—{month}月比全年{_higher(lead)}，全年目标{in_words(amount)}，"
        f"此时应为{said(amount.value + lead, amount.unit)}。"
    )
    return _Expected("schedule/growth-months", amount.value + lead, words, inputs)


def _higher(lead: Decimal) -> str:
    return f"{'高' if lead >= 0 else '低'}{said(abs(lead))}个百分点"


def _by_milestones(milestones: Iterable[Milestone], amount: Amount, on: date) -> _Expected | None:
    """The last milestone passed; before the first nothing is due."""
    passed = [milestone for milestone in milestones if milestone.day <= on]
    if not passed:
        return None
    last = max(passed, key=lambda milestone: milestone.day)
    words = f"按接受任务时报的安排，{said_day(last.day)}应达{said(last.value, amount.unit)}。"
    given = Input(f"{said_day(last.day)}的安排", said(last.value, amount.unit), last.source)
    return _Expected(f"schedule/{amount.measure}-milestones", last.value, words, (given,))


def _by_months(view: View, on: date) -> _Expected | None:
    """The share that earlier years had done by this month, of what they had done by the month of the promise's date."""
    promise = view.promise
    if promise.begins != date(promise.ends.year, 1, 1):
        return None
    month = months_passed(promise.begins, on)
    known = [
        (season, divided(100 * done, whole))
        for season in view.known.seasons
        if season.shape is Shape.SHARE
        and (done := season.at(month)) is not None
        and (whole := season.at(promise.ends.month))
    ]
    if not known:
        return None
    usual = median([done for _, done in known])
    value = share(view.amount.value, usual, Decimal(100))
    words = f"往年同期完成{said(usual)}%，应达{said(value, view.amount.unit)}。"
    inputs = tuple(Input(f"{s.year}年到{month}月底", f"{said(done)}%", s.source) for s, done in known)
    return _Expected("schedule/output-months", value, words, inputs)


def _line(view: View, on: date) -> _Expected:
    """The last resort: full months passed out of all; shares of the year in steps of `line_months`."""
    begins, ends = view.promise.begins, view.promise.ends
    parameter = view.parameters.need("line_months")
    step = 12 // int(parameter.value)
    passed = months_passed(begins, on) // step
    whole = -(-months_passed(begins, Period.of(ends, Unit.MONTH).end) // step)
    value = share(view.amount.value, Decimal(passed), Decimal(whole))
    words = (
        f"没有安排也没有往年可比，按月份直线算：{passed}/{whole}，即"
        f"{said(percent(Decimal(passed), Decimal(whole)))}%，应达{said(value, view.amount.unit)}。"
    )
    return _Expected("schedule/output-line", value, words, (parameter_input(parameter),))


def path(facts: Facts, day: date, parameters: Parameters) -> tuple[tuple[date, Decimal], ...]:
    """What should be there at each month's end until the promise's date, for a chart; empty where there is no path."""
    known = facts.known(day)
    target = view_of(known, known.current, day, parameters)
    if target is None:
        return ()
    ends = target.promise.ends
    days = [min(month.end, ends) for month in periods(Unit.MONTH, target.promise.begins, ends)]
    expected = [(on, _expected(target, on, on == ends)) for on in days]
    return tuple((on, one.value) for on, one in expected if one is not None)


def gap(view: View, bar: Bar, value: Decimal) -> Gap:
    """How far a value lies behind or ahead, the way real reviews say it: shares of an output, points of growth, a level
    directly."""
    unit, got = gap_unit(view.amount), said(achieved(view.amount, value), view.amount.unit)
    if bar.amount is None:
        behind = distance(view.amount, value)
        return Gap(behind, unit, None, f"{got}，离目标{_apart(behind, unit)}")
    kept = meets(bar.amount, value)
    if view.accumulates and view.amount.value > 0:
        return _gap_of_shares(bar.amount.value, value, view.amount.value, kept)
    behind = distance(bar.amount, value)
    return Gap(behind, unit, kept, f"{should(bar.amount)}，为{got}，{_verdict(behind, unit, kept)}")


def _gap_of_shares(due: Decimal, done: Decimal, whole: Decimal, kept: bool | None) -> Gap:
    """The share that is due less the share that is done, in points, each as it is shown."""
    due, done = percent(due, whole), percent(done, whole)
    verdict = _verdict(due - done, "个百分点", kept)
    return Gap(due - done, "个百分点", kept, f"应完成{said(due)}%，完成{said(done)}%，{verdict}")


def _apart(behind: Decimal, unit: str) -> str:
    if behind <= 0:
        return f"已到，超过{said(-behind, unit)}" if behind else "已到"
    return f"差{said(behind, unit)}"


def _verdict(behind: Decimal, unit: str, kept: bool | None) -> str:
    """The gap in words; the verdict is that on exact amounts."""
    if kept is None:
        return f"差{said(behind, unit)}，能不能算“左右”没有设定"
    if kept:
        return f"超前{said(-behind, unit)}" if behind < 0 else "达到" if not behind else "在容许之内"
    return f"落后{said(behind, unit)}" if behind > 0 else "略有不足"
