"""Roles: which of a clause's quantities is promised, which only describes, and which is none at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.compiler import model
from luoshi.compiler.quantities import Quantity
from luoshi.compiler.surroundings import opening_verb

_VERB = re.compile(
    r"(增长|下降|提高|提升|达到|完成|新增|新建|建成|改造|建设|培育|引进|实现|争取|总投资|投资|海拔|规模|占|控制|压减|减少|降低|"
    r"突破|超过|累计|惠及|覆盖|安排|发放|组织|举办|实施|推进|推动|打造|创建|认定|办好|支持|加快|抓好|日产|年产|装机|连续|延长|"
    r"以|由|从|比|较|每|近|用|在|为|等|的|对|将|把|有|含|其中|达|到)"
)
_TAIL = re.compile(
    r"(的|以上|等|工程|项目|行动|计划|任务|工作|改造|建设|重点|企业|人|方面|机制|制度|体系|集群|产业|平台|规定|清单)"
)


def roles(text: str, quantities: Sequence[Quantity]) -> list[str]:
    """`target`, `context` or `none` for each quantity of an item, in order."""
    classifier = model.choice("roles")
    return [
        said[0]
        if (said := certain(text, quantities, i))
        else classifier.decide(features(text, quantities, i))
        for i in range(len(quantities))
    ]


def certain(text: str, quantities: Sequence[Quantity], i: int) -> tuple[str, str] | None:
    """What needs no weighing, with its rule."""
    q = quantities[i]
    behind = text[q.end : q.end + 1]
    settled = (
        ("none", "roles/name", q.chinese and q.unit in _NUMBERED and q.relation == "eq"),
        ("none", "roles/for every", text[q.start - 1 : q.start] == "每" and q.group != "time"),
        ("none", "roles/set phrase", q.optional and text[max(0, q.first - 2) : q.first] in ("千家", "万户")),
        (
            "none",
            "roles/ranking",
            q.unit == "强" and _RANKING.search(text, max(0, q.start - 6), q.start) is not None,
        ),
        ("context", "roles/base", _changes(text, q)),
        (
            "context",
            "roles/size class",
            q.optional and (text[q.last - 1] == "级" or behind == "级") and q.value > 9,
        ),
        (
            "context",
            "roles/age",
            q.unit == "岁" and q.relation in ("ge", "le") and behind not in (",", "。", ";", ""),
        ),
        ("context", "roles/cost of works", _is_cost(text, quantities, i)),
        ("target", "roles/counted in words", q.chinese and _is_counted(text, q)),
    )
    return next(((role, rule) for role, rule, holds in settled if holds), None)


#: How far around an amount is looked, so that an item of thousands of them takes no longer for each.
_FAR, _NEAR, _MANY = 200, 60, 50
_NUMBERED = ("期", "线", "轮")
#: Units that make a name or a rank of a Chinese numeral: `航天五院`, `十届四次`.
_NAMING = (*_NUMBERED, *"次届院区市县街道面门桥强站厂节")
_RANKING = re.compile("世界|全球|中国|全国|国内|民营|企业|亚洲")
#: `由51家增加到80家`: the first is where the count started.
_BASE = re.compile(r"(?:由|从)[^,;。\d]{0,8}$")
_CHANGED = re.compile(r"[^,;。]{0,16}?(?:[提增上扩下降压减缩调加升变][^,;。\d]{0,3})?(?:到|至|为)")
_COST = re.compile("(?:总投资额?|投资总额|投资额|计划投资|概算投资)(?:约|达|超)?$")


def _changes(text: str, q: Quantity) -> bool:
    return bool(_BASE.search(text, max(0, q.start - 10), q.start) and _CHANGED.match(text, q.end))


def _is_cost(text: str, quantities: Sequence[Quantity], i: int) -> bool:
    """`项目100个,总投资442亿元`: the money describes the works counted before it, or named behind it."""
    q = quantities[i]
    if q.group != "money" or not _COST.search(text, max(0, q.start - 8), q.start):
        return False
    return text[q.end : q.end + 1] == "的" or any(
        r.group == "count" for r in quantities[max(0, i - _MANY) : i]
    )


def _is_counted(text: str, q: Quantity) -> bool:
    """`引进人才一千二百名`: a count in words that closes the clause a verb of delivery opens."""
    counts = q.group in ("count", "size") and q.unit not in _NAMING
    said = q.value_high is not None or (q.value >= 3 and (not q.optional or q.bound != ""))
    closed = text[q.end : q.end + 1] in (",", "。", ";", "、", "!", "")
    return counts and said and closed and opening_verb(_head(text, q)) != ""


def _head(text: str, q: Quantity) -> str:
    """The clause of an amount, as far as the amount."""
    low = max(0, q.start - _FAR)
    return text[max(text.rfind(mark, low, q.start) for mark in ",:;。") + 1 or low : q.start]


def features(text: str, quantities: Sequence[Quantity], i: int) -> list[str]:
    """What can be seen around a quantity: its unit and bound, the words on both sides, its place among others."""
    q = quantities[i]
    before, after = text[max(0, q.start - 6) : q.start], text[q.end : q.end + 5]
    kind = ("c" if q.chinese else "a") + ("q" if _quoted(text, q) else "")
    low = max(0, q.start - _FAR)
    head = text[max(text.rfind(",", low, q.start) + 1, text.rfind(":", low, q.start) + 1, low) : q.start]
    verb = next(reversed(_VERB.findall(head[-_NEAR:])), "")
    tail = _TAIL.search(text, q.end, q.end + 14)
    unit = f"{q.unit}{kind}"
    bound = q.bound or "-"
    closes = text[q.end : q.end + 1] in (",", "。", ";", "、", "!", "")
    one = q.value == 1
    others = len(quantities)
    return [
        f"kind={kind}",
        f"unit={unit}",
        f"group={q.group}{kind}",
        f"bound={bound}",
        f"bound?={bound != '-'}{kind}",
        f"p1={before[-1:]}",
        f"p2={before[-2:]}",
        f"p3={before[-3:]}",
        f"p1u={before[-1:]}{q.unit}",
        f"a1={after[:1]}",
        f"a2={after[:2]}",
        f"a3={after[:3]}",
        f"a1u={after[:1]}{q.unit}",
        f"a1k={after[:1]}{kind}",
        f"a2k={after[:2]}{kind}",
        f"verb={verb}",
        f"verb+group={verb}{q.group}",
        f"start={not head}{kind}",
        f"tail={tail[0] if tail else ''}",
        f"group+tail={q.group}{tail[0] if tail else ''}",
        f"closes={closes}",
        f"closes+group={closes}{q.group}",
        f"one={one}{kind}",
        f"others={min(others, 3)}",
        f"first={i == 0}last={i == others - 1}",
        f"only={others == 1}{q.group}",
        f"de={after[:1] == '的'}{q.group}",
        f"h2={head[:2]}",
        f"h2g={head[:2]}{q.group}",
        f"later={any(o.group in ('money', 'rate') for o in quantities[i + 1 : i + 1 + _MANY])}{q.group}",
    ]


def _quoted(text: str, quantity: Quantity) -> bool:
    opened = text.rfind("“", max(0, quantity.start - _FAR), quantity.start)
    return opened >= 0 and text.find("”", opened, quantity.start) < 0
