"""Quantities: every number with a unit in a clause, with its bound words, whatever it is there for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from luoshi.compiler.numerals import SCALES, number
from luoshi.rulebook import entries

_CN = "零〇一二两三四五六七八九十百千万亿"
#: 千 before a unit that begins with it (千瓦, 千克) belongs to the unit; `5千米` is a length in kilometres too.
_UNIT_BEGINS = "(?![瓦米克伏卡焦赫方])"
_SCALE = rf"(?:[百万亿]|千{_UNIT_BEGINS}){{0,4}}"
#: `三点五万`: only digits follow the point, then large scales.
_POINT = "(?:点[零〇一二两三四五六七八九]{1,12}[万亿]{0,2})?"
#: What follows the first digit. No report counts with longer numerals; a bound keeps a text of nothing but digits
#: from taking for ever.
_ARABIC = (
    rf"\d{{0,17}}(?:,\d{{3}}){{0,6}}(?:\.\d{{1,12}})?{_SCALE}"
    rf"(?:(?<=[百千万亿])\d{{1,4}}(?:[百万亿]|千{_UNIT_BEGINS}){{1,2}}){{0,2}}"
)
_CHINESE = rf"(?!(?<=千)[瓦米克伏卡焦赫方])(?:[{_CN.replace('千', '')}]|千{_UNIT_BEGINS}){{0,17}}{_POINT}"
_REST = rf"(?:(?<=\d){_ARABIC}|(?<!\d){_CHINESE})"
_NUMERAL = rf"[\d{_CN}]{_REST}"
#: The same where no letter, digit or 第 stands before it, and it does not begin in the middle of a scale: told behind
#: the first digit, so that the search can skip to one.
_FIRST = rf"[\d{_CN}](?<![A-Za-z\d.第○].)(?<!\d[百千万][万亿]){_REST}"
_CALENDAR = re.compile(
    r"(?:19|20)\d\d(?:年?[至到~—\-](?:19|20)?\d\d)?年(?!一遇)|[一二]?[〇零一二三四五六七八九]{3,}年"
)


class Quantity(NamedTuple):
    """One amount as written: `quote` offsets hold number, unit and bound words, `first`/`last` without bounds.

    `value` is the number times its numeral scale, in `unit`; `value_high` the upper end of a range.
    `optional` marks grades and vague amounts (百亿), which a reader may or may not hold a government to.
    """

    start: int
    end: int
    first: int
    last: int
    value: Decimal
    value_high: Decimal | None
    unit: str
    group: str
    relation: str
    rule: str
    bound: str = ""
    optional: bool = False
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    """`before` finds the bound words in front of a number; each ends with one of `lasts`, or is 至少 with a verb."""

    quantity: re.Pattern[str]
    before: re.Pattern[str]
    lasts: frozenset[str]
    units: dict[str, tuple[str, str, str]]
    bounds: dict[str, tuple[str, str]]


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def _grammar() -> _Grammar:
    units = {
        word: (
            entry.fields.get(
                "same_as", word.removeprefix("个") if word.startswith("个") and len(word) > 1 else word
            ),
            entry.fields["group"],
            entry.rule,
        )
        for entry in entries("units")
        for word in entry.words
    }
    bounds = {
        word: (entry.fields["relation"], entry.rule) for entry in entries("bounds") for word in entry.words
    }
    placed = {
        p: [w for e in entries("bounds") if e.fields["place"] == p for w in e.words]
        for p in ("before", "after", "number")
    }
    latin = [word for word in units if word[-1].isascii() and word[-1].isalpha()]
    unit = rf"(?:{_alternation(list(units.keys() - set(latin)))}|(?:{_alternation(latin)})(?![A-Za-z\d]))"
    many = _alternation(placed["number"])
    quantity = (
        rf"(?P<n1>{_FIRST})(?:(?P<many>{many})(?P<scale>{_SCALE}))?"
        rf"(?:(?P<u1>{unit})?(?P<b1>{_alternation(placed['after'])})?[至到~—\-](?P<n2>{_NUMERAL})(?:{many})?)?"
        rf"(?P<unit>{unit})(?:(?P<after>{_alternation(placed['after'])})(?!水平|学历|职称))?"
    )
    words = "|".join(_guarded(w) for w in sorted(placed["before"], key=len, reverse=True))
    before = rf"(?:{words}|至少(?P<verb>[一-鿿]{{2,4}}))$"
    lasts = frozenset(word[-1] for word in placed["before"])
    return _Grammar(re.compile(quantity), re.compile(before), lasts, units, bounds)


#: A bound word is none when the character before it makes it part of another word.
_GUARDS = {"约": "节契条预制签", "近": "最临附", "达": "到发表直", "过": "通经不越", "超": "赶", "逾": ""}


def _guarded(word: str) -> str:
    guard = _GUARDS.get(word)
    return (rf"(?<![{guard}])" if guard else "") + re.escape(word)


#: Without one of these there is no quantity; most items hold none.
_NUMERIC = re.compile(rf"[\d{_CN}半番Ⅰ-Ⅴ]")


_GRADED = re.compile("[Ⅰ-Ⅴ]|[一二三]级")
_SCALED = re.compile("[百千万亿]|指数")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities in a folded text, in order, none overlapping another."""
    if not _NUMERIC.search(text):
        return []
    found = _numbers(text)
    if _HINT.search(text):
        found += _proportions(text)
    if _GRADED.search(text):
        found += _grades(text)
    if _SCALED.search(text):
        found += _bare(text)
    if len(found) > 1:
        found.sort(key=lambda q: (q.first, -q.last))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.first >= kept[-1].last:
            kept.append(quantity)
    return kept


