"""How each event changes the tables: the only code that does, for an act of today and for a rebuild alike.

Nothing is read here but the event: what a row becomes stands whole in the payload.
"""

from __future__ import annotations

from functools import singledispatch

from luoshi.errors import JournalBroken
from luoshi.ledger import events as e
from luoshi.ledger import models as m
from luoshi.ledger.rows import Rows


@singledispatch
def apply(event: e.Event, rows: Rows) -> None:
    """Ask of the tables what this event means. Every kind of event is registered below; a test sees to it."""
    raise JournalBroken(f"程序不知道日志第 {rows.seq} 条的事件“{event.kind}”怎样改台账。请换用完整的程序。")


# --- persons, offices, posts


@apply.register
def _(event: e.PersonRegistered, rows: Rows) -> None:
    rows.add(m.Person, digest=event.digest)


@apply.register
def _(event: e.PersonErased, rows: Rows) -> None:
    rows.erase(m.Personal, person_id=event.person)


@apply.register
def _(event: e.RoleGranted, rows: Rows) -> None:
    rows.add(m.Grant, person_id=event.person, role=event.role, office_id=event.office, scope=event.scope)


@apply.register
def _(event: e.RoleEnded, rows: Rows) -> None:
    rows.end(m.Grant, id=event.grant, expect=1)


@apply.register
def _(event: e.OfficeOpened, rows: Rows) -> None:
    office = rows.add(m.Office, code=event.code)
    _office_state(rows, office, event.shape)


@apply.register
def _(event: e.OfficesImported, rows: Rows) -> None:
    known = dict(event.known)
    for one in event.offices:
        known[one.code] = rows.add(m.Office, code=one.code)
    for one in event.offices:
        above = event.above_codes.get(one.code)
        shape = one.shape.model_copy(update={"above": known[above] if above else None})
        _office_state(rows, known[one.code], shape)


@apply.register
def _(event: e.OfficeChanged, rows: Rows) -> None:
    rows.end(m.OfficeState, id=event.state, expect=1)
    if event.old.since < event.shape.since:
        _office_state(rows, event.office, event.old, before=event.shape.since)
    _office_state(rows, event.office, event.shape)


@apply.register
def _(event: e.OfficesSucceeded, rows: Rows) -> None:
    for office, state, shape in event.closing:
        rows.end(m.OfficeState, id=state, expect=1)
        _office_state(rows, office, shape, before=event.on)
    for old in event.old:
        for new in event.new:
            rows.add(m.Succession, old_id=old, new_id=new, on=event.on)


@apply.register
def _(event: e.PostCreated, rows: Rows) -> None:
    rows.add(m.Post, office_id=event.office, title=event.title)


@apply.register
def _(event: e.PostHeld, rows: Rows) -> None:
    if event.leaving:
        person, since = event.leaving
        rows.end(m.Holding, post_id=event.post, before__isnull=True, expect=1)
        rows.add(m.Holding, post_id=event.post, person_id=person, since=since, before=event.since)
    rows.add(m.Holding, post_id=event.post, person_id=event.person, since=event.since)


@apply.register
def _(event: e.PostDelegated, rows: Rows) -> None:
    rows.add(
        m.Delegation,
        post_id=event.post,
        person_id=event.person,
        what=event.what,
        since=event.since,
        before=event.before,
    )


def _office_state(rows: Rows, office: int, shape: e.OfficeShape, **dates: object) -> None:
    rows.add(
        m.OfficeState,
        office_id=office,
        name=shape.name,
        kind=shape.kind,
        above_id=shape.above,
        since=shape.since,
        **dates,
    )


# --- documents and drafts


@apply.register
def _(event: e.DocumentRegistered, rows: Rows) -> None:
    rows.add(m.Document, kind=event.kind_of, **event.model_dump(exclude={"kind_of"}))


@apply.register
def _(event: e.DocumentCompiled, rows: Rows) -> None:
    for draft in event.drafts:
        rows.add(
            m.Draft,
            document_id=event.document,
            start=draft.start,
            end=draft.end,
            kind=draft.kind_of,
            tense=draft.tense,
            item=draft.item,
        )


# --- commitments


@apply.register
def _(event: e.CommitmentsAccepted, rows: Rows) -> None:
    made = [_undertake(rows, one) for one in event.undertakings]
    for decided in event.decisions:
        commitment = None if decided.undertaking is None else made[decided.undertaking]
        for draft in decided.drafts:
            rows.add(
                m.DraftDecision,
                draft_id=draft,
                verdict=decided.verdict,
                reason=decided.reason,
                commitment_id=commitment,
            )


