"""Where a case is: the fold of its acts over a definition. Nothing is checked here; `acting` does that before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from luoshi.mechanisms.clocks import Clock, due_day
from luoshi.mechanisms.definition import Definition, Length, Settings, chosen
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import ActSpec, ClockSpec, Unit


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done in a case: which, when, by whom in what role (None: the system), and what was stated.

    `id` names the request: the same one sent twice is done once.
    """

    act: str
    on: date
    role: Role | None = None
    person: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""


@dataclass(slots=True)
class Progress:
    """Where a case is after its acts. `past` holds runs of clocks that were started anew."""

    definition: Definition
    settings: Settings
    opened: date | None = None
    state: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, Clock] = field(default_factory=dict)
    past: list[Clock] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)

    @property
    def final(self) -> bool:
        """Whether nothing more is to be done."""
        return bool(self.state) and self.definition.spec.states[self.state].final

    def holds(self, only: Mapping[str, str]) -> bool:
        """Whether what has been stated is what `only` asks for."""
        said = self.said
        return all(said.get(name) == value for name, value in only.items())

    def length(self, parameter: str) -> Length | None:
        """The parameter's value for this case: by the day it was opened, and where."""
        assert self.opened
        return chosen(self.definition, parameter, self.opened, self.settings)


def fold(definition: Definition, acts: Iterable[Act], settings: Settings | None = None) -> Progress:
    """Where a case is after these acts, which were accepted when they were done."""
    progress = Progress(definition, settings or Settings())
    for act in acts:
        advance(progress, act)
    return progress


def advance(progress: Progress, act: Act) -> None:
    """Do one accepted act."""
    spec = progress.definition.spec.acts[act.act]
    if progress.opened is None:
        progress.opened = act.on
    progress.acts.append(act)
    progress.said.update(act.said)
    progress.said.update(spec.sets)
    _clocks(progress, spec, act)
    if spec.raises:
        progress.pending.add(spec.raises)
    if spec.settles:
        progress.pending.discard(spec.settles)
    if spec.to:
        progress.state = spec.to
        if progress.final:
            _stop_all(progress, act.on)


def _clocks(progress: Progress, spec: ActSpec, act: Act) -> None:
    clocks = progress.clocks
    for name in spec.stops:
        if name in clocks and clocks[name].running:
            clocks[name].stop(act.on)
    for name in spec.continues:
        if name in clocks:
            clocks[name].stopped = None
    for name in spec.pauses:
        if name in clocks and clocks[name].running and not clocks[name].paused:
            clocks[name].paused = act.on
    for name in spec.resumes:
        if name in clocks and clocks[name].paused:
            clocks[name].resume(act.on)
    if spec.extends and spec.extended_to:
        to = day_of(act.said[spec.extended_to])
        for name in spec.extends:
            if name in clocks and clocks[name].running:
                clocks[name].extend(act.on, to)
    for name in spec.starts:
        _start(progress, name, act.on)


def _start(progress: Progress, name: str, on: date) -> None:
    spec = progress.definition.spec.clocks[name]
    if not progress.holds(spec.only):
        return
    if name in progress.clocks:
        progress.past.append(progress.clocks[name])
    unit, due = _due(progress, spec, on)
    progress.clocks[name] = Clock(name, unit, on, due, spec.rolls, spec.waiting)


def _due(progress: Progress, spec: ClockSpec, on: date) -> tuple[Unit, date | None]:
    if spec.stated:
        return Unit.DAYS, day_of(progress.said[spec.stated])
    assert spec.length
    length = progress.length(spec.length)
    unit = progress.definition.spec.parameters[spec.length].unit
    if length is None:
        return unit, None
    return unit, due_day(on, length.value, unit, spec.first_day, rolls=spec.rolls)


def _stop_all(progress: Progress, on: date) -> None:
    for clock in progress.clocks.values():
        if clock.running:
            clock.stop(on)


def day_of(value: Any) -> date:
    """A stated date, from a journal (text) or a definition (a date)."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)
