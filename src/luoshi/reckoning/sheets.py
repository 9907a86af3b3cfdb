"""Sheets that people bring (CSV or XLSX): the rows under known headings, English or Chinese, each with its line."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from luoshi.errors import ReadError, TableError
from luoshi.text.decode import decode
from luoshi.text.read import load

#: More rows than any bulletin or list of promises has.
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: the name it goes by here, the headings it may have, and whether it has to be there."""

    name: str
    words: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number in the file and its cells by the names of columns."""

    number: int
    cells: Mapping[str, str]


def read_sheet(path: Path, headings: Sequence[Heading]) -> list[Line]:
    """The rows that hold something. Raises TableError where it is no table, or a needed column is missing."""
    rows = _rows(path)
    first = next(rows, [])
    at = _columns(path, [_heading(cell) for cell in first], headings)
    lines = []
    for number, row in enumerate(rows, 2):
        cells = {name: row[column].strip() if column < len(row) else "" for name, column in at.items()}
        if any(cells.values()):
            lines.append(Line(number, cells))
        if number > MOST_ROWS:
            raise TableError(f"{path.name}：超过 {MOST_ROWS} 行。请分成几个文件。")
    return lines


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        content = load(path)
    except ReadError as error:
        raise type(error)(f"{path.name}：{error}") from None
    if content[:2] == b"PK":
        return _of_workbook(path, content)
    try:
        return _of_csv(path, decode(content).text)
    except ReadError as error:
        raise type(error)(f"{path.name}：{error}") from None


def _of_csv(path: Path, text: str) -> Iterator[list[str]]:
    # An Excel of another locale separates by semicolons or tabs.
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise TableError(
            f"{path.name}：不是有效的 CSV（{error}）。请从表格软件另存为 CSV 或 xlsx。"
        ) from None


def _of_workbook(path: Path, content: bytes) -> Iterator[list[str]]:
    # openpyxl takes longer to import than most reports to compile.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True):
            yield [_cell(value) for value in row]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError):
        raise TableError(f"{path.name}：这不是 xlsx 表格。请用表格软件另存为 xlsx 或 CSV。") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _heading(cell: str) -> str:
    """A heading without what people add to it: `数值（亿元）`, `单位*`."""
    return re.sub(r"[（(].*?[)）]|[*＊:：\s\ufeff]", "", cell).lower()


def _columns(path: Path, first: Sequence[str], headings: Sequence[Heading]) -> dict[str, int]:
    at = {}
    for heading in headings:
        found = [column for column, said in enumerate(first) if said in heading.words]
        if len(found) > 1:
            raise TableError(
                f"{path.name}：第 1 行有 {len(found)} 列都是“{heading.words[0]}”（第 {found[0] + 1} 列和第 {found[1] + 1} 列）。"
                "请只留一列。"
            )
        if found:
            at[heading.name] = found[0]
    missing = [heading for heading in headings if heading.needed and heading.name not in at]
    if missing:
        raise TableError(
            f"{path.name}：第 1 行缺少列名{'、'.join(f'“{h.words[0]}”' for h in missing)}"
            f"（现有：{'、'.join(filter(None, first)) or '空'}）。"
            f"第 1 行应写：{'、'.join(h.words[0] for h in headings if h.needed)}；"
            f"还可以有：{'、'.join(h.words[0] for h in headings if not h.needed)}。"
        )
    return at


_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def day(said: str) -> datetime.date | None:
    """A day as people write it (2026-02-27, 2026/2/27, 2026年2月27日); None where it is none."""
    found = _DATE.fullmatch(said)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
