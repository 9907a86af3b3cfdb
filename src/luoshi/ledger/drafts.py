"""How a compiled draft becomes an undertaking: one for each amount promised, else one for the item."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.ledger.events import DueShape, Passage, Shape, Undertaking
from luoshi.ledger.models import Draft
from luoshi.ledger.models.commitments import CommitmentKind, Rhythm

#: How often each kind is asked for, unless somebody says otherwise: numbers by quarter, deeds by their nodes.
RHYTHM = {
    CommitmentKind.TARGET: Rhythm.QUARTER,
    CommitmentKind.PROJECT: Rhythm.NODE,
    CommitmentKind.ACTION: Rhythm.NODE,
    CommitmentKind.PRINCIPLE: Rhythm.NEVER,
}


def undertakings(draft: Draft, *, year: int, label: str) -> list[Undertaking]:
    """What a draft undertakes, unnumbered. Grades and vague amounts are no targets of the ledger."""
    item = draft.item
    targets = [t for t in item["targets"] if not t["optional"]]
    if draft.kind == CommitmentKind.TARGET and targets:
        return [_undertaking(draft, _amount(t), year, label, day_of(t["due"], year)) for t in targets]
    kind = CommitmentKind.ACTION if draft.kind == CommitmentKind.TARGET else CommitmentKind(draft.kind)
    return [_undertaking(draft, {"kind_of": kind}, year, label, date(year, 12, 31))]


def day_of(due: str | None, year: int) -> date:
    """The last day of a compiled due date: a year, or a year and month."""
    parts = [int(p) for p in (due or str(year)).split("-")]
    last = parts[0], parts[1] if len(parts) > 1 else 12
    return date(*last, calendar.monthrange(*last)[1])


def _undertaking(draft: Draft, about: Mapping[str, Any], year: int, label: str, due: date) -> Undertaking:
    item = draft.item
    shape = Shape(
        text=item["clean"],
        section=" / ".join(item["section"])[:300],
        label=label,
        rhythm=RHYTHM[about["kind_of"]],
        **about,
    )
    source = Passage(document=draft.document_id, start=draft.start, end=draft.end, quote=item["text"])
    dues = [] if shape.kind_of == CommitmentKind.PRINCIPLE else [DueShape(day=due)]
    return Undertaking(number="", year=year, shape=shape, sources=[source], dues=dues)


def _amount(target: Mapping[str, Any]) -> dict[str, Any]:
    high = target["value_high"]
    return {
        "kind_of": CommitmentKind.TARGET,
        "what": target["indicator"][:200],
        "relation": target["relation"],
        "value": Decimal(str(target["value"])),
        "value_high": None if high is None else Decimal(str(high)),
        "unit": target["unit"],
        "measure": target["measure"],
        "direction": target["direction"] or "",
        "scope": target["scope"][:120],
    }
