"""The third witness: figures from a statistical bulletin, set beside what the reports say of the same thing.

A figure that cannot be compared is shown without a verdict; a figure that was revised keeps its verdict beside the later one.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from luoshi.compiler.compilation import Target
from luoshi.compiler.quantities import find_quantities
from luoshi.errors import TableError
from luoshi.reckoning.compare import factor, plain, satisfies, slack
from luoshi.reckoning.findings import Finding, Pairing, Reckoning, Statistic, Verdict, Witness
from luoshi.reckoning.promises import Promise, Sort, plain_name
from luoshi.reckoning.reckoning import short_place
from luoshi.reckoning.sheets import Heading, Line, day, read_sheet
from luoshi.text.fold import fold

HEADINGS = (
    Heading("indicator", ("指标", "指标名称", "indicator")),
    Heading("place", ("地区", "地方", "place")),
    Heading("year", ("年份", "年度", "年", "year")),
    Heading("value", ("数值", "数", "值", "数据", "value")),
    Heading("unit", ("单位", "计量单位", "unit")),
    Heading("source", ("来源", "数据来源", "出处", "source")),
    Heading("measure", ("口径", "measure"), needed=False),
    Heading("published", ("公布日期", "发布日期", "published"), needed=False),
)
_MEASURES = {
    "growth": "growth", "增长": "growth", "增速": "growth", "同比": "growth",
    "level": "level", "水平": "level", "总量": "level", "output": "output", "产出": "output", "工作量": "output",
}  # fmt: skip
#: Ends of names that say what is counted is a change, and which way.
_FALL = re.compile(r"(?:比上年|同比)?(?:下降率|下降|降幅|降低率|降低)$")
_RISE = re.compile(r"(?:比上年|同比)?(?:增长速度|增长率|增速|增幅|涨跌幅|涨幅|增长|上涨)$")
#: Names of what is a share by itself: its percentage is a level, not a rate of growth.
_SHARE = re.compile(r"(?:率|比重|占比|比例|强度|系数|覆盖面|水平)$")
_RATES = ("%", "百分点")
_VALUE = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Statistics:
    """The usable rows of a file, and what is said of the others, line by line."""

    name: str
    rows: tuple[Statistic, ...]
    notes: tuple[str, ...] = field(default=())


def read_statistics(path: Path) -> Statistics:
    """The statistics of a CSV or XLSX file. Good rows are kept, each bad one is explained.

    Raises TableError where the headings are wrong or no row can be used, ReadError where the file cannot be read.
    """
    rows: list[Statistic] = []
    notes: list[str] = []
    for line in read_sheet(path, HEADINGS):
        try:
            rows.append(_statistic(line))
        except TableError as error:
            notes.append(f"{path.name} 第 {line.number} 行：{error}这一行没有用。")
    if not rows:
        raise TableError("\n".join([f"{path.name}：没有一行可以用。", *(notes or ["表里只有列名。"])]))
    kept, more = _distinct(path, rows)
    return Statistics(path.name, tuple(kept), (*notes, *more))


def _statistic(line: Line) -> Statistic:
    cells = line.cells
    for heading in HEADINGS:
        if heading.needed and not cells[heading.name]:
            raise TableError(f"“{heading.words[0]}”是空的，请补上。")
    indicator = re.sub(r"[（(][^（）()]*[)）]$", "", cells["indicator"]) or cells["indicator"]
    value, unit = _amount(cells["value"], cells["unit"])
    name, measure, direction = _measured(indicator, unit, _stated(cells.get("measure", "")))
    return Statistic(
        row=line.number,
        indicator=name,
        place=cells["place"],
        year=_year(cells["year"]),
        value=value,
        unit=unit,
        quote=f"{cells['value']}{'' if cells['value'].endswith(cells['unit']) else cells['unit']}",
        measure=measure,
        direction=direction,
        source=cells["source"],
        published=_published(cells.get("published", "")),
    )


def _amount(value: str, unit: str) -> tuple[Decimal, str]:
    """The number with its scale multiplied out, in a unit the rulebook knows."""
    bare = fold(value).replace(",", "").replace(" ", "").replace("−", "-").removesuffix(fold(unit))
    if not _VALUE.fullmatch(bare):
        raise TableError(f"“{value}”不是数。请只写数字，例如 5.8；下降的写负数。")
    # The unit by itself, with a number that cannot be a year or a grade.
    found = find_quantities(fold(f"3{unit}"))
    if len(found) != 1 or (found[0].first, found[0].last) != (0, len(fold(unit)) + 1) or not found[0].unit:
        raise TableError(
            f"不认识单位“{unit}”。请换成报告里用的写法，例如 亿元、万人、%；"
            "确实要用的，加到 rulebook/data/units.yaml。"
        )
    try:
        return Decimal(bare) * found[0].value / 3, found[0].unit
    except InvalidOperation:
        raise TableError(f"“{value}”太长，不像一个统计数。请核对。") from None


def _year(said: str) -> int:
    bare = fold(said).removesuffix("年")
    if not re.fullmatch(r"(?:19|20)\d\d", bare):
        raise TableError(f"“{said}”不是年份。请写四位数字，例如 2025。")
    return int(bare)


def _stated(said: str) -> str:
    if said and said not in _MEASURES:
        raise TableError(f"不认识口径“{said}”。可写：增长、水平、产出；不知道的空着。")
    return _MEASURES.get(said, "")


def _published(said: str) -> datetime.date | None:
    found = day(said)
    if said and found is None:
        raise TableError(f"公布日期“{said}”不是日期。请写成 2026-02-27 的样子。")
    return found


def _measured(name: str, unit: str, stated: str) -> tuple[str, str, str | None]:
    """The indicator without the words that say how it is measured, the measure and the direction."""
    if _FALL.search(name):
        return _FALL.sub("", name) or name, "growth", "down"
    if _RISE.search(name) and stated in ("", "growth"):
        return _RISE.sub("", name) or name, "growth", None
    if stated or unit not in _RATES:
        return name, stated, None
    return name, "level" if _SHARE.search(plain_name(name)) else "growth", None


def _distinct(path: Path, rows: Sequence[Statistic]) -> tuple[list[Statistic], list[str]]:
    """Each row once, and what is to be said of rows that repeat or contradict another."""
    seen: dict[tuple[object, ...], Statistic] = {}
    told: dict[tuple[object, ...], Statistic] = {}
    kept, notes = [], []
    for row in rows:
        thing = (
            short_place(row.place),
            row.year,
            plain_name(row.indicator),
            row.measure,
            row.direction,
            row.unit,
        )
        whence = (*thing, row.source, row.published)
        if (*whence, row.value) in seen:
            first = seen[*whence, row.value]
            notes.append(f"{path.name} 第 {row.row} 行和第 {first.row} 行一样，只算一次。")
            continue
        if whence in told:
            notes.append(
                f"{path.name} 第 {row.row} 行和第 {told[whence].row} 行是同一来源的同一个数，却不一样"
                f"（{row.quote}、{told[whence].quote}）。两个都列出，分不出先后；请核对，或写明公布日期。"
            )
        seen[*whence, row.value] = told[whence] = row
        kept.append(row)
    return kept, notes


def witnessed(reckoning: Reckoning, statistics: Statistics) -> Reckoning:
    """The reckoning with the statistics set beside its findings. The reports' own verdicts stay as they were."""
    used: Counter[int] = Counter()
    pairings = []
    for pairing in reckoning.pairings:
        known = _known(pairing, statistics.rows)
        findings = tuple(_beside(finding, known, used) for finding in pairing.findings)
        pairings.append(replace(pairing, findings=findings))
    notes = (*statistics.notes, *_unused(reckoning, statistics, used))
    return replace(reckoning, pairings=tuple(pairings), warnings=(*reckoning.warnings, *notes))


