"""What a report says about itself: where, when and before which congress it was delivered."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.errors import OptionError, YearMissing
from luoshi.rulebook.layout_rules import layout_rules
from luoshi.text.document import Document
from luoshi.text.fold import fold
from luoshi.text.head import dated, head_of
from luoshi.text.layout import Layout, Part

EARLIEST = 1949
#: Fewer than one of the words reports are made of in so many characters: some other text.
_SPARSE = 150

_YEAR = r"((?:19|20)\d\d)\s*年"
_MEETING = re.compile(
    r"(?P<place>[一-鿿]{0,16}?)(?P<number>第?[一二三四五六七八九十百]{1,4})届(?P<nation>全国)?\s*人民代表大会\s*"
    r"第(?P<session>[一二三四五六七八九十]{1,3})次会[议議](?!以来|期间)"
)
#: In a heading, where `年` may be missing; an amount is no year.
_YEARS = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?![\d.,%]|\s*[万亿元个家户人名亩吨公米项所座件套台辆])")
_LOOKS_BACK = re.compile(r"回顾|总结|成就|成绩|完成情况|执行情况|过去")
_LOOKS_AHEAD = re.compile(r"工作|任务|要求|目标|安排|重点|建议|部署|打算|思路|举措|实事|计划")
_THIS_YEAR = re.compile(r"(?:^|[。:])" + _YEAR + r",?是|(?:做好|完成|实现)" + _YEAR)
_REVIEWED_YEAR = re.compile(r"(?:^|[。;])(?:预计|刚刚过去的|过去的|回顾)?" + _YEAR)
_OFFICE = r"(?:人民政府|管委会|管理委员会|办事处)"
_ON_BEHALF = re.compile(rf"(?:代表|受)\s*(?:(?P<place>[一-鿿]{{0,20}}?){_OFFICE}|国务院)")
_TITLE_PLACE = re.compile(
    rf"(?:^|年)\s*(?P<place>[一-鿿]{{2,20}}?)(?:(?:19|20)\d\d年)?(?:{_OFFICE}|政府)?工作报告", re.M
)
_SPEAKER = re.compile(
    r"(?P<place>[一-鿿]{2,12}?[市省县区州盟旗镇乡])(?:人民政府)?(?:代理|代)?(?:[市省县区州盟旗镇乡]长|主席)"
)
_PLACE_ENDS = (*"市省区县州盟旗镇乡", "街道")
#: `区` and `街道` of every kind end a name; alone they are none.
_NAMED = re.compile(
    r"(?!(?:自治|[我本全该各])[市省县区州盟旗镇乡])(?!(?:经济|经)?(?:开发?|高新|新|地)区$|街道$).."
)
_EXTRACT = re.compile(r"摘要|节选|摘编|摘登|摘录|选登")
_NUMBERS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class About:
    """Where and when a report was delivered; `year` is the year it plans for.

    `extract` tells that this is not the whole report.
    """

    place: str | None
    year: int
    meeting: str | None
    warnings: tuple[str, ...]
    extract: bool = False


def about(
    document: Document, layout: Layout, *, year: int | None, place: str | None, today: datetime.date
) -> About:
    """Read place, year and meeting from the report; options override, with a warning where they contradict.

    Raises OptionError for a year that cannot be, YearMissing where neither report nor option says it.
    """
    if year is not None and not EARLIEST <= year <= today.year + 1:
        raise OptionError(
            f"--year {year} 不在 {EARLIEST} 至 {today.year + 1} 之间。"
            f"请写报告提交大会的年份，例如 --year {today.year}。"
        )
    head = head_of(document.text, layout.furniture)
    said_year, said_place = _year(document.text, head, layout), _place(head)
    known_year = year if year is not None else said_year
    if known_year is None:
        raise YearMissing(
            f"{document.source}：报告没有写明年份。"
            f"请用 --year 写明报告提交大会的年份，例如 --year {today.year}。"
        )
    extract = tuple(_missing_parts(document.text, layout))
    contradictions = _contradictions(said_year, year, said_place, place)
    warnings = (*contradictions, *_doubts(layout), *extract)
    return About(place or said_place, known_year, _meeting(head), warnings, bool(extract))


def _year(text: str, head: str, layout: Layout) -> int | None:
    return (
        layout.year
        or _year_of_headings(layout)
        or _year_of_national_congress(head)
        or dated(text, layout.furniture)
        or _year_in_passing(layout)
    )


def _year_of_headings(layout: Layout) -> int | None:
    for heading in layout.headings:
        years = {int(year) for year in _YEARS.findall(fold(heading.title))}
        if years and len(years) - 1 == max(years) - min(years) < 2:
            if len(years) == 1 and _LOOKS_BACK.search(heading.title):
                return max(years) + 1
            if _LOOKS_AHEAD.search(heading.title):
                return max(years)
    return None


def _year_of_national_congress(head: str) -> int | None:
    """The National People's Congress has met every year since the fifth was elected in 1978."""
    match = next((m for m in _MEETING.finditer(head) if m["nation"]), None)
    congress = _number(match["number"].lstrip("第")) if match else 0
    return 1978 + 5 * (congress - 5) + _number(match["session"]) - 1 if match and congress >= 5 else None


