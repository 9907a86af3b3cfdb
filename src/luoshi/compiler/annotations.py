"""Rows of an annotation or of a compilation, from JSON lines to checked and typed ones, for scoring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from luoshi.errors import OptionError, ReadError, ScoreError
from luoshi.text.read import load

#: One line of such a file.
Json = dict[str, Any]
Pair = tuple[list[Json], list[Json]]


@dataclass(frozen=True, slots=True)
class Amount:
    """A target, or (with nothing but its quote) a context amount."""

    start: int
    end: int
    quote: str
    value: float | None = None
    value_high: float | None = None
    unit: str = ""
    relation: str = ""
    measure: str = ""
    direction: str = ""
    indicator: str = ""
    scope: str = ""
    due: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Works:
    """A named project with its stage."""

    start: int
    end: int
    name: str
    stage: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item. `kind` is empty where only offices are annotated; `tense` is None where it is not."""

    start: int
    end: int
    text: str
    kind: str
    tense: str | None
    targets: tuple[Amount, ...]
    context: tuple[Amount, ...]
    projects: tuple[Works, ...]
    #: the annotated lead offices, disputed ones included
    lead: tuple[str, ...]
    #: the suggested offices, best first
    offices: tuple[str, ...]

    @property
    def middle(self) -> int:
        return (self.start + self.end) // 2


def read_pairs(paths: Sequence[str | Path]) -> list[Pair]:
    """The files of GOLD PREDICTED [GOLD PREDICTED …], two by two."""
    if not paths or len(paths) % 2:
        raise OptionError(f"给了 {len(paths)} 个文件，配不成对。请按“标注 预测”两个一组给出，组数不限。")
    rows = [_read_rows(Path(path)) for path in paths]
    return list(zip(rows[::2], rows[1::2], strict=True))


def reference(rows: Sequence[Json], where: str) -> list[Row]:
    """The annotated rows; context amounts and projects without offsets are looked up in their item."""
    if not rows:
        raise ScoreError(f"{where}是空的，没有可比的事项。请给出有标注的文件。")
    return [_row(row, _Place(where, n), annotated=True) for n, row in enumerate(rows, 1)]


def prediction(rows: Sequence[Json], where: str) -> list[Row]:
    """The predicted rows; refuses what breaks the contract: offsets missing, not fitting or overlapping."""
    made = [_row(row, _Place(where, n), annotated=False) for n, row in enumerate(rows, 1)]
    for n, (before, row) in enumerate(pairwise(made), 2):
        if row.start < before.end:
            raise _Place(where, n).error(f"从 {row.start} 开始，与上一项（到 {before.end}）重叠或次序颠倒")
    return made


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands, for the message when it is refused."""

    where: str
    number: int

    def error(self, what: str) -> ScoreError:
        remedy = "请改正后再评；格式与 luoshi compile --format jsonl 的输出相同。"
        return ScoreError(f"{self.where}第 {self.number} 项：{what}。{remedy}")


def _read_rows(path: Path) -> list[Json]:
    try:
        text = load(path).decode("utf-8-sig")
    except ReadError as error:
        raise type(error)(f"{path.name}：{error}") from None
    except UnicodeDecodeError as error:
        raise ReadError(f"{path.name}：第 {error.start} 字节不是 UTF-8。请另存为 UTF-8。") from None
    # Not splitlines(): JSON strings may hold U+2028 and the like unescaped.
    return [_parse(line, path, n) for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def _parse(line: str, path: Path, number: int) -> Json:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path.name} 第 {number} 行：不是 JSON（{error}）。每行应是一个事项。") from None
    if not isinstance(row, dict):
        raise ReadError(f"{path.name} 第 {number} 行：不是 JSON 对象。每行应是一个事项。")
    return row


def _row(row: Json, place: _Place, *, annotated: bool) -> Row:
    start, end, text = _whole(row, "start", place), _whole(row, "end", place), _word(row, "text", place)
    if not 0 <= start < end:
        raise place.error(f"起止 {start}–{end} 不成区间")
    if not annotated and end - start != len(text):
        raise place.error(f"text 有 {len(text)} 个字，起止 {start}–{end} 却是 {end - start} 个")
    lead = _names(row, "lead", place) + _names(row, "also_lead", place) if annotated else ()
    return Row(
        start=start,
        end=end,
        text=text,
        kind="" if lead and "kind" not in row else _word(row, "kind", place),
        tense=row.get("tense"),
        targets=tuple(_target(x, place) for x in _found(row, "targets", "quote", place, annotated=False)),
        context=tuple(
            Amount(x["start"], x["end"], x["quote"])
            for x in _found(row, "context", "quote", place, annotated=annotated)
        ),
        projects=tuple(
            Works(x["start"], x["end"], str(x.get("name")), str(x.get("stage")))
            for x in _found(row, "projects", "name", place, annotated=annotated)
        ),
        lead=lead,
        offices=_names(row, "offices", place),
    )


def _found(row: Json, key: str, label: str, place: _Place, *, annotated: bool) -> Iterator[Json]:
    """What was found in an item, each with its offsets, which must lie inside the item."""
    at = 0
    for entry in _list(row, key, place):
        given = {label: entry} if isinstance(entry, str) and annotated else entry
        if not isinstance(given, dict):
            raise place.error(f"{key} 中的 {entry!r} 没有起止")
        if annotated and "start" not in given:
            given = _looked_up(given, row, given.get(label) or "", at, place)
            at = given["end"] - row["start"]
        start, end = _whole(given, "start", place), _whole(given, "end", place)
        if not row["start"] <= start < end <= row["end"]:
            raise place.error(f"{key} 中的 {given.get(label)!r} 起止 {start}–{end} 不在本项之内")
        yield {label: str(given.get(label) or ""), **given}


def _looked_up(entry: Json, row: Json, quote: str, at: int, place: _Place) -> Json:
    """The entry with offsets: where its words first stand after the last entry, or else first of all."""
    start = row["text"].find(quote, at)
    if start < 0:
        start = row["text"].find(quote)
    if start < 0 or not quote:
        raise place.error(f"标注的“{quote}”不在本项文字里")
    start += row["start"]
    return {**entry, "start": start, "end": start + len(quote)}


def _target(entry: Json, place: _Place) -> Amount:
    return Amount(
        start=entry["start"],
        end=entry["end"],
        quote=entry["quote"],
        value=_number(entry, "value", place),
        value_high=_number(entry, "value_high", place),
        optional=bool(entry.get("optional")),
        **{key: str(entry.get(key) or "") for key in _WORDS},
    )


_WORDS = ("unit", "relation", "measure", "direction", "indicator", "scope", "due")


def _whole(row: Json, key: str, place: _Place) -> int:
    value = row.get(key)
    if not isinstance(value, int):
        raise place.error(f"缺少 {key}（字符位置，整数）")
    return value


def _word(row: Json, key: str, place: _Place) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise place.error(f"缺少 {key}（文字）")
    return value


def _list(row: Json, key: str, place: _Place) -> list[Any]:
    value = row.get(key) or []
    if not isinstance(value, list):
        raise place.error(f"{key} 不是列表")
    return value


def _number(entry: Json, key: str, place: _Place) -> float | None:
    value = entry.get(key)
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        raise place.error(f"“{entry.get('quote')}”的 {key} 不是数：{value!r}") from None


def _names(row: Json, key: str, place: _Place) -> tuple[str, ...]:
    return tuple(str(x.get("name", "")) if isinstance(x, dict) else str(x) for x in _list(row, key, place))
