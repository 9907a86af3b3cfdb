"""Workbooks as evidence: the visible sheets, cells as they are shown, merged cells filled.

calamine gives values without their formats; that a cell shows 9.3 % where it holds 0.093 is read from the parts.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from luoshi.errors import EmptyFile, NoTextLayer
from luoshi.evidence.model import Block, Table, packed
from luoshi.text.package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MARGIN = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)>([^<]*)<")
_SUM = re.compile(r"SUM\(\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\)")
#: A formula without the value that a spreadsheet program would have kept with it.
_UNSOLVED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*><f[^>]*>([^<]*)</f>(?:<v\s*/>|<v></v>)?</c>')

Values = list[list[Any]]


def read(parts: Package) -> tuple[str, list[str]]:
    """The evidence packed, and warnings about formulas that were never worked out."""
    sheets = _parts_of_sheets(parts)
    for name in parts.names:
        if name.startswith("xl/") and name.endswith(".xml"):
            parts.read(name)  # within bounds, before another reader inflates it
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(parts.data))
    except (CalamineError, OSError, ValueError):
        raise parts.broken("工作簿打不开") from None
    blocks: list[Block] = []
    margins: list[str] = []
    warnings: list[str] = []
    percents = _percent_styles(parts)
    for index, meta in enumerate(book.sheets_metadata):
        if meta.visible is not SheetVisibleEnum.Visible or meta.name not in sheets:
            continue
        raw = parts.read(sheets[meta.name])
        sheet = book.get_sheet_by_index(index)
        values: Values = sheet.to_python(skip_empty_area=False)
        left = _solve(values, raw)
        if left:
            warnings.append(
                f"工作表“{meta.name}”有 {left} 个公式没有算出的数。请用 WPS 或 Excel 打开，保存一次再交。"
            )
        shown = _shown(values, raw, percents)
        _merge(shown, sheet.merged_cell_ranges or [])
        margins += [m.decode("utf-8", "replace") for m in _MARGIN.findall(raw[-20_000:])]
        table = _trimmed(shown, meta.name, len(blocks) + 1)
        if table:
            blocks.append(table)
    if not blocks and any(name.startswith("xl/media/") for name in parts.names):
        raise NoTextLayer("这份工作簿里只有图片，没有数据。请交带数据的原表。")
    if not blocks:
        raise EmptyFile("工作簿里没有数据。请确认选对了文件；隐藏的工作表不读。")
    return packed(blocks, margins=margins, media_type=_TYPE), warnings


def _parts_of_sheets(parts: Package) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    rels = parts.optional_xml("xl/_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    for relation in rels if rels is not None else ():
        target = str(relation.get("Target", "")).lstrip("/")
        targets[str(relation.get("Id", ""))] = target if target.startswith("xl/") else f"xl/{target}"
    found = {}
    for sheet in parts.xml("xl/workbook.xml").iter("{*}sheet"):
        part = targets.get(str(sheet.get(_RELATION, "")), "")
        if part in parts.names:
            found[str(sheet.get("name", ""))] = part
    return found


def _percent_styles(parts: Package) -> frozenset[int]:
    """The styles that show a share of one as a percentage."""
    styles = parts.optional_xml("xl/styles.xml")
    if styles is None:
        return frozenset()
    formats = {"9", "10"} | {
        str(f.get("numFmtId"))
        for f in styles.iter("{*}numFmt")
        if re.search(r"[0#?]\s*%", str(f.get("formatCode", "")))
    }
    cells = next(styles.iter("{*}cellXfs"), None)
    return frozenset(
        i for i, xf in enumerate(cells if cells is not None else ()) if xf.get("numFmtId") in formats
    )


def _solve(values: Values, raw: bytes) -> int:
    """Sums that were never worked out are; how many other formulas stay without a value."""
    left = 0
    for match in _UNSOLVED.finditer(raw):
        row, column = int(match[2]) - 1, _column(match[1].decode())
        total = _SUM.fullmatch(match[3].decode("utf-8", "replace").strip())
        if not total or row >= len(values) or column >= len(values[row]):
            left += 1
            continue
        first, low, last, high = _column(total[1]), int(total[2]) - 1, _column(total[3]), int(total[4])
        inside = [v for r in values[low:high] for v in r[first : last + 1] if isinstance(v, int | float)]
        values[row][column] = float(sum(Decimal(str(v)) for v in inside))
    return left


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shown(values: Values, raw: bytes, percents: frozenset[int]) -> list[list[str]]:
    shown = [[_text(value) for value in row] for row in values]
    if percents:
        styles = b"|".join(str(i).encode() for i in sorted(percents))
        for match in re.finditer(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?:\s+t="n")? s="(?:' + styles + rb')"', raw):
            row, column = int(match[2]) - 1, _column(match[1].decode())
            if (
                row < len(values)
                and column < len(values[row])
                and isinstance(values[row][column], int | float)
            ):
                shown[row][column] = _plain(Decimal(str(values[row][column])) * 100) + "%"
    return shown


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _plain(Decimal(str(value)))
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()


def _plain(value: Decimal) -> str:
    """Without the tail that binary fractions leave: 8.200000000000001 was written as 8.2."""
    try:
        text = format(value.quantize(Decimal("1e-10")).normalize(), "f")
    except InvalidOperation:
        text = format(value, "f")
    return text


def _merge(shown: list[list[str]], ranges: list[Any]) -> None:
    for (top, left), (bottom, right) in ranges:
        if top >= len(shown) or left >= len(shown[top]):
            continue
        text = shown[top][left]
        for row in shown[top : bottom + 1]:
            row[left : right + 1] = [text] * len(row[left : right + 1])


def _trimmed(shown: list[list[str]], sheet: str, number: int) -> Table | None:
    """The sheet without the empty rows and columns around what it holds; empty rows inside stay."""
    filled = [i for i, row in enumerate(shown) if any(row)]
    if not filled:
        return None
    rows = shown[filled[0] : filled[-1] + 1]
    columns = [i for i in range(max(map(len, rows))) if any(i < len(row) and row[i] for row in rows)]
    left, right = columns[0], columns[-1] + 1
    width = right - left
    cut = tuple(tuple((row[left:right] + [""] * width)[:width]) for row in rows)
    return Table(cut, None, number, sheet, filled[0], left)