def _number(han: str) -> int:
    tens, _, ones = han.rpartition("十")
    return (_NUMBERS.find(tens or "一") * 10 if "十" in han else 0) + (_NUMBERS.find(ones) if ones else 0)


def _year_in_passing(layout: Layout) -> int | None:
    """What a paragraph calls the year ahead, or else the last year that the review speaks of."""
    reviewed: set[int] = set()
    for paragraph in layout.paragraphs:
        looks_back = paragraph.part is Part.REVIEW
        if not looks_back and (match := _THIS_YEAR.search(paragraph.clean)):
            return int(match[1] or match[2])
        if looks_back:
            reviewed |= {int(year) for year in _REVIEWED_YEAR.findall(paragraph.clean)}
    return max(reviewed) + 1 if reviewed else None


def _meeting(head: str) -> str | None:
    match = _MEETING.search(head)
    if match is None:
        return None
    name = match.group()[len(match["place"]) :]
    return _own_name(match["place"], head, match.start()) + re.sub(r"\s+", "", name)


def _place(head: str) -> str | None:
    """The first name that is one: `市` or `自治区` alone names no place."""
    named = (p for p in _places(head) if p == "全国" or (_NAMED.match(p) and p.endswith(_PLACE_ENDS)))
    return next(named, None)


def _places(head: str) -> Iterator[str]:
    for match in _MEETING.finditer(head):
        yield "全国" if match["nation"] else _own_name(match["place"], head, match.start())
    for pattern in (_ON_BEHALF, _SPEAKER, _TITLE_PLACE):
        for match in pattern.finditer(head):
            place = match["place"] or ""
            yield "全国" if place in {"", "国务院", "中华人民共和国"} and "国务院" in match.group() else place


def _own_name(place: str, head: str, at: int) -> str:
    """A place without what the sentence has before it (`3日在云川市`, `向云川市`)."""
    if place.startswith("日") and head[at - 1 : at].isdigit():
        place = place[1:]
    name = re.split(r"[在向]", place)[-1]
    return name if len(name) > 1 else ""


def _contradictions(
    said_year: int | None, year: int | None, said_place: str | None, place: str | None
) -> Iterator[str]:
    if year is not None and said_year is not None and year != said_year:
        yield f"报告写的是 {said_year} 年，这里按 --year {year} 处理。如不是有意改动，请去掉 --year。"
    if place and said_place and place not in said_place and said_place not in place:
        yield f"报告写的是“{said_place}”，这里按 --place {place} 处理。如不是有意改动，请去掉 --place。"


def _doubts(layout: Layout) -> Iterator[str]:
    clean = "".join(paragraph.clean for paragraph in layout.paragraphs)
    named = any(piece.reason in {"title", "opening"} for piece in layout.furniture)
    if not named and len(layout_rules().wording.findall(clean)) * _SPARSE < len(clean) + 1:
        yield "看不出这是政府工作报告（没有标题和开场，用语也不像）。请确认选对了文件；结果仅供参考。"
    parts = {paragraph.part for paragraph in layout.paragraphs}
    if not parts:
        yield "没有读到正文，只有标题或版面文字（没有句末标点的短行算作标题），因此没有可拆解的内容。请确认文件完整，正文不是图片。"
    elif not parts & {Part.PLAN, Part.UNKNOWN}:
        yield "没有找到部署今后工作的部分，只有回顾或形势。如果报告另有下半部分，请与它合成一个文件再读。"


def _missing_parts(text: str, layout: Layout) -> Iterator[str]:
    """What tells that this is an extract or abridgement."""
    titles = (text[p.start : p.end] for p in layout.furniture if p.reason in {"title", "masthead"})
    parts = {paragraph.part for paragraph in layout.paragraphs}
    if any(_EXTRACT.search(title) for title in titles):
        yield "这是报告的摘要或节选，不是全文；没有登出的内容不在结果里。"
    elif _goes_on_elsewhere(text, layout, whole=parts >= {Part.REVIEW, Part.PLAN}):
        yield "文中有“上接”或“下转”，这可能只是报告的一部分；其余版面请合成一个文件再读。"
    elif Part.REVIEW in parts:
        return
    elif Part.PLAN in parts:
        yield "没有找到回顾部分，这像是报告的节选。"
    elif parts:
        yield "没有标题或用语说明各部分是回顾还是部署，这像是报告的节选；时态按用语判断。"


def _goes_on_elsewhere(text: str, layout: Layout, *, whole: bool) -> bool:
    """Whether a newspaper page ends with `下转` and nothing follows, or turns pages although a part is missing."""
    turns = [text[p.start : p.end] for p in layout.furniture if p.reason == "page_turn"]
    return bool(turns) and ("下转" in turns[-1] or not whole)
