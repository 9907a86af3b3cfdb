"""Projects: named works, sites, events and enterprises that an item promises to move, each with its stage.

Words of the rulebook cut a clause into candidate names; a linear model, fed with what surrounds and what makes up
each candidate, says which are specific; of those that overlap the best set is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, repeat
from operator import call
from typing import Generic, NamedTuple, TypeVar

from luoshi.compiler import model, works
from luoshi.compiler.compilation import Project
from luoshi.compiler.works import AMOUNT, SEPARATOR, SHORTEST, Clause, Scan
from luoshi.rulebook import entries

#: In running order; what else is said of works (扶持, 举办) is `other`.
STAGES = ("prepare", "start", "build", "complete", "operate")
#: How much a member of a list takes over from the others, each counting at most CLIP.
SHARE, CLIP = 0.8, 4.0
#: What weighs less than this so far is not looked at further.
HOPELESS = -4.0
LONGEST = 30

_BACKED = frozenset(["firm", "event", "企业", "公司", "集团", "活动", "赛事", "会展"])
_ALNUM = re.compile(r"[0-9A-Za-z]")
_PHASE = re.compile(r"[一二三四五六七八九十]期|号")
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+届|首届|20\d\d")

Evidence = TypeVar("Evidence", float, list[str])


def find_projects(text: str) -> list[Project]:
    """The named works in a folded item, with offsets into it."""
    return next(find_in_paragraph(text, [text], [0]))


def find_in_paragraph(text: str, items: Sequence[str], starts: Sequence[int]) -> Iterator[list[Project]]:
    """The named works in each item of a folded paragraph, with offsets into the item; `starts` is where items begin.

    Most items hold none: a quick look at their pairs of characters, weighed for the whole paragraph, tells.
    """
    pairs = works.pairs(text)
    openings, weights, rare, bias = _gate()
    weighed = list(map(weights.get, pairs, repeat(rare)))
    for item, start in zip(items, starts, strict=True):
        end = start + len(item) - 1
        if bias + openings.get(item[:2], 0.0) + sum(weighed[start:end]) < 0:
            yield []
        else:
            yield _look_closely(item, pairs[start:end])


def _look_closely(text: str, pairs: list[str]) -> list[Project]:
    scan = works.scan(text, works.commonness(pairs))
    inside = _scores(pairs)
    found: list[Project] = []
    for clause in works.clauses(scan):
        names = _names(scan, clause, inside)
        if names:
            stages = _stages(scan, clause, names)
            found += [Project(a, b, text[a:b], *said) for (a, b), said in zip(names, stages, strict=True)]
    return found


def gate_features(text: str, pairs: list[str], levels: list[int | None]) -> list[str]:
    """What a quick look at an item sees, each as often as it occurs: most items hold no name and are left at that."""
    return ["^" + text[:2], *pairs, *(["rare"] * levels.count(None)), *(["some"] * levels.count(1))]


@model.derived
def _gate() -> tuple[dict[str, float], dict[str, float], float, float]:
    """The quick look's weights of openings and of pairs, of a pair that stands in neither, and its bias.

    Each pair brings its own weight and that of its rarity.
    """
    gate = model.yes("project_gate")
    rare, some = gate.weights.get("rare", 0.0), gate.weights.get("some", 0.0)
    openings: dict[str, float] = {}
    weights = {pair: some if level == 1 else 0.0 for pair, level in works.common().items()}
    for feature, weight in gate.weights.items():
        if feature.startswith("^"):
            openings[feature[1:]] = weight
        if len(feature) == 2:
            weights[feature] = weight + weights.get(feature, rare)
    return openings, weights, rare, gate.bias


# --- candidates -------------------------------------------------------------------------------------------


class Candidate(NamedTuple, Generic[Evidence]):
    """A stretch that may be a name: its place, the member of the list it begins in, and the evidence for it."""

    start: int
    end: int
    member: int
    evidence: Evidence


#: The values of some features, in the order of their names.
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judge(Generic[Evidence]):
    """How what is seen of a clause, of a beginning, of an end and of both becomes evidence."""

    clause: Callable[[Values], Evidence]
    start: Callable[[Values], Evidence]
    end: Callable[[Values], Evidence]
    pair: Callable[[Values], Evidence]


@dataclass(frozen=True, slots=True)
class _Inside(Generic[Evidence]):
    """What the pairs of characters in a stretch add to the evidence, and whether it is worth to go on."""

    add: Callable[[int, int], Evidence]
    hopeful: Callable[[Evidence], bool]


_CLAUSE = ("hv", "v1", "hs", "subj", "e2", "n")
_START = ("p1", "p2", "o", "w", "b2", "i", "noun", "listed", "qb", "qin", "ord")
_END = ("s1", "s2", "s3", "fac", "a1", "a2", "ts", "qa", "hs|fac", "ts|fac", "noun|fac", "a1|fac", "hv|fac")
_PAIR = ("ends", "len", "rare", "mid", "join", "area", "dig", "phase", "quo")


def _judge(of: Callable[[tuple[str, ...]], Callable[[Values], Evidence]]) -> _Judge[Evidence]:
    return _Judge(of(_CLAUSE), of(_START), of(_END), of(_PAIR))


@model.derived
def _weights() -> tuple[float, _Judge[float], dict[str, float]]:
    """The model's bias, its judge, and what each pair of characters weighs inside a name."""
    weights = model.yes("projects")

    def of(names: tuple[str, ...]) -> Callable[[Values], float]:
        tables = weights.tables(names)
        return lambda values: sum(filter(None, map(call, tables, values)))

    inside = {name[2:]: weight for name, weight in weights.weights.items() if name.startswith("g=")}
    return weights.bias, _judge(of), inside


