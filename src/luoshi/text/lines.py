"""Lines: the text cut at line breaks and block marks, without the marks that stand inside a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: White space, and what is invisible like it: joiners, byte order marks, soft hyphens.
BLANK = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, [*range(0x2000, 0x2010), 0x2060, 0xFEFF, 0xAD, 0x180E, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E])
)
_BREAK = re.compile(r"[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_TAG = re.compile(
    r"\*\*|</?(?P<name>[A-Za-z!?][A-Za-z0-9]*)[^<>\n]{0,300}>"
    r"|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});"
)
#: Tags at which a line ends; pages taken over carelessly glue the attributes to the name.
_BLOCK_TAG = re.compile(
    r"(?:div|center|h[1-6]|br|li|t[rdh]|[uo]l|table|section|title|body|html|p)(?:$|class|id|style|align|\d)",
    re.IGNORECASE,
)
_NOTE_MARK = re.compile(r"[\[〔](?:注?\d{1,3}|注)[\]〕]")
_SALUTATION = re.compile(
    r"(?:(?<=[。!?;>\s\u200b])|^)(?:(?:尊敬的)?各位(?:人大)?(?:代表|领导)|同志们|朋友们|女士们、先生们)"
    r"(?:、(?:各位)?(?:同志们?|委员|来宾|代表|列席人员|朋友们)){0,3}\s*[!:]"
)
#: The formula by which the report is laid before the congress; only a report's opening is searched for it.
_SENTENCE = re.compile(r"[^。!?\n\r<>]+[。!?]?")
_LAID_BEFORE = re.compile(r"(?:报告|汇报).*(?:审议|审查|意见)|(?:现在|下面),?我(?:代表|受).*(?:报告|汇报)")
_ASKS = re.compile(r"(?:并|同时|也)?请.*意见")
_OPENING_WITHIN = 4000
#: A paragraph or numbered title that a careless page ran on behind the sentence before it.
_RUN_ON = re.compile(
    r"[。!?][”’」』)]?(?=\u3000{2}|\([一二三四五六七八九十]{1,3}\)[^。!?;,:\n\r<]{4,30}(?:[\n\r<]|$))"
)
#: The same where a whole report was pasted as one line.
_RUN_ON_NUMBER = re.compile(
    r"[。!?][”’」』)]?\s*(?=[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))"
)
_ONE_LINE = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """Furniture inside the text, or (without length) a mere end of line; `breaks`: a line ends at it."""

    start: int
    end: int
    reason: str
    breaks: bool


@dataclass(slots=True)
class Line:
    """A line as it reads: `text` is folded, trimmed and without marks; `pieces` say where it stands."""

    pieces: list[tuple[int, int]]
    text: str
    gap: bool
    indent: bool

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def find_marks(folded: str) -> list[Mark]:
    """Tags, comments, note marks, salutations and the opening formula, in order and apart."""
    marks = list(_comments(folded)) if "<!--" in folded else []
    if "<" in folded or "&" in folded or "**" in folded:
        marks += [Mark(m.start(), m.end(), "markup", _is_block(m["name"])) for m in _TAG.finditer(folded)]
    if "[" in folded or "〔" in folded:
        marks += [Mark(m.start(), m.end(), "note_mark", False) for m in _NOTE_MARK.finditer(folded)]
    marks += [Mark(m.start(), m.end(), "salutation", False) for m in _SALUTATION.finditer(folded)]
    run_on = _RUN_ON_NUMBER if folded.count("\n") * _ONE_LINE < len(folded) else _RUN_ON
    marks += [Mark(m.end(), m.end(), "", True) for m in run_on.finditer(folded)]
    return _apart([*marks, *_opening(folded)])


def _is_block(name: str | None) -> bool:
    return name is not None and _BLOCK_TAG.match(name) is not None


def _opening(folded: str) -> Iterator[Mark]:
    """The sentence that lays the report before the congress, and those after it that ask for opinions."""
    begun = False
    for sentence in _SENTENCE.finditer(folded, 0, _OPENING_WITHIN):
        text = sentence.group().lstrip(BLANK)
        if not text:
            continue
        if begun and not _ASKS.match(text):
            return
        if begun or (("代表" in text or "受" in text) and _LAID_BEFORE.search(text)):
            address = _SALUTATION.match(text)
            start = sentence.end() - len(text) + (address.end() if address else 0)
            yield Mark(start, sentence.end(), "opening", True)
            begun = True


def _comments(folded: str) -> Iterator[Mark]:
    at = folded.find("<!--")
    while at >= 0:
        end = folded.find("-->", at)
        if end < 0:
            return
        yield Mark(at, end + 3, "markup", True)
        at = folded.find("<!--", end)


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def cut_lines(folded: str, marks: list[Mark]) -> list[Line]:
    """The lines that hold anything, in order."""
    lines: list[Line] = []
    last_end = 0
    starts = [mark.start for mark in marks]
    for pieces in _stretches(folded, marks, starts):
        line = _line(folded, pieces, last_end)
        if line:
            lines.append(line)
            last_end = line.end
    return lines


def _stretches(folded: str, marks: list[Mark], starts: list[int]) -> Iterator[list[tuple[int, int]]]:
    """The pieces of each line: between breaks, around marks."""
    done = 0
    for match in _BREAK.finditer(folded):
        start, end = max(match.start(), done), match.end()
        if start >= end:
            continue
        at = bisect_left(starts, start)
        if at == len(marks) or starts[at] >= end:
            yield [(start, end)]
            continue
        pieces: list[tuple[int, int]] = []
        while at < len(marks) and starts[at] < end:
            mark = marks[at]
            pieces.append((start, mark.start))
            if mark.breaks:
                yield pieces
                pieces = []
            start = done = mark.end
            at += 1
        yield [*pieces, (start, end)] if start < end else pieces


def _line(folded: str, pieces: list[tuple[int, int]], last_end: int) -> Line | None:
    kept = [trimmed for start, end in pieces if (trimmed := _trim(folded, start, end))]
    if not kept:
        return None
    start = kept[0][0]
    between = folded[last_end:start] if start - last_end < 200 else folded[start - 200 : start]
    text = folded[start : kept[0][1]] if len(kept) == 1 else "".join(folded[a:b] for a, b in kept)
    return Line(kept, text, between.count("\n") > 1, between[-1:] in "\u3000\xa0\t " and between != "")


def _trim(folded: str, start: int, end: int) -> tuple[int, int] | None:
    text = folded[start:end]
    kept = text.strip(BLANK)
    if not kept:
        return None
    start += len(text) - len(text.lstrip(BLANK))
    return start, start + len(kept)
