"""Series: one indicator through the reports of many years, what was promised for a year beside what was reported of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median
from typing import Any

from luoshi.compiler.compilation import Compilation, Item, Target, Tense
from luoshi.errors import NoSeries
from luoshi.reckoning.clauses import Part, parts
from luoshi.reckoning.compare import satisfies
from luoshi.reckoning.findings import Verdict
from luoshi.reckoning.promises import plain_name
from luoshi.text.fold import fold


@dataclass(frozen=True, slots=True)
class Point:
    """An amount of the indicator in a report, for the year it holds for. `aside` says why it is not in the series."""

    year: int
    promised: bool
    target: Target
    report: int
    source: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the series. `verdict` where both are there; an amount promised and not reported has none."""

    year: int
    promised: Point | None
    reported: Point | None
    verdict: Verdict | None
    aside: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The years in order. `unit`, `measure` and `direction` are those of every point in it."""

    indicator: str
    place: str
    unit: str
    measure: str
    direction: str | None
    years: tuple[Year, ...]


#: What surrounds an indicator's name and is none of it.
_BEFORE = re.compile(r"^(?:五年来|来|累计|每年|计划|提出|今年|全年|预期|预计|主要|安排|其中|的)+")
_BEHIND = re.compile(r"(?:人数|人口|人员|预期目标|目标|预期)+$")
#: Words in front of an amount that make it one of several years, or of another year.
_MANY_YEARS = re.compile(
    r"(?:五|四|三|(?<!\d)[543])年|十[一二三四五]五|年均|平均每年|每年|累计|本届|去年多|比\d{4}年|翻[一两]番|占|比重|人均"
)
#: An amount of one year is not so many times what is usual: it is one of several years.
_USUAL = Decimal("2.5")
#: In a look back on several years less is enough to be doubted.
_USUAL_OF_YEARS = Decimal("1.5")
_OF_YEARS = "在多年回顾里"
#: A promise is not measured to a decimal against the year before: that is its result, read amiss.
_RESULT = re.compile(r"比上年|比去年|同比")
#: With fewer points than this nothing is usual.
_ENOUGH = 5


def series(indicator: str, compilations: Sequence[Compilation], *, measure: str | None = None) -> Series:
    """The indicator in the reports, in the measure and unit most often promised (or in `measure`).

    Raises NoSeries where no report has it.
    """
    name = _key(indicator)
    points = [point for compilation in compilations for point in _points(name, compilation)]
    if measure is not None:
        points = [point for point in points if point.target.measure == measure]
    if not points:
        said = f"（口径 {measure}）" if measure else ""
        raise NoSeries(
            f"{len(compilations)} 份报告里都没有“{indicator}”{said}的数。请照报告里的叫法写；叫法不同的，加到 rulebook/data/synonyms.yaml。"
        )
    kind = _commonest(points)
    kept = _marked([point for point in points if _kind(point.target) == kind])
    direction = Counter(p.target.direction for p in kept if not p.aside).most_common(1)
    place = next((c.place for c in compilations if c.place), "")
    return Series(
        indicator, place, kind[1], kind[0], direction[0][0] if direction else None, tuple(_years(kept))
    )


def _key(words: str) -> str:
    """The name by its characters alone: `新增城镇就业` is `城镇新增就业`."""
    name = plain_name(fold(words))
    return "".join(sorted(_BEHIND.sub("", _BEFORE.sub("", name)).replace("能源消耗", "能耗")))


def _points(name: str, compilation: Compilation) -> Iterator[Point]:
    for item, part in zip(compilation.items, parts(compilation), strict=True):
        for target in item.targets:
            if target.optional or name != _key(target.indicator) or target.scope not in _HERE:
                continue
            promised = item.tense is Tense.PLEDGE
            if (promised and part is not Part.PLAN) or item.tense is Tense.SITUATION:
                continue
            year = compilation.year if promised else compilation.year - 1
            aside = _aside(item, target, part, year)
            yield Point(year, promised, target, compilation.year, compilation.document.source, aside)


#: Scopes that are the whole place.
_HERE = {"", "全国", "全省", "全市", "全区", "全县", "全州", "全盟", "全旗"}


def _aside(item: Item, target: Target, part: Part, year: int) -> str:
    """Why an amount is not of that one year; empty where nothing says so."""
    before = re.split(r"[。；;!?]", fold(item.text[: target.start - item.start]))[-1][-40:]
    many = _MANY_YEARS.search(before)
    if many:
        return f"前面说到“{many.group()}”，不是一年的数"
    if target.due[:4].isdigit() and int(target.due[:4]) != year:
        return f"说的是 {target.due[:4]} 年"
    if item.tense is Tense.PLEDGE and target.relation == "eq" and _RESULT.search(before):
        return "像是上一年的结果"
    return _OF_YEARS if part is Part.YEARS else ""


def _kind(target: Target) -> tuple[str, str]:
    return ("growth" if target.measure == "growth" else "amount", target.unit)


def _commonest(points: Sequence[Point]) -> tuple[str, str]:
    """The measure and unit most often promised, then most often reported."""
    promised = Counter(_kind(p.target) for p in points if p.promised and not p.aside)
    found = Counter(_kind(p.target) for p in points)
    return max(found, key=lambda kind: (promised[kind], found[kind], kind))


def _marked(points: Sequence[Point]) -> list[Point]:
    """The points, those set aside that are several times what is usual. A level grows; only flows and rates have a usual."""
    levels = any(p.target.measure == "level" for p in points)
    usual = [abs(p.target.value) for p in points if not p.aside]
    if levels or len(usual) < _ENOUGH:
        return list(points)
    middle = median(usual)
    return [
        replace(p, aside="比通常的大得多，像几年合计")
        if abs(p.target.value) > middle * (_USUAL_OF_YEARS if p.aside == _OF_YEARS else _USUAL)
        and p.aside in ("", _OF_YEARS)
        else p
        for p in points
    ]


def _years(points: Iterable[Point]) -> Iterator[Year]:
    by: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        by[point.year].append(point)
    for year, found in sorted(by.items()):
        promised = _chosen([p for p in found if p.promised])
        reported = _chosen([p for p in found if not p.promised])
        others = tuple(
            p if p.aside else replace(p, aside="同一年另有更像的数")
            for p in found
            if p is not promised and p is not reported
        )
        yield Year(year, promised, reported, _verdict(promised, reported), others)


def _chosen(points: Sequence[Point]) -> Point | None:
    """Of several, what is bounded like a goal, and the last of those promised or the first of those reported.

    A look back on several years counts where a report has nothing else.
    """
    fit = [p for p in points if not p.aside] or [p for p in points if p.aside == _OF_YEARS]
    if not fit:
        return None
    if not fit[0].promised:
        return fit[0]
    bounded = [p for p in fit if p.target.relation in ("approx", "ge", "gt", "le", "range")]
    return (bounded or fit)[-1]


def _verdict(promised: Point | None, reported: Point | None) -> Verdict | None:
    if promised is None or reported is None:
        return None
    goal, said = promised.target, reported.target
    fall = bool(goal.direction and said.direction and goal.direction != said.direction)
    met, _, _ = satisfies(goal, -said.value if fall else said.value)
    return Verdict.MET if met else Verdict.SHORT


def series_object(found: Series, year: Year) -> dict[str, Any]:
    """A year as `luoshi series --format jsonl` prints it."""
    return {
        "place": found.place,
        "indicator": found.indicator,
        "unit": found.unit,
        "measure": found.measure,
        "direction": found.direction,
        "year": year.year,
        "promised": _point(year.promised),
        "reported": _point(year.reported),
        "verdict": year.verdict,
        "aside": [_point(point) for point in year.aside],
    }


def _point(point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    target = point.target
    return {
        "value": _number(target.value),
        "value_high": None if target.value_high is None else _number(target.value_high),
        "relation": target.relation,
        "direction": target.direction,
        "quote": target.quote,
        "report": point.report,
        "start": target.start,
        "end": target.end,
        "role": "promised" if point.promised else "reported",
        "why": point.aside,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
