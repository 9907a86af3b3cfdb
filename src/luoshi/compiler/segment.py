"""Segmentation: where one item ends and the next begins, decided at every punctuation mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from luoshi.compiler import model
from luoshi.rulebook import entries

#: Quoted and bracketed stretches close no clause inside; a full stop before the closing quote does.
_MARK = re.compile(
    r"(?P<quoted>“[^“”]{0,150}”|\([^()]{0,80}\)|《[^《》]{0,80}》|\[[^\[\]]{0,80}\]|‘[^‘’]{0,80}’|「[^「」]{0,80}」)"
    r"|(?P<mark>(?:[。;!?]+|,(?!(?<=\d,)\d{3}(?!\d))|:)[”’」』)]*)"
)

#: Adverbs and light verbs that say nothing of what is done; the word behind them is the predicate.
_LIGHT = re.compile(
    r"(?:我们|同时|今年|全年|要|将|继续|持续|不断|进一步|全面|深入|扎实|大力|积极|加快|着力|努力|切实|坚决|稳步|有序|稳妥|稳慎|"
    r"有效|有力|主动|加大|全力|科学|严格|认真|充分|更好|系统|重点|确保|力争|推动|推进|促进|支持|鼓励|引导|协同|常态化|高标准|"
    r"高质量|高水平|依法|逐步|尽快|加速)+"
)
_AMOUNT = re.compile(r"\d|[一二三四五六七八九十百千万两][个项家户亩处座所万成倍]")
_CLOSING = ",。;!?:”’」』)"


class Clause(NamedTuple):
    """A stretch between two punctuation marks; `mark` is the one that closes it ('' at the end)."""

    start: int
    end: int
    mark: str


def clauses(text: str) -> list[Clause]:
    """The clauses of a folded paragraph, tiling it; `:` closes one only at the paragraph's end."""
    found: list[Clause] = []
    start = 0
    for match in _MARK.finditer(text):
        if match["quoted"]:
            if match["quoted"][-2] not in "。!?" or match["quoted"][0] != "“":
                continue
        elif match["mark"][0] == ":" and match.end() < len(text.rstrip()):
            continue
        found.append(Clause(start, match.end(), (match["mark"] or "。")[0]))
        start = match.end()
    if text[start:].strip():
        found.append(Clause(start, len(text), ""))
    return found


class Sight(NamedTuple):
    """A clause as the comma model sees it; `before` and `after` name the rules that hold of it left and right of one."""

    text: str
    body: str
    head: str
    predicate: str
    size: str
    amount: bool
    before: tuple[str, ...]
    after: tuple[str, ...]


def sight(clause: str, *, left: bool = True, right: bool = True) -> Sight:
    """What can be seen of a clause by itself, its closing mark included; `left` and `right` of which comma it stands."""
    before, after = _rules()
    at = _opening(clause)
    return Sight(
        text=clause,
        body=clause.rstrip(_CLOSING),
        head=clause[at : at + 2],
        predicate=predicate(clause, at),
        size=_bucket(len(clause)),
        amount=_AMOUNT.search(clause) is not None,
        before=tuple([name for name, holds in before if holds(clause)]) if left else (),
        after=tuple([name for name, holds in after if holds(clause)]) if right else (),
    )


def sights(text: str, parts: list[Clause]) -> list[Sight | None]:
    """A sight of each clause that has a comma on one of its sides."""
    commas = [clause.mark == "," for clause in parts]
    commas[-1:] = [False]
    return [
        sight(text[c.start : c.end], left=left, right=right) if left or right else None
        for c, left, right in zip(parts, commas, [False, *commas], strict=False)
    ]


def items(text: str) -> list[tuple[int, int]]:
    """The items of a folded paragraph as offsets into it, tiling it.

    At a comma an item ends where what follows has a predicate and an object of its own.
    """
    found: list[tuple[int, int]] = []
    parts = clauses(text)
    seen = sights(text, parts)
    judge = model.yes("segment")
    first = 0
    for i, clause in enumerate(parts):
        comma = clause.mark == "," and i + 1 < len(parts)
        if not comma or judge.score(features(parts, seen, first, i)) > 0:
            found.append((parts[first].start, clause.end))
            first = i + 1
    return found


