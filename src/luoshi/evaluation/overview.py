"""The year at a glance: every commitment with its mark and its three statuses, as the command line shows it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table

from luoshi.evaluation.assessment import MARKS, STATES, Assessment, Mark, State
from luoshi.evaluation.exact import said
from luoshi.evaluation.ledger_facts import standings
from luoshi.evaluation.standing import Standing
from luoshi.ledger import journal, queries
from luoshi.ledger import models as m

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment on a day: what it is, who leads it, how it stands."""

    number: str
    kind: str
    text: str
    leads: tuple[str, ...]
    standing: Standing


def rows(day: date, *, year: int, office: str | None = None) -> Iterator[Row]:
    """The commitments of a year, or those of an office among them, as known on the evening of `day`."""
    seq = journal.known_at(day)
    states = m.CommitmentState.objects.known(seq).filter(commitment__year=year)
    if office:
        parts = m.Assignment.objects.known(seq).filter(office_id=queries.find_office(office))
        states = states.filter(commitment_id__in=parts.values("commitment_id"))
    about = {s.commitment_id: s for s in states.select_related("commitment").order_by("commitment_id")}
    names = queries.office_names(on=day, seq=seq)
    leads: dict[int, list[str]] = {}
    for part in m.Assignment.objects.known(seq).filter(part__in=("lead", "joint")).order_by("order"):
        leads.setdefault(part.commitment_id, []).append(names.get(part.office_id, ""))
    for commitment, standing in standings(about, day, seq=seq):
        state = about[commitment]
        yield Row(
            state.commitment.number,
            state.get_kind_display(),
            state.what or state.text,
            tuple(leads.get(commitment, ())),
            standing,
        )


def one(number: str, day: date) -> Row:
    """One commitment on a day. Raises NotFound."""
    commitment = queries.find_commitment(number)
    seq = journal.known_at(day)
    found = queries.detail(commitment, seq=seq)
    names = queries.office_names(on=day, seq=seq)
    leads = tuple(names.get(a.office_id, "") for a in found.assignments if a.part in ("lead", "joint"))
    ((_, standing),) = standings([commitment], day, seq=seq)
    return Row(number, found.state.get_kind_display(), found.state.text, leads, standing)


def table(shown: list[Row], day: date, console: Console) -> None:
    """The rows as a table, what needs looking at first, and counts by mark."""
    urgent = {
        Mark.MISSED: 0,
        Mark.BEHIND: 1,
        Mark.UNSUPPORTED: 2,
        Mark.ON_PACE: 3,
        Mark.NOT_MEASURABLE: 4,
        Mark.REACHED: 5,
    }
    grid = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for title, options in (
        ("", {"width": 2, "no_wrap": True}),
        ("编号", {"no_wrap": True}),
        ("任务", {"ratio": 4, "no_wrap": True, "overflow": "ellipsis"}),
        ("牵头", {"ratio": 2, "no_wrap": True, "overflow": "ellipsis"}),
        ("申报", {"justify": "right", "no_wrap": True}),
        ("佐证", {"justify": "right", "no_wrap": True}),
        ("序时", {"justify": "right", "no_wrap": True}),
    ):
        grid.add_column(title, **options)
    ordered = sorted(shown, key=lambda row: (urgent[row.standing.mark], row.number))
    for row in ordered[:_SHOWN]:
        s = row.standing
        values = (value(part) for part in (s.declared, s.supported, s.schedule))
        grid.add_row(s.head, row.number, row.text, "、".join(row.leads) or "未交办", *values)
    console.print(f"{day.year}年{day.month}月{day.day}日  任务 {len(shown)} 项\n")
    console.print(grid)
    if len(ordered) > _SHOWN:
        console.print(f"……另有 {len(ordered) - _SHOWN} 项；全部见 luoshi status --json。")
    counts = Counter(row.standing.mark for row in shown)
    console.print("\n" + "  ".join(f"{mark} {MARKS[mark]} {counts[mark]}" for mark in urgent if counts[mark]))


def value(assessment: Assessment) -> str:
    """A status in a word."""
    if assessment.state is State.VALUE:
        return said(assessment.value, assessment.unit)
    return STATES[assessment.state]


def explained(row: Row) -> str:
    """One commitment with the rule and the inputs of each status."""
    s = row.standing
    lines = [f"{s.head} {row.number} {row.text}", f"牵头：{'、'.join(row.leads) or '未交办'}", s.words, ""]
    for title, part in (("申报", s.declared), ("佐证", s.supported), ("序时", s.schedule)):
        lines.append(f"{title}：{value(part)}。{part.arithmetic}")
        lines.append(f"    规则 {part.rule}（{part.version}）")
        lines += [f"    {given.name} {given.value}（{given.source}）" for given in part.inputs]
    return "\n".join(lines) + "\n"


def dumps(row: Row) -> str:
    """The row as one JSON object."""
    s = row.standing
    return json.dumps(
        {
            "number": row.number,
            "kind": row.kind,
            "text": row.text,
            "leads": list(row.leads),
            "day": s.day.isoformat(),
            "mark": s.mark,
            "adjusted": s.adjustment is not None,
            "words": s.words,
            **{part.status: _object(part) for part in (s.declared, s.supported, s.schedule)},
        },
        ensure_ascii=False,
    )


def _object(part: Assessment) -> dict[str, Any]:
    return {
        "state": part.state,
        "value": None if part.value is None else f"{part.value:f}",
        "unit": part.unit,
        "rule": part.rule,
        "version": part.version,
        "arithmetic": part.arithmetic,
        "inputs": [{"name": i.name, "value": i.value, "source": i.source} for i in part.inputs],
    }
