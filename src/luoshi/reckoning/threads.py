"""Threads: the same undertaking followed from report to report, each link with its reason, strength and drift."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.reckoning.clauses import Clause, Part, figure_of
from luoshi.reckoning.compare import factor
from luoshi.reckoning.drift import Drift, Shift, part_of, shifts
from luoshi.reckoning.findings import Finding, Pairing, Verdict
from luoshi.reckoning.likeness import figure_likeness
from luoshi.reckoning.promises import Promise, promises
from luoshi.reckoning.wording import longest_common


@dataclass(frozen=True, slots=True)
class Link:
    """A promise, and the one that takes it up in the next report (None where only words do, or nothing)."""

    finding: Finding
    later: Promise | None
    strength: float
    reason: str
    shifts: tuple[Shift, ...]

    @property
    def drifts(self) -> tuple[Drift, ...]:
        """The kinds of change alone."""
        return tuple(shift.drift for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Thread:
    """One undertaking through the years: each year's promise, linked to the next."""

    years: tuple[int, ...]
    links: tuple[Link, ...]


#: How much of the name the later promise must have, less half of what it says beyond.
_LEAST = 0.4
#: From here on the names are the same, and another unit is another measure of the same thing.
_SAME_NAME = 0.9
#: How alike an indicator and one that the rulebook has as part of it are taken to be.
_PART = 0.5
#: `青石电厂二期` and `青石二期发电` have most characters, beginning and phase in common; that is likely, not sure.
_PHASE = re.compile(r"[一二三四五六七八九十\d]+期")
_MOST_OF_IT = 0.6
_DOUBT = 0.6
#: Less sure than this, words alone are not said to have lost a number.
_SURE = 0.5
#: How near the parts must come to the whole to be what it was split into, or merged from.
_NEAR = Decimal("0.1")


def links(pairing: Pairing) -> tuple[Link, ...]:
    """Each promise of the old report with the one that takes it up in the new."""
    later = promises(pairing.new)
    years = pairing.old.year, pairing.new.year
    found = _with_phases([_link(finding, later, years) for finding in pairing.findings], later, years)
    return tuple(_with_splits(_with_merges(found), later))


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


def _link(finding: Finding, later: Sequence[Promise], years: tuple[int, int]) -> Link:
    clauses = [clause for clause in finding.answers if clause.part is Part.PLAN]
    strength = {c.clause.start: c.strength for c in finding.candidates}
    for clause in clauses:
        best = _best(finding.promise, clause, later)
        if best is not None:
            found = shifts(finding.promise, best, years=years)
            return Link(finding, best, strength.get(clause.start, 0.0), "threads/promised again", found)
    if clauses:
        sure = strength.get(clauses[0].start, 0.0) >= _SURE
        dropped = _dropped(finding.promise, clauses) if sure else ()
        reason = "threads/in words only" if dropped or not finding.promise.target else "threads/not sure"
        return Link(finding, None, strength.get(clauses[0].start, 0.0), reason, dropped)
    gone = _gone(finding)
    return Link(finding, None, 0.0, "threads/not promised again", gone)


def _with_phases(found: Sequence[Link], later: Sequence[Promise], years: tuple[int, int]) -> list[Link]:
    """Works that nothing took up, where later works begin with the same name and are the same phase: never a sure link."""
    taken = {link.later.start for link in found if link.later is not None}
    free = [promise for promise in later if promise.project is not None and promise.start not in taken]
    return [_same_phase(link, free, years) for link in found]


def _same_phase(link: Link, free: Sequence[Promise], years: tuple[int, int]) -> Link:
    promise = link.finding.promise
    phase = _PHASE.search(promise.name) if promise.project is not None and link.later is None else None
    if phase is None:
        return link
    for other in free:
        shared = sum(char in other.name for char in promise.name) / len(promise.name)
        if phase.group() in other.name and other.name[:2] == promise.name[:2] and shared >= _MOST_OF_IT:
            found = shifts(promise, other, years=years)
            return Link(link.finding, other, round(shared * _DOUBT, 3), "threads/same phase", found)
    return link


def _best(promise: Promise, clause: Clause, later: Sequence[Promise]) -> Promise | None:
    inside = [other for other in later if clause.start <= other.start < clause.end]
    best = max(inside, key=lambda other: _likeness(promise, other), default=None)
    return best if best is not None and _likeness(promise, best) >= _LEAST else None


def _dropped(promise: Promise, clauses: Sequence[Clause]) -> tuple[Shift, ...]:
    """That only words are left, where the clause has no amount that could be it."""
    target = promise.target
    if target is None or any(factor(f.unit, target.unit) is not None for c in clauses for f in c.figures):
        return ()
    return (Shift(Drift.NUMBER_DROPPED, f"“{target.quote}”没有了"),)


def _gone(finding: Finding) -> tuple[Shift, ...]:
    if finding.verdict is not Verdict.NOT_MENTIONED:
        return ()
    return (Shift(Drift.GONE, f"按“{finding.search}”没有找到"),)


