"""Parts: whether a stretch of the report looks back, tells how things stand, or promises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from luoshi.rulebook.layout_rules import PartRule, layout_rules


class Part(StrEnum):
    """What a part of a report speaks of; it gives each item its tense."""

    REVIEW = "review"
    SITUATION = "situation"
    PLAN = "plan"
    UNKNOWN = "unknown"


#: How far into a paragraph its opening phrase reaches.
_OPENING = 160
#: Headings down to this rank can name a part; inner ones name topics.
_PART_RANK = 30
_FIVE_YEARS = re.compile(r"“?(十[一二三四五六七八九]?五)”?(?:时期|规划|期间|发展)")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_SENTENCE = re.compile(r"[^。!?]+[。!?]*[”’」』)]*")
_ORDER = "一二三四五六七八九"


@dataclass(slots=True)
class Parts:
    """Reads along a report, heading by heading and paragraph by paragraph.

    `above` holds, for each open heading, its rank and the part it gives to what stands under it.
    `year` is that of the report where it is known. `named` tells whether a heading gave the current part, or
    only an opening phrase.
    """

    current: Part = Part.UNKNOWN
    year: int | None = None
    named: bool = False
    above: list[tuple[int, Part]] = field(default_factory=list)
    looked_back: bool = False
    listing: bool = False
    five_years: set[str] = field(default_factory=set)

    def enter(self, title: str, rank: int) -> None:
        """A heading begins."""
        self.listing = False
        while self.above and self.above[-1][0] >= rank:
            self.above.pop()
        said = self._said(title, rank)
        self.named = said is not None or (bool(self.above) and self.named)
        if said is None:
            said = self._unsaid(rank)
        self.looked_back |= said is Part.PLAN
        self.above.append((rank, said))
        self.current = said
        if rank < _PART_RANK:
            self.five_years |= set(_FIVE_YEARS.findall(title))

    def _said(self, title: str, rank: int) -> Part | None:
        by_year = self._by_year(title, rank)
        if by_year is Part.REVIEW:
            return by_year
        if not self.above or self.above[-1][1] is Part.UNKNOWN:
            return _by_heading(title, inner=False) or by_year
        return _by_heading(title, inner=True) if rank <= _PART_RANK else None

    def _by_year(self, title: str, rank: int) -> Part | None:
        """A part headed by years that all lie before the report's own looks back, else it looks ahead."""
        years = [int(y) for y in _YEAR.findall(title)]
        leads = rank < _PART_RANK or (rank == _PART_RANK and _YEAR.match(title))
        if self.year is None or not years or not leads:
            return None
        return Part.REVIEW if max(years) < self.year else Part.PLAN

    def _unsaid(self, rank: int) -> Part:
        """A heading that names no part stands in the one around it; reports look back first, then promise."""
        if self.above:
            return self.current if rank > _PART_RANK else self.above[-1][1]
        return Part.PLAN if self.looked_back and rank < _PART_RANK else self.current

    def read(self, opening: str) -> Part:
        """A paragraph that opens so: the part it belongs to."""
        opening = opening[:_OPENING]
        rule = next((rule for rule in layout_rules().openings if rule.pattern.search(opening)), None)
        if rule and rule.weight == "local":
            self.listing = True
            self.looked_back |= self.current is not Part.UNKNOWN
            return Part(rule.part)
        if self._opens_next_five_years(opening):
            self._turn(Part.PLAN, over=True)
        elif rule:
            self._turn(Part(rule.part), over=rule.weight == "over")
        self.listing = self.listing and layout_rules().listed.match(opening) is not None
        return Part.SITUATION if self.listing else self.current

    def _turn(self, part: Part, *, over: bool) -> None:
        """An opening phrase leads over to another part; never back from the plan."""
        if part is self.current or self.current is Part.PLAN or (self.named and not over):
            return
        if part is Part.PLAN or self.current is Part.UNKNOWN:
            self.current, self.listing = part, False
            self.looked_back |= part is Part.PLAN

    def _opens_next_five_years(self, opening: str) -> bool:
        """Where headings speak of two five-year plans, the later one is ahead."""
        match = _FIVE_YEARS.match(opening)
        if match is None or len(self.five_years) < 2:
            return False
        return match[1] == max(self.five_years, key=lambda name: _ORDER.find(name[1:-1] or "?"))


def sentence_parts(text: str, part: Part) -> list[tuple[int, Part]]:
    """Where, in a paragraph of the given part, sentences of another part begin: `(offset, part)` in order.

    A plan says what is the case before it promises; what is amiss will be set right.
    """
    runs = [(0, part)]
    if part is Part.UNKNOWN:
        return runs
    for sentence in _SENTENCE.finditer(text):
        said = _by_sentence(sentence.group().rstrip("。!?"), part)
        part = said[0] if said and said[1] else part
        here = said[0] if said else part
        if here is not runs[-1][1]:
            runs.append((sentence.start(), here))
    return runs[1:] if len(runs) > 1 and runs[1][0] == 0 else runs


def _by_sentence(sentence: str, part: Part) -> tuple[Part, bool] | None:
    """The part a sentence names, and whether what follows in its paragraph belongs there too."""
    for rule in layout_rules().sentences:
        if (not rule.within or rule.within == part) and rule.pattern.fullmatch(sentence):
            return Part(rule.part), rule.weight == "onward"
    return None


def _by_heading(title: str, *, inner: bool) -> Part | None:
    for rule in layout_rules().headings:
        if _names(rule, title, inner):
            return Part(rule.part)
    return None


def _names(rule: PartRule, title: str, inner: bool) -> bool:
    """Inside a part, a heading must open with the phrase to lead out of it."""
    if not inner:
        return rule.pattern.search(title) is not None
    if rule.weight == "weak":
        return False
    find = rule.pattern.search if rule.part == "situation" else rule.pattern.match
    return find(title) is not None
