"""Exact decimals: every division is rounded half to even, to digits that are stated here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from luoshi.render.words import number, scale

#: Percentages and points are stated to one digit, as published reviews of progress state them: 91.7 %, 21.7 points.
POINT = Decimal("0.1")
#: Amounts that a path or a weighting gives, in the unit of the promise.
AMOUNT = Decimal("0.0001")
#: Wide enough that sums and products of figures are exact, whatever their order.
_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)


def divided(part: Decimal, whole: Decimal, to: Decimal = AMOUNT) -> Decimal:
    """`part / whole`, rounded half to even to the digits of `to`."""
    with localcontext(_WIDE):
        return (part / whole).quantize(to)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """What share of the whole, in percent to one digit."""
    return divided(100 * part, whole, POINT)


def share(whole: Decimal, part: Decimal, of: Decimal) -> Decimal:
    """`whole × part / of`, multiplied first: eleven twelfths of 12 are 11."""
    with localcontext(_WIDE):
        return divided(whole * part, of)


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum, the same in any order."""
    with localcontext(_WIDE):
        return sum(values, Decimal(0))


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one, or the mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return (
        ordered[middle] if len(ordered) % 2 else divided(total(ordered[middle - 1 : middle + 1]), Decimal(2))
    )


def said(value: Decimal, unit: str = "") -> str:
    """A plain number with its unit, large ones in 万 or 亿: `53.3%`, `12万亩`."""
    name, by = scale(value)
    return f"{number(value / by) if value else '0'}{name}{unit}"
