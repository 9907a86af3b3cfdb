"""Offices, posts and persons: open, change, merge and split, hold and delegate, erase."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from luoshi.errors import LedgerError, NotFound, WrongState
from luoshi.ledger import canonical, events, permissions
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import Act, action, need, need_all, unmoved
from luoshi.ledger.journal import Actor, AlreadyDone, Sitting, sitting
from luoshi.ledger.models.offices import OfficeKind


@action
def open_office(
    session: Sitting, *, code: str, name: str, kind: str, above: int | None, since: date
) -> events.Event:
    """Open an office from a day on. Raises WrongState where the code is in use."""
    if m.Office.objects.filter(code=code).exists():
        raise WrongState(f"单位代码“{code}”已经在用。请换一个代码，或者用变更登记更名。")
    if above is not None:
        need(m.Office, above)
    return events.OfficeOpened(
        code=code, shape=events.OfficeShape(name=name, kind=_kind(kind), above=above, since=since)
    )


@action
def import_offices(session: Sitting, offices: Sequence[Mapping[str, str]], *, since: date) -> events.Event:
    """Open the offices of a list (code, name, kind, above: a code); codes in use already are left as they are."""
    codes = {row["code"] for row in offices} | {row.get("above", "") for row in offices}
    known = dict(m.Office.objects.filter(code__in=codes).values_list("code", "id"))
    new = [row for row in offices if row["code"] not in known]
    listed = {row["code"] for row in new} | known.keys()
    for row in new:
        if row.get("above") and row["above"] not in listed:
            raise NotFound(f"单位“{row['name']}”的上级代码“{row['above']}”不在名单里，台账里也没有。")
    if not new:
        raise WrongState("名单里的单位台账里都已经有了，没有写入。")
    return events.OfficesImported(
        offices=[
            events.OfficeOpened(
                code=row["code"],
                shape=events.OfficeShape(name=row["name"], kind=_kind(row["kind"]), above=None, since=since),
            )
            for row in new
        ],
        above_codes={row["code"]: row["above"] for row in new if row.get("above")},
        known=known,
    )


@action
def change_office(
    session: Sitting,
    office: int,
    *,
    since: date,
    seen: int,
    name: str | None = None,
    kind: str | None = None,
    above: int | None = None,
) -> events.Event:
    """Rename an office, or put it elsewhere, from a day on; what was so before stays so before."""
    state = _state(office)
    unmoved(seen, m.OfficeState.objects.filter(office_id=office))
    if since < state.since:
        raise WrongState(f"变更日期 {since} 早于现名称开始的日期 {state.since}。请核对日期。")
    old = _shape(state)
    new = events.OfficeShape(
        name=name or old.name,
        kind=_kind(kind) if kind else old.kind,
        above=old.above if above is None else above,
        since=since,
    )
    return events.OfficeChanged(office=office, state=state.id, shape=new, old=old)


@action
def succeed_offices(
    session: Sitting, *, old: Sequence[int], new: Sequence[int], on: date, seen: int
) -> events.Event:
    """Hand the duties of some offices to others on a day (merger, split); those that do not go on are closed.

    Nothing is reassigned by it: what was theirs before stays theirs; `queries.heir` says who answers now.
    """
    need_all(m.Office, [*old, *new])
    unmoved(seen, m.OfficeState.objects.filter(office_id__in=old))
    if len(old) > 1 and len(new) > 1:
        raise WrongState("一次只登记一种变化：几个单位合并为一个，或者一个单位分成几个。")
    ending = {office: _state(office) for office in old if office not in new}
    for state in ending.values():
        if state.since >= on:
            raise WrongState(f"“{state.name}”从 {state.since} 起才叫这个名字，撤并日期要在这以后。")
    closing = [(office, state.id, _shape(state)) for office, state in ending.items()]
    return events.OfficesSucceeded(on=on, old=list(old), new=list(new), closing=closing)


@action
def create_post(session: Sitting, *, office: int, title: str) -> events.Event:
    """Create a post (职务) of an office."""
    need(m.Office, office)
    if m.Post.objects.filter(office_id=office, title=title).exists():
        raise WrongState(f"这个单位已经有“{title}”这个职务。")
    return events.PostCreated(office=office, title=title)


@action
def hold_post(session: Sitting, post: int, *, person: int, since: date) -> events.Event:
    """Put a person into a post from a day on; whoever holds it leaves it that day."""
    need(m.Post, post)
    need(m.Person, person)
    holder = m.Holding.objects.current().filter(post_id=post, before__isnull=True).first()
    if holder and holder.since >= since:
        raise WrongState(f"现任从 {holder.since} 起任职，接任日期要在这以后。请核对日期。")
    return events.PostHeld(
        post=post, person=person, since=since, leaving=(holder.person_id, holder.since) if holder else None
    )


@action
def delegate_post(
    session: Sitting, post: int, *, person: int, what: str, since: date, before: date | None = None
) -> events.Event:
    """Let a person act for a post in these days (secretary, liaison)."""
    need(m.Post, post)
    need(m.Person, person)
    if before is not None and before <= since:
        raise WrongState("代办的结束日期要在开始日期以后。")
    return events.PostDelegated(post=post, person=person, what=what, since=since, before=before)


def register_person(by: Actor, *, name: str, phone: str = "", **options: object) -> Act:
    """Register a person. The journal takes a salted digest only; name and telephone go to the erasable store."""
    salt = secrets.token_hex(16)
    permissions.check(by, "register_person", {})
    try:
        with sitting(by, **options) as session:  # type: ignore[arg-type]
            entry = session.record(events.PersonRegistered(digest=personal_digest(salt, name, phone)))
            m.Personal.objects.bulk_create(
                [m.Personal(person_id=entry.row, name=name, phone=phone, salt=salt)]
            )
    except AlreadyDone as done:
        return Act(done.entry, again=True)
    return Act(entry)


@action
def erase_person(session: Sitting, person: int, *, reason: str) -> events.Event:
    """Erase a person's name and telephone; what the person did stays, under the number."""
    need(m.Person, person)
    if not m.Personal.objects.filter(person_id=person).exists():
        raise WrongState("这个人的姓名和电话已经删除过了。")
    if not reason.strip():
        raise LedgerError("请写明删除的依据，例如本人申请的日期。")
    return events.PersonErased(person=person, reason=reason)


def personal_digest(salt: str, name: str, phone: str) -> str:
    """What the journal commits to of a person."""
    return canonical.digest(
        "sha256", bytes.fromhex(salt), canonical.text({"name": name, "phone": phone}).encode()
    )


def _state(office: int) -> m.OfficeState:
    """The state of an office that has no end yet."""
    need(m.Office, office)
    state = m.OfficeState.objects.current().filter(office_id=office, before__isnull=True).first()
    if state is None:
        raise WrongState("这个单位已经撤并，不能再变更。")
    return state


def _shape(state: m.OfficeState) -> events.OfficeShape:
    return events.OfficeShape(name=state.name, kind=state.kind, above=state.above_id, since=state.since)


def _kind(value: str) -> str:
    """The stored value of an office's kind, given that or its Chinese name."""
    for kind in OfficeKind:
        if value in (kind.value, kind.label):
            return kind.value
    raise LedgerError(f"没有“{value}”这类单位。可用的是：{'、'.join(OfficeKind.labels)}。")
