"""Quantities: every number with a unit in a clause, with its bound words, whatever it is there for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from luoshi.compiler.numerals import SCALES, number
from luoshi.rulebook import entries

_CN = "零〇一二两三四五六七八九十百千万亿"
#: 千 before a unit that begins with it (千瓦, 千克) belongs to the unit; `5千米` is a length in kilometres too.
_SCALE = r"(?:[百万亿]|千(?![瓦米克伏卡焦赫方])){0,4}"
#: No report counts with longer numerals; a bound keeps a text of nothing but digits from taking for ever.
_NUMERAL = (
    rf"(?:\d{{1,18}}(?:,\d{{3}}){{0,6}}(?:\.\d{{1,12}})?{_SCALE}|[{_CN}]{{1,18}}(?:点[{_CN}]{{1,12}})?)"
)
_CALENDAR = re.compile(r"(?:19|20)\d\d年|[一二]?[〇零一二三四五六七八九]{3,}年")


@dataclass(frozen=True, slots=True)
class Quantity:
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
    quantity: re.Pattern[str]
    before: re.Pattern[str]
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
    unit, many = _alternation(list(units)), _alternation(placed["number"])
    quantity = (
        rf"(?<![A-Za-z\d.第])(?P<n1>{_NUMERAL})(?:(?P<many>{many})(?P<scale>{_SCALE}))?"
        rf"(?:(?P<u1>{unit})?(?P<b1>{_alternation(placed['after'])})?[至到~—\-](?P<n2>{_NUMERAL})(?:{many})?)?"
        rf"(?P<unit>{unit})(?:(?P<after>{_alternation(placed['after'])})(?!水平|学历|职称))?"
    )
    words = "|".join(_guarded(w) for w in sorted(placed["before"], key=len, reverse=True))
    before = rf"(?:{words}|至少(?P<verb>[一-鿿]{{2,4}}))$"
    return _Grammar(re.compile(quantity), re.compile(before), units, bounds)


#: A bound word is none when the character before it makes it part of another word.
_GUARDS = {"约": "节契条预制签", "近": "最临附", "达": "到发表直", "过": "通经不越", "超": "赶", "逾": ""}


def _guarded(word: str) -> str:
    guard = _GUARDS.get(word)
    return (rf"(?<![{guard}])" if guard else "") + re.escape(word)


#: Without one of these there is no quantity; most items hold none.
_NUMERIC = re.compile(rf"[\d{_CN}半番Ⅰ-Ⅴ]")


_GRADED = re.compile("[345]A|[Ⅰ-Ⅴ]|[一二三]级")
_SCALED = re.compile("[百千万亿]|指数")


def find_quantities(text: str) -> list[Quantity]:
    """All quantities in a folded text, in order, none overlapping another."""
    if not _NUMERIC.search(text):
        return []
    found = [*_numbers(text), *_proportions(text)]
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


def _numbers(text: str) -> Iterator[Quantity]:
    grammar = _grammar()
    for match in grammar.quantity.finditer(text):
        if _CALENDAR.match(text, match.start()) or match["n1"] == "零":
            continue
        quantity = _from(match, text, grammar)
        yield from _sharing(text, quantity)
        yield quantity


def _from(match: re.Match[str], text: str, grammar: _Grammar) -> Quantity:
    unit, group, rule = grammar.units[match["unit"]]
    first, last = match.start("n1"), match.end("unit")
    value, high = number(match["n1"]), None
    if match["n2"]:
        high = number(match["n2"])
        if match["u1"] is None and not (set(match["n1"]) & set(SCALES)):
            for scale in (
                re.sub(rf"[^{''.join(SCALES)}]", "", match["n2"]) if match["n2"][0].isdigit() else ""
            ):
                value *= SCALES[scale]
    for scale in match["scale"] or "":
        value *= SCALES[scale]
    if unit == "成":
        value, high, unit = value * 10, high and high * 10, "%"
    start, relation, bound = first, "range" if high is not None else "eq", ""
    if match["many"]:
        relation, bound = grammar.bounds[match["many"]][0], match["many"]
    if match["after"]:
        last_bound = match.end("after")
        if high is None:
            relation, bound = grammar.bounds[match["after"]][0], match["after"]
    else:
        last_bound = last
        before = grammar.before.search(text, max(0, first - 8), first)
        if before and high is None and not (before.group() == "近" and unit == "年"):
            start = before.start()
            bound = "至少" if before["verb"] else before.group()
            relation = grammar.bounds[bound][0]
    if high is None and start == first and unit in ("名", "位"):
        start, relation = _ranked(text, start, relation)
    chinese = not match["n1"][0].isdigit()
    vague = chinese and not (set(match["n1"]) - set(SCALES)) and match["n1"] != "十"
    return Quantity(
        start, last_bound, first, last, value, high, unit, group, relation, rule, bound, vague, chinese
    )


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


def _sharing(text: str, quantity: Quantity) -> Iterator[Quantity]:
    """The numbers of a list that leave their unit to the last: `分别新增5、8和12家`."""
    match = _SHARED.search(text, max(0, quantity.start - 12), quantity.start)
    if match:
        shared = Quantity(
            match.start(1),
            match.end(1),
            match.start(1),
            match.end(1),
            number(match[1]),
            None,
            quantity.unit,
            quantity.group,
            "eq",
            quantity.rule,
        )
        yield from _sharing(text, shared)
        yield shared


_PROPORTION = re.compile(
    rf"百分之(?P<hundred>[{_CN}]{{1,9}}(?:点[{_CN}]{{1,9}})?)|(?P<part>[{_CN}]{{1,9}})分之(?P<of>[{_CN}]{{1,9}})"
    r"|(?<![\d/.])(?P<above>[1-9]\d?)/(?P<below>[1-9]\d?)(?![\d/年月.-])|(?P<tenths>[一二两三四五六七八九])成(?P<more>[一二三四五六七八九])?|(?P<half>一半)|翻(?P<double>[一两二三四]?)番"
)


_HINT = re.compile("分之|番|一半|/|[一二两三四五六七八九]成")


def _proportions(text: str) -> Iterator[Quantity]:
    if not _HINT.search(text):
        return
    for match in _PROPORTION.finditer(text):
        yield _bounded(text, match.start(), match.end(), _proportion(match), "%", "rate", "units/倍数和成数")


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


_GRADE = re.compile(
    r"(?<![A-Za-z\d])(?P<a>[345]A级?)(?![A-Za-z])|(?P<roman>[ⅠⅡⅢⅣⅤ]{1,3})类|(?P<cn>[一二三])级(?=[甲乙]?[医等])"
)
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5}


def _grades(text: str) -> Iterator[Quantity]:
    for match in _GRADE.finditer(text):
        kind = match.lastgroup
        unit = match[0][1:] if kind == "a" else "类" if kind == "roman" else "级"
        value = (
            Decimal(match[0][0])
            if kind == "a"
            else Decimal(_ROMAN[match[0][0]])
            if kind == "roman"
            else number(match[0][0])
        )
        yield _bounded(text, match.start(), match.end(), value, unit, "grade", "units/等级", optional=True)


#: What counts itself, so that no unit stands before it: `500万用户`, `25万农村人口`.
_SELF = "(?:农村|城镇|城乡|贫困|户籍|常住|流动|建档|脱贫)?(?:人口|用户|居民|群众|学生|小学生|中学生|职工|农民|市民|移民|老人|老年人|妇女|儿童|党员|干部|大学生|劳动力|人才|游客|考生|残疾人)"
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
    before = grammar.before.search(text, max(0, first - 8), first)
    if after:
        end = last + len(after)
        relation, bound = grammar.bounds[after][0], after
    elif before:
        start = before.start()
        bound = "至少" if before["verb"] else before.group()
        relation = grammar.bounds[bound][0]
    return Quantity(start, end, first, last, value, None, unit, group, relation, rule, bound, optional, True)
