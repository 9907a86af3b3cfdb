"""Cells of tables: whether one is a number, and which, in which unit."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from luoshi.compiler.numerals import number
from luoshi.evidence.figure import Figure
from luoshi.evidence.model import Where
from luoshi.evidence.prose import tidy
from luoshi.evidence.units import parse_unit, quantum

NUMBER = re.compile(r"[-+−▲▼△↑↓]?\(?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?")

_WITH_UNIT = re.compile(
    r"(?:约|近|超过?|[-+−▲▼△↑↓])?(?P<n>\d[\d,]*(?:\.\d+)?[百千万亿]*|[零一二两三四五六七八九十百千万亿点]+)(?:[余多])?(?P<u>[^\d\s]{1,8}?)(?:以上|左右|整)?"
)

_SCALE_NAMES = {1: "", 100: "百", 1000: "千", 10**4: "万", 10**6: "百万", 10**7: "千万", 10**8: "亿"}


@lru_cache(maxsize=131072)
def tidy_cell(cell: str) -> str:
    """A cell folded, on one line."""
    return tidy(cell) if cell else ""


@lru_cache(maxsize=131072)
def is_number(cell: str) -> bool:
    """Whether a cell is a number, with or without a unit; a time is none."""
    cell = cell.replace(" ", "")
    if NUMBER.fullmatch(cell):
        return True
    match = _WITH_UNIT.fullmatch(cell)
    # 万亩 alone is a unit, and no number of 亩.
    return bool(
        match
        and re.search(r"[\d一二两三四五六七八九十]", match["n"])
        and parse_unit(match["u"])
        and not re.search(r"[年月日号]$", cell)
    )


def distinct(row: tuple[str, ...]) -> list[str]:
    """The cells of a row, a merged one once."""
    return [c for i, c in enumerate(row) if c and (i == 0 or row[i - 1] != c)]


def cell_figure(cell: str, units: tuple[tuple[Decimal, str], ...]) -> Figure | None:
    """The number of a cell, in the first unit its headings give; None where it is none."""
    written = quote = cell
    compact = cell.replace(" ", "")
    rough = bool(re.search(r"约|近|余|多|左右", compact))
    sign = -1 if re.match(r"[-−▼↓]", compact) else 1
    if NUMBER.fullmatch(compact):
        bare = re.sub(r"[^\d.]", "", compact)
        scale, unit = units[0] if units else (Decimal(1), "")
        value, step = Decimal(bare) * scale * sign, quantum(bare) * scale
        if unit:
            said = f"{_SCALE_NAMES.get(int(scale), '')}{unit}"
            written, quote = f"{cell}{said}", f"{cell}（{said}）"
    else:
        match = _WITH_UNIT.fullmatch(compact)
        known = parse_unit(match["u"]) if match else None
        if not match or not known:
            return None
        try:
            plain = number(match["n"].replace(",", ""))
        except (ValueError, ArithmeticError):
            return None
        scale, unit = known
        value, step = plain * scale * sign, quantum(match["n"]) * scale
    if unit == "‰":
        value, step, unit = value / 10, step / 10, "%"
    return Figure(
        value=value, step=step, unit=unit, written=written, quote=quote, where=Where(), labels=(), rough=rough
    )
