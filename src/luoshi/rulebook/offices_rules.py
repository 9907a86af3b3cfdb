"""The rules of offices: what each is called at each level, and which words belong to its duties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from luoshi.errors import RulebookError
from luoshi.rulebook.load import DATA, Entry, read_rules
from luoshi.rulebook.places_data import Level

#: The files of duties; a word stands in one of them only.
DUTY_FILES = ("duties_economy", "duties_city", "duties_farm", "duties_people", "duties_order")

_OFFICE_FIELDS: dict[str, set[str] | None] = {**{level.value: None for level in Level}, "municipality": None}
_DUTY_FIELDS: dict[str, set[str] | None] = {"office": None, "also": None, "weight": None, "hints": None}
_USUAL_WEIGHT = "3"


@dataclass(frozen=True, slots=True)
class Body:
    """An office of the standard set-up: its name at each level that has it, and the forms a text may use.

    `municipality` is its name in cities directly under the central government.
    """

    key: str
    names: Mapping[Level, str]
    forms: tuple[str, ...]
    municipality: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: its words, whose it is, who else could have it; words of no office only hide shorter ones."""

    rule: str
    name: str
    office: str
    also: tuple[str, ...]
    weight: float
    words: tuple[str, ...]
    hints: tuple[str, ...]


@cache
def bodies() -> Mapping[str, Body]:
    """Every office by its key in `offices.yaml`."""
    return {_key(entry): _body(entry) for entry in body_entries()}


def _body(entry: Entry) -> Body:
    names = {level: entry.fields[level] for level in Level if level in entry.fields}
    # Most departments there are what a province's are, called 市 and 局.
    usual = re.sub("^(团)?省", r"\1市", re.sub("厅$", "局", names.get(Level.PROVINCE, "")))
    return Body(_key(entry), names, entry.words, entry.fields.get("municipality", usual))


def body_entries() -> tuple[Entry, ...]:
    """The entries of `offices.yaml`, examples included."""
    return read_rules(DATA / "offices.yaml", _OFFICE_FIELDS)


@cache
def duties() -> tuple[Duty, ...]:
    """Every duty, in the order of the files. Raises RulebookError where one names an office there is not."""
    return tuple(_duty(entry, file) for file in DUTY_FILES for entry in duty_entries(file))


def duty_entries(file: str) -> tuple[Entry, ...]:
    """The entries of one of `DUTY_FILES`, examples included."""
    return read_rules(DATA / f"{file}.yaml", _DUTY_FIELDS)


def _duty(entry: Entry, file: str) -> Duty:
    office, also = entry.fields.get("office", ""), tuple(entry.fields.get("also", "").split())
    for key in (office, *also):
        if key and key not in bodies():
            raise RulebookError(
                f"{file}.yaml:{entry.line}: 条目“{_key(entry)}”写的单位“{key}”不在 offices.yaml 里。"
                f"可用的单位：{'、'.join(bodies())}。"
            )
    weight = float(entry.fields.get("weight", _USUAL_WEIGHT))
    hints = tuple(entry.fields.get("hints", "").split())
    return Duty(entry.rule, _key(entry), office, also, weight, entry.words, hints)


def _key(entry: Entry) -> str:
    return entry.rule.partition("/")[2]
