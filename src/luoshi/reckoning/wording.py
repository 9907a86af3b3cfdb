"""Wording: one form for words that change from year to year, and the pairs of characters that likeness is told by."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from luoshi.rulebook import entries
from luoshi.text.fold import fold

MODELS = Path(__file__).parent / "models"
#: What divides words; quotation marks and the like only dress them.
_BREAK = re.compile(r"[^一-鿿A-Za-z0-9.%+—]+")
_DRESS = re.compile(r"[“”\"'‘’《》〈〉·\s]|(?<=[一-鿿])的(?=[一-鿿])")
_ROMAN = str.maketrans(
    {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "ⅰ": "I", "ⅱ": "II", "ⅲ": "III"}
)


@cache
def _synonyms() -> tuple[re.Pattern[str], Mapping[str, str], tuple[str, ...]]:
    """One pattern for all, what each of its words becomes, and the names of its patterns in order."""
    known: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    for entry in entries("synonyms"):
        name = entry.rule.partition("/")[2]
        known.setdefault(name, name)
        known.update(dict.fromkeys(entry.words, name))
        patterns += [(pattern, name) for pattern in entry.patterns]
    words = sorted(known, key=lambda word: (-len(word), word))
    each = [re.escape(word) for word in words] + [f"({pattern})" for pattern, _ in patterns]
    return re.compile("|".join(each)), known, tuple(name for _, name in patterns)


@lru_cache(maxsize=65536)
def usual(text: str) -> str:
    """The text folded, undressed, and with the usual word for each of its synonyms."""
    pattern, known, names = _synonyms()
    bare = _DRESS.sub("", fold(text).translate(_ROMAN))

    def put(found: re.Match[str]) -> str:
        return names[found.lastindex - 1] if found.lastindex else known[found.group()]

    return pattern.sub(put, bare)


@lru_cache(maxsize=65536)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a usual text, none across a mark; a lone character stands for itself."""
    found: set[str] = set()
    for run in _BREAK.split(text):
        if len(run) == 1:
            found.add(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


class Rarity:
    """How much it says that a pair of characters, or a unit, stands in a clause: the rarer in reports, the more.

    Counted once over many reports, so that a clause weighs the same in a long report and in an extract.
    """

    def __init__(self, counts: Mapping[str, int], clauses: int, least: int) -> None:
        total = clauses + 1.0
        # What was seen too seldom to be listed is taken to be a third as common as the rarest that is.
        self._unseen = math.log(total / (least / 3 + 0.5))
        self._weights = {gram: math.log(total / (n + 0.5)) for gram, n in counts.items()}

    def of(self, gram: str) -> float:
        return self._weights.get(gram, self._unseen)

    def sum(self, grams: Iterable[str]) -> float:
        # In a fixed order: sums of floats differ with it.
        return math.fsum(self.of(gram) for gram in grams)

    def share(self, part: frozenset[str], whole: frozenset[str]) -> float:
        """How much of what `whole` says stands in `part`; nothing of an empty whole."""
        return self.sum(part & whole) / self.sum(whole) if whole else 0.0


@cache
def rarity() -> Rarity:
    """The counts shipped with the package (`training/train_reckoning.py`)."""
    raw: dict[str, Any] = json.loads((MODELS / "rarity.json").read_text(encoding="utf-8"))
    return Rarity(raw["counts"], raw["clauses"], raw["least"])


@lru_cache(maxsize=65536)
def longest_common(a: str, b: str) -> int:
    """The length of the longest run of characters that stands in both."""
    longest = 0
    for start in range(len(a)):
        while start + longest < len(a) and a[start : start + longest + 1] in b:
            longest += 1
    return longest
