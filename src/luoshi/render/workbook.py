"""The workbook an office hands round: task table, review, list of offices, explanations."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

import luoshi
from luoshi.compiler.compilation import Compilation, Tense
from luoshi.compiler.model import rules_version
from luoshi.render.columns import KIND, LEAD, SHEET, SUPPORT, Cell, Column
from luoshi.render.reading import unwrap
from luoshi.render.rows import Row, rows
from luoshi.render.sheet import FORMULA
from luoshi.render.words import KINDS, TENSES

TASKS, REVIEW, OFFICES, ABOUT = "任务分解表", "回顾与现状", "单位", "说明"
_LONGEST = 32_000
_A4 = 9
_LINE = Side(style="thin", color="C9C3B6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(vertical="top", wrap_text=True)
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def styles() -> Iterable[NamedStyle]:
    head = PatternFill("solid", fgColor="F3F0E8")
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    yield NamedStyle("表头", Font("黑体", 11), head, _BOX, middle)
    yield NamedStyle("正文", Font("宋体", 11), border=_BOX, alignment=_WRAP, number_format="@")
    yield NamedStyle(
        "续行", Font("宋体", 11, color="6F6B63"), border=_BOX, alignment=_WRAP, number_format="@"
    )
    yield NamedStyle("数", Font("宋体", 11), border=_BOX, alignment=Alignment(vertical="top"))


def workbook_bytes(compilation: Compilation, offices: Sequence[str]) -> bytes:
    """A sheet of pledges to hand out, one of results and situation where there are any, two for reference."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    title = f"{compilation.place}{compilation.year}年政府工作报告"
    found = list(rows(compilation))
    names = _names(offices, found)
    tasks = _first(book)
    _fill(tasks, [row for row in found if row.item.tense is Tense.PLEDGE], f"{title}任务分解表")
    _allow(tasks, names)
    if review := [row for row in found if row.item.tense is not Tense.PLEDGE]:
        _fill(book.create_sheet(REVIEW), review, f"{title}{REVIEW}")
    _list_offices(book.create_sheet(OFFICES), names)
    _explain(book.create_sheet(ABOUT), compilation)
    book.properties.title, book.properties.creator = unwrap(f"{title}任务分解表"), "luoshi"
    return saved(book)


#: How wide the columns of a reckoning are.
_WIDTHS = (10, 10, 8, 44, 30, 16, 20, 26, 52, 36, 28, 44, 34, 22, 10, 10, 24)


