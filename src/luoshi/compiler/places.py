"""Places: the administrative areas an item names, with their codes in the report's year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.compiler.compilation import Place
from luoshi.rulebook.places_data import (
    Division,
    Level,
    divisions,
    divisions_in,
    first_year,
    place_rules,
)

#: What a report of the whole country may call its place.
_NATION = {"", "全国", "中国", "国务院", "中华人民共和国", "中央"}
#: After a full name these make a word of their own (县域, 市场): no area is meant.
_NO_END = {"县": "域级乡区", "市": "场级政区", "区": "域间块位"}
#: Places whose offices are those of a county or below it.
_COUNTY_ENDS = ("县", "区", "旗", "镇", "乡", "街道", "办事处", "苏木", "管委会", "管理委员会")
_RANK = {Level.COUNTY: 0, Level.CITY: 1, Level.PROVINCE: 2, Level.NATION: 3}


def lookup(place: str, year: int) -> Division | None:
    """The area a report's place means (`云川市`, `某省云川市`); None for the nation and what is not known.

    The year's own areas go before those of other years, the highest before the lower; where namesakes of one
    level remain (新华区), none is meant.
    """
    return _one(_named(place, divisions_in(year).values())) or _inside(place, year) or _former(place)


def level_of(place: str, year: int) -> Level:
    """The level of government of a report's place; by its last character where no table knows it."""
    if place in _NATION:
        return Level.NATION
    known = lookup(place, year)
    if known:
        return known.level
    if place.endswith(("省", "自治区")):
        return Level.PROVINCE
    if place.endswith("地区"):
        return Level.CITY
    return Level.COUNTY if place.endswith(_COUNTY_ENDS) else Level.CITY


def read_by(year: int) -> int | None:
    """The table's first year, where it is used because `year` lies before it; else None."""
    return first_year() if year < first_year() else None


def find_places(texts: Sequence[str], *, place: str, year: int) -> list[tuple[Place, ...]]:
    """For each folded text the areas it names, in order, with offsets into that text.

    `place` is the report's own: it decides which short forms count and which of several namesakes is meant.
    """
    own = lookup(place, year)
    gazetteer = _Gazetteer(own, _atlas(own.code[:2] if own else "", max(year, first_year())), {})
    return [gazetteer.find(text) for text in texts]


@dataclass(frozen=True, slots=True)
class _Name:
    """A word that may name areas, the likeliest first; `sure` where it needs no parent before it."""

    areas: tuple[Division, ...]
    full: bool
    sure: bool


@dataclass(frozen=True)
class _Atlas:
    """What reports of one province and year can call an area; a word with no areas only looks like a name."""

    automaton: AhoCorasick
    words: tuple[str, ...]
    areas: tuple[tuple[Division, ...], ...]


@dataclass(frozen=True)
class _Gazetteer:
    """An atlas as the report of one place reads it; `names` fills as they are met."""

    own: Division | None
    atlas: _Atlas
    names: dict[int, _Name | None]

    def find(self, text: str) -> tuple[Place, ...]:
        matches = self.atlas.automaton.find_matches_as_indexes(text)
        return tuple(self._places(text, matches)) if matches else ()

    def _places(self, text: str, matches: list[tuple[int, int, int]]) -> Iterator[Place]:
        parent, parent_end = None, -1
        for index, start, end in matches:
            name = self._name(index)
            if name is None or _another_word(text, start, end, name):
                continue
            area = _meant(name, parent if parent_end == start else None)
            if area:
                yield Place(start, end, text[start:end], area.code)
                parent, parent_end = area, end

    def _name(self, index: int) -> _Name | None:
        if index not in self.names:
            self.names[index] = _name(self.atlas.words[index], self.atlas.areas[index], self.own)
        return self.names[index]


def _another_word(text: str, start: int, end: int, name: _Name) -> bool:
    # 新增城区: the verb before takes the first character, no 增城区 is meant.
    if start and text[start - 1 : start + 1] in place_rules().verbs:
        return True
    if name.full:
        return end < len(text) and text[end] in _NO_END.get(text[end - 1], "")
    return place_rules().after.match(text, end) is not None


