"""Measures: whether an amount is a growth, a level or an output, and which way a growth goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import add
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
    """An amount as seen from its surroundings.

    `words` stand before it in its clause; of these `scope` says whose it is, `before` is the rest, and `stem` that
    without the verbs at its end, of which `verb` is next to the amount.
    """

    quantity: Quantity
    words: str
    scope: str
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
    words, after = around(text, quantities, i)
    scope, before = split_scope(words)
    stem, verb = strip_end(before)
    return View(
        quantity=q,
        words=words,
        scope=scope,
        before=before,
        after=after,
        stem=stem,
        verb=verb,
        kind=lexicon().verbs.get(verb, _NO_VERB)[0],
        clause=clause_head(text, q),
        grows=i + 1 < len(quantities) and _GROWTH.search(text, q.end, quantities[i + 1].start) is not None,
        previous=previous,
    )


_NO_VERB: tuple[str, None] = ("", None)


def measure(seen: View, text: str) -> tuple[str, str | None]:
    """Growth, level or output; the direction of growth is that of the word next to the amount."""
    settled = certain(seen, text)
    decided = settled[0] if settled else _weighed(seen)
    if decided != "growth":
        return decided, None
    said = lexicon().verbs.get(seen.verb, _NO_VERB)[1]
    return "growth", said or ("down" if _FALLING.search(seen.before[-8:]) else "up")


def certain(seen: View, text: str) -> tuple[str, str] | None:
    """What the words at an amount settle without weighing, and the rule that says so."""
    return next(_settled(seen, text), None)


def _settled(seen: View, text: str) -> Iterator[tuple[str, str]]:
    """Every rule that holds, the one that decides first."""
    q, before, kind, clause = seen.quantity, seen.before, seen.kind, seen.clause
    if text.startswith("翻", q.first):
        yield "growth", "measures/doubled"
    if seen.stem.endswith(_RATES):
        yield "growth", "measures/rate of change"
    if q.unit == "倍" and before.startswith(_TIMES):
        yield "growth", "measures/times a base"
    if q.bound in _REACHED and not _CHANGING.search(before[-6:]):
        yield "level", "measures/reached"
    if seen.verb.endswith(("到", "至")):
        yield "level", "measures/up to"
    if q.group == "grade" or q.unit in _STATES or (q.unit in _RANKS and q.relation == "le"):
        yield "level", "measures/grade"
    if kind != "growth" and _PER_HEAD.search(before):
        yield "level", "measures/per head"
    if kind == "growth" and _is_sum(seen) and not attached(seen.after):
        yield "growth", "measures/changed by"
    if q.group == "rate" and kind != "growth" and seen.after.startswith("的") and "完成" not in clause:
        yield "level", "measures/share of"
    if seen.previous and not seen.after and not before.strip("、和及与"):
        yield seen.previous, "measures/as before"
    if kind != "growth" and "累计" in clause:
        yield "level", "measures/in all"
    if text.find("为主", q.end, q.end + _FAR) > 0 and _MADE_UP.search(text, max(0, q.start - _FAR), q.start):
        yield "level", "measures/made up of"
    if before.endswith("完成投资"):
        yield "output", "measures/invested"
    if not kind and q.group in _THINGS and opening_verb(clause):
        yield "output", "measures/delivered"
    if q.group == "count" and _FOR.search(before):
        yield "output", "measures/reached out to"


#: How far from an amount its sentence is looked at.
_FAR = 150
_REACHED = ("达到", "达", "力争达到")
_SUMS = ("rate", "money")
_SIZES = ("size", "time")
_THINGS = ("count", "size")
_RATES = ("涨幅", "增幅", "增速", "增长率", "增长速度", "降幅", "减幅", "下降率")
_STATES = ("微克/立方米", "毫克/立方米", "分贝", "年一遇")
_RANKS = ("位", "名", "强")
_PER_HEAD = re.compile("人均|户均|亩均|每万人|每千人|万人拥有|每百户|每百人")
_FOR = re.compile("(?:^|[,、])(?:为|惠及|服务|助力|帮助)$")
_TIMES = ("是", "为", "相当于")
_CHANGING = re.compile("增长|增幅|增速|提高|提升|下降|降低|减少|上涨|涨幅")
_FALLING = re.compile("下降|降低|减少|回落|压减|压缩|降|减幅")
_MADE_UP = re.compile("以“?[^,;。]*$")


FEATURES = (
    "verb", "verb+group", "verb+unit", "kind+group", "bound", "bound+group", "unit", "group", "s1", "s2", "s3", "a1",
    "after", "open", "open+group", "open+kind", "b2", "b1", "prev", "empty", "grows", "grows+open", "bare", "total",
    "times", "last", "deed",
)  # fmt: skip


def features(seen: View) -> list[str]:
    """What tells growth, level and output apart."""
    return model.named(FEATURES, _values(seen))


@model.derived
def _judge() -> tuple[model.Choice, model.Tables[model.Row]]:
    judge = model.choice("measures")
    return judge, judge.tables(FEATURES)


def _weighed(seen: View) -> str:
    judge, tables = _judge()
    return judge.decide_by(tables, _values(seen))


def _values(seen: View) -> tuple[str, ...]:
    """The word next to the amount, its unit, the noun's last characters, what its clause opens with."""
    before, after, stem, verb, previous = seen.before, seen.after, seen.stem, seen.verb, seen.previous
    group, unit, bound = seen.quantity.group, seen.quantity.unit, seen.quantity.bound
    kind, opening, grows = seen.kind or "-", opening_verb(stem), "True" if seen.grows else "False"
    return (
        verb, verb + group, verb + unit, kind + group, bound, bound + group, unit, group,
        stem[-1:] + group, stem[-2:], stem[-3:], after[:1], ("True" if after else "False") + group,
        opening, opening + group, opening + kind, before[-2:], before[-1:] + unit,
        previous + group + kind, ("False" if stem else "True") + group + previous, grows + group + kind, grows + opening,
        ("False" if verb or opening else "True") + group + ("True" if after else "False"),
        ("True" if "累计" in before else "False") + group, before[:1] + unit,
        _last_predicate(seen.clause), predicate(stem, 0) + group,
    )  # fmt: skip


def _is_sum(seen: View) -> bool:
    """Whether an amount can be a change: a rate or money always, a size or time where an indicator stands before it."""
    return seen.quantity.group in _SUMS or (seen.quantity.group in _SIZES and len(seen.stem) > 1)


def _last_predicate(clause: str) -> str:
    backwards = map(add, clause[-2::-1], clause[:0:-1])
    return next(filter(predicates().__contains__, backwards), "")


_GROWTH = re.compile("增长|下降|增幅|增速")
