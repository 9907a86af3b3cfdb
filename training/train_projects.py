"""Trains what finds named works: the model of candidates, the quick look before it, and the table of common pairs.

Prints how well reports are read that took no part in training. `make train` runs it; nothing else imports it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from examples import HELD_OUT_ROWS, HERE, Example, corpus, gold, own
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from luoshi.compiler import model, projects, works
from luoshi.text.fold import fold

MODELS = Path(__file__).resolve().parents[1] / "src" / "luoshi" / "compiler" / "models"
#: Names in passages read for boundaries and kinds only (see `more_names`), marked afterwards.
MORE = HERE / "project_names.jsonl"
FOLDS = 6
#: A pair of characters is common where this many of the corpus' 41 places have it; usual where so many have.
COMMON, USUAL = 10, 20
#: Added to the bias: recall is worth more than the odds of single candidates say.
EASE = 1.0
#: The quick look lets an item pass above these log-odds (in a balanced world).
GATE = -1.5
#: Weights smaller than these are not shipped.
LEAST, LEAST_OF_GATE = 0.1, 0.1


@dataclass(frozen=True)
class Reading:
    """An item, the names in it, and how much it counts."""

    place: str
    text: str
    names: tuple[tuple[int, int, str], ...]
    weight: float
    judged: bool


def readings() -> list[Reading]:
    """Fully annotated items; of the others those whose names were marked afterwards, and those that can hold none.

    A passage none of whose names were marked is left out whole: it would only teach what is no name.
    """
    more = _more()
    runs = gold() + own()
    marked = {run.source for run in runs for item in run.items if _key(item) in more}
    found = []
    for run in runs:
        if not run.full and run.source not in marked:
            continue
        for item in run.items:
            names = tuple((p["start"], p["end"], p["stage"]) for p in item.projects)
            if run.full and not run.source.startswith("brief-"):
                found.append(Reading(_place(item), item.text, names, 1.0, True))
            elif _key(item) in more:
                found.append(Reading(_place(item), item.text, more[_key(item)], 0.5, False))
            elif item.kind in ("action", "principle"):
                found.append(Reading(_place(item), item.text, (), 0.5, False))
    return found


@cache
def _places() -> dict[str, str]:
    """The place of each annotated passage, by its name and by the first part of its name."""
    heads = (
        json.loads(path.open(encoding="utf-8").readline())
        for path in sorted((HERE / "annotations").glob("*.jsonl"))
    )
    named = {head["passage"].removeprefix("brief-"): head["place"] for head in heads}
    return named | {name.partition("-")[0]: place for name, place in named.items()}


def _place(item: Example) -> str:
    name = item.source.removeprefix("brief-")
    first = name.partition("-")[0]
    return _places().get(name) or _places().get(first, first)


def _key(item: Example) -> str:
    return md5(item.text.encode()).hexdigest()[:12]


def _more() -> dict[str, tuple[tuple[int, int, str], ...]]:
    """Names marked in items of passages without project annotations: digest of the item and offsets into it."""
    rows = (json.loads(line) for line in MORE.read_text(encoding="utf-8").splitlines())
    return {row["item"]: tuple((a, b, "") for a, b in row["names"]) for row in rows}


# --- samples ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sample:
    """A candidate name: which reading it is from, where it stands, its features and whether it is a name."""

    reading: int
    clause: int
    member: int
    start: int
    end: int
    features: list[str]
    answer: bool
    weight: float


def close(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Overlapping by half of their union, as the score has it."""
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1], b[1]) - min(a[0], b[0])


def _closest(name: tuple[int, int], spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    near = [span for span in spans if close(name, span)]
    return max(
        near,
        key=lambda span: min(name[1], span[1]) - max(name[0], span[0]) - abs(span[1] - span[0]),
        default=name,
    )


def samples(all_readings: Sequence[Reading]) -> list[Sample]:
    """Every candidate of every reading; one that only nearly fits a name counts little either way."""
    found = []
    for number, reading in enumerate(all_readings):
        clauses = projects.candidates(reading.text)
        spans = {(c.start, c.end) for clause in clauses for c in clause}
        names = {(a, b) if (a, b) in spans else _closest((a, b), spans) for a, b, _ in reading.names}
        for i, clause in enumerate(clauses):
            for c in clause:
                span = (c.start, c.end)
                answer = span in names
                weight = reading.weight * (0.1 if not answer and any(close(span, n) for n in names) else 1.0)
                found.append(Sample(number, i, c.member, c.start, c.end, c.evidence, answer, weight))
    return found


def vocabulary(rows: Iterable[list[str]], least: int) -> dict[str, int]:
    counts = Counter(f for row in rows for f in set(row))
    return {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}


def matrix(rows: Sequence[list[str]], known: dict[str, int]) -> sparse.csr_matrix:
    columns: list[int] = []
    pointers = [0]
    for row in rows:
        columns += [known[f] for f in row if f in known]
        pointers.append(len(columns))
    return sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(known)))


