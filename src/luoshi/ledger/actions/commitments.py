"""Commitments: accept drafts, undertake, time, split, assign, plan; and with two persons close, adjust, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from luoshi.errors import LedgerError, SamePerson, WrongState
from luoshi.ledger import drafts as drafting
from luoshi.ledger import events
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import action, need, need_all, unmoved
from luoshi.ledger.journal import Sitting
from luoshi.ledger.models.commitments import ChangeKind, CommitmentKind, LeaderRole, Part, Rhythm, Standing
from luoshi.ledger.models.documents import Verdict
from luoshi.ledger.models.offices import ASKED_ONLY, OfficeKind

MOST_NODES = 6


@action
def accept_drafts(
    session: Sitting,
    drafts: Sequence[int],
    *,
    together: bool = False,
    corrections: Mapping[int, Mapping[str, Any]] | None = None,
    reason: str = "",
) -> events.Event:
    """Take drafts into the ledger, each by itself (one with several amounts is split by them).

    `together` makes one commitment of all of them, with every passage as its source; `corrections` says, by draft,
    which fields are different from what was drafted.
    """
    found = _undecided(drafts)
    corrections = corrections or {}
    numbers = _numbering(next(iter(found.values())).document.year)
    undertaken: list[events.Undertaking] = []
    decisions: list[events.DraftsDecided] = []
    for draft in found.values():
        made = _corrected(draft, corrections.get(draft.id, {}))
        if together and undertaken:
            first = undertaken[0]
            undertaken[0] = first.model_copy(update={"sources": [*first.sources, *made[0].sources]})
            made = []
        verdict = _verdict(together, len(made), draft.id in corrections)
        for at in range(len(undertaken), len(undertaken) + len(made)) if made else (0,):
            decisions.append(
                events.DraftsDecided(drafts=[draft.id], verdict=verdict, reason=reason, undertaking=at)
            )
        undertaken += made
    numbered = [one.model_copy(update={"number": next(numbers)}) for one in undertaken]
    return events.CommitmentsAccepted(undertakings=numbered, decisions=decisions)


@action
def exclude_drafts(session: Sitting, drafts: Sequence[int], *, reason: str) -> events.Event:
    """Leave drafts out of the ledger, and say why."""
    _undecided(drafts)
    if not reason.strip():
        raise LedgerError("不列入台账要写明理由，例如“表态性内容”。")
    return events.CommitmentsAccepted(
        undertakings=[],
        decisions=[events.DraftsDecided(drafts=list(drafts), verdict=Verdict.EXCLUDED, reason=reason)],
    )


@action
def undertake(
    session: Sitting,
    *,
    document: int,
    start: int,
    end: int,
    quote: str,
    kind: str,
    dues: Sequence[tuple[date, str, bool]],
    text: str | None = None,
    rhythm: str | None = None,
    **amount: Any,
) -> events.Event:
    """Enter one commitment straight from a passage of a document: an instruction, a meeting's decision.

    `dues` are days with what is owed by then, and whether the work goes on after it.
    """
    source = need(m.Document, document)
    kind_of = CommitmentKind(kind)
    if not dues and kind_of != CommitmentKind.PRINCIPLE:
        raise LedgerError("请写明办理时限；一件事可以有几个时限，例如 4 月底前出台、全年持续推进。")
    shape = events.Shape(
        kind_of=kind_of,
        text=text or quote,
        label=source.label,
        rhythm=Rhythm(rhythm) if rhythm else drafting.RHYTHM[kind_of],
        **amount,
    )
    one = events.Undertaking(
        number=next(_numbering(source.year)),
        year=source.year,
        shape=shape,
        sources=[events.Passage(document=document, start=start, end=end, quote=quote)],
        dues=[events.DueShape(day=day, what=what, continuous=on) for day, what, on in dues],
    )
    return events.CommitmentsAccepted(undertakings=[one], decisions=[])


@action
def add_source(
    session: Sitting, commitment: int, *, document: int, start: int, end: int, quote: str
) -> events.Event:
    """Say that another document undertakes the same: it stays one commitment, reported once."""
    need(m.Commitment, commitment)
    need(m.Document, document)
    if m.Source.objects.filter(commitment_id=commitment, document_id=document, start=start).exists():
        raise WrongState("这段话已经是这项任务的来源。")
    passage = events.Passage(document=document, start=start, end=end, quote=quote)
    return events.SourceAdded(commitment=commitment, source=passage)


@action
def set_timing(
    session: Sitting,
    commitment: int,
    *,
    rhythm: str,
    dues: Sequence[tuple[date, str, bool]],
    seen: int,
) -> events.Event:
    """Say how often a commitment is asked for, and by when what is owed."""
    state = _open_state(commitment)
    unmoved(seen, _states(commitment), m.Due.objects.filter(commitment_id=commitment))
    shape = _shape(state).model_copy(update={"rhythm": Rhythm(rhythm)})
    return events.CommitmentTimed(
        commitment=commitment,
        shape=shape,
        adjusted=state.adjusted_id,
        dues=[events.DueShape(day=day, what=what, continuous=on) for day, what, on in dues],
    )


@action
def measure_by(session: Sitting, commitment: int, *, indicator: int, seen: int) -> events.Event:
    """Let an indicator's figures fill a target. Raises WrongState where unit or measure are not the same."""
    state = _open_state(commitment)
    unmoved(seen, _states(commitment))
    by = need(m.Indicator, indicator)
    if (state.kind, state.unit, state.measure) != (CommitmentKind.TARGET, by.unit, by.measure):
        raise WrongState(
            f"指标“{by.name}”（{by.unit}，{by.measure}）和这项任务（{state.unit}，{state.measure}）的单位或口径不同。"
        )
    shape = _shape(state).model_copy(update={"indicator": indicator})
    return events.CommitmentMeasured(commitment=commitment, shape=shape, adjusted=state.adjusted_id)


