"""Candidates: the clauses of the new report that share words with a promise, each with how strongly it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.reckoning.clauses import Clause, Part
from luoshi.reckoning.likeness import features
from luoshi.reckoning.model import Answering
from luoshi.reckoning.promises import Promise
from luoshi.reckoning.wording import rarity

#: How many clauses of each half of the report are weighed.
MOST = 12
_HALVES = ((Part.REVIEW, Part.YEARS), (Part.PLAN, Part.LATER))
#: What leads to a clause says less than its own words.
_LED = 0.5


@dataclass(frozen=True, slots=True)
class Weighed:
    """A clause with its features for one promise, and what the model makes of them."""

    clause: Clause
    features: dict[str, float]
    strength: float


class Finder:
    """Looks up clauses by the pairs of characters in them."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = [c for c in clauses if c.part is not Part.SITUATION]
        self._own: dict[str, list[int]] = defaultdict(list)
        self._led: dict[str, list[int]] = defaultdict(list)
        for at, clause in enumerate(self.clauses):
            for gram in clause.grams:
                self._own[gram].append(at)
            for gram in clause.near - clause.grams:
                self._led[gram].append(at)

    def find(self, promise: Promise) -> list[Clause]:
        """The clauses that share most with the promise's name: of the review, then of the plan."""
        shared: dict[int, float] = defaultdict(float)
        for gram in sorted(promise.names):
            weight = rarity().of(gram)
            for at in self._own.get(gram, ()):
                shared[at] += weight
            for at in self._led.get(gram, ()):
                shared[at] += weight * _LED
        order = sorted(shared, key=lambda at: (-shared[at], at))
        found: list[Clause] = []
        for half in _HALVES:
            found += [self.clauses[at] for at in order if self.clauses[at].part in half][:MOST]
        return found

    def weigh(self, promise: Promise, model: Answering) -> list[Weighed]:
        """The found clauses, the strongest first."""
        each = []
        for clause in self.find(promise):
            told = features(promise, clause)
            each.append(Weighed(clause, told, model.strength(told)))
        return sorted(each, key=lambda weighed: (-weighed.strength, weighed.clause.start))
