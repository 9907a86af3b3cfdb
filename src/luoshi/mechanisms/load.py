"""Loads definitions: a file that does not hold is refused with line, reason and remedy, before any case goes by it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from luoshi.errors import MechanismError
from luoshi.mechanisms.checks import check
from luoshi.mechanisms.definition import Definition, digest_of
from luoshi.mechanisms.schema import PARTS, Part, ProcedureSpec, Script
from luoshi.mechanisms.source_lines import Lines, read_yaml

P = TypeVar("P", bound=Part)

CATALOGUE = Path(__file__).parent / "catalogue"
#: `name.yaml`, or `name.2.yaml` for the second edition.
_FILE = re.compile(r"([a-z0-9][a-z0-9-]*)(?:\.(\d+))?\.yaml")
#: By kind of pydantic's complaints, what to say in an official's words.
_SAID = {
    "missing": "缺少“{field}”。请写上：{meaning}。",
    "extra_forbidden": "有不认识的“{field}”。请核对拼写；可用的字段见参考页“机制定义文件”。",
    "enum": "“{value}”不能用，只能是：{expected}。",
    "string_type": "应是文字，不是“{value}”。数字、日期当文字用时请加引号。",
    "string_too_short": "是空的。请写上内容。",
    "string_pattern_mismatch": "“{value}”不能作这里的名字。请用小写英文字母、数字和下划线，以字母开头。",
    "int_type": "应是整数，不是“{value}”。",
    "int_parsing": "应是整数，不是“{value}”。",
    "int_from_float": "应是整数，不是“{value}”。",
    "bool_type": "应是 true 或 false，不是“{value}”。",
    "bool_parsing": "应是 true 或 false，不是“{value}”。",
    "tuple_type": "应是列表，如 [甲, 乙]，不是“{value}”。",
    "dict_type": "应是“名称: 内容”，不是“{value}”。",
    "model_type": "应是“名称: 内容”，不是“{value}”。",
    "too_short": "至少要写一条。",
    "greater_than_equal": "“{value}”太小，最小是 {ge}。",
    "less_than_equal": "“{value}”太大，最大是 {le}。",
}

_KINDS = {"date": "应是日期，如 2026-01-01，不加引号。"}


@cache
def catalogue() -> tuple[Definition, ...]:
    """Every definition that comes with the program, by name and edition."""
    return load_all(sorted(CATALOGUE.glob("*.yaml")))


def find(name: str, edition: int | None = None) -> Definition:
    """The definition of this name (or title), the newest edition unless one is named. Raises MechanismError."""
    found = [one for one in catalogue() if name in (one.name, one.title)]
    found = [one for one in found if edition in (None, one.spec.edition)]
    if not found:
        known = "、".join(f"{one.name}（{one.title}）" for one in catalogue())
        raise MechanismError(f"没有“{name}”这个机制。有的是：{known}。")
    return max(found, key=lambda one: one.spec.edition)


def load_all(paths: Iterable[Path]) -> tuple[Definition, ...]:
    """These files, none of which may stand for the same time as another of its name."""
    found = sorted((load(path) for path in paths), key=lambda one: (one.name, one.spec.edition))
    editions: dict[str, list[Definition]] = defaultdict(list)
    for one in found:
        editions[one.name].append(one)
    for several in editions.values():
        for earlier, later in pairwise(several):
            _after(earlier, later)
    return tuple(found)


def load(path: Path) -> Definition:
    """One definition. Raises MechanismError, which names file, line, reason and remedy."""
    named = _FILE.fullmatch(path.name)
    if not named:
        raise MechanismError(
            f"{path.name}: 文件名应是“名字.yaml”，第二版以后“名字.2.yaml”，名字用小写英文、数字和短横。请改文件名。"
        )
    values, lines = read_yaml(path)
    spec = validated(ProcedureSpec, values, lines)
    check(spec, lines)
    edition = int(named[2] or 1)
    if spec.edition != edition:
        raise lines.refuse(
            ("edition",), f"文件名说是第 {edition} 版，文件里写着第 {spec.edition} 版。请改成一样。"
        )
    return Definition(named[1], spec, digest_of(path.read_text(encoding="utf-8-sig")), path.name)


def _after(earlier: Definition, later: Definition) -> None:
    if earlier.spec.before is None or earlier.spec.before > later.spec.since:
        raise MechanismError(
            f"{later.file}: 第 {later.spec.edition} 版从 {later.spec.since} 起用，与第 {earlier.spec.edition} 版"
            f"（{earlier.file}）的时间重叠。请在前一版写 before: {later.spec.since}。"
        )


def read_script(path: Path) -> Script:
    """A script to try a definition on, written as its examples are. Raises MechanismError."""
    values, lines = read_yaml(path)
    return validated(Script, values, lines)


def validated(model: type[P], values: dict[str, Any], lines: Lines) -> P:
    """The values as this part of a definition. Raises MechanismError for the first that does not fit."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _complaint(error, lines) from error


def _complaint(error: ValidationError, lines: Lines) -> MechanismError:
    """The first thing that does not fit, by line; an unknown field first: it is why another is missing."""
    found = error.errors(include_url=False)
    one = min(found, key=lambda e: (e["type"] != "extra_forbidden", _line(e["loc"], lines)))
    at = tuple(part for part in one["loc"] if part != "[key]")
    field = str(at[-1]) if at else ""
    context = dict(one.get("ctx", {}))
    if one["type"] == "enum":
        context["expected"] = (
            str(context["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")
        )
    said = _SAID.get(
        one["type"], "“{value}”不合要求。" + _KINDS.get(one["type"].split("_")[0], "请对照参考页改写。")
    )
    words = said.format(field=field, value=_short(one["input"]), meaning=_meaning(field), **context)
    where = ".".join(
        str(part) for part in at if part != field or one["type"] not in ("missing", "extra_forbidden")
    )
    return lines.refuse(at, f"{where}: {words}" if where else words)


def _line(loc: tuple[int | str, ...], lines: Lines) -> int:
    while loc and loc not in lines.lines:
        loc = loc[:-1]
    return lines.lines.get(loc, 1)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _meaning(field: str) -> str:
    """What a missing field is for, from the same descriptions as the page of reference."""
    for _, part in PARTS:
        for name, info in part.model_fields.items():
            if (info.alias or name) == field and info.description:
                return info.description
    return "内容"
