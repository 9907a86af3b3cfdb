"""Weighing: one figure against one claimed amount, and everything that keeps it from bearing the claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from luoshi.evidence.claim import Amount, Claim
from luoshi.evidence.figure import Figure
from luoshi.evidence.fitting import fits
from luoshi.evidence.naming import Fit
from luoshi.evidence.scan import Scan
from luoshi.evidence.scope import period_problem, place_problem
from luoshi.evidence.units import convert, group, rounded
from luoshi.evidence.words import NAMES, Stage


@dataclass(frozen=True, slots=True)
class Weighed:
    """A figure against an amount: whether it is the number, and what keeps it from bearing the claim."""

    figure: Figure
    equal: bool
    fit: Fit
    problems: tuple[tuple[str, str], ...]


def candidates(seen: Scan, amount: Amount) -> list[Figure]:
    """The figures that could have to do with an amount: of a unit convertible to its own, or without any."""
    rates = ("%", "百分点")
    return [
        f
        for f in seen.figures
        if not f.unit
        or convert(f.unit, amount.unit) is not None
        or (f.unit in rates and amount.unit in rates)
    ]


def weigh_figure(seen: Scan, claim: Claim, amount: Amount, figure: Figure) -> Weighed:
    equal = _equal(amount, figure)
    fit = fits(amount, figure, seen.form)
    problems: list[tuple[str, str]] = []
    if fit is not Fit.SAME:
        problems.append(("name", _not_named(amount, figure)))
    if equal or fit is Fit.SAME:
        for problem in (
            _unit(amount, figure),
            _measure(amount, figure),
            _stage(claim, amount, figure),
            period_problem(seen, claim, figure),
            place_problem(seen, claim, figure),
        ):
            if problem:
                problems.append(problem)
        if figure.rough and equal and amount.relation == "eq":
            problems.append(("rough", f"文中写的是“{figure.written}”，是约数，比申报的粗"))
    return Weighed(figure, equal, fit, tuple(problems))


def _equal(amount: Amount, figure: Figure) -> bool:
    """Whether the number is the claimed one, by the claim's own digits; without a unit, whatever the scale."""
    value, step = in_unit(amount, figure)
    if value is None:
        bare = amount.value / _scale_of(amount)
        return abs(figure.value) in (bare, amount.value)
    if amount.is_rate or amount.change:
        value = abs(value) if amount.change else value
    if amount.relation in ("ge", "gt"):
        return value >= amount.value
    if amount.relation in ("le", "lt"):
        return value <= amount.value
    if value == amount.value:
        return True
    if amount.relation == "approx":
        return abs(value - amount.value) <= abs(amount.value) * Decimal("0.02")
    return step <= amount.step and rounded(value, amount.step) == amount.value


def in_unit(amount: Amount, figure: Figure) -> tuple[Decimal | None, Decimal]:
    if not figure.unit:
        return None, Decimal(0)
    by = convert(figure.unit, amount.unit)
    if by is None:  # per cent against percentage points: the same digits, another thing
        by = Decimal(1)
    return figure.value * by, figure.step * by


def _scale_of(amount: Amount) -> Decimal:
    """The scale that the claim was written with: 10000 of 8.2万亩."""
    scale = Decimal(1)
    for character, by in (("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)):
        if character in amount.quote.replace("千瓦", "").replace("千米", "").replace("千克", ""):
            scale *= by
    return scale


def _not_named(amount: Amount, figure: Figure) -> str:
    said = next(
        (
            label.split("|")[0].strip(" ,、：:") or label
            for label in (*figure.labels, *figure.columns)
            if label.strip("| ")
        ),
        "",
    )
    thing = amount.name.chunks[-1]
    if said:
        return f"文中“{figure.written}”说的是“{said[:30]}”，不是“{thing}”"
    return f"文中“{figure.written}”没有写明是“{thing}”"


def _unit(amount: Amount, figure: Figure) -> tuple[str, str] | None:
    if not figure.unit and (figure.of_table >= 0):
        return "unit", f"表里的“{figure.written}”没有写单位，不知道是多少{amount.unit}"
    if {figure.unit, amount.unit} == {"%", "百分点"}:
        named = {"%": "百分数", "百分点": "百分点"}
        return "points", f"文中是{named[figure.unit]}（{figure.written}），申报的是{named[amount.unit]}"
    return None


_COMPARED = re.compile("同比|[比较](?:上年|去年|年初)|多完成|少完成|多增|少增|(?<!新)增减")


def _measure(amount: Amount, figure: Figure) -> tuple[str, str] | None:
    counted = group(amount.unit) in ("count", "size", "title")
    if amount.change:
        if figure.measure != "growth":
            return "measure", f"文中“{figure.written}”不是增减的幅度"
        if figure.fall != (amount.change == "down") and figure.value != 0:
            return (
                "direction",
                f"文中是{'下降' if figure.fall else '增长'}，申报的是{'下降' if amount.change == 'down' else '增长'}",
            )
        if figure.monthly_change:
            return "measure", f"文中“{figure.written}”是环比"
        return None
    if figure.measure == "growth" and not counted:
        return "measure", f"文中“{figure.written}”是增减的幅度，不是总数"
    if figure.measure == "growth" and any(map(_COMPARED.search, (*figure.labels[:1], *figure.columns))):
        return "measure", f"文中“{figure.written}”是比上年增减的数"
    if figure.stock and not re.search("总|现有|保有|存量|拥有|达到|达", amount.name.words):
        return "stock", f"文中“{figure.written}”是历年的总量，不是这一期新做的"
    return None


def _stage(claim: Claim, amount: Amount, figure: Figure) -> tuple[str, str] | None:
    said = figure.stage
    if said in (Stage.UNSAID, Stage.DONE) or said in claim.stages:
        return None
    # Money is spent on what is still being built; of things, what is begun is not there yet.
    if said is Stage.STARTED and group(amount.unit) == "money" and not claim.finished:
        return None
    return f"stage_{said}", f"文中此数（{figure.written}）是{NAMES[said]}，不是完成数"


def with_months(weighed: list[Weighed], claim: Claim) -> list[Weighed]:
    """A claim without 本月 is cumulative where the document has both."""
    if claim.monthly:
        return weighed
    cumulative = [w for w in weighed if w.fit is Fit.SAME and w.figure.when.span == "cumulative"]
    if not cumulative:
        return weighed
    tables = {w.figure.of_table for w in cumulative}
    found = []
    for w in weighed:
        month = w.figure.when.span == "month" and w.figure.of_table in tables
        beside = [c for c in cumulative if c.figure.labels == w.figure.labels] or cumulative
        if month and w.equal and (claim.period is None or claim.period.last != 1):
            said = (
                f"文中“{w.figure.written}”是本月数；申报没有写“本月”，应看累计数“{beside[0].figure.written}”"
            )
            w = Weighed(w.figure, w.equal, w.fit, (*w.problems, ("span", said)))
        found.append(w)
    return found
