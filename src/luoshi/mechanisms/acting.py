"""Whether an act can be done, and what can be done next: every no comes with its reason in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luoshi.mechanisms.clocks import Reading, count, read_clock
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.progress import Act, Progress, advance
from luoshi.mechanisms.refusals import Refusal, Why
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import ActSpec
from luoshi.mechanisms.stated import wrong_fields

_FIRST, _LAST = date(2004, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an act: done, known already (`again`), or refused."""

    refusal: Refusal | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the state allows: who may, what it needs; `blocked` says why not just now."""

    act: str
    title: str
    roles: tuple[Role, ...]
    system: bool
    needs: tuple[str, ...]
    may: tuple[str, ...]
    blocked: Refusal | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A step that an overdue clock asks for: who is told to do what."""

    clock: str
    what: str
    who: Role


def do(progress: Progress, act: Act, *, held: str = "") -> Answer:
    """Check an act and, if it may be, do it. `held`: what the asker waits for an answer to, if anything."""
    for earlier in progress.acts:
        if act.id and earlier.id == act.id:
            return _known(earlier, act)
    refusal = refused(progress, act, held=held)
    if refusal is None:
        advance(progress, act)
    return Answer(refusal)


def refused(progress: Progress, act: Act, *, held: str = "") -> Refusal | None:
    """Why this act cannot be done now; None where it can."""
    definition = progress.definition
    spec = definition.spec.acts.get(act.act)
    if spec is None:
        known = "、".join(f"{name}（{one.title}）" for name, one in definition.spec.acts.items())
        return Refusal(Why.UNKNOWN_ACT, f"“{definition.title}”没有“{act.act}”这一步。有的是：{known}。")
    return (
        _wrong_day(progress, act)
        or _wrong_state(progress, spec)
        or _wrong_role(spec, act.role)
        or _blocked(progress, spec, act.on, held)
        or _same_person(progress, spec, act)
        or wrong_fields(progress, spec, act)
    )


def offers(progress: Progress, day: date, *, held: str = "") -> list[Offer]:
    """What can be done next, by which roles; acts that this matter has no use for just now are left out."""
    definition = progress.definition
    names: Iterable[str] = definition.leaving[progress.state] if progress.state else definition.opening
    found = []
    for name in names:
        spec = definition.spec.acts[name]
        if progress.holds(spec.only) and (not spec.settles or spec.settles in progress.pending):
            blocked = _blocked(progress, spec, day, held)
            found.append(Offer(name, spec.title, spec.by, spec.system, spec.needs, spec.may, blocked))
    return found


def readings(progress: Progress, day: date) -> list[Reading]:
    """Every clock that was started, on a day, in the definition's order."""
    clocks = progress.clocks
    return [read_clock(clocks[name], day) for name in progress.definition.spec.clocks if name in clocks]


def prompts(progress: Progress, day: date, *, held: str = "") -> list[Prompt]:
    """The steps that overdue clocks ask for on a day; none while the case is held."""
    if held:
        return []
    found = []
    for name, spec in progress.definition.spec.clocks.items():
        clock = progress.clocks.get(name)
        if clock is None or clock.due is None or not clock.passed(day):
            continue
        for step in spec.steps:
            length = progress.length(step.after) if step.after else None
            if not step.after or (length and count(clock.due, day, length.unit) >= length.value):
                found.append(Prompt(name, step.what, step.who))
    return found


def unopened(definition: Definition, settings: Settings) -> Progress:
    """A case before its first act."""
    return Progress(definition, settings)


def _known(earlier: Act, act: Act) -> Answer:
    if (earlier.act, earlier.person, dict(earlier.said)) == (act.act, act.person, dict(act.said)):
        return Answer(again=True)
    return Answer(
        Refusal(
            Why.OTHER_CONTENT,
            f"编号为“{act.id}”的请求已经办过，内容却不一样。这次没有办；要办另一件事，请换一个请求编号。",
        )
    )


def _wrong_day(progress: Progress, act: Act) -> Refusal | None:
    if not _FIRST <= act.on < _LAST:
        return Refusal(Why.OUT_OF_ORDER, f"日期 {act.on} 不合理。请核对年份。")
    if progress.acts and act.on < progress.acts[-1].on:
        last = progress.acts[-1]
        title = progress.definition.spec.acts[last.act].title
        return Refusal(
            Why.OUT_OF_ORDER,
            f"日期 {act.on} 早于上一步“{title}”的 {last.on}。请核对日期；补记的，按上一步以后的日子写。",
        )
    return None