def _numbers(text: str) -> list[Quantity]:
    grammar = _grammar()
    found: list[Quantity] = []
    for match in grammar.quantity.finditer(text):
        if not _is_no_amount(match, text):
            quantity = _from(match, text, grammar)
            if text[quantity.start - 1 : quantity.start] in _JOINING:
                found += _sharing(text, quantity)
            found.append(quantity)
    return found


def _is_no_amount(match: re.Match[str], text: str) -> bool:
    """Whether what looks like an amount is a date, or nothing."""
    if "年" in match[0] and _CALENDAR.match(text, match.start()):
        return True
    return match["n1"] == "零" or (match["unit"] == "日" and text[match.start() - 1 : match.start()] == "月")


def _from(match: re.Match[str], text: str, grammar: _Grammar) -> Quantity:
    numeral, many, to, written, after = match.group("n1", "many", "n2", "unit", "after")
    unit, group, rule = grammar.units[written]
    first, end, last = match.start(), match.end(), match.end("unit")
    value, high = _values(match, unit)
    chinese = not numeral[0].isdigit()
    vague = group == "grade" or (chinese and high is not None and not to)
    start, relation, bound = first, "range" if high is not None else "eq", ""
    if many:
        vague = vague or many == "几"
        relation, bound = grammar.bounds[many][0], many
    if after:
        if high is None:
            relation, bound = grammar.bounds[after][0], after
    elif high is None:
        low, said = _bound_before(text, first, grammar)
        if said and not (said == "近" and unit == "年"):
            start, relation, bound = low, grammar.bounds[said][0], said
    if high is None and start == first and unit in ("名", "位"):
        start, relation = _ranked(text, start, relation)
    if chinese and not numeral.strip("十百千万亿"):
        some = _SOME.search(text, max(0, first - 2), first)
        vague = vague or some is not None or numeral != "十"
        first -= some is not None
        start = min(start, first)
    if unit == "成":
        unit = "%"
    return Quantity(start, end, first, last, value, high, unit, group, relation, rule, bound, vague, chinese)