def _likeness(promise: Promise, later: Promise) -> float:
    if promise.target is None or later.target is None:
        shared = longest_common(promise.name, later.name) / max(1, len(promise.name))
        return shared if promise.sort is later.sort else 0.0
    like, more = figure_likeness(promise, figure_of(later.target))
    found = max(like - more / 2, _PART if _parts(promise.name, later.name) else 0.0)
    # An amount of other things is another promise, unless the name is the same.
    return found if found >= _SAME_NAME or factor(later.target.unit, promise.target.unit) is not None else 0.0


def _parts(one: str, other: str) -> bool:
    return part_of(one, other) or part_of(other, one)


def _with_merges(found: Sequence[Link]) -> list[Link]:
    """Where several promises lead to one: it is their sum, or it goes on with the one most like it."""
    leading: dict[int, list[Link]] = defaultdict(list)
    found = _with_siblings(found)
    for link in found:
        if link.later is not None:
            leading[link.later.start].append(link)
    return [
        link
        if link.later is None or len(leading[link.later.start]) == 1
        else _merged(link, leading[link.later.start])
        for link in found
    ]


#: What a part against its whole always shows, and what says nothing of the promise.
_OF_PARTS = {
    Drift.RAISED, Drift.LOWERED, Drift.UNCHANGED, Drift.RENAMED, Drift.SCOPE_NARROWED, Drift.SCOPE_WIDENED, Drift.SWAPPED,
}  # fmt: skip


def _with_siblings(found: Sequence[Link]) -> list[Link]:
    """Promises of one item that were not found by their own name, where a sibling's new amount is the sum of them all."""
    joined: dict[int, Link] = {}
    for link in found:
        if link.later is None or Drift.RAISED not in link.drifts:
            continue
        siblings = [
            other
            for other in found
            if other.later is None and other.finding.promise.item is link.finding.promise.item
        ]
        if siblings and _is_sum(link.later, [each.finding.promise for each in (link, *siblings)]):
            for each in siblings:
                joined[each.finding.promise.start] = replace(
                    each, later=link.later, strength=link.strength, reason="threads/adds up", shifts=()
                )
    return [joined.get(link.finding.promise.start, link) for link in found]


def _merged(link: Link, rivals: Sequence[Link]) -> Link:
    assert link.later is not None
    if _is_sum(link.later, [rival.finding.promise for rival in rivals]):
        kept = tuple(s for s in link.shifts if s.drift not in _OF_PARTS)
        why = f"{len(rivals)} 条承诺并成“{link.later.name}”"
        return replace(link, shifts=(*kept, Shift(Drift.MERGED, why)))
    best = max(
        rivals, key=lambda rival: _likeness(rival.finding.promise, link.later or rival.finding.promise)
    )
    if link is best:
        return link
    return replace(link, later=None, reason="threads/goes on with another", shifts=())


def _is_sum(whole: Promise, parts: Sequence[Promise]) -> bool:
    """Whether the amounts add up to the whole; growth does not add. Of works, whether the whole names them all."""
    target = whole.target
    if target is None:
        return len({part.name for part in parts}) > 1 and all(part.name in whole.name for part in parts)
    if target.measure == "growth" or target.unit in ("%", "百分点"):
        return False
    total = Decimal(0)
    for part in parts:
        by = factor(part.target.unit, target.unit) if part.target else None
        if part.target is None or by is None or not _kin(part.name, whole.name):
            return False
        total += part.target.value * by
    return abs(total - target.value) <= target.value * _NEAR


def _kin(part: str, whole: str) -> bool:
    """Whether half of the part's characters stand in the whole's name: `小学` and `初中` in `中小学`."""
    return 2 * sum(char in whole for char in part) >= len(part)


def _with_splits(found: Sequence[Link], later: Sequence[Promise]) -> list[Link]:
    """Where a promise is divided: the parts stand side by side in one item and add up to what it was."""
    taken = defaultdict(set)
    for link in found:
        if link.later is not None:
            taken[link.later.start].add(link.finding.promise.start)
    return [_split(link, later, taken) for link in found]


def _split(link: Link, later: Sequence[Promise], taken: dict[int, set[int]]) -> Link:
    promise, first = link.finding.promise, link.later
    if promise.target is None or first is None or Drift.LOWERED not in link.drifts:
        return link
    parts = [
        other
        for other in later
        if other.item is first.item
        and other.target is not None
        and factor(other.target.unit, promise.target.unit) is not None
        and taken.get(other.start, {promise.start}) == {promise.start}
    ]
    if len(parts) < 2 or not _is_sum(promise, parts):
        return link
    kept = tuple(s for s in link.shifts if s.drift not in _OF_PARTS)
    why = f"拆成{'、'.join(f'“{part.name}”' for part in parts)}"
    return replace(link, shifts=(*kept, Shift(Drift.SPLIT, why)))
