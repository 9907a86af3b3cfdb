"""Matching: which of the open tasks a document speaks to, with the number that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from luoshi.evidence.claim import Amount
from luoshi.evidence.figure import Figure
from luoshi.evidence.fitting import fits
from luoshi.evidence.model import Where
from luoshi.evidence.naming import Fit, Name
from luoshi.evidence.scan import Scan
from luoshi.evidence.spots import is_whole, same_area
from luoshi.evidence.units import convert
from luoshi.evidence.words import Stage


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What a document may speak to: `indicator` in the task's words, its unit ('' where it has no number), its place."""

    number: str
    indicator: str
    unit: str = ""
    place: str = ""
    growth: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A task that a document speaks to; the higher the `score` (0 to 1), the surer. `why` says what speaks for it."""

    task: OpenTask
    score: float
    quote: str
    where: Where
    why: str


def match(seen: Scan, tasks: Iterable[OpenTask]) -> list[Match]:
    """The tasks a document speaks to, the surest first; equals stay in the order of the tasks."""
    found = [m for task in tasks if (m := _best(seen, task)) is not None]
    return sorted(found, key=lambda m: -m.score)


def _best(seen: Scan, task: OpenTask) -> Match | None:
    rate = task.unit in ("%", "百分点")
    name = Name(task.indicator, exact=rate or task.unit.endswith("元"))
    if not name.head:
        return None
    unit = task.unit
    amount = Amount(task.indicator, Decimal(0), Decimal(1), unit, "eq", "up" if task.growth else "", name)
    scored = [(score, f) for f in seen.figures if (score := _score(seen, task, amount, f)) > 0]
    if scored:
        score, figure = max(scored, key=lambda each: each[0])
        return Match(
            task, round(score, 2), figure.quote[:120], figure.where, f"有“{name.head}”的数：{figure.written}"
        )
    if unit:
        return None
    for text in seen.evidence.texts():
        if name.stands_in(text) and name.fits_around([text, *seen.titles]):
            return Match(task, 0.4, text[:120], Where(), f"文中提到“{name.head}”，没有相应的数")
    return None


def _score(seen: Scan, task: OpenTask, amount: Amount, figure: Figure) -> float:
    if amount.unit and (not figure.unit or convert(figure.unit, amount.unit) is None):
        return 0.0
    if fits(amount, figure, seen.form) is not Fit.SAME or (figure.measure == "growth") != task.growth:
        return 0.0
    own = [a for a in figure.areas if not is_whole(a)] or list(seen.places)
    if task.place and own and not any(same_area(a, task.place) for a in own):
        return 0.0
    score = 0.7 + (0.1 if figure.stage is Stage.DONE else 0.0 if figure.stage is Stage.UNSAID else -0.2)
    score += 0.1 if task.place and own else 0.0
    return score + (0.1 if seen.kind.bears else 0.0)