@apply.register
def _(event: e.SourceAdded, rows: Rows) -> None:
    _source(rows, event.commitment, event.source)


@apply.register
def _(event: e.CommitmentTimed, rows: Rows) -> None:
    rows.end(m.CommitmentState, commitment_id=event.commitment, expect=1)
    _state(rows, event.commitment, event.shape, adjusted_id=event.adjusted)
    rows.end(m.Due, commitment_id=event.commitment)
    _dues(rows, event.commitment, event.dues)


@apply.register
def _(event: e.CommitmentMeasured, rows: Rows) -> None:
    rows.end(m.CommitmentState, commitment_id=event.commitment, expect=1)
    _state(rows, event.commitment, event.shape, adjusted_id=event.adjusted)


@apply.register
def _(event: e.CommitmentSplit, rows: Rows) -> None:
    for part, lead in zip(event.parts, event.leads, strict=True):
        commitment = _undertake(rows, part)
        rows.add(m.Assignment, commitment_id=commitment, office_id=lead, part="lead", order=1, owes="")


@apply.register
def _(event: e.CommitmentsAssigned, rows: Rows) -> None:
    replaced = [one.commitment for one in event.assignings if one.replaces]
    if replaced:
        rows.end(m.Assignment, commitment_id__in=replaced)
        rows.end(m.Leader, commitment_id__in=replaced)
    for one in event.assignings:
        for order, office in enumerate(one.offices, start=1):
            rows.add(
                m.Assignment,
                commitment_id=one.commitment,
                office_id=office.office,
                part=office.part,
                order=order,
                owes=office.owes,
            )
        for order, leader in enumerate(one.leaders, start=1):
            rows.add(
                m.Leader, commitment_id=one.commitment, post_id=leader.post, role=leader.role, order=order
            )


@apply.register
def _(event: e.NodesProposed, rows: Rows) -> None:
    if event.replaces:
        rows.end(m.Node, commitment_id=event.commitment)
    _nodes(rows, event.commitment, event.nodes, confirmed=False)


@apply.register
def _(event: e.NodesConfirmed, rows: Rows) -> None:
    rows.end(m.Node, commitment_id=event.commitment, confirmed=False, expect=len(event.nodes))
    _nodes(rows, event.commitment, event.nodes, confirmed=True)


@apply.register
def _(event: e.MilestonesSet, rows: Rows) -> None:
    if event.replaces:
        rows.end(m.Milestone, commitment_id=event.commitment)
    for day, value in event.path:
        rows.add(m.Milestone, commitment_id=event.commitment, day=day, value=value)


@apply.register
def _(event: e.ChangeAsked, rows: Rows) -> None:
    rows.add(
        m.Change,
        commitment_id=event.commitment,
        kind=event.change,
        reason=event.reason,
        fields=event.fields,
        document_id=event.document,
    )


@apply.register
def _(event: e.ChangeDecided, rows: Rows) -> None:
    rows.add(m.ChangeDecision, change_id=event.change, approved=event.approved, reason=event.reason)
    if event.shape:
        rows.end(m.CommitmentState, commitment_id=event.commitment, expect=1)
        _state(rows, event.commitment, event.shape, adjusted_id=event.adjusted)


def _undertake(rows: Rows, one: e.Undertaking) -> int:
    commitment = rows.add(m.Commitment, number=one.number, year=one.year)
    _state(rows, commitment, one.shape)
    for source in one.sources:
        _source(rows, commitment, source)
    _dues(rows, commitment, one.dues)
    return commitment


def _state(rows: Rows, commitment: int, shape: e.Shape, **also: object) -> None:
    rows.add(
        m.CommitmentState,
        commitment_id=commitment,
        kind=shape.kind_of,
        parent_id=shape.parent,
        indicator_id=shape.indicator,
        **shape.model_dump(exclude={"kind_of", "parent", "indicator"}),
        **also,
    )


def _source(rows: Rows, commitment: int, passage: e.Passage) -> None:
    rows.add(
        m.Source,
        commitment_id=commitment,
        document_id=passage.document,
        start=passage.start,
        end=passage.end,
        quote=passage.quote,
    )


def _dues(rows: Rows, commitment: int, dues: list[e.DueShape]) -> None:
    for due in dues:
        rows.add(m.Due, commitment_id=commitment, day=due.day, what=due.what, continuous=due.continuous)


def _nodes(rows: Rows, commitment: int, nodes: list[e.NodeShape], *, confirmed: bool) -> None:
    for order, node in enumerate(nodes, start=1):
        rows.add(m.Node, commitment_id=commitment, order=order, confirmed=confirmed, **node.model_dump())


