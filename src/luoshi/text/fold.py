"""Folding: one character for one, so that ASCII and full-width forms look alike and offsets stay."""

import re

# Full-width ASCII (！ to ～) maps by a constant distance; the ideographic comma 、 and stop 。 keep their
# meaning and stay. Every dash a numeral range or a heading can use becomes —, every tilde ~.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(map(ord, "–―‒─━"), ord("—"))
_FOLD |= dict.fromkeys(map(ord, "～〜∼"), ord("~"))
_FOLD |= {ord(a): ord(b) for a, b in zip("｡〈〉﹪﹐﹔﹕﹑٪‧•∙", "。《》%,;:、%···", strict=True)}
# Half a surrogate pair is no character; the automata refuse it.
_FOLD |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
#: A dot that ends a Chinese sentence; behind a Chinese number it divides the number from a title.
_STOP = re.compile(r"\.(?<=[一-鿿]\.)(?<![一二三四五六七八九十]\.)(?![0-9A-Za-z.])")
#: A year of this century in Chinese digits, with the rings that stand for its zeros.
_YEAR = re.compile(r"二[〇○零O0][〇○零O0一二三四五六七八九]{2}(?=\s?年)")
_YEAR_MARKS = ("二〇", "二○", "二零", "二O", "二0")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")


def fold(text: str) -> str:
    """The text with full-width digits, letters and punctuation in their ASCII form; same length.

    Years in Chinese digits get ASCII ones, and a dot that ends a Chinese sentence becomes its full stop.
    """
    folded = text.translate(_FOLD)
    if "." in folded:
        folded = _STOP.sub("。", folded)
    if any(mark in folded for mark in _YEAR_MARKS):
        folded = _YEAR.sub(lambda year: year.group().translate(_DIGITS), folded)
    return folded
