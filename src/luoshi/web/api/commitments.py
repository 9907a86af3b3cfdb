"""Commitments: listed in the order in which they came, or the most pressing first; one with everything beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router

from luoshi.errors import NotFound, OptionError
from luoshi.evaluation import overview, stored
from luoshi.evaluation.assessment import Mark
from luoshi.evaluation.models import Reached
from luoshi.evaluation.models import Stored as Kept
from luoshi.ledger import exporting, journal, queries
from luoshi.ledger import models as m
from luoshi.ledger.models.commitments import CommitmentKind, Standing
from luoshi.web.api import schemas as s
from luoshi.web.api.access import read
from luoshi.web.callers import Caller

router = Router(tags=["任务"])
Reference = Annotated[
    str, Path(max_length=30, pattern=r"^[0-9A-Za-z-]+$", description="任务编号，例如 2026-00012")
]
OfficeFilter = Annotated[
    str | None, Query(max_length=200, pattern=s.STORABLE, description="单位的名称或代码")
]
Words = Annotated[str, Query(max_length=200, pattern=s.STORABLE, description="要找的词，空格分开，都要有")]
Cursor = Annotated[str, Query(max_length=200, pattern=r"^[A-Za-z0-9_=-]*$", description="上一页的 next")]


@read(router, "/commitments", reads="read_ledger", response=s.Lines, operation_id="commitments")
def listed(
    request: HttpRequest,
    year: s.Year | None = None,
    kind: Literal["target", "project", "action", "principle"] | None = None,
    standing: Literal["open", "closed", "withdrawn"] | None = None,
    office: OfficeFilter = None,
    words: Words = "",
    after: Cursor = "",
    limit: s.Limit = 50,
) -> s.Lines:
    """按列入台账的次序列出任务；翻页时新列入的只会排在后面。"""
    found = queries.commitments(
        year=year,
        kind=CommitmentKind(kind) if kind else None,
        standing=Standing(standing) if standing else None,
        words=words,
        after=_number(after),
        limit=limit + 1,
        within=_within(request.auth, office),
    )
    page = [line.commitment for line in found[:limit]]
    kept = Kept.objects.in_bulk(page)
    return s.Lines(
        items=lines(page, kept),
        next=_cursor([page[-1]]) if len(found) > limit else None,
        assessed=reached(),
    )


@read(router, "/standings", reads="read_ledger", response=s.Lines, operation_id="standings")
def pressing(
    request: HttpRequest,
    year: s.Year,
    mark: Literal["✓", "✕", "○", "●", "◆", "▲"] | None = None,
    office: OfficeFilter = None,
    words: Words = "",
    after: Cursor = "",
    limit: s.Limit = 50,
) -> s.Lines:
    """按轻重列出任务：没完成的在前，同样的申报和佐证差得多的在前。与 luoshi status 相同。"""
    found = stored.page(
        year=year,
        mark=Mark(mark) if mark else None,
        words=words,
        after=_place(after),
        limit=limit + 1,
        within=_within(request.auth, office),
    )
    page = {one.commitment_id: one for one in found[:limit]}
    last = found[:limit][-1] if found else None
    return s.Lines(
        items=lines(list(page), page),
        next=_cursor([last.urgency, last.gap, last.commitment_id]) if last and len(found) > limit else None,
        assessed=reached(),
    )


@read(router, "/commitments/{number}", reads="read_ledger", response=s.Detail, operation_id="commitment")
def one(request: HttpRequest, number: Reference, as_of: date | None = None) -> s.Detail:
    """一项任务：内容、三种状态及其规则和依据、分工、节点、反馈。as_of 按那一天所知的情况。"""
    commitment = _seen(request.auth, number)
    day = as_of or date.today()
    seq = journal.known_at(day)
    found = queries.detail(commitment, seq=seq)
    return s.Detail(
        commitment=exporting.commitment_object(found.state, queries.office_names(seq=seq), found),
        status=overview.row_object(overview.one(number, day, found=found)),
        label=found.state.label,
        nodes=[
            {
                "node": n.id,
                "order": n.order,
                "outcome": n.outcome,
                "proof": n.proof,
                "due": n.due.isoformat(),
                "stage": n.stage,
                "confirmed": n.confirmed,
            }
            for n in found.nodes
        ],
        milestones=[{"day": o.day.isoformat(), "value": f"{o.value:f}"} for o in found.milestones],
        leaders=[{"post": o.post_id, "title": o.post.title, "role": o.role} for o in found.leaders],
        parts=_numbers(request.auth, found.parts),
        changes=[
            {"change": c.id, "kind": c.kind, "reason": c.reason, "fields": c.fields} for c in found.changes
        ],
        filings=filings_of(found.filings),
    )


@read(
    router,
    "/commitments/{number}/history",
    reads="read_ledger",
    response=s.Entries,
    operation_id="commitment_history",
)
def history(request: HttpRequest, number: Reference) -> s.Entries:
    """改动过这项任务的日志，从先到后，不带正文。"""
    found = queries.history(_seen(request.auth, number))
    return s.Entries(items=[entry_of(one) for one in found], next=None)


@read(
    router,
    "/commitments/{number}/filings",
    reads="read_ledger",
    response=s.Filings,
    operation_id="commitment_filings",
)
def filings(
    request: HttpRequest, number: Reference, before: s.Number | None = None, limit: s.Limit = 50
) -> s.Filings:
    """一项任务的全部进展反馈，新的在前。"""
    found = m.Filing.objects.filter(commitment_id=_seen(request.auth, number))
    if before is not None:
        found = found.filter(id__lt=before)
    page = list(found.select_related("ruling").order_by("-id")[: limit + 1])
    return s.Filings(items=filings_of(page[:limit]), next=page[limit - 1].id if len(page) > limit else None)


def lines(page: Sequence[int], kept: dict[int, Kept]) -> list[s.Line]:
    """Commitments of a page in its order, each with its leads and how it stood when last assessed."""
    states = m.CommitmentState.objects.current().filter(commitment_id__in=page).select_related("commitment")
    about = {state.commitment_id: state for state in states}
    leads = overview.leads_of(page)
    return [_line(about[number], leads.get(number, ()), kept.get(number)) for number in page]


def reached() -> s.Assessed | None:
    """How far the assessments go."""
    found = Reached.objects.filter(id=1).first()
    return s.Assessed(entry=found.seq, day=found.day, version=found.version) if found else None


def filings_of(found: Sequence[m.Filing]) -> list[s.Filing]:
    """Filings with their rulings and the digests of what was put forward."""
    digests: dict[int, list[str]] = {}
    put = m.FilingEvidence.objects.filter(filing_id__in=[one.id for one in found])
    for filing, digest in put.order_by("id").values_list("filing_id", "evidence__digest"):
        digests.setdefault(filing, []).append(digest)
    return [_filing(one, digests.get(one.id, [])) for one in found]


def entry_of(entry: m.Entry) -> s.Entry:
    """The header of an entry."""
    return s.Entry(**journal.header(entry), hash=entry.hash)


def _seen(caller: Caller, number: str) -> int:
    """The commitment of a number, if this person may see it; else it is as if it were not there."""
    commitment = queries.find_commitment(number)
    if not caller.may_see(commitment):
        raise NotFound(f"台账里没有编号为“{number}”的任务，或者它不在你可以看的范围里。")
    return commitment


def _within(caller: Caller, office: str | None) -> Any:
    parts = None
    if office is not None:
        parts = m.Assignment.objects.current().filter(office_id=queries.find_office(office))

    def within(rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows if parts is None else rows.filter(commitment_id__in=parts.values("commitment_id"))
        return caller.visible(rows)

    return within


def _numbers(caller: Caller, states: Sequence[m.CommitmentState]) -> list[str]:
    parts = m.CommitmentState.objects.filter(id__in=[state.id for state in states])
    found = caller.visible(parts).order_by("commitment_id")
    return list(found.values_list("commitment__number", flat=True))


def _line(state: m.CommitmentState, leads: Sequence[str], kept: Kept | None) -> s.Line:
    def status(name: str) -> s.Status | None:
        if kept is None:
            return None
        value = getattr(kept, f"{name}_value")
        return s.Status(
            state=getattr(kept, f"{name}_state"),
            value=None if value is None else f"{value:f}",
            unit=kept.unit if value is not None else "",
        )

    return s.Line(
        number=state.commitment.number,
        year=state.commitment.year,
        kind=state.kind,
        text=state.text,
        section=state.section,
        standing=state.standing,
        rhythm=state.rhythm,
        leads=list(leads),
        mark=kept and kept.mark,
        words=kept and kept.words,
        adjusted=kept and kept.adjusted,
        declared=status("declared"),
        supported=status("supported"),
        schedule=status("schedule"),
    )


def _filing(one: m.Filing, digests: list[str]) -> s.Filing:
    ruling = getattr(one, "ruling", None)
    return s.Filing(
        filing=one.id,
        office=one.office_id,
        period=one.period,
        filed=one.filed,
        value=None if one.value is None else f"{one.value:f}",
        node=one.node_id,
        unchanged=one.unchanged,
        sentence=one.sentence,
        problem=one.problem,
        next_step=one.next_step,
        ruling=ruling
        and {
            "accepted": ruling.accepted,
            "supported": None if ruling.supported is None else f"{ruling.supported:f}",
            "node_supported": ruling.node_supported,
            "reason": ruling.reason,
        },
        evidence=digests,
    )


def _cursor(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read_cursor(text: str, kinds: tuple[type, ...]) -> list[Any]:
    try:
        place = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if len(place) != len(kinds) or any(
            type(part) is not kind or not -s.LARGEST <= part <= s.LARGEST
            for part, kind in zip(place, kinds, strict=True)
        ):
            raise ValueError(text)
    except (ValueError, TypeError):
        raise OptionError("after 不是上一页给出的 next。请照抄上一页的 next，或者不写，从头列。") from None
    return list(place)


def _number(text: str) -> int:
    return int(_read_cursor(text, (int,))[0]) if text else 0


def _place(text: str) -> Kept | None:
    if not text:
        return None
    urgency, gap, commitment = _read_cursor(text, (int, float, int))
    return Kept(urgency=urgency, gap=gap, commitment_id=commitment)
