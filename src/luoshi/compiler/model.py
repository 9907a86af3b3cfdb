"""Small linear models: they decide where the rules reach their end; trained elsewhere, read here as numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import call
from pathlib import Path
from typing import Any, TypeVar

from luoshi import rulebook

MODELS = Path(__file__).parent / "models"

Weight = TypeVar("Weight")
#: For each name of a feature the look-up from its value to its weight.
Tables = tuple[Callable[[str], Weight | None], ...]


def named(names: Sequence[str], values: Iterable[str]) -> list[str]:
    """Features as they are written in a model: `name=value`."""
    return [f"{name}={value}" for name, value in zip(names, values, strict=True)]


def _tables(weights: Mapping[str, Weight], names: Sequence[str]) -> Tables[Weight]:
    found: dict[str, dict[str, Weight]] = {name: {} for name in names}
    for feature, weight in weights.items():
        name, _, value = feature.partition("=")
        if name in found:
            found[name][value] = weight
    return tuple(found[name].get for name in names)


@dataclass(frozen=True, slots=True)
class Yes:
    """A classifier of two answers: what its features weigh together, above zero for yes."""

    bias: float
    weights: dict[str, float]

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of yes; features without a weight count nothing."""
        return self.bias + sum(filter(None, map(self.weights.get, features)))

    def tables(self, names: Sequence[str]) -> Tables[float]:
        """The weights of `name=value` by value, so that whoever judges often need not write features out."""
        return _tables(self.weights, names)

    def reasons(self, features: Iterable[str], *, most: int = 5) -> list[tuple[str, float]]:
        """The features that weighed most, for an explanation, heaviest first."""
        known = {f: self.weights[f] for f in features if f in self.weights}
        return sorted(known.items(), key=lambda pair: (-abs(pair[1]), pair[0]))[:most]


#: What a feature weighs for each of three answers.
Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A classifier of three answers: what features weigh for each is added up, the highest score decides."""

    labels: tuple[str, str, str]
    bias: Row
    weights: dict[str, Row]

    def scores(self, features: Iterable[str]) -> Row:
        """One score per label, in the order of `labels`."""
        return self._sums(map(self.weights.get, features))

    def decide(self, features: Iterable[str]) -> str:
        """The label with the highest score; the first of equals."""
        return self._highest(self.scores(features))

    def tables(self, names: Sequence[str]) -> Tables[Row]:
        """The weights of `name=value` by value, so that whoever judges often need not write features out."""
        return _tables(self.weights, names)

    def decide_by(self, tables: Tables[Row], values: Iterable[str]) -> str:
        """As `decide`, by the values of the features that `tables` were made for."""
        return self._highest(self._sums(map(call, tables, values)))

    def _sums(self, rows: Iterable[Row | None]) -> Row:
        first, second, third = self.bias
        for a, b, c in filter(None, rows):
            first += a
            second += b
            third += c
        return first, second, third

    def _highest(self, scores: Row) -> str:
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
    first, second, third = raw["labels"]
    return Choice((first, second, third), _row(raw["bias"]), {k: _row(v) for k, v in raw["weights"].items()})


def _row(weights: list[float]) -> Row:
    first, second, third = weights
    return first, second, third


Made = TypeVar("Made")


def derived(make: Callable[[], Made]) -> Callable[[], Made]:
    """A cache for what is made of a model once and used often; `forget` empties it with the models."""
    made = cache(make)
    _caches.append(made.cache_clear)
    return made


_caches: list[Callable[[], None]] = [yes.cache_clear, choice.cache_clear]


def forget() -> None:
    """Read the models anew when next asked for: whoever trains them judges by the new ones from then on."""
    for clear in _caches:
        clear()


def _read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    return raw


def rules_version() -> str:
    """The version of all that decides: the rule files and these models, which were trained with them."""
    return rulebook.version(MODELS)
