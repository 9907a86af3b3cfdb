"""The year at a glance: every commitment with its mark and its three statuses, as the command line shows it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from luoshi.evaluation import stored
from luoshi.evaluation.assessment import ADJUSTED, MARKS, STATES, Assessment, Mark, State
from luoshi.evaluation.closeup import CloseUp, Task, close_up
from luoshi.evaluation.exact import said
from luoshi.evaluation.forecast import Refused
from luoshi.evaluation.ledger_facts import standings
from luoshi.evaluation.owing import ANSWERS, Answer
from luoshi.evaluation.periods import said_day
from luoshi.evaluation.quality import PROBLEMS, Finding
from luoshi.evaluation.standing import Standing
from luoshi.evaluation.stored import URGENCY
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
    near: CloseUp | None = None


def rows(day: date, *, year: int, office: str | None = None) -> Iterator[Row]:
    """The commitments of a year, or those of an office among them, as known on the evening of `day`."""
    seq = journal.known_at(day)
    states = m.CommitmentState.objects.known(seq).filter(commitment__year=year)
    if office:
        parts = m.Assignment.objects.known(seq).filter(office_id=queries.find_office(office))
        states = states.filter(commitment_id__in=parts.values("commitment_id"))
    about = {s.commitment_id: s for s in states.select_related("commitment").order_by("commitment_id")}
    names = queries.office_names(on=day, seq=seq)
    leads = _leads(names, seq=seq, commitments=list(about) if office else None)
    for commitment, standing in standings(about, day, seq=seq):
        state = about[commitment]
        yield Row(
            state.commitment.number,
            state.get_kind_display(),
            state.what or state.text,
            leads.get(commitment, ()),
            standing,
        )


def one(number: str, day: date, *, found: queries.Detail | None = None) -> Row:
    """One commitment on a day, read anew unless its detail was `found` already. Raises NotFound."""
    commitment = queries.find_commitment(number)
    seq = journal.known_at(day)
    found = found or queries.detail(commitment, seq=seq)
    names = queries.office_names(on=day, seq=seq)
    leads = tuple(names.get(a.office_id, "") for a in found.assignments if a.part in ("lead", "joint"))
    ((_, standing),) = standings([commitment], day, seq=seq)
    near = close_up(commitment, day, seq=seq)
    return Row(number, found.state.get_kind_display(), found.state.text, leads, standing, near)


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment as a list shows it, everything in words."""

    head: str
    number: str
    text: str
    leads: tuple[str, ...]
    values: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """What needs looking at first, and how many there are of each mark altogether."""

    lines: tuple[Line, ...]
    marks: dict[Mark, int]


def listed(shown: Iterable[Row]) -> Listed:
    """Rows computed for a day, as a list shows them."""
    ordered = sorted(shown, key=lambda row: (URGENCY[row.standing.mark], row.number))
    lines = tuple(_line(row) for row in ordered[:_SHOWN])
    return Listed(lines, Counter(row.standing.mark for row in ordered))


def today(*, year: int, office: str | None = None) -> Listed:
    """The same from the stored assessments, which `stored.refresh` has brought up to now."""
    number = queries.find_office(office) if office else None
    found = stored.page(year=year, office=number, limit=_SHOWN)
    commitments = [one.commitment_id for one in found]
    states = m.CommitmentState.objects.current().filter(commitment_id__in=commitments)
    texts = {state.commitment_id: state.what or state.text for state in states}
    leads = _leads(queries.office_names(on=date.today()), commitments=commitments)
    lines = (
        Line(
            f"{one.mark}{ADJUSTED if one.adjusted else ''}",
            one.commitment.number,
            texts[one.commitment_id],
            leads.get(one.commitment_id, ()),
            (
                _said(one.declared_state, one.declared_value, one.unit),
                _said(one.supported_state, one.supported_value, one.unit),
                _said(one.schedule_state, one.schedule_value, one.unit),
            ),
        )
        for one in found
    )
    return Listed(tuple(lines), stored.marks(year, office=number))


