"""Large tables: of tens of thousands of rows only those are looked at that can have to do with the claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal

from luoshi.evidence.units import convert, group, known_units

#: More rows than this are sifted first; a table of a county's projects has fewer.
LARGE = 2_000
#: Headings and the first rows are always looked at.
_FIRST = 60
_SCALES = (1, 100, 1_000, 10_000, 1_000_000, 100_000_000)
#: How many of the intervals can overlap.
_OVERLAP = 12
_LEAD = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TOTALS = ("合", "总", "全", "计")


class Wanted:
    """The numbers that would be the claimed amount in one unit or another, by any scale a heading may say."""

    def __init__(self, value: Decimal, step: Decimal, unit: str) -> None:
        factors = {Decimal(1)} | {
            by for other in known_units() if group(other) == group(unit) and (by := convert(other, unit))
        }
        each = {Decimal(scale) * by for scale in _SCALES for by in factors}
        if unit == "%":
            each |= {Decimal(100)}
        slack = step / 2
        spans = sorted((float((value - slack) / by), float((value + slack) / by)) for by in each)
        self._lows = [low - abs(low) * 1e-9 for low, _ in spans]
        self._highs = [high + abs(high) * 1e-9 for _, high in spans]

    def holds(self, number: float) -> bool:
        """Whether a bare number could be the amount; the sign is not looked at."""
        number = abs(number)
        at = bisect_right(self._lows, number)
        return any(self._highs[i] >= number for i in range(max(0, at - _OVERLAP), at))

    def in_row(self, row: Sequence[str]) -> bool:
        """Whether a row has such a number, with or without a unit behind it."""
        for cell in row:
            lead = _LEAD.match(cell)
            if lead and self.holds(float(lead[0].replace(",", ""))):
                return True
        return False


def sifted(rows: Sequence[tuple[str, ...]], wanted: Iterable[Wanted]) -> list[tuple[str, ...]]:
    """The rows in their places, those that cannot matter empty: the first ones, totals, and what is wanted stay."""
    if len(rows) <= LARGE:
        return list(rows)
    wanted = list(wanted)
    return [
        row
        if r < _FIRST
        or any(mark in cell for cell in row[:4] if len(cell) < 8 for mark in _TOTALS)
        or any(each.in_row(row) for each in wanted)
        else ()
        for r, row in enumerate(rows)
    ]
