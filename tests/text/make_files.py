"""Real files for the reading tests, made on the spot: PDFs by hand, Word files with python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

REPORT = (
    "云川市政府工作报告\n"
    "一、2024年工作回顾\n"
    "过去一年，全市上下真抓实干，地区生产总值增长5.6%，城镇新增就业3.2万人。\n"
    "二、2025年工作安排\n"
    "新建高标准农田12.5万亩，培育专精特新企业20家以上，让人民群众的日子越过越好。\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_bytes(build: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    return docx_bytes(lambda document: [document.add_paragraph(each) for each in paragraphs])


def docx_with_body(xml: str) -> bytes:
    """A Word file whose body holds the given elements (prefix `w`)."""

    def build(document: WordDocument) -> None:
        for element in parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a')}>{xml}</w:body>"):
            document.element.body.insert_element_before(element, "w:sectPr")

    return docx_bytes(build)


def docx_numbered(levels: Iterable[tuple[str, str]], paragraphs: Iterable[tuple[int, str]]) -> bytes:
    """Paragraphs (depth, text) in one automatic list of the given (format, pattern) levels."""

    def build(document: WordDocument) -> None:
        inner = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
            for depth, (form, pattern) in enumerate(levels)
        )
        numbering = document.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'
        numbering.insert(0, parse_xml(abstract))
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
        )
        for depth, text in paragraphs:
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
            )

    return docx_bytes(build)


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The same zip with one part replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return buffer.getvalue()


def pdf_of(*pages: Iterable[str], encrypt: bool = False, picture: bool = False) -> bytes:
    """A PDF with a line of text for each string of each page, in a standard Chinese font.

    `picture` puts an image on every page; `encrypt` asks for a password.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_FONT, _IMAGE]
    kids = []
    for lines in pages:
        stream = _page_stream(lines, picture)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> /XObject << /I 6 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _pdf_file(objects, _ENCRYPT if encrypt else b"")


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
_IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    b" /Length 1 >>\nstream\n\x80\nendstream"
)
_ENCRYPT = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
    b"11" * 32,
    b"22" * 32,
)


def _page_stream(lines: Iterable[str], picture: bool) -> bytes:
    shown = b"".join(
        b"BT /F 12 Tf 60 %d Td <%s> Tj ET\n" % (780 - 20 * row, line.encode("utf-16-be").hex().encode())
        for row, line in enumerate(lines)
    )
    return shown + (b"q 500 0 0 700 40 40 cm /I Do Q\n" if picture else b"")


def _pdf_file(objects: list[bytes], trailer: bytes) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(body))
    )
