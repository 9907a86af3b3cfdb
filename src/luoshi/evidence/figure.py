"""Figures: the numbers of a document, each with everything around it that says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from luoshi.evidence.model import Where
from luoshi.evidence.periods import When
from luoshi.evidence.words import Stage, pattern

#: Marks of growth that name a level reached: 增长到, 降至.
_REACHED = re.compile(r"(?:提高|增加|增长|上升|提升|下降|降低|减少|回落)[到至]|增加值|增长点|增长极")
_AMOUNT_OF_GROWTH = re.compile(
    r"同比|比上年|比去年|较上年|较去年|(?<!新)增减|增长|增幅|增速|±|环比|上升|下降|回落|同比变化|变动|多完成|少完成|多增|少增"
)
_FALL = re.compile(r"下降|减少|降低|回落|负增长|下跌|降幅")
_SURE = re.compile(r"已(?!批复|下达|签约|签订|开工|列入|纳入|启动)|实际|截[至止]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `labels` are what names it, the decisive ones first; `loose` what else may name it.

    `value` and `step` (the size of the last digit) are in `unit`, '' where none is written; `rough` marks 约, 近, 余.
    `frame` is the time of the title or heading above. `of_table` numbers the table, -1 in prose.
    """

    value: Decimal
    step: Decimal
    unit: str
    written: str
    quote: str
    where: Where
    labels: tuple[str, ...]
    loose: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    stage: Stage = Stage.UNSAID
    measure: str = "amount"
    fall: bool = False
    monthly_change: bool = False
    when: When = field(default_factory=When)
    frame: When = field(default_factory=When)
    areas: tuple[str, ...] = ()
    total: bool = False
    stock: bool = False
    rough: bool = False
    of_table: int = -1
    alone: bool = False
    columns: tuple[str, ...] = ()


def measure_of(text: str) -> str:
    """Whether the words of a heading or a clause make its number a growth, a share or an amount."""
    bare = _REACHED.sub("", text)
    if _AMOUNT_OF_GROWTH.search(bare):
        return "growth"
    if pattern("share").search(bare):
        return "share"
    return "amount"


def falls(text: str) -> bool:
    """Whether the words say that something fell."""
    return _FALL.search(_REACHED.sub("", text)) is not None


def surely_done(text: str) -> bool:
    """Whether the words say done even where everything around is planned."""
    return _SURE.search(text) is not None


def under(above: Stage, own: Stage, text: str) -> Stage:
    """The stage of a number whose own words say `own`, below a heading that says `above`."""
    said_done = own is Stage.DONE and surely_done(text)
    holds = above in (Stage.PLANNED, Stage.SET, Stage.APPROVED)
    return above if holds and own in (Stage.UNSAID, Stage.DONE) and not said_done else own