def _fit(x: sparse.csr_matrix, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """The model as it is shipped: without its small weights."""
    fitted = LogisticRegression(C=0.6, solver="liblinear", tol=1e-3).fit(x, y, sample_weight=weight)
    fitted.coef_[np.abs(fitted.coef_) < LEAST] = 0.0
    return fitted


def _fit_gate(x: sparse.csr_matrix, y: np.ndarray) -> LogisticRegression:
    fitted = LogisticRegression(C=0.2, solver="liblinear", class_weight="balanced").fit(x, y)
    fitted.coef_[np.abs(fitted.coef_) < LEAST_OF_GATE] = 0.0
    return fitted


# --- judging ----------------------------------------------------------------------------------------------


def fold_of(place: str) -> int:
    return int(md5(place.encode()).hexdigest(), 16) % FOLDS


def cross_validate(
    all_readings: Sequence[Reading], passed: np.ndarray, found: Sequence[Sample], x: sparse.csr_matrix
) -> None:
    """Read every judged item by a model that saw no report of its place, and print the figures of `score.py`."""
    y = np.array([s.answer for s in found])
    weight = np.array([s.weight for s in found])
    folds = np.array([fold_of(all_readings[s.reading].place) for s in found])
    scores = np.zeros(len(found))
    for number in range(FOLDS):
        mine = folds == number
        scores[mine] = _fit(x[~mine], y[~mine], weight[~mine]).decision_function(x[mine]) + EASE
    clauses: dict[int, dict[int, list[tuple[int, int, int, float]]]] = defaultdict(lambda: defaultdict(list))
    for sample, score in zip(found, scores, strict=True):
        if passed[sample.reading]:
            clauses[sample.reading][sample.clause].append(
                (sample.start, sample.end, sample.member, float(score))
            )
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for number, reading in enumerate(all_readings):
        if reading.judged:
            names = [projects.choose(c, max(m for _, _, m, _ in c) + 1) for c in clauses[number].values()]
            places[reading.place] += _count(reading, [span for clause in names for span in clause])
    for place, counts in sorted(places.items()):
        print(f"  {place:14} {figures(counts)}")
    print(f"  {'all':14} {figures(sum(places.values(), Counter()))}   cross-validated over places")


def _count(reading: Reading, spans: list[tuple[int, int]]) -> Counter[str]:
    counts: Counter[str] = Counter(named=len(reading.names), said=len(spans))
    stages = projects.stages_of(reading.text, spans)
    left = dict(zip(spans, stages, strict=True))
    for start, end, stage in reading.names:
        hit = next((span for span in left if close((start, end), span)), None)
        if hit:
            counts["hit"] += 1
            counts["stage"] += left.pop(hit) == stage
    return counts


def figures(counts: Counter[str]) -> str:
    both = counts["named"] + counts["said"] or 1
    return f"project_f1 {2 * counts['hit'] / both:.3f}  stage_f1 {2 * counts['stage'] / both:.3f}  of {counts['named']}"


# --- writing ----------------------------------------------------------------------------------------------


def write(name: str, content: Any) -> None:
    path = MODELS / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(f"  {path.name}: {path.stat().st_size:,} bytes")


def write_yes(name: str, fitted: LogisticRegression, known: dict[str, int], *, shift: float) -> None:
    weights = {f: round(float(fitted.coef_[0][i]), 2) for f, i in known.items() if fitted.coef_[0][i]}
    write(name, {"bias": round(float(fitted.intercept_[0]) + shift, 3), "weights": weights})


def common_pairs() -> list[str]:
    """Pairs of characters by how many places' reports have them, from the whole corpus but for reports held out."""
    seen: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(corpus()):
        if number not in HELD_OUT_ROWS:
            place = row["place"] if row["level"] != "nation" else f"nation {int(row['year']) // 10}"
            seen[place].update(works.pairs("".join(fold(row["text"]).split())))
    counts = Counter(pair for pairs in seen.values() for pair in pairs)
    chinese = {p: n for p, n in counts.items() if all("\u4e00" <= c <= "\u9fff" for c in p)}
    usual = sorted(p for p, n in chinese.items() if n >= USUAL)
    return ["".join(sorted(p for p, n in chinese.items() if COMMON <= n < USUAL)), "".join(usual)]


def train_gate(all_readings: Sequence[Reading]) -> np.ndarray:
    """Trains the quick look; says which items pass by one that saw no report of their place."""
    rows = []
    for reading in all_readings:
        pairs = works.pairs(reading.text)
        rows.append(projects.gate_features(reading.text, pairs, works.commonness(pairs)))
    known = vocabulary(rows, 5)
    x, y = matrix(rows, known), np.array([bool(r.names) for r in all_readings])
    folds = np.array([fold_of(r.place) for r in all_readings])
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        mine = folds == number
        scores[mine] = _fit_gate(x[~mine], y[~mine]).decision_function(x[mine])
    names = np.array([len(r.names) for r in all_readings])
    passed = scores > GATE
    print(
        f"  the quick look lets {passed.mean():.0%} of items pass, with {names[passed].sum() / names.sum():.1%} of names"
    )
    write_yes("project_gate", _fit_gate(x, y), known, shift=-GATE)
    return passed


def main() -> None:
    write("common_pairs", common_pairs())
    works.common.cache_clear()
    all_readings = readings()
    passed = train_gate(all_readings)
    found = samples(all_readings)
    known = vocabulary([s.features for s in found], 3)
    x = matrix([s.features for s in found], known)
    cross_validate(all_readings, passed, found, x)
    fitted = _fit(x, np.array([s.answer for s in found]), np.array([s.weight for s in found]))
    write_yes("projects", fitted, known, shift=EASE)
    model.forget()
    counts = sum(
        (
            _count(r, [(p.start, p.end) for p in projects.find_projects(r.text)])
            for r in all_readings
            if r.judged
        ),
        Counter(),
    )
    print(f"  {'all':14} {figures(counts)}   on what it was trained on, as shipped")


if __name__ == "__main__":
    main()
