"""Indicators: which way is better, how much `左右` allows, and to which larger one an indicator belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from luoshi.rulebook import Entry, entries
from luoshi.text.fold import fold


class Better(StrEnum):
    """Which way an indicator ought to go; a band is kept below its upper edge."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the rulebook knows of an indicator; `tolerance` is None where the usual one holds."""

    name: str
    better: Better
    tolerance: Decimal | None
    part_of: str
    rule: str


@cache
def _known() -> tuple[tuple[str, Entry], ...]:
    """Every word with its entry, longest first."""
    words = [(fold(word), entry) for entry in entries("indicators") for word in entry.words]
    return tuple(sorted(words, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Entry], ...]:
    return tuple((re.compile(p), entry) for entry in entries("indicators") for p in entry.patterns)


@lru_cache(maxsize=4096)
def indicator(words: str) -> Indicator | None:
    """The indicator that the words name: of the known ones the last, which is the head of the phrase, or None.

    `单位地区生产总值能耗` is a use of energy, not a product.
    """
    words = fold(words)
    found = [(words.rfind(word) + len(word), len(word), entry) for word, entry in _known() if word in words]
    if found:
        return _indicator(max(found, key=lambda each: each[:2])[2])
    return next((_indicator(entry) for pattern, entry in _patterns() if pattern.search(words)), None)


def _indicator(entry: Entry) -> Indicator:
    tolerance = entry.fields.get("tolerance")
    return Indicator(
        name=entry.rule.partition("/")[2],
        better=Better(entry.fields["better"]),
        tolerance=Decimal(tolerance) if tolerance else None,
        part_of=entry.fields.get("part_of", ""),
        rule=entry.rule,
    )
