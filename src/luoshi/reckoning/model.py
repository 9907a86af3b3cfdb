"""The model that tells whether a clause answers a promise: a sum of weighted features, trained elsewhere."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luoshi import rulebook
from luoshi.compiler.model import MODELS as COMPILER_MODELS
from luoshi.reckoning.wording import MODELS


@dataclass(frozen=True, slots=True)
class Answering:
    """Weights of the features, and how likely a clause must be to answer: of the review, and of the new plan."""

    bias: float
    weights: Mapping[str, float]
    said: float
    again: float

    def strength(self, features: Mapping[str, float]) -> float:
        """How likely the clause answers, between 0 and 1."""
        total = math.fsum((self.bias, *(w * features.get(name, 0.0) for name, w in self.weights.items())))
        return 1 / (1 + math.exp(-total))

    def reasons(self, features: Mapping[str, float], *, most: int = 4) -> tuple[tuple[str, float], ...]:
        """The features that weighed most, heaviest first."""
        each = [(name, round(w * features.get(name, 0.0), 3)) for name, w in self.weights.items()]
        return tuple(sorted(each, key=lambda pair: (-abs(pair[1]), pair[0]))[:most])


@cache
def answering() -> Answering:
    """The model shipped with the package."""
    raw: dict[str, Any] = json.loads((MODELS / "answers.json").read_text(encoding="utf-8"))
    return Answering(raw["bias"], raw["weights"], raw["said"], raw["again"])


def rules_version() -> str:
    """The version of all that decides: the rule files, the compiler's models and this one."""
    return rulebook.version(COMPILER_MODELS, MODELS)
