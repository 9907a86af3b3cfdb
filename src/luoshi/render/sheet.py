"""The task table (任务分解表) as CSV and as a workbook; the same compilation gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from luoshi.compiler.compilation import Compilation
from luoshi.render.columns import CSV, Cell
from luoshi.render.reading import unwrap
from luoshi.render.rows import rows
from luoshi.render.words import number

#: What a spreadsheet may take for a formula, in ASCII or, as Chinese editions do, full width.
FORMULA = re.compile(r"[=+\-@\t＝＋－＠]")


def csv_text(compilation: Compilation) -> str:
    """All rows, whatever their kind or tense; Excel asks for UTF-8 with a BOM, which the caller writes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in CSV)
    writer.writerows([_plain(column.fill(row)) for column in CSV] for row in rows(compilation))
    return out.getvalue()


def _plain(value: Cell) -> str | int | None:
    """Numbers without exponent; text that could be run as a formula opens with an apostrophe."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, str):
        value = unwrap(value)
        return f"'{value}" if FORMULA.match(value) else value
    return value


def xlsx_bytes(compilation: Compilation, offices: Sequence[str]) -> bytes:
    """The workbook; `offices` are the names that 牵头单位 and 配合单位 may take."""
    # Here, because openpyxl takes longer to import than most reports to compile.
    from luoshi.render.workbook import workbook_bytes

    return workbook_bytes(compilation, offices)
