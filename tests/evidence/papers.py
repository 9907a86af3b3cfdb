"""Makes test documents: one description, written as docx, xlsx, pdf, OFD, html, txt or a scan without a text layer.

A document is a list of blocks: a line of text, or a `T` (table). In a table `<` goes on from the cell to its left and
`^` from the cell above: merged cells.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

import docx
import openpyxl
import pypdfium2
from docx.table import _Cell
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


@dataclass(frozen=True)
class T:
    """A table; `ruled` draws its lines, `sheet` names its sheet in a workbook."""

    rows: list[list[object]]
    ruled: bool = True
    sheet: str = ""

    def merges(self) -> list[tuple[int, int, int, int]]:
        """Top, left, bottom, right of each merged cell."""
        found = []
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell in ("<", "^"):
                    continue
                right, bottom = c, r
                while right + 1 < len(row) and row[right + 1] == "<":
                    right += 1
                while bottom + 1 < len(self.rows) and self.rows[bottom + 1][c] == "^":
                    bottom += 1
                if (right, bottom) != (c, r):
                    found.append((r, c, bottom, right))
        return found

    def texts(self) -> list[list[str]]:
        return [["" if c in ("<", "^", None) else str(c) for c in row] for row in self.rows]


@dataclass(frozen=True)
class Paper:
    """A test document with the claim that it is offered for and the verdict, written by hand."""

    name: str
    form: str
    claim: str
    verdict: str
    blocks: list[object]
    period: str = ""
    place: str = ""
    why: str = ""
    header: str = ""
    kind: str = field(default="")

    @property
    def file(self) -> str:
        return f"{self.name}.{'pdf' if self.form == 'scan' else self.form}"

    def data(self) -> bytes:
        return WRITERS[self.form](self)


def write_txt(paper: Paper) -> bytes:
    lines = []
    for block in paper.blocks:
        if isinstance(block, T):
            lines += ["\t".join(row) for row in block.texts()]
        else:
            lines.append(str(block))
    return "\n".join(lines).encode()


def write_html(paper: Paper) -> bytes:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for block in paper.blocks:
        if not isinstance(block, T):
            parts.append(f"<p>{block}</p>")
            continue
        spans = {(top, left): (low - top + 1, right - left + 1) for top, left, low, right in block.merges()}
        parts.append("<table border=1>")
        for r, row in enumerate(block.rows):
            cells = []
            for c, cell in enumerate(row):
                if cell in ("<", "^"):
                    continue
                high, wide = spans.get((r, c), (1, 1))
                cells.append(f"<td rowspan={high} colspan={wide}>{'' if cell is None else cell}</td>")
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return ("".join(parts) + "</body></html>").encode()


def write_docx(paper: Paper) -> bytes:
    document = docx.Document()
    if paper.header:
        document.sections[0].header.paragraphs[0].text = paper.header
    for block in paper.blocks:
        if not isinstance(block, T):
            document.add_paragraph(str(block))
            continue
        texts = block.texts()
        table = document.add_table(len(texts), len(texts[0]))
        table.style = "Table Grid"
        for top, left, bottom, right in block.merges():
            table.cell(top, left).merge(table.cell(bottom, right))
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell not in ("<", "^"):
                    _fill(table.cell(r, c), texts[r][c])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(cell: _Cell, text: str) -> None:
    first, *rest = text.split("\n")
    cell.text = first
    for line in rest:
        cell.add_paragraph(line)


def write_xlsx(paper: Paper) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    at = 1
    first = True
    for block in paper.blocks:
        if not isinstance(block, T):
            sheet.cell(at, 1, str(block))
            at += 1
            continue
        if block.sheet and not first:
            sheet, at = book.create_sheet(block.sheet), 1
        elif block.sheet:
            sheet.title = block.sheet
        first = False
        for r, row in enumerate(block.rows):
            for c, cell in enumerate(row):
                if cell in ("<", "^", None, ""):
                    continue
                if isinstance(cell, str) and cell.startswith("%") and len(cell) > 1:
                    put = sheet.cell(at + r, c + 1, float(cell[1:]))
                    put.number_format = "0.0%"
                else:
                    sheet.cell(at + r, c + 1, cell)
        for top, left, bottom, right in block.merges():
            sheet.merge_cells(
                start_row=at + top, start_column=left + 1, end_row=at + bottom, end_column=right + 1
            )
        at += len(block.rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_STYLE = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK")
_TITLE = ParagraphStyle("title", parent=_STYLE, fontSize=16, leading=26, alignment=1)
_CELL = ParagraphStyle("cell", parent=_STYLE, fontSize=9, leading=13)


def write_pdf(paper: Paper) -> bytes:
    story = []
    for index, block in enumerate(paper.blocks):
        if not isinstance(block, T):
            style = _TITLE if index == 0 else _STYLE
            story.append(Paragraph(str(block).replace("&", "&amp;").replace("<", "&lt;"), style))
            continue
        cells = [[Paragraph(text.replace("\n", "<br/>"), _CELL) for text in row] for row in block.texts()]
        styles = [("SPAN", (left, top), (right, low)) for top, left, low, right in block.merges()]
        styles.append(("VALIGN", (0, 0), (-1, -1), "MIDDLE"))
        if block.ruled:
            styles.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        width = 460 / len(cells[0])
        story += [Spacer(1, 6), Table(cells, colWidths=[width] * len(cells[0]), style=TableStyle(styles))]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story)
    return out.getvalue()


def write_scan(paper: Paper) -> bytes:
    """The printed pages as pictures, as a copier gives them."""
    pages = []
    for page in pypdfium2.PdfDocument(write_pdf(paper)):
        pages.append(page.render(scale=1.2).to_pil().convert("L"))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def write_png(paper: Paper) -> bytes:
    page = pypdfium2.PdfDocument(write_pdf(paper))[0].render(scale=1).to_pil()
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def write_jpg(paper: Paper) -> bytes:
    del paper
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (90, 140, 80)).save(out, "JPEG")
    return out.getvalue()


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def write_ofd(paper: Paper) -> bytes:
    """The parts that a viewer needs: one page, every line a text object, tables with ruled lines."""
    objects: list[str] = []
    y, number = 20.0, 10

    def text(x: float, top: float, words: str) -> None:
        nonlocal number
        number += 1
        deltas = " ".join(["4"] * (len(words) - 1))
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        objects.append(
            f'<ofd:TextObject ID="{number}" Boundary="{x} {top} {4 * len(words) + 1} 5" Font="2" Size="4">'
            f'<ofd:TextCode X="0" Y="4" DeltaX="{deltas}">{escaped}</ofd:TextCode></ofd:TextObject>'
        )

    def rule(x: float, top: float, wide: float, high: float) -> None:
        nonlocal number
        number += 1
        objects.append(
            f'<ofd:PathObject ID="{number}" Boundary="{x} {top} {wide or 0.2} {high or 0.2}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {wide} {high}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    for block in paper.blocks:
        if not isinstance(block, T):
            words = str(block)
            for start in range(0, len(words), 42):
                text(20, y, words[start : start + 42])
                y += 7
            continue
        rows = block.texts()
        width = 170 / len(rows[0])
        covered = {
            (r, c)
            for top, left, low, right in block.merges()
            for r in range(top, low + 1)
            for c in range(left + 1, right + 1)
        }
        below = {
            (r, c)
            for top, left, low, right in block.merges()
            for r in range(top + 1, low + 1)
            for c in range(left, right + 1)
        }
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                if (r, c) not in below:
                    rule(20 + c * width, y + r * 8, width, 0)
                if (r, c) not in covered:
                    rule(20 + c * width, y + r * 8, 0, 8)
                if words:
                    text(21 + c * width, y + r * 8 + 1.5, words)
        rule(20, y + len(rows) * 8, 170, 0)
        rule(190, y, 0, len(rows) * 8)
        y += len(rows) * 8 + 4
    page = (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="1">'
        + "".join(objects)
        + "</ofd:Layer></ofd:Content></ofd:Page>"
    )
    root = (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>999'
        "</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("OFD.xml", root),
            ("Doc_0/Document.xml", document),
            ("Doc_0/Pages/Page_0/Content.xml", page),
        ):
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


WRITERS = {
    "txt": write_txt,
    "md": write_txt,
    "html": write_html,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "pdf": write_pdf,
    "scan": write_scan,
    "ofd": write_ofd,
    "png": write_png,
    "jpg": write_jpg,
}
