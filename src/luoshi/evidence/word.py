"""Word files as evidence: paragraphs with their numbering, tables with merged cells, text boxes, headers and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from luoshi.errors import EmptyFile, NoTextLayer
from luoshi.evidence.model import Block, Line, Table, packed
from luoshi.text.docx import main_name
from luoshi.text.numbering import Numbering
from luoshi.text.package import Package

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SKIPPED = frozenset(
    [
        "del",
        "delText",
        "instrText",
        "moveFrom",
        "pPr",
        "rPr",
        "rt",
        "sectPr",
        "tblGrid",
        "tblPr",
        "tcPr",
        "trPr",
        "Fallback",
        "tbl",
    ]
)
_MARGINS = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")
_FEW = 20


def read(parts: Package) -> tuple[str, list[str]]:
    """The evidence packed, and warnings. Raises NoTextLayer where the pages are pictures, EmptyFile where nothing is."""
    main = main_name(parts)
    folder = main.rpartition("/")[0]
    root = parts.xml(main)
    walk = _Walk(
        root,
        Numbering(
            parts.optional_xml(f"{folder}/numbering.xml".lstrip("/")),
            parts.optional_xml(f"{folder}/styles.xml".lstrip("/")),
            f"{{{etree.QName(root).namespace}}}",
        ),
    )
    blocks = list(walk.blocks())
    pictures = any(name.startswith("word/media/") for name in parts.names)
    length = sum(len(t) for b in blocks for t in ([b.text] if isinstance(b, Line) else map("".join, b.rows)))
    if length < _FEW and pictures:
        raise NoTextLayer("这份 Word 文件里只有图片，没有文字。请先做文字识别（OCR），或者交带文字的原件。")
    if not length:
        raise EmptyFile("Word 文件里没有文字。请确认选对了文件。")
    margins = [
        text
        for name in sorted(parts.names)
        if _MARGINS.fullmatch(name)
        for text in _margin(parts.xml(name))
        if text
    ]
    return packed(blocks, margins=margins, pictures=pictures, media_type=_TYPE), []


def _margin(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if _name(element) == "p":
            yield "".join(text.text or "" for text in element.iter() if _name(text) == "t").strip()


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


class _Walk:
    """The body walked once; numbering counts on as it goes."""

    def __init__(self, root: etree._Element, numbering: Numbering) -> None:
        self._root = root
        self._numbering = numbering
        self._w = f"{{{etree.QName(root).namespace}}}"
        self._lines = self._tables = 0

    def blocks(self) -> Iterator[Block]:
        for body in self._root.iter(f"{self._w}body"):
            yield from self._inside(body)

    def _inside(self, element: etree._Element) -> Iterator[Block]:
        for child in element:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield self._table(child)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                yield from self._inside(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        mark = self._numbering.mark(paragraph.find(f"{self._w}pPr"))
        text = (mark or "") + "".join(self._runs(paragraph))
        self._lines += 1
        if text.strip():
            yield Line(text.strip(), None, self._lines)
        for box in self._boxes(paragraph):
            yield from self._inside(box)

    def _boxes(self, paragraph: etree._Element) -> list[etree._Element]:
        """Text boxes are written twice, for old programs and new: the first is enough."""
        found = list(paragraph.iter(f"{self._w}txbxContent"))
        return [box for box in found if not any(_name(up) == "Fallback" for up in box.iterancestors())]

    def _runs(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name in _SKIPPED or name == "txbxContent":
                continue
            if name == "r" and self._hidden(child):
                continue
            if name == "t":
                yield child.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield " "
            elif name == "noBreakHyphen":
                yield "-"
            else:
                yield from self._runs(child)

    def _hidden(self, run: etree._Element) -> bool:
        switch = run.find(f"{self._w}rPr/{self._w}vanish")
        return switch is not None and switch.get(f"{self._w}val", "1") not in ("0", "false", "off")

    def _table(self, table: etree._Element) -> Table:
        self._tables += 1
        number = self._tables
        grid: list[list[str]] = []
        for row in table.iter(f"{self._w}tr"):
            if next(row.iterancestors(f"{self._w}tbl")) is table:
                grid.append(self._row(row, grid[-1] if grid else []))
        width = max(map(len, grid), default=0)
        return Table(tuple(tuple(row + [""] * (width - len(row))) for row in grid), None, number)

    def _row(self, row: etree._Element, above: list[str]) -> list[str]:
        cells: list[str] = []
        before = row.find(f"{self._w}trPr/{self._w}gridBefore")
        cells += [""] * self._count(before)
        for cell in row.iter(f"{self._w}tc"):
            if next(cell.iterancestors(f"{self._w}tr")) is not row:
                continue
            properties = cell.find(f"{self._w}tcPr")
            span = merge = None
            if properties is not None:
                span, merge = properties.find(f"{self._w}gridSpan"), properties.find(f"{self._w}vMerge")
            text = self._cell(cell)
            if merge is not None and merge.get(f"{self._w}val", "continue") == "continue":
                text = above[len(cells)] if len(cells) < len(above) else text
            cells += [text] * max(self._count(span), 1)
        return cells

    def _count(self, element: etree._Element | None) -> int:
        value = element.get(f"{self._w}val", "0") if element is not None else "0"
        return min(int(value), 200) if value.isdigit() else 0

    def _cell(self, cell: etree._Element) -> str:
        """A number broken over two lines of a narrow cell is one number: lines are joined without a mark."""
        texts = [
            (self._numbering.mark(p.find(f"{self._w}pPr")) or "") + "".join(self._runs(p))
            for p in cell.iter(f"{self._w}p")
        ]
        return "\n".join(text.strip() for text in texts if text.strip())
