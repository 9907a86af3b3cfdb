"""Loads rule files; an entry that lacks an example, or holds what its file does not know, is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from luoshi.errors import RulebookError

DATA = Path(__file__).parent / "data"
_LISTS = ("words", "patterns", "examples", "counter_examples")
_COMMON = {*_LISTS, "note"}

#: Rule file → the fields its entries have beside the common ones, and the values each may take.
FIELDS: dict[str, dict[str, set[str] | None]] = {
    "units": {"group": {"count", "money", "size", "rate", "time", "grade", "title"}, "same_as": None},
    "bounds": {
        "relation": {"ge", "gt", "le", "lt", "approx"},
        "place": {"before", "after", "number"},
    },
    "measures": {"measure": {"growth", "level", "output"}, "direction": {"up", "down"}},
    "clauses": {"side": {"left", "right"}},
    "predicates": {},
    "deadlines": {"due": None},
    "scopes": {},
    "synonyms": {},
    "indicators": {"better": {"up", "down", "band"}, "tolerance": None, "part_of": None},
    "firmness": {"firm": {"firm", "soft"}},
    "stages": {"stage": {"prepare", "start", "build", "complete", "operate", "other"}},
}
_OPTIONAL = {"same_as", "direction", "tolerance", "part_of"}
#: Files in which a word has one meaning, so that a second entry with it would silently win or lose.
_ONE_MEANING = {"units", "bounds", "measures", "scopes", "stages", "synonyms", "indicators", "firmness"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: the words or short patterns it knows and the sentences that show it.

    `rule` (`units/area`) is the name that findings carry. Compiling an example must fire the rule,
    compiling a counter-example must not.
    """

    rule: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    fields: Mapping[str, str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    line: int


def files() -> tuple[str, ...]:
    """The names of the rule files this loader knows."""
    return tuple(FIELDS)


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of a rule file, in its order. Raises RulebookError with file, line and remedy."""
    fields = FIELDS[name]
    distinct = name in _ONE_MEANING
    return read_rules(DATA / f"{name}.yaml", fields, required=fields.keys() - _OPTIONAL, distinct=distinct)


def read_rules(
    path: Path,
    fields: Mapping[str, set[str] | None],
    *,
    required: Iterable[str] = (),
    distinct: bool = False,
) -> tuple[Entry, ...]:
    """The entries of any rule file whose entries may have `fields`, and must have the `required` ones.

    `distinct` refuses a word that stands in two entries.
    """
    found: list[Entry] = []
    owner: dict[str, str] = {}
    for place, value in raw_entries(path):
        entry = _entry(place, value, fields, required)
        for word in entry.words if distinct else ():
            if owner.setdefault(word, place.entry) != place.entry:
                raise place.refuse(f"的词“{word}”在条目“{owner[word]}”里已有。请只留一处。", "words")
        found.append(entry)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in its file, for what has to be said about it."""

    path: Path
    entry: str
    line: int
    fields: Mapping[str, int]

    def refuse(self, problem: str, field: str = "") -> RulebookError:
        line = self.fields.get(field, self.line)
        return RulebookError(f"{self.path.name}:{line}: 条目“{self.entry}”{problem}")


def raw_entries(path: Path) -> list[tuple[Place, Any]]:
    """The entries as YAML has them, each with its place."""
    try:
        loader = yaml.CSafeLoader(_text(path))
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise RulebookError(
                f"{path.name}:1: 规则文件应由“名称: 内容”的条目组成。请对照别的规则文件改写。"
            )
        places = [_place(path, key, value) for key, value in _keys(path, root, "条目“{}”")]
        return list(zip(places, loader.construct_document(root).values(), strict=True))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise RulebookError(
            f"{path.name}:{mark.line + 1 if mark else 1}: 不是有效的 YAML。"
            "请对照上下条目，检查这一行和上一行的缩进、冒号、引号和括号。"
        ) from error


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RulebookError(f"{path.name}:{line}: 不是 UTF-8 编码。请用编辑器另存为 UTF-8。") from error


def _place(path: Path, key: yaml.Node, value: yaml.Node) -> Place:
    fields = {}
    if isinstance(value, yaml.MappingNode):
        label = f"条目“{key.value}”的字段“{{}}”"
        fields = {field.value: field.start_mark.line + 1 for field, _ in _keys(path, value, label)}
    return Place(path, key.value, key.start_mark.line + 1, fields)


def _keys(path: Path, node: yaml.MappingNode, label: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """The pairs of a mapping; YAML itself would let the second of two equal keys win without a word."""
    seen: dict[str, int] = {}
    for key, _ in node.value:
        line, name = key.start_mark.line + 1, label.format(key.value)
        if key.tag != "tag:yaml.org,2002:str":
            raise RulebookError(f"{path.name}:{line}: {name}不是文字。请给它加引号。")
        if key.value in seen:
            raise RulebookError(
                f"{path.name}:{line}: {name}重复（第 {seen[key.value]} 行已有）。请合并两处。"
            )
        seen[key.value] = line
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    return pairs


def _entry(place: Place, value: Any, fields: Mapping[str, set[str] | None], required: Iterable[str]) -> Entry:
    if not isinstance(value, dict):
        raise place.refuse("没有内容。请写出 words、examples 和 counter_examples。")
    for field in value:
        if field not in _COMMON and field not in fields:
            known = "、".join(sorted(_COMMON | fields.keys()))
            raise place.refuse(f"有不认识的字段“{field}”。可用的字段：{known}。", field)
    for field in ("examples", "counter_examples"):
        if not value.get(field):
            raise place.refuse(f"缺少 {field}。请至少写一个{'例句' if field == 'examples' else '反例'}。")
    return Entry(
        rule=f"{place.path.stem}/{place.entry}",
        fields=_fields(place, value, fields, required),
        line=place.line,
        **_lists(place, value),
    )


def _fields(
    place: Place, value: Mapping[str, Any], fields: Mapping[str, set[str] | None], required: Iterable[str]
) -> dict[str, str]:
    for field in sorted(required):
        if field not in value:
            allowed = fields[field]
            said = f"可写：{'、'.join(sorted(allowed))}。" if allowed else "请对照别的条目写上。"
            raise place.refuse(f"缺少 {field}。{said}")
    found = {field: said for field, said in value.items() if field in fields}
    for field, said in found.items():
        allowed = fields[field]
        if not isinstance(said, str | int | float):
            raise place.refuse(f"的 {field} 应是一个词，不是列表或空白。", field)
        if allowed and said not in allowed:
            raise place.refuse(f"的 {field} 是“{said}”，只能是：{'、'.join(sorted(allowed))}。", field)
    return {field: str(said) for field, said in found.items()}


def _lists(place: Place, value: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    for field in _LISTS:
        said = value.get(field, [])
        if not isinstance(said, list) or not all(isinstance(word, str) and word for word in said):
            raise place.refuse(
                "的 words、patterns、examples、counter_examples 都应是文字列表；数字请加引号。", field
            )
    if not value.get("words") and not value.get("patterns"):
        raise place.refuse("没有 words，也没有 patterns。请写出它认得的词。")
    for pattern in value.get("patterns", ()):
        try:
            re.compile(pattern)
        except re.error as error:
            raise place.refuse(
                f"的 patterns 里“{pattern}”不是有效的正则表达式。请检查括号。", "patterns"
            ) from error
    return {field: tuple(value.get(field, ())) for field in _LISTS}
