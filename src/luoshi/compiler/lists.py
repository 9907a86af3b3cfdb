"""Lists: what the members of a list of amounts leave to its first or last member to write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from luoshi.compiler.quantities import Quantity
from luoshi.compiler.surroundings import around, lexicon, split_scope, strip_end, strip_start


@dataclass(slots=True)
class Reading:
    """How one amount reads so far: the fields of a target that its surroundings decide."""

    indicator: str
    measure: str
    direction: str | None
    scope: str


#: Heads that the members of a list share with its last: `9家焦化、3家水泥企业`, `肉、蛋、奶产量分别增长`.
_HEAD = re.compile(
    r"(?:企业|项目|工程|产量|贷款|收入|投资|增加值|出口|进口|销售额|产值|总量|面积|人数|机构|医院|学校|基地|园区|平台|实验室|率|额|量|值|比例|比重|标准|限额|价格|指数)$"
)


def share_heads(
    text: str, quantities: Sequence[Quantity], marked: Sequence[int], found: list[Reading]
) -> list[Reading]:
    """A list's members take the head noun, or the whole name, that only its last or first member writes."""
    if len(found) < 2:
        return found
    found = _in_turn(text, quantities, marked, _respectively(text, quantities, marked, found))
    for k in range(len(found) - 2, -1, -1):
        q, following = quantities[marked[k]], quantities[marked[k + 1]]
        between = text[q.end : following.start]
        if found[k].measure != "output" or "," in between:
            continue
        if found[k].scope and lexicon().grade.match(found[k].scope):
            found[k + 1] = _graded(found[k + 1])
        if len(found[k].indicator) < 2 and found[k].scope:
            found[k] = replace(found[k], indicator=without_grade(found[k + 1].indicator))
        head = _HEAD.search(found[k + 1].indicator)
        if (
            head
            and between[-1:] in "、和"
            and 0 < len(found[k].indicator) <= 3
            and not _HEAD.search(found[k].indicator)
        ):
            found[k] = replace(found[k], indicator=found[k].indicator + head.group())
    for k in range(1, len(found)):
        if not found[k].indicator:
            found[k] = replace(found[k], indicator=without_grade(found[k - 1].indicator))
    return found


def _graded(reading: Reading) -> Reading:
    """In a list of grades the last one's belongs to the scope as well: `95个省级、296个市级重点工程`."""
    bare = without_grade(reading.indicator)
    grade = reading.indicator.removesuffix(bare)
    return replace(reading, indicator=bare, scope=reading.scope or grade) if grade else reading


def without_grade(name: str) -> str:
    return re.sub(r"^(?:国家级|省级|市级|县级)", "", name)


def _respectively(
    text: str, quantities: Sequence[Quantity], marked: Sequence[int], found: list[Reading]
) -> list[Reading]:
    """`A、B和C分别增长x、y、z`: each amount takes its own member, with the head the last one writes."""
    if "分别" not in text:
        return found
    first = quantities[marked[0]]
    stem, _ = strip_end(around(text, quantities, marked[0])[0])
    members = [m for m in re.split(r"[、和及与]", strip_start(split_scope(stem)[1])) if m]
    if len(members) != len(marked) or "分别" not in text[: first.start]:
        return found
    tail = _common_head(members)
    shared = [m if m.endswith(tail) else m + tail for m in members]
    return [
        replace(r, indicator=name, measure=found[0].measure, direction=found[0].direction)
        for r, name in zip(found, shared, strict=True)
    ]


def _in_turn(
    text: str, quantities: Sequence[Quantity], marked: Sequence[int], found: list[Reading]
) -> list[Reading]:
    """`A 3亿元、B 5亿元,分别增长6%和7%`: the rates belong to the amounts before them, in turn."""
    at = text.rfind("分别")
    if at < 0:
        return found
    later = [k for k, i in enumerate(marked) if quantities[i].start > at]
    earlier = [k for k, i in enumerate(marked) if quantities[i].start <= at]
    if len(later) < 2 or len(earlier) < len(later) or any(found[k].measure != "growth" for k in later):
        return found
    turned = list(found)
    for k, before in zip(later, earlier[-len(later) :], strict=True):
        turned[k] = replace(turned[k], indicator=found[before].indicator, scope=found[before].scope)
    return turned


def _common_head(members: Sequence[str]) -> str:
    """The head that the last member of a list writes for all: `汽车、家电、家具零售额` share 零售额."""
    last, usual = members[-1], max(len(m) for m in members[:-1])
    if any(_HEAD.search(m) for m in members[:-1]):
        return ""
    if len(last) >= usual + 2:
        return last[usual:]
    head = _HEAD.search(last)
    return head.group() if head and head.start() else ""
