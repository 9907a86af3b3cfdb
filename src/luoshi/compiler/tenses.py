"""Tenses: pledge, result or situation, from the part of the report or, where it does not say, from the wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.compiler import model
from luoshi.compiler.compilation import Tense
from luoshi.text.layout import Part

BY_PART = {Part.REVIEW: Tense.RESULT, Part.SITUATION: Tense.SITUATION, Part.PLAN: Tense.PLEDGE}

_DONE = re.compile(
    r"了|已|过|成效|显著|明显|取得|圆满|累计|荣获|获评|获批|入选|位居|居全|跃居|首次|实现|达到|增长|新增|完成|建成|开通|突破|提高到|成功|"
    r"率先|进展|顺利|有力|有效|持续|不断|更加|加快|全面|力争|确保|努力|推动|推进|加强|完善|健全|支持|鼓励|深化|实施|开展|落实|要|将"
)


def by_wording(texts: Sequence[str]) -> Tense:
    """The tense a run of items has together, judged by how they are worded."""
    done = model.yes("tenses")
    return Tense.RESULT if sum(done.score(features(text)) for text in texts) > 0 else Tense.PLEDGE


def features(text: str) -> list[str]:
    """What tells a report of things done from a promise: openings, closings, aspect words."""
    body = text.rstrip("。;,!:?")
    return [
        f"o1={text[:1]}",
        f"o2={text[:2]}",
        f"e2={body[-2:]}",
        f"e3={body[-3:]}",
        *dict.fromkeys(f"w={word}" for word in _DONE.findall(text)),
        *(f"ow={word}" for word in _DONE.findall(text[:4])),
    ]
