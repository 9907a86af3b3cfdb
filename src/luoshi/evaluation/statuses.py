"""The three statuses of a commitment, computed apart: of targets here, of works and actions by their steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from luoshi.compiler.compilation import Kind
from luoshi.evaluation.amounts import View, achieved, meets, view_of
from luoshi.evaluation.assessment import MARKS, Assessment, Gap, Input, Mark, State, Status
from luoshi.evaluation.exact import said
from luoshi.evaluation.facts import Decision, Facts, Filing, Promise
from luoshi.evaluation.periods import Period, Unit, said_day
from luoshi.evaluation.rhythm import grace
from luoshi.evaluation.schedule import Bar, bar, gap, latest, measured, undecided
from luoshi.evaluation.standing import Standing, mark
from luoshi.evaluation.step_statuses import standing_by_steps
from luoshi.evaluation.steps import steps
from luoshi.rulebook.parameters import Parameters


def assess(facts: Facts, day: date, parameters: Parameters) -> Standing:
    """How a commitment stands on a day, by what was known then; an adjusted one with its original verdict beside it."""
    known = facts.known(day)
    standing = _assess(known, known.current, day, parameters)
    if not known.adjustments:
        return standing
    original = _assess(known, known.promise, day, parameters)
    adjustment = known.adjustments[-1]
    words = f"{standing.words}目标经{adjustment.approver}批准调整（{adjustment.document}），按原目标则{original.words}"
    return replace(standing, adjustment=adjustment, original=original, words=words)


def _assess(known: Facts, promise: Promise, day: date, parameters: Parameters) -> Standing:
    target = view_of(known, promise, day, parameters)
    if target is not None:
        return _target(target)
    if promise.kind is Kind.PRINCIPLE:
        return _principle(day, parameters)
    return standing_by_steps(promise, steps(promise, known.filings, parameters), day, parameters)


def _principle(day: date, parameters: Parameters) -> Standing:
    words = "原则性的要求，不向任何单位要进展，也不判定。"
    declared, supported, schedule = (
        Assessment(status, State.NOT_MEASURABLE, f"{status}/principle", parameters.version, words)
        for status in Status
    )
    return Standing(day, Mark.NOT_MEASURABLE, words, declared, supported, schedule)


def _target(view: View) -> Standing:
    said_so, borne_out = declared(view), supported(view)
    against = bar(view, [one.value for one in (said_so, borne_out) if one.value is not None])
    gaps = [_gap(view, against, said_so), _gap(view, against, borne_out)]
    if against.amount and not _keeps(gaps[1]) and any(one is not None and one.kept is None for one in gaps):
        against = undecided(view)
        gaps = [_gap(view, against, said_so), _gap(view, against, borne_out)]
    satisfied = _satisfied(view, borne_out)
    sign = mark(
        satisfied=satisfied,
        ended=against.assessment.rule != "schedule/tolerance-unset" and _ended(view),
        due=against.amount is not None,
        supported_keeps=_keeps(gaps[1]),
        declared_keeps=_keeps(gaps[0]),
    )
    late = max((borne_out.on - view.promise.ends).days, 0) if satisfied and borne_out.on else 0
    return Standing(
        day=view.day,
        mark=sign,
        words=_words(sign, against, gaps, late),
        declared=said_so,
        supported=borne_out,
        schedule=against.assessment,
        declared_gap=gaps[0],
        supported_gap=gaps[1],
        unproven=_unproven(view, said_so.value, borne_out.value),
        days_late=late,
    )


def _unproven(view: View, said_so: Decimal | None, borne_out: Decimal | None) -> Decimal | None:
    """Work without evidence is unproven altogether; of a state without evidence nobody knows how far it is off."""
    if said_so is None or (borne_out is None and not view.accumulates):
        return None
    return achieved(view.amount, said_so) - achieved(view.amount, borne_out or Decimal(0))


def _gap(view: View, against: Bar, one: Assessment) -> Gap | None:
    return None if one.value is None else gap(view, against, one.value)


def _keeps(gap: Gap | None) -> bool:
    return gap is not None and gap.kept is True


def declared(view: View) -> Assessment:
    """What the office last said; "no change" says the same again."""
    filings = _within(view)
    values = [(filing, filing.value) for filing in filings if filing.value is not None]
    if values:
        last, value = values[-1]
        return _filed(view, Status.DECLARED, "declared/last", last, value, _repeats(filings, last))
    if view.filed:
        return _nothing(view, Status.DECLARED, State.NOTHING, "declared/nothing", "单位还没有报过数。")
    words = "由数据责任单位发布，不另向牵头单位要数。"
    return _nothing(view, Status.DECLARED, State.NOT_ASKED, "declared/custodian", words)


def supported(view: View) -> Assessment:
    """What accepted evidence bears out: the custodian's latest figure, the most work done, or the latest state.

    Work done stays done; a state holds only as of the latest report, whose evidence may bear out nothing.
    """
    if not view.filed:
        return _released(view)
    filings = [filing for filing in _within(view) if filing.accepted]
    accepted = [filing for filing in filings if not filing.no_change]
    if view.accumulates:
        rule = "supported/most"
        best = max(accepted, key=lambda filing: _or_least(filing.supported), default=None)
    else:
        rule, best = "supported/latest", accepted[-1] if accepted else None
    if best is None or best.supported is None:
        words = "审核通过的材料没有证明任何数。" if accepted else "还没有审核通过的佐证。"
        return _nothing(view, Status.SUPPORTED, State.NOTHING, "supported/nothing", words)
    return _filed(view, Status.SUPPORTED, rule, best, best.supported, _repeats(filings, best))


def _or_least(value: Decimal | None) -> Decimal:
    return Decimal("-Infinity") if value is None else value


def _released(view: View) -> Assessment:
    figure = latest(view)
    if figure is None:
        words = "统计数还没有发布。"
        return _nothing(view, Status.SUPPORTED, State.NOT_MEASURABLE, "supported/unreleased", words)
    value = said(figure.value, view.amount.unit)
    revised = f"，第{figure.revision}次修订" if figure.revision else ""
    words = f"{figure.period.label}为{value}，{said_day(figure.released_on)}发布{revised}。"
    given = Input(f"{figure.period.label}统计数", value, figure.source)
    return Assessment(
        Status.SUPPORTED, State.VALUE, "supported/released", view.parameters.version, words,
        figure.value, view.amount.unit, figure.period.end, (given,),
    )  # fmt: skip


def _filed(
    view: View,
    status: Status,
    rule: str,
    filing: Filing,
    value: Decimal,
    repeated: Sequence[Filing],
) -> Assessment:
    """The value of a filing; "no change" after it carries it to a later day."""
    on = repeated[-1].day if repeated else filing.day
    verb = "报" if status is Status.DECLARED else "报的佐证证明"
    returned = "（已退回）" if filing.decision is Decision.RETURNED else ""
    amount = said(value, view.amount.unit)
    words = f"{said_day(filing.filed_on)}{verb}{amount}{returned}，截至{said_day(on)}。"
    inputs = (Input("反馈", amount, filing.source), *(Input("反馈", "没有变化", f.source) for f in repeated))
    return Assessment(
        status, State.VALUE, rule, view.parameters.version, words, value, view.amount.unit, on, inputs
    )  # fmt: skip


def _nothing(view: View, status: Status, state: State, rule: str, words: str) -> Assessment:
    return Assessment(status, state, rule, view.parameters.version, words)


def _order(filing: Filing) -> tuple[date, date, str]:
    return filing.day, filing.filed_on, filing.source


def _within(view: View) -> list[Filing]:
    """The filings on the promise's own time, in the order of the days they speak of."""
    return sorted((f for f in view.known.filings if f.holds_on >= view.promise.begins), key=_order)


