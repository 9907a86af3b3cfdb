"""Roles: which of a clause's quantities is promised, which only describes, and which is none at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from luoshi.compiler import model
from luoshi.compiler.quantities import Quantity
from luoshi.compiler.surroundings import clause_head, opening_verb

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
    judge, tables = _judge()
    found = []
    for i in range(len(quantities)):
        said = certain(text, quantities, i)
        found.append(said[0] if said else judge.decide_by(tables, _values(text, quantities, i)))
    return found


@model.derived
def _judge() -> tuple[model.Choice, model.Tables[model.Row]]:
    judge = model.choice("roles")
    return judge, judge.tables(FEATURES)


def certain(text: str, quantities: Sequence[Quantity], i: int) -> tuple[str, str] | None:
    """What needs no weighing, with its rule."""
    return next(_settled(text, quantities, i), None)


def _settled(text: str, quantities: Sequence[Quantity], i: int) -> Iterator[tuple[str, str]]:
    """Every rule that holds, the one that decides first."""
    q = quantities[i]
    behind = text[q.end : q.end + 1]
    if q.chinese and q.unit in _NUMBERED and q.relation == "eq":
        yield "none", "roles/name"
    if q.group != "time" and text[q.start - 1 : q.start] == "每":
        yield "none", "roles/for every"
    if q.optional and text[max(0, q.first - 2) : q.first] in ("千家", "万户"):
        yield "none", "roles/set phrase"
    if q.unit == "强" and _RANKING.search(text, max(0, q.start - 6), q.start):
        yield "none", "roles/ranking"
    if _BASE.search(text, max(0, q.start - 10), q.start) and _CHANGED.match(text, q.end):
        yield "context", "roles/base"
    if q.optional and (text[q.last - 1] == "级" or behind == "级") and q.value > 9:
        yield "context", "roles/size class"
    if q.unit == "岁" and q.relation in ("ge", "le") and behind not in (",", "。", ";", ""):
        yield "context", "roles/age"
    if q.group == "money" and _is_cost(text, quantities, i):
        yield "context", "roles/cost of works"
    if q.chinese and _is_counted(text, q):
        yield "target", "roles/counted in words"


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


def _is_cost(text: str, quantities: Sequence[Quantity], i: int) -> bool:
    """`项目100个,总投资442亿元`: the money describes the works counted before it, or named behind it."""
    q = quantities[i]
    if not _COST.search(text, max(0, q.start - 8), q.start):
        return False
    return text[q.end : q.end + 1] == "的" or any(
        r.group == "count" for r in quantities[max(0, i - _MANY) : i]
    )


def _is_counted(text: str, q: Quantity) -> bool:
    """`引进人才一千二百名`: a count in words that closes the clause a verb of delivery opens."""
    counts = q.group in ("count", "size") and q.unit not in _NAMING
    said = q.value_high is not None or (q.value >= 3 and (not q.optional or q.bound != ""))
    closed = text[q.end : q.end + 1] in (",", "。", ";", "、", "!", "")
    return counts and said and closed and opening_verb(clause_head(text, q)) != ""


FEATURES = (
    "kind", "unit", "group", "bound", "bound?", "p1", "p2", "p3", "p1u", "a1", "a2", "a3", "a1u", "a1k", "a2k", "verb",
    "verb+group", "start", "tail", "group+tail", "closes", "closes+group", "one", "others", "first", "only", "de", "h2",
    "h2g", "later",
)  # fmt: skip


def features(text: str, quantities: Sequence[Quantity], i: int) -> list[str]:
    """What can be seen around a quantity."""
    return model.named(FEATURES, _values(text, quantities, i))


def _values(text: str, quantities: Sequence[Quantity], i: int) -> tuple[str, ...]:
    """A quantity's unit and bound, the words on both sides, its place among others."""
    q = quantities[i]
    unit, group, others = q.unit, q.group, len(quantities)
    p3, a3 = text[max(0, q.start - 3) : q.start], text[q.end : q.end + 3]
    p1, a1, a2 = p3[-1:], a3[:1], a3[:2]
    kind = ("c" if q.chinese else "a") + ("q" if _quoted(text, q) else "")
    head = _headed(text, q)
    h2, verbs, tail = head[:2], _VERB.findall(head[-_NEAR:]), _TAIL.search(text, q.end, q.end + 14)
    verb, behind = verbs[-1] if verbs else "", tail[0] if tail else ""
    closes = "True" if a1 in _CLOSING else "False"
    later = not _SUMS.isdisjoint([o.group for o in quantities[i + 1 : i + 1 + _MANY]])
    return (
        kind, unit + kind, group + kind, q.bound or "-", ("True" if q.bound else "False") + kind, p1, p3[-2:], p3,
        p1 + unit, a1, a2, a3, a1 + unit, a1 + kind, a2 + kind, verb, verb + group,
        ("False" if head else "True") + kind, behind, group + behind, closes, closes + group,
        ("True" if q.value == 1 else "False") + kind, "3" if others > 2 else str(others),
        ("False" if i else "True") + ("last=True" if i == others - 1 else "last=False"),
        ("True" if others == 1 else "False") + group, ("True" if a1 == "的" else "False") + group, h2, h2 + group,
        ("True" if later else "False") + group,
    )  # fmt: skip


_CLOSING = (",", "。", ";", "、", "!", "")
_SUMS = frozenset(("money", "rate"))
#: As far as the last comma or colon.
_HEADED = re.compile("(?s:.*)[,:]")


def _headed(text: str, q: Quantity) -> str:
    """What stands between a comma or colon and an amount."""
    low = max(0, q.start - _FAR)
    mark = _HEADED.match(text, low, q.start)
    return text[mark.end() if mark else low : q.start]


def _quoted(text: str, quantity: Quantity) -> bool:
    opened = text.rfind("“", max(0, quantity.start - _FAR), quantity.start)
    return opened >= 0 and text.find("”", opened, quantity.start) < 0
