"""Rivals: another number beside a figure, of the same unit, whose labels say more of what the claim counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from luoshi.evidence.claim import Amount
from luoshi.evidence.figure import Figure
from luoshi.evidence.weighing import Weighed
from luoshi.evidence.words import Stage
from luoshi.reckoning.wording import pairs, usual


def without_outnamed(amount: Amount, weighed: list[Weighed]) -> list[Weighed]:
    """The same, with a problem on each figure that bears the claim but is outnamed.

    `新增床位总数 560张，其中护理型床位 430张`: of 护理型床位 the second number is the one.
    """
    wanted = frozenset(pair for chunk in amount.name.chunks for pair in pairs(chunk))
    found = []
    for w in weighed:
        if w.equal and not w.problems and (rival := _rival(wanted, w, weighed)):
            said = "".join(_near(rival.figure)[:1]).split("|")[0] or rival.figure.quote
            why = f"文中“{w.figure.written}”不只是“{amount.name.chunks[-1]}”，写明的是“{said[-20:]}”的“{rival.figure.written}”"
            w = replace(w, problems=(("name", why),))
        found.append(w)
    return found


def _rival(wanted: frozenset[str], w: Weighed, weighed: Sequence[Weighed]) -> Weighed | None:
    own = _said(wanted, w.figure)
    if not own or own == wanted:
        return None
    return next(
        (
            o
            for o in weighed
            if not o.equal
            and o.figure.stage in (Stage.UNSAID, Stage.DONE)
            and o.figure.unit == w.figure.unit
            and _beside(o.figure, w.figure)
            and _said(wanted, o.figure) > own
        ),
        None,
    )


def _said(wanted: frozenset[str], figure: Figure) -> frozenset[str]:
    """Which pairs of characters of the name a figure's own labels have."""
    return wanted & pairs(usual("|".join(_near(figure))))


def _near(figure: Figure) -> tuple[str, ...]:
    return (*figure.columns[:1], *figure.labels, *figure.columns[1:]) if figure.columns else figure.labels[:1]


def _beside(a: Figure, b: Figure) -> bool:
    """Whether two numbers stand in one row or column, in one form, or in one sentence."""
    if a.of_table != b.of_table:
        return False
    if a.columns or b.columns:
        return a.labels == b.labels or a.columns == b.columns
    return a.of_table >= 0 or a.quote == b.quote
