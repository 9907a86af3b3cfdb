"""The report as it reads: headings and paragraphs in order, with the items that stand in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from luoshi.compiler.compilation import Compilation, Disposition, Item, Office
from luoshi.compiler.offices import NEIGHBOURS
from luoshi.render.words import DISPOSITIONS
from luoshi.text.layout import lay_out

#: Furniture that belongs to the report as delivered: it stays in the reading, quietly.
_KEPT = {
    "title": "masthead",
    "speaker": "masthead",
    "salutation": "spoken",
    "opening": "spoken",
    "thanks": "spoken",
}
# What XML and HTML cannot hold (control characters, lone surrogates) or what would reorder the line.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: Markdown's heading marks are no words of the report.
_HASHES = re.compile(r"^\s*#+\s*", re.MULTILINE)


@dataclass(slots=True)
class Run:
    """A stretch of a paragraph: an item, or words that are none. `pieces` leave out furniture."""

    item: Item | None
    pieces: list[tuple[int, int]]


@dataclass(slots=True)
class Block:
    """A heading (`run_in`: it opens the next block's line), a paragraph, or what stands around them.

    That is a `masthead` (title, speaker) or words `spoken` before and after.
    """

    what: str
    start: int
    end: int
    text: str = ""
    level: int = 0
    run_in: bool = False
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """The blocks in order, and what was left out of them: rule name and words."""

    blocks: list[Block] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def read(compilation: Compilation) -> Reading:
    """Headings and paragraphs from the dispositions; the layout tells where a paragraph begins."""
    text, reading = compilation.document.text, Reading()
    begins = {paragraph.pieces[0][0] for paragraph in lay_out(text, compilation.year).paragraphs}
    items = {item.id: item for item in compilation.items}
    for d in compilation.dispositions:
        if d.what == "furniture":
            _take_furniture(reading, text, d)
        elif d.what == "heading":
            level = int(d.reason.rpartition(" ")[2])
            reading.blocks.append(Block("heading", d.start, d.end, _title(text, d), level))
        elif d.what in ("item", "excluded"):
            _take_words(reading, text, d, items.get(d.reason), begins=d.start in begins)
    return reading


def _take_furniture(reading: Reading, text: str, d: Disposition) -> None:
    if d.reason in _KEPT:
        reading.blocks.append(Block(_KEPT[d.reason], d.start, d.end, _title(text, d)))
    else:
        reading.left_out.append((d.reason, unwrap(text[d.start : d.end])))


def _take_words(reading: Reading, text: str, d: Disposition, item: Item | None, *, begins: bool) -> None:
    last = reading.blocks[-1] if reading.blocks else None
    if last is None or last.what != "paragraph" or begins:
        if last is not None and last.what == "heading":
            last.run_in = "\n" not in text[last.end : d.start]
        last = Block("paragraph", d.start, d.end)
        reading.blocks.append(last)
    if item is not None and last.runs and last.runs[-1].item is item:
        last.runs[-1].pieces.append((d.start, d.end))
    else:
        last.runs.append(Run(item, [(d.start, d.end)]))


def segments(text: str, run: Run) -> Iterator[tuple[str, bool]]:
    """The run's words in order, cut where an amount of a target begins or ends; True for the amounts."""
    marks = sorted((t.start, t.end) for t in run.item.targets) if run.item else []
    for low, high in run.pieces:
        at = low
        for start, end in marks:
            start, end = max(start, at), min(end, high)
            if start < end:
                if at < start:
                    yield unwrap(text[at:start]), False
                yield unwrap(text[start:end]), True
                at = end
        if at < high:
            yield unwrap(text[at:high]), False


def _title(text: str, d: Disposition) -> str:
    return unwrap(_HASHES.sub("", text[d.start : d.end]))


def unwrap(text: str) -> str:
    """The words on one line: a hard line break goes, between Latin letters it is a space; see `safe`."""
    lines = text.splitlines()
    if len(lines) < 2:
        return safe(lines[0]) if lines else ""
    lines = [lines[0].rstrip(), *(line.strip() for line in lines[1:-1]), lines[-1].lstrip()]
    return safe("".join(_spaced(lines)))


def _spaced(lines: list[str]) -> Iterator[str]:
    yield lines[0]
    for before, line in pairwise(lines):
        yield f" {line}" if _latin(before[-1:]) and _latin(line[:1]) else line


def safe(text: str) -> str:
    """The text with what no XML or HTML file can hold, or what reorders a line, replaced by �."""
    return _UNSAFE.sub("\ufffd", text)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def wordings(reading: Reading, text: str) -> dict[str, str]:
    """Each item's words as the report writes them, on one line, without the furniture of a page break."""
    found: dict[str, str] = {}
    for block in reading.blocks:
        for run in block.runs:
            if run.item:
                words = "".join(words for words, _ in segments(text, run))
                found[run.item.id] = found.get(run.item.id, "") + words
    return found


def sections(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The headings above each item as the report writes them, outermost first."""
    found: dict[str, tuple[str, ...]] = {}
    path: list[Block] = []
    for block in reading.blocks:
        if block.what == "heading":
            path = [*(above for above in path if above.level < block.level), block]
        elif block.what == "paragraph":
            titles = tuple(above.text for above in path)
            found |= {run.item.id: titles for run in block.runs if run.item}
            # A topic sentence heads its own paragraph only.
            path = [above for above in path if not above.run_in]
    return found


def lead(item: Item) -> Office | None:
    """The suggested lead."""
    return next((o for o in item.offices if o.role == "lead"), None)


def suggested(item: Item) -> tuple[Office, ...]:
    """The leads, and the supports for which the item itself or its headings speak, best first.

    An office that only neighbouring items name is kept in the data, as a likely lead, but is no support to show.
    """
    return tuple(o for o in item.offices if o.role == "lead" or o.why != NEIGHBOURS)


def supports(item: Item) -> tuple[Office, ...]:
    """The supports among those suggested."""
    return tuple(o for o in suggested(item) if o.role == "support")


def shares(dispositions: Iterable[Disposition]) -> list[tuple[str, float]]:
    """The share of characters, white space apart, in each class: Chinese name and fraction."""
    counts: Counter[str] = Counter()
    for d in dispositions:
        counts[d.what] += d.end - d.start
    total = sum(counts[what] for what in DISPOSITIONS)
    return [(name, counts[what] / total) for what, name in DISPOSITIONS.items() if counts[what]]
