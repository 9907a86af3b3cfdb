"""The layout: which characters of a report are headings, furniture and paragraphs, and how they nest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.text.fold import fold
from luoshi.text.furniture import Furniture, set_apart
from luoshi.text.head import head_of, head_year
from luoshi.text.headings import INNER_RANK, Found, find_headings
from luoshi.text.joining import Block, join, setting_of, within
from luoshi.text.lines import BLANK, cut_lines, find_marks
from luoshi.text.parts import Part, Parts, sentence_parts

__all__ = ["Furniture", "Heading", "Layout", "Paragraph", "Part", "lay_out"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the outermost. `title` is the text without its numbering marks."""

    start: int
    end: int
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, rejoined: `clean` is folded (see `fold`), without the breaks inside it.

    `pieces` are the stretches of the document, in order, whose folded text makes up `clean`; between two
    pieces lie white space or furniture only. `section` is the path of heading titles above it, outermost
    first, a topic sentence that opens the paragraph included. A list entry after a lead-in is a paragraph.
    """

    pieces: tuple[tuple[int, int], ...]
    clean: str
    section: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Layout:
    """All of a document's text, told apart: headings, furniture and paragraphs never overlap, in order.

    `year` is the one that the report's head says, if it does.
    """

    headings: tuple[Heading, ...]
    furniture: tuple[Furniture, ...]
    paragraphs: tuple[Paragraph, ...]
    year: int | None = None


def lay_out(text: str, year: int | None = None) -> Layout:
    """Tell apart a report's headings, furniture and paragraphs, each paragraph with its section and part.

    `year`: the report's, where it is known better than its head says.
    """
    folded = fold(text)
    marks = find_marks(folded)
    lines, furniture = set_apart(cut_lines(folded, marks), marks)
    furniture += [Furniture(mark.start, mark.end, mark.reason) for mark in marks if mark.reason]
    said = head_year(head_of(text, furniture))
    setting = setting_of(lines)
    blocks = join(lines, setting)
    # A report that is laid before a congress begins by looking back.
    opened = any(mark.reason == "opening" for mark in marks)
    reading = _Reading(Parts(Part.REVIEW if opened else Part.UNKNOWN, year or said))
    for block, found in zip(blocks, find_headings(blocks, setting), strict=True):
        reading.take(block, found)
    outside = _outside(furniture, reading.headings)
    return Layout(tuple(reading.headings), tuple(outside), tuple(reading.paragraphs), said)


class _Reading:
    """What has been read so far, and the headings that are open."""

    def __init__(self, parts: Parts) -> None:
        self.headings: list[Heading] = []
        self.paragraphs: list[Paragraph] = []
        self.open: list[tuple[int, str]] = []
        self.parts = parts
        self.bare = False

    def take(self, block: Block, found: Found | None) -> None:
        """The next block: a heading, a paragraph, or a heading and the paragraph it opens."""
        text, pieces = block.text, block.pieces
        begin = found.length if found else 0
        inner = found is not None and found.rank >= INNER_RANK and begin < len(text)
        if found:
            self._head(found, within(pieces, 0, begin), inner=inner)
        begin = len(text) - len(text[begin:].lstrip(BLANK))
        if begin < len(text):
            self.bare = False
            section = tuple(title for _, title in self.open) + ((found.title,) if inner and found else ())
            self._add(pieces, text, begin, section)

    def _add(self, pieces: list[tuple[int, int]], text: str, begin: int, section: tuple[str, ...]) -> None:
        """A paragraph; where a sentence in it speaks of something else than the rest, several."""
        runs = sentence_parts(text[begin:], self.parts.read(text))
        ends = [begin + start for start, _ in runs[1:]] + [len(text)]
        for (start, part), end in zip(runs, ends, strict=True):
            low = begin + start
            self.paragraphs.append(Paragraph(within(pieces, low, end), text[low:end], section, part))

    def _head(self, found: Found, pieces: tuple[tuple[int, int], ...], *, inner: bool) -> None:
        start, end, rank = pieces[0][0], pieces[-1][1], found.rank
        if self.bare and found.title and not inner:
            # A number on a line of its own and the title below it are one heading.
            start, rank = self.headings.pop().start, self.open.pop()[0]
        while self.open and self.open[-1][0] >= rank:
            self.open.pop()
        self.headings.append(Heading(start, end, len(self.open) + 1, found.title))
        if not inner:
            self.parts.enter(found.title, rank)
            self.open.append((rank, found.title))
            self.bare = not found.title


def _outside(furniture: list[Furniture], headings: list[Heading]) -> Iterator[Furniture]:
    """Furniture in order, without the marks that stand inside a heading."""
    at = 0
    for piece in sorted(furniture, key=lambda f: f.start):
        while at < len(headings) and headings[at].end <= piece.start:
            at += 1
        if at == len(headings) or piece.end <= headings[at].start:
            yield piece
