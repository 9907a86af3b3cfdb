"""Confirmations: who has confirmed that a promise is not mentioned, and whether the office could answer first.

Silence found by a program is not yet a finding. It becomes one when a named person has confirmed it and the office was
asked and has had ten working days.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from luoshi.errors import TableError
from luoshi.reckoning.findings import Confirmation, Finding, Pairing, Reckoning, Standing, Verdict
from luoshi.reckoning.promises import Promise
from luoshi.reckoning.sheets import Heading, Line, day, read_sheet

HEADINGS = (
    Heading("promise", ("编号", "承诺编号", "promise", "promiseid")),
    Heading("by", ("确认人", "confirmedby")),
    Heading("on", ("确认日期", "confirmedon")),
    Heading("asked", ("征求日期", "征求单位日期", "askedon", "officeaskedon")),
    Heading("answer", ("单位答复", "答复", "answer", "officeanswer"), needed=False),
    Heading("answered", ("答复日期", "answeredon"), needed=False),
)
#: Working days that an office has to answer.
DAYS = 10
#: The last day to answer a question put on a day, and whether it is provisional.
LastDay = Callable[[datetime.date], tuple[datetime.date, bool]]


@dataclass(frozen=True)
class Confirmations:
    """The usable rows by promise, with their line, and what is said of the others."""

    name: str
    rows: Mapping[str, tuple[int, Confirmation]]
    notes: tuple[str, ...] = field(default=())


def promise_id(promise: Promise) -> str:
    """The promise's number: its item's, and where in it what is promised begins. The same text gives the same."""
    return f"{promise.item.id}.{promise.start - promise.item.start}"


def read_confirmations(path: Path, *, as_of: datetime.date, last_day: LastDay) -> Confirmations:
    """The confirmations of a CSV or XLSX file as they stand on a day. Bad rows are explained and confirm nothing.

    Raises TableError where the headings are wrong, ReadError where the file cannot be read.
    """
    rows: dict[str, tuple[int, Confirmation]] = {}
    notes: list[str] = []
    for line in read_sheet(path, HEADINGS):
        try:
            found = _confirmation(line, as_of, last_day)
            if found.promise in rows:
                raise TableError(f"编号 {found.promise} 在第 {rows[found.promise][0]} 行已有，请合并成一行。")
            rows[found.promise] = line.number, found
        except TableError as error:
            notes.append(f"{path.name} 第 {line.number} 行：{error}这一行没有用。")
    return Confirmations(path.name, rows, tuple(notes))


def _confirmation(line: Line, as_of: datetime.date, last_day: LastDay) -> Confirmation:
    cells = line.cells
    if not cells["promise"]:
        raise TableError("没有写编号。请从对账表的“编号”一列抄来。")
    on, asked, answered = (_day(cells, name, as_of) for name in ("on", "asked", "answered"))
    if (on is None) != (not cells["by"]):
        raise TableError("确认人和确认日期要一起写。请补上，还没有确认的两样都空着。")
    answer = cells.get("answer", "")
    if answer and answered is None:
        raise TableError("写了单位答复，没有写答复日期。请补上。")
    if answered and not answer:
        raise TableError("写了答复日期，没有写答复的内容。请补上。")
    if answered and (asked is None or answered < asked):
        raise TableError("单位答复应在征求之后。请核对征求日期和答复日期。")
    until, provisional = last_day(asked) if asked else (None, False)
    standing = _standing(on, until, answered, as_of)
    return Confirmation(
        cells["promise"], cells["by"], on, asked, answer, answered, standing, until, provisional
    )


def _day(cells: Mapping[str, str], name: str, as_of: datetime.date) -> datetime.date | None:
    said = cells.get(name, "")
    found = day(said)
    title = next(h.words[0] for h in HEADINGS if h.name == name)
    if said and found is None:
        raise TableError(f"{title}“{said}”不是日期。请写成 2026-03-02 的样子。")
    if found and found > as_of:
        raise TableError(f"{title} {found} 还没有到（今天按 {as_of} 算）。请核对。")
    return found


def _standing(
    on: datetime.date | None,
    until: datetime.date | None,
    answered: datetime.date | None,
    as_of: datetime.date,
) -> Standing:
    if answered:
        return Standing.ANSWERED
    if until is not None and as_of <= until:
        return Standing.WAITING
    return Standing.CONFIRMED if on and until else Standing.UNCONFIRMED


def confirmed(reckoning: Reckoning, confirmations: Confirmations) -> Reckoning:
    """The reckoning with what was confirmed; what stands in no row stays unconfirmed."""
    pairings = tuple(
        replace(pairing, findings=tuple(_with(finding, confirmations) for finding in pairing.findings))
        for pairing in reckoning.pairings
    )
    notes = (*confirmations.notes, *_unused(reckoning.pairings, confirmations))
    return replace(reckoning, pairings=pairings, warnings=(*reckoning.warnings, *notes))


def _with(finding: Finding, confirmations: Confirmations) -> Finding:
    found = confirmations.rows.get(promise_id(finding.promise))
    if found is None or finding.verdict is not Verdict.NOT_MENTIONED:
        return finding
    return replace(finding, confirmation=found[1])


def _unused(pairings: tuple[Pairing, ...], confirmations: Confirmations) -> Iterator[str]:
    verdicts = {promise_id(f.promise): f.verdict for pairing in pairings for f in pairing.findings}
    for number, row in confirmations.rows.values():
        if row.promise not in verdicts:
            yield (
                f"{confirmations.name} 第 {number} 行：这次的报告里没有编号 {row.promise} 的承诺，没有用上。"
                "报告的文字改了，编号就会变；请从新的对账表抄来。"
            )
        elif verdicts[row.promise] is not Verdict.NOT_MENTIONED:
            yield f"{confirmations.name} 第 {number} 行：编号 {row.promise} 的结论不是“未提及”，不用确认，没有用上。"
