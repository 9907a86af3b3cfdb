"""Comparison: an amount promised against an amount reported, brought to one unit, with the arithmetic shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from luoshi.compiler.compilation import Target
from luoshi.reckoning.clauses import Clause, Figure, Part
from luoshi.reckoning.findings import Verdict
from luoshi.reckoning.indicators import Better, indicator
from luoshi.text.fold import fold

#: How many of the second unit one of the first is.
_CONVERSIONS = {
    ("吨", "斤"): Decimal(2000), ("吨", "公斤"): Decimal(1000), ("公斤", "斤"): Decimal(2), ("公顷", "亩"): Decimal(15),
    ("平方公里", "亩"): Decimal(1500), ("平方公里", "公顷"): Decimal(100), ("公里", "米"): Decimal(1000),
    ("兆瓦", "千瓦"): Decimal(1000), ("吉瓦", "千瓦"): Decimal(1000000), ("吉瓦", "兆瓦"): Decimal(1000),
    ("兆瓦时", "千瓦时"): Decimal(1000), ("千米", "米"): Decimal(1000), ("千米", "公里"): Decimal(1),
    ("倍", "%"): Decimal(100), ("EFlops", "PFlops"): Decimal(1000), ("立方", "立方米"): Decimal(1), ("方", "立方米"): Decimal(1),
}  # fmt: skip
#: Units of counting: what is counted stays the same whatever the measure word.
_COUNTS = (
    {
        "个",
        "家",
        "户",
        "项",
        "处",
        "座",
        "所",
        "件",
        "农户",
        "企业",
        "间",
        "站",
        "园",
        "村",
        "大",
        "类",
        "宗",
        "片",
        "支",
        "对",
    },
    {"人", "名", "位", "人次", "口", "学位", "个", ""},
    {"场", "场次", "次", "期", "个"},
    {"台", "辆", "部", "套", "架", "台套"},
    {"P", "PFlops", "Pflops", "PF", "PFLOPS"},
    {"条", "个"},
    {"列", "班", "列次", "班次"},
    {"张", "床", "床位", "个"},
)
_RATES = {"%", "百分点"}
_YEARLY = re.compile(r"年均|每年|平均每年|年平均")
_EVERY_YEAR = re.compile(r"(?<!平均)每年(?:都|均)?")
_TOTAL = re.compile(r"累计|[增升]至|达到?|总[数量]|总规模|共有|拥有|保有|增加到|合计|历年")
_FLOW = re.compile(r"新增|新建|新开工|新培育|新认定|新引进|新改建|净增|增加")
_OTHER_BASE = re.compile(r"十[二三四五]五|(?:五|三|四)年")
_USUAL_POINTS = Decimal("0.3")
_USUAL_SHARE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the comparison gave. `reported` is the figure in the promise's unit where it could be compared, else words."""

    verdict: Verdict
    reported: str
    figure: Figure | None
    rule: str
    steps: tuple[str, ...]


def comparable(target: Target, figure: Figure, clause: Clause) -> str:
    """The rule by which the two cannot be compared; empty where they can."""
    if factor(figure.unit, target.unit) is None:
        return "compare/unit"
    growing = figure.measure == "growth"
    if (target.measure == "growth") != growing and figure.measure:
        return "compare/measure"
    if target.measure == "growth" and not figure.measure and not _says_growth(figure, clause):
        return "compare/measure"
    before = _before(figure, clause)
    if clause.part is Part.YEARS or "累计" in before:
        return _over_years(target, before)
    if _wider(target, clause):
        return "compare/wider"
    if target.measure == "output" and _is_total(figure, before):
        return "compare/total"
    if target.measure == "level" and figure.measure == "output" and _FLOW.search(before[-8:]):
        return "compare/flow"
    return ""


def _over_years(target: Target, before: str) -> str:
    """A look back over several years answers a level or a yearly figure; its totals and averages answer none."""
    if target.measure == "growth" or "累计" in before:
        return "compare/years"
    if target.measure == "output" and not _EVERY_YEAR.search(before):
        return "compare/years"
    if target.measure == "level" and _FLOW.search(before[-8:]):
        return "compare/flow"
    return ""


#: Halves of a whole: a figure of the whole answers neither.
_HALVES = re.compile(r"城镇|农村|民间|园区|县域|工业(?=投资)")