def leads_of(commitments: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Who leads each of these now, by the names of today."""
    return _leads(queries.office_names(on=date.today()), commitments=commitments)


def _leads(
    names: dict[int, str], *, seq: int | None = None, commitments: Sequence[int] | None = None
) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    parts = m.Assignment.objects.known(seq).filter(part__in=("lead", "joint")).order_by("order")
    if commitments is not None:
        parts = parts.filter(commitment_id__in=commitments)
    for commitment, office in parts.values_list("commitment_id", "office_id"):
        found[commitment] = (*found.get(commitment, ()), names.get(office, ""))
    return found


def _line(row: Row) -> Line:
    s = row.standing
    values = (value(s.declared), value(s.supported), value(s.schedule))
    return Line(s.head, row.number, row.text, row.leads, values)


def table(shown: Listed, day: date, console: Console) -> None:
    """The list as a table, what needs looking at first, and counts by mark."""
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
    for line in shown.lines:
        grid.add_row(line.head, line.number, line.text, "、".join(line.leads) or "未交办", *line.values)
    total = sum(shown.marks.values())
    console.print(f"{day.year}年{day.month}月{day.day}日  任务 {total} 项\n")
    console.print(grid)
    if total > len(shown.lines):
        console.print(f"……另有 {total - len(shown.lines)} 项；全部见 luoshi status --json。")
    console.print(
        "\n"
        + "  ".join(f"{mark} {MARKS[mark]} {shown.marks[mark]}" for mark in URGENCY if shown.marks.get(mark))
    )


def value(assessment: Assessment) -> str:
    """A status in a word."""
    return _said(assessment.state, assessment.value, assessment.unit)


def _said(state: str, amount: Decimal | None, unit: str) -> str:
    return STATES[State(state)] if amount is None else said(amount, unit)


def explained(row: Row) -> str:
    """One commitment with the rule and the inputs of each status."""
    s = row.standing
    lines = [f"{s.head} {row.number} {row.text}", f"牵头：{'、'.join(row.leads) or '未交办'}", s.words, ""]
    for title, part in (("申报", s.declared), ("佐证", s.supported), ("序时", s.schedule)):
        lines.append(f"{title}：{value(part)}。{part.arithmetic}")
        lines.append(f"    规则 {part.rule}（{part.version}）")
        lines += [f"    {given.name} {given.value}（{given.source}）" for given in part.inputs]
    return "\n".join([*lines, *_near(row.near)]) + "\n"


def _near(near: CloseUp | None) -> list[str]:
    """What is computed beside the statuses, a line each; nothing where there is nothing to say."""
    if near is None:
        return []
    expected = near.forecast
    said_of = expected.reason if isinstance(expected, Refused) else expected.arithmetic
    lines = ["", f"年末预测：{said_of}"]
    if near.parts:
        lines.append(f"分解：{near.parts.words}")
    for support in near.supports:
        asked = support.owes or "没有写明要它做什么，不向它要反馈"
        state = f"；{support.last.what}{ANSWERS[support.last.answer]}" if support.last else ""
        lines.append(f"配合：{support.office}，{asked}{state}")
    lines += [f"疑点：{PROBLEMS[one.problem]}，{one.reason}" for one in near.findings]
    return lines


def task_table(tasks: Sequence[Task], today: date, console: Console) -> None:
    """What an office owes, as a table."""
    grid = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for title, options in (
        ("期限", {"no_wrap": True}),
        ("", {"no_wrap": True}),
        ("编号", {"no_wrap": True}),
        ("任务", {"ratio": 3, "no_wrap": True, "overflow": "ellipsis"}),
        ("要报什么", {"ratio": 2, "no_wrap": True, "overflow": "ellipsis"}),
        ("分工", {"no_wrap": True}),
    ):
        grid.add_column(title, **options)
    for task in tasks:
        one = task.owed
        late = f"{one.days_late}天" if one.answer is Answer.LATE else ""
        due = f"{one.due.month}月{one.due.day}日" if one.due.year == today.year else said_day(one.due)
        grid.add_row(due, f"{ANSWERS[one.answer]}{late}", task.number, task.text, one.what, task.part)
    console.print(grid)


def task_object(task: Task) -> dict[str, Any]:
    """What an office owes, as a JSON object."""
    one = task.owed
    return {
        "number": task.number,
        "text": task.text,
        "part": task.part,
        "what": one.what,
        "due": one.due.isoformat(),
        "period": str(one.period) if one.period else None,
        "node": one.node,
        "answer": one.answer,
        "days_late": one.days_late,
    }


def finding_object(number: str, finding: Finding) -> dict[str, Any]:
    """Something odd, as a JSON object; `number` is empty where several commitments are concerned."""
    return {
        "number": number or None,
        "problem": finding.problem,
        "reason": finding.reason,
        "rule": finding.rule,
        "version": finding.version,
        "sources": list(finding.sources),
    }


def dumps(row: Row) -> str:
    """The row as one line of JSON."""
    return json.dumps(row_object(row), ensure_ascii=False)


def row_object(row: Row) -> dict[str, Any]:
    """The row as a JSON object."""
    s = row.standing
    return {
        "number": row.number,
        "kind": row.kind,
        "text": row.text,
        "leads": list(row.leads),
        "day": s.day.isoformat(),
        "mark": s.mark,
        "adjusted": s.adjustment is not None,
        "words": s.words,
        **{part.status: _object(part) for part in (s.declared, s.supported, s.schedule)},
        **_near_object(row),
    }


def _near_object(row: Row) -> dict[str, Any]:
    """What only a single commitment shows."""
    if row.near is None:
        return {}
    expected = row.near.forecast
    return {
        "forecast": None
        if isinstance(expected, Refused)
        else {
            "low": f"{expected.low:f}",
            "middle": f"{expected.middle:f}",
            "high": f"{expected.high:f}",
            "unit": expected.unit,
            "coverage": None if expected.coverage is None else f"{expected.coverage:f}",
            "rule": expected.rule,
        },
        "parts": row.near.parts.words if row.near.parts else None,
        "supports": [
            {"office": one.office, "owes": one.owes, "last": one.last.answer if one.last else None}
            for one in row.near.supports
        ],
        "findings": [finding_object(row.number, one) for one in row.near.findings],
    }


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
