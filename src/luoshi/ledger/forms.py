"""Spreadsheets out and the same back in: who answers, and what was reached. Good rows are kept, bad ones explained.

A row that says what the ledger says already changes nothing; what the sheet does not name is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.errors import LedgerError
from luoshi.ledger import actions, queries
from luoshi.ledger import models as m
from luoshi.ledger.journal import Actor
from luoshi.ledger.models.commitments import CommitmentKind, Part, Standing
from luoshi.render.form import Blank, form_bytes, read_form

ASSIGNMENTS = (
    Blank("编号", 14),
    Blank("任务", 60),
    Blank("类别", 8),
    Blank("牵头单位", 24, asked=True),
    Blank("共同负责", 30, asked=True),
    Blank("配合单位", 40, asked=True),
    Blank("商请单位", 24, asked=True),
)
FILINGS = (
    Blank("编号", 14),
    Blank("任务", 50),
    Blank("单位", 22),
    Blank("报告期", 12, asked=True),
    Blank("完成数", 12, asked=True),
    Blank("计量单位", 10),
    Blank("无变化", 8, asked=True),
    Blank("进展情况", 50, asked=True),
    Blank("存在问题", 30, asked=True),
    Blank("下一步措施", 30, asked=True),
)
_PARTS = {"牵头单位": Part.LEAD, "共同负责": Part.JOINT, "配合单位": Part.SUPPORT, "商请单位": Part.ASKED}
_YES = {"是", "√", "✓", "无变化", "1"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a sheet did: rows that changed something, rows that said what was there, and what is wrong with the others."""

    changed: int
    same: int
    errors: tuple[tuple[int, str], ...]


def assignments_out(year: int) -> bytes:
    """The year's open commitments with who answers for them."""
    states = _open(year).exclude(kind=CommitmentKind.PRINCIPLE)
    names = queries.office_names()
    parts = _parts_now([s.commitment_id for s in states])
    rows = []
    for state in states:
        given = parts.get(state.commitment_id, {})
        columns = ["、".join(names[o] for o in given.get(part, ())) for part in _PARTS.values()]
        rows.append([state.commitment.number, state.text, state.get_kind_display(), *columns])
    return form_bytes("任务分工", ASSIGNMENTS, rows)


def assignments_in(content: bytes, *, by: Actor) -> Imported:
    """Take in who answers: all good rows in one act for each kind of answer, bad rows told."""
    seen = m.Head.objects.get().seq
    numbers, offices = _numbers(), _offices()
    wanted: dict[int, dict[Part, tuple[int, ...]]] = {}

    def take(row: Mapping[str, str]) -> None:
        commitment = _commitment(numbers, row)
        given = {p: tuple(_office(offices, n) for n in _names(row[c])) for c, p in _PARTS.items() if row[c]}
        _sensible(given)
        wanted[commitment] = given

    errors = _each(content, ASSIGNMENTS, take)
    now = _parts_now(list(wanted))
    moved = {c: given for c, given in wanted.items() if given and given != now.get(c, {})}
    if moved:
        listed = {
            commitment: [(office, part.value, "") for part, found in given.items() for office in found]
            for commitment, given in moved.items()
        }
        actions.assign_each(by, listed, seen=seen)
    return Imported(len(moved), len(wanted) - len(moved), tuple(errors))


def filings_out(year: int, *, office: int | None = None) -> bytes:
    """One row for each part an office has in an open commitment, to be filled in."""
    parts = m.Assignment.objects.current().filter(part__in=queries.OWING, commitment__year=year)
    if office is not None:
        parts = parts.filter(office_id=office)
    states = {s.commitment_id: s for s in _open(year)}
    names = queries.office_names()
    rows = [
        [states[p.commitment_id].commitment.number, states[p.commitment_id].text, names[p.office_id], "", "", states[p.commitment_id].unit, "", "", "", ""]
        for p in parts.order_by("commitment_id", "order")
        if p.commitment_id in states
    ]  # fmt: skip
    return form_bytes("进展反馈", FILINGS, rows)


