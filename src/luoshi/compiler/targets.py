"""Targets: what an amount measures, how, whose it is and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.compiler.compilation import Target
from luoshi.compiler.deadlines import Deadline
from luoshi.compiler.lists import Reading, share_heads, without_grade
from luoshi.compiler.measures import View, measure, view
from luoshi.compiler.quantities import Quantity
from luoshi.compiler.surroundings import (
    STOP,
    around,
    attached,
    behind,
    lexicon,
    split_scope,
    strip_end,
    strip_start,
    thing_after,
)


def read_targets(
    text: str,
    quantities: Sequence[Quantity],
    marked: Sequence[int],
    *,
    said: Deadline | str,
    named: str = "",
    before: str = "",
) -> tuple[Target, ...]:
    """The targets of a folded item: the quantities whose positions are `marked`, with offsets into `text`.

    `said` is the deadline that holds, or the year where none is said; `named` what was measured last in the same
    sentence, `before` the item there that only names something.
    """
    due, rule = (said, "") if isinstance(said, str) else (said.due, said.rule)
    readings = read(text, quantities, marked, named=named, before=before)
    return tuple([_target(text, quantities[i], r, due, rule) for i, r in zip(marked, readings, strict=True)])


def _target(text: str, q: Quantity, reading: Reading, due: str, rule: str) -> Target:
    return Target(
        q.start,
        q.end,
        text[q.start : q.end],
        reading.indicator,
        q.value,
        q.value_high,
        q.unit,
        q.relation,
        reading.measure,
        reading.direction,
        reading.scope,
        due,
        q.optional,
        f"{q.rule} {rule}" if rule else q.rule,
    )


def read(
    text: str, quantities: Sequence[Quantity], marked: Sequence[int], *, named: str = "", before: str = ""
) -> list[Reading]:
    """What the marked quantities measure, how, and whose it is."""
    found: list[Reading] = []
    scope, led = "", False
    kept = frozenset(marked)
    for i in marked:
        seen = view(text, quantities, i, found[-1].measure if found else "")
        words, after, said = seen.before, seen.after, seen.scope
        if (led and i) or "每" in seen.words:
            said, words = _own_words(text, quantities, i, led=led)
        if not after and i + 1 < len(quantities) and i + 1 not in kept:
            after = behind(text, quantities, i)
        scope = said or split_scope(seen.clause)[0] or scope
        reading = _reading(seen, text, words, after, found[-1] if found else None)
        if _names_nothing(reading.indicator) or _BACKWARD.match(words):
            earlier = _earlier(text, quantities, i, kept, found)
            reading.indicator = earlier or reading.indicator or without_grade(named or thing_named(before))
        reading.scope = _counted_doer(text, quantities, i, kept, reading.scope) or scope
        led = attached(after)
        found.append(reading)
    return share_heads(text, quantities, marked, found)


def _own_words(text: str, quantities: Sequence[Quantity], i: int, *, led: bool) -> tuple[str, str]:
    """Whose an amount is and what stands before it, without what belongs to the amount before (`led`)."""
    words, _ = around(text, quantities, i, led=led)
    per = _PER.search(words)
    if not per:
        return split_scope(words)
    return per.group(), split_scope(words[: per.start()])[1]


def _names_nothing(indicator: str) -> bool:
    return _NO_NAME.fullmatch(indicator) is not None or indicator.endswith("任务")


def _earlier(
    text: str, quantities: Sequence[Quantity], i: int, marked: frozenset[int], found: Sequence[Reading]
) -> str:
    """What an amount measures where its own clause does not say: the base it starts from, or the clause before."""
    q = quantities[i]
    if i and i - 1 not in marked and not STOP.search(text, quantities[i - 1].end, q.start):
        base = strip_end(
            split_scope(re.sub(r"(?:从|由|比)[^从由比]{0,6}$", "", around(text, quantities, i - 1)[0]))[1]
        )[0]
        if len(base) > 1:
            return strip_start(base)
    if found:
        return found[-1].indicator
    clause = text.rfind(",", 0, q.start)
    if clause <= 0:
        return ""
    return thing_named(text[text.rfind(",", 0, clause) + 1 : clause])


def thing_named(clause: str) -> str:
    """What a clause without amounts speaks of: its object, without what is done with it."""
    return thing_after(strip_start(clause.rstrip(",;"), verbs=True))


#: `每人每月450元`: whose amount it is, said next to it.
_PER = re.compile("(?:每(?:个|一)?[人户村镇县所家](?:每[年月天])?|每[年月]每[人户])$")


def _counted_doer(
    text: str, quantities: Sequence[Quantity], i: int, marked: frozenset[int], scope: str
) -> str:
    """`8个园区新开工企业120家`: the doers are counted, and their count belongs to the scope."""
    counted = i and i - 1 not in marked and scope and quantities[i - 1].group == "count"
    if counted and text.startswith(scope, quantities[i - 1].end):
        return text[quantities[i - 1].start : quantities[i - 1].end] + scope
    return scope


def _reading(seen: View, text: str, before: str, after: str, previous: Reading | None) -> Reading:
    stem = seen.stem if before == seen.before else strip_end(before)[0]
    measured, direction = measure(seen, text)
    if measured == "output":
        indicator, scope = _counted(stem, after)
    else:
        indicator, scope = strip_start(stem), ""
    if (
        (len(indicator) < 2 or _FILLER_ONLY.fullmatch(indicator))
        and not scope
        and after
        and measured != "growth"
    ):
        indicator = thing_after(after)
    if indicator.startswith(("较", "比", "占比较")) and previous is not None:
        indicator = previous.indicator
    inner = _INNER.match(indicator)
    if inner and inner["what"] != "就业":
        indicator, scope = inner["what"] or inner["sum"], scope or inner["whose"] or inner["doer"]
    return Reading(indicator, measured, direction, scope)


#: What is left of a stem that names nothing.
_FILLER_ONLY = re.compile("推动|推进|实现|力争|确保|年底前?|使|让|带动|全部|努力")

#: `是“十五”时期的5倍`, `占全市的三成`: the amount measures what an earlier clause named.
_BACKWARD = re.compile(r"(?:是|为|相当于|增速|增幅)(?:“|上|去|前|全|同|$)")

#: What is left before an amount where its clause names nothing: a duration, a comparison, a step.
_NO_NAME = re.compile(
    r".?|年度|总[量数额]|数量|规模|(?:[一二两三四五六七八九十]|\d+)年|连续|首次|台阶|大关|(?:高|低|快|慢)于.*|超过[全同].*|在全[国省市]|全年有|拟安排"
    r"|(?:缩小|扩大|提高|增加|上升|下降|降|升)?[到至](?:\d{4}年)?|\d{4}年"
)

#: `高新区完成投资`: the doer, a verb, and what is measured.
_INNER = re.compile(
    r"(?P<whose>[^、]{2,}?(?:工业|企业|园区|开发区|高新区|新区|[区县市镇乡村港]|集群|基地|中心|电网|财政|项目|部门|单位|政府|协作))"
    r"(?:五年|全年|共|累计|预计)*(?:完成|实现|拟?再?安排|新增|投入|引进|新建|建成|签约|新开工|减少|带动|释放|新设|落地|实施|发射)(?P<what>[^、]{2,12})$"
    r"|(?P<doer>.{2,}?)(?:五年|全年|共|累计|预计|分别)*(?:完成|实现|投入|安排|引进|争取|落实)"
    r"(?P<sum>(?:[^、]{0,4}投资|增加值|[^、]{0,4}产值|[^、]{0,4}收入|资金|税收|利润|营收|[^、]{0,4}销售额|交易额))$"
)


def _counted(stem: str, after: str) -> tuple[str, str]:
    """The thing counted: what follows the number, or what stands between the verb and the number."""
    words = lexicon()
    name = strip_start(stem, verbs=True)
    if words.output.fullmatch(name) or words.light.fullmatch(name):
        name = ""
    thing = thing_after(after)
    if words.grade.match(thing):
        return "", thing
    if words.grade.match(name) and not thing:
        return "", name
    if not thing or (name and not attached(after)):
        return name, ""
    return thing, ""
