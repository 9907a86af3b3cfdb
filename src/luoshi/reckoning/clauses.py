"""Clauses: a report cut at commas and sentence ends, each clause with the part it stands in and its amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.compiler.compilation import Compilation, Item, Target, Tense
from luoshi.compiler.quantities import find_quantities
from luoshi.reckoning.wording import pairs, usual
from luoshi.text.fold import fold


class Part(StrEnum):
    """Of what a clause speaks: the year past, several years past, how things stand, this year's plan, a later goal."""

    REVIEW = "review"
    YEARS = "years"
    SITUATION = "situation"
    PLAN = "plan"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in a clause. `indicator` is empty where the text only describes with it."""

    start: int
    end: int
    quote: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    relation: str
    measure: str
    direction: str | None
    indicator: str
    scope: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an item. `text` is folded, `said` in usual words; `near` holds the pairs of what leads to it."""

    start: int
    end: int
    text: str
    said: str
    part: Part
    item: Item
    figures: tuple[Figure, ...]
    grams: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]


_CUT = re.compile(r"[,，；;。！？!?：:\n]")
_WITHIN_NUMBER = re.compile(r"\d,\d{3}(?!\d)")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]\s*$")
_FIVE_YEARS = re.compile(
    r"十[一二三四五]五”?(?:时期|以来|期间|发展|收官|这五年|规划)|(?:五|5)年来|[过]去(?:的)?(?:五|5)年|这(?:五|5)年|本届政府|过去(?:四|三)年|(?:四|三)年来"
    r"|回[望首顾眸][^,。]{0,4}(?:十[一二三四五]五|(?:五|5)年)"
)
_ONE_YEAR = re.compile(r"(?:过去|刚刚过去)的?(?:一|20\d\d)年|一年来|(?<![—至-])20\d\d年(?!来)")
#: `2025年旅居人数达到…` amid a look back on several years is of that year, and what follows is again of the several.
_IN_PASSING = re.compile(r"20\d\d年(?![,，是])")
_LATER = re.compile(
    r"到?(?:“?十[四五六七]五”?(?:时期|期间|末|规划)|20[3-5]\d年)|未来(?:五|5|几)年|今后(?:五|5)年"
)


#: A goal so many years ahead is not what the new plan promises for its year.
_FAR = 3


def clauses(compilation: Compilation) -> tuple[Clause, ...]:
    """All clauses of a report, in the order of the text."""
    found: list[Clause] = []
    for item, part in zip(compilation.items, parts(compilation), strict=True):
        found += _of_item(item, part, found[-1] if found else None)
    return tuple(found)


def parts(compilation: Compilation) -> list[Part]:
    """The part each item stands in; that several years are looked back on is said once and holds until a year is named."""
    reader = _Parts(compilation.year)
    text = compilation.document.text
    return [reader.read(item, opens=text[: item.start].endswith("\n")) for item in compilation.items]


class _Parts:
    """Reads along a report: which span of years its items speak of."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.section: tuple[str, ...] = ()
        self.many = False
        self.later = False

    def read(self, item: Item, *, opens: bool) -> Part:
        """The part of the next item; `opens` says whether it begins a paragraph."""
        if item.section[:1] != self.section[:1]:
            self._enter(item.section[0] if item.section else "")
        self.section = item.section
        if item.tense is Tense.PLEDGE:
            return Part.LATER if self._looks_further(item) else Part.PLAN
        if self.many and not opens and _IN_PASSING.match(item.clean):
            return Part.SITUATION if item.tense is Tense.SITUATION else Part.REVIEW
        opening = item.clean[:40]
        many, one = _FIVE_YEARS.search(opening), _ONE_YEAR.search(opening)
        if many and not (one and one.start() < many.start() and str(self.year - 1) not in one.group()):
            self.many = one is None or many.start() < one.start() or "回" in opening
        elif one is not None and (str(self.year - 1) in one.group() or "20" not in one.group()):
            self.many = False
        if item.tense is Tense.SITUATION:
            return Part.SITUATION
        return Part.YEARS if self.many else Part.REVIEW

    def _enter(self, title: str) -> None:
        """A part's heading: a goal of several years, or a look back on them."""
        many: re.Match[str] | None = _FIVE_YEARS.search(title)
        one: re.Match[str] | None = re.search(r"20\d\d", title)
        self.many = many is not None and (one is None or many.start() < one.start())
        named_year = one is not None and one.group() == str(self.year)
        self.later = bool(_LATER.search(title)) and not named_year

    def _looks_further(self, item: Item) -> bool:
        due = min((int(target.due[:4]) for target in item.targets), default=self.year)
        return self.later or due - self.year >= _FAR or (due > self.year and bool(_LATER.search(item.clean)))


def _of_item(item: Item, part: Part, before: Clause | None) -> Iterator[Clause]:
    text = fold(item.text)
    figures = _figures(item)
    heading = pairs(usual(" ".join(item.section[-1:])))
    around = pairs(usual(item.clean)) | heading
    led: frozenset[str] = frozenset()
    if before is not None and not _SENTENCE_END.search(before.text):
        led = before.grams
        around |= before.around
    for low, high in _cuts(text):
        start, end = item.start + low, item.start + high
        said = usual(text[low:high])
        inside = tuple(f for f in figures if start <= f.start < end)
        named = pairs(usual(" ".join(f.indicator + " " + f.scope for f in inside)))
        grams = pairs(said)
        yield Clause(start, end, text[low:high], said, part, item, inside, grams, led | named, around)
        led = led | grams


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between marks; a comma in a number or in brackets is none."""
    low, depth = 0, 0
    for at, char in enumerate(text):
        depth += (char in "((（") - (char in "))）")
        if depth > 0 or not _CUT.match(char):
            continue
        if char == "," and _WITHIN_NUMBER.match(text, max(0, at - 1)):
            continue
        if text[low : at + 1].strip(" \n,;:"):
            yield low, at + 1
        low = at + 1
    if text[low:].strip():
        yield low, len(text)


def _figures(item: Item) -> list[Figure]:
    """What the item counts or measures: what it promises or reports, and amounts that only describe."""
    found = [figure_of(target) for target in item.targets if not target.optional or target.unit != "级"]
    for context in item.context:
        for q in find_quantities(fold(context.quote))[:1]:
            found.append(
                Figure(
                    context.start,
                    context.end,
                    context.quote,
                    q.value,
                    q.value_high,
                    q.unit,
                    q.relation,
                    "",
                    None,
                    "",
                    "",
                )
            )
    return sorted(found, key=lambda figure: figure.start)


def figure_of(target: Target) -> Figure:
    """The target as a figure."""
    return Figure(
        target.start, target.end, target.quote, target.value, target.value_high, target.unit, target.relation,
        target.measure, target.direction, target.indicator, target.scope,
    )  # fmt: skip
