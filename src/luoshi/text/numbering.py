"""Automatic numbering of Word files: the mark that Word shows before a paragraph but does not store in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

_DIGITS = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    """一 to 九十九; beyond that digit by digit, as no report numbers so far."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    ten = "十" if tens else ""
    return (_DIGITS[tens] if tens > 1 else "") + ten + (_DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    mark = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        mark += letters * times
    return mark


def _from(first: str, last: int) -> Callable[[int], str]:
    """Characters that stand in a row: ① to ⑳ is `_from("①", 20)`."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _of(marks: str) -> Callable[[int], str]:
    return lambda number: marks[number - 1] if 0 < number <= len(marks) else str(number)


_FULLWIDTH = {ord("0") + digit: ord("０") + digit for digit in range(10)}
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULLWIDTH),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,  # what WPS and Chinese Word write for 一、二、三
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "chineseLegalSimplified": _of("壹贰叁肆伍陆柒捌玖拾"),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    pattern: str
    gap: str


@dataclass(slots=True)
class _List:
    """An abstract list: its levels, the styles bound to them, and how far it has counted."""

    levels: dict[int, _Level]
    styles: dict[str, int]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one file, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None, w: str) -> None:
        self._w = w
        self._lists = {} if numbering is None else self._read_lists(numbering)
        self._numbers: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        for number in [] if numbering is None else numbering.findall(f"{w}num"):
            self._read_number(number)
        found = [] if styles is None else styles.findall(f"{w}style")
        self._styles = {self._get(style, "styleId"): style for style in found}

    def mark(self, properties: etree._Element | None) -> str:
        """What Word shows before the paragraph of these properties (`w:pPr`), "" where nothing."""
        where = None if properties is None else self._where(properties)
        if where is None:
            return ""
        number, depth = where
        found = self._lists.get(self._numbers.get(number, ""))
        if found is None or depth not in found.levels:
            return ""
        self._count(found, number, depth)
        return _render(found, depth)

    def _where(self, properties: etree._Element) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's."""
        w = self._w
        style = self._value(properties.find(f"{w}pStyle"))
        own = properties.find(f"{w}numPr")
        inherited = self._style_numbering(style)
        number = self._value(own.find(f"{w}numId")) if own is not None else ""
        if not number and inherited is not None:
            number = self._value(inherited.find(f"{w}numId"))
        if not number or number == "0":
            return None
        for level in (own, inherited):
            if level is not None and (depth := self._value(level.find(f"{w}ilvl"))):
                return number, _int(depth, 0)
        found = self._lists.get(self._numbers.get(number, ""))
        return number, found.styles.get(style, 0) if found else 0

    def _style_numbering(self, style: str) -> etree._Element | None:
        """The `w:numPr` of a style or of the nearest style it is based on."""
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style].find(f"{self._w}pPr/{self._w}numPr")
            if found is not None:
                return found
            style = self._value(self._styles[style].find(f"{self._w}basedOn"))
        return None

    def _count(self, found: _List, number: str, depth: int) -> None:
        for level, start in self._restarts.pop(number, {}).items():
            found.counts[level] = start - 1
        for level in range(depth):
            if level in found.levels:
                found.counts.setdefault(level, found.levels[level].start)
        found.counts[depth] = found.counts.get(depth, found.levels[depth].start - 1) + 1
        for level in [level for level in found.counts if level > depth]:
            del found.counts[level]

    def _read_lists(self, numbering: etree._Element) -> dict[str, _List]:
        return {
            self._get(each, "abstractNumId"): self._read_list(each)
            for each in numbering.findall(f"{self._w}abstractNum")
        }

    def _read_list(self, element: etree._Element) -> _List:
        w = self._w
        levels = {_int(self._get(level, "ilvl"), 0): level for level in element.findall(f"{w}lvl")}
        styles = {self._value(level.find(f"{w}pStyle")): depth for depth, level in levels.items()}
        return _List({depth: self._read_level(level) for depth, level in levels.items()}, styles)

    def _read_level(self, level: etree._Element) -> _Level:
        w = self._w
        start, form, pattern, gap = (
            self._value(level.find(f"{w}{name}")) for name in ("start", "numFmt", "lvlText", "suff")
        )
        return _Level(_int(start, 1), form or "decimal", pattern, "" if gap == "nothing" else " ")

    def _read_number(self, number: etree._Element) -> None:
        w, name = self._w, self._get(number, "numId")
        self._numbers[name] = self._value(number.find(f"{w}abstractNumId"))
        self._restarts[name] = {
            _int(self._get(override, "ilvl"), 0): _int(self._value(start), 1)
            for override in number.findall(f"{w}lvlOverride")
            if (start := override.find(f"{w}startOverride")) is not None
        }

    def _get(self, element: etree._Element, name: str) -> str:
        return str(element.get(f"{self._w}{name}", ""))

    def _value(self, element: etree._Element | None) -> str:
        return "" if element is None else self._get(element, "val")


def _render(found: _List, depth: int) -> str:
    level = found.levels[depth]
    if level.format == "bullet":
        # Symbol fonts put their bullets in the private area, where they mean nothing as text.
        return "" if any("\ue000" <= c <= "\uf8ff" for c in level.pattern) else level.pattern + level.gap
    mark = level.pattern
    for each, count in found.counts.items():
        form = _FORMATS.get(found.levels[each].format, str) if each in found.levels else str
        mark = mark.replace(f"%{each + 1}", form(count))
    # After 一、 and （一） nothing more is needed; 1. would run into the words.
    return mark if not mark or not mark[-1].isascii() else mark + level.gap


def _int(value: str, default: int) -> int:
    try:
        return int(value)
    except ValueError:
        return default