def _bound_before(text: str, first: int, grammar: _Grammar) -> tuple[int, str]:
    """The bound word in front of a number and where it begins; '' for none."""
    low = max(0, first - 8)
    if text[first - 1 : first] in grammar.lasts or text.find("至少", low, first) >= 0:
        before = grammar.before.search(text, low, first)
        if before:
            return before.start(), "至少" if before["verb"] else before.group()
    return first, ""


def _values(match: re.Match[str], unit: str) -> tuple[Decimal, Decimal | None]:
    """The number and, of a range, its upper end; scales said once hold for both: `3—5万`."""
    numeral, to, said = match.group("n1", "n2", "scale")
    value, high, said = number(numeral), None, said or ""
    spoken = None if to or unit in _ORDINAL else _SPOKEN.fullmatch(numeral)
    if spoken:
        head, low, up, scale = spoken.groups("")
        value, high = number(head + low + scale), number(head + up + scale)
    elif to:
        high = number(to)
        if to[0].isdigit() and match["u1"] is None and SCALES.keys().isdisjoint(numeral):
            said += "".join(c for c in to if c in SCALES)
    for scale in said:
        value *= SCALES[scale]
    return (value * 10, high and high * 10) if unit == "成" else (value, high)


#: `几十`, `数百`: a scale of which nobody says how many.
_SOME = re.compile("(?<![十百千万])[几数]$")
#: `一两个`, `三五家`, `二十七八人`, `五六万人`: two digits side by side are a rough range.
_SPOKEN = re.compile(
    "([一二三四五六七八九]?十)?(?:(?=一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)(.)(.))([十百千万亿]*)"
)
#: Units that number things: `一二期` is the first and the second.
_ORDINAL = ("期", "线", "轮", "级", "类", "等", "年级")


#: A rank means nothing without its frame of reference: `全国150名左右`, `全省前20位`.
_FRAME = re.compile(
    r"(?:(?:全国|全省|全区|世界|全球|国内)[一-鿿]{0,4}?)?(?P<top>前)$|(?:全国|全省|世界|全球)$"
)


def _ranked(text: str, first: int, relation: str) -> tuple[int, str]:
    frame = _FRAME.search(text, max(0, first - 8), first)
    if not frame:
        return first, relation
    return frame.start(), "le" if frame["top"] else relation


_SHARED = re.compile(r"(?<![\d.A-Za-z第])(\d{1,18}(?:\.\d{1,12})?[百千万亿]{0,4})[、和]$")
_JOINING = ("、", "和")


def _sharing(text: str, quantity: Quantity) -> list[Quantity]:
    """The numbers of a list that leave their unit to the last: `分别新增5、8和12家`."""
    found: list[Quantity] = []
    at = quantity.start
    while match := _SHARED.search(text, max(0, at - 12), at):
        at, end = match.span(1)
        unit, group, rule = quantity.unit, quantity.group, quantity.rule
        found.append(Quantity(at, end, at, end, number(match[1]), None, unit, group, "eq", rule))
    return found[::-1]


_PERCENT = rf"(?:\d{{1,9}}(?:\.\d{{1,9}})?|[{_CN}]{{1,9}}{_POINT})"
_PROPORTION = re.compile(
    rf"百分之(?P<hundred>{_PERCENT})(?:[至到~—\-](?:百分之)?(?P<to>{_PERCENT}))?|(?P<part>[{_CN}]{{1,9}})分之(?P<of>[{_CN}]{{1,9}})"
    r"|(?<![\d/.])(?P<above>[1-9]\d?)/(?P<below>[1-9](?![\d/年月.-])|[1-9]\d(?=及?以上|左右|[的成,。;、]|$))|(?P<tenths>[一二两三四五六七八九])成(?P<more>[一二三四五六七八九])?|(?P<half>一半)|翻(?P<double>[一两二三四]?)番"
)


_HINT = re.compile("分之|番|一半|/|[一二两三四五六七八九]成")


