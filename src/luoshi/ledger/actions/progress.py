"""Progress: indicators and figures, filings, rulings on them, answers to what needs coordination."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.errors import LedgerError, SamePerson, WrongState
from luoshi.ledger import events, permissions, preflight
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import Act, action, need, need_all
from luoshi.ledger.journal import Actor, Sitting
from luoshi.ledger.models.commitments import Part, Standing
from luoshi.ledger.models.progress import Adding, Release

_PERIOD = re.compile(r"(?:19|20)\d\d(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


@action
def define_indicator(
    session: Sitting, *, name: str, unit: str, measure: str, adding: str, release: str, lag: int | None = None
) -> events.Event:
    """Define a statistic: its unit, how parts make the whole, how often it is released and how many days after."""
    if m.Indicator.objects.filter(name=name, measure=measure).exists():
        raise WrongState(f"指标“{name}”（{measure}）已经有了。")
    return events.IndicatorDefined(
        name=name, unit=unit, measure=measure, adding=Adding(adding), release=Release(release), lag=lag
    )


@action
def appoint_custodian(session: Sitting, indicator: int, *, office: int) -> events.Event:
    """Say which office vouches for an indicator's figures."""
    need(m.Indicator, indicator)
    need(m.Office, office)
    now = m.Custody.objects.current().filter(indicator_id=indicator)
    return events.CustodianAppointed(indicator=indicator, office=office, replaces=now.exists())


@action
def enter_figures(
    session: Sitting,
    indicator: int,
    *,
    period: str,
    figures: Mapping[str, Decimal],
    released: date,
    source: str,
) -> events.Event:
    """Enter the figures of one release, by place. A figure that was there gets a revision; both are kept."""
    need(m.Indicator, indicator)
    check_period(period)
    if not figures:
        raise LedgerError("没有数据。请至少填一个地方的数。")
    before: dict[str, m.Figure] = {}
    for figure in m.Figure.objects.filter(
        indicator_id=indicator, period=period, place__in=figures.keys()
    ).order_by("revision"):
        before[figure.place] = figure
    new = {p: v for p, v in figures.items() if p not in before or before[p].value != v}
    if not new:
        raise WrongState("这些数台账里都已经有了，没有变化，没有写入。")
    return events.FiguresEntered(
        indicator=indicator,
        released=released,
        source=source,
        figures=[
            events.FigureShape(
                place=place,
                period=period,
                revision=before[place].revision + 1 if place in before else 0,
                value=value,
            )
            for place, value in new.items()
        ],
    )


@action
def file_progress(session: Sitting, filings: Sequence[Mapping[str, Any]]) -> events.Event:
    """Record what offices say they reached: one filing or many, all or none.

    What is filed is said by the office: only its principal does (a handler drafts, see `draft_progress`).
    Each has `commitment`, `office`, `period`, and one of `value`, `node`, `unchanged`, or a `sentence`; if wanted
    `problem`, `next_step`, `evidence` (numbers), `requests`. Raises WrongState where the office has no part in it or
    the commitment is no longer owed.
    """
    return events.ProgressFiled(filings=_checked(session, filings))


@action
def draft_progress(session: Sitting, filings: Sequence[Mapping[str, Any]]) -> events.Event:
    """Write filings for the office's principal to sign; until then the office has said nothing. As `file_progress`."""
    return events.ProgressDrafted(filings=_checked(session, filings))


def say_progress(by: Actor, filings: Sequence[Mapping[str, Any]], **options: Any) -> Act:
    """File where this person may, else draft for the principal to sign: what an office's people do with a form."""
    may_file = by.person is None or permissions.may(by.person, "file_progress")
    return (file_progress if may_file else draft_progress)(by, filings, **options)


@action
def sign_drafts(session: Sitting, drafts: Sequence[int]) -> events.Event:
    """Sign drafts of filings: the office says them. Raises SamePerson for one's own, WrongState where it is too late."""
    found = _waiting(drafts)
    own = m.ProgressDraft.objects.filter(
        id__in=drafts, entry__actor=session.actor.person, entry__actor__isnull=False
    )
    if own.exists():
        raise SamePerson("起草和签发不能是同一个人。请由单位负责人签发。")
    written = [
        {"commitment": one.commitment_id, "office": one.office_id, **one.shape, "filed": session.today}
        for one in found
    ]
    return events.DraftsSigned(drafts=[one.id for one in found], filings=_checked(session, written))


