"""The question sheet as a Word file of A4 pages; the same reckoning gives the same bytes."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run

from luoshi.reckoning.findings import Pairing, Reckoning
from luoshi.render.questions import NOTICE, TITLE, Question, counts, questions
from luoshi.render.reading import safe

_A4 = (Cm(21), Cm(29.7))
_FIXED = datetime.datetime(2000, 1, 1)
_SONG, _HEI = "宋体", "黑体"


def docx_bytes(reckoning: Reckoning, *, names: bool = False) -> bytes:
    """A sheet for each pair, one after another."""
    document = docx.Document()
    _set_page(document)
    for number, pairing in enumerate(reckoning.pairings):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        _sheet(document, pairing, names)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = TITLE, "luoshi", ""
    properties.created = properties.modified = _FIXED
    raw = io.BytesIO()
    document.save(raw)
    return _with_fixed_times(raw)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _A4
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)


def _sheet(document: Document, pairing: Pairing, names: bool) -> None:
    place = pairing.new.place or pairing.old.place
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title.add_run(f"{safe(place)}{TITLE}"), _HEI, 16)
    _line(document, f"{pairing.old.year} 年报告的承诺，对 {pairing.new.year} 年的报告。{counts(pairing)}", 9)
    _line(document, NOTICE, 9)
    for question in questions(pairing, names=names):
        _entry(document, question)


def _entry(document: Document, question: Question) -> None:
    _line(
        document,
        f"{question.number}．{safe(question.promised)}　［{question.outcome}］",
        10.5,
        font=_HEI,
        before=5,
    )
    _line(document, f"承诺：{safe(question.words)}", 9)
    for said in question.said:
        _line(document, f"报告原话：{safe(said)}", 9)
    for figure in question.statistics:
        _line(document, f"统计数据：{safe(figure)}", 9)
    _line(document, f"报告没有说的：{safe(question.unsaid)}", 9)
    _line(document, f"问：{safe(question.ask)}", 10)
    _line(document, "答：" + "＿" * 40, 9)


def _line(document: Document, words: str, size: float, *, font: str = _SONG, before: float = 0) -> None:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(1), 1.0
    _write(paragraph.add_run(words), font, size)


def _write(run: Run, font: str, size: float) -> None:
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _with_fixed_times(raw: io.BytesIO) -> bytes:
    """The file with the same time on every part: a zip would carry that of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