def _meant(name: _Name, parent: Division | None) -> Division | None:
    """The area inside the one named just before; else the likeliest, where the name alone is enough."""
    if parent:
        for area in name.areas:
            if _within(area, parent):
                return area
    return name.areas[0] if name.sure else None


@lru_cache(maxsize=64)
def _atlas(province: str, year: int) -> _Atlas:
    areas = divisions_in(year).values()
    bearers: dict[str, list[Division]] = defaultdict(list)
    for area in areas:
        bearers[area.name].append(area)
    full = frozenset(bearers) | place_rules().common
    for area in areas:
        near = area.code[:2] == province or area.code.endswith("0000")
        if near and len(area.short) > 1 and area.short not in full:
            bearers[area.short].append(area)
    for word in place_rules().inside:
        bearers.setdefault(word, [])
    automaton = AhoCorasick(list(bearers), matchkind=MatchKind.LeftmostLongest)
    return _Atlas(automaton, tuple(bearers), tuple(map(tuple, bearers.values())))


def _name(word: str, areas: tuple[Division, ...], own: Division | None) -> _Name | None:
    """What a word means in a report of `own`; None where it is no name there."""
    full = any(word == area.name for area in areas)
    ranked = sorted(
        (area for area in areas if full or _short_counts(area, own)),
        key=lambda area: (-_nearness(area, own), -_RANK[area.level], area.code),
    )
    if not ranked:
        return None
    first, *others = ranked
    rank = (_nearness(first, own), first.level)
    alone = all((_nearness(area, own), area.level) != rank for area in others)
    # A full name of two characters (和县, 成县) is part of too many words to be meant from far away.
    clear = not full or len(word) > 2 or _nearness(first, own) > 0
    return _Name(tuple(ranked), full, alone and clear and word not in place_rules().common)


def _short_counts(area: Division, own: Division | None) -> bool:
    """Short forms count for provinces, the cities of the report's province and the counties of its city.

    A province's report has all its counties for its own, a county's those of its city.
    """
    if area.level is Level.PROVINCE:
        return True
    if own is None or area.code[:2] != own.code[:2]:
        return False
    return area.level is Level.CITY or own.level is Level.PROVINCE or area.code[:4] == own.code[:4]


def _nearness(area: Division, own: Division | None) -> int:
    """How many pairs of digits of its code the area shares with the report's own place."""
    if own is None or area.code[:2] != own.code[:2]:
        return 0
    return 2 if area.code[:4] == own.code[:4] else 1


def _within(area: Division, parent: Division) -> bool:
    if parent.level is Level.PROVINCE:
        return area.code[:2] == parent.code[:2] and area.level is not Level.PROVINCE
    return parent.level is Level.CITY and area.code[:4] == parent.code[:4] and area.level is Level.COUNTY


def _named(place: str, areas: Collection[Division]) -> list[Division]:
    by_name = [area for area in areas if place == area.name]
    return by_name or [area for area in areas if place in (area.short, area.short + "州")]


def _one(found: list[Division]) -> Division | None:
    highest = max((_RANK[area.level] for area in found), default=0)
    codes = {area.code: area for area in found if _RANK[area.level] == highest}
    return next(iter(codes.values())) if len(codes) == 1 else None


def _inside(place: str, year: int) -> Division | None:
    """An area named after the province or city it lies in (某省云川市)."""
    areas = divisions_in(year).values()
    for parent in areas:
        if parent.level is not Level.COUNTY and place.startswith(parent.name) and place != parent.name:
            rest = place.removeprefix(parent.name)
            found = [area for area in areas if _within(area, parent)]
            return _one(_named(rest, found)) or _inside(rest, year)
    return None


def _former(place: str) -> Division | None:
    """The last area of that name in any year."""
    found = _named(place, divisions())
    return _one([area for area in found if area.last == max(other.last for other in found)])
