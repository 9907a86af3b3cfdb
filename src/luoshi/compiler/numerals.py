"""Numerals: Arabic, Chinese and mixed, as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
SCALES = SMALL | LARGE


def number(text: str) -> Decimal:
    """The value of a numeral as written: `3.5万` is 35000, `1亿2千万` 120000000, `一百五` 150, `二〇二五` 2025, `两` 2.

    Raises ValueError for what is no numeral.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    whole, _, fraction = text.partition("点")
    if not whole:
        raise ValueError(f"no numeral: {text!r}")
    if all(c in DIGITS for c in whole):
        value = Decimal("".join(str(DIGITS[c]) for c in whole))
    else:
        value = _with_scales(_PARTS.findall(whole.replace(",", "")))
    if fraction:
        digits = fraction.rstrip("万亿")
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in digits))
        for scale in fraction[len(digits) :]:
            value *= LARGE[scale]
    return value


_PLAIN = re.compile(r"\d{1,18}(?:\.\d{1,9})?")
_ONE = Decimal(1)
_PARTS = re.compile(r"[\d.]+|.")


def _with_scales(parts: list[str]) -> Decimal:
    """`一千二百万` as (1×1000 + 2×100) × 10000: small scales add up, a large one multiplies what stands before."""
    total, section, digit = Decimal(0), Decimal(0), Decimal(0)
    before = ""
    for i, part in enumerate(parts, 1):
        if part in SMALL:
            section += (digit or int(not before or before in "万亿零" or not digit)) * SMALL[part]
            digit = Decimal(0)
        elif part == "亿" and not (total >= LARGE["亿"] and (section or digit)):
            total, section, digit = (total + section + digit or _ONE) * LARGE[part], Decimal(0), Decimal(0)
        elif part in LARGE:
            total, section, digit = total + (section + digit or _ONE) * LARGE[part], Decimal(0), Decimal(0)
        elif part in DIGITS:
            # `两万五`: a last digit counts in the scale below the one before it.
            short = i == len(parts) and before in SCALES
            digit = Decimal(DIGITS[part] * SCALES[before] // 10) if short else digit * 10 + DIGITS[part]
        else:
            digit = Decimal(part)
        before = part
    return total + section + digit