@action
def split_commitment(
    session: Sitting, commitment: int, *, parts: Sequence[tuple[int, Decimal | None]], seen: int
) -> events.Event:
    """Split a commitment over counties or offices: who leads each part, and its amount."""
    state = _open_state(commitment)
    unmoved(seen, _states(commitment))
    need_all(m.Office, [office for office, _ in parts])
    if m.CommitmentState.objects.current().filter(parent_id=commitment).exists():
        raise WrongState("这项任务已经分解过了。要改，请逐项调整下级任务。")
    whole = need(m.Commitment, commitment)
    dues = [
        events.DueShape(day=d.day, what=d.what, continuous=d.continuous)
        for d in m.Due.objects.current().filter(commitment_id=commitment).order_by("id")
    ]
    shape = _shape(state)
    made = [
        events.Undertaking(
            number=f"{whole.number}.{order:02d}",
            year=whole.year,
            shape=shape.model_copy(
                update={
                    "parent": commitment,
                    "scope": _name(office),
                    "value": shape.value if amount is None else amount,
                }
            ),
            sources=[],
            dues=dues,
        )
        for order, (office, amount) in enumerate(parts, start=1)
    ]
    return events.CommitmentSplit(parent=commitment, parts=made, leads=[office for office, _ in parts])


@action
def assign(
    session: Sitting,
    commitments: Sequence[int],
    *,
    offices: Sequence[tuple[int, str | None, str]],
    leaders: Sequence[tuple[int, str]] = (),
    seen: int,
) -> events.Event:
    """Say who answers for commitments: offices in order (with part, and what a support owes), leaders' posts with role.

    A part of `None` follows the document: where it says that the first named leads, the others support; where it does
    not, all answer jointly. Offices that can only be asked are asked.
    """
    need_all(m.Post, [post for post, _ in leaders])
    answering = [events.LeaderShape(post=post, role=LeaderRole(role)) for post, role in leaders]
    return _assigned(dict.fromkeys(commitments, offices), answering, seen)


@action
def assign_each(
    session: Sitting, offices: Mapping[int, Sequence[tuple[int, str | None, str]]], *, seen: int
) -> events.Event:
    """Say who answers for each of several commitments, as `assign` does for one; leaders stay as they are."""
    return _assigned(offices, None, seen)


def _assigned(
    offices: Mapping[int, Sequence[tuple[int, str | None, str]]],
    leaders: list[events.LeaderShape] | None,
    seen: int,
) -> events.CommitmentsAssigned:
    commitments = list(offices)
    _all_open(commitments)
    before = m.Assignment.objects.filter(commitment_id__in=commitments)
    led = m.Leader.objects.filter(commitment_id__in=commitments)
    unmoved(seen, before, led)
    kinds = _kinds([office for given in offices.values() for office, _, _ in given])
    replaced = set(before.current().values_list("commitment_id", flat=True))
    replaced |= set(led.current().values_list("commitment_id", flat=True))
    kept: dict[int, list[events.LeaderShape]] = {}
    for one in led.current().order_by("order") if leaders is None else ():
        kept.setdefault(one.commitment_id, []).append(events.LeaderShape(post=one.post_id, role=one.role))
    return events.CommitmentsAssigned(
        assignings=[
            events.Assigning(
                commitment=commitment,
                offices=_parts(commitment, given, kinds),
                leaders=kept.get(commitment, []) if leaders is None else leaders,
                replaces=commitment in replaced,
            )
            for commitment, given in offices.items()
        ]
    )