def filings_in(content: bytes, *, by: Actor) -> Imported:
    """Take in what was reached: all good rows in one act, bad rows told; rows left blank are nothing to say."""
    numbers, offices = _numbers(), _offices()
    parts = set(
        m.Assignment.objects.current()
        .filter(part__in=queries.OWING)
        .values_list("commitment_id", "office_id")
    )
    units = dict(m.CommitmentState.objects.current().values_list("commitment_id", "unit"))
    shapes: list[dict[str, Any]] = []

    def take(row: Mapping[str, str]) -> None:
        if not any(row[c.title] for c in FILINGS if c.asked and c.title != "报告期"):
            return
        commitment, office = _commitment(numbers, row), _office(offices, row["单位"])
        if (commitment, office) not in parts:
            raise LedgerError(f"“{row['单位']}”不是这项任务的承办单位。请核对分工，或者删去这一行。")
        if row["计量单位"] != units[commitment]:
            raise LedgerError(f"计量单位应是“{units[commitment]}”，不要改这一列。请把数换算过来再填。")
        actions.check_period(row["报告期"])
        shapes.append(
            {
                "commitment": commitment,
                "office": office,
                "period": row["报告期"],
                "value": _value(row["完成数"]),
                "unchanged": row["无变化"] in _YES,
                "sentence": row["进展情况"],
                "problem": row["存在问题"],
                "next_step": row["下一步措施"],
            }
        )

    errors = _each(content, FILINGS, take)
    new = _unfiled(shapes)
    if new:
        actions.say_progress(by, new)
    return Imported(len(new), len(shapes) - len(new), tuple(errors))


def _each(
    content: bytes, columns: Sequence[Blank], take: Callable[[Mapping[str, str]], None]
) -> list[tuple[int, str]]:
    """Hand over every row; what is wrong with which line, in a clerk's words."""
    errors: list[tuple[int, str]] = []
    for line, row in read_form(content, columns):
        try:
            take(row)
        except LedgerError as error:
            errors.append((line, str(error)))
    return errors


def _unfiled(shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that say something new: a sheet taken in twice says it once."""
    keys = ("commitment", "office", "period", "value", "unchanged", "sentence")
    there = {
        tuple(row)
        for row in m.Filing.objects.filter(commitment_id__in={s["commitment"] for s in shapes}).values_list(
            "commitment_id", "office_id", "period", "value", "unchanged", "sentence"
        )
    }
    return [s for s in shapes if tuple(s[key] for key in keys) not in there]


def _open(year: int) -> Any:
    states = m.CommitmentState.objects.current().filter(commitment__year=year, standing=Standing.OPEN)
    return states.select_related("commitment").order_by("commitment_id")


def _parts_now(commitments: Sequence[int]) -> dict[int, dict[Part, tuple[int, ...]]]:
    found: dict[int, dict[Part, tuple[int, ...]]] = {}
    rows = m.Assignment.objects.current().order_by("commitment_id", "order")
    wanted = set(commitments)
    for commitment, part, office in rows.values_list("commitment_id", "part", "office_id"):
        if commitment in wanted:
            given = found.setdefault(commitment, {})
            given[Part(part)] = (*given.get(Part(part), ()), office)
    return found


def _sensible(given: Mapping[Part, tuple[int, ...]]) -> None:
    if len(given.get(Part.LEAD, ())) > 1:
        raise LedgerError("牵头单位只能有一个。几个单位一起负责的，请填在“共同负责”。")
    if Part.LEAD in given and Part.JOINT in given:
        raise LedgerError("“牵头单位”和“共同负责”只填一种。")
    offices = [office for found in given.values() for office in found]
    if len(offices) != len(set(offices)):
        raise LedgerError("同一个单位在这一行里写了两次。请只留一处。")


def _numbers() -> dict[str, int]:
    return dict(m.Commitment.objects.values_list("number", "id"))


def _offices() -> dict[str, int]:
    return {name: office for office, name in queries.office_names().items()}


def _commitment(numbers: Mapping[str, int], row: Mapping[str, str]) -> int:
    if row["编号"] not in numbers:
        raise LedgerError(f"台账里没有编号“{row['编号']}”。请不要改编号这一列。")
    return numbers[row["编号"]]


def _office(offices: Mapping[str, int], name: str) -> int:
    if name not in offices:
        near = [known for known in offices if name and (name in known or known in name)][:3]
        hint = f"是不是：{'、'.join(near)}？" if near else "请写台账里的单位全称。"
        raise LedgerError(f"没有叫“{name}”的单位。{hint}")
    return offices[name]


def _names(cell: str) -> list[str]:
    return [
        name.strip()
        for name in cell.replace(",", "、").replace("，", "、").replace(";", "、").split("、")
        if name.strip()
    ]


def _value(cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        value = Decimal(cell.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise LedgerError(f"完成数“{cell}”不是数。请只填数字，单位不要写在里面。") from None
    if not value.is_finite():
        raise LedgerError(f"完成数“{cell}”不是数。请只填数字。")
    return value
