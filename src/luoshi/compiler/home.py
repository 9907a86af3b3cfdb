"""Whose report it is where the text does not say: by what it calls its own area, and by the areas it names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from luoshi.rulebook.places_data import MUNICIPALITIES, Division, Level, divisions_in, place_rules

#: `居全省前列` compares with the area above one's own, and says nothing of who speaks.
_OWN = re.compile("(?:我|(?<![居列在占为])全)([省市县州盟旗区])(?![域场民级委政第前首率最领平唯一])")
_LEVEL = {"省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY, "盟": Level.CITY, "县": Level.COUNTY,
          "旗": Level.COUNTY}  # fmt: skip
#: What only the State Council says, or says more than others do; 全国 and 国家 stand in every report.
_NATIONAL = re.compile(
    "国务院|我国|党中央|国防|外交|一国两制|中华民族|人民军队|中央和地方|中央财政|各级政府|各地区各部门"
)
#: What helps to tell in an extract that names no place.
_COUNTRY = re.compile("全国|国家(?!级)")
#: What only a local government says. 省级 and 各省 stand in the State Council's too.
_LOCAL = re.compile("我[省市县州盟旗区]|(?<!分)[省市县]委|[市县区]级|全[省市县]")
#: What a city's report says of itself rather than a province's.
_OF_A_CITY = re.compile("[我全]市|市[级委]")
#: Fewer areas of one city or province than this say nothing of whose report it is.
_ENOUGH = 3
#: The national words must be so many times the local words and the areas named.
_CLEARLY = 3
#: How the codes of Taiwan, Hong Kong and Macao start: every national report names them, none is theirs.
_APART = "78"
#: What to tell the reader of a report that nothing can be told of.
UNKNOWN_HOME = "看不出是哪里的报告，按市级建议单位；如不对，请用 --place 写明。"


class Home(NamedTuple):
    """The government that speaks: its level, its area where known, and a warning where both are a guess."""

    level: Level
    place: Division | None
    warning: str | None = None


def own_home(text: str, year: int) -> Home:
    """The level of government that speaks and its area, as far as the folded text lets see."""
    named = _named(text, year)
    level = _own_level(text)
    if level is None and _is_national(text, named):
        return Home(Level.NATION, None)
    mostly = _most_named(named)
    if level is None:
        place = (
            _likely(mostly, named, text)
            or _whose_parts(named, year, Level.CITY)
            or _whose_parts(named, year, Level.PROVINCE)
        )
        place = place or _only_province(named, year)
        return Home(place.level, place) if place else Home(Level.CITY, None, UNKNOWN_HOME)
    if mostly and level is Level.PROVINCE and mostly.level is Level.CITY and "我市" in text:
        return Home(Level.CITY, mostly)  # 全省 is what it compares itself with
    place = _whose_parts(named, year, level)
    if place is None and mostly and _speaks_as(mostly, level):
        place = mostly
    return Home(place.level if place else level, place)


def _likely(mostly: Division | None, named: Counter[Division], text: str) -> Division | None:
    """The area named most, where nothing speaks against it: a province's report names its capital most.

    A county says `全县`; one that others name often is only a namesake or a neighbour.
    """
    if mostly is None or mostly.level is Level.COUNTY:
        return None
    cities = [area for area in named if area.level is Level.CITY and area.code[:2] == mostly.code[:2]]
    capital = mostly.level is Level.CITY and len(cities) > 1 and not _OF_A_CITY.search(text)
    return None if capital else mostly


def _own_level(text: str) -> Level | None:
    """The level whose area the text calls `全市`, `我省`; None where none."""
    said = Counter(_OWN.findall(text))
    said["省"] += said.pop("区", 0) if "自治区" in text else 0
    if not said or max(said.values()) < 2:
        return None
    return _LEVEL.get(max(sorted(said), key=lambda word: said[word]), Level.COUNTY)


def _is_national(text: str, named: Counter[Division]) -> bool:
    """Whether the State Council speaks: its words, far more than those of a place and than areas named."""
    local = len(_LOCAL.findall(text)) + max(named.values(), default=0)
    national = len(_NATIONAL.findall(text))
    enough = national and national + len(_COUNTRY.findall(text)) >= _ENOUGH
    return bool(enough) and national > _CLEARLY * local


def _speaks_as(area: Division, level: Level) -> bool:
    """A city directly under the central government calls itself 全市, though it is a province by level."""
    return area.level is level or (level is Level.CITY and area.short in MUNICIPALITIES)


def _named(text: str, year: int) -> Counter[Division]:
    """How often each area is named, by its name or its short form."""
    areas, automaton = _names(year)
    said = Counter(index for index, *_ in automaton.find_matches_as_indexes(text) if index < len(areas))
    named: Counter[Division] = Counter()
    for index, count in said.items():
        named[areas[index]] += count
    return named


def _most_named(named: Counter[Division]) -> Division | None:
    """The area named far more than every other outside it; None where none is."""
    if not named:
        return None
    first = max(named, key=lambda area: (named[area], area.code))
    second = max(
        (count for area, count in named.items() if not area.code.startswith(_inside(first))), default=0
    )
    return first if named[first] >= max(_ENOUGH, 2 * second) else None


def _inside(area: Division) -> str:
    """What the codes of the area and of all that lies in it start with."""
    return area.code[: {Level.PROVINCE: 2, Level.CITY: 4}.get(area.level, 6)]


def _whose_parts(named: Counter[Division], year: int, level: Level) -> Division | None:
    """The city or province most of whose counties or cities are named; None where no one stands out."""
    parts: defaultdict[str, int] = defaultdict(int)
    for area in named:
        if level is Level.CITY and area.level is Level.COUNTY:
            parts[_city_of(area, year)] += 1
        elif level is Level.PROVINCE and area.level is Level.CITY:
            parts[area.code[:2] + "0000"] += 1
    ranked = sorted(parts, key=lambda code: (-parts[code], code))
    if not ranked or parts[ranked[0]] < _ENOUGH:
        return None
    if len(ranked) > 1 and parts[ranked[0]] < 2 * parts[ranked[1]]:
        return None
    return divisions_in(year).get(ranked[0])


def _city_of(area: Division, year: int) -> str:
    """The code of the city a county lies in; a municipality is its own counties' city."""
    province = divisions_in(year).get(area.code[:2] + "0000")
    whole = province is not None and province.short in MUNICIPALITIES
    return area.code[:2] + "0000" if whole else area.code[:4] + "00"


