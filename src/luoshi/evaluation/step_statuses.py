"""The statuses of works and actions: which of their dated steps are due, said and proven."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from luoshi.compiler.compilation import Kind
from luoshi.evaluation.assessment import MARKS, Assessment, Gap, Input, State, Status
from luoshi.evaluation.facts import Promise
from luoshi.evaluation.periods import said_day
from luoshi.evaluation.standing import Standing, mark
from luoshi.evaluation.steps import STEP_STATES, Step, StepState
from luoshi.rulebook.parameters import Parameters


def standing_by_steps(
    promise: Promise, plan: tuple[Step, ...], day: date, parameters: Parameters
) -> Standing:
    """Dated steps: those due have to be reached, all of them to satisfy; missed after the last, and the promise's own date."""
    due = [step for step in plan if day > step.judged_after]
    overdue = {
        status: [step for step in due if _on(step, status) is None] for status in (Status.DECLARED, Status.SUPPORTED)
    }  # fmt: skip
    satisfied = bool(plan) and all(step.supported_on for step in plan)
    sign = mark(
        satisfied=satisfied,
        ended=bool(plan) and len(due) == len(plan) and day > promise.ends,
        due=bool(due),
        supported_keeps=not overdue[Status.SUPPORTED],
        declared_keeps=not overdue[Status.DECLARED],
    )
    said_so = _reached(Status.DECLARED, plan, day, parameters)
    borne_out = _reached(Status.SUPPORTED, plan, day, parameters)
    return Standing(
        day=day,
        mark=sign,
        words=f"{MARKS[sign]}：{_steps_in_words(plan, day) if plan else '没有节点，也没有时限。'}",
        declared=said_so,
        supported=borne_out,
        schedule=_due(promise, plan, due, day, parameters),
        declared_gap=_step_gap(overdue[Status.DECLARED], due, day),
        supported_gap=_step_gap(overdue[Status.SUPPORTED], due, day),
        unproven=None if said_so.value is None else said_so.value - (borne_out.value or 0),
        steps=plan,
        days_late=max((step.state(step.supported_on, day)[1] for step in plan), default=0),
    )


def _on(step: Step, status: Status) -> date | None:
    return step.declared_on if status is Status.DECLARED else step.supported_on


def _reached(status: Status, plan: Sequence[Step], day: date, parameters: Parameters) -> Assessment:
    done = [step for step in plan if _on(step, status) is not None]
    if not done:
        words = "单位还没有报到过一个节点。" if status is Status.DECLARED else "还没有节点有审核通过的佐证。"
        return Assessment(status, State.NOTHING, f"{status}/nothing", parameters.version, words)
    inputs = tuple(Input(step.outcome, str(_on(step, status)), key) for step in done for key in step.filings)
    words = f"{len(plan)}个节点到了{len(done)}个：{'、'.join(step.outcome for step in done)}。"
    last = max(on for step in done if (on := _on(step, status)))
    return Assessment(
        status, State.VALUE, f"{status}/steps", parameters.version, words, Decimal(len(done)), "个节点",
        min(last, day), inputs,
    )  # fmt: skip


def _due(
    promise: Promise, plan: Sequence[Step], due: Sequence[Step], day: date, parameters: Parameters
) -> Assessment:
    rule = f"schedule/{'stages' if promise.kind is Kind.PROJECT else 'nodes'}"
    if due and all(step.continuous for step in due):
        rule = "schedule/continuous"
    inputs = tuple(Input(step.outcome, said_day(step.due), step.source) for step in plan)
    if not due:
        first = f"第一个是{said_day(plan[0].due)}的{plan[0].outcome}。" if plan else "没有节点。"
        words = f"还没有到期的节点，{first}"
        return Assessment(Status.SCHEDULE, State.NOT_DUE, rule, parameters.version, words, inputs=inputs)
    words = f"到{said_day(day)}应到{len(due)}个节点：{'、'.join(step.outcome for step in due)}。"
    return Assessment(
        Status.SCHEDULE, State.VALUE, rule, parameters.version, words, Decimal(len(due)), "个节点", day, inputs
    )  # fmt: skip


def _step_gap(overdue: Sequence[Step], due: Sequence[Step], day: date) -> Gap | None:
    """By how many days the longest overdue step is overdue."""
    if not due:
        return None
    if not overdue:
        return Gap(Decimal(0), "天", True, "应到的节点都到了")
    first = min(overdue, key=lambda step: (step.due, step.order))
    days = (day - first.due).days
    return Gap(Decimal(days), "天", False, f"{first.outcome}逾期{days}天")


def _steps_in_words(plan: Sequence[Step], day: date) -> str:
    parts = []
    for step in plan:
        state, days = step.state(step.supported_on, day)
        only_said = state is StepState.OVERDUE and step.declared_on is not None
        days_said = f"{days}天" if days else ""
        parts.append(f"{step.outcome}{STEP_STATES[state]}{days_said}{'（单位报已到）' if only_said else ''}")
    return "；".join(parts) + "。"
