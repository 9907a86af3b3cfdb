"""Measures: whether an amount is a growth, a level or an output, and which way a growth goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from luoshi.compiler import model
from luoshi.compiler.quantities import Quantity
from luoshi.compiler.segment import predicate, predicates
from luoshi.compiler.surroundings import (
    around,
    attached,
    clause_head,
    lexicon,
    opening_verb,
    split_scope,
    strip_end,
)


class View(NamedTuple):
    """An amount as seen from its surroundings: `stem` is the text before it without the verbs at its end."""

    quantity: Quantity
    before: str
    after: str
    stem: str
    verb: str
    kind: str
    clause: str
    grows: bool
    previous: str


def view(text: str, quantities: Sequence[Quantity], i: int, previous: str) -> View:
    """What there is to judge an amount's measure by.

    `previous` is the measure of the amount before it in the same item, if any.
    """
    q = quantities[i]
    before, after = around(text, quantities, i)
    before = split_scope(before)[1]
    stem, verb = strip_end(before)
    following = quantities[i + 1].start if i + 1 < len(quantities) else q.end
    return View(
        quantity=q,
        before=before,
        after=after,
        stem=stem,
        verb=verb,
        kind=lexicon().verbs.get(verb, ("", None))[0],
        clause=clause_head(text, q),
        grows=_GROWTH.search(text, q.end, following) is not None,
        previous=previous,
    )


def measure(seen: View, text: str) -> tuple[str, str | None]:
    """Growth, level or output; the direction of growth is that of the word next to the amount."""
    settled = certain(seen, text)
    decided = settled[0] if settled else model.choice("measures").decide(features(seen))
    if decided != "growth":
        return decided, None
    said = lexicon().verbs.get(seen.verb, ("", None))[1]
    return "growth", said or ("down" if _FALLING.search(seen.before[-8:]) else "up")


def certain(seen: View, text: str) -> tuple[str, str] | None:
    """What the words at an amount settle without weighing, and the rule that says so."""
    q, before, stem, verb, kind = seen.quantity, seen.before, seen.stem, seen.verb, seen.kind
    settled = (
        ("growth", "measures/doubled", text.startswith("翻", q.first)),
        ("growth", "measures/rate of change", _RATE.search(stem) is not None),
        ("growth", "measures/times a base", q.unit == "倍" and _TIMES.search(before) is not None),
        ("level", "measures/reached", q.bound in _REACHED and not _CHANGING.search(before[-6:])),
        ("level", "measures/up to", verb.endswith(("到", "至"))),
        (
            "level",
            "measures/grade",
            q.group == "grade" or q.unit in _STATES or (q.unit in _RANKS and q.relation == "le"),
        ),
        ("level", "measures/per head", kind != "growth" and _PER_HEAD.search(before) is not None),
        ("growth", "measures/changed by", kind == "growth" and _is_sum(seen) and not attached(seen.after)),
        (
            "level",
            "measures/share of",
            q.group == "rate"
            and kind != "growth"
            and seen.after.startswith("的")
            and "完成" not in seen.clause,
        ),
        (
            seen.previous,
            "measures/as before",
            seen.previous != "" and not before.strip("、和及与") and not seen.after,
        ),
        ("level", "measures/in all", "累计" in seen.clause and kind != "growth"),
        (
            "level",
            "measures/made up of",
            _MADE_UP.search(text, max(0, q.start - _FAR), q.start) is not None
            and text.find("为主", q.end, q.end + _FAR) > 0,
        ),
        ("output", "measures/invested", before.endswith("完成投资")),
        (
            "output",
            "measures/delivered",
            not kind and q.group in _THINGS and opening_verb(seen.clause) != "",
        ),
        ("output", "measures/reached out to", q.group == "count" and _FOR.search(before) is not None),
    )
    return next(((answer, rule) for answer, rule, holds in settled if holds), None)


#: How far from an amount its sentence is looked at.
_FAR = 150
_REACHED = ("达到", "达", "力争达到")
_SUMS = ("rate", "money")
_SIZES = ("size", "time")
_THINGS = ("count", "size")
_RATE = re.compile("(?:涨幅|增幅|增速|增长率|增长速度|降幅|减幅|下降率)$")
_STATES = ("微克/立方米", "毫克/立方米", "分贝", "年一遇")
_RANKS = ("位", "名", "强")
_PER_HEAD = re.compile("人均|户均|亩均|每万人|每千人|万人拥有|每百户|每百人")
_FOR = re.compile("(?:^|[,、])(?:为|惠及|服务|助力|帮助)$")
_TIMES = re.compile("^(?:是|为|相当于)")
_CHANGING = re.compile("增长|增幅|增速|提高|提升|下降|降低|减少|上涨|涨幅")
_FALLING = re.compile("下降|降低|减少|回落|压减|压缩|降|减幅")
_MADE_UP = re.compile("以“?[^,;。]*$")


def features(seen: View) -> list[str]:
    """What tells growth, level and output apart: the word next to the amount, its unit, the noun's last characters."""
    before, after, stem, verb, previous = seen.before, seen.after, seen.stem, seen.verb, seen.previous
    group, unit, bound = seen.quantity.group, seen.quantity.unit, seen.quantity.bound
    kind, opening, grows = seen.kind or "-", opening_verb(stem), seen.grows
    return [
        f"verb={verb}", f"verb+group={verb}{group}", f"verb+unit={verb}{unit}", f"kind+group={kind}{group}",
        f"bound={bound}", f"bound+group={bound}{group}", f"unit={unit}", f"group={group}",
        f"s1={stem[-1:]}{group}", f"s2={stem[-2:]}", f"s3={stem[-3:]}", f"a1={after[:1]}", f"after={bool(after)}{group}",
        f"open={opening}", f"open+group={opening}{group}", f"open+kind={opening}{kind}", f"b2={before[-2:]}", f"b1={before[-1:]}{unit}",
        f"prev={previous}{group}{kind}", f"empty={not stem}{group}{previous}", f"grows={grows}{group}{kind}", f"grows+open={grows}{opening}",
        f"bare={not verb and not opening}{group}{bool(after)}", f"total={'累计' in before}{group}", f"times={before[:1]}{unit}",
        f"last={_last_predicate(seen.clause)}", f"deed={predicate(stem, 0)}{group}",
    ]  # fmt: skip


def _is_sum(seen: View) -> bool:
    """Whether an amount can be a change: a rate or money always, a size or time where an indicator stands before it."""
    return seen.quantity.group in _SUMS or (seen.quantity.group in _SIZES and len(seen.stem) > 1)


def _last_predicate(clause: str) -> str:
    known = predicates()
    return next((clause[i : i + 2] for i in range(len(clause) - 2, -1, -1) if clause[i : i + 2] in known), "")


_GROWTH = re.compile("增长|下降|增幅|增速")