def settlement_bytes(title: str, columns: Sequence[str], lines: Sequence[Sequence[Cell]]) -> bytes:
    """A sheet with a line for each promise of a reckoning."""
    book = Workbook()
    for style in styles():
        book.add_named_style(style)
    sheet = book.worksheets[0]
    sheet.title = "对账"
    for at, (name, width) in enumerate(zip(columns, _WIDTHS, strict=True), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        put_cell(sheet, 1, at, name, "表头")
    for number, line in enumerate(lines, 2):
        for at, value in enumerate(line, 1):
            put_cell(sheet, number, at, value, "正文")
    sheet.freeze_panes = "E2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(lines) + 1}"
    sheet.row_dimensions[1].height = 32
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    book.properties.title, book.properties.creator = unwrap(title), "luoshi"
    return saved(book)


def _first(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = TASKS
    return sheet


def _names(offices: Sequence[str], found: Iterable[Row]) -> list[str]:
    """The allowed offices, then those that the report itself names beside them."""
    named = (office.name for row in found for office in row.item.offices)
    return [unwrap(name) for name in dict.fromkeys((*offices, *named))]


def _fill(sheet: Worksheet, found: Sequence[Row], title: str) -> None:
    for at, column in enumerate(SHEET, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
        put_cell(sheet, 1, at, column.title, "表头")
    for line, row in enumerate(found, 2):
        for at, column in enumerate(SHEET, 1):
            put_cell(sheet, line, at, column.fill(row), _style(column, row))
    last = get_column_letter(len(SHEET))
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{last}{len(found) + 1}"
    sheet.row_dimensions[1].height = 32
    _set_up_print(sheet, title, last_row=len(found) + 1)


def _style(column: Column, row: Row) -> str:
    """What repeats the item's first row is greyed, so that the eye counts items."""
    repeated = row.part is not None and row.part > 1
    return "续行" if repeated and column.title in {"章节", "任务内容", "类别"} else "正文"


def put_cell(sheet: Worksheet, line: int, at: int, value: Cell, style: str) -> None:
    cell = sheet.cell(line, at)
    cell.style = style
    if isinstance(value, str):
        value = unwrap(value)[:_LONGEST]
        cell.value = value
        # Text stays text, also when someone edits the cell.
        cell.data_type = "s"
        if FORMULA.match(value):
            cell.quotePrefix = True
    elif value is not None:
        cell.style = "数"
        cell.value = value


def _set_up_print(sheet: Worksheet, title: str, *, last_row: int) -> None:
    """A4 across, header row on each page, the columns for machines left out."""
    printed = get_column_letter(sum(column.printed for column in SHEET))
    sheet.print_area = f"A1:{printed}{last_row}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.8, 0.6, 0.35, 0.3
    sheet.HeaderFooter.oddHeader = _centred(unwrap(title).replace("&", "&&"), size=16)
    sheet.HeaderFooter.oddFooter = _centred("第 &P 页，共 &N 页", size=10)


def _centred(text: str, *, size: int) -> HeaderFooterItem:
    return HeaderFooterItem(center=_HeaderFooterPart(text, size=size))


def _allow(sheet: Worksheet, names: Sequence[str]) -> None:
    """Lists of allowed values; a support may be several offices: another entry is questioned, not refused."""
    last = max(sheet.max_row, 2)
    where = f"'{OFFICES}'!$A$2:$A${len(names) + 1}"
    lists: list[tuple[Column, str, Literal["stop", "warning"], str]]
    lists = [(KIND, f'"{",".join(KINDS.values())}"', "stop", "请从四个类别中选取。")]
    if names:
        lists += [
            (LEAD, where, "stop", f"请从“{OFFICES}”表中选取一个单位；表中没有的，先加到表末并扩大名单。"),
            (SUPPORT, where, "warning", f"不在“{OFFICES}”表中。几个单位请用“、”隔开；确认无误可以继续。"),
        ]
    for column, formula, style, message in lists:
        rule = DataValidation("list", formula1=formula, allow_blank=True, errorStyle=style)
        rule.showErrorMessage, rule.errorTitle, rule.error = True, column.title, message
        letter = get_column_letter(SHEET.index(column) + 1)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _list_offices(sheet: Worksheet, names: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 36
    put_cell(sheet, 1, 1, "单位", "表头")
    for line, name in enumerate(names, 2):
        put_cell(sheet, line, 1, name, "正文")
    sheet.freeze_panes = "A2"


def _explain(sheet: Worksheet, compilation: Compilation) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    for line, (name, value) in enumerate(_facts(compilation), 1):
        put_cell(sheet, line, 1, name, "表头")
        put_cell(sheet, line, 2, value, "正文")
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4


def _facts(compilation: Compilation) -> Iterator[tuple[str, str]]:
    document = compilation.document
    kinds = Counter(item.kind for item in compilation.items)
    tenses = Counter(item.tense for item in compilation.items)
    yield "地区", compilation.place
    yield "年份", str(compilation.year)
    yield "会议", compilation.meeting
    yield "来源", document.source
    yield "文件校验值", f"SHA-256 {document.digest}"
    yield "正文校验值", f"SHA-256 {document.text_digest}"
    yield "正文字数", str(len(document.text))
    yield "程序和规则版本", f"luoshi {luoshi.__version__}，规则集 {rules_version()}"
    yield "事项", "、".join(f"{name} {kinds[kind]}" for kind, name in KINDS.items())
    yield "性质", "、".join(f"{name} {tenses[tense]}" for tense, name in TENSES.items())
    yield from (("注意", warning) for warning in compilation.warnings)
    yield (
        "用法",
        "牵头、配合单位是按职责推定的建议，核定后再分发。打印只印到“备注”一列，右侧各列供核对和导入。",
    )
    yield from ((column.title, column.meaning) for column in SHEET)


def saved(book: Workbook) -> bytes:
    """The file; the time of saving that openpyxl writes into zip and core properties is made a fixed one."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
