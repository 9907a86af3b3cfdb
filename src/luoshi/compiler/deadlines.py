"""Deadlines: by when an item is due, as a year or a year and month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luoshi.compiler.numerals import number
from luoshi.rulebook import entries

#: Last year of each five-year plan: the eighth ended in 1995.
_PLANS = {
    "七五": 1990,
    "八五": 1995,
    "九五": 2000,
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
    "十六五": 2035,
}
_PLAN = re.compile("|".join(sorted(_PLANS, key=len, reverse=True)))


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (entry.rule, entry.fields["due"], re.compile(pattern))
        for entry in entries("deadlines")
        for pattern in entry.patterns
    )


@cache
def _any() -> re.Pattern[str]:
    """Finds something in a text where one of the patterns does: most texts name no deadline."""
    patterns = [re.sub(r"\?P<\w+>", "?:", pattern.pattern) for _, _, pattern in _rules()]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_HINT = re.compile("[年月末季期]")
#: A deadline this near the beginning of an item holds for the rest of its sentence too.
_OPENING = 6


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something is due: a year or a year and month; `opens` where it leads what follows in its sentence."""

    due: str
    rule: str
    opens: bool


def deadline(text: str, *, year: int) -> Deadline | None:
    """The deadline said in a folded item; None where nothing is said.

    `year` is the year promises are due in unless they say otherwise: the plan's.
    """
    if not _may_say(text):
        return None
    for rule, due, pattern in _rules():
        match = pattern.search(text)
        if match:
            return Deadline(_date(due, match, year), rule, match.start() <= _OPENING)
    return None


def _may_say(text: str) -> bool:
    return _HINT.search(text) is not None and _any().search(text) is not None


def deadline_spans(text: str) -> dict[int, int]:
    """Where the deadlines of a folded text begin, each with where it ends; of those that begin alike the longest."""
    spans: dict[int, int] = {}
    if _may_say(text):
        for _, _, pattern in _rules():
            for match in pattern.finditer(text):
                spans[match.start()] = max(match.end(), spans.get(match.start(), 0))
    return spans


def _date(due: str, match: re.Match[str], year: int) -> str:
    said = match.groupdict()
    if due == "plan":
        name = _PLAN.search(match.group())
        return str(_PLANS[name.group()]) if name else str(year)
    if said.get("y"):
        year = int(number(said["y"]))
    elif said.get("next"):
        year += 1
    if due == "Y":
        return str(year)
    if due == "Y+n":
        return str(year + int(number(match["n"])))
    month = due.removeprefix("Y-")
    if month == "q":
        return f"{year}-{3 * int(number(match['q'])):02d}"
    return f"{year}-{int(match['m']):02d}" if month == "m" else f"{year}-{month}"