# --- indicators and figures


@apply.register
def _(event: e.IndicatorDefined, rows: Rows) -> None:
    rows.add(m.Indicator, **event.model_dump())


@apply.register
def _(event: e.CustodianAppointed, rows: Rows) -> None:
    if event.replaces:
        rows.end(m.Custody, indicator_id=event.indicator, expect=1)
    rows.add(m.Custody, indicator_id=event.indicator, office_id=event.office)


@apply.register
def _(event: e.FiguresEntered, rows: Rows) -> None:
    for figure in event.figures:
        rows.add(
            m.Figure,
            indicator_id=event.indicator,
            released=event.released,
            source=event.source,
            **figure.model_dump(),
        )


# --- filings


@apply.register
def _(event: e.EvidenceStored, rows: Rows) -> None:
    rows.add(m.Evidence, kind=event.kind_of, **event.model_dump(exclude={"kind_of"}))


@apply.register
def _(event: e.PurgeAsked, rows: Rows) -> None:
    rows.add(m.Purge, evidence_id=event.evidence, reason=event.reason)


@apply.register
def _(event: e.PurgeDecided, rows: Rows) -> None:
    rows.add(
        m.PurgeDecision,
        purge_id=event.purge,
        digest=event.digest,
        approved=event.approved,
        reason=event.reason,
    )


@apply.register
def _(event: e.ProgressFiled, rows: Rows) -> None:
    for one in event.filings:
        _filing(rows, one)


@apply.register
def _(event: e.ProgressDrafted, rows: Rows) -> None:
    for one in event.filings:
        shape = one.model_dump(mode="json", exclude={"commitment", "office"})
        rows.add(m.ProgressDraft, commitment_id=one.commitment, office_id=one.office, shape=shape)


@apply.register
def _(event: e.DraftsSigned, rows: Rows) -> None:
    for draft, one in zip(event.drafts, event.filings, strict=True):
        filing = _filing(rows, one)
        rows.add(m.ProgressDraftDecision, draft_id=draft, filing_id=filing, reason="")


@apply.register
def _(event: e.DraftsSentBack, rows: Rows) -> None:
    for draft in event.drafts:
        rows.add(m.ProgressDraftDecision, draft_id=draft, filing_id=None, reason=event.reason)


def _filing(rows: Rows, one: e.FilingShape) -> int:
    filing = rows.add(
        m.Filing,
        commitment_id=one.commitment,
        office_id=one.office,
        node_id=one.node,
        **one.model_dump(exclude={"commitment", "office", "node", "evidence", "requests"}),
    )
    for evidence in one.evidence:
        rows.add(m.FilingEvidence, filing_id=filing, evidence_id=evidence)
    for asked in one.requests:
        rows.add(
            m.Request,
            filing_id=filing,
            office_id=asked.office,
            post_id=asked.post,
            what=asked.what,
            due=asked.due,
        )
    return filing


@apply.register
def _(event: e.FilingsRuled, rows: Rows) -> None:
    for one in event.rulings:
        rows.add(m.Ruling, filing_id=one.filing, **one.model_dump(exclude={"filing"}))


@apply.register
def _(event: e.RequestAnswered, rows: Rows) -> None:
    rows.add(m.Answer, request_id=event.request, text=event.text)


# --- cases


@apply.register
def _(event: e.CaseOpened, rows: Rows) -> None:
    fields = event.model_dump(include={"number", "procedure", "edition", "digest", "place"})
    case = rows.add(
        m.Case,
        **fields,
        opened=event.act.on,
        commitment_id=event.commitment,
        document_id=event.document,
        request_id=event.request,
        about_id=event.about,
    )
    _case_act(rows, case, 1, event.act)
    _case_state(rows, case, event.becomes)


@apply.register
def _(event: e.CaseActed, rows: Rows) -> None:
    _case_act(rows, event.case, event.order, event.act)
    if event.becomes:
        rows.end(m.CaseState, case_id=event.case, expect=1)
        _case_state(rows, event.case, event.becomes)


@apply.register
def _(event: e.MechanismSet, rows: Rows) -> None:
    rows.add(m.MechanismSetting, **event.model_dump())


def _case_act(rows: Rows, case: int, order: int, act: e.CaseActShape) -> None:
    rows.add(m.CaseAct, case_id=case, order=order, **act.model_dump())


def _case_state(rows: Rows, case: int, shape: e.CaseStateShape) -> None:
    rows.add(m.CaseState, case_id=case, state=shape.state, final=shape.final, office_id=shape.office)
