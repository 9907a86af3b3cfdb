"""Where names of works can stand: one pass of the rulebook's words over an item, and its clauses as lists of members."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate
from operator import add
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from luoshi.compiler.deadlines import deadline_spans
from luoshi.rulebook import entries
from luoshi.rulebook.load import DATA, Entry, read_rules
from luoshi.rulebook.places_data import divisions, place_rules

#: A name has at least so many characters.
SHORTEST = 2

SEPARATOR = re.compile(r"[、,;。!?:]|以及|和|及|与|或")
_COMMA = re.compile(r"[,;。!?:]")
_QUOTED = re.compile(r"“[^“”]*”|\([^()]*\)|《[^《》]*》")
_COUNT = r"(?:[\d.]+|[一二两三四五六七八九十百千]+)(?:多|余)?[万亿]*"
AMOUNT = re.compile(_COUNT + r"(?:公里|平方|千米|[个家座条项所处批亩吨户人元套名%支米辆类种大届])")
#: Amounts and set phrases that stand between a verb and a name; a capacity (300万吨乙烯) belongs to the name.
_FILLER = re.compile(
    rf"{_COUNT}[个家座条项所处批届大类]|[一二三四五六七八九十]是|(?:总)?投资[\d.]+亿元的"
    r"|一批|一系列|[我全][省市县国区](?:首家|首个|首座|最大的)"
)
_FILLER_OPENS = frozenset("0123456789一二两三四五六七八九十百千总投我全")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of the rulebook can be: stand before a name, open or close one, end one as a noun, head a list."""

    text: str
    leads: bool
    verb: bool
    opens: bool
    closes: bool
    noun: str
    heads: bool
    stage: str
    rule: str


def works_entries() -> tuple[Entry, ...]:
    """The entries of `works.yaml`, examples included."""
    return read_rules(DATA / "works.yaml", {"part": {"light", "verb", "inner", "tail", "noun", "list"}})


@cache
def _lexicon() -> tuple[AhoCorasick, tuple[Word, ...]]:
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in works_entries():
        for word in entry.words:
            parts[word][entry.fields["part"]] = entry.rule.partition("/")[2]
    for entry in entries("stages"):
        for word in entry.words:
            parts[word] |= {"stage": entry.fields["stage"], "rule": entry.rule}
    words = tuple(
        Word(
            text,
            leads=not {"light", "verb", "stage"}.isdisjoint(part),
            verb=not {"verb", "stage"}.isdisjoint(part),
            opens="inner" in part,
            closes="tail" in part,
            noun=part.get("noun", ""),
            heads="list" in part,
            stage=part.get("stage", ""),
            rule=part.get("rule", ""),
        )
        for text, part in parts.items()
    )
    return AhoCorasick([word.text for word in words]), words


@cache
def common() -> dict[str, int]:
    """Pairs of characters that the reports of many places use: 1 some, 2 most. Names hold the others."""
    path = files("luoshi.compiler").joinpath("models", "common_pairs.json")
    runs: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return {run[i : i + 2]: level for level, run in enumerate(runs, 1) for i in range(0, len(run), 2)}


def pairs(text: str) -> list[str]:
    """Every two neighbouring characters."""
    return list(map(add, text, text[1:]))


def commonness(pairs: list[str]) -> list[int | None]:
    """For each pair None where it is rare, 1 where some places' reports have it, 2 where most have."""
    return list(map(common().get, pairs))


@dataclass(slots=True)
class Scan:
    """What may lead to, begin, end or describe a name, by position. `masked` has no separators inside quotes.

    `deadlines` maps where one begins to where it ends: what is said of a name follows it.
    """

    text: str
    masked: str
    leads: dict[int, tuple[int, Word]] = field(default_factory=dict)
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    deadlines: dict[int, int] = field(default_factory=dict)
    nouns: dict[int, tuple[int, str]] = field(default_factory=dict)
    heads: list[tuple[int, int, str]] = field(default_factory=list)
    stages: list[tuple[int, int, Word]] = field(default_factory=list)
    rare: list[int] = field(default_factory=list)
    unusual: list[int] = field(default_factory=list)

    def coming(self, end: int, until: int) -> str:
        """The stage of the first stage word from `end` on, and whether it follows at once; '' if there is none."""
        at = bisect_right(self.stages, end - 1, key=lambda found: found[0])
        if at == len(self.stages) or self.stages[at][0] >= until:
            return ""
        return f"{self.stages[at][2].stage}{self.stages[at][0] == end}"

    def stages_between(self, low: int, high: int) -> list[tuple[int, int, Word]]:
        """The stage words from `low` up to `high`."""
        at = bisect_left(self.stages, low, key=lambda found: found[0])
        until = bisect_left(self.stages, high, at, key=lambda found: found[0])
        return [found for found in self.stages[at:until] if found[1] <= high]

    def noun(self, end: int) -> str:
        """The class of the noun that ends here, a closing quotation mark aside."""
        found = self.nouns.get(end - (self.text[end - 1] == "”"))
        return found[1] if found else ""

    def strangeness(self, start: int) -> int:
        """How strange a name begins: 0 (its first two pairs of characters are common) to 4 (both are rare)."""
        last = len(self.rare) - 1
        start, end = min(start, last), min(start + 2, last)
        return self.rare[end] - self.rare[start] + self.unusual[end] - self.unusual[start]


