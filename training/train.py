"""Trains the compiler's small models again: `make train`. Prints what each gains, by cross-validation over reports."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from examples import Example, Run, gold, own, parts, unlabelled
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from luoshi.compiler import kinds, roles, segment, tenses
from luoshi.compiler import measures as measure_rules
from luoshi.compiler.quantities import Quantity, find_quantities

MODELS = Path(__file__).resolve().parents[1] / "src" / "luoshi" / "compiler" / "models"
#: Features that stand for a rule or a form rather than a word are regularised less.
_FORMS = ("clauses/", "amounts=", "lists=", "same=", "held=", "stop=", "lengths=",
          "lr=", "lp=", "rp=", "preds=")  # fmt: skip
_FORM_SCALE = 2.0


class Samples:
    """Feature lists with their answers and the report each came from."""

    def __init__(self) -> None:
        self.features: list[list[str]] = []
        self.answers: list[Any] = []
        self.sources: list[str] = []

    def add(self, features: list[str], answer: Any, source: str) -> None:
        self.features.append(features)
        self.answers.append(answer)
        self.sources.append(source)


def vocabulary(rows: Iterable[list[str]], least: int) -> dict[str, int]:
    counts = Counter(f for row in rows for f in set(row))
    return {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}


def matrix(rows: Sequence[list[str]], known: dict[str, int]) -> sparse.csr_matrix:
    columns, pointers = [], [0]
    for row in rows:
        columns += sorted({known[f] for f in row if f in known})
        pointers.append(len(columns))
    return sparse.csr_matrix(
        (np.ones(len(columns), np.float32), columns, pointers), shape=(len(rows), len(known))
    )


def scales(known: dict[str, int]) -> np.ndarray:
    return np.array([_FORM_SCALE if f.startswith(_FORMS) else 1.0 for f in known], np.float32)


# --- segmentation -----------------------------------------------------------------------------------------


def commas(runs: Iterable[Run]) -> tuple[Samples, list[list[str]]]:
    """Every comma of the annotated runs, whether an item ends there, and what its two clauses show by themselves."""
    samples, pairs = Samples(), []
    for run in runs:
        text, ends = run.text, run.ends
        parts, first = segment.clauses(text), 0
        seen = segment.sights(text, parts)
        for i, clause in enumerate(parts[:-1]):
            splits = clause.mark != "," or clause.end in ends
            if clause.mark == "," and not _unsettled(run, clause.end):
                samples.add(segment.features(parts, seen, first, i), splits, run.source)
                left, right = seen[i], text[parts[i + 1].start : parts[i + 1].end]
                assert left, "a clause before a comma is seen"
                pairs.append(segment.pair_features(left, segment.sight(_as_comma(right))))
            if splits:
                first = i + 1
    return samples, pairs


def _unsettled(run: Run, end: int) -> bool:
    """Paragraphs on difficulties and lessons: readers differ too much on where their items end."""
    at = 0
    for item in run.items:
        at += len(item.text)
        if end <= at:
            return item.tense == "situation"
    return False


def _as_comma(clause: str) -> str:
    return clause[:-1] + "," if clause[-1:] in "。;" else clause


def neighbours() -> tuple[list[list[str]], list[bool]]:
    """Neighbouring clauses of unlabelled reports: does a full stop or semicolon stand between them, or a comma?

    Clauses between which writers put a full stop are as independent as two items; a model of that, learned from
    a million characters nobody annotated, knows words that the annotations never show.
    """
    rows, answers = [], []
    for line in unlabelled():
        parts = segment.clauses(line)
        for a, b in pairwise(parts):
            if a.mark in (",", "。", ";") and 4 <= a.end - a.start < 60 and 4 <= b.end - b.start < 60:
                rows.append(
                    segment.pair_features(
                        segment.sight(line[a.start : a.end - 1] + ","),
                        segment.sight(line[b.start : b.end - 1] + ","),
                    )
                )
                answers.append(a.mark != ",")
    return rows, answers


def train_segment(runs: list[Run]) -> dict[str, Any]:
    """The comma model: the neighbour model's weights, scaled, plus what the annotations teach beyond it."""
    rows, answers = neighbours()
    near = vocabulary(rows, 4)
    neighbour = LogisticRegression(C=0.05, solver="liblinear").fit(matrix(rows, near), answers)
    samples, pairs = commas(runs)
    score = neighbour.decision_function(matrix(pairs, near))
    known = vocabulary(samples.features, 2)
    scale = scales(known)
    x = sparse.hstack(
        [matrix(samples.features, known) @ sparse.diags(scale), sparse.csr_matrix(score[:, None])]
    ).tocsr()
    fit = lambda rows, y: LogisticRegression(C=0.3, solver="liblinear").fit(rows, y)  # noqa: E731
    report("segment", x, samples, fit)
    model = fit(x, samples.answers)
    share = model.coef_[0][-1]
    weights = {f: float(share * neighbour.coef_[0][i]) for f, i in near.items()}
    for f, i in known.items():
        weights[f] = weights.get(f, 0.0) + float(model.coef_[0][i] * scale[i])
    return yes_model(float(model.intercept_[0] + share * neighbour.intercept_[0]), weights, least=0.06)


