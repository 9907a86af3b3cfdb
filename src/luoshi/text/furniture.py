"""Furniture: lines that are not the report, each with the rule that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from luoshi.rulebook.layout_rules import layout_rules
from luoshi.text.lines import Line, Mark

#: No line longer than this is furniture, no line of a masthead longer than the second.
_LONGEST, _MASTHEAD = 160, 60
_MASTHEAD_WITHIN = 4000


@dataclass(frozen=True, slots=True)
class Furniture:
    """Characters that are not the report: mastheads, page numbers, print links. `reason` names the rule."""

    start: int
    end: int
    reason: str


def set_apart(lines: list[Line], marks: Iterable[Mark]) -> tuple[list[Line], list[Furniture]]:
    """The report's lines, and those that are furniture."""
    kept: list[Line] = []
    furniture: list[Furniture] = []
    sorting = _Sorting(_address(lines, marks))
    for line in lines:
        reason = sorting.reason(line)
        if reason is None:
            kept.append(line)
        else:
            furniture += [Furniture(start, end, reason) for start, end in line.pieces]
    return kept, furniture


def _address(lines: list[Line], marks: Iterable[Mark]) -> int:
    """Where the masthead ends: where the speaker first addresses the congress, or at the title.

    A long line before the address is the report's already, or a lead of the newspaper's.
    """
    start = next((m.start for m in marks if m.reason in {"salutation", "opening"}), 0)
    above = [line for line in lines if line.start < min(start, _MASTHEAD_WITHIN)]
    if start <= _MASTHEAD_WITHIN and all(len(line.text) <= _MASTHEAD for line in above):
        return start
    return max((line.start for line in above if _is_title(line.text)), default=0)


def _is_title(text: str) -> bool:
    match = layout_rules().furniture.fullmatch(text) if len(text) <= _LONGEST else None
    return match is not None and match.lastgroup == "title"


@dataclass(slots=True)
class _Sorting:
    """What is known while reading down the lines.

    Everything short before `address` is masthead. `outside` is the rule under which all lines are furniture
    (notes, a portal's tail) until a title or an annex; `begun` is set when the report's own text has begun.
    """

    address: int
    outside: str = field(default="")
    begun: bool = field(default=False)

    def reason(self, line: Line) -> str | None:
        """The rule by which the line is furniture, or None."""
        if len(line.text) > _LONGEST:
            self.begun = True
            return self.outside or None
        reason = self._known(line.text) or ("masthead" if line.end <= self.address else None)
        if reason == "title" and self.outside:
            self.outside, self.begun = "", False
        if reason is None:
            reason = self._turning(line.text) or self.outside or None
        self.begun |= reason is None and (len(line.text) > _MASTHEAD or _numbered(line.text) is not None)
        return reason

    def _known(self, text: str) -> str | None:
        rules = layout_rules()
        match = rules.furniture.fullmatch(text) or (None if self.begun else rules.margin.fullmatch(text))
        if match:
            return match.lastgroup
        return None if any(char.isalnum() for char in text) else "stray"

    def _turning(self, text: str) -> str | None:
        """Where the report ends and notes or a portal's links begin, or an annex resumes it."""
        if len(text) > _MASTHEAD:
            return None
        match = layout_rules().notes.fullmatch(text) or layout_rules().tail.fullmatch(text)
        if match:
            self.outside = match.lastgroup or ""
            return self.outside
        if self.outside and _numbered(text) == "part_number":
            self.outside = ""
        return None


def _numbered(text: str) -> str | None:
    match = layout_rules().numbering.match(text)
    return match.lastgroup if match else None
