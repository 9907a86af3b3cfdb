"""Units as tables and clauses write them, their scales, and how many digits a number was written with."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from luoshi.compiler.numerals import SCALES
from luoshi.reckoning.compare import factor
from luoshi.rulebook import entries
from luoshi.text.fold import fold

#: What the reckoning of reports never needed: how many of the second one of the first is.
_MORE = {
    ("公顷", "平方米"): Decimal(10000),
    ("平方公里", "平方米"): Decimal(1000000),
    ("亩", "平方米"): Decimal(2000) / Decimal(3),
    ("吨", "克"): Decimal(1000000),
    ("%", "‰"): Decimal(10),
    ("千瓦时", "度"): Decimal(1),
    ("平方千米", "平方公里"): Decimal(1),
    ("平方千米", "亩"): Decimal(1500),
}
_IN_BRACKETS = re.compile(r"[(\[【](?:计量)?(?:单位)?[:]?([^()\[\]【】]{1,14})[)\]】]")
#: A unit said for a whole table: 单位：万亩、%.
UNIT_LINE = re.compile(r"(?:计量|金额|面积)?单位[:]\s*([^\s:;。()]{1,24})")
_NOT_UNITS = re.compile("公章|盖章|签章|名称|负责人|全称|局|委|厅|公司|政府|中心|乡镇|县|市|区")
_END = re.compile(r"(?:[百千万亿]*(?:元|亩|公顷|公里|平方米|吨|千瓦|立方米)|%)$")
_COUNTED = re.compile(r"(?P<u>[人户家个套所座处辆台项场间栋])(?:数|次数)$")

#: 小区数, 企业数: what is counted is said, and one of it is the unit.
_COUNT_OF = re.compile(
    r"[一-鿿]{2}数$(?<!指数)(?<!系数)(?<!任务数)(?<!计划数)(?<!完成数)(?<!合计数)(?<!累计数)(?<!绝对数)(?<!目标数)(?<!本月数)(?<!同期数)(?<!实际数)(?<!亩数)(?<!天数)(?<!倍数)(?<!分数)(?<!基数)(?<!本期数)(?<!总数)(?<!期末数)(?<!期初数)(?<!年末数)(?<!本年数)(?<!上年数)(?<!当期数)(?<!上期数)"
)


@cache
def _units() -> dict[str, tuple[str, str]]:
    return {
        fold(word): (
            entry.fields.get("same_as", word.removeprefix("个") if len(word) > 1 else word),
            entry.fields["group"],
        )
        for entry in entries("units")
        for word in entry.words
    } | {"度": ("度", "size"), "平方千米": ("平方千米", "size")}


_THOUSANDS = frozenset(f"千{c}" for c in "瓦米克伏卡焦赫")


@lru_cache(maxsize=8192)
def parse_unit(text: str) -> tuple[Decimal, str] | None:
    """The scale and the unit of a written unit (`万亩` is 10000 亩); None for what is no unit."""
    text = fold(text).strip().replace(" ", "").strip("/、,")
    scale = Decimal(1)
    rest = text
    while rest:
        # 万平方米 is ten thousand 平方米; 千瓦 is a unit of its own.
        scaled = rest[0] in SCALES and rest[1:] in _units() and rest[:2] not in _THOUSANDS
        if rest in _units() and not scaled:
            return scale, _units()[rest][0]
        if rest[0] in SCALES:
            scale *= SCALES[rest[0]]
            rest = rest[1:]
        else:
            return None
    return None


def known_units() -> frozenset[str]:
    """Every unit that the rulebook knows, in its usual form."""
    return frozenset(unit for unit, _ in _units().values())


def group(unit: str) -> str:
    """What a unit measures: count, money, size, rate, time …; '' where it is unknown."""
    known = _units().get(unit)
    return known[1] if known else ""


@lru_cache(maxsize=8192)
def units_in(label: str) -> tuple[tuple[Decimal, str], ...]:
    """The units that a heading gives its numbers: in brackets, at its end, or by what it counts (人数)."""
    text = fold(label).replace(" ", "")
    if _COUNT_OF.search(text) and not _IN_BRACKETS.search(text) and not _COUNTED.search(text):
        return ((Decimal(1), "个"),)
    found = [u for m in _IN_BRACKETS.finditer(text) for u in _listed(m[1])]
    if not found:
        for ending in (_END.search(text), _COUNTED.search(text)):
            unit = ending and parse_unit(ending["u"] if "u" in ending.groupdict() else ending[0])
            if unit:
                return (unit,)
        after = re.search(r"[/:,](?P<u>[^/:,]{1,6})$", text)
        unit = after and parse_unit(after["u"])
        if unit:
            return (unit,)
    return tuple(found)


@lru_cache(maxsize=8192)
def table_units(text: str) -> tuple[tuple[Decimal, str], ...]:
    """The units that a line says for the whole table under it."""
    found: list[tuple[Decimal, str]] = []
    for match in UNIT_LINE.finditer(fold(text)):
        if not _NOT_UNITS.search(match[1]):
            found += _listed(match[1])
    if not found and len(text) < 60:
        found += [u for m in _IN_BRACKETS.finditer(fold(text)) for u in _listed(m[1])]
    return tuple(found)


def _listed(text: str) -> list[tuple[Decimal, str]]:
    whole = parse_unit(text)  # 微克/立方米 is one unit
    if whole:
        return [whole]
    return [unit for part in re.split(r"[、,;/和]|\s", text) if (unit := parse_unit(part))]


@lru_cache(maxsize=4096)
def convert(unit: str, wanted: str) -> Decimal | None:
    """By how much an amount in `unit` is multiplied to be in `wanted`; None where that cannot be."""
    by = factor(unit, wanted)
    if by is not None:
        return by
    if (unit, wanted) in _MORE:
        return _MORE[unit, wanted]
    if (wanted, unit) in _MORE:
        return 1 / _MORE[wanted, unit]
    counted = ("count", "title")
    if group(unit) in counted and group(wanted) in counted and "个" in (unit, wanted):
        return Decimal(1)
    return None


_TAIL = re.compile(r"(\d[\d,]*)?(?:\.(\d+))?([百千万亿]*)$")


def quantum(numeral: str) -> Decimal:
    """The size of the last digit written: of `8.2万` 1000, of `82000` 1, of `八万二千` 1000."""
    numeral = fold(numeral).strip()
    match = _TAIL.search(numeral)
    scale = Decimal(1)
    for character in match[3] if match else "":
        scale *= SCALES[character]
    decimals = len(match[2]) if match and match[2] else 0
    if "点" in numeral:
        decimals = len(numeral.partition("点")[2].rstrip("万亿"))
    return scale.scaleb(-decimals)


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The value to a multiple of `step`, halves away from zero."""
    return (value / step).to_integral_value(ROUND_HALF_UP) * step
