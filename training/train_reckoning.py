"""Trains the model that tells whether a clause answers a promise: `make train`; `make reckoning-figures` only measures.

Prints the figures of every annotated pair by a model that saw none of that pair. Only the sample's annotations are
kept in the project; the others stand beside it (`../shared/gold`), without which nothing is trained.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import reckonings
from examples import HELD_OUT_ROWS, corpus
from sklearn.linear_model import LogisticRegression

import luoshi
from luoshi.compiler.compilation import Compilation
from luoshi.reckoning.candidates import Finder
from luoshi.reckoning.clauses import Clause, clauses
from luoshi.reckoning.likeness import features, unit_token
from luoshi.reckoning.model import Answering, answering
from luoshi.reckoning.promises import Sort, promises
from luoshi.reckoning.reckon import pair
from luoshi.reckoning.scoring import Row, rows, score
from luoshi.reckoning.wording import MODELS, rarity
from luoshi.sample import RECKONING, REPORTS, path

SHARED = Path(__file__).resolve().parents[2] / "shared"
PLACES = {"zhejiang": "浙江省", "hubei": "湖北省", "anhui": "安徽省", "jiangsu": "江苏省", "hunan": "湖南省"}
#: Places whose reports judge the reckoning; no words are counted in them. Nor in reports of a language now past.
UNREAD = frozenset({*PLACES.values(), "重庆市", "云南省", "广西壮族自治区", "黑龙江省", "青海省", "北京市"})
SINCE, LEAST = 2000, 20
#: Verdicts that careful readers may differ on teach less.
_UNSURE = 0.4
#: Regularisation, and how likely a clause must be to answer; chosen on pairs the model did not see.
_C = 1.0
SAID, AGAIN = 0.17, 0.18


@dataclass(frozen=True)
class Annotated:
    """Two reports and what a reader found."""

    name: str
    old: Compilation
    new: Compilation
    gold: tuple[dict[str, Any], ...]


def annotated() -> list[Annotated]:
    """The sample's pair, those beside the project, and those kept stand-off that do not judge."""
    if not (SHARED / "gold").is_dir():
        raise SystemExit(
            "The annotated pairs (../shared/gold) are not beside this checkout: nothing to train on."
        )
    found = [_pair("yunchuan", *(Path(str(path(name))) for name in (*REPORTS, RECKONING)), place=None)]
    for name, place in PLACES.items():
        files = [SHARED / "reports" / f"full-{name}-{year}.txt" for year in (2025, 2026)]
        found.append(_pair(name, *files, SHARED / "gold" / f"{name}-2025-2026.reckoning.jsonl", place=place))
    return found + [_kept(pair) for pair in reckonings.pairs() if not pair.held_out]


def _kept(given: reckonings.Pair) -> Annotated:
    compiled = [
        luoshi.compile(
            luoshi.read(one["text"].encode(), name=given.name), year=one["year"], place=one["place"]
        )
        for one in (given.old, given.new)
    ]
    return Annotated(given.name, compiled[0], compiled[1], given.rows)


def _pair(name: str, old: Path, new: Path, gold: Path, *, place: str | None) -> Annotated:
    compiled = [luoshi.compile(luoshi.read(p), year=y, place=place) for p, y in ((old, 2025), (new, 2026))]
    lines = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    return Annotated(name, compiled[0], compiled[1], tuple(lines))


def samples(given: Annotated) -> list[tuple[dict[str, float], bool, float]]:
    """Features of every candidate of every annotated amount, whether it answers, and how much it teaches."""
    look = Finder(clauses(given.new))
    found = []
    for promise in promises(given.old):
        row = next((g for g in given.gold if promise.start < g["end"] and g["start"] < promise.end), None)
        if promise.sort is not Sort.AMOUNT or row is None or not row["quote"]:
            continue
        weight = _UNSURE if "unsure" in row["note"] else 1.0
        for clause in look.find(promise):
            found.append((features(promise, clause), _answers(clause, row["answer_spans"]), weight))
    return found