@action
def send_back_drafts(session: Sitting, drafts: Sequence[int], *, reason: str) -> events.Event:
    """Send drafts back to who wrote them, with the reason."""
    if not reason.strip():
        raise LedgerError("退回要写明理由，让起草的同志知道怎么改。")
    return events.DraftsSentBack(drafts=[one.id for one in _waiting(drafts)], reason=reason)


@action
def rule_filings(session: Sitting, rulings: Sequence[Mapping[str, Any]]) -> events.Event:
    """Accept filings with what their evidence bears out (nothing, if none), or return them with a reason."""
    shapes = [events.RulingShape(**one) for one in rulings]
    filings = need_all(m.Filing, [one.filing for one in shapes])
    done = m.Ruling.objects.filter(filing_id__in=filings).first()
    if done:
        raise WrongState(f"第 {done.filing_id} 号反馈已经审核过了。")
    own = m.Filing.objects.filter(
        id__in=filings, entry__actor=session.actor.person, entry__actor__isnull=False
    )
    if own.exists():
        raise SamePerson("填报和审核不能是同一个人。请由另一位同志审核。")
    for one in shapes:
        if not one.accepted and not one.reason.strip():
            raise LedgerError("退回要写明理由，让填报的同志知道怎么改。")
        if one.accepted and one.supported is not None and (why := preflight.barred(filings[one.filing])):
            raise WrongState(f"材料不能证明这个数：{why}请退回，或者采纳而不写有佐证的数（“尚无”）。")
    return events.FilingsRuled(rulings=shapes)


@action
def answer_request(session: Sitting, asked: int, *, text: str) -> events.Event:
    """Answer what needed coordination."""
    need(m.Request, asked)
    if m.Answer.objects.filter(request_id=asked).exists():
        raise WrongState("这件协调事项已经答复过了。")
    if not text.strip():
        raise LedgerError("请写明答复意见。")
    return events.RequestAnswered(request=asked, text=text)


def _checked(session: Sitting, filings: Sequence[Mapping[str, Any]]) -> list[events.FilingShape]:
    if not filings:
        raise LedgerError("没有要填报的内容。")
    shapes = [events.FilingShape(**{"filed": session.today, **one}) for one in filings]
    for one in shapes:
        check_period(one.period)
    _may_file(shapes)
    need_all(m.Evidence, [e for one in shapes for e in one.evidence])
    nodes = need_all(m.Node, [one.node for one in shapes if one.node is not None])
    for one in shapes:
        if one.node is not None and nodes[one.node].commitment_id != one.commitment:
            raise WrongState("这个节点不属于这项任务。请重新选择节点。")
        if one.value is None and one.node is None and not one.unchanged and not one.sentence.strip():
            raise LedgerError("请填一个数、一个节点，或者写一句进展；没有变化的，选“无变化”。")
    return shapes


def _waiting(drafts: Sequence[int]) -> list[m.ProgressDraft]:
    """Drafts that nobody has decided on, in the order given."""
    if not drafts:
        raise LedgerError("没有选反馈稿。")
    found = need_all(m.ProgressDraft, drafts)
    done = m.ProgressDraftDecision.objects.filter(draft_id__in=drafts).first()
    if done:
        raise WrongState(f"第 {done.draft_id} 号反馈稿已经{'签发' if done.filing_id else '退回'}了。")
    return [found[number] for number in dict.fromkeys(drafts)]


def check_period(period: str) -> None:
    """Raise LedgerError where a period is not written as the ledger writes it."""
    if not _PERIOD.fullmatch(period):
        raise LedgerError(
            f"报告期“{period}”写法不对。月写 2026-03，季度写 2026-Q1，半年写 2026-H1，全年写 2026。"
        )


def _may_file(filings: Sequence[events.FilingShape]) -> None:
    """Every filing comes from an office that has a part in a commitment that is still owed."""
    commitments = {one.commitment for one in filings}
    states = m.CommitmentState.objects.current().filter(commitment_id__in=commitments)
    found = {state.commitment_id: state for state in states}
    for number in commitments:
        state = found.get(number) or need(m.Commitment, number)
        if state.standing != Standing.OPEN:
            raise WrongState(f"任务“{state.text[:30]}”已经{Standing(state.standing).label}，不再填报。")
    parts = set(
        m.Assignment.objects.current()
        .filter(commitment_id__in=commitments)
        .exclude(part=Part.ASKED)
        .values_list("commitment_id", "office_id")
    )
    for one in filings:
        if (one.commitment, one.office) not in parts:
            raise WrongState(
                f"第 {one.office} 号单位不是第 {one.commitment} 号任务的承办单位，不能填报。请核对分工。"
            )
