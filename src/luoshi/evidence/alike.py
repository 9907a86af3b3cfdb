"""Likeness of two names: the same words with more or fewer between them, or nearly all characters in order.

Only things that are counted are named so loosely; an indicator of statistics has one name.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: What the name of a statistic ends in or holds; a word more or less makes it another one.
_STATISTIC = re.compile(
    r"投资|增加值|生产总值|收入|支出|产值|零售|进出口|出口|进口|贷款|存款|税收|利润|失业率|城镇化率|能耗|用电量|消费价格|外资|预算|余额|销售|营收"
)
#: Nouns so wide that a name is the same without them.
_WIDE = re.compile(r"(?<=..)(?:人员|问题|工作|活动|事项|人才队伍|设施设备|服务点|站点)$")
#: How much of the longer way round has to agree where characters differ.
_NEAR, _NEAR_BACK = 0.75, 0.5


def is_statistic(name: str) -> bool:
    """Whether a name is that of a statistic, which has to be met as it is."""
    return _STATISTIC.search(name) is not None


def trimmed(name: str) -> str:
    """A name without a wide noun at its end: 家政服务 of 家政服务人员."""
    return _WIDE.sub("", name)


def is_within(short: str, long: str) -> bool:
    """Whether the characters of one name stand in the other in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


@lru_cache(maxsize=16384)
def _common(a: str, b: str) -> int:
    """How many characters two names have in common, in order."""
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], last + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def are_alike(name: str, label: str) -> bool:
    """Whether a label names the same counted thing: `标准化厂房` of `标准厂房`, `养老床位` of `养老机构床位`.

    Both have to end alike: 高标准农田灌溉设施 is a facility, and no farmland.
    """
    name, label = trimmed(name), trimmed(label)
    if len(label) < 2 or len(name) < 2 or not (name[-1] in label[-2:] or label[-1] in name[-2:]):
        return False
    if len(name) > 2 and label[-1] == name[-1] and is_within(name, label):
        return True
    if label[-2:] == name[-2:] and is_within(label, name):
        return True
    common = _common(name, label)
    return len(name) > 3 and common >= _NEAR * len(name) and common >= _NEAR_BACK * len(label)
