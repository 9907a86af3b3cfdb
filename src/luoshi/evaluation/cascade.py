"""From children to parent by the indicator's own rule: summed, weighted, or never added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.evaluation.assessment import Input
from luoshi.evaluation.exact import divided, said, share, total


class Adding(StrEnum):
    """How an indicator of parts becomes that of the whole."""

    SUM = "sum"
    WEIGHTED = "weighted"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Child:
    """A part's value; None where it has none yet. `weight` is the denominator of a rate: people, output, kilometres."""

    name: str
    value: Decimal | None
    source: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What the children come to. `value` is None where they must not be added; `complete` says none is missing.

    `difference` is the parent's own value less that of the children, only where none is missing.
    """

    value: Decimal | None
    complete: bool
    missing: tuple[str, ...]
    difference: Decimal | None
    rule: str
    version: str
    inputs: tuple[Input, ...]
    words: str


def gather(
    rule: Adding,
    children: Sequence[Child],
    *,
    unit: str,
    version: str,
    parent: Decimal | None = None,
    why: str = "",
) -> Total:
    """The whole from its parts by the rule of the indicator; `why` is the reason of one that must not be added."""
    given = sorted(children, key=lambda child: (child.name, child.source))
    missing = tuple(child.name for child in given if _lacks(rule, child))
    inputs = tuple(
        Input(child.name, said(child.value, unit), child.source) for child in given if child.value is not None
    )
    value = None if rule is Adding.NEVER else _value(rule, [c for c in given if not _lacks(rule, c)])
    whole = value is not None and not missing
    difference = parent - value if parent is not None and value is not None and whole else None
    words = f"不能由下级汇总：{why or '这一指标的规则没有说明原因'}。" if rule is Adding.NEVER else _words(
        rule, value, missing, difference, unit
    )  # fmt: skip
    return Total(value, whole, missing, difference, f"cascade/{rule}", version, inputs, words)


def _lacks(rule: Adding, child: Child) -> bool:
    """A weighted rate needs a positive weight too."""
    return child.value is None or (rule is Adding.WEIGHTED and not (child.weight and child.weight > 0))


def _value(rule: Adding, children: Sequence[Child]) -> Decimal | None:
    values = [child.value for child in children if child.value is not None]
    if not values:
        return None
    if rule is Adding.SUM:
        return total(values)
    weights = [child.weight or Decimal(0) for child in children]
    parts = [share(value, weight, Decimal(1)) for value, weight in zip(values, weights, strict=True)]
    return divided(total(parts), total(weights))


def _words(
    rule: Adding, value: Decimal | None, missing: Sequence[str], difference: Decimal | None, unit: str
) -> str:
    if value is None:
        return "下级都还没有数。"
    words = f"下级{'合计' if rule is Adding.SUM else '按权重平均'}{said(value, unit)}"
    if missing:
        lacking = "没有数" if rule is Adding.SUM else "没有数或权重"
        return f"{words}，还不全：{'、'.join(missing)}{lacking}。"
    if difference:
        than = "多" if difference > 0 else "少"
        gap = said(abs(difference), "个百分点" if unit == "%" else unit)
        return f"{words}，上级自报的比它{than}{gap}。"
    return f"{words}，与上级一致。" if difference is not None else f"{words}。"