def candidates(text: str) -> list[list[Candidate[list[str]]]]:
    """The candidate names of a folded item by clause, with all their features: what the model is trained on."""
    pairs = works.pairs(text)
    scan = works.scan(text, works.commonness(pairs))
    seen = [f"g={pair}" for pair in pairs]
    judge = _judge(lambda names: partial(model.named, names))
    inside: _Inside[list[str]] = _Inside(lambda start, end: seen[start : end - 1], lambda _: True)
    return [list(_candidates(scan, clause, judge, inside)) for clause in works.clauses(scan)]


def _scores(pairs: list[str]) -> _Inside[float]:
    weights = _weights()[2].get
    sums = list(accumulate([weights(pair, 0.0) for pair in pairs], initial=0.0))
    return _Inside(lambda start, end: sums[end - 1] - sums[start], HOPELESS.__lt__)


def _candidates(
    scan: Scan, clause: Clause, judge: _Judge[Evidence], inside: _Inside[Evidence]
) -> Iterator[Candidate[Evidence]]:
    """Every candidate of a clause; evidence that several share is weighed once, the dearest last."""
    about, hopeful = judge.clause(_clause_values(scan, clause)), inside.hopeful
    tails: dict[int, Evidence] = {}
    for i, (low, high) in enumerate(clause.members):
        if low == high:
            continue
        heads: dict[int, tuple[str, Evidence]] = {}
        for start, how in _starts(scan, clause, i).items():
            head = about + judge.start(_start_values(scan, clause, i, start, how))
            if hopeful(head):
                heads[start] = (how, head)
        starts = sorted(heads)
        for end, what in _ends(scan, clause, i).items() if heads else ():
            if end not in tails:
                tails[end] = judge.end(_end_values(scan, clause, end))
            first, last = bisect_left(starts, end - LONGEST), bisect_right(starts, end - SHORTEST)
            for start in starts[first:last]:
                how, head = heads[start]
                seen = head + tails[end] + inside.add(start, end)
                if hopeful(seen):
                    both = judge.pair(_pair_values(scan, start, end, how, what))
                    yield Candidate(start, end, i, seen + both)


def _starts(scan: Scan, clause: Clause, i: int) -> dict[int, str]:
    low, high = clause.members[i]
    body = clause.body if i == 0 else works.strip(scan, low, high)[0]
    starts = {body: "lead" if body > low else "own"}
    for at in _between(scan.opens, low, high):
        starts.setdefault(at, "inner")
    return starts


