"""What is stated with an act: nothing missing, nothing unknown, of the right sort, and no day that has passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from luoshi.mechanisms.progress import Act, Progress, day_of
from luoshi.mechanisms.refusals import Refusal, Why
from luoshi.mechanisms.schema import ActSpec, FieldSpec, Sort

#: How far a stated date may lie from the day of the act; beyond it, the year was mistyped.
_FARTHEST = timedelta(days=3660)


def wrong_fields(progress: Progress, spec: ActSpec, act: Act) -> Refusal | None:
    """Why what is stated will not do; None where it will."""
    fields = progress.definition.spec.fields
    for name in spec.needs:
        if act.said.get(name) in (None, "") or str(act.said[name]).isspace():
            return Refusal(
                Why.MISSING_FIELD, f"“{spec.title}”要写明“{fields[name].title}”（{name}）。请补上再办。"
            )
    for name, value in act.said.items():
        if name not in spec.needs and name not in spec.may:
            known = "、".join(f"{one}（{fields[one].title}）" for one in (*spec.needs, *spec.may)) or "无"
            return Refusal(Why.UNKNOWN_FIELD, f"“{spec.title}”不写“{name}”。可以写的：{known}。")
        if problem := _wrong_value(fields[name], value, act.on):
            return Refusal(Why.BAD_FIELD, f"“{fields[name].title}”{problem}")
    return _wrong_dues(progress, spec, act)


def _wrong_value(field: FieldSpec, value: Any, on: date) -> str:
    match field.sort:
        case Sort.CHOICE if not isinstance(value, str) or value not in field.choices:
            known = "、".join(f"{one}（{title}）" for one, title in field.choices.items())
            return f"不能是“{value}”，只能是：{known}。"
        case Sort.DATE:
            try:
                day = day_of(value)
            except (TypeError, ValueError):
                return f"“{value}”不是日期。请写成 2026-03-31 这样。"
            if abs(day - on) > _FARTHEST:
                return f"是 {day}，离办理的日子 {on} 太远。请核对年份。"
        case Sort.DOCUMENT | Sort.OFFICE | Sort.POST if not isinstance(value, str | int) or value is True:
            return "应是名称或者编号。"
        case Sort.TEXT if not isinstance(value, str):
            return "应是文字。数字请加引号。"
    return ""


def _wrong_dues(progress: Progress, spec: ActSpec, act: Act) -> Refusal | None:
    """A stated day that has already passed, or an extension that extends nothing."""
    definition = progress.definition.spec
    said = {**progress.said, **act.said, **spec.sets}
    for name in spec.starts:
        clock = definition.clocks[name]
        applies = all(said.get(one) == value for one, value in clock.only.items())
        if clock.stated and applies:
            title = definition.fields[clock.stated].title
            if clock.stated not in said:
                return Refusal(
                    Why.MISSING_FIELD, f"“{spec.title}”要写明“{title}”（{clock.stated}）。请补上再办。"
                )
            if day_of(said[clock.stated]) < act.on:
                return Refusal(
                    Why.BAD_FIELD, f"“{title}”{said[clock.stated]} 已经过了。请写今天或以后的日子。"
                )
    return _shorter(progress, spec, act)


def _shorter(progress: Progress, spec: ActSpec, act: Act) -> Refusal | None:
    if not spec.extends or not spec.extended_to:
        return None
    running = [c for name in spec.extends if (c := progress.clocks.get(name)) and c.running]
    if not running:
        return Refusal(Why.NOT_APPLICABLE, f"没有在数的时限，不能“{spec.title}”。")
    to = day_of(act.said[spec.extended_to])
    for clock in running:
        title = progress.definition.spec.clocks[clock.name].title
        if clock.due is None:
            return Refusal(Why.NOT_APPLICABLE, f"“{title}”没有设定期限，不必“{spec.title}”。")
        if to <= clock.due or to < act.on:
            return Refusal(
                Why.BAD_FIELD,
                f"新的期限 {to} 不晚于“{title}”现在的 {clock.due}，或者已经过了。请写更晚的日子。",
            )
    return None
