"""Where names of works can stand: one pass of the rulebook's words over an item, and its clauses as lists of members."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from luoshi.compiler.deadlines import deadline_spans
from luoshi.rulebook import entries
from luoshi.rulebook.load import DATA, Entry, read_rules
from luoshi.rulebook.places_data import divisions, place_rules

#: A name has at least so many characters.
SHORTEST = 2

#: A mark, or a word that joins: 以 does with 及 only.
SEPARATOR = re.compile(r"[、,;。!?:和及与或以](?:(?<!以)|及)")
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

    `levels` is the commonness of every pair of characters, `stage_starts` where the `stages` begin.

    `deadlines` maps where one begins to where it ends: what is said of a name follows it.
    """

    text: str
    masked: str
    levels: list[int | None]
    leads: dict[int, tuple[int, Word]]
    opens: list[int]
    closes: list[int]
    deadlines: dict[int, int]
    nouns: dict[int, tuple[int, str]]
    heads: list[tuple[int, int, str]]
    stages: list[tuple[int, int, Word]]
    stage_starts: list[int]

    def coming(self, end: int, until: int) -> str:
        """The stage of the first stage word from `end` on, and whether it follows at once; '' if there is none."""
        at = bisect_left(self.stage_starts, end)
        if at == len(self.stage_starts) or self.stage_starts[at] >= until:
            return ""
        return self.stages[at][2].stage + ("True" if self.stage_starts[at] == end else "False")

    def stages_between(self, low: int, high: int) -> list[tuple[int, int, Word]]:
        """The stage words from `low` up to `high`."""
        at = bisect_left(self.stage_starts, low)
        until = bisect_left(self.stage_starts, high, at)
        return [found for found in self.stages[at:until] if found[1] <= high]

    def noun(self, end: int) -> str:
        """The class of the noun that ends here, a closing quotation mark aside."""
        found = self.nouns.get(end - (self.text[end - 1] == "”"))
        return found[1] if found else ""

    def rare(self, start: int, end: int) -> int:
        """How many pairs of characters in a stretch are rare."""
        return self.levels[start : end - 1].count(None)

    def unusual(self, start: int, end: int) -> int:
        """How many pairs of characters in a stretch are not common to most places' reports."""
        levels = self.levels[start : end - 1]
        return len(levels) - levels.count(2)

    def strangeness(self, start: int) -> int:
        """How strange a name begins: 0 (its first two pairs of characters are common) to 4 (both are rare)."""
        return self.rare(start, start + 3) + self.unusual(start, start + 3)


def scan(text: str, levels: list[int | None]) -> Scan:
    """Look every word of the rulebook up in a folded item; `levels` is the commonness of its pairs."""
    leads: dict[int, tuple[int, Word]] = {}
    nouns: dict[int, tuple[int, str]] = {}
    opens: list[int] = []
    closes: list[int] = []
    heads: list[tuple[int, int, str]] = []
    stages: list[tuple[int, int, Word]] = []
    automaton, words = _lexicon()
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        word = words[index]
        if word.leads and (start not in leads or leads[start][0] < end):
            leads[start] = (end, word)
        if word.opens:
            opens.append(end)
        if word.closes:
            closes.append(start)
        if word.noun and (end not in nouns or nouns[end][0] > start):
            nouns[end] = (start, word.noun)
        if word.heads:
            heads.append((start, -end, word.text))
        if word.stage:
            stages.append((start, end, word))
    # A deadline may stand between a name and what is said of it: `科技馆年底前建成`.
    deadlines = deadline_spans(text)
    if deadlines:
        over = set(deadlines.values())
        closes = [at for at in closes if at not in over] + list(deadlines)
    opens.sort()
    closes.sort()
    heads.sort()
    stages.sort(key=lambda stage: (stage[0], -stage[1]))
    starts = [stage[0] for stage in stages]
    masked = _QUOTED.sub(_mask, text)
    return Scan(text, masked, levels, leads, opens, closes, deadlines, nouns, heads, stages, starts)


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
