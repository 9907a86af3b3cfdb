"""Threads: the same undertaking followed from report to report, and how it drifts where it is promised again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luoshi.compiler.compilation import Target
from luoshi.reckoning.clauses import Part, figure_of
from luoshi.reckoning.compare import better, factor
from luoshi.reckoning.findings import Finding, Pairing, Verdict
from luoshi.reckoning.indicators import Better
from luoshi.reckoning.likeness import figure_likeness
from luoshi.reckoning.promises import Promise, promises
from luoshi.reckoning.wording import longest_common


class Drift(StrEnum):
    """How a promise changed from one report to the next."""

    UNCHANGED = "unchanged"
    LOWERED = "lowered"
    RAISED = "raised"
    NUMBER_DROPPED = "number_dropped"
    WEAKENED = "weakened"
    SCOPE_CHANGED = "scope_changed"
    SLIPPED = "slipped"
    RENAMED = "renamed"
    MERGED = "merged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Link:
    """A promise, and the one that takes it up in the next report (None where only words do, or nothing)."""

    finding: Finding
    later: Promise | None
    strength: float
    reason: str
    drifts: tuple[Drift, ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """One undertaking through the years: each year's promise, linked to the next."""

    years: tuple[int, ...]
    links: tuple[Link, ...]


#: How much of the name the later promise must have, less half of what it says beyond.
_LEAST = 0.4
#: How firmly a bound holds the number: `左右` may be missed, `以上` may not.
_FIRM = {"approx": 0, "eq": 1, "range": 1, "ge": 2, "gt": 2, "le": 2, "lt": 2}


def links(pairing: Pairing) -> tuple[Link, ...]:
    """Each promise of the old report with the one that takes it up in the new."""
    later = promises(pairing.new)
    found = [_link(finding, later) for finding in pairing.findings]
    taken = Counter(link.later.start for link in found if link.later is not None)
    return tuple(
        Link(n.finding, n.later, n.strength, n.reason, (*n.drifts, Drift.MERGED))
        if n.later is not None and taken[n.later.start] > 1
        else n
        for n in found
    )


def threads(pairings: Sequence[Pairing]) -> tuple[Thread, ...]:
    """Every undertaking from where it is first promised to where it is last heard of, in the order of the texts."""
    each = [{link.finding.promise.start: link for link in links(pairing)} for pairing in pairings]
    begun: set[tuple[int, int]] = set()
    found = []
    for at, linked in enumerate(each):
        for start in linked:
            if (at, start) not in begun:
                chain = tuple(_follow(each, at, start, begun))
                years = tuple(p.old.year for p in pairings[at : at + len(chain)])
                found.append(Thread(years, chain))
    return tuple(found)


def _follow(
    each: Sequence[dict[int, Link]], at: int, start: int, begun: set[tuple[int, int]]
) -> Iterator[Link]:
    while at < len(each) and start in each[at] and (at, start) not in begun:
        begun.add((at, start))
        link = each[at][start]
        yield link
        if link.later is None:
            return
        at, start = at + 1, link.later.start


def _link(finding: Finding, later: Sequence[Promise]) -> Link:
    clauses = [clause for clause in finding.answers if clause.part is Part.PLAN]
    strength = {c.clause.start: c.strength for c in finding.candidates}
    for clause in clauses:
        inside = [promise for promise in later if clause.start <= promise.start < clause.end]
        best = max(inside, key=lambda promise: _likeness(finding.promise, promise), default=None)
        if best is not None and _likeness(finding.promise, best) >= _LEAST:
            drifts = tuple(_drifts(finding.promise, best)) or (Drift.UNCHANGED,)
            return Link(finding, best, strength.get(clause.start, 0.0), "threads/promised again", drifts)
    if clauses:
        dropped = (Drift.NUMBER_DROPPED,) if finding.promise.target else ()
        return Link(finding, None, strength.get(clauses[0].start, 0.0), "threads/in words only", dropped)
    gone = (Drift.GONE,) if finding.verdict is Verdict.NOT_MENTIONED else ()
    return Link(finding, None, 0.0, "threads/not promised again", gone)


def _likeness(promise: Promise, later: Promise) -> float:
    if promise.target is None or later.target is None:
        shared = longest_common(promise.name, later.name) / max(1, len(promise.name))
        return shared if promise.sort is later.sort else 0.0
    like, more = figure_likeness(promise, figure_of(later.target))
    return like - more / 2


def _drifts(promise: Promise, later: Promise) -> Iterator[Drift]:
    if promise.target is not None and later.target is not None:
        yield from _of_amounts(promise.target, later.target)
    if promise.name != later.name:
        yield Drift.RENAMED
    if promise.scope != later.scope:
        yield Drift.SCOPE_CHANGED


def _of_amounts(old: Target, new: Target) -> Iterator[Drift]:
    by = factor(new.unit, old.unit)
    if by is not None and new.value * by != old.value:
        more = new.value * by > old.value
        yield Drift.RAISED if more is (better(old)[0] is Better.UP) else Drift.LOWERED
    if _FIRM.get(new.relation, 1) < _FIRM.get(old.relation, 1):
        yield Drift.WEAKENED
    if old.due > str(int(old.due[:4])) and new.due[4:] > old.due[4:]:
        yield Drift.SLIPPED
