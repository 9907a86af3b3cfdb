"""Secrecy: marks of classification, by which a document is refused before anything of it is kept.

Marks are told from words: 机密★5年 is a mark, 保密工作 and 商业秘密 are not, and 工作秘密 is a label used here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoshi.errors import Classified
from luoshi.evidence.model import Evidence
from luoshi.text.fold import fold

_GRADE = r"(?:绝\s*密|机\s*密|秘\s*密)"
_TERM = r"(?:长期|\d{1,2}\s*(?:年|个月|天)|[一二三四五六七八九十]{1,3}\s*(?:年|个月)|启用前|解密前|公布前|考试启用前)"
_STAR = r"[★☆✩✮⭐*＊]"
#: A grade with the star that only a marking has.
_STARRED = re.compile(
    rf"(?<![一-鿿]){_GRADE}\s*[★☆✩✮⭐](?:\s*{_TERM})?|(?<![一-鿿]){_GRADE}\s*{_STAR}\s*{_TERM}|[★☆✩✮⭐]\s*{_GRADE}"
)
#: A grade alone on its line, with its term or what introduces it, or behind the number of a copy.
_ALONE = re.compile(
    rf"(?:密\s*级\s*[::]?\s*|密级和保密期限[::]?\s*)?[【\[(]?\s*{_GRADE}\s*[】\])]?\s*(?:{_STAR}?\s*{_TERM})?"
    rf"|(?:\d{{1,8}}\s+)?{_GRADE}\s*(?:{_STAR}\s*)?(?:{_TERM})?(?:\s*(?:特急|加急|特提|平急|急件))?"
    rf"|{_GRADE}\s*(?:文件|件|资料|材料)"
)
_INTRODUCED = re.compile(
    rf"(?:密\s*级|保密等级|涉密等级|秘密等级|定密)\s*[:]?\s*(?:为|是)?\s*[【\[(]?\s*{_GRADE}(?!级?以[上下])"
)
_IN_NAME = re.compile(
    rf"(?:^|[\s_\-—()\[\]【】.,、])(?P<m>{_GRADE})(?:$|[\s_\-—()\[\]【】.,、★☆*]|件)|{_GRADE}\s*{_STAR}|[【\[(]\s*{_GRADE}"
)
#: A cell or a line holding more than this is running text.
_MARK_LENGTH = 24


def marking(text: str) -> str:
    """The mark of classification in a text, as it stands; '' where there is none."""
    if "密" not in text:
        return ""
    for line in re.split(r"[\n\r\t\x0b\x0c]", text):
        found = _in_line(fold(line).strip())
        if found:
            return found
    return ""


def _in_line(line: str) -> str:
    starred = _STARRED.search(line)
    if starred:
        return starred[0]
    introduced = _INTRODUCED.search(line)
    if introduced:
        return introduced[0]
    if len(line) <= _MARK_LENGTH and _ALONE.fullmatch(line):
        return line
    return ""


def marking_in_name(name: str) -> str:
    """The mark in the name of a file; '' where there is none."""
    found = _IN_NAME.search(fold(name))
    return (found["m"] or found[0]).strip("_-— .") if found else ""


def refuse_classified(texts: Iterable[str], *, name: str = "") -> None:
    """Raise Classified where a text or the file's name bears a mark. To be called before anything is written."""
    mark, at = marking_in_name(name), "文件名"
    if not mark:
        at = "文中"
        mark = next(filter(None, map(marking, texts)), "")
    if mark:
        raise Classified(
            f"{at}有密级标志“{mark}”。国家秘密不能存进来，也没有留下任何内容。"
            "请按保密规定处理这份文件；如果只是工作秘密，请去掉误用的密级标志再交。"
        )


def refuse_evidence(evidence: Evidence) -> None:
    """The same of a document that was read, its headers and notes included."""
    refuse_classified(evidence.texts(), name=evidence.source)