def _wrong_state(progress: Progress, spec: ActSpec) -> Refusal | None:
    definition = progress.definition
    if progress.state in spec.from_ or (not progress.state and not spec.from_):
        return None
    states = definition.spec.states
    if not progress.state:
        first = "、".join(one.title for one in definition.opening.values())
        return Refusal(Why.WRONG_STATE, f"还没有立案，不能“{spec.title}”。先办：{first}。")
    now = states[progress.state]
    if now.final:
        return Refusal(Why.WRONG_STATE, f"这件事“{now.title}”，已经到此为止，不能再“{spec.title}”。")
    where = "、".join(states[name].title for name in spec.from_) or "立案的时候"
    nexts = "、".join(definition.spec.acts[name].title for name in definition.leaving[progress.state])
    return Refusal(
        Why.WRONG_STATE, f"现在是“{now.title}”，“{spec.title}”要在“{where}”时办。现在可以办：{nexts}。"
    )


def _wrong_role(spec: ActSpec, role: Role | None) -> Refusal | None:
    if role in spec.by or (role is None and spec.system):
        return None
    may = "、".join(one.label for one in spec.by)
    who = role.label if role else "系统"
    return Refusal(Why.WRONG_ROLE, f"“{spec.title}”由{may}办，{who}不能办。请交给他们。")


def _blocked(progress: Progress, spec: ActSpec, day: date, held: str) -> Refusal | None:
    """What keeps anybody from doing it just now."""
    return (
        _switched(progress, spec, day)
        or _not_applicable(progress, spec)
        or _asked(progress, spec)
        or _out_of_time(progress, spec, day)
        or (_held(spec, held) if held else None)
    )


def _switched(progress: Progress, spec: ActSpec, day: date) -> Refusal | None:
    definition = progress.definition
    if spec.from_:
        return None
    if not progress.settings.enabled(definition):
        return Refusal(Why.SWITCHED_OFF, f"“{definition.title}”没有启用，不能立案。请先由负责人启用。")
    if not definition.in_force(day):
        return Refusal(
            Why.NOT_IN_FORCE,
            f"“{definition.title}”第 {definition.spec.edition} 版从 {definition.spec.since} 起用"
            f"{f'，到 {definition.spec.before} 为止（不含）' if definition.spec.before else ''}，{day} 不能按它立案。",
        )
    return None


def _not_applicable(progress: Progress, spec: ActSpec) -> Refusal | None:
    if progress.holds(spec.only):
        return None
    fields = progress.definition.spec.fields
    wanted = "、".join(
        f"{fields[name].title}是“{fields[name].choices[value]}”" for name, value in spec.only.items()
    )
    return Refusal(Why.NOT_APPLICABLE, f"“{spec.title}”只用于{wanted}的，这件事不是。")


def _asked(progress: Progress, spec: ActSpec) -> Refusal | None:
    if spec.raises and spec.raises in progress.pending:
        return Refusal(Why.ALREADY_RAISED, f"“{spec.title}”已经提出，还没有答复，不必再提。请等答复。")
    if spec.settles and spec.settles not in progress.pending:
        asks = [one.title for one in progress.definition.spec.acts.values() if one.raises == spec.settles]
        return Refusal(Why.NOTHING_RAISED, f"没有等着答复的“{'、'.join(asks)}”，不能“{spec.title}”。")
    return None


def _out_of_time(progress: Progress, spec: ActSpec, day: date) -> Refusal | None:
    clocks, specs = progress.clocks, progress.definition.spec.clocks
    for name in spec.before_due:
        if name in clocks and clocks[name].passed(day):
            return Refusal(
                Why.TOO_LATE,
                f"“{spec.title}”要在“{specs[name].title}”到期（{clocks[name].due}）以前办，今天是 {day}，已经过了。",
            )
    if spec.after_due and not any(name in clocks and clocks[name].passed(day) for name in spec.after_due):
        titles = "、".join(f"“{specs[name].title}”{_until(progress, name)}" for name in spec.after_due)
        return Refusal(Why.TOO_EARLY, f"{titles}还没有过，不能“{spec.title}”。")
    return None


def _until(progress: Progress, name: str) -> str:
    clock = progress.clocks.get(name)
    return f"（{clock.due}）" if clock and clock.due else ""


def _held(spec: ActSpec, held: str) -> Refusal | None:
    if not spec.escalates:
        return None
    return Refusal(Why.HELD, f"承办单位提出的协调事项还没有答复（{held}），先不“{spec.title}”。请先答复。")


def _same_person(progress: Progress, spec: ActSpec, act: Act) -> Refusal | None:
    for name in spec.not_by:
        last = next((one for one in reversed(progress.acts) if one.act == name), None)
        if last and last.person and last.person == act.person:
            title = progress.definition.spec.acts[name].title
            return Refusal(
                Why.SAME_PERSON, f"“{title}”和“{spec.title}”不能是同一个人（{act.person}）。请另一位同志办。"
            )
    return None