def _answers(clause: Clause, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the clause covers a third of an annotated answer, or lies mostly inside one."""
    for start, end in spans:
        common = max(0, min(clause.end, end) - max(clause.start, start))
        if 3 * common >= end - start or 3 * common >= 2 * (clause.end - clause.start):
            return True
    return False


def fit(given: Sequence[tuple[dict[str, float], bool, float]]) -> Answering:
    names = sorted({name for told, _, _ in given for name in told})
    matrix = np.array([[told.get(name, 0.0) for name in names] for told, _, _ in given])
    model = LogisticRegression(C=_C, max_iter=5000)
    model.fit(matrix, [answer for _, answer, _ in given], sample_weight=[weight for _, _, weight in given])
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)}
    return Answering(round(float(model.intercept_[0]), 3), weights, SAID, AGAIN)


def predicted(given: Annotated, model: Answering) -> list[Row]:
    return rows(pair(given.old, given.new, model=model))


def count_rarity() -> None:
    """How many clauses of many reports have each pair of characters and each unit; annotated places are left out."""
    counts: Counter[str] = Counter()
    total = 0
    for number, row in enumerate(corpus()):
        if number in HELD_OUT_ROWS or row["place"] in UNREAD or row["year"] < SINCE:
            continue
        compilation = luoshi.compile(
            luoshi.read(row["text"].encode(), name=row["place"]), year=row["year"], place=row["place"]
        )
        for clause in clauses(compilation):
            counts.update(clause.grams | {unit_token(figure.unit) for figure in clause.figures})
            total += 1
    kept = {gram: n for gram, n in sorted(counts.items()) if n >= LEAST}
    text = json.dumps({"clauses": total, "least": LEAST, "counts": kept}, ensure_ascii=False)
    (MODELS / "rarity.json").write_text(text + "\n", encoding="utf-8")


def show(title: str, pairs: Sequence[tuple[list[Row], list[Row]]]) -> None:
    print(title)
    for f in score(pairs):
        if f.value is not None:
            interval = "" if f.low is None else f"  {f.low:.3f}–{f.high:.3f}"
            print(f"  {f.name:18} {f.value:8.3f}{interval}  (n={f.n})")


def judge() -> None:
    """The pairs that were read before anything was run on them, and that nothing learns from."""
    found = []
    for given in reckonings.pairs():
        if given.held_out:
            found.append((list(given.rows), predicted(_kept(given), answering())))
            show(given.name, found[-1:])
    show("together", found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", action="store_true", help="measure only, and write nothing")
    parser.add_argument("--held-out", action="store_true", help="only the pairs kept for judging, as shipped")
    options = parser.parse_args()
    if options.held_out:
        judge()
        return
    measure_only = options.figures
    MODELS.mkdir(exist_ok=True)
    pairs = annotated()
    if not measure_only:
        count_rarity()
        rarity.cache_clear()
    learned = {given.name: samples(given) for given in pairs}
    unseen = []
    for given in pairs:
        model = fit([s for name, each in learned.items() if name != given.name for s in each])
        unseen.append((list(given.gold), predicted(given, model)))
    for given, both in zip(pairs, unseen, strict=True):
        show(f"{given.name}, by a model that did not see it", [both])
    first = slice(1, 1 + len(PLACES))
    show("the five pairs beside the project, each by a model that did not see it", unseen[first])
    show("all real pairs together, each by a model that did not see it", unseen[1:])
    if measure_only:
        shipped = [(list(g.gold), predicted(g, answering())) for g in pairs]
        show("the five pairs beside the project, as shipped", shipped[first])
        show("all real pairs together, as shipped", shipped[1:])
        return
    model = fit([s for each in learned.values() for s in each])
    text = {"bias": model.bias, "weights": dict(model.weights), "said": model.said, "again": model.again}
    (MODELS / "answers.json").write_text(
        json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