@action
def propose_nodes(
    session: Sitting, commitment: int, *, nodes: Sequence[Mapping[str, Any]], seen: int
) -> events.Event:
    """The lead's plan: one to six dated observable outcomes, each with the kind of document that proves it."""
    _open_state(commitment)
    if not 1 <= len(nodes) <= MOST_NODES:
        raise LedgerError(f"一项任务设 1 到 {MOST_NODES} 个节点，这里写了 {len(nodes)} 个。")
    standing = m.Node.objects.filter(commitment_id=commitment)
    unmoved(seen, standing)
    if standing.current().filter(confirmed=True).exists():
        raise WrongState("节点已经确认，不能重报。要改，请按调整程序办理。")
    return events.NodesProposed(
        commitment=commitment,
        nodes=[events.NodeShape(**node) for node in sorted(nodes, key=lambda n: n["due"])],
        replaces=standing.current().exists(),
    )


@action
def confirm_nodes(session: Sitting, commitment: int, *, seen: int) -> events.Event:
    """The supervision office confirms the plan as it stands."""
    plan = m.Node.objects.filter(commitment_id=commitment)
    unmoved(seen, plan)
    proposed = list(plan.current().filter(confirmed=False).order_by("order"))
    if not proposed:
        raise WrongState("没有等待确认的节点。")
    return events.NodesConfirmed(
        commitment=commitment,
        nodes=[
            events.NodeShape(outcome=n.outcome, proof=n.proof, due=n.due, stage=n.stage) for n in proposed
        ],
    )


@action
def set_milestones(
    session: Sitting, commitment: int, *, path: Sequence[tuple[date, Decimal]], seen: int
) -> events.Event:
    """Where an output should stand on which day of the year."""
    _open_state(commitment)
    before = m.Milestone.objects.filter(commitment_id=commitment)
    unmoved(seen, before)
    ordered = sorted(path)
    if not ordered:
        raise LedgerError("没有写一个时点。请写出哪天应到多少，例如 6 月 30 日 5 万亩。")
    if any(a[1] > b[1] for a, b in pairwise(ordered)):
        raise LedgerError("累计进度不能越来越少。请核对各时点的数。")
    return events.MilestonesSet(commitment=commitment, path=ordered, replaces=before.current().exists())


@action
def ask_change(
    session: Sitting,
    commitment: int,
    *,
    change: str,
    reason: str,
    fields: Mapping[str, Any] | None = None,
    document: int | None = None,
) -> events.Event:
    """Ask to close, adjust (with the document that allows it) or withdraw; another person decides."""
    _open_state(commitment)
    kind = ChangeKind(change)
    if m.Change.objects.filter(commitment_id=commitment, decision__isnull=True).exists():
        raise WrongState("这项任务已经有一份申请在等待审核。")
    if not reason.strip():
        raise LedgerError("请写明理由。")
    if kind == ChangeKind.ADJUST and (document is None or not fields):
        raise LedgerError("调整目标要写明调整后的数，并附批准文件。")
    if document is not None:
        need(m.Document, document)
    plain = {
        key: str(value) if isinstance(value, Decimal) else value for key, value in (fields or {}).items()
    }
    return events.ChangeAsked(
        commitment=commitment, change=kind, reason=reason, fields=plain, document=document
    )


@action
def decide_change(session: Sitting, change: int, *, approved: bool, reason: str = "") -> events.Event:
    """Approve or refuse what another person asked for. Raises SamePerson for one's own."""
    asked = need(m.Change, change)
    if m.ChangeDecision.objects.filter(change_id=change).exists():
        raise WrongState("这份申请已经审核过了。")
    if session.actor.person is None or asked.entry.actor == session.actor.person:
        raise SamePerson("申请和审核不能是同一个人。请由另一位同志审核。")
    if not approved and not reason.strip():
        raise LedgerError("不同意要写明理由。")
    state = _open_state(asked.commitment_id)
    return events.ChangeDecided(
        change=change,
        approved=approved,
        reason=reason,
        commitment=asked.commitment_id,
        shape=_changed(state, asked) if approved else None,
        adjusted=state.id if approved and asked.kind == ChangeKind.ADJUST else state.adjusted_id,
    )


