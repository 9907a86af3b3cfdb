"""A series as a picture: what was promised for each year as a bar, what was reported as a point, in one SVG.

Shape and word tell them apart, colour only helps; the same series gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined

from luoshi.reckoning.findings import Verdict
from luoshi.reckoning.series import Point, Series, Year
from luoshi.render.reading import unwrap
from luoshi.render.words import number

WIDTH, HEIGHT = 960, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 132, 96, 44
_SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "约 "}


@dataclass(frozen=True, slots=True)
class _Axis:
    """From values to the picture's units."""

    low: float
    high: float
    step: float
    first: int
    last: int

    def x(self, year: int) -> float:
        span = max(1, self.last - self.first)
        return round(_LEFT + 16 + (year - self.first) / span * (WIDTH - _LEFT - _RIGHT - 32), 1)

    def y(self, value: float) -> float:
        return round(
            HEIGHT - _BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - _TOP - _BOTTOM), 1
        )

    @property
    def ticks(self) -> list[float]:
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * n for n in range(count + 1)]


def svg(series: Series) -> str:
    """The picture as text, to stand alone or in a page."""
    by, unit = _scale(series)
    years = [year for year in series.years if year.promised or year.reported]
    axis = _axis(series, years, by)
    environment = Environment(
        loader=PackageLoader("luoshi.render"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    bars = [_bar(axis, year, by) for year in years if year.promised]
    dots = [_dot(axis, year, by, series.direction) for year in years if year.reported]
    return environment.get_template("series.svg").render(
        width=WIDTH, height=HEIGHT, left=_LEFT, right=WIDTH - _RIGHT, top=_TOP, bottom=HEIGHT - _BOTTOM,
        title=_title(series, years, unit), words=_words(years), unit=unit,
        ticks=[(axis.y(t), f"{t:g}") for t in axis.ticks],
        labels=[(axis.x(year), str(year)) for year in _labelled(axis)],
        bars=bars, dots=dots, line=_line(dots), ends=_ends(bars, dots),
    )  # fmt: skip


def _scale(series: Series) -> tuple[Decimal, str]:
    values = [p.target.value for y in series.years for p in (y.promised, y.reported) if p]
    by = next(
        (b for b in (Decimal(10**8), Decimal(10**4)) if min(map(abs, values), default=Decimal(0)) * 2 >= b),
        None,
    )
    name = {None: "", 10**8: "亿", 10**4: "万"}[by if by is None else int(by)]
    return by or Decimal(1), name + series.unit


def _axis(series: Series, years: list[Year], by: Decimal) -> _Axis:
    values = [v for year in years for v in _values(year, by, series.direction)]
    low, high = min(values), max(values)
    # Rates begin at nothing; counts may begin higher where nothing would flatten them.
    low = min(0.0, low) if series.measure == "growth" or low < high / 2 else low
    rough = (high - low or abs(high) or 1) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough)
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    return _Axis(bottom, top if top > bottom else bottom + step, step, years[0].year, years[-1].year)


def _values(year: Year, by: Decimal, direction: str | None) -> list[float]:
    found = [_value(year.reported, by, direction)] if year.reported else []
    if year.promised:
        target = year.promised.target
        found += [float(v / by) for v in (target.value, target.value_high) if v is not None]
    return found


def _value(point: Point, by: Decimal, direction: str | None) -> float:
    """The point's amount; against the series' direction where the report says the contrary."""
    other = direction and point.target.direction and point.target.direction != direction
    return float(point.target.value / by) * (-1 if other else 1)


def _bar(axis: _Axis, year: Year, by: Decimal) -> dict[str, object]:
    assert year.promised is not None
    target = year.promised.target
    high = target.value_high if target.value_high is not None else target.value
    return {
        "x": axis.x(year.year), "y": axis.y(float(high / by)), "low": axis.y(float(target.value / by)),
        "relation": target.relation, "says": f"{year.year} 年承诺 {unwrap(target.quote)}",
        "label": f"{_SIGNS.get(target.relation, '')}{_number(target.value / by)}",
    }  # fmt: skip


def _dot(axis: _Axis, year: Year, by: Decimal, direction: str | None) -> dict[str, object]:
    assert year.reported is not None
    value = _value(year.reported, by, direction)
    told = (
        {Verdict.MET: "，达到承诺", Verdict.SHORT: "，未达到承诺"}.get(year.verdict, "")
        if year.verdict
        else ""
    )
    return {
        "x": axis.x(year.year), "y": axis.y(value), "year": year.year, "short": year.verdict is Verdict.SHORT,
        "alone": year.verdict is None, "says": f"{year.year} 年报告 {unwrap(year.reported.target.quote)}{told}",
        "label": f"{value:g}",
    }  # fmt: skip


def _number(value: Decimal) -> str:
    return number(round(value, 4))


def _line(dots: list[dict[str, object]]) -> list[str]:
    """Paths through the points of years that follow each other: a year without a figure is a gap."""
    paths: list[str] = []
    last = None
    for dot in dots:
        if last is not None and int(str(dot["year"])) == last + 1:
            paths[-1] += f" L{dot['x']} {dot['y']}"
        else:
            paths.append(f"M{dot['x']} {dot['y']}")
        last = int(str(dot["year"]))
    return [path for path in paths if "L" in path]


def _ends(bars: list[dict[str, object]], dots: list[dict[str, object]]) -> list[dict[str, object]]:
    """What each mark is, said at the last of its kind, kept apart where they come close."""
    found = [{"y": float(str(each[-1]["y"])), "what": what, "label": each[-1]["label"]}
             for each, what in ((dots, "reported"), (bars, "promised")) if each]  # fmt: skip
    if len(found) == 2 and abs(found[0]["y"] - found[1]["y"]) < 20:  # type: ignore[operator]
        upper, lower = sorted(found, key=lambda end: float(str(end["y"])))
        middle = (float(str(upper["y"])) + float(str(lower["y"]))) / 2
        upper["y"], lower["y"] = middle - 10, middle + 10
    return found


def _labelled(axis: _Axis) -> list[int]:
    step = next(n for n in (1, 2, 5, 10) if (axis.last - axis.first) / n <= 16)
    return [year for year in range(axis.first, axis.last + 1) if (axis.last - year) % step == 0]


def _title(series: Series, years: list[Year], unit: str) -> str:
    how = {("growth", "down"): "下降", ("growth", "up"): "增长"}.get(
        (series.measure, series.direction or ""), ""
    )
    return f"{series.place}{series.indicator}{how}，{years[0].year}—{years[-1].year} 年（{unit}）"


def _words(years: list[Year]) -> str:
    """The picture in words, for those who do not see it."""
    both = [year for year in years if year.verdict is not None]
    short = [str(year.year) for year in both if year.verdict is Verdict.SHORT]
    said = f"{len(both)} 年既有承诺又有报告的数" + (
        f"，其中 {'、'.join(short)} 年未达到" if short else "，都达到"
    )
    return f"横线是政府工作报告承诺的数，圆点是下一年报告的数。{said if both else '没有两样都有的年份'}。"
