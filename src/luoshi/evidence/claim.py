"""Claims: what is said to be reached, taken apart into name, amount, period and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from luoshi.compiler import roles
from luoshi.compiler.quantities import Quantity, find_quantities
from luoshi.errors import ClaimUnclear
from luoshi.evidence.naming import Name, content
from luoshi.evidence.periods import Period, When, said
from luoshi.evidence.prose import THRESHOLD
from luoshi.evidence.spots import chained
from luoshi.evidence.units import group, quantum
from luoshi.evidence.words import Stage, stages_said
from luoshi.text.fold import fold

_SPACE = re.compile(r"\s+")
_FALL = re.compile(r"下降|减少|降低|回落|负增长|下跌|压减|削减|缩减")
_RISE = re.compile(r"增长|提高|上升|增加|上涨|提升")
#: A level reached: the change words before it name a way, no change.
_REACHED = re.compile(r"(?:提高|增加|增长|上升|提升|下降|降低|减少|回落)[到至]")
#: Verbs that only what has been finished can keep.
_FINISHED = re.compile(
    r"建成|完工|竣工|完成(?!投资)|新建|改造|验收|投用|投产|新改建|交付|修建|改建|扩建|治理"
)
_WITHOUT_UNIT = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?[百千万亿]*")


@dataclass(frozen=True)
class Amount:
    """One amount claimed. `step` is the size of its last digit, in `unit`; `change` is growth's direction or ''."""

    quote: str
    value: Decimal
    step: Decimal
    unit: str
    relation: str
    change: str
    name: Name

    @property
    def is_rate(self) -> bool:
        return self.unit in ("%", "百分点", "‰", "倍")


@dataclass(frozen=True)
class Claim:
    """A claim: its amounts, and what they are said for. `monthly` is true of 本月; `stages` it names itself."""

    text: str
    amounts: tuple[Amount, ...]
    period: Period | None
    place: str
    monthly: bool
    finished: bool
    stages: frozenset[Stage]


def parse_claim(text: str, *, period: Period | None = None, place: str = "") -> Claim:
    """The claim in a sentence. Raises ClaimUnclear for one without a number, a unit, or what it counts.

    `period` and `place` go before what the sentence says itself.
    """
    clean = _SPACE.sub("", fold(text)).strip("。.;,")
    if not clean:
        raise ClaimUnclear("--claim 是空的。请写一句申报的话，例如“新建高标准农田8.2万亩”。")
    found = _claimed(clean)
    if not found:
        if _WITHOUT_UNIT.search(said_away(clean)):
            raise ClaimUnclear(
                f"“{text.strip()}”里的数没有单位，不知道数的是什么。请写上单位，例如 8.2万亩。"
            )
        raise ClaimUnclear(f"“{text.strip()}”里没有数。核对的是数，请写上申报的数和单位，例如 8.2万亩。")
    when = said(clean)
    where = place.strip() or "".join(chained(clean)[:1])
    amounts: list[Amount] = []
    at = 0
    for quantity in found:
        amounts.append(_amount(clean, at, quantity, amounts))
        at = quantity.end
    if not amounts[0].name.head:
        raise ClaimUnclear(f"“{text.strip()}”没有说是什么的数。请写上指标，例如“新建高标准农田8.2万亩”。")
    return Claim(
        text=text.strip(),
        amounts=tuple(amounts),
        period=period or _own_period(when),
        place=where,
        monthly=when.span == "month" and when.first is None,
        finished=_FINISHED.search(clean) is not None,
        stages=stages_said(clean),
    )


def _claimed(clean: str) -> list[Quantity]:
    """The amounts claimed: not the 亿元以上 of 亿元以上项目41个, nor grades and durations beside another amount."""
    found = [q for q in find_quantities(clean) if q.unit]
    parts = roles.roles(clean, found) if found else []
    claimed = [q for q, part in zip(found, parts, strict=True) if part == "target"]
    claimed = claimed or [q for q, part in zip(found, parts, strict=True) if part != "none"] or found
    real = [q for q in claimed if q.group not in ("grade", "time", "title")]
    real = [q for q in real if not THRESHOLD.match(clean, q.last)]
    return real or claimed


def said_away(clean: str) -> str:
    """The sentence without its times, in which numbers are no amounts."""
    return re.sub(r"(?:20\d\d年|\d{1,2}[-—~至]?\d{0,2}月(?:\d{1,2}日)?|\d{1,2}日)", "", clean)


def _own_period(when: When) -> Period | None:
    """The months a claim says itself; the year is 0 where it leaves it out. A cumulative figure is its last month's."""
    if when.last is None:
        return Period(when.year, 1, 12) if when.year else None
    first = when.last if when.first is None or (when.first == 1 and when.last < 12) else when.first
    return Period(when.year or 0, first, when.last)


def _amount(text: str, at: int, quantity: Quantity, before: list[Amount]) -> Amount:
    end = re.search(r"[,，;。、]|\d|$", text[quantity.end :])
    tail = text[quantity.end : quantity.end + (end.start() if end else 0)]
    counted = group(quantity.unit) in ("count", "title", "size")
    words = text[at : quantity.start] + "|" + (tail if counted else "")
    rate = quantity.unit in ("%", "百分点", "‰", "倍")
    near = re.split(r"[,，;。]", text[at : quantity.start])[-1]
    reached = _REACHED.search(near)
    change = ""
    if not reached and (rate or not counted):
        change = "down" if _FALL.search(near) else "up" if _RISE.search(near) else ""
    exact = rate or group(quantity.unit) == "money"
    name = Name(words, exact=exact)
    if before and not content(words):
        name = before[-1].name
    first, last = text[quantity.first : quantity.last], quantity.unit
    step = quantum(re.sub(r"[^\d.,百千万亿零〇一二两三四五六七八九十点]+$", "", first.removesuffix(last)))
    value = quantity.value
    if quantity.unit == "‰":
        value, step = value / 10, step / 10
    unit = "%" if quantity.unit == "‰" else quantity.unit
    return Amount(text[quantity.start : quantity.end], value, step, unit, quantity.relation, change, name)
