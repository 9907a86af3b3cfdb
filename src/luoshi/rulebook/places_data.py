"""Administrative divisions of China by year (provinces, cities, counties), and the levels of government."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from luoshi.rulebook.load import DATA, Entry, read_rules


class Level(StrEnum):
    """Whose report it is, or what kind of area a place is."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Division(NamedTuple):
    """An area: `code` bore `name` from `first` to `last`; `short` is the name without 县, 区, 市."""

    code: str
    name: str
    short: str
    first: int
    last: int

    @property
    def level(self) -> Level:
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """Where names mislead: ordinary words, words that hold a name, what makes a short form another name."""

    common: frozenset[str]
    inside: tuple[str, ...]
    after: re.Pattern[str]
    verbs: frozenset[str]


#: The cities directly under the central government: provinces by level, called 市.
MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})

#: A year after every year of the table: still so.
STILL = 9999


@cache
def divisions() -> tuple[Division, ...]:
    """The whole table, by code and time."""
    lines = (DATA / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_division(*line.split("\t")) for line in lines if line[0] != "#")


def _division(code: str, name: str, first: str, last: str = "", short: str = "") -> Division:
    usual = name if len(name) == 2 else name[:-1]
    return Division(code, name, short or usual, int(first), int(last) if last else STILL)


@cache
def first_year() -> int:
    """The first year the table knows; an earlier report is read by it."""
    return min(division.first for division in divisions())


@lru_cache(maxsize=16)
def divisions_in(year: int) -> Mapping[str, Division]:
    """The areas of a year, by code; of the table's first year where `year` is earlier."""
    known = max(year, first_year())
    return {division.code: division for division in divisions() if division.first <= known <= division.last}


@cache
def place_rules() -> PlaceRules:
    """The rules of `places.yaml`."""
    of = {entry.fields["use"]: entry for entry in place_entries()}
    after = re.compile("|".join(of["after"].patterns))
    return PlaceRules(
        frozenset(of["common"].words), of["inside"].words, after, frozenset(of["overlap"].words)
    )


def place_entries() -> tuple[Entry, ...]:
    """The entries of `places.yaml`, examples included."""
    return read_rules(
        DATA / "places.yaml", {"use": {"common", "inside", "after", "overlap"}}, required=("use",)
    )
