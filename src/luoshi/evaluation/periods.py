"""Periods: years, halves, quarters and months with their own arithmetic, and ids that never change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.errors import FactError

_DAY = timedelta(days=1)
_ID = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class Unit(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def months(self) -> int:
        """How many months it has."""
        return {"year": 12, "half": 6, "quarter": 3, "month": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Period:
    """The `number`-th year, half, quarter or month of a year, counted from 1.

    >>> str(Period.of(date(2026, 8, 9), Unit.QUARTER))
    '2026-Q3'
    """

    year: int
    unit: Unit = Unit.YEAR
    number: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12 // self.unit.months):
            raise FactError(f"{self.year}年没有第 {self.number} 个 {self.unit}。请核对期次。")

    @classmethod
    def of(cls, day: date, unit: Unit) -> Period:
        """The period of this length that holds the day."""
        return cls(day.year, unit, (day.month - 1) // unit.months + 1)

    @classmethod
    def parse(cls, text: str) -> Period:
        """`2026`, `2026-H1`, `2026-Q3`, `2026-09`. Raises FactError."""
        match = _ID.fullmatch(text)
        if not match:
            raise FactError(f"“{text}”不是期次。请写成 2026、2026-H1、2026-Q3 或 2026-09。")
        for unit in (Unit.HALF, Unit.QUARTER, Unit.MONTH):
            if match[unit.value]:
                return cls(int(match["year"]), unit, int(match[unit.value]))
        return cls(int(match["year"]))

    def __str__(self) -> str:
        tail = {Unit.YEAR: "", Unit.HALF: f"-H{self.number}", Unit.QUARTER: f"-Q{self.number}"}
        return f"{self.year:04d}{tail.get(self.unit, f'-{self.number:02d}')}"

    @property
    def begin(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * self.unit.months + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        last = self.number * self.unit.months
        return date(self.year, 12, 31) if last == 12 else date(self.year, last + 1, 1) - _DAY

    @property
    def label(self) -> str:
        """As people say it: `2026年三季度`."""
        return f"{self.year}年{self.short}" if self.short else f"{self.year}年"

    @property
    def short(self) -> str:
        """Without the year: `三季度`, `上半年`, `9月`; nothing for a year."""
        words = {
            Unit.YEAR: "",
            Unit.HALF: "上下"[self.number - 1 : self.number] + "半年",
            Unit.QUARTER: "一二三四"[self.number - 1 : self.number] + "季度",
        }
        return words.get(self.unit, f"{self.number}月")

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.begin <= day <= self.end

    def next(self) -> Period:
        """The period after it."""
        return Period.of(self.end + _DAY, self.unit)

    def previous(self) -> Period:
        """The period before it."""
        return Period.of(self.begin - _DAY, self.unit)


def periods(unit: Unit, first: date, last: date) -> Iterator[Period]:
    """Every period of this length that has a day from `first` to `last`."""
    period = Period.of(first, unit)
    while period.begin <= last:
        yield period
        if period.end >= last:
            return
        period = period.next()


def months_passed(first: date, on: date) -> int:
    """How many calendar months, that of `first` being the first, are over on the evening of `on`."""
    if on < first:
        return 0
    over = Period.of(on, Unit.MONTH).end == on
    return (on.year - first.year) * 12 + on.month - first.month + over


def said_day(day: date) -> str:
    """`2026年11月22日`."""
    return f"{day.year}年{day.month}月{day.day}日"
