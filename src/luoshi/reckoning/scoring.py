"""Scoring: how far a reckoning agrees with an annotated one, with 95 % intervals by drawing promises anew.

Drawn are annotated promises, with replacement, within each pair of reports; a predicted promise that nobody
annotated goes with the annotated one before it.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.compiler.scoring import Figure
from luoshi.errors import ScoreError
from luoshi.reckoning.findings import SAID, Pairing, Verdict
from luoshi.reckoning.serial import finding_object

Row = dict[str, Any]
Counts = Counter[str]
_DOUBTED = ("unsure", "ambiguous")
#: What is shown as an answer may be so much longer than what a reader marked.
_TIMES, _BEYOND = 3, 300
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NEEDED = ("start", "end", "verdict")


@dataclass(frozen=True, slots=True)
class Difference:
    """A promise on which the two disagree."""

    pair: int
    at: int
    quote: str
    indicator: str
    annotated: str
    predicted: str


def rows(pairing: Pairing) -> list[Row]:
    """A pairing as rows to be scored."""
    return [finding_object(finding, pairing) for finding in pairing.findings]


def score(
    pairs: Sequence[tuple[list[Row], list[Row]]], *, sure: bool = True, resamples: int = 1000, seed: int = 1
) -> list[Figure]:
    """The figures of all pairs pooled, in the order of FORMULAS.

    `sure` leaves out promises on which, by their note, careful readers may differ. Same input and seed, same figures.
    Raises ScoreError where a row lacks what is needed.
    """
    each = [[counts for counts, _ in _compare(n, gold, pred, sure)] for n, (gold, pred) in enumerate(pairs)]
    whole = sum((counts for pair in each for counts in pair), Counter())
    rng = random.Random(seed)
    drawn = [_drawn(each, rng) for _ in range(resamples)]
    return [_figure(name, whole, drawn) for name in FORMULAS]


def differences(pairs: Sequence[tuple[list[Row], list[Row]]], *, sure: bool = True) -> list[Difference]:
    """Every promise that was judged otherwise, in the order of the files and the text."""
    return [
        note
        for n, (gold, pred) in enumerate(pairs)
        for _, notes in _compare(n, gold, pred, sure)
        for note in notes
    ]


def _compare(
    number: int, gold: list[Row], pred: list[Row], sure: bool
) -> Iterator[tuple[Counts, list[Difference]]]:
    """The counts of each annotated promise, and what differs."""
    for side, found in (("标注", gold), ("预测", pred)):
        _check(found, f"第 {number + 1} 组的{side}")
    # Works and actions carry no amount; only amounts are annotated throughout.
    gold, pred = ([row for row in side if row.get("quote", "-") != ""] for side in (gold, pred))
    spare = [row for row in gold if sure and any(word in row.get("note", "") for word in _DOUBTED)]
    gold = [row for row in gold if row not in spare]
    if not gold:
        return
    free = list(pred)
    matched = [_take(row, free) for row in gold]
    counted = [_count(row, guess) for row, guess in zip(gold, matched, strict=True)]
    notes = [_notes(number, row, guess) for row, guess in zip(gold, matched, strict=True)]
    starts = [row["start"] for row in gold]
    for guess in _unasked(free, gold, spare):
        at = max(0, bisect_right(starts, guess["start"]) - 1)
        counted[at] += Counter(extra=1, m_pred=int(guess["verdict"] == Verdict.NOT_MENTIONED))
        notes[at].append(_difference(number, guess, "", str(guess["verdict"])))
    yield from zip(counted, notes, strict=True)


def _check(found: list[Row], where: str) -> None:
    for n, row in enumerate(found, 1):
        for key in _NEEDED:
            if key not in row:
                raise ScoreError(
                    f"{where}第 {n} 行缺少 {key}。请给出 luoshi reckon --format jsonl 的输出，或同样格式的标注。"
                )


def _touch(a: Row, b: Row) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def _take(row: Row, free: list[Row]) -> Row | None:
    at = next((n for n, guess in enumerate(free) if _touch(row, guess)), None)
    return None if at is None else free.pop(at)


def _unasked(free: list[Row], gold: list[Row], spare: list[Row]) -> list[Row]:
    """Predicted amounts in the annotated stretch that nobody promised."""
    low, high = min(row["start"] for row in gold), max(row["end"] for row in gold)
    return [g for g in free if low <= g["start"] < high and not any(_touch(g, row) for row in spare)]


def _count(row: Row, guess: Row | None) -> Counts:
    right, said = row["verdict"], guess["verdict"] if guess else None
    silent = Verdict.NOT_MENTIONED
    compared = right in (Verdict.MET, Verdict.SHORT)
    spans = row.get("answer_spans") or []
    return Counter(
        gold=1,
        found=int(guess is not None),
        verdict=int(said == right),
        a_gold=int(right in SAID),
        a_pred=int(said in SAID),
        a_hit=int(said in SAID and right in SAID),
        m_gold=int(right == silent),
        m_pred=int(said == silent),
        m_hit=int(said == right == silent),
        s_gold=int(right == Verdict.SHORT),
        s_hit=int(said == right == Verdict.SHORT),
        r_gold=int(compared),
        r_hit=int(
            compared and guess is not None and _same_number(row.get("reported"), guess.get("reported"))
        ),
        w_gold=int(bool(spans)),
        w_hit=int(bool(spans) and guess is not None and _hit(spans, guess.get("answer_spans") or [])),
    )


def _same_number(a: object, b: object) -> bool:
    first, second = _number(a), _number(b)
    return first is not None and first == second


def _number(said: object) -> float | None:
    match = _NUMBER.search(str("" if said is None else said).replace(",", ""))
    return float(match.group()) if match else None


def _hit(gold: Sequence[Sequence[int]], pred: Sequence[Sequence[int]]) -> bool:
    """A third of an annotated clause is shown, and not much more than what was annotated."""
    if sum(e - s for s, e in pred) > _TIMES * sum(e - s for s, e in gold) + _BEYOND:
        return False
    return any(3 * max(0, min(e, f) - max(s, b)) >= e - s for s, e in gold for b, f in pred)


def _notes(number: int, row: Row, guess: Row | None) -> list[Difference]:
    said = str(guess["verdict"]) if guess else "-"
    return [] if said == row["verdict"] else [_difference(number, row, row["verdict"], said)]


def _difference(number: int, row: Row, annotated: str, predicted: str) -> Difference:
    return Difference(
        number, row["start"], row.get("quote", ""), row.get("indicator", ""), annotated, predicted
    )


def _drawn(each: Sequence[Sequence[Counts]], rng: random.Random) -> Counts:
    total: Counts = Counter()
    for counted in each:
        for counts in rng.choices(counted, k=len(counted)) if counted else ():
            total.update(counts)
    return total


@dataclass(frozen=True, slots=True)
class _Formula:
    value: Callable[[Counts], float | None]
    measured_on: str
    sampled: bool = True


def _ratio(part: str, *whole: str, on: str = "") -> _Formula:
    def value(counts: Counts) -> float | None:
        total = sum(counts[name] for name in whole)
        return counts[part] / total if total else None

    return _Formula(value, on or whole[0])


def _f1(right: str, asked: str, predicted: str) -> _Formula:
    def value(counts: Counts) -> float | None:
        total = counts[asked] + counts[predicted]
        return 2 * counts[right] / total if total else None

    return _Formula(value, asked)


#: The figures of a reckoning, in the order they are given.
FORMULAS: dict[str, _Formula] = {
    "promises": _Formula(lambda counts: counts["gold"], "gold", sampled=False),
    "found_recall": _ratio("found", "gold"),
    "found_precision": _ratio("found", "found", "extra"),
    "verdict_accuracy": _ratio("verdict", "gold"),
    "answered_f1": _f1("a_hit", "a_gold", "a_pred"),
    "silent_precision": _ratio("m_hit", "m_pred"),
    "silent_recall": _ratio("m_hit", "m_gold"),
    "short_recall": _ratio("s_hit", "s_gold"),
    "reported_accuracy": _ratio("r_hit", "r_gold"),
    "answer_hit": _ratio("w_hit", "w_gold"),
}


def _figure(name: str, whole: Counts, drawn: Sequence[Counts]) -> Figure:
    formula = FORMULAS[name]
    value = formula.value(whole)
    low = high = None
    if formula.sampled and value is not None:
        values = sorted(v for counts in drawn if (v := formula.value(counts)) is not None)
        last = len(values) - 1
        low, high = values[round(0.025 * last)], values[round(0.975 * last)]
    return Figure(name, value, low, high, whole[formula.measured_on])
