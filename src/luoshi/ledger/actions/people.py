"""Roles: given to persons and taken back, each an entry in the journal."""

from __future__ import annotations

from luoshi.errors import LedgerError, OptionError, SamePerson, WrongState
from luoshi.ledger import events
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import action, need
from luoshi.ledger.journal import Sitting
from luoshi.mechanisms.roles import IN_OFFICE, Role


@action
def grant_role(
    session: Sitting, person: int, *, role: str, office: int | None = None, scope: str = ""
) -> events.Event:
    """Give a person a role; those of an office in that office. `scope` is the written order an audit rests on.

    Raises SamePerson: nobody gives roles to themselves.
    """
    need(m.Person, person)
    if person == session.actor.person:
        raise SamePerson("不能给自己授予角色。请由另一位系统管理员办。")
    if role not in list(Role):
        raise OptionError(
            f"没有“{role}”这个角色。有的是：{'、'.join(f'{one}（{one.label}）' for one in Role)}。"
        )
    if role in IN_OFFICE and office is None:
        raise LedgerError(f"“{Role(role).label}”是在单位里的角色，请写明哪个单位。")
    if office is not None:
        need(m.Office, office)
    if role == Role.AUDITOR and not scope.strip():
        raise LedgerError("审计要有书面的范围，请写明依据哪份文书、查什么。")
    if m.Grant.objects.current().filter(person_id=person, role=role, office_id=office).exists():
        raise WrongState("这位同志已经有这个角色。")
    return events.RoleGranted(person=person, role=role, office=office, scope=scope)


@action
def end_role(session: Sitting, grant: int, *, reason: str) -> events.Event:
    """Take a role back, with the reason."""
    found = need(m.Grant, grant)
    if found.until_id is not None:
        raise WrongState("这个角色已经收回了。")
    if not reason.strip():
        raise LedgerError("收回角色要写明理由。")
    return events.RoleEnded(grant=grant, reason=reason)
