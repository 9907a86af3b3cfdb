"""The page of threads: each undertaking on one line, year by year, with its answers and changes; no script, works offline."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from luoshi.reckoning.drift import Drift
from luoshi.reckoning.findings import Reckoning, Verdict
from luoshi.reckoning.promises import Promise
from luoshi.reckoning.threads import Link, Thread
from luoshi.render.following import SURE, answered, long_first, promised
from luoshi.render.reading import safe, unwrap
from luoshi.render.witness import DRIFTS, standing_in_words

#: What is worse for those to whom it was promised stands out.
_WORSE = {
    Drift.LOWERED, Drift.NUMBER_DROPPED, Drift.WEAKENED, Drift.SCOPE_NARROWED, Drift.SLIPPED, Drift.SWAPPED, Drift.GONE,
}  # fmt: skip


_REASONS = {
    "threads/promised again": "按文字接上",
    "threads/adds up": "几条的数加起来相符",
    "threads/same phase": "同名同期的工程",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A mark of drift: its word with its sign, what changed, and whether for the worse."""

    word: str
    why: str
    worse: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A year of a thread: how the promise came there, what was promised, what the next report answers."""

    year: int
    changes: tuple[Change, ...]
    name: str
    promised: str
    answer: str
    state: str
    unsaid: str
    linked: str
    doubtful: bool = False


def html_page(reckoning: Reckoning) -> str:
    """The page as text; the same reckoning gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("luoshi.render"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    years = [compilation.year for compilation in reckoning.compilations]
    found = long_first(reckoning)
    going = [t for t in found if len(t.links) + (t.links[-1].later is not None) > 1]
    once = [t for t in found if t not in going]
    sections = [
        {"title": "在后来的报告里接着说的", "open": True, "rows": [_row(t, years) for t in going]},
        {"title": "只说过一次的", "open": not going, "rows": [_row(t, years) for t in once]},
    ]
    return environment.get_template("threads.html").render(
        title=f"{safe(reckoning.place)}承诺的脉络，{years[0]}—{years[-1]}",
        years=years,
        sections=[section for section in sections if section["rows"]],
        going=len(going),
        once=len(once),
        warnings=[safe(warning) for warning in reckoning.warnings],
        judged=any(f.verdict is not None for p in reckoning.pairings for f in p.findings),
        version=reckoning.version,
    )


def _row(thread: Thread, years: list[int]) -> dict[str, object]:
    first = thread.links[0].finding.promise
    stops: dict[int, Stop] = {}
    name, changes, how, doubtful = "", tuple[Change, ...](), "", False
    for year, link in zip(thread.years, thread.links, strict=True):
        stops[year] = _stop(year, link.finding.promise, link, name, changes, how, doubtful)
        name, changes, how = link.finding.promise.name, _changes(link), _how(link)
        doubtful = link.later is not None and link.strength < SURE
    last, after = thread.links[-1], years[years.index(thread.years[-1]) + 1]
    if last.later is not None:
        stops[after] = _stop(after, last.later, None, name, changes, how, doubtful)
    elif changes:
        stops[after] = Stop(after, changes, "", "", "", "", "", how)
    return {"name": _name(first), "section": unwrap(first.item.section[0]) if first.item.section else "",
            "stops": [stops.get(year) for year in years]}  # fmt: skip


def _name(promise: Promise) -> str:
    if promise.target is not None:
        scope = unwrap(promise.target.scope)
        name = unwrap(promise.target.indicator) or promise.name
        return safe(name if not scope or scope in name else f"{scope}{name}")
    return safe(unwrap(promise.project.name) if promise.project else unwrap(promise.item.text))


def _stop(
    year: int,
    promise: Promise,
    link: Link | None,
    before: str,
    changes: tuple[Change, ...],
    how: str,
    doubtful: bool,
) -> Stop:
    finding = link.finding if link else None
    renamed = _name(promise) if before and before != promise.name else ""
    words = "" if promise.target is None and promise.project is None else promised(promise, name=False)
    silent = finding is not None and finding.verdict is Verdict.NOT_MENTIONED
    return Stop(
        year=year,
        changes=changes,
        name=renamed,
        promised=safe(words or "开展"),
        answer=safe(answered(finding)) if finding else "",
        state=(finding.verdict or "") if finding else "",
        unsaid=safe(standing_in_words(finding.confirmation)) if silent and finding else "",
        linked=how,
        doubtful=doubtful,
    )


def _changes(link: Link) -> tuple[Change, ...]:
    return tuple(
        Change(DRIFTS[s.drift], "" if s.drift is Drift.UNCHANGED else safe(unwrap(s.why)), s.drift in _WORSE)
        for s in link.shifts
    )


def _how(link: Link) -> str:
    """Why the two are taken for one undertaking, and how surely."""
    return f"{_REASONS[link.reason]}，把握 {link.strength:.2f}" if link.later is not None else ""
