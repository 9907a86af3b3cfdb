"""PDF files as evidence: glyphs and ruled lines of each page, pages without a text layer said."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from luoshi.errors import Damaged, NoTextLayer
from luoshi.evidence.geometry import Glyph, Rule, page_blocks
from luoshi.evidence.model import Block, Line, Table, packed
from luoshi.text import pdf

_FEW = 20
_THIN = 2.0
_PAGES = 2_000


def extract(data: bytes) -> tuple[str, list[str]]:
    """The evidence packed, and a warning that names pages that are pictures. Raises NoTextLayer where all are."""
    document = pdf.open_document(data)
    if len(document) > _PAGES:
        raise Damaged(f"PDF 有 {len(document)} 页，超过 {_PAGES} 页的上限。请只交与申报有关的几页。")
    blocks: list[Block] = []
    pictures: list[int] = []
    characters = garbled = 0
    for index in range(len(document)):
        try:
            glyphs, rules, has_picture = _page(document[index])
        except pdfium.PdfiumError:
            raise Damaged(f"PDF 第 {index + 1} 页已损坏。{pdf.AGAIN}") from None
        characters += len(glyphs)
        garbled += sum(bool(pdf.UNREADABLE.match(glyph.text)) for glyph in glyphs)
        if len(glyphs) < _FEW and has_picture:
            pictures.append(index + 1)
            continue
        lines = sum(isinstance(b, Line) for b in blocks)
        found = page_blocks(glyphs, rules, index + 1, lines=lines, tables=len(blocks) - lines)
        _go_on(blocks, found)
    if len(pictures) == len(document) or not characters:
        raise NoTextLayer(f"这份 PDF 的 {len(document)} 页没有文字层，是扫描件或图片。{pdf.RECOGNISE}")
    if garbled > pdf.UNREADABLE_SHARE * characters:
        raise NoTextLayer(f"这份 PDF 的文字层是乱码（字体没有对应的文字编码）。{pdf.RECOGNISE}")
    warnings = [pdf.unread(pictures)] if pictures else []
    return packed(blocks, margins=[], pictures=bool(pictures), media_type="application/pdf"), warnings


def _go_on(blocks: list[Block], found: list[Block]) -> None:
    """A table that goes on over the page is one table; its header, printed again, stands once."""
    last, first = blocks[-1] if blocks else None, found[0] if found else None
    if (
        isinstance(last, Table)
        and isinstance(first, Table)
        and len(last.rows[0]) == len(first.rows[0])
        and (first.rows[0] in last.rows[:4] or _has_figures(first.rows[0]))
    ):
        rows = tuple(row for row in first.rows if row not in last.rows[:4])
        blocks[-1] = Table(last.rows + rows, last.page, last.number)
        found = found[1:]
    blocks += found


def _has_figures(row: tuple[str, ...]) -> bool:
    return any(cell.replace(".", "").replace(",", "").isdigit() for cell in row)


def _page(page: pdfium.PdfPage) -> tuple[list[Glyph], list[Rule], bool]:
    text = page.get_textpage()
    glyphs = list(_glyphs(text))
    rules: list[Rule] = []
    picture = False
    for item in page.get_objects():
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            picture = True
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(item)
    page.close()
    return glyphs, rules, picture


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    rect = raw.FS_RECTF()
    seen: set[tuple[int, int, int]] = set()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) == 1 or code in (0, 9, 10, 13, 32, 160, 0x3000):
            continue
        character = chr(code).translate(pdf.CLEAN)
        if not character:
            continue
        if raw.FPDFText_GetLooseCharBox(text, index, rect) and rect.right > rect.left:
            x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        else:
            raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        # Bold is imitated by printing a character twice.
        key = (code, round(x0), round(y0))
        if key in seen:
            continue
        seen.add(key)
        yield Glyph(character, x0, min(y0, y1), x1, max(y0, y1))


def _rules(path: pdfium.PdfObject) -> Iterator[Rule]:
    """The straight lines of a path, and the sides of its rectangles."""
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    count = raw.FPDFPath_CountSegments(path)
    start = (0.0, 0.0)
    for index in range(min(count, 20_000)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from _straight(points)
            points, start = [point], point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(start)
    yield from _straight(points)


def _straight(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if wide > _THIN and high < _THIN / 2:
            yield Rule(min(x0, x1), y0, max(x0, x1), y0)
        elif high > _THIN and wide < _THIN / 2:
            yield Rule(x0, min(y0, y1), x0, max(y0, y1))
