"""Small linear models: they decide where the rules reach their end; trained elsewhere, read here as numbers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from luoshi import rulebook

MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Yes:
    """A classifier of two answers: what its features weigh together, above zero for yes."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of yes; features without a weight count nothing."""
        return self.bias + sum(filter(None, map(self.weights.get, features)))

    def reasons(self, features: Iterable[str], *, most: int = 5) -> list[tuple[str, float]]:
        """The features that weighed most, for an explanation, heaviest first."""
        known = {f: self.weights[f] for f in features if f in self.weights}
        return sorted(known.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


@dataclass(frozen=True, slots=True)
class Choice:
    """A classifier of several answers: one `Yes` for each label, the highest score decides."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """One score per label, in the order of `labels`."""
        rows = [row for row in map(self.weights.get, features) if row]
        return [sum(column) for column in zip(self.bias, *rows, strict=True)]

    def decide(self, features: Iterable[str]) -> str:
        """The label with the highest score; the first of equals."""
        scores = self.scores(features)
        return self.labels[scores.index(max(scores))]

    def reasons(self, features: Iterable[str], label: str, *, most: int = 5) -> list[tuple[str, float]]:
        """The features that spoke most for or against a label, heaviest first."""
        at = self.labels.index(label)
        known = {f: self.weights[f][at] for f in features if f in self.weights}
        return sorted(known.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


@cache
def yes(name: str) -> Yes:
    """The two-way model of that name shipped with the package."""
    raw = _read(name)
    return Yes(raw["bias"], raw["weights"])


@cache
def choice(name: str) -> Choice:
    """The model of that name shipped with the package that chooses among several labels."""
    raw = _read(name)
    return Choice(tuple(raw["labels"]), tuple(raw["bias"]), {k: tuple(v) for k, v in raw["weights"].items()})


def _read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    return raw


def rules_version() -> str:
    """The version of all that decides: the rule files and these models, which were trained with them."""
    return rulebook.version(MODELS)
