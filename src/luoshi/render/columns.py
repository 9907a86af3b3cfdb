"""The columns of the task table: heading, what it means, width, and how a row fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from luoshi.render.reading import lead, suggested, supports
from luoshi.render.rows import Row, works
from luoshi.render.words import BOUNDS, KINDS, TENSES, amount_in_words, due, measure

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """`printed` columns are what an office reads on paper; the others are for machines and checks."""

    title: str
    meaning: str
    width: int
    fill: Callable[[Row], Cell]
    printed: bool = False


def _of_target(value: Callable[..., Cell]) -> Callable[[Row], Cell]:
    return lambda row: value(row.target) if row.target else None


def _leader(row: Row) -> str | None:
    office = lead(row.item)
    return office.name if office else None


def _reasons(row: Row) -> str:
    return "；".join(f"{office.name}：{office.why}" for office in suggested(row.item))


NUMBER = Column(
    "序号",
    "事项在报告中的次序；一个事项有几个目标或项目时分行，写作 12-1、12-2。",
    7,
    lambda r: r.label,
    True,
)
ITEM = Column("序号", "事项在报告中的次序。", 8, lambda r: r.number)
PART = Column("分项", "同一事项的第几个目标或项目；只有一行时为空。", 8, lambda r: r.part)
SECTION = Column("章节", "所在的各级标题，由外到内。", 15, lambda r: "／".join(r.section), True)
WORDS = Column("任务内容", "报告原文，一字不改。", 36, lambda r: r.words, True)
KIND = Column(
    "类别",
    "目标：有可核对的数量；项目：点名的工程；举措：可观察的工作；原则：态度和要求。",
    6,
    lambda r: KINDS[r.item.kind],
    True,
)
TENSE = Column("性质", "承诺：今后要做；结果：已经做成；现状：情况。", 7, lambda r: TENSES[r.item.tense])
INDICATOR = Column("指标", "数量所说的是什么。", 15, _of_target(lambda t: t.indicator), True)
AMOUNT = Column("目标值", "界限、数和单位，大数折成万、亿。", 14, _of_target(amount_in_words), True)
DUE = Column("完成时限", "原文写明的时限；没有写明的，为本年度。", 11, lambda r: due(r.due), True)
WORKS = Column("项目与阶段", "点名的工程，以及承诺推进到的阶段。", 18, lambda r: works(r.projects), True)
LEAD = Column("牵头单位（建议）", "按职责推定的建议，请核定；可从下拉单选取。", 15, _leader, True)
SUPPORT = Column(
    "配合单位（建议）",
    "同上；几个单位用“、”隔开。",
    15,
    lambda r: "、".join(o.name for o in supports(r.item)),
    True,
)
LEADER = Column("责任领导", "留空，由分工时填写。", 9, lambda _: None, True)
NOTE = Column("备注", "存疑之处和可以合并的事项，供核定。", 17, lambda r: r.note, True)
VALUE = Column("数值", "不折算的数。", 14, _of_target(lambda t: t.value))
HIGH = Column("数值上限", "只有区间才有。", 12, _of_target(lambda t: t.value_high))
UNIT = Column("单位", "不带万、亿的单位。", 9, _of_target(lambda t: t.unit))
BOUND = Column("界限", "、".join(BOUNDS.values()) + "。", 9, _of_target(lambda t: BOUNDS[t.relation]))
MEASURE = Column(
    "口径", "增长、下降：同基数比；水平：到期时的值；产出：期间的工作量。", 8, _of_target(measure)
)
SCOPE = Column("范围", "原文写明的地域或主体。", 12, _of_target(lambda t: t.scope))
PLACES = Column(
    "地区", "原文点到的行政区及代码。", 18, lambda r: "、".join(f"{p.name} {p.code}" for p in r.item.places)
)
REASONS = Column("建议依据", "为什么建议这些单位。", 34, _reasons)
RULE = Column("规则", "得出这一行的规则名。", 22, lambda r: r.target.rule if r.target else r.item.rule)
START = Column("起", "原文第几个字开始（从 0 数）。", 9, lambda r: r.item.start)
END = Column("止", "原文第几个字为止（不含）。", 9, lambda r: r.item.end)
ID = Column("编号", "事项的固定编号，同一文本不变。", 26, lambda r: r.item.id)

SHEET = (
    NUMBER, SECTION, WORDS, KIND, INDICATOR, AMOUNT, DUE, WORKS, LEAD, SUPPORT, LEADER, NOTE,
    VALUE, HIGH, UNIT, BOUND, MEASURE, SCOPE, PLACES, REASONS, RULE, START, END, ID,
)  # fmt: skip
CSV = (
    ITEM, PART, TENSE, SECTION, WORDS, KIND, INDICATOR, AMOUNT, VALUE, HIGH, UNIT, BOUND, MEASURE, SCOPE, DUE,
    WORKS, PLACES, LEAD, SUPPORT, NOTE, REASONS, RULE, START, END, ID,
)  # fmt: skip