def _only_province(named: Counter[Division], year: int) -> Division | None:
    """The province all areas named lie in, where it or two of its cities are among them."""
    provinces = {area.code[:2] for area in named}
    above = sum(area.level is not Level.COUNTY for area in named)
    if len(provinces) != 1 or len(named) < _ENOUGH or above < 2:
        return None
    return divisions_in(year).get(provinces.pop() + "0000")


@lru_cache(maxsize=4)
def _names(year: int) -> tuple[list[Division], AhoCorasick]:
    """The names and short forms of a year's areas that mean one area: the highest, of equals none."""
    bearers: defaultdict[str, list[Division]] = defaultdict(list)
    common = place_rules().common
    for area in divisions_in(year).values():
        if area.code[0] in _APART:
            continue
        for name in {area.name, area.short} if area.name not in common else ():
            # Full names of two characters (范县) are part of too many words (示范县).
            if name not in common and (len(name) > 2 or (len(name) > 1 and name != area.name)):
                bearers[name].append(area)
    meant = {name: highest for name, areas in bearers.items() if (highest := _highest(areas))}
    words = [*meant, *(word for word in place_rules().inside if word not in meant)]
    return list(meant.values()), AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)


def _highest(areas: list[Division]) -> Division | None:
    for level in (Level.PROVINCE, Level.CITY, Level.COUNTY):
        found = [area for area in areas if area.level is level]
        if found:
            return found[0] if len(found) == 1 else None
    return None
