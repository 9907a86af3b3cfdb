"""Assessments kept for lists: brought up to the journal's end where inputs moved, and asked for a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, F, Q, QuerySet

from luoshi.evaluation.assessment import MARKS, Mark
from luoshi.evaluation.facts import Facts
from luoshi.evaluation.ledger_facts import read
from luoshi.evaluation.models import Reached, Stored
from luoshi.evaluation.standing import Standing
from luoshi.evaluation.statuses import assess
from luoshi.ledger import models as m
from luoshi.ledger import queries
from luoshi.ledger.models.commitments import Part
from luoshi.ledger.models.offices import OfficeKind
from luoshi.rulebook.parameters import parameters

#: What a mayor looks at first.
URGENCY = {
    Mark.MISSED: 0,
    Mark.BEHIND: 1,
    Mark.UNSUPPORTED: 2,
    Mark.ON_PACE: 3,
    Mark.NOT_MEASURABLE: 4,
    Mark.REACHED: 5,
}
_BATCH = 1000
#: The tables whose new rows tell of a moved fact, and how each leads to its commitment. Dues, sources and approved
#: changes only come with a new state, evidence only with its filing; what ends is followed by a new row of its kind.
_FACTS = (
    (m.CommitmentState, "commitment_id"),
    (m.Node, "commitment_id"),
    (m.Milestone, "commitment_id"),
    (m.Filing, "commitment_id"),
    (m.Ruling, "filing__commitment_id"),
)


def refresh(day: date, *, progress: Callable[[int], None] | None = None) -> int:
    """Bring what is stored to the journal's end and to `day`; how many were computed anew.

    Only those whose inputs moved are, unless the day, the rules or the journal itself are others than before.
    """
    version = parameters(day).version
    head = m.Head.objects.get(id=1)
    before, _ = Reached.objects.get_or_create(id=1, defaults={"seq": 0, "day": date.min, "version": ""})
    whole = (before.day, before.version) != (day, version) or before.seq > head.seq
    if not whole and before.seq == head.seq:
        return 0
    moved = None if whole else _moved(before.seq)
    commitments = m.Commitment.objects.order_by("id").values_list("id", flat=True)
    waiting = iter(commitments.iterator() if moved is None else sorted(moved))
    count = 0
    while batch := list(islice(waiting, _BATCH)):
        _store(batch, day, version)
        count += len(batch)
        if progress:
            progress(count)
    Reached.objects.filter(id=1).update(seq=head.seq, day=day, version=version)
    return count


def _store(batch: list[int], day: date, version: str) -> None:
    """Read, assess and keep these, one writer at a time: nobody puts older facts over newer ones."""
    known = parameters(day)
    fields = [f.name for f in Stored._meta.concrete_fields if not f.primary_key]
    with transaction.atomic():
        Reached.objects.select_for_update().get(id=1)
        years = dict(m.Commitment.objects.filter(id__in=batch).values_list("id", "year"))
        rows = [
            stored(commitment, years[commitment], facts, assess(facts, day, known), version)
            for commitment, facts in read(batch)
        ]
        Stored.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["commitment"], update_fields=fields
        )


def stored(commitment: int, year: int, facts: Facts, standing: Standing, version: str) -> Stored:
    """The row that keeps a standing, with the digest of the facts it was computed from."""
    parts = {"declared": standing.declared, "supported": standing.supported, "schedule": standing.schedule}
    return Stored(
        commitment_id=commitment,
        year=year,
        day=standing.day,
        version=version,
        inputs=sha256(repr(facts).encode()).hexdigest(),
        mark=standing.mark,
        adjusted=standing.adjustment is not None,
        urgency=URGENCY[standing.mark],
        gap=_gap(facts, standing),
        words=standing.words,
        unit=next((one.unit for one in parts.values() if one.unit), ""),
        **{f"{name}_state": one.state for name, one in parts.items()},
        **{f"{name}_value": one.value for name, one in parts.items()},
    )


def _gap(facts: Facts, standing: Standing) -> float:
    """What was said and not borne out, as a part of what is promised: steps of all steps, an amount of the amount."""
    amount = facts.known(standing.day).current.amount
    whole = Decimal(len(standing.steps)) if standing.steps else abs(amount.value) if amount else Decimal(0)
    return float((standing.unproven or 0) / whole) if whole else 0.0


def _moved(seq: int) -> set[int]:
    """The commitments whose facts came after entry `seq`."""
    first = m.Entry.objects.filter(seq=seq + 1).values_list("row", flat=True).get()
    found: set[int] = set()
    for table, path in _FACTS:
        found.update(table.objects.filter(id__gte=first).values_list(path, flat=True).distinct())
    indicators = m.Figure.objects.filter(id__gte=first).values_list("indicator_id", flat=True).distinct()
    used = m.CommitmentState.objects.current().filter(indicator_id__in=list(indicators))
    found.update(used.values_list("commitment_id", flat=True))
    wholes = found
    while wholes := _wholes(wholes) - found:
        found |= wholes
    return found


def _wholes(parts: set[int]) -> set[int]:
    """What these commitments are parts of: what a part filed serves the whole."""
    states = m.CommitmentState.objects.current().filter(commitment_id__in=parts, parent__isnull=False)
    return set(states.values_list("parent_id", flat=True))


# --- lists


@dataclass(frozen=True, slots=True)
class Tally:
    """Commitments under one heading: how many, how many of each mark, and the mean gap of word and evidence."""

    name: str
    total: int
    marks: dict[Mark, int]
    gap: float


def page(
    *,
    year: int,
    mark: Mark | None = None,
    office: int | None = None,
    words: str = "",
    after: Stored | None = None,
    limit: int = queries.PAGE,
    within: queries.Within | None = None,
) -> list[Stored]:
    """Stored assessments of a year, the most pressing first and the widest gap before the others, a page after `after`."""
    found = _of(year, office)
    if within:
        found = within(found)
    if mark:
        found = found.filter(urgency=URGENCY[mark])
    for word in words.split():
        current = Q(commitment__states__until__isnull=True, commitment__states__text__contains=word)
        found = found.filter(current)
    if after:
        same = Q(urgency=after.urgency)
        found = found.filter(
            Q(urgency__gt=after.urgency)
            | same & Q(gap__lt=after.gap)
            | same & Q(gap=after.gap, commitment_id__gt=after.commitment_id)
        )
    ordered = found.order_by("urgency", "-gap", "commitment_id")
    return list(ordered.select_related("commitment")[:limit])


def marks(year: int, *, office: int | None = None, within: queries.Within | None = None) -> dict[Mark, int]:
    """How many commitments of a year, or of an office among them, have each mark."""
    found = _of(year, office)
    counted = (
        (within(found) if within else found).values_list("mark").annotate(n=Count("commitment_id")).order_by()
    )
    return {Mark(mark): n for mark, n in counted}


def _of(year: int, office: int | None) -> QuerySet[Stored]:
    found = Stored.objects.filter(year=year)
    if office is None:
        return found
    parts = m.Assignment.objects.current().filter(office_id=office)
    return found.filter(commitment_id__in=parts.values("commitment_id"))


def counts(year: int, *, by: str = "section", within: queries.Within | None = None) -> list[Tally]:
    """The year's commitments by mark, under each `section`, leading `office`, or `county`; the widest gap first."""
    if by == "section":
        states = m.CommitmentState.objects.current().filter(commitment__year=year, parent__isnull=True)
        states = within(states) if within else states
        rows = states.values_list("section", "commitment__stored__mark")
        gap, named = "commitment__stored__gap", None
    else:
        leads = m.Assignment.objects.current().filter(part__in=(Part.LEAD, Part.JOINT), commitment__year=year)
        if by == "county":
            counties = m.OfficeState.objects.current().filter(kind=OfficeKind.LOWER, before__isnull=True)
            leads = leads.filter(office_id__in=counties.values("office_id"))
        leads = within(leads) if within else leads
        rows, gap = leads.values_list("office_id", "commitment__stored__mark"), "commitment__stored__gap"
        named = queries.office_names()
    counted = rows.annotate(n=Count("id"), mean=Avg(F(gap))).order_by()
    return _gathered(counted, named)


def _gathered(rows: Iterable[Any], named: dict[int, str] | None) -> list[Tally]:
    found: dict[str, dict[Mark, tuple[int, float]]] = {}
    for key, mark, n, mean in rows:
        name = named.get(key, "") if named is not None else key.split(" / ")[0]
        under = found.setdefault(name, {})
        if mark:
            there, sum_ = under.get(Mark(mark), (0, 0.0))
            under[Mark(mark)] = (there + n, sum_ + n * (mean or 0.0))
    made = []
    for name, under in found.items():
        total = sum(n for n, _ in under.values())
        gap = sum(sum_ for _, sum_ in under.values()) / total if total else 0.0
        made.append(Tally(name, total, {mark: under[mark][0] for mark in MARKS if mark in under}, gap))
    return sorted(made, key=lambda one: (-one.gap, -one.total, one.name))