def _repeats(filings: Sequence[Filing], last: Filing) -> list[Filing]:
    """The latest "no change" said after a filing."""
    return [filing for filing in filings if filing.no_change and _order(filing) > _order(last)][-1:]


def _satisfied(view: View, borne_out: Assessment) -> bool:
    """Work done satisfies when it is done; a state only at the promise's date, one to be kept only when it is over."""
    amount, promise, on = view.amount, view.promise, borne_out.on
    if borne_out.value is None or on is None or not meets(amount, borne_out.value):
        return False
    if view.accumulates:
        return True
    if not view.filed:
        return on >= promise.ends
    unit = (promise.asked and promise.asked.unit) or Unit.QUARTER
    at_its_date = on >= Period.of(promise.ends, unit).begin
    return at_its_date and (not view.held or view.day >= promise.ends)


def _ended(view: View) -> bool:
    """Whether the promise's time is over and the number that decides is there, or should be."""
    if not view.filed:
        return measured(view)[1]
    rhythm = view.promise.asked
    return rhythm is not None and view.day > view.promise.ends + grace(rhythm, view.parameters)


def _words(sign: Mark, against: Bar, gaps: Sequence[Gap | None], late: int) -> str:
    """The mark in words, with what decides it."""
    said_so, borne_out = gaps
    told = f"{borne_out.words}。" if borne_out else "没有佐证。"
    if sign is Mark.NOT_MEASURABLE:
        told = against.assessment.arithmetic + (f"现在{told}" if borne_out else "")
    elif sign is Mark.UNSUPPORTED and said_so:
        told += f"按单位所报，{said_so.words}。"
    return f"{MARKS[sign]}：{told}" + (f"比时限晚{late}天。" if late else "")
