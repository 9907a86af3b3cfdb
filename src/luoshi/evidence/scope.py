"""Scope: whether a figure is of the claim's period and of its place."""

from __future__ import annotations

from luoshi.evidence.claim import Claim
from luoshi.evidence.figure import Figure
from luoshi.evidence.fitting import same_any
from luoshi.evidence.scan import Scan
from luoshi.evidence.spots import is_whole, same_area


def period_problem(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    if figure.when.prior:
        return "period", f"文中“{figure.written}”是上年同期或以前的数"
    wanted = claim.period
    if wanted is None:
        return None
    when, frame = figure.when, figure.frame
    if seen.kind.record:
        return _record_day(seen, claim, figure)
    year = when.year or frame.year or next((d.year for d in seen.written), None)
    if wanted.year and year and year != wanted.year:
        return "period", f"文中是{year}年的数，申报的是{wanted}"
    last = when.last if when.last is not None else frame.last
    if last is not None:
        shown = when if when.last is not None else frame
        if last != wanted.last:
            return "period", f"文中是{shown.months}的数，申报的是{wanted}"
        return _span(claim, figure)
    if (wanted.first, wanted.last) == (1, 12):
        return None
    if seen.written:
        if any(wanted.shortly_before(day) for day in seen.written):
            return None
        day = seen.written[-1]
        return "period", f"文中没有写期次，只知道写于{day.year}年{day.month}月，申报的是{wanted}"
    if year or any(wanted.first <= month <= wanted.last + 1 for month in seen.months):
        return None
    return "period", f"文中没有写是哪一期的数，也没有日期，不能证明{wanted}"


def _record_day(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    """A dated record bears what it says when its day lies in the months reported on."""
    wanted = claim.period
    if wanted is None:
        return None
    if any(wanted.holds(day) for day in seen.dated):
        return None
    if not seen.dated:
        frame = figure.when if figure.when.last else figure.frame
        if frame.last == wanted.last and (not frame.year or not wanted.year or frame.year == wanted.year):
            return None
        return "period", f"{seen.kind.name}上没有日期，不能证明是{wanted}"
    day = seen.dated[0]
    return "period", f"{seen.kind.name}的日期是{day.year}年{day.month}月{day.day}日，不在{wanted}"


def _span(claim: Claim, figure: Figure) -> tuple[str, str] | None:
    wanted = claim.period
    if claim.monthly and figure.when.span == "cumulative" and wanted and wanted.last != 1:
        return "span", f"文中“{figure.written}”是累计数，申报的是本月数"
    return None


def place_problem(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    own = [area for area in figure.areas if not is_whole(area)]
    whole = [area for area in figure.areas if is_whole(area)]
    if not claim.place:
        total = (
            any(f.total and f.of_table == figure.of_table for f in seen.figures)
            if figure.of_table >= 0 and own
            else False
        )
        only_areas = not any(label for label in figure.labels if not same_any(label, figure.areas))
        if own and total and only_areas and not figure.total:
            return "place", f"文中“{figure.written}”是{own[0]}的数，不是合计"
        return None
    if own:
        if any(same_area(area, claim.place) for area in own):
            return None
        if figure.total and not any(same_area(p, claim.place) for p in own):
            return "place", f"文中“{figure.written}”是{own[0]}的数，申报的是{claim.place}"
        return "place", f"文中“{figure.written}”是{own[0]}的数，申报的是{claim.place}"
    places = seen.places
    if not places:
        if figure.total and figure.of_table >= 0 and _has_row(seen, figure, claim.place):
            return "place", f"文中“{figure.written}”是合计数，{claim.place}的数在同一张表里另有一行"
        return None
    if any(same_area(place, claim.place) and not _deeper(place, claim.place) for place in places):
        return None
    if (
        not whole
        and not figure.total
        and any(same_area(p, claim.place) for p in seen.fields)
        and not _title_elsewhere(seen, claim)
    ):
        return None
    of = places[-1]
    what = "合计数" if figure.total or whole else "数"
    return "place", f"文中“{figure.written}”是{of}的{what}，申报的是{claim.place}"


def _has_row(seen: Scan, figure: Figure, place: str) -> bool:
    """Whether the table of a total has the place's own numbers, so that the total is of more than it."""
    return any(
        f.of_table == figure.of_table and not f.total and any(same_area(area, place) for area in f.areas)
        for f in seen.figures
    )


def _deeper(place: str, wanted: str) -> bool:
    """Whether a joined name ends in an area inside the wanted one: 云川市清河县 is not all of 云川市."""
    return place.startswith(wanted) and place != wanted


def _title_elsewhere(seen: Scan, claim: Claim) -> bool:
    """Whether the title names an area that is neither the claim's nor around it."""
    by_title = [p for p in seen.places if p not in seen.fields]
    return bool(by_title) and all(claim.place[-1:] == p[-1:] for p in by_title)