@cache
def _rules() -> tuple[list[tuple[str, Callable[[str], object]]], list[tuple[str, Callable[[str], object]]]]:
    sides: dict[str, list[tuple[str, Callable[[str], object]]]] = {"left": [], "right": []}
    for entry in entries("clauses"):
        pattern = re.compile("|".join(f"(?:{p})" for p in entry.patterns))
        holds = pattern.match if all(p.startswith("^") for p in entry.patterns) else pattern.search
        sides[entry.fields["side"]].append((entry.rule, holds))
    return sides["left"], sides["right"]


def features(parts: list[Clause], seen: list[Sight | None], first: int, i: int) -> list[str]:
    """What can be seen at the comma behind clause `i`: both sides, the item so far, what comes after."""
    left, right, opening = seen[i], seen[i + 1], seen[first]
    assert left is not None
    assert right is not None
    assert opening is not None
    held = min(i + 1 - first, 3)
    goes_on = parts[i + 1].mark == ","
    stop = "," if goes_on else "."
    beyond = seen[i + 2] if goes_on and i + 2 < len(parts) else None
    third = beyond.head if beyond else ""
    found = pair_features(left, right)
    found += [
        f"open={opening.text[:2]}", f"held={held}{stop}", f"stop={stop}", f"lengths={left.size}{right.size}{stop}",
        f"head+stop={right.head}{stop}", f"third={third}",
    ]  # fmt: skip
    found += [f"{name}|{stop}{held}" for name in left.before + right.after]
    return found


def pair_features(left: Sight, right: Sight) -> list[str]:
    """What two neighbouring clauses show, whatever stands between them."""
    lt, rt, lh, rh, lb, rb = left.text, right.text, left.head, right.head, left.body, right.body
    lp, rp, sizes = left.predicate, right.predicate, left.size + right.size
    found = [
        f"r1={rt[:1]}", f"r2={rt[:2]}", f"r3={rt[:3]}", f"rh={rh}", f"rh1={rh[:1]}", f"l1={lt[:1]}", f"l2={lt[:2]}",
        f"lh={lh}", f"le2={lb[-2:]}", f"re1={rb[-1:]}", f"re2={rb[-2:]}", f"re3={rb[-3:]}", f"lr={sizes}",
        f"ro={rh}|{rb[-2:]}", f"amounts={left.amount}{right.amount}", f"lists={'、' in lt}{'、' in rt}",
        f"same={lh == rh}", f"lp={lp}", f"rp={rp}", f"preds={lp}{rp}", f"preds+re={rp}{rb[-2:]}", f"preds+le={lp}{lb[-2:]}",
    ]  # fmt: skip
    for name in left.before + right.after:
        found += (name, f"{name}+{left.amount:d}{right.amount:d}", f"{name}+{sizes}")
    return found


def _opening(clause: str) -> int:
    """Where a clause's opening adverbs and light verbs end."""
    light = _LIGHT.match(clause)
    return light.end() if light else 0


#: How far into a clause its predicate is looked for.
_REACH = 14


@cache
def predicates() -> dict[str, str]:
    """Every predicate of the rulebook with its class: deed, effect or stance."""
    return {
        word: entry.rule.partition("/")[2]
        for entry in entries("predicates")
        for word in entry.words
        if len(word) == 2
    }


def predicate(clause: str, at: int) -> str:
    """The class of the first predicate from `at` on and how near it stands: `deed0`, `effect1`; `-` for none."""
    known = predicates()
    for i in range(at, min(at + _REACH, len(clause) - 2)):
        kind = known.get(clause[i : i + 2])
        if kind:
            return kind + ("0" if i == at else "1" if i < at + 8 else "2")
    return "v" if at else "-"


def _bucket(length: int) -> str:
    return "s" if length < 8 else "m" if length < 13 else "l" if length < 20 else "x"
