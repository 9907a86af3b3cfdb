"""The head: what stands above a report, and the year it says there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoshi.text.fold import fold
from luoshi.text.furniture import Furniture

#: Titles, mastheads and openings stand within the first so many characters.
_HEAD = 4000
_PIECES = {"title", "masthead", "speaker", "opening"}
_YEAR = r"((?:19|20)\d\d)\s*年"
_DATED_MEETING = re.compile(_YEAR + r"\s*\d{1,2}月\s*\d{1,2}日[^。]{0,60}?代表大会")
_TITLE_YEAR = re.compile(_YEAR + r"[一-鿿]{0,20}工作报告")
_DATE_ALONE = re.compile(r"^[(—\s]*" + _YEAR + r"\s*\d{1,2}月\s*\d{1,2}日[)\s]*$", re.MULTILINE)


def head_of(text: str, furniture: Iterable[Furniture]) -> str:
    """Folded: title, meeting, speaker, and the sentence that lays the report before the congress."""
    return _joined(text, furniture, _PIECES)


def head_year(head: str) -> int | None:
    """The year of the meeting or of the title."""
    match = _DATED_MEETING.search(head) or _TITLE_YEAR.search(head)
    return int(match[1]) if match else None


def dated(text: str, furniture: Iterable[Furniture]) -> int | None:
    """The year of a date that has a line of the head to itself; it may be that of publication."""
    match = _DATE_ALONE.search(_joined(text, furniture, _PIECES | {"source"}))
    return int(match[1]) if match else None


def _joined(text: str, furniture: Iterable[Furniture], reasons: set[str]) -> str:
    pieces = sorted((p for p in furniture if p.end <= _HEAD and p.reason in reasons), key=lambda p: p.start)
    return fold("\n".join(text[piece.start : piece.end] for piece in pieces))