def scan(text: str, levels: list[int | None]) -> Scan:
    """Look every word of the rulebook up in a folded item; `levels` is the commonness of its pairs."""
    found = Scan(text, _QUOTED.sub(_mask, text))
    automaton, words = _lexicon()
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        word = words[index]
        if word.leads and (start not in found.leads or found.leads[start][0] < end):
            found.leads[start] = (end, word)
        if word.opens:
            found.opens.append(end)
        if word.closes:
            found.closes.append(start)
        if word.noun and (end not in found.nouns or found.nouns[end][0] > start):
            found.nouns[end] = (start, word.noun)
        if word.heads:
            found.heads.append((start, -end, word.text))
        if word.stage:
            found.stages.append((start, end, word))
    # A deadline may stand between a name and what is said of it: `科技馆年底前建成`.
    found.deadlines = deadline_spans(text)
    if found.deadlines:
        over = set(found.deadlines.values())
        found.closes = [at for at in found.closes if at not in over] + list(found.deadlines)
    found.opens.sort()
    found.closes.sort()
    found.heads.sort()
    found.stages.sort(key=lambda stage: (stage[0], -stage[1]))
    found.rare = list(accumulate([level is None for level in levels], initial=0))
    found.unusual = list(accumulate([level != 2 for level in levels], initial=0))
    return found


def _mask(quoted: re.Match[str]) -> str:
    inner = SEPARATOR.sub(lambda mark: "□" * len(mark[0]), quoted[0][1:-1])
    return quoted[0][0] + inner + quoted[0][-1]


class Clause(NamedTuple):
    """A stretch between commas: where its opening verbs end (`body`), what they are, its members, what heads them.

    `etc` is where 等 stands (-1 if nowhere), `noun` the word behind it that says what the members are.
    """

    start: int
    end: int
    body: int
    verb: str
    first: str
    stage: str
    etc: int
    noun: str
    counted: bool
    members: list[tuple[int, int]]


def clauses(found: Scan) -> Iterator[Clause]:
    """The clauses of a scanned item that can hold a name."""
    start = 0
    for mark in _COMMA.finditer(found.masked):
        if mark.start() - start >= SHORTEST:
            yield _clause(found, start, mark.start())
        start = mark.end()
    if len(found.text) - start >= SHORTEST:
        yield _clause(found, start, len(found.text))


def _clause(found: Scan, start: int, end: int) -> Clause:
    text = found.text
    body, words = strip(found, start, end)
    verbs = [word for word in words if word.verb]
    etc = found.masked.find("等", body + SHORTEST, end)
    noun = ""
    if etc >= 0:
        at = bisect_right(found.heads, (etc, 0, ""))
        noun = (
            found.heads[at][2]
            if at < len(found.heads) and found.heads[at][0] < end
            else "x" + text[end - 2 : end]
        )
    return Clause(
        start,
        end,
        body,
        verb=verbs[-1].text if verbs else "",
        first=verbs[0].text if verbs else "",
        stage=next((word.stage for word in reversed(verbs) if word.stage), ""),
        etc=etc,
        noun=noun,
        counted=etc >= 0 and AMOUNT.match(text, etc + 1) is not None,
        members=_members(found, start, body, end),
    )


def strip(found: Scan, start: int, end: int) -> tuple[int, list[Word]]:
    """Where opening adverbs, verbs and amounts end; nothing is taken off where no name would remain."""
    text, at, words = found.text, start, []
    while at < end:
        if at in found.leads:
            at, word = found.leads[at]
            words.append(word)
            at += text[at : at + 1] == "了"
            continue
        filler = _FILLER.match(text, at, end) if text[at] in _FILLER_OPENS else None
        if not filler:
            break
        at = filler.end()
    return (at, words) if at <= end - SHORTEST else (start, [])


def _members(found: Scan, start: int, body: int, end: int) -> list[tuple[int, int]]:
    """The members of the clause's list. Those that are areas only belong to what follows: 甲县、乙县工业园 is one."""
    marks = list(SEPARATOR.finditer(found.masked, start, end))
    if not marks:
        return [(start, end)]
    members: list[tuple[int, int]] = []
    bare = False
    for low, high in zip([start, *(m.end() for m in marks)], [*(m.start() for m in marks), end], strict=True):
        if bare and _begins_with_area(found.text[low:high]):
            members[-1] = (members[-1][0], high)
        else:
            members.append((low, high))
        bare = found.text[max(low, body) : high] in _areas()
    return members


def area(name: str) -> str:
    """Whether a name is an area's and nothing more, or several areas' with something."""
    return "only" if name in _areas() else "several" if "、" in name and _begins_with_area(name) else ""


def _begins_with_area(text: str) -> bool:
    return any(text[:size] in _areas() for size in (2, 3, 4))


@cache
def _areas() -> frozenset[str]:
    """Names and short forms of administrative areas, those aside that are ordinary words too."""
    names = {form for division in divisions() for form in (division.name, division.short) if len(form) > 1}
    return frozenset(names - place_rules().common)
