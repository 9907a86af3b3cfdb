"""Numerals: Arabic, Chinese and mixed, as exact decimals."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
SCALES = SMALL | LARGE


def number(text: str) -> Decimal:
    """The value of a numeral as written: `3.5万` is 35000, `一千二百` 1200, `二〇二五` 2025, `两` 2.

    Raises ValueError for what is no numeral.
    """
    split = next((i for i, c in enumerate(text) if c in SCALES or c in DIGITS), len(text))
    if split:
        value = Decimal(text[:split].replace(",", ""))
        for scale in text[split:]:
            value *= SCALES[scale]
        return value
    return _chinese(text)


def _chinese(text: str) -> Decimal:
    whole, _, fraction = text.partition("点")
    if not whole:
        raise ValueError(f"no numeral: {text!r}")
    if all(c in DIGITS for c in whole):
        value = Decimal("".join(str(DIGITS[c]) for c in whole))
    else:
        value = Decimal(_with_scales(whole))
    if fraction:
        digits = fraction.rstrip("万亿")
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in digits))
        for scale in fraction[len(digits) :]:
            value *= LARGE[scale]
    return value


def _with_scales(text: str) -> int:
    """`一千二百万` as (1×1000 + 2×100) × 10000: small scales add up, a large one multiplies what stands before."""
    total = section = digit = 0
    for i, c in enumerate(text):
        if c in DIGITS:
            digit = digit * 10 + DIGITS[c]
        elif c in SMALL:
            section += (digit or int(i == 0 or text[i - 1] in "万亿零" or not digit)) * SMALL[c]
            digit = 0
        elif c == "亿":
            total, section, digit = (total + section + digit or 1) * LARGE[c], 0, 0
        else:
            total, section, digit = total + (section + digit or 1) * LARGE[c], 0, 0
    return total + section + digit
