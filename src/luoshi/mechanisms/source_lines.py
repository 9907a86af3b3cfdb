"""A YAML file as plain values, with the line of every part of it, for what has to be said about one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import yaml

from luoshi.errors import MechanismError

#: A definition is a page or two; anything larger is something else.
MAX_BYTES = 1_000_000
#: Deeper than any definition goes.
_MAX_DEPTH = 20
#: The way to a part of a file: keys and positions, from the outside in.
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where in its file each part stands."""

    file: str
    lines: Mapping[Path, int]

    def refuse(self, path: Path, problem: str) -> MechanismError:
        """The error for the part at `path`, or for what holds it where it is not there."""
        while path and path not in self.lines:
            path = path[:-1]
        return MechanismError(f"{self.file}:{self.lines.get(path, 1)}: {problem}")


def read_yaml(path: File) -> tuple[dict[str, Any], Lines]:
    """The file's mapping and the lines of its parts. Raises MechanismError with file, line and remedy."""
    return parse_yaml(_text(path), path.name)


def parse_yaml(text: str, name: str) -> tuple[dict[str, Any], Lines]:
    """The same, from its text."""
    try:
        _no_aliases(text, name)
        loader = yaml.CSafeLoader(text)
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise MechanismError(f"{name}:1: 文件应由“名称: 内容”组成。请对照自带的定义改写。")
        lines: dict[Path, int] = {(): 1}
        return _value(loader, root, (), lines, name), Lines(name, lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise MechanismError(
            f"{name}:{mark.line + 1 if mark else 1}: 不是有效的 YAML。请检查这一行和上一行的缩进、冒号、引号和括号。"
        ) from error


def _text(path: File) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MechanismError(f"{path.name}: 打不开（{error.strerror}）。请核对文件名和权限。") from error
    if len(data) > MAX_BYTES:
        raise MechanismError(f"{path.name}: 有 {len(data)} 字节，不像一份定义。请核对文件。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MechanismError(f"{path.name}:{line}: 不是 UTF-8 编码。请用编辑器另存为 UTF-8。") from error


def _no_aliases(text: str, name: str) -> None:
    """Refuse what refers to another part: it can grow without end, and an official cannot follow it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise MechanismError(f"{name}:{line}: 不用 & 和 * 的引用。请把内容原样写出来。")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise MechanismError(f"{name}:{line}: 套了 {_MAX_DEPTH} 层以上。请检查缩进和括号。")


def _value(loader: Any, node: yaml.Node, path: Path, lines: dict[Path, int], name: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, lines, name)
    if isinstance(node, yaml.SequenceNode):
        found = []
        for at, one in enumerate(node.value):
            lines[(*path, at)] = one.start_mark.line + 1
            found.append(_value(loader, one, (*path, at), lines, name))
        return found
    try:
        return loader.construct_object(node)
    except ValueError as error:
        line = node.start_mark.line + 1
        raise MechanismError(f"{name}:{line}: “{node.value}”不是存在的日期。请核对年月日。") from error


def _mapping(
    loader: Any, node: yaml.MappingNode, path: Path, lines: dict[Path, int], name: str
) -> dict[str, Any]:
    """Keys are taken as they are written: YAML itself would read `on` as true, and let the second of two win."""
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise MechanismError(f"{name}:{line}: 冒号前面应是一个名字。请检查括号和缩进。")
        if key.value in found:
            first = lines[(*path, key.value)]
            raise MechanismError(f"{name}:{line}: “{key.value}”写了两次（第 {first} 行已有）。请合并两处。")
        lines[(*path, key.value)] = line
        found[key.value] = _value(loader, value, (*path, key.value), lines, name)
    return found