def _wider(target: Target, clause: Clause) -> bool:
    """`居民收入增长5.6%` is of town and country together, where one of them was promised."""
    if target.measure == "output":
        return False
    said = {half.group() for half in _HALVES.finditer(fold(target.scope + target.indicator))}
    heard = clause.text + "".join(figure.indicator + figure.scope for figure in clause.figures)
    return any(half not in heard for half in said)


def _is_total(figure: Figure, before: str) -> bool:
    """`高标准农田达到480万亩` counts all there are, where some to be made were promised."""
    return (
        figure.measure == "level"
        and not _FLOW.search(before[-12:])
        and bool(_TOTAL.search(before[-8:] + figure.quote[:3]))
    )


def _says_growth(figure: Figure, clause: Clause) -> bool:
    return bool(re.search(r"增长|下降|提高|涨|降低|上升|减少", _before(figure, clause)[-8:]))


def _before(figure: Figure, clause: Clause) -> str:
    return clause.text[: max(0, figure.start - clause.start)]


def factor(unit: str, wanted: str) -> Decimal | None:
    """By how much an amount in `unit` is multiplied to be in `wanted`; None where that cannot be."""
    if unit == wanted or any(unit in kin and wanted in kin for kin in _COUNTS):
        return Decimal(1)
    if (unit, wanted) in _CONVERSIONS:
        return _CONVERSIONS[unit, wanted]
    if (wanted, unit) in _CONVERSIONS:
        return 1 / _CONVERSIONS[wanted, unit]
    return None


def compare(target: Target, figure: Figure, clause: Clause) -> Comparison:
    """Met or short, where the two can be compared; otherwise reported, with the rule that says why not."""
    why = comparable(target, figure, clause)
    if why:
        return Comparison(Verdict.REPORTED, figure.quote, figure, why, ())
    by = factor(figure.unit, target.unit) or Decimal(1)  # comparable() saw to it
    value = figure.value * by
    steps = [] if by == 1 else [f"{plain(figure.value)}{figure.unit} = {plain(value)}{target.unit}"]
    signed = -value if _opposite(target, figure) else value
    met, rule, step = _satisfies(target, signed, figure.relation)
    return Comparison(Verdict.MET if met else Verdict.SHORT, plain(signed), figure, rule, (*steps, step))


def _opposite(target: Target, figure: Figure) -> bool:
    """A fall where a rise was promised, or the other way round."""
    return bool(target.direction and figure.direction and target.direction != figure.direction)


def better(target: Target) -> tuple[Better, str]:
    """Which way is better for this amount, and the rule that says so."""
    known = indicator(target.indicator)
    if target.measure == "growth" and target.direction == "down":
        return Better.UP, "compare/fall"  # the more it falls
    if known is not None:
        return known.better, known.rule
    if target.relation in ("le", "lt"):
        return Better.DOWN, "compare/at most"
    return Better.UP, "compare/at least"


def satisfies(target: Target, value: Decimal) -> tuple[bool, str, str]:
    """Whether an exact value in the target's unit and direction keeps it, by which rule, and the sum that shows it."""
    return _satisfies(target, value, "eq")


def slack(target: Target) -> Decimal:
    """By how much an amount may differ that is only about right (`左右`), in the target's unit."""
    return _slack(target)


def _satisfies(target: Target, value: Decimal, relation: str) -> tuple[bool, str, str]:
    """Whether the value keeps the promise, by which rule, and the sum that shows it."""
    way, rule = better(target)
    promised = target.value
    if target.value_high is not None and way is not Better.UP:
        promised = target.value_high
    slack = _slack(target) if target.relation == "approx" else Decimal(0)
    if way is Better.UP:
        strict = target.relation == "gt" and relation not in ("gt", "ge")
        met = value > promised if strict else value >= promised - slack
        sign = (">" if strict else "≥") if met else ("≤" if strict else "<")
        edge = promised - slack
    else:
        strict = target.relation == "lt" and relation != "lt"
        met = value < promised if strict else value <= promised + slack
        sign = ("<" if strict else "≤") if met else ("≥" if strict else ">")
        edge = promised + slack
    allowed = f"（{plain(promised)}，左右容许 {plain(slack)}）" if slack else ""
    return met, rule, f"{plain(value)} {sign} {plain(edge)}{allowed}"


def _slack(target: Target) -> Decimal:
    known = indicator(target.indicator)
    if target.unit in _RATES:
        return known.tolerance if known and known.tolerance else _USUAL_POINTS
    return abs(target.value) * _USUAL_SHARE


def plain(value: Decimal) -> str:
    """The number without exponent and without zeros at its end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
