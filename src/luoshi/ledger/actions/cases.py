"""Cases: open one, act on one, and decide what a mechanism leaves to the place. The engine says what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from luoshi.errors import Conflict, LedgerError, NotAllowed, OptionError, SamePerson, WrongState
from luoshi.ledger import casework, events
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import action, need, unmoved
from luoshi.ledger.journal import Sitting
from luoshi.ledger.models.offices import OfficeKind
from luoshi.mechanisms.acting import refused
from luoshi.mechanisms.definition import Definition
from luoshi.mechanisms.load import catalogue, find
from luoshi.mechanisms.progress import Act, Progress, advance
from luoshi.mechanisms.refusals import Refusal, Why
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import Sort

#: Which error a refusal is; the others are wrong states.
_ERRORS = {
    Why.WRONG_ROLE: NotAllowed,
    Why.SAME_PERSON: SamePerson,
    Why.UNKNOWN_ACT: LedgerError,
    Why.MISSING_FIELD: LedgerError,
    Why.UNKNOWN_FIELD: LedgerError,
    Why.BAD_FIELD: LedgerError,
    Why.OUT_OF_ORDER: LedgerError,
}
#: By sort of field, the table that its number is looked up in.
_TABLES = {Sort.OFFICE: m.Office, Sort.POST: m.Post, Sort.DOCUMENT: m.Evidence}


@action
def open_case(
    session: Sitting,
    procedure: str,
    *,
    act: str,
    said: Mapping[str, Any],
    role: str | None = None,
    office: int | None = None,
    on: date | None = None,
    commitment: int | None = None,
    document: int | None = None,
    asked: int | None = None,
    about: int | None = None,
) -> events.Event:
    """Open a case by its first act, about a commitment, a document, a request on file, or another case.

    `office` answers for it; where the act itself says to which office it passes, that one. No role: the system.
    Raises WrongState for a procedure that is switched off and for offices that can only be asked, NotAllowed,
    LedgerError for what is not stated.
    """
    on = _day(session, on)
    definition = _in_force(procedure, on)
    subjects = ((m.Commitment, commitment), (m.Document, document), (m.Request, asked), (m.Case, about))
    for model, number in subjects:
        if number is not None:
            need(model, number)
    place = _place()
    progress = Progress(definition, casework.settings_of(place, on))
    waiting = _waited_for(office, commitment, document, about) if office is not None else ""
    shape = _acted(session, progress, act, said, role, on, waiting)
    answers = _passed(definition, shape) or office
    if answers is None:
        raise LedgerError(f"请写明“{definition.title}”由哪个单位承办。")
    return events.CaseOpened(
        number=_number(definition, on),
        procedure=definition.name,
        edition=definition.spec.edition,
        digest=definition.digest,
        place=place,
        commitment=commitment,
        document=document,
        request=asked,
        about=about,
        act=shape,
        becomes=_state(session, progress, answers),
    )


@action
def act_on_case(
    session: Sitting,
    case: int,
    *,
    act: str,
    said: Mapping[str, Any] | None = None,
    role: str | None = None,
    on: date | None = None,
    seen: int | None = None,
) -> events.Event:
    """Do one act in a case. No role: the system.

    Raises WrongState (its state, its clocks, or what it waits for do not allow it), NotAllowed (the role may not),
    SamePerson, LedgerError for what is not stated, Conflict where it changed after entry `seen`.
    """
    need(m.Case, case)
    if seen is not None:
        _unmoved(seen, case)
    on = _day(session, on)
    standing = casework.standings(m.Case.objects.filter(id=case), on)[0]
    progress = casework.need_progress(standing)
    before = (progress.state, standing.office)
    shape = _acted(session, progress, act, said or {}, role, on, standing.held)
    answers = _passed(progress.definition, shape) or standing.office
    moved = before != (progress.state, answers)
    return events.CaseActed(
        case=case,
        order=len(progress.acts),
        act=shape,
        becomes=_state(session, progress, answers) if moved else None,
    )


@action
def set_mechanism(
    session: Sitting,
    procedure: str,
    *,
    value: int,
    basis: str,
    parameter: str = "",
    since: date | None = None,
) -> events.Event:
    """Decide a parameter of a mechanism from a day on, or with no parameter switch it on (1) or off (0).

    `basis` says by which document or decision. Cases that began before `since` keep what they had.
    """
    definition = find(procedure)
    if not basis.strip():
        raise LedgerError("请写明依据：哪份文件、谁的决定。")
    if parameter and parameter not in definition.spec.parameters:
        known = "、".join(definition.spec.parameters) or "没有"
        raise OptionError(f"“{definition.title}”没有“{parameter}”这个参数。有的是：{known}。")
    if not 0 <= value <= (3660 if parameter else 1):
        raise OptionError(
            f"值 {value} 不能用。" + ("请写 0 到 3660。" if parameter else "启用写 1，停用写 0。")
        )
    return events.MechanismSet(
        procedure=definition.name,
        parameter=parameter,
        since=since or session.today,
        value=value,
        basis=basis,
    )


def _day(session: Sitting, on: date | None) -> date:
    """The day of an act: today unless said otherwise, never a day to come."""
    if on is not None and on > session.today:
        raise LedgerError(f"办理的日子 {on} 还没有到（今天是 {session.today}）。请核对日期。")
    return on or session.today


def _in_force(procedure: str, on: date) -> Definition:
    """The edition that a case opened on this day goes by; the engine says why where there is none."""
    newest = find(procedure)
    editions = [one for one in catalogue() if one.name == newest.name and one.in_force(on)]
    return editions[0] if editions else newest


def _acted(
    session: Sitting,
    progress: Progress,
    name: str,
    said: Mapping[str, Any],
    role: str | None,
    on: date,
    waiting: str,
) -> events.CaseActShape:
    """Do the act on `progress`, or raise what the engine says against it."""
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()}
    act = Act(name, on, _role(role), casework.person_of(session.actor.person), plain)
    if refusal := refused(progress, act, held=waiting):
        raise _error(refusal)
    _named(progress.definition, name, session)
    for field, value in plain.items():
        table = _TABLES.get(progress.definition.spec.fields[field].sort)
        if table is not None and (isinstance(value, int) or table is not m.Evidence):
            need(table, _as_number(progress.definition.spec.fields[field].title, value))
    advance(progress, act)
    return events.CaseActShape(act=name, on=on, role=role or "", said=plain)


def _error(refusal: Refusal) -> LedgerError:
    return _ERRORS.get(refusal.why, WrongState)(refusal.message)


def _role(role: str | None) -> Role | None:
    if role is None:
        return None
    if role not in list(Role):
        known = "、".join(f"{one}（{one.label}）" for one in Role)
        raise OptionError(f"没有“{role}”这个角色。有的是：{known}。")
    return Role(role)


def _named(definition: Definition, name: str, session: Sitting) -> None:
    """Where one person may not do two acts, each has to be somebody's: the operator of the machine is nobody."""
    acts = definition.spec.acts
    separated = {other for act in acts.values() for other in act.not_by}
    if session.actor.person is None and not acts[name].system and (acts[name].not_by or name in separated):
        raise NotAllowed(
            f"“{acts[name].title}”要分清经办和审核的人，请写明是哪位同志办的（命令行用 --by 人员编号）。"
        )