def _ends(scan: Scan, clause: Clause, i: int) -> dict[int, str]:
    """Ends within the member, then those of the next (a name may hold 和 or 、)."""
    ends = {clause.members[i][1]: "whole"}
    for j in range(i, min(i + 2, len(clause.members))):
        low, high = clause.members[j]
        for at in _between(scan.closes, low, high):
            ends.setdefault(at, "tail" if j == i else "joined")
        ends.setdefault(high, "joined")
    return ends


def _between(places: list[int], low: int, high: int) -> list[int]:
    at = bisect_right(places, low)
    return places[at : bisect_right(places, high - 1, at)]


# --- features ---------------------------------------------------------------------------------------------


def _clause_values(scan: Scan, clause: Clause) -> Values:
    subject = "True" if clause.body == clause.start else "False"
    last = scan.text[clause.end - 2 : clause.end]
    return clause.verb, clause.first, clause.stage, subject, last, str(min(len(clause.members), 4))


def _start_values(scan: Scan, clause: Clause, i: int, start: int, how: str) -> Values:
    text = scan.text
    at = start + (text[start] == "“")
    listed = start < clause.etc
    before = text[max(clause.start, start - 8) : start]
    return (
        text[at : at + 1],
        text[at : at + 2],
        str(scan.strangeness(at)),
        how if before else "subject",
        before[-2:],
        "2" if i > 1 else "1" if i else "0",
        clause.noun if listed else "",
        f"{listed}{clause.counted}",
        "True" if before and AMOUNT.search(before) else "False",
        "True" if AMOUNT.match(text, at) else "False",
        "True" if _ORDINAL.match(text, at) else "False",
    )


def _end_values(scan: Scan, clause: Clause, end: int) -> Values:
    text = scan.text
    body = end - (text[end - 1] == "”")
    noun = scan.noun(end)
    behind = scan.deadlines.get(end, end)
    after = text[behind : min(behind + 2, clause.end)]
    coming = scan.coming(behind, clause.end)
    subject = "True" if clause.body == clause.start else "False"
    return (
        text[body - 1],
        text[body - 2 : body],
        text[body - 3 : body],
        noun,
        after[:1],
        after,
        coming,
        "True" if AMOUNT.match(text, behind, clause.end) else "False",
        clause.stage + noun,
        coming + noun + subject,
        clause.noun + noun,
        after[:1] + noun,
        clause.verb + noun,
    )


