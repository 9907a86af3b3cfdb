"""The document as evidence: lines and tables in their order, each knowing where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Where:
    """Where something stands: a page, a cell (`Sheet1!C5`, `表2 第3行第4列`) or a paragraph."""

    page: int | None = None
    cell: str = ""
    paragraph: int | None = None

    def __str__(self) -> str:
        page = f"第 {self.page} 页" if self.page else ""
        inner = self.cell or (f"第 {self.paragraph} 段" if self.paragraph and not page else "")
        return "，".join(filter(None, (page, inner)))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, its line breaks taken out."""

    text: str
    page: int | None
    number: int

    @property
    def where(self) -> Where:
        return Where(self.page, "", self.number)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid: a merged cell's text stands in every cell it covers; `sheet` is '' outside workbooks.

    `top` and `left` are the row and column of its first cell in the sheet, from 0.
    """

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    number: int = 1
    sheet: str = ""
    top: int = 0
    left: int = 0

    def where(self, row: int, column: int) -> Where:
        if self.sheet:
            return Where(None, f"{self.sheet}!{letters(self.left + column)}{self.top + row + 1}")
        return Where(self.page, f"表{self.number} 第{row + 1}行第{column + 1}列")


Block = Line | Table


@dataclass(frozen=True)
class Evidence:
    """A document read as evidence. `margins` are its headers, footers and notes; `pictures` says it holds some.

    `image` is true of a picture file, which is no document. `unread` says which part of it could not be read.
    """

    source: str
    digest: str
    media_type: str
    blocks: tuple[Block, ...] = ()
    margins: tuple[str, ...] = ()
    pictures: bool = False
    image: bool = False
    unread: str = ""
    warnings: tuple[str, ...] = ()

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """Its first lines and the first rows of tables among them, where title and number stand."""
        found: list[str] = []
        for block in self.blocks[:14]:
            if isinstance(block, Line):
                found.append(block.text)
            else:
                rows = (dict.fromkeys(filter(None, row)) for row in block.rows[:4])
                found += ["\t".join(row) for row in rows if row]
        return tuple(found[:14])

    def texts(self) -> Iterator[str]:
        """Every text of it, margins first."""
        yield from self.margins
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.text
            else:
                for row in block.rows:
                    yield from dict.fromkeys(filter(None, row))


def letters(column: int) -> str:
    """A spreadsheet's name of a column, from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def packed(blocks: list[Block], *, margins: list[str], pictures: bool = False, media_type: str = "") -> str:
    """What a child process answers: one line of JSON that `unpacked` reads."""
    rows = [
        ["l", b.text, b.page, b.number]
        if isinstance(b, Line)
        else ["t", b.rows, b.page, b.number, b.sheet, b.top, b.left]
        for b in blocks
    ]
    kept = {"b": rows, "m": margins, "p": pictures, "t": media_type}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def unpacked(answer: str, *, source: str, digest: str, warnings: tuple[str, ...]) -> Evidence:
    """The evidence in a child's answer."""
    kept: dict[str, Any] = json.loads(answer)
    blocks = tuple(Line(*b[1:]) if b[0] == "l" else Table(tuple(map(tuple, b[1])), *b[2:]) for b in kept["b"])
    return Evidence(
        source,
        digest,
        kept["t"],
        blocks,
        tuple(kept["m"]),
        pictures=kept["p"],
        unread="".join(warnings),
        warnings=warnings,
    )
