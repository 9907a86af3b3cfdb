"""Dispositions: what became of every character of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from luoshi.compiler.compilation import Disposition, Item
from luoshi.text.document import Document
from luoshi.text.layout import Layout

_Mark = tuple[int, int, str, str]


def dispositions(document: Document, layout: Layout, items: Iterable[Item]) -> tuple[Disposition, ...]:
    """Every character of the document exactly once, in order."""
    marks = [(i.start, i.end, "item", i.id) for i in items]
    marks += [(h.start, h.end, "heading", f"level {h.level}") for h in layout.headings]
    furniture = [(f.start, f.end, "furniture", f.reason) for f in layout.furniture]
    found: list[Disposition] = []
    at = 0
    for start, end, what, reason in sorted(_outside(marks, furniture) + furniture):
        if start > at:
            found.append(_rest(document, at, start))
        found.append(Disposition(start, end, what, reason))
        at = end
    if at < len(document.text):
        found.append(_rest(document, at, len(document.text)))
    return tuple(found)


def _rest(document: Document, start: int, end: int) -> Disposition:
    """What nothing claimed: white space, or marks that say nothing."""
    blank = not document.text[start:end].strip()
    return (
        Disposition(start, end, "space", "white space")
        if blank
        else Disposition(start, end, "excluded", "no words")
    )


def _outside(marks: list[_Mark], holes: list[_Mark]) -> list[_Mark]:
    """The marks without the stretches of furniture that a page break put inside them."""
    found: list[_Mark] = []
    starts = [h[0] for h in holes]
    for start, end, what, reason in marks:
        k, at = bisect_right(starts, start), start
        while k < len(holes) and holes[k][0] < end:
            if holes[k][0] > at:
                found.append((at, holes[k][0], what, reason))
            at = holes[k][1]
            k += 1
        if at < end:
            found.append((at, end, what, reason))
    return found
