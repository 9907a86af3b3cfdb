"""Folding: one character for one, so that ASCII and full-width forms look alike and offsets stay."""

# Full-width ASCII (！ to ～) maps by a constant distance; the ideographic comma 、 and stop 。 keep their
# meaning and stay. Every dash a numeral range or a heading can use becomes —, every tilde ~.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys(map(ord, "–―‒─━"), ord("—"))
_FOLD |= dict.fromkeys(map(ord, "～〜∼"), ord("~"))
_FOLD |= {ord(a): ord(b) for a, b in zip("｡〈〉﹪﹐﹔﹕﹑٪‧•∙", "。《》%,;:、%···", strict=True)}
# Half a surrogate pair is no character; the automata refuse it.
_FOLD |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def fold(text: str) -> str:
    """The text with full-width digits, letters and punctuation in their ASCII form; same length."""
    return text.translate(_FOLD)