# --- amounts ----------------------------------------------------------------------------------------------


def played(item: Example, quantity: Quantity) -> tuple[str, dict[str, Any] | None]:
    """The part an annotated item gives to a quantity found in it, and the target it belongs to."""
    for target in item.targets:
        if target["start"] < quantity.end and quantity.start < target["end"]:
            return "target", target
    if any(a < quantity.end and quantity.start < b for a, b in item.context):
        return "context", None
    return "none", None


def amounts(runs: Iterable[Run]) -> tuple[Samples, Samples]:
    """Every quantity with its part; every target with its measure."""
    parts, measures = Samples(), Samples()
    for run in runs:
        if not run.full:
            continue
        for item in run.items:
            quantities = find_quantities(item.text)
            parted = [played(item, q) for q in quantities]
            for i, (part, _) in enumerate(parted):
                parts.add(roles.features(item.text, quantities, i), part, run.source)
            real = [
                (q, target) for q, (part, target) in zip(quantities, parted, strict=True) if part != "none"
            ]
            previous = ""
            for i, (_, target) in enumerate(real):
                if target:
                    seen = measure_rules.view(item.text, [q for q, _ in real], i, previous)
                    measures.add(measure_rules.features(seen), target["measure"], run.source)
                    previous = target["measure"]
    return parts, measures


# --- kinds and tenses -------------------------------------------------------------------------------------


def stances(runs: Iterable[Run]) -> Samples:
    """Items without amounts or works: is it a principle?"""
    samples = Samples()
    for run in runs:
        for item in run.items:
            if item.kind in ("action", "principle") and item.tense != "situation":
                samples.add(kinds.features(item.text), item.kind == "principle", run.source)
    return samples


def times() -> Samples:
    """Items of reports whose headings tell review from plan: is it a result? Each paragraph is its own source."""
    samples = Samples()
    for number, (text, review) in enumerate(parts()):
        for low, high in segment.items(text):
            samples.add(tenses.features(text[low:high]), review, str(number % 10))
    return samples


# --- fitting and writing ----------------------------------------------------------------------------------


Fit = Callable[[Any, Sequence[Any]], LogisticRegression]


def report(name: str, x: sparse.csr_matrix, samples: Samples, fit: Fit) -> None:
    """Accuracy where each report is judged by a model that never saw it, beside always saying the commonest."""
    answers, sources = np.array(samples.answers), np.array(samples.sources)
    guess = np.empty(len(answers), answers.dtype)
    for source in np.unique(sources):
        own_rows = sources == source
        guess[own_rows] = fit(x[~own_rows], answers[~own_rows]).predict(x[own_rows])
    usual = Counter(samples.answers).most_common(1)[0][1] / len(answers)
    print(
        f"{name:9} {len(answers):6} samples   commonest answer {usual:.3f}   cross-validated {(guess == answers).mean():.3f}"
    )


def train(
    name: str, samples: Samples, *, strength: float, least: float = 0.02, balanced: bool = False
) -> dict[str, Any]:
    """`balanced` leaves out how common each answer is: right where many items are judged together."""
    known = vocabulary(samples.features, 2 if len(samples.answers) < 20000 else 10)
    weight = "balanced" if balanced else None
    x = matrix(samples.features, known)
    fit = lambda rows, y: LogisticRegression(C=strength, max_iter=1000, class_weight=weight).fit(rows, y)  # noqa: E731
    report(name, x, samples, fit)
    model = fit(x, samples.answers)
    if len(model.classes_) == 2:
        return yes_model(
            float(model.intercept_[0]), {f: float(model.coef_[0][i]) for f, i in known.items()}, least=least
        )
    rows = {f: [round(float(w), 3) for w in model.coef_[:, i]] for f, i in known.items()}
    return {
        "labels": [str(c) for c in model.classes_],
        "bias": [round(float(b), 3) for b in model.intercept_],
        "weights": {f: w for f, w in rows.items() if max(map(abs, w)) >= least},
    }


def yes_model(bias: float, weights: dict[str, float], *, least: float) -> dict[str, Any]:
    kept = {f: round(w, 3) for f, w in sorted(weights.items()) if abs(w) >= least}
    return {"bias": round(bias, 3), "weights": kept}


def write(name: str, model: dict[str, Any]) -> None:
    path = MODELS / f"{name}.json"
    path.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(f"          {path.name}: {path.stat().st_size:,} bytes, {len(model['weights']):,} weights")


def jobs(runs: list[Run]) -> dict[str, Callable[[], dict[str, Any]]]:
    """How each model is trained from the annotated runs, by name."""
    played_parts, measures = amounts(runs)
    return {
        "segment": lambda: train_segment(runs),
        "roles": lambda: train("roles", played_parts, strength=0.5),
        "measures": lambda: train("measures", measures, strength=0.5),
        "kinds": lambda: train("kinds", stances(runs), strength=1.0, least=0.12),
        "tenses": lambda: train("tenses", times(), strength=0.1, balanced=True),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", help="train one model: segment, roles, measures, kinds or tenses")
    said = options.parse_args()
    for name, job in jobs(gold() + own()).items():
        if said.only in (None, name):
            write(name, job())


if __name__ == "__main__":
    main()
