"""Scoring: how far compiled items agree with annotated ones, with 95 % intervals by drawing items anew.

Drawn are annotated items, with replacement, within each text; what was predicted goes with the item where it
stands. The intervals say what chance in the choice of items does; not how other texts would fare.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from luoshi.compiler.agreement import Counts, Difference, compare
from luoshi.compiler.annotations import Pair, read_pairs

__all__ = ["FORMULAS", "Difference", "Figure", "differences", "read_pairs", "score"]

_Entries = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of agreement; None where there was nothing to measure.

    `low` and `high` bound 95 % of its resampled values; plain counts have no interval, and a figure without an
    error has one of no width: none was seen, which is not that none will be. `n` is the number of annotated
    things it was measured on.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int


def score(pairs: Sequence[Pair], *, resamples: int = 1000, seed: int = 1) -> list[Figure]:
    """The figures of all pairs pooled (counts are added, not rates), in the order of FORMULAS.

    Raises ScoreError where a side breaks the contract of the compiled item.
    Same input and seed, same figures.
    """
    texts = [compare(number, pair).items for number, pair in enumerate(pairs)]
    whole = _sum((counts.items(), 1) for items in texts for counts in items)
    drawn = _drawn_anew(texts, resamples, random.Random(seed))
    return [_figure(name, formula, whole, drawn) for name, formula in FORMULAS.items()]


def differences(pairs: Sequence[Pair]) -> list[Difference]:
    """Every disagreement, in the order of the files and, within a pair, of the text."""
    notes = [note for number, pair in enumerate(pairs) for note in compare(number, pair).notes]
    return sorted(notes, key=lambda note: (note.pair, note.at))


@dataclass(frozen=True, slots=True)
class _Formula:
    """How a figure follows from the counts, and the count it is measured on."""

    value: Callable[[Counts], float | None]
    measured_on: str
    sampled: bool = True


def _count(name: str) -> _Formula:
    return _Formula(lambda counts: int(counts[name]), name, sampled=False)


def _ratio(part: str, whole: str) -> _Formula:
    return _Formula(lambda counts: counts[part] / counts[whole] if counts[whole] else None, whole)


def _f1(right: str, asked: str, predicted: str) -> _Formula:
    return _Formula(lambda counts: _balance(counts[right], counts[asked], counts[predicted]), asked)


def _balance(right: float, asked: float, predicted: float) -> float | None:
    """The harmonic mean of precision and recall."""
    return 2 * right / (asked + predicted) if asked + predicted else None


def _macro(counts: Counts) -> float | None:
    """The mean of the F1 of each kind that is annotated."""
    kinds = [name.partition(":")[2] for name, n in counts.items() if n and name.startswith("kind:")]
    each = [
        2 * counts[f"kind_right:{kind}"] / (counts[f"kind:{kind}"] + counts[f"kind_predicted:{kind}"])
        for kind in kinds
    ]
    return sum(each) / len(each) if each else None


#: The figures in the order they are given.
FORMULAS: dict[str, _Formula] = {
    "items": _count("items"),
    "targets": _count("targets"),
    "projects": _count("projects"),
    "item_f1": _f1("items_right", "items", "items_predicted"),
    "boundary_f1": _f1("ends_right", "ends", "ends_predicted"),
    "kind_accuracy": _ratio("kind_right", "items"),
    "kind_macro_f1": _Formula(_macro, "items"),
    "tense_accuracy": _ratio("tense_right", "tenses"),
    "quantity_precision": _ratio("targets_found", "targets_predicted"),
    "quantity_recall": _ratio("targets_found", "targets"),
    "quantity_f1": _f1("targets_found", "targets", "targets_predicted"),
    "target_f1": _f1("targets_right", "targets", "targets_predicted"),
    "row_f1": _f1("rows_right", "targets", "targets_predicted"),
    "context_f1": _f1("contexts_found", "contexts", "contexts_predicted"),
    "indicator_match": _ratio("likeness", "targets_found"),
    "scope_f1": _f1("scopes_right", "scopes", "scopes_predicted"),
    "due_accuracy": _ratio("dues_right", "targets_found"),
    "due_special": _ratio("specials_right", "specials"),
    "project_f1": _f1("projects_found", "projects", "projects_predicted"),
    "stage_f1": _f1("stages_right", "projects", "projects_predicted"),
    "lead_first": _ratio("leads_first", "leads"),
    "lead_three": _ratio("leads_three", "leads"),
}


def _figure(name: str, formula: _Formula, whole: Counts, drawn: Sequence[Counts]) -> Figure:
    value = formula.value(whole)
    low = high = None
    if formula.sampled and value is not None:
        low, high = _middle(sorted(v for counts in drawn if (v := formula.value(counts)) is not None))
    return Figure(name, value, low, high, int(whole[formula.measured_on]))


def _middle(values: list[float]) -> tuple[float | None, float | None]:
    """The bounds of the middle 95 % of ordered values."""
    if not values:
        return None, None
    last = len(values) - 1
    return values[round(0.025 * last)], values[round(0.975 * last)]


def _drawn_anew(texts: Sequence[Sequence[Counts]], resamples: int, rng: random.Random) -> list[Counts]:
    """The counts of draws with replacement, each of as many items of every text as the text has.

    Most items count alike (one action read right is like another): they are drawn as one class.
    """
    classes = [Counter(tuple(sorted(counts.items())) for counts in items) for items in texts]
    return [_sum(entry for each in classes for entry in _draw(each, rng)) for _ in range(resamples)]


def _draw(classes: Counter[_Entries], rng: random.Random) -> Iterable[tuple[_Entries, int]]:
    return Counter(rng.choices(list(classes), list(classes.values()), k=classes.total())).items()


def _sum(weighted: Iterable[tuple[Iterable[tuple[str, float]], int]]) -> Counts:
    total: Counts = defaultdict(float)
    for entries, times in weighted:
        for name, amount in entries:
            total[name] += amount * times
    return total
