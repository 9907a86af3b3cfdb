"""A report against the notice that divides its work: what changed on the way, what is not in it, what was added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from luoshi.compiler.compilation import Compilation
from luoshi.errors import DifferentPlaces, ReckonError
from luoshi.reckoning.drift import shifts
from luoshi.reckoning.findings import Pairing
from luoshi.reckoning.promises import Promise, promises
from luoshi.reckoning.reckon import pair
from luoshi.reckoning.reckoning import short_place
from luoshi.reckoning.threads import Link, links
from luoshi.text.fold import fold


@dataclass(frozen=True, slots=True)
class Divided:
    """Each promise of the report with the one of the notice, and the notice's promises that the report has not."""

    pairing: Pairing
    links: tuple[Link, ...]
    added: tuple[Promise, ...]


def against_notice(report: Compilation, notice: Compilation) -> Divided:
    """The drift between a report and its notice. Both are of one year and place; raises ReckonError otherwise."""
    a, b = short_place(report.place), short_place(notice.place)
    if a and b and a not in b and b not in a:
        raise DifferentPlaces(
            f"报告是{report.place}的，通知是{notice.place}的。请换成同一个地方的，或者用 --place 写明。"
        )
    if not promises(notice):
        raise ReckonError(
            f"“{notice.document.source}”里没有读到任务：没有带数的承诺，没有点名的项目，也没有有名称的举措。请核对是不是任务分解通知。"
        )
    pairing = pair(report, notice)
    found = _by_words(links(pairing), promises(notice), report.year)
    taken = {link.later.start for link in found if link.later is not None}
    heard = [clause for link in found for clause in link.finding.answers]
    added = tuple(
        promise
        for promise in promises(notice)
        if promise.start not in taken and not any(c.start <= promise.start < c.end for c in heard)
    )
    return Divided(pairing, found, added)


def _by_words(found: Sequence[Link], tasks: Sequence[Promise], year: int) -> tuple[Link, ...]:
    """The links, where a notice copies the report's own words by these: the same name and amount, in their order."""
    waiting: dict[tuple[str, ...], list[Promise]] = defaultdict(list)
    for task in tasks:
        waiting[_words(task)].append(task)
    return tuple(_copied(link, waiting[_words(link.finding.promise)], year) for link in found)


def _words(promise: Promise) -> tuple[str, ...]:
    quote = fold(promise.target.quote) if promise.target else ""
    return promise.sort, promise.name, promise.scope, quote


def _copied(link: Link, same: list[Promise], year: int) -> Link:
    if not same:
        return link
    task = same.pop(0)
    found = shifts(link.finding.promise, task, years=(year, year))
    return replace(link, later=task, strength=1.0, reason="threads/same words", shifts=found)
