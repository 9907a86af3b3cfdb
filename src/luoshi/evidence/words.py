"""The words beside a number that say what it is: done, planned, approved, contracted; and those that say nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from luoshi.rulebook.load import DATA, Entry, read_rules

USES = {
    "mask", "remaining", "planned", "set", "approved", "contracted", "started", "done", "firm",
    "total", "growth", "share", "stock", "kept", "neutral",
}  # fmt: skip


class Stage(StrEnum):
    """How far what a number counts has come; UNSAID where nothing says."""

    DONE = "done"
    PLANNED = "planned"
    SET = "set"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    STARTED = "started"
    REMAINING = "remaining"
    UNSAID = ""


#: What a number of each stage is called in an explanation.
NAMES = {
    Stage.PLANNED: "计划（任务、目标）数",
    Stage.SET: "会议定下要做的数",
    Stage.APPROVED: "批复（概算、总投资）的数",
    Stage.CONTRACTED: "合同（签约、中标）的数",
    Stage.STARTED: "开工（在建）的数",
    Stage.REMAINING: "没有完成的数",
}


@cache
def word_entries() -> tuple[Entry, ...]:
    """The entries of `evidence_words.yaml`. Raises RulebookError with file, line and remedy."""
    return read_rules(DATA / "evidence_words.yaml", {"use": USES}, required=("use",))


@cache
def pattern(use: str) -> re.Pattern[str]:
    """One pattern of all that the rulebook lists under a use, longest first."""
    found = [entry for entry in word_entries() if entry.fields["use"] == use]
    words = sorted((w for entry in found for w in entry.words), key=lambda w: (-len(w), w))
    return re.compile("|".join([*(p for entry in found for p in entry.patterns), *map(re.escape, words)]))


@lru_cache(maxsize=65536)
def stage(text: str) -> Stage:
    """The stage that a clause or a heading says of its number."""
    if not text:
        return Stage.UNSAID
    masked = pattern("mask").sub(lambda m: "完成" if "完成" in m[0] else "", text)
    for use in (Stage.REMAINING, Stage.SET, Stage.PLANNED):
        if pattern(use).search(masked):
            return use
    # What was paid of a contract, or built of what was approved, is done.
    if pattern("firm").search(masked):
        return Stage.DONE
    for use in (Stage.APPROVED, Stage.CONTRACTED, Stage.STARTED):
        if pattern(use).search(masked):
            return use
    return Stage.DONE if pattern("done").search(masked) else Stage.UNSAID


def stages_said(text: str) -> frozenset[Stage]:
    """Every stage that a claim names itself, and so may be borne by."""
    return frozenset(use for use in Stage if use is not Stage.UNSAID and pattern(use).search(text))