_STANDING = {ChangeKind.CLOSE: Standing.CLOSED, ChangeKind.WITHDRAW: Standing.WITHDRAWN}


def _changed(state: m.CommitmentState, asked: m.Change) -> events.Shape:
    shape = _shape(state).model_dump()
    shape |= asked.fields
    shape["standing"] = _STANDING.get(ChangeKind(asked.kind), state.standing)
    return events.Shape.model_validate(shape)


def _undecided(drafts: Sequence[int]) -> dict[int, m.Draft]:
    found = need_all(m.Draft, drafts)
    if not found:
        raise LedgerError("没有选中拟稿。")
    decided = m.DraftDecision.objects.current().filter(draft_id__in=drafts).first()
    if decided:
        raise WrongState(f"第 {decided.draft_id} 号拟稿已经定过了。请刷新后再选。")
    return {number: found[number] for number in drafts}


def _corrected(draft: m.Draft, corrections: Mapping[str, Any]) -> list[events.Undertaking]:
    made = drafting.undertakings(draft, year=draft.document.year, label=draft.document.label)
    if not corrections:
        return made
    shape = events.Shape.model_validate(made[0].shape.model_dump() | dict(corrections))
    return [made[0].model_copy(update={"shape": shape}), *made[1:]]


def _verdict(together: bool, made: int, corrected: bool) -> Verdict:
    if together:
        return Verdict.BUNDLED
    if made > 1:
        return Verdict.SPLIT
    return Verdict.CORRECTED if corrected else Verdict.ACCEPTED


def _numbering(year: int) -> Any:
    """The numbers that follow those given out for a year."""
    # Parts of a split commitment carry its number with a suffix, and count for none.
    given = m.Commitment.objects.filter(year=year).exclude(number__contains=".").count()
    return (f"{year}-{number:05d}" for number in range(given + 1, 10**6))


def _states(commitment: int) -> Any:
    return m.CommitmentState.objects.filter(commitment_id=commitment)


def _all_open(commitments: Sequence[int]) -> None:
    need_all(m.Commitment, commitments)
    closed = m.CommitmentState.objects.current().filter(commitment_id__in=commitments)
    if (state := closed.exclude(standing=Standing.OPEN).first()) is not None:
        raise WrongState(f"任务“{state.text[:30]}”已经{Standing(state.standing).label}，不能再改。")


def _open_state(commitment: int) -> m.CommitmentState:
    need(m.Commitment, commitment)
    state = _states(commitment).current().get()
    if state.standing != Standing.OPEN:
        raise WrongState(f"这项任务已经{Standing(state.standing).label}，不能再改。")
    return state


def _shape(state: m.CommitmentState) -> events.Shape:
    fields = events.Shape.model_fields.keys() - {"kind_of", "parent", "indicator"}
    return events.Shape(
        kind_of=state.kind,
        parent=state.parent_id,
        indicator=state.indicator_id,
        **{name: getattr(state, name) for name in fields},
    )


def _kinds(offices: Sequence[int]) -> dict[int, OfficeKind]:
    need_all(m.Office, offices)
    states = m.OfficeState.objects.current().filter(office_id__in=offices).order_by("since")
    return {state.office_id: OfficeKind(state.kind) for state in states}


def _name(office: int) -> str:
    return str(m.OfficeState.objects.current().filter(office_id=office).order_by("-since").first().name)


def _parts(
    commitment: int, offices: Sequence[tuple[int, str | None, str]], kinds: Mapping[int, OfficeKind]
) -> list[events.AssignmentShape]:
    first_leads = (
        len(offices) == 1
        or m.Source.objects.filter(commitment_id=commitment, document__first_leads=True).exists()
    )
    parts = []
    for order, (office, given, owes) in enumerate(offices):
        if kinds[office] in ASKED_ONLY:
            if given not in (None, Part.ASKED):
                raise WrongState(
                    f"{kinds[office].label}只能商请，不能列为{Part(given).label}单位。请改为商请，或者换一个单位。"
                )
            part = Part.ASKED
        elif given:
            part = Part(given)
        else:
            part = (Part.LEAD if order == 0 else Part.SUPPORT) if first_leads else Part.JOINT
        parts.append(events.AssignmentShape(office=office, part=part, owes=owes))
    return parts
