"""Plain text as evidence: lines broken by width joined again, tables of tabs, bars or gaps told from prose."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from luoshi.evidence.model import Block, Line, Table

_BAR_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_GAP = re.compile(r"\t+|[ \u3000]{2,}")
_ENDS = re.compile(r"[。！？；：!?;:]$|(?<!\d)\.$")
_STARTS = re.compile(
    r"[\s\u3000]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|[#*\-|]"
)
_LONG = 18


def blocks_of_csv(text: str) -> tuple[Block, ...]:
    """A file of values divided by commas (or by semicolons or tabs) as one table."""
    head = text[:2000]
    delimiter = max(",;\t", key=head.count)
    rows = [tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    width = max(map(len, rows), default=0)
    return (Table(tuple(row + ("",) * (width - len(row)) for row in rows if any(row))),)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The paragraphs and tables of a text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = (
        sorted(len(line) for line in lines if line.strip())[-max(1, len(lines) // 10) :][0]
        if text.strip()
        else 0
    )
    found: list[Block] = []
    at = tables = 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at:
            tables += 1
            found.append(Table(tuple(_grid(lines[at:end])), None, tables))
            at = end
            continue
        first, whole = at, lines[at].strip()
        while at + 1 < len(lines) and _runs_on(lines[at], lines[at + 1], width):
            at += 1
            whole += lines[at].strip()
        if whole:
            found.append(Line(whole.lstrip("#> ").replace("**", ""), None, first + 1))
        at += 1
    return tuple(found)


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether the next line only goes on: this one is full, and nothing begins there."""
    if not following.strip() or not line.strip() or _STARTS.match(following) or _ENDS.search(line.rstrip()):
        return False
    if len(_cells(following)) > 1:
        return False
    return len(line) >= max(_LONG, 0.85 * width)


def _cells(line: str) -> list[str]:
    line = line.strip()
    if line.count("|") > 1 or line.startswith("|"):
        return [cell.strip() for cell in line.strip("|").split("|")]
    return [cell.strip() for cell in _GAP.split(line)]


def _table_end(lines: list[str], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].strip() and len(_cells(lines[end])) > 1:
        end += 1
    return end if end - at > 1 else at


def _grid(lines: list[str]) -> Iterator[tuple[str, ...]]:
    rows = [_cells(line) for line in lines if not _BAR_RULE.fullmatch(line.strip())]
    width = max(map(len, rows))
    for row in rows:
        yield tuple(row + [""] * (width - len(row)))
