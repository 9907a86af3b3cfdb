"""The Chinese words of a compilation's values, the same in table, sheet and page."""

from __future__ import annotations

from decimal import Decimal

from luoshi.compiler.compilation import Kind, Target, Tense

KINDS = {Kind.TARGET: "目标", Kind.PROJECT: "项目", Kind.ACTION: "举措", Kind.PRINCIPLE: "原则"}
#: A shape beside the word, so that no kind is told by colour alone; none of them is a mark of status.
MARKS = {Kind.TARGET: "◎", Kind.PROJECT: "■", Kind.ACTION: "▷", Kind.PRINCIPLE: "◇"}
MEANINGS = {
    Kind.TARGET: "有可核对的数量",
    Kind.PROJECT: "点名的工程、场所或活动",
    Kind.ACTION: "可观察的工作",
    Kind.PRINCIPLE: "态度和要求",
}
TENSES = {Tense.PLEDGE: "承诺", Tense.RESULT: "结果", Tense.SITUATION: "现状"}
STAGES = {
    "prepare": "谋划",
    "sign": "签约",
    "start": "开工",
    "build": "建设",
    "complete": "建成",
    "operate": "投产达效",
    "other": "其他",
}
BOUNDS = {
    "ge": "不低于",
    "gt": "高于",
    "le": "不高于",
    "lt": "低于",
    "approx": "约",
    "range": "至",
    "eq": "等于",
}
ROLES = {"lead": "牵头", "support": "配合"}
DISPOSITIONS = {"item": "事项", "heading": "标题", "furniture": "版面杂项", "excluded": "其他"}
FURNITURE = {
    "print_links": "网页按钮",
    "breadcrumb": "网页位置",
    "source": "来源与日期",
    "editors": "编辑署名",
    "page_turn": "转版提示",
    "page_number": "页码",
    "portal_tail": "网页页脚",
    "notes": "名词解释",
    "masthead": "报头",
    "markup": "网页标记",
    "stray": "零散符号",
}
VAGUE = "没有数量、时限或具体对象"
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "约"}
_MEASURES = {"growth": "增长", "level": "水平", "output": "产出"}
_SCALES = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))


def amount(target: Target) -> str:
    """The amount with its bound as a sign: `增长 ≥ 8 %`, `15 万亩`; a grade as the report writes it."""
    return _amount(target, _SIGNS.get(target.relation, ""))


def amount_in_words(target: Target) -> str:
    """The amount with its bound in words: `增长不低于 8 %`."""
    return _amount(target, BOUNDS[target.relation] if target.relation in _SIGNS else "", gap="")


def _amount(target: Target, bound: str, *, gap: str = " ") -> str:
    if target.optional:
        return target.quote
    change = measure(target) if target.measure == "growth" else ""
    lead = gap.join(part for part in (change, bound) if part)
    return f"{lead} {quantity(target)}".strip()


def quantity(target: Target) -> str:
    """Number and unit, large numbers in 万 or 亿: `15 万亩`, `3—5 年`."""
    name, by = scale(target.value, target.value_high)
    numbers = [number(value / by) for value in (target.value, target.value_high) if value is not None]
    return f"{'—'.join(numbers)} {name}{target.unit}".strip()


def scale(*values: Decimal | None) -> tuple[str, Decimal]:
    """The scale in which every number keeps at most two decimals."""
    known = [value for value in values if value is not None]
    for name, by in _SCALES:
        if all(abs(value) >= by and value % (by / 100) == 0 for value in known):
            return name, by
    return "", Decimal(1)


def number(value: Decimal) -> str:
    """A plain decimal: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def measure(target: Target) -> str:
    """What the amount measures: 增长 or 下降 against a base, 水平, 产出."""
    return "下降" if target.direction == "down" else _MEASURES[target.measure]


def due(value: str) -> str:
    """`2026-06` as 2026年6月."""
    year, _, month = value.partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else f"{year}年" if year.isdigit() else value