def _as_number(title: str, value: Any) -> int:
    if not isinstance(value, int):
        raise LedgerError(
            f"“{title}”应写台账里的编号，不是“{value}”。请先登记，再写编号；命令行里可以写单位、职务的名称。"
        )
    return value


def _passed(definition: Definition, shape: events.CaseActShape) -> int | None:
    field = definition.spec.acts[shape.act].passes_to
    return int(shape.said[field]) if field else None


def _state(session: Sitting, progress: Progress, office: int) -> events.CaseStateShape:
    """Where the case is now, for an office that a case of this procedure may be addressed to."""
    need(m.Office, office)
    spec = progress.definition.spec
    today = session.today
    states = m.OfficeState.objects.current().filter(office_id=office, since__lte=today)
    now = states.filter(Q(before__isnull=True) | Q(before__gt=today)).first()
    if now is None:
        raise WrongState(f"第 {office} 号单位今天已经不在名单里。请核对单位，或者改由接续的单位承办。")
    if now.kind not in spec.parties:
        kind = OfficeKind(now.kind).label
        raise WrongState(
            f"{now.name}是{kind}，只能商请，不能用“{progress.definition.title}”督办。请改发商请函。"
        )
    return events.CaseStateShape(state=progress.state, final=progress.final, office=office)


def _waited_for(office: int, commitment: int | None, document: int | None, about: int | None) -> str:
    """What an office waits for in the matter that a case is to be opened about."""
    case = m.Case(id=0, procedure="", commitment_id=commitment, document_id=document)
    unopened = m.CaseState(case=case, case_id=0, office_id=office)
    others = list(
        m.CaseState.objects.current().filter(case_id=about, office_id=office).select_related("case")
    )
    return "；".join(dict.fromkeys(casework.held([unopened, *others]).values()))


def _number(definition: Definition, on: date) -> str:
    """The next number of this procedure in the year."""
    start = f"{definition.name}-{on.year}-"
    last = (
        m.Case.objects.filter(number__startswith=start)
        .order_by("-id")
        .values_list("number", flat=True)
        .first()
    )
    return f"{start}{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


def _place() -> str:
    """Whose ledger it is: the place of the latest report."""
    reports = m.Document.objects.filter(kind="report").order_by("-id")
    return reports.values_list("place", flat=True).first() or ""


def _unmoved(seen: int, case: int) -> None:
    """Raise Conflict where the case was acted on after the entry the caller had read."""
    unmoved(seen, m.CaseState.objects.filter(case_id=case))
    later = m.CaseAct.objects.filter(case_id=case, entry__gt=seen).order_by("-entry").first()
    if later is not None:
        raise Conflict(
            f"你打开以后，别人已经办过这件事（日志第 {later.entry_id} 条）。请重新打开，看过再办。"
        )