def _known(pairing: Pairing, rows: Sequence[Statistic]) -> dict[str, list[Statistic]]:
    """The statistics of the pair's place and of the year promised for, by the indicator's usual name."""
    place = short_place(pairing.new.place or pairing.old.place)
    found: dict[str, list[Statistic]] = defaultdict(list)
    for row in rows:
        if row.year == pairing.old.year and short_place(row.place) == place:
            found[plain_name(row.indicator)].append(row)
    return found


def _beside(finding: Finding, known: dict[str, list[Statistic]], used: Counter[int]) -> Finding:
    promise = finding.promise
    if promise.sort is not Sort.AMOUNT or promise.target is None:
        return finding
    rows = known.get(promise.scope + promise.name, [])
    used.update(row.row for row in rows)
    # What cannot be compared says something only where nothing else can be.
    fitting = [row for row in rows if not _unlike(promise.target, row)] or rows
    ordered = sorted(fitting, key=lambda row: (row.published or datetime.date.min, row.row))
    return replace(finding, witnesses=tuple(_witness(finding, promise, row, ordered) for row in ordered))


def _witness(finding: Finding, promise: Promise, row: Statistic, others: Sequence[Statistic]) -> Witness:
    target = promise.target
    assert target is not None
    why = _unlike(target, row)
    if why:
        return Witness(row, None, None, None, False, (), why)
    by = factor(row.unit, target.unit) or Decimal(1)
    fall = (target.direction == "down") != (row.direction == "down")
    value = -row.value * by if fall else row.value * by
    met, _, step = satisfies(target, value)
    steps = [] if by == 1 else [f"{plain(row.value)}{row.unit} = {plain(abs(value))}{target.unit}"]
    return Witness(
        statistic=row,
        verdict=Verdict.MET if met else Verdict.SHORT,
        value=value,
        agrees=_agrees(finding, target, row, value),
        superseded=_superseded(row, others),
        steps=(*steps, step),
        why="",
    )


