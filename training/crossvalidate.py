"""Scores the whole compiler on places whose annotations its models did not see: `make crossvalidate`.

The annotated places are dealt into folds; for each fold the models are trained on the other places' annotations and
the fold's passages compiled with them. The models that find named works stay the shipped ones (`train_projects.py`
cross-validates them by itself), so the figures of projects, and a little those of kinds, are not cross-validated
here. What rules and words were written while reading these passages is not undone by this either: the held-out
passages (`--held-out`) are the stricter measure, and are for the end of a piece of work.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from collections import Counter
from typing import Any

import train
from examples import Run, gold, gold_rows, own, own_passages

from luoshi.compiler import model
from luoshi.compiler.pipeline import compile_document
from luoshi.compiler.scoring import differences, score
from luoshi.compiler.serial import item_object
from luoshi.text.document import Document, sha256


def folds(runs: list[Run], number: int) -> list[set[str]]:
    """Places dealt into folds of about the same number of items, the largest first."""
    sizes = Counter[str]()
    for run in runs:
        sizes[run.place] += len(run.items)
    dealt: list[set[str]] = [set() for _ in range(number)]
    weights = [0] * number
    for place, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        lightest = weights.index(min(weights))
        dealt[lightest].add(place)
        weights[lightest] += size
    return dealt


def use(models: dict[str, dict[str, Any]]) -> None:
    """Let the compiler decide by these models instead of those in the package."""
    shipped = model._read
    model._read = lambda name: models[name] if name in models else shipped(name)
    model.forget()


def compared(text: str, year: int, rows: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """A passage's annotation and what the compiler makes of its report."""
    document = Document(text, sha256(text.encode("utf-8", "surrogatepass")))
    items = [
        json.loads(json.dumps(item_object(item))) for item in compile_document(document, year=year).items
    ]
    return rows, items


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument(
        "--held-out", action="store_true", help="score the shipped models on the held-out passages"
    )
    options.add_argument(
        "--errors", action="store_true", help="list every disagreement (never with --held-out)"
    )
    said = options.parse_args()
    pairs = []
    if said.held_out:
        pairs = [compared(t, y, rows) for _, _, t, y, rows in own_passages(held_out=True)]
    else:
        runs = gold() + own()
        passages = [*gold_rows(), *own_passages(held_out=False)]
        for places in folds(runs, said.folds):
            with contextlib.redirect_stdout(io.StringIO()):
                jobs = train.jobs([run for run in runs if run.place not in places])
                use({name: job() for name, job in jobs.items() if name != "tenses"})
            pairs += [compared(t, y, rows) for _, place, t, y, rows in passages if place in places]
    for figure in score(pairs):
        interval = "" if figure.low is None else f"  {figure.low:.3f}–{figure.high:.3f}"
        value = (
            "-"
            if figure.value is None
            else f"{figure.value:.3f}"
            if figure.low is not None
            else f"{figure.value:g}"
        )
        print(f"{figure.name:19} {value:>7}{interval}")
    for d in differences(pairs) if said.errors and not said.held_out else ():
        print(f"{d.what} | {d.quote} | {d.annotated} | {d.predicted}")


if __name__ == "__main__":
    main()