def _proportions(text: str) -> Iterator[Quantity]:
    for match in _PROPORTION.finditer(text):
        if match["above"] and int(match["above"]) >= int(match["below"]):
            continue
        if match["part"] and not number(match["part"]):
            continue
        quantity = _bounded(
            text, match.start(), match.end(), _proportion(match), "%", "rate", "units/倍数和成数"
        )
        high = number(match["to"]) if match["to"] else None
        yield quantity._replace(value_high=high, relation="range") if high is not None else quantity


def _proportion(match: re.Match[str]) -> Decimal:
    if match["hundred"]:
        return number(match["hundred"])
    if match["part"]:
        return round(100 * number(match["of"]) / number(match["part"]), 2)
    if match["above"]:
        return round(100 * Decimal(match["above"]) / Decimal(match["below"]), 2)
    if match["tenths"]:
        return number(match["tenths"]) * 10 + (number(match["more"]) if match["more"] else 0)
    if match["half"]:
        return Decimal(50)
    return Decimal(100 * (2 ** int(number(match["double"] or "一")) - 1))


_GRADE = re.compile(r"(?P<roman>[ⅠⅡⅢⅣⅤ]{1,3})类|(?P<cn>[一二三])级(?=[甲乙]?[医等])")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5}


def _grades(text: str) -> Iterator[Quantity]:
    """Grades no number with a unit gives: `Ⅲ类`, `三级医院`."""
    for match in _GRADE.finditer(text):
        value = Decimal(_ROMAN[match[0][0]]) if match["roman"] else number(match["cn"])
        unit = match[0][-1]
        yield _bounded(text, match.start(), match.end(), value, unit, "grade", "units/等级", optional=True)


#: What counts itself, so that no unit stands before it: `500万用户`, `25万农村人口`.
_SELF = "(?:农村|城镇|城乡|贫困|户籍|常住|流动|建档|脱贫|省外|市外|外来|重点|困难|特殊){0,2}(?:人口|用户|居民|群众|学生|小学生|中学生|职工|农民|市民|移民|老人|老年人|妇女|儿童|党员|干部|大学生|劳动力|人才|游客|考生|残疾人|群体|家庭)"
_BARE = re.compile(
    rf"(?:达到|突破|超过|跨越|迈上|[达超])(?P<n>\d[\d,.]{{0,18}}[百千万亿]{{1,4}}|[{_CN}]{{0,9}}[百千万亿]{{1,4}})"
    rf"|(?<![\d.A-Za-z第])(?P<of>\d{{1,18}}(?:\.\d{{1,12}})?万)(?=多?{_SELF})"
    rf"|指数(?:达到?)?(?P<index>\d{{1,9}}(?:\.\d{{1,6}})?)(?![\d%个万亿])"
)


def _bare(text: str) -> Iterator[Quantity]:
    """Scaled numbers whose unit goes without saying, after a bound: `人口达到55万`, `产值突破百亿`."""
    for match in _BARE.finditer(text):
        kind = match.lastgroup or "n"
        numeral = match[kind]
        vague = not numeral[0].isdigit()
        unit = "元" if kind == "n" and numeral.endswith("亿") else ""
        yield _bounded(
            text,
            match.start(kind),
            match.end(kind),
            number(numeral),
            unit,
            "count",
            "units/人民币",
            optional=vague,
        )


def _bounded(
    text: str,
    first: int,
    last: int,
    value: Decimal,
    unit: str,
    group: str,
    rule: str,
    *,
    optional: bool = False,
) -> Quantity:
    grammar = _grammar()
    start, end, relation, bound = first, last, "eq", ""
    after = next((w for w in ("及以上", "以上", "以内", "以下", "左右") if text.startswith(w, last)), "")
    if after:
        end, bound = last + len(after), after
    else:
        start, bound = _bound_before(text, first, grammar)
    if bound:
        relation = grammar.bounds[bound][0]
    return Quantity(start, end, first, last, value, None, unit, group, relation, rule, bound, optional, True)
