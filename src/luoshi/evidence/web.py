"""Web pages as evidence: tables with their merged cells, and the lines around them."""

from __future__ import annotations

import re

from lxml import etree

from luoshi.evidence.model import Block, Line, Table, packed
from luoshi.text import html

#: Where a table stood among the lines; private characters, which a page has no use for.
_MARK = re.compile("\ue000(\\d+)\ue001")
_SPAN = 200


def extract(data: bytes) -> tuple[str, list[str]]:
    """The evidence of a page given in UTF-8, packed; no warnings. Raises Damaged as the reader of pages does."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    tables: list[Table] = []
    if root is not None:
        # A table around a table is page layout.
        for element in [t for t in root.iter("table") if next(t.iterdescendants("table"), None) is None]:
            rows = _grid(element)
            if rows and (len(rows) > 1 or len(rows[0]) > 2):
                tables.append(Table(rows, None, len(tables) + 1))
                tail, parent = element.tail, element.getparent()
                mark = etree.Element("p")
                mark.text, mark.tail = f"\ue000{len(tables) - 1}\ue001", tail
                if parent is not None:
                    parent.replace(element, mark)
        data = etree.tostring(root, encoding="utf-8", method="html")
    text, warnings = html.extract(data)
    blocks: list[Block] = []
    lines = 0
    for line in text.split("\n"):
        mark_found = _MARK.fullmatch(line.strip())
        if mark_found and int(mark_found[1]) < len(tables):
            blocks.append(tables[int(mark_found[1])])
        elif line.strip():
            lines += 1
            blocks.append(Line(line.strip(), None, lines))
    return packed(blocks, margins=[], media_type="text/html"), warnings


def _grid(table: etree._Element) -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = []
    hanging: dict[tuple[int, int], str] = {}
    for r, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iter("td", "th"):
            while (r, len(cells)) in hanging:
                cells.append(hanging[r, len(cells)])
            text = re.sub(r"\s+", " ", "".join(map(str, cell.itertext()))).strip()
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for below in range(1, high):
                hanging |= {(r + below, len(cells) + i): text for i in range(wide)}
            cells += [text] * wide
        while (r, len(cells)) in hanging:
            cells.append(hanging[r, len(cells)])
        rows.append(cells)
    width = max(map(len, rows), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows if any(row))


def _span(cell: etree._Element, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return max(1, min(int(value), _SPAN)) if value.isdigit() else 1
