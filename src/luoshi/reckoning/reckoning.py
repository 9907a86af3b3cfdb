"""The reckoning of any number of reports of one place: each year's promises against the next report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from luoshi.compiler.compilation import Compilation, Tense
from luoshi.errors import DifferentPlaces, TooFewReports, YearsClash
from luoshi.reckoning.findings import SAID, Finding, Missing, Pairing, Reckoning, Verdict
from luoshi.reckoning.model import rules_version
from luoshi.reckoning.reckon import pair

_EXTRACT = re.compile(r"节选|摘要|报告的一部分")
_CLOSED = re.compile(r"[。！!？?；;：:”’》）)…]$")
#: Ends of names that may be left out: `云川` is `云川市`.
_ENDS = re.compile(r"(?:壮族|回族|维吾尔)?(?:自治)?[省市区县州盟旗]$")


def reckon(compilations: Sequence[Compilation]) -> Reckoning:
    """Set each report's promises against the next report. The reports stand in the order of their years.

    Raises TooFewReports, DifferentPlaces or YearsClash. What a report lacks to answer is said, and nothing is made
    of its silence.
    """
    _check(compilations)
    pairings = tuple(_pairing(old, new) for old, new in pairwise(compilations))
    warnings = tuple(warning for pairing in pairings for warning in pairing.warnings)
    place = next((c.place for c in compilations if c.place), "")
    return Reckoning(place, tuple(compilations), pairings, rules_version(), warnings)


def together(reckonings: Sequence[Reckoning]) -> Reckoning:
    """The reckonings of several places as one, in their order; `place` is empty."""
    return Reckoning(
        place="",
        compilations=tuple(c for each in reckonings for c in each.compilations),
        pairings=tuple(pairing for each in reckonings for pairing in each.pairings),
        version=rules_version(),
        warnings=tuple(warning for each in reckonings for warning in each.warnings),
    )


def short_place(place: str) -> str:
    """The place without the end of its name that may be left out."""
    return _ENDS.sub("", place)


def _check(compilations: Sequence[Compilation]) -> None:
    if len(compilations) < 2:
        raise TooFewReports(
            f"对账至少要两份报告，现在有 {len(compilations)} 份。请先写旧的，再写新的，例如 luoshi reckon 2024.txt 2025.txt。"
        )
    for old, new in pairwise(compilations):
        _check_places(old, new)
        _check_years(old, new)


def _check_places(old: Compilation, new: Compilation) -> None:
    a, b = (_ENDS.sub("", c.place) for c in (old, new))
    if a and b and a not in b and b not in a:
        raise DifferentPlaces(
            f"两份报告不是一个地方的：“{old.document.source}”是{old.place}，“{new.document.source}”是{new.place}。"
            "请换成同一个地方的报告；如果是地名改了，用 --place 写明现在的名称。"
        )


def _check_years(old: Compilation, new: Compilation) -> None:
    if old.year == new.year:
        raise YearsClash(
            f"两份都是 {old.year} 年的报告：“{old.document.source}”和“{new.document.source}”。"
            "请换一份；如果年份读错了，用 --years 写明，例如 --years 2024,2025。"
        )
    if old.year > new.year:
        raise YearsClash(
            f"次序反了：“{old.document.source}”是 {old.year} 年的，“{new.document.source}”是 {new.year} 年的。"
            "请先写旧的，再写新的。"
        )


def _pairing(old: Compilation, new: Compilation) -> Pairing:
    missing = frozenset(_missing(old, new))
    found = pair(old, new)
    findings = tuple(_without_verdict(finding, missing) for finding in found.findings)
    return replace(found, findings=findings, missing=missing, warnings=tuple(_warnings(old, new, missing)))


def _missing(old: Compilation, new: Compilation) -> Iterator[Missing]:
    """What the new report lacks to answer the old one."""
    if new.year - old.year != 1:
        yield Missing.YEAR
    tenses = {item.tense for item in new.items}
    if Tense.RESULT not in tenses:
        yield Missing.REVIEW
    if Tense.PLEDGE not in tenses:
        yield Missing.PLAN
    if any(_EXTRACT.search(warning) for warning in new.warnings) or _cut_off(new):
        yield Missing.WHOLE


def _cut_off(compilation: Compilation) -> bool:
    """Whether the text breaks off within a sentence."""
    last = compilation.items[-1:]
    return not last or not _CLOSED.search(last[0].text.rstrip())


def _without_verdict(finding: Finding, missing: frozenset[Missing]) -> Finding:
    """The finding as far as the new report can tell: of what is missing from it, nothing is said."""
    verdict = finding.verdict
    untold = (
        Missing.YEAR in missing
        or (Missing.REVIEW in missing)
        or (
            missing
            and verdict not in SAID
            and not (verdict is Verdict.ROLLED_OVER and missing == {Missing.PLAN})
        )
    )
    if not untold:
        return finding
    return replace(finding, verdict=None, reported="", rule="reckon/cannot be told", steps=())


def _warnings(old: Compilation, new: Compilation, missing: frozenset[Missing]) -> Iterator[str]:
    said = f"“{new.document.source}”（{new.year} 年）"
    if Missing.YEAR in missing:
        yield (
            f"{old.year} 年和 {new.year} 年的报告不相连：{said}回顾的是 {new.year - 1} 年。"
            "只列出后来在哪里又提到，不作结论。请补上中间年份的报告。"
        )
    if Missing.REVIEW in missing:
        yield f"{said}没有回顾部分，不能回答上一年的承诺：只列出在哪里又提到，不作结论。请换成全文。"
    elif Missing.WHOLE in missing:
        yield f"{said}不是全文：提到的照常核对，没有提到的不作结论。请换成全文。"
    if Missing.PLAN in missing:
        yield f"{said}没有部署今年工作的部分：回顾里没有提到的，是否再次安排无从知道，不作结论。"
    if any(_EXTRACT.search(warning) for warning in old.warnings):
        yield f"“{old.document.source}”（{old.year} 年）不是全文：没有登出的承诺不在结果里。"
