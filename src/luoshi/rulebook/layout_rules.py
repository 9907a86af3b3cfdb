"""The layout rules as compiled patterns, in the form in which the reader of layouts uses them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from luoshi.rulebook.load import DATA, Entry, read_rules

FIELDS: dict[str, set[str] | None] = {
    "use": {
        "furniture",
        "margin",
        "tail",
        "notes",
        "numbering",
        "untitled",
        "part",
        "opening",
        "sentence",
        "listed",
        "wording",
    },
    "rank": None,
    "part": {"review", "situation", "plan"},
    "weight": {"weak", "local", "onward", "over"},
    "within": {"review", "situation", "plan"},
}


@dataclass(frozen=True, slots=True)
class PartRule:
    """What a heading or an opening phrase says about the part it stands in.

    `rank` is that of such a heading where it has no number; `within` is the part that a sentence must stand in
    for the rule to hold, "" any.
    """

    name: str
    part: str
    weight: str
    rank: int | None
    within: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LayoutRules:
    """Every layout rule; patterns of whole lines are to be used with `fullmatch`."""

    furniture: re.Pattern[str]
    margin: re.Pattern[str]
    tail: re.Pattern[str]
    notes: re.Pattern[str]
    numbering: re.Pattern[str]
    ranks: dict[str, int]
    untitled: re.Pattern[str]
    headings: tuple[PartRule, ...]
    openings: tuple[PartRule, ...]
    sentences: tuple[PartRule, ...]
    listed: re.Pattern[str]
    wording: re.Pattern[str]


@cache
def layout_rules() -> LayoutRules:
    """The rules of `layout.yaml`. Raises RulebookError with file, line and remedy."""
    entries = read_rules(DATA / "layout.yaml", FIELDS, required=("use",))

    def of(use: str) -> list[Entry]:
        return [entry for entry in entries if entry.fields.get("use") == use]

    return LayoutRules(
        furniture=_named(of("furniture")),
        margin=_named(of("margin")),
        tail=_named(of("tail")),
        notes=_named(of("notes")),
        numbering=_named(of("numbering")),
        ranks={name_of(entry): int(entry.fields["rank"]) for entry in of("numbering")},
        untitled=_named(of("untitled")),
        headings=tuple(map(_part, of("part"))),
        openings=tuple(map(_part, of("opening"))),
        sentences=tuple(map(_part, of("sentence"))),
        listed=_named(of("listed")),
        wording=_named(of("wording")),
    )


def name_of(entry: Entry) -> str:
    """The entry's key in its file, which is also the name of its group in the joined pattern."""
    return entry.rule.partition("/")[2]


def _named(entries: Iterable[Entry]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name_of(entry)}>{'|'.join(entry.patterns)})" for entry in entries))


def _part(entry: Entry) -> PartRule:
    fields = entry.fields
    rank = int(fields["rank"]) if "rank" in fields else None
    weight, within = fields.get("weight", ""), fields.get("within", "")
    return PartRule(entry.rule, fields["part"], weight, rank, within, re.compile("|".join(entry.patterns)))