def _pair_values(scan: Scan, start: int, end: int, how: str, what: str) -> Values:
    name = scan.text[start:end]
    return (
        how + what,
        str(min(len(name) // 2, 8)),
        str(min(scan.rare(start, end), 5)),
        str(min(scan.unusual(start, end), 8)),
        f"{SEPARATOR.search(scan.masked, start, end) is not None}{'等' in name}",
        works.area(name),
        "True" if _ALNUM.search(name) else "False",
        "True" if _PHASE.search(name) else "False",
        f"{name[0] == '“'}{name[-1] == '”'}{scan.text[start - 1 : start] == '“'}",
    )


# --- choice -----------------------------------------------------------------------------------------------


def _names(scan: Scan, clause: Clause, inside: _Inside[float]) -> list[tuple[int, int]]:
    """The best set of names in a clause."""
    bias, judge, _ = _weights()
    found = [(c.start, c.end, c.member, c.evidence + bias) for c in _candidates(scan, clause, judge, inside)]
    return choose(found, len(clause.members)) if found else []


def choose(found: list[tuple[int, int, int, float]], members: int) -> list[tuple[int, int]]:
    """Of candidates (start, end, member, score) the best set: each member is also judged by the company it keeps."""
    best = [-CLIP] * members
    for _, _, member, score in found:
        best[member] = max(best[member], min(score, CLIP))
    total, others = sum(best), max(members - 1, 1)
    return _schedule([(a, b, score + SHARE * (total - best[m]) / others) for a, b, m, score in found])


def _schedule(scored: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The set of stretches that do not overlap and together score highest; none at or below zero."""
    scored = sorted((s for s in scored if s[2] > 0), key=lambda s: s[1])
    ends = [end for _, end, _ in scored]
    best, before = [0.0], []
    for i, (start, _, score) in enumerate(scored):
        before.append(bisect_right(ends, start, hi=i))
        best.append(max(best[i], best[before[i]] + score))
    kept, i = [], len(scored)
    while i:
        if best[i] > best[i - 1]:
            kept.append(scored[i - 1][:2])
            i = before[i - 1]
        else:
            i -= 1
    return kept[::-1]


# --- stages -----------------------------------------------------------------------------------------------


#: A stage and the rule that says so.
_Said = tuple[str, str]


def stages_of(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The stage of each of the names that stand at `spans` in a folded item."""
    scan = works.scan(text, works.commonness(works.pairs(text)))
    found: dict[tuple[int, int], str] = {}
    for clause in works.clauses(scan):
        names = sorted(span for span in spans if clause.start <= span[0] < clause.end)
        found |= {name: said[0] for name, said in zip(names, _stages(scan, clause, names), strict=True)}
    return [found.get(span, "build") for span in spans]


def _stages(scan: Scan, clause: Clause, names: list[tuple[int, int]]) -> list[_Said]:
    """The stage of each name of a clause, from what is said nearest in front of it and nearest behind it."""
    edges = [clause.start, *(edge for name in names for edge in name), clause.end]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    before = list(accumulate((_said(scan, *gap, behind=False) for gap in gaps[:-1]), _or))
    behind = list(accumulate((_said(scan, *gap, behind=True) for gap in gaps[:0:-1]), _or))[::-1]
    return [_stage(scan, clause, *each) for each in zip(names, before, behind, strict=True)]


def _or(farther: list[_Said], nearer: list[_Said]) -> list[_Said]:
    return nearer or farther


def _stage(
    scan: Scan, clause: Clause, name: tuple[int, int], before: list[_Said], behind: list[_Said]
) -> _Said:
    """What is said behind a name goes before what is said in front; works that are backed are `other`."""
    head = before[-1] if before else ("", "")
    steps = {stage: rule for stage, rule in reversed(behind) if stage in STAGES and stage != "build"}
    listed = name[0] < clause.etc
    backed = scan.noun(name[1]) in _BACKED or (listed and clause.noun in _BACKED)
    if "prepare" in steps:
        return "prepare", steps["prepare"]
    if backed and "start" not in steps and head[0] in ("other", "operate", "build", ""):
        return head if head[0] == "other" else ("other", "stages/backing")
    if steps:
        return max(steps.items(), key=lambda said: STAGES.index(said[0]))
    if head[0] not in ("", "build", "other"):
        return head
    return _usual(behind, head, subject=clause.body == clause.start)


def _usual(behind: list[_Said], head: _Said, *, subject: bool) -> _Said:
    """Works are being built unless something is said of them that only existing ones can do."""
    for said in (*behind, head):
        if said[0] == "build":
            return said
    return head if head[0] else ("operate", "stages/run") if subject else ("build", "stages/works")


def _said(scan: Scan, low: int, high: int, *, behind: bool) -> list[_Said]:
    """The stages named between two positions, with their rules; of words that overlap, the longest."""
    if high - low < SHORTEST:
        return []
    spans = [(a, b, word.stage, word.rule) for a, b, word in scan.stages_between(low, high)]
    if behind:
        for pattern, stage, rule in _phrases():
            spans += [(m.start(), m.end(), stage, rule) for m in pattern.finditer(scan.text, low, high)]
    said, at = [], low
    for a, b, stage, rule in sorted(spans, key=lambda span: (span[0], -span[1])):
        if a >= at:
            said.append((stage, rule))
            at = b
    return said


@cache
def _phrases() -> list[tuple[re.Pattern[str], str, str]]:
    """What only counts behind a name."""
    return [
        (re.compile("|".join(f"(?:{p})" for p in entry.patterns)), entry.fields["stage"], entry.rule)
        for entry in entries("stages")
        if entry.patterns
    ]
