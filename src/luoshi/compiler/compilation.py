"""What a compilation holds: items with their targets, projects, places and offices, and every character's class."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from luoshi.rulebook.places_data import Level
from luoshi.text.document import Document


class Kind(StrEnum):
    """What an item is: an amount to be met, named works, a thing to do, or a stance."""

    TARGET = "target"
    PROJECT = "project"
    ACTION = "action"
    PRINCIPLE = "principle"


class Tense(StrEnum):
    """What is promised, what was done, or how things stand."""

    PLEDGE = "pledge"
    RESULT = "result"
    SITUATION = "situation"


@dataclass(frozen=True, slots=True)
class Target:
    """One promised (or reported) amount. `value` is in `unit`, numeral scale multiplied out; `due` a year or year-month."""

    start: int
    end: int
    quote: str
    indicator: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    relation: str
    measure: str
    direction: str | None
    scope: str
    due: str
    optional: bool
    rule: str

    def moved(self, start: int, end: int, quote: str, indicator: str, scope: str) -> Target:
        """The same target where it stands in the document, in the document's own characters."""
        return Target(
            start, end, quote, indicator, self.value, self.value_high, self.unit, self.relation, self.measure,
            self.direction, scope, self.due, self.optional, self.rule,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """An amount that describes, limits or conditions, and is not promised."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Project:
    """Named works, site, event or enterprise that the item promises to move."""

    start: int
    end: int
    name: str
    stage: str
    rule: str

    def moved(self, start: int, end: int, name: str) -> Project:
        """The same works where they stand in the document."""
        return Project(start, end, name, self.stage, self.rule)


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative area named in the item, with its code in the report's year.

    `as_of` is the year whose divisions were used where the table does not reach back to the report's own.
    """

    start: int
    end: int
    name: str
    code: str
    as_of: int | None = None

    def moved(self, start: int, end: int, name: str) -> Place:
        """The same area where it stands in the document."""
        return Place(start, end, name, self.code, self.as_of)


@dataclass(frozen=True, slots=True)
class Office:
    """An office that would answer for the item; `why` says which duty or words of the text led to it."""

    name: str
    role: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said that one office could answer for: the text's `[start, end)`, line breaks included."""

    id: str
    start: int
    end: int
    text: str
    clean: str
    section: tuple[str, ...]
    tense: Tense
    kind: Kind
    vague: bool
    rule: str
    targets: tuple[Target, ...] = ()
    context: tuple[Context, ...] = ()
    projects: tuple[Project, ...] = ()
    places: tuple[Place, ...] = ()
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposition:
    """What became of a stretch of text; dispositions tile the report.

    `what` is item, heading, furniture, space or excluded; `reason` the rule, or the item's id.
    """

    start: int
    end: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Items under one topic sentence with one likely lead: a task as an office would list it."""

    topic: str
    lead: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Compilation:
    """A report taken apart. `items` stand in the order of the text; `level` is that of the government that speaks."""

    document: Document
    level: Level
    place: str
    year: int
    meeting: str
    items: tuple[Item, ...]
    dispositions: tuple[Disposition, ...]
    bundles: tuple[Bundle, ...] = ()
    warnings: tuple[str, ...] = field(default=())
