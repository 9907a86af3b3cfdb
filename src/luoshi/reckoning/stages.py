"""Stages: how far named works have come against how far they were to come; actions with a name, heard of again or not."""

from __future__ import annotations

import re
from functools import cache

from luoshi.compiler.projects import stages_of
from luoshi.reckoning.candidates import Weighed
from luoshi.reckoning.findings import Verdict
from luoshi.reckoning.promises import Promise, Sort
from luoshi.reckoning.wording import longest_common, rarity, usual
from luoshi.rulebook import entries

STAGES = ("prepare", "start", "build", "complete", "operate")
_SHOWN = dict(zip(STAGES, ("前期", "开工", "在建", "建成", "投用"), strict=True))
#: How much of a work's name, and how long a run of it, a clause must have; a named action's name must stand whole.
_SHARE = {Sort.PROJECT: 0.6, Sort.ACTION: 0.95}
_RUN = {Sort.PROJECT: 0.5, Sort.ACTION: 0.95}
_PHASE = re.compile(r"[一二三四五六七八九十\d]+期")
_HELD = re.compile(r"举办|召开|举行|办成|圆满|成功")


def speaks_of(promise: Promise, weighed: Weighed) -> bool:
    """Whether a clause names the works or the action, and no other phase of it."""
    clause = weighed.clause
    share = rarity().share(clause.grams, promise.names)
    run = longest_common(promise.name, clause.said) / max(1, len(promise.name))
    if share < _SHARE[promise.sort] or run < _RUN[promise.sort]:
        return False
    return not _another_phase(promise.name, clause.said)


def _another_phase(name: str, said: str) -> bool:
    """`产业园二期` is not the `产业园` that was promised; its first phase is."""
    if name not in said or _PHASE.search(name):
        return False
    phase = _PHASE.match(said[said.index(name) + len(name) :])
    return phase is not None and phase.group() not in ("一期", "1期")


def judge(promise: Promise, weighed: Weighed) -> tuple[Verdict, str, str, tuple[str, ...]]:
    """Verdict, what is reported in words, rule and reasoning for a clause of the review that speaks of it."""
    words = _words_behind(promise, weighed)
    if promise.project is None:
        return Verdict.REPORTED, words, "stages/action heard of", ()
    promised, reached = promise.project.stage, _reached(promise, weighed)
    if promised not in STAGES:
        held = _HELD.search(weighed.clause.text)
        return (Verdict.MET if held else Verdict.REPORTED), words, "stages/event", ()
    if reached not in STAGES:
        return Verdict.REPORTED, words, "stages/not said", ()
    kept = STAGES.index(reached) >= STAGES.index(promised)
    step = f"承诺到“{_SHOWN[promised]}”，报告说到“{_SHOWN[reached]}”：{'达到' if kept else '未达到'}"
    return (Verdict.MET if kept else Verdict.SHORT), words, "stages/compared", (step,)


def _reached(promise: Promise, weighed: Weighed) -> str:
    """The stage that the clause gives the works; empty where it says none."""
    clause = weighed.clause
    for project in clause.item.projects:
        if clause.start <= project.start < clause.end and _same(promise.name, usual(project.name)):
            return project.stage
    if not _stage_words().search(clause.text):
        return ""
    low, high = _where(promise.name, clause.text)
    return stages_of(clause.text, [(low, high)])[0] if high > low else ""


def _same(a: str, b: str) -> bool:
    return longest_common(a, b) >= _RUN[Sort.PROJECT] * min(len(a), len(b)) and (
        a in b or b in a or a[:2] == b[:2]
    )


def _where(name: str, text: str) -> tuple[int, int]:
    """Where the longest run of the name stands in the clause's own characters."""
    for length in range(len(name), 1, -1):
        for start in range(len(name) - length + 1):
            at = text.find(name[start : start + length])
            if at >= 0:
                return at, at + length
    return 0, 0


@cache
def _stage_words() -> re.Pattern[str]:
    words = sorted({word for entry in entries("stages") for word in entry.words}, key=lambda w: (-len(w), w))
    patterns = [pattern for entry in entries("stages") for pattern in entry.patterns]
    return re.compile("|".join([*map(re.escape, words), *patterns]))


def _words_behind(promise: Promise, weighed: Weighed) -> str:
    """What the clause says behind the name, or all of it."""
    text = weighed.clause.text.rstrip("。，,；;")
    _, end = _where(promise.name, text)
    return text[end:].lstrip("”、") if 1 < len(text) - end < len(text) and end else text
