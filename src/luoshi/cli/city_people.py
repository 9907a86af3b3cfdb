"""The sample city's people: somebody in every role, a handler and a principal in every office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from luoshi.mechanisms.roles import Role

if TYPE_CHECKING:
    from luoshi.ledger.journal import Actor

CLERK, HEAD = Role.SUPERVISION_CLERK, Role.SUPERVISION_HEAD
HANDLER, PRINCIPAL, COUNTY = Role.OFFICE_HANDLER, Role.OFFICE_PRINCIPAL, Role.COUNTY_COORDINATOR
_START = datetime(2025, 1, 10, 2, tzinfo=UTC)
_POSTS = ("市长", "常务副市长", "分管农业的副市长", "分管工业的副市长", "市政府秘书长")
#: Invented names, as many as there are people.
_NAMES = [
    f"{surname}{given}" for given in "明华强敏兰涛月芳军宁波静海平燕峰" for surname in "甲乙丙丁戊己庚辛壬癸"
]
#: Who has a role in the whole ledger: post, role, and the written order an audit rests on.
_ROLES = (
    ("市政府督查室科员", "supervision_clerk", ""),
    ("市政府督查室主任", "supervision_head", ""),
    ("市政府办公室系统管理员", "administrator", ""),
    ("市政府办公室政务公开科科长", "disclosure_reviewer", ""),
    ("市审计局审计组长", "auditor", "云审通〔2026〕3号：查阅2026年民生实事的填报和佐证"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: the supervision office's clerk and head, who keeps the figures, and each office's handler and principal."""

    clerk: Actor
    chief: Actor
    custodian: Actor
    staff: dict[int, tuple[Actor, Actor]]

    def actor(self, role: Role, office: int) -> Actor:
        """Who acts in a role, for an office; a county's principal is its coordinator."""
        handler, principal = self.staff[office]
        return {CLERK: self.clerk, HEAD: self.chief, HANDLER: handler}.get(role, principal)


def _person(post: str) -> Actor:
    """Somebody new, by the machine's operator; names are given out in order."""
    from luoshi.ledger import actions
    from luoshi.ledger import models as m
    from luoshi.ledger.journal import Actor

    name = _NAMES[m.Person.objects.count()]
    return Actor(actions.register_person(_operator(), name=name, now=_START).number, post)


def _operator() -> Actor:
    from luoshi.ledger.journal import Actor

    return Actor(None, "系统")


def _grant(to: Actor, role: str, office: int | None = None, scope: str = "") -> None:
    from luoshi.ledger import actions

    actions.grant_role(_operator(), to.person, role=role, office=office, scope=scope, now=_START)


def supervision() -> tuple[Actor, Actor]:
    """The clerk and the head, and whoever else has a role in the whole ledger."""
    made = []
    for post, role, scope in _ROLES:
        made.append(_person(post))
        _grant(made[-1], role, scope=scope)
    return made[0], made[1]


def staff() -> tuple[Actor, dict[int, tuple[Actor, Actor]]]:
    """Who keeps the figures, and in each office a handler and a principal; a county's is its coordinator."""
    from luoshi.ledger import models as m
    from luoshi.ledger import queries

    lower = set(m.OfficeState.objects.filter(kind="lower").values_list("office_id", flat=True))
    made = {}
    for office, name in queries.office_names().items():
        handler, principal = _person(f"{name}联络员"), _person(f"{name}负责人")
        _grant(handler, "office_handler", office)
        _grant(principal, "county_coordinator" if office in lower else "office_principal", office)
        made[office] = (handler, principal)
    custodian = _person("市统计局综合科科长")
    _grant(custodian, "custodian", queries.find_office("市统计局"))
    return custodian, made


def leaders(by: Actor, office: int) -> None:
    """Posts of leaders with their holders, and a secretary who acts for the first."""
    from luoshi.ledger import actions

    posts = []
    for title in _POSTS:
        post = actions.create_post(by, office=office, title=title, now=_START).number
        holder = _person(title)
        actions.hold_post(by, post, person=holder.person, since=date(2024, 6, 1), now=_START)
        _grant(holder, "leader", office)
        posts.append(post)
    secretary = _person("市长秘书")
    actions.delegate_post(
        by,
        posts[0],
        person=secretary.person,
        what="答复协调事项",
        since=date(2025, 1, 10),
        before=None,
        now=_START,
    )
    _grant(secretary, "delegate", office)
