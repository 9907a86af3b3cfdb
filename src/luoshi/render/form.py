"""A form to fill in: the workbook that goes out, and the same workbook when it comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from luoshi.errors import LedgerError
from luoshi.render.workbook import put_cell, saved, styles

_MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Blank:
    """A column: its title, its width in characters, whether it is for the reader to fill."""

    title: str
    width: int
    asked: bool = False


def form_bytes(title: str, columns: Sequence[Blank], rows: Sequence[Sequence[str]]) -> bytes:
    """The workbook of a form. What is text stays text: no cell of it is ever a formula."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    sheet = book.worksheets[0]
    sheet.title = title
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        put_cell(sheet, 1, at, f"{column.title}（填）" if column.asked else column.title, "表头")
    for line, row in enumerate(rows, 2):
        for at, value in enumerate(row, 1):
            put_cell(sheet, line, at, value, "正文")
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    return saved(book)


def read_form(content: bytes, columns: Sequence[Blank]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row that comes back, with its line in the sheet, by the titles of columns; columns may have moved.

    Raises LedgerError where it is no workbook, or a column is missing.
    """
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise LedgerError("这不是 xlsx 表格。请用导出的那份表格填写，另存时格式选 xlsx。") from None
    lines = book.worksheets[0].iter_rows(max_row=_MOST_ROWS, values_only=True)
    titles = [_text(value).removesuffix("（填）") for value in next(lines, ())]
    for column in columns:
        if column.title not in titles:
            raise LedgerError(
                f"表格第一行没有“{column.title}”这一列。请用导出的那份表格填写，不要改第一行的列名。"
            )
    for number, line in enumerate(lines, 2):
        row = {title: _text(value) for title, value in zip(titles, line, strict=False)}
        if any(row.values()):
            yield number, row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
