"""The parameters of evaluation: dated, sourced numbers; one without a source or without examples is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.errors import SettingMissing
from luoshi.rulebook.load import DATA, Place, raw_entries
from luoshi.rulebook.version import version

_FIELDS = {"meaning", "unit", "values", "setting", "note", "examples", "counter_examples"}
_VALUE_FIELDS = {"since", "value", "source"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number in force since a day, with where it comes from."""

    name: str
    value: Decimal
    unit: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """A parameter as its file has it: no `values` where it is a setting that each place makes for itself."""

    name: str
    meaning: str
    unit: str
    values: tuple[Parameter, ...]
    setting: str
    examples: tuple[Mapping[str, Any], ...]
    counter_examples: tuple[Mapping[str, Any], ...]


class Parameters:
    """What is in force on a day: the rulebook's values, and the place's own settings before them.

    >>> parameters(date(2026, 11, 25)).need("grace_quarter").value
    Decimal('15')
    """

    def __init__(
        self, day: date, entries: Iterable[ParameterEntry], own: Iterable[Parameter], version: str
    ) -> None:
        self.day = day
        self.version = version
        self._entries = {entry.name: entry for entry in entries}
        published = [value for entry in self._entries.values() for value in entry.values]
        dated = [*published, *sorted(own, key=lambda value: value.since)]
        self._values = {value.name: value for value in dated if value.since <= day}
        for name in sorted(self._values.keys() - self._entries.keys()):
            raise SettingMissing(f"没有“{name}”这个参数。可以设定的：{'、'.join(sorted(self._entries))}。")

    def get(self, name: str) -> Parameter | None:
        """The parameter, or None where it is a setting nobody has made."""
        return self._values.get(name)

    def need(self, name: str) -> Parameter:
        """The parameter. Raises SettingMissing, which says what to set."""
        found = self._values.get(name)
        if found is None:
            raise SettingMissing(
                f"{self.day} 没有“{name}”（{self._entries[name].meaning}）。"
                "请在 evaluation.yaml 里写上生效更早的值，或者自己设定。"
            )
        return found


def parameters(day: date, *, own: Iterable[Parameter] = ()) -> Parameters:
    """The parameters in force on `day`; `own` are the settings of the place, which go before the rulebook's."""
    return Parameters(day, parameter_entries(), own, version())


@cache
def parameter_entries() -> tuple[ParameterEntry, ...]:
    """The entries of `evaluation.yaml`. Raises RulebookError with file, line and remedy."""
    return read_parameters(DATA / "evaluation.yaml")


def read_parameters(path: Path) -> tuple[ParameterEntry, ...]:
    """The entries of any file of parameters."""
    return tuple(_entry(place, value) for place, value in raw_entries(path))


def _entry(place: Place, value: Any) -> ParameterEntry:
    if not isinstance(value, dict):
        raise place.refuse("没有内容。请写出 meaning、unit、values、examples 和 counter_examples。")
    for field in sorted(value.keys() - _FIELDS):
        raise place.refuse(f"有不认识的字段“{field}”。可用的字段：{'、'.join(sorted(_FIELDS))}。", field)
    for field in ("meaning", "unit"):
        if not isinstance(value.get(field), str):
            raise place.refuse(f"缺少 {field}。请用一句话写上。", field)
    if bool(value.get("values")) == bool(value.get("setting")):
        raise place.refuse("应当写 values，或者写 setting 说明为什么没有默认值，只写一种。")
    return ParameterEntry(
        name=place.entry,
        meaning=value["meaning"],
        unit=value["unit"],
        values=_values(place, value),
        setting=str(value.get("setting", "")),
        examples=_cases(place, value, "examples", "例子"),
        counter_examples=_cases(place, value, "counter_examples", "反例"),
    )


def _cases(place: Place, value: Mapping[str, Any], field: str, name: str) -> tuple[Mapping[str, Any], ...]:
    cases = value.get(field)
    if not cases:
        raise place.refuse(f"缺少 {field}。请至少写一个{name}。", field)
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise place.refuse(f"的 {field} 应是“名称: 值”的列表。请对照别的条目改写。", field)
    return tuple(cases)


def _values(place: Place, value: Mapping[str, Any]) -> tuple[Parameter, ...]:
    said = value.get("values") or []
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise place.refuse("的 values 应是列表，每个值写 since、value 和 source。", "values")
    found = tuple(_value(place, value["unit"], one) for one in said)
    if [one.since for one in found] != sorted({one.since for one in found}):
        raise place.refuse("的 values 应按 since 从早到晚排，日期不重复。", "values")
    return found


def _value(place: Place, unit: str, said: Mapping[str, Any]) -> Parameter:
    for field in sorted(_VALUE_FIELDS - said.keys()):
        raise place.refuse(f"的一个值缺少 {field}。每个值都写 since、value 和 source。", "values")
    for field in sorted(said.keys() - _VALUE_FIELDS):
        raise place.refuse(f"的一个值有不认识的字段“{field}”。只写 since、value 和 source。", "values")
    if type(said["since"]) is not date:
        raise place.refuse("的 since 应是日期，如 2026-01-01。", "values")
    if type(said["value"]) not in (int, float):
        raise place.refuse("的 value 应是一个数，不加引号。", "values")
    if not isinstance(said["source"], str) or not said["source"].strip():
        raise place.refuse("的 source 是空的。请写网址，或者“本项目约定”和决定的编号。", "values")
    return Parameter(place.entry, Decimal(str(said["value"])), unit, said["since"], said["source"])
