"""The ledger for other programs: commitments, offices, the journal, one JSON object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from luoshi.ledger import backup, queries
from luoshi.ledger import models as m


def commitments(year: int) -> str:
    """The year's commitments, each with its passages, dues and who answers."""
    names = queries.office_names()
    states = m.CommitmentState.objects.current().filter(commitment__year=year)
    about = ("sources", "dues", "assignments")
    states = states.select_related("commitment").prefetch_related(*(f"commitment__{one}" for one in about))
    return _lines(commitment_object(state, names) for state in states.order_by("commitment_id"))


def offices() -> str:
    """Every office with what it was called from when to when."""
    return _lines(office_objects())


def office_objects() -> Iterator[dict[str, Any]]:
    """The same, each as an object."""
    states = m.OfficeState.objects.current().select_related("office").order_by("office_id", "since")
    for s in states:
        yield {
            "number": s.office_id,
            "code": s.office.code,
            "name": s.name,
            "kind": s.kind,
            "above": s.above_id,
            "since": s.since.isoformat(),
            "before": s.before and s.before.isoformat(),
        }


def journal(withhold: Collection[str]) -> str:
    """The journal; of the kinds to `withhold` the seals only."""
    out = io.BytesIO()
    backup.write_journal(out, until=m.Head.objects.get(id=1).seq, withhold=withhold)
    return out.getvalue().decode()


def commitment_object(
    state: m.CommitmentState, names: Mapping[int, str], known: queries.Detail | None = None
) -> dict[str, Any]:
    """A commitment as an object; with what is beside it now, or as it was `known`."""
    one = state.commitment
    sources = known.sources if known else one.sources.all()
    dues = known.dues if known else [d for d in one.dues.all() if d.until_id is None]
    parts = known.assignments if known else [a for a in one.assignments.all() if a.until_id is None]
    amounts = ("what", "relation", "value", "value_high", "unit", "measure", "direction", "scope")
    return {
        "number": one.number,
        "year": one.year,
        "kind": state.kind,
        "text": state.text,
        "section": state.section,
        "standing": state.standing,
        "rhythm": state.rhythm,
        **{name: _plain(getattr(state, name)) for name in amounts},
        "sources": [
            {"document": s.document_id, "start": s.start, "end": s.end, "quote": s.quote} for s in sources
        ],
        "dues": [{"day": d.day.isoformat(), "what": d.what, "continuous": d.continuous} for d in dues],
        "offices": [
            {"name": names[a.office_id], "part": a.part, "owes": a.owes}
            for a in sorted(parts, key=lambda a: a.order)
        ],
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else f"{value:f}"


def _lines(objects: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
