"""Whose report it is where the text does not say: by what it calls its own area, and by the areas it names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.rulebook.places_data import Division, Level, divisions_in, place_rules

#: `居全省前列` compares with the area above one's own, and says nothing of who speaks.
_OWN = re.compile("(?:我|(?<![居列在占为])全)([省市县州盟旗区])(?![域场民级委政第前首率最领平唯一])")
_LEVEL = {"省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "盟": Level.CITY, "县": Level.COUNTY,
          "旗": Level.COUNTY}  # fmt: skip
#: Fewer areas of one city or province than this say nothing of whose report it is.
_ENOUGH = 3


def own_home(text: str, year: int) -> tuple[Level, Division | None]:
    """The level of government that speaks and its area, as far as the text lets see."""
    level = _own_level(text)
    if level is not Level.NATION:
        return level, _own_place(text, level, year)
    for guess in (Level.CITY, Level.PROVINCE):
        place = _own_place(text, guess, year)
        if place:
            return guess, place
    return level, None


def _own_level(text: str) -> Level:
    """The level whose area the text calls `全市`, `我省`; the nation where none."""
    said = Counter(_OWN.findall(text))
    said["省"] += said.pop("区", 0) if "自治区" in text else 0
    if not said or max(said.values()) < 2:
        return Level.NATION
    return _LEVEL.get(max(sorted(said), key=lambda word: said[word]), Level.COUNTY)


def _own_place(text: str, level: Level, year: int) -> Division | None:
    """The city or province most of whose counties or cities are named; None where no one stands out."""
    if level not in (Level.CITY, Level.PROVINCE):
        return None
    areas, automaton = _names(year)
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for index, *_ in automaton.find_matches_as_indexes(text):
        for area in areas[index]:
            if level is Level.CITY and area.level is Level.COUNTY:
                parts[area.code[:4] + "00"].add(area.code)
            elif level is Level.PROVINCE and area.level is Level.CITY:
                parts[area.code[:2] + "0000"].add(area.code)
    ranked = sorted(parts, key=lambda code: (-len(parts[code]), code))
    if not ranked or len(parts[ranked[0]]) < _ENOUGH:
        return None
    if len(ranked) > 1 and len(parts[ranked[0]]) < 2 * len(parts[ranked[1]]):
        return None
    return divisions_in(year).get(ranked[0])


@lru_cache(maxsize=4)
def _names(year: int) -> tuple[list[list[Division]], AhoCorasick]:
    bearers: defaultdict[str, list[Division]] = defaultdict(list)
    common = place_rules().common
    for area in divisions_in(year).values():
        for name in {area.name, area.short}:
            if len(name) > 1 and name not in common:
                bearers[name].append(area)
    return list(bearers.values()), AhoCorasick(list(bearers), matchkind=MatchKind.LeftmostLongest)
