"""Placing: from an offset in a paragraph's rejoined text back to the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from luoshi.text.layout import Paragraph


def placing(paragraph: Paragraph, low: int) -> Callable[[int], int]:
    """The document's offset for an offset in the paragraph's `clean` text, counted from `low`."""
    pieces = paragraph.pieces
    if len(pieces) == 1:
        return (pieces[0][0] + low).__add__
    starts, at = [], 0
    for a, b in pieces:
        starts.append(at)
        at += b - a

    def place(i: int) -> int:
        k = bisect_right(starts, low + i) - 1
        return pieces[k][0] + low + i - starts[k]

    return place
