"""Segmentation: where one item ends and the next begins, decided at every punctuation mark."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from operator import call
from typing import NamedTuple

from luoshi.compiler import model
from luoshi.rulebook import entries

#: What is looked at on the way: marks, and quoted and bracketed stretches, which close no clause inside. A comma
#: between digits is none. All begin with one of a few characters, so that the search can skip to these.
_MARK = re.compile(
    r"[“(《\[‘「。;!?,:](?:(?<=“)[^“”]{0,150}”|(?<=\()[^()]{0,80}\)|(?<=《)[^《》]{0,80}》|(?<=\[)[^\[\]]{0,80}\]"
    r"|(?<=‘)[^‘’]{0,80}’|(?<=「)[^「」]{0,80}」"
    r"|(?:(?<=[。;!?])[。;!?]*|(?<=,)(?!(?<=\d,)\d{3}(?!\d))|(?<=:))[”’」』)]*)"
)

#: Adverbs and light verbs that say nothing of what is done; the word behind them is the predicate.
_LIGHT = re.compile(
    r"(?:我们|同时|今年|全年|要|将|继续|持续|不断|进一步|全面|深入|扎实|大力|积极|加快|着力|努力|切实|坚决|稳步|有序|稳妥|稳慎|"
    r"有效|有力|主动|加大|全力|科学|严格|认真|充分|更好|系统|重点|确保|力争|推动|推进|促进|支持|鼓励|引导|协同|常态化|高标准|"
    r"高质量|高水平|依法|逐步|尽快|加速)+"
)
_AMOUNT = re.compile(r"[\d一二三四五六七八九十百千万两](?:(?<=\d)|[个项家户亩处座所万成倍])")
_OPENING = "“(《[‘「"
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
    last = len(text.rstrip())
    for match in _MARK.finditer(text):
        seen, end = match[0], match.end()
        mark = seen[0]
        if mark in _OPENING:
            # A full stop before the closing quote ends the clause.
            if mark != "“" or seen[-2] not in "。!?":
                continue
            mark = "。"
        elif mark == ":" and end < last:
            continue
        found.append(Clause(start, end, mark))
        start = end
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
        clause,
        clause.rstrip(_CLOSING),
        clause[at : at + 2],
        predicate(clause, at),
        _bucket(len(clause)),
        _AMOUNT.search(clause) is not None,
        before.holding(clause) if left else (),
        after.holding(clause) if right else (),
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
    first, last = 0, len(parts) - 1
    for i, clause in enumerate(parts):
        if clause.mark != "," or i == last or _score(parts, seen, first, i) > 0:
            found.append((parts[first].start, clause.end))
            first = i + 1
    return found


#: A rule's name, and whether it holds of a clause.
_Rule = tuple[str, Callable[[str], object]]


class _Side(NamedTuple):
    """The rules for one side of a comma. Most look at how a clause opens and hold of few: one pattern, `opens`, tells."""

    opens: Callable[[str], object]
    rules: tuple[_Rule, ...]
    within: tuple[_Rule, ...]

    def holding(self, clause: str) -> tuple[str, ...]:
        """The names of the rules that hold of a clause."""
        rules = self.rules if self.opens(clause) else self.within
        return tuple([name for name, holds in rules if holds(clause)]) if rules else ()


@cache
def _rules() -> tuple[_Side, _Side]:
    return _side("left"), _side("right")


def _side(side: str) -> _Side:
    rules: list[_Rule] = []
    within: list[_Rule] = []
    opening: list[str] = []
    for entry in entries("clauses"):
        if entry.fields["side"] == side:
            either = _either(entry.patterns)
            if all(pattern.startswith("^") for pattern in entry.patterns):
                rules.append((entry.rule, either.match))
                opening += entry.patterns
            else:
                rules.append((entry.rule, either.search))
                within.append(rules[-1])
    return _Side(_either(opening).match, tuple(rules), tuple(within))


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


#: The features of two neighbouring clauses, and those of the comma between them.
_PAIR = (
    "r1", "r2", "r3", "rh", "rh1", "l1", "l2", "lh", "le2", "re1", "re2", "re3", "lr", "ro", "amounts", "lists", "same",
    "lp", "rp", "preds", "preds+re", "preds+le",
)  # fmt: skip
_COMMA = ("open", "held", "stop", "lengths", "head+stop", "third")
FEATURES = _PAIR + _COMMA


@model.derived
def _judge() -> tuple[model.Yes, model.Tables[float], model.Tables[float]]:
    judge = model.yes("segment")
    return judge, judge.tables(_PAIR), judge.tables(_COMMA)


def _score(parts: list[Clause], seen: list[Sight | None], first: int, i: int) -> float:
    """How surely an item ends at the comma behind clause `i`: above zero it does."""
    judge, pair_tables, comma_tables = _judge()
    left, right = _sides(seen, i)
    values, kind = _comma_values(parts, seen, first, i)
    weights = [*map(call, pair_tables, _pair_values(left, right))]
    if left.before or right.after:
        weights += map(judge.weights.get, _pair_rules(left, right))
        weights += map(call, comma_tables, values)
        weights += map(judge.weights.get, _comma_rules(left, right, kind))
    else:
        weights += map(call, comma_tables, values)
    return judge.bias + sum(filter(None, weights))


def features(parts: list[Clause], seen: list[Sight | None], first: int, i: int) -> list[str]:
    """What can be seen at the comma behind clause `i`: both sides, the item so far, what comes after."""
    left, right = _sides(seen, i)
    values, kind = _comma_values(parts, seen, first, i)
    return [*pair_features(left, right), *model.named(_COMMA, values), *_comma_rules(left, right, kind)]


def pair_features(left: Sight, right: Sight) -> list[str]:
    """What two neighbouring clauses show, whatever stands between them."""
    return [*model.named(_PAIR, _pair_values(left, right)), *_pair_rules(left, right)]


def _sides(seen: list[Sight | None], i: int) -> tuple[Sight, Sight]:
    left, right = seen[i], seen[i + 1]
    assert left is not None
    assert right is not None
    return left, right


def _pair_values(left: Sight, right: Sight) -> tuple[str, ...]:
    lt, lb, lh, lp, ls, la, _, _ = left
    rt, rb, rh, rp, rs, ra, _, _ = right
    le2, re2 = lb[-2:], rb[-2:]
    return (
        rt[:1], rt[:2], rt[:3], rh, rh[:1], lt[:1], lt[:2], lh, le2, rb[-1:], re2, rb[-3:], ls + rs, f"{rh}|{re2}",
        f"{la}{ra}", f"{'、' in lt}{'、' in rt}", "True" if lh == rh else "False", lp, rp, lp + rp, rp + re2, lp + le2,
    )  # fmt: skip


def _pair_rules(left: Sight, right: Sight) -> list[str]:
    found: list[str] = []
    for name in left.before + right.after:
        found += (name, f"{name}+{left.amount:d}{right.amount:d}", f"{name}+{left.size}{right.size}")
    return found


def _comma_values(
    parts: list[Clause], seen: list[Sight | None], first: int, i: int
) -> tuple[tuple[str, ...], str]:
    """The values of the comma's own features, and what tells its rules apart: how it goes on, clauses held."""
    left, right = _sides(seen, i)
    opening = seen[first]
    assert opening is not None
    stop = "," if parts[i + 1].mark == "," else "."
    beyond = seen[i + 2] if stop == "," and i + 2 < len(parts) else None
    held = "3" if i - first > 1 else "2" if i > first else "1"
    third = beyond.head if beyond else ""
    values = (
        opening.text[:2],
        held + stop,
        stop,
        left.size + right.size + stop,
        right.head + stop,
        third,
    )
    return values, stop + held


def _comma_rules(left: Sight, right: Sight, kind: str) -> list[str]:
    return [f"{name}|{kind}" for name in left.before + right.after]


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


@cache
def _predicate() -> re.Pattern[str]:
    """Any predicate: by its first character, then its second."""
    seconds: dict[str, str] = defaultdict(str)
    for word in predicates():
        seconds[word[0]] += word[1]
    return re.compile("|".join(f"{first}[{those}]" for first, those in seconds.items()))


def predicate(clause: str, at: int) -> str:
    """The class of the first predicate from `at` on and how near it stands: `deed0`, `effect1`; `-` for none."""
    found = _predicate().search(clause, at, min(at + _REACH + 1, len(clause) - 1))
    if found is None:
        return "v" if at else "-"
    away = found.start() - at
    return predicates()[found[0]] + ("0" if away == 0 else "1" if away < 8 else "2")


def _bucket(length: int) -> str:
    return "s" if length < 8 else "m" if length < 13 else "l" if length < 20 else "x"