def _unlike(target: Target, row: Statistic) -> str:
    """Why the figure cannot be compared with the promise; empty where it can."""
    growing = row.measure == "growth"
    if growing != (target.measure == "growth"):
        return "口径不同：一个是增长，一个不是"
    if factor(row.unit, target.unit) is None:
        return f"单位不同：承诺的是{target.unit or '个数'}，统计的是{row.unit}"
    if target.direction == "down" and row.direction is None and row.value > 0:
        return "升降不明：承诺的是下降，统计数是正的；请把指标写成“……降幅”，或把下降写成负数"
    if {row.measure, target.measure} == {"level", "output"}:
        return "口径不同：一个是期末的总数，一个是期内完成的数"
    return ""


def _superseded(row: Statistic, others: Sequence[Statistic]) -> bool:
    return row.published is not None and any(
        other.published is not None and other.published > row.published for other in others
    )


def _agrees(finding: Finding, target: Target, row: Statistic, value: Decimal) -> bool | None:
    """Whether the report's figure is the same number, as far as the coarser of the two was written."""
    figure = finding.figure
    if finding.verdict not in (Verdict.MET, Verdict.SHORT) or figure is None:
        return None
    said = Decimal(finding.reported)
    by = factor(figure.unit, target.unit) or Decimal(1)
    rounding = max(_last_digit(figure.quote, figure.value) * by, _last_digit(row.quote, row.value)) / 2
    if figure.relation in ("ge", "gt"):
        return value >= said - rounding
    if figure.relation in ("le", "lt"):
        return value <= said + rounding
    allowed = max(rounding, slack(target)) if figure.relation == "approx" else rounding
    return abs(value - said) <= allowed


def _last_digit(quote: str, value: Decimal) -> Decimal:
    """What one of the last digit written is worth: of `3.31万人` a hundred."""
    written = _VALUE.search(fold(quote).replace(",", ""))
    if written is None or not Decimal(written.group()):
        return Decimal(0)
    number = Decimal(written.group())
    return abs(Decimal(1).scaleb(int(number.as_tuple().exponent)) * value / number)


def _unused(reckoning: Reckoning, statistics: Statistics, used: Counter[int]) -> Iterator[str]:
    """Rows that say nothing of any promise: of another place or year together, unknown indicators one by one."""
    here = {
        (short_place(p.new.place or p.old.place), p.old.year): f"{p.old.year} 年" for p in reckoning.pairings
    }
    elsewhere = 0
    for row in statistics.rows:
        if row.row in used:
            continue
        if (short_place(row.place), row.year) in here:
            yield (
                f"{statistics.name} 第 {row.row} 行：{row.year} 年的承诺里没有叫“{row.indicator}”的指标，没有用上。"
                "指标请照报告里的叫法写；叫法不同的，加到 rulebook/data/synonyms.yaml。"
            )
        else:
            elsewhere += 1
    if elsewhere:
        yield f"{statistics.name}：有 {elsewhere} 行是别的地方或年份的，没有用（这次对的是{'、'.join(sorted(set(here.values())))}的承诺）。"
