"""Joining: hard-wrapped lines, and sentences that a column or page broke, made whole again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.rulebook.layout_rules import layout_rules
from luoshi.text.lines import Line

#: A heading that stands on a line of its own is no longer than this.
HEADING_LENGTH = 45
_HEADING_LINES = 3
_CLOSED = re.compile(r"[。!?;:…~][”’」』)》\]\"']*$")
_STOP = re.compile(r"[。;!?]")
#: A line that ends so needs what follows, a line that begins so needs what precedes.
_WANTS_NEXT = re.compile(r"(?:[,、(《“‘\[的和与及或在对把将以]|[^—]—)$")
_WANTS_LAST = re.compile(r"[,。、;:!?)》”’\]%]|(?:是|为)[:,]|的")
_OPEN_BRACKETS = (("《", "》"), ("“", "”"), ("(", ")"))


@dataclass(slots=True)
class Block:
    """Lines that belong together; `text` is theirs joined, `pieces` where it stands."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return self.lines[0].text if len(self.lines) == 1 else "".join(line.text for line in self.lines)

    @property
    def pieces(self) -> list[tuple[int, int]]:
        return [piece for line in self.lines for piece in line.pieces]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: `width` of its full lines (0: not wrapped), and what marks a new paragraph."""

    width: int
    indented: bool
    spaced: bool

    def full(self, line: Line) -> bool:
        return self.width == 0 or len(line.text) >= self.width * 0.8


def setting_of(lines: list[Line]) -> Setting:
    """Wrapped, where most lines break off in mid-sentence at about the same length."""
    if not lines:
        return Setting(0, False, False)
    broken = sorted(len(line.text) for line in lines if not is_closed(line.text))
    width = broken[len(broken) * 4 // 5] if broken else 0
    full = sum(length >= width * 0.8 for length in broken)
    wrapped = len(broken) >= max(4, len(lines) * 0.4) and 12 <= width <= 100 and full > len(broken) * 0.6
    indents = sum(line.indent for line in lines)
    gaps = sum(line.gap for line in lines)
    return Setting(width if wrapped else 0, 0 < indents < len(lines) * 0.9, 0 < gaps < len(lines) * 0.9)


def join(lines: Iterable[Line], setting: Setting) -> list[Block]:
    """Lines into blocks: each a heading or a paragraph."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and _continues(blocks[-1], line, setting):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line]))
    return blocks


def _continues(block: Block, line: Line, setting: Setting) -> bool:
    last = block.lines[-1].text
    if is_row(last) or is_row(line.text):
        return False
    if _WANTS_LAST.match(line.text):
        return True
    if is_closed(last):
        return _runs_on(block.lines[-1], line, setting)
    if begins_block(line.text):
        return False
    if _WANTS_NEXT.search(last[-2:]) or _unclosed(last):
        return True
    return setting.full(block.lines[-1]) and not is_title(block, setting, line)


def _runs_on(last: Line, line: Line, setting: Setting) -> bool:
    """A wrapped line may happen to end with its sentence: only the marks of a new paragraph tell."""
    if not setting.width or not setting.full(last) or begins_block(line.text):
        return False
    if not setting.full(line) and not is_closed(line.text):
        return False  # a short line without a stop is a heading
    return not line.indent if setting.indented else setting.spaced and not line.gap


def is_closed(text: str) -> bool:
    """Whether a text ends with a stop or a lead-in's colon."""
    return _CLOSED.search(text[-4:]) is not None


def is_row(text: str) -> bool:
    """Whether a line is a table's row: cells between bars, or divided by tabs and no sentence."""
    return text[:1] == "|" or ("\t" in text and not _STOP.search(text))


def _unclosed(text: str) -> bool:
    return any(text.rfind(a) > text.rfind(b) for a, b in _OPEN_BRACKETS)


def begins_block(text: str) -> bool:
    """Whether a line opens with a heading's or list's mark."""
    return text[:1] == "#" or layout_rules().numbering.match(text) is not None


def is_title(block: Block, setting: Setting, following: Line | None) -> bool:
    """Whether a block that ends without a stop is a heading, and not a paragraph broken off."""
    if len(block.lines) > _HEADING_LINES:
        return False
    text = block.text
    if len(text) > HEADING_LENGTH + 15 * begins_block(text) or _STOP.search(text):
        return False
    if not setting.width:
        return len(block.lines) == 1
    return (
        not setting.full(block.lines[-1])
        or following is None
        or following.gap
        or (setting.indented and following.indent)
    )


def within(pieces: list[tuple[int, int]], low: int, high: int) -> tuple[tuple[int, int], ...]:
    """The part `[low, high)` of the joined text, as stretches of the document."""
    if len(pieces) == 1:
        start = pieces[0][0]
        return ((start + low, start + high),)
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in pieces:
        a, b = max(low - at, 0), min(high - at, end - start)
        if a < b:
            found.append((start + a, start + b))
        at += end - start
    return tuple(found)
