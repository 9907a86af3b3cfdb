"""A definition as the engine uses it: the file's contents, where it came from, and the digest that names it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from luoshi.mechanisms.schema import ActSpec, ParameterSpec, ProcedureSpec, Unit


@dataclass(frozen=True)
class Definition:
    """One edition of one procedure. `digest` changes with any character of the file."""

    name: str
    spec: ProcedureSpec
    digest: str
    file: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.spec.title

    @property
    def key(self) -> str:
        """Name and edition, as a case keeps them: `13710/1`."""
        return f"{self.name}/{self.spec.edition}"

    @cached_property
    def opening(self) -> dict[str, ActSpec]:
        """The acts that begin a case."""
        return {name: act for name, act in self.spec.acts.items() if not act.from_}

    @cached_property
    def leaving(self) -> dict[str, tuple[str, ...]]:
        """By state, the acts that can be done in it, in the file's order."""
        return {
            state: tuple(name for name, act in self.spec.acts.items() if state in act.from_)
            for state in self.spec.states
        }

    def in_force(self, day: date) -> bool:
        """Whether a case opened on this day goes by this edition."""
        return self.spec.since <= day and (self.spec.before is None or day < self.spec.before)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a place has decided for itself: procedures switched on, and parameters of its own by procedure."""

    places: tuple[str, ...] = ()
    switched_on: frozenset[str] = frozenset()
    switched_off: frozenset[str] = frozenset()
    values: Mapping[tuple[str, str], tuple[tuple[date, int], ...]] = field(default_factory=dict)

    def enabled(self, definition: Definition) -> bool:
        """Whether cases of it can be opened."""
        if definition.name in self.switched_off:
            return False
        return definition.spec.enabled or definition.name in self.switched_on


@dataclass(frozen=True, slots=True)
class Length:
    """A parameter's value for one case, with where it comes from."""

    value: int
    unit: Unit
    since: date
    source: str


def chosen(definition: Definition, parameter: str, day: date, settings: Settings) -> Length | None:
    """The value in force on the day a case began: the place's own, then the narrowest place's, then the general one.

    None where it is a setting that nobody has made.
    """
    spec = definition.spec.parameters[parameter]
    own = [one for one in settings.values.get((definition.name, parameter), ()) if one[0] <= day]
    if own:
        since, value = max(own)
        return Length(value, spec.unit, since, "本地设定")
    return _published(definition, spec, day, settings.places)


def _published(
    definition: Definition, spec: ParameterSpec, day: date, places: tuple[str, ...]
) -> Length | None:
    for place in (*places, ""):
        for one in reversed(spec.values):
            if one.place == place and one.since <= day and (one.before is None or day < one.before):
                source = definition.spec.sources[one.source]
                return Length(one.value, spec.unit, one.since, source.title)
    return None


def digest_of(text: str) -> str:
    """The name of a file's contents: SHA-256 of its text with plain line ends, 16 hex digits."""
    plain = text.replace("\r\n", "\n").lstrip("\ufeff")
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
