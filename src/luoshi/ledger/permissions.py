"""Who may do what: one table, from which the checks, the test over every action, and the page of the docs are made.

A role is granted to a person, for the whole ledger or for an office. The operator of the machine, who can open the
database itself, is nobody of the ledger: it is not held to the table, and the journal says that it was the operator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from luoshi.errors import NotAllowed, OptionError
from luoshi.ledger import casework
from luoshi.ledger import models as m
from luoshi.ledger.journal import Actor
from luoshi.ledger.models.commitments import Part
from luoshi.mechanisms.roles import IN_OFFICE, Role
from luoshi.mechanisms.schema import Sort

_CLERKS = frozenset({Role.SUPERVISION_CLERK, Role.SUPERVISION_HEAD})
_HEAD = frozenset({Role.SUPERVISION_HEAD})
_PEOPLE = frozenset({Role.ADMINISTRATOR})
_ORGANISATION = frozenset({Role.ADMINISTRATOR, Role.SUPERVISION_CLERK})
_SIGNERS = frozenset({Role.OFFICE_PRINCIPAL, Role.COUNTY_COORDINATOR})
_FILERS = _SIGNERS | {Role.OFFICE_HANDLER}
#: Of offices, one of each set has to be the person's own.
Concerned = Callable[[Mapping[str, Any]], list[Set[int]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do an action: `anywhere` in the ledger, or holding a role of `own` in the offices it concerns.

    `claimed`: the act itself names the role in which it is done, and the person has to hold that.
    """

    anywhere: frozenset[Role] = frozenset()
    own: frozenset[Role] = frozenset()
    offices: Concerned = lambda _: []
    claimed: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """All that may, somewhere."""
        return frozenset(Role) - {Role.AUDITOR} if self.claimed else self.anywhere | self.own


def _of_filings(given: Mapping[str, Any]) -> list[Set[int]]:
    try:
        return [{int(one["office"])} for one in given["filings"]]
    except (KeyError, TypeError, ValueError):
        raise OptionError("每一件反馈都要写明任务和单位的编号（commitment、office）。") from None


def _of_drafts(given: Mapping[str, Any]) -> list[Set[int]]:
    drafts = m.ProgressDraft.objects.filter(id__in=given["drafts"])
    return [{office} for office in drafts.values_list("office_id", flat=True)]


def _of_commitment(given: Mapping[str, Any]) -> list[Set[int]]:
    parts = m.Assignment.objects.current().filter(commitment_id=given["commitment"])
    leads = parts.filter(part__in=(Part.LEAD, Part.JOINT))
    return [set(leads.values_list("office_id", flat=True))]


def _of_parts(given: Mapping[str, Any]) -> list[Set[int]]:
    return [*_of_commitment(given), *({int(office)} for office, _ in given["parts"])]


def _of_indicator(given: Mapping[str, Any]) -> list[Set[int]]:
    custody = m.Custody.objects.current().filter(indicator_id=given["indicator"])
    return [set(custody.values_list("office_id", flat=True))]


def _of_request(given: Mapping[str, Any]) -> list[Set[int]]:
    asked = m.Request.objects.filter(id=given["asked"]).values_list("office_id", "post__office_id")
    return [{office for pair in asked for office in pair if office is not None}]


def _of_case(given: Mapping[str, Any]) -> list[Set[int]]:
    """A case's office, and whoever it was put to; of one to be opened, the office it is for."""
    if "case" not in given:
        return [{given["office"]}] if given.get("office") else []
    case = m.Case.objects.filter(id=given["case"]).first()
    if case is None:
        return []
    found = set(m.CaseState.objects.filter(case=case).values_list("office_id", flat=True))
    fields = casework.definition_of(case).spec.fields
    for said in m.CaseAct.objects.filter(case=case).values_list("said", flat=True):
        found |= {value for name, value in said.items() if fields[name].sort is Sort.OFFICE}
    return [found]


#: By the name of an action. The docs' page of permissions is made from this.
ACTIONS: dict[str, Rule] = {
    # people and offices
    "register_person": Rule(_PEOPLE),
    "erase_person": Rule(_PEOPLE),
    "grant_role": Rule(_PEOPLE),
    "end_role": Rule(_PEOPLE),
    "open_office": Rule(_ORGANISATION),
    "import_offices": Rule(_ORGANISATION),
    "change_office": Rule(_ORGANISATION),
    "succeed_offices": Rule(_ORGANISATION),
    "create_post": Rule(_ORGANISATION),
    "hold_post": Rule(_ORGANISATION),
    "delegate_post": Rule(_ORGANISATION),
    # documents and what is undertaken
    "register_document": Rule(_CLERKS),
    "compile_document": Rule(_CLERKS),
    "accept_drafts": Rule(_CLERKS),
    "exclude_drafts": Rule(_CLERKS),
    "undertake": Rule(_CLERKS),
    "add_source": Rule(_CLERKS),
    "set_timing": Rule(_CLERKS),
    "measure_by": Rule(_CLERKS),
    "assign": Rule(_CLERKS),
    "assign_each": Rule(_CLERKS),
    "split_commitment": Rule(_CLERKS, frozenset({Role.COUNTY_COORDINATOR}), _of_parts),
    "propose_nodes": Rule(_CLERKS, _FILERS, _of_commitment),
    "set_milestones": Rule(_CLERKS, _FILERS, _of_commitment),
    "confirm_nodes": Rule(_CLERKS),
    "ask_change": Rule(_CLERKS, _SIGNERS, _of_commitment),
    "decide_change": Rule(_HEAD),
    # indicators and progress
    "define_indicator": Rule(_CLERKS),
    "appoint_custodian": Rule(_CLERKS),
    "enter_figures": Rule(own=frozenset({Role.CUSTODIAN}), offices=_of_indicator),
    "store_evidence": Rule(_CLERKS | _FILERS | {Role.CUSTODIAN}),
    "ask_purge": Rule(_CLERKS | _PEOPLE | {Role.DISCLOSURE_REVIEWER}),
    "decide_purge": Rule(_HEAD | {Role.DISCLOSURE_REVIEWER}),
    "draft_progress": Rule(own=_FILERS, offices=_of_filings),
    "sign_drafts": Rule(own=_SIGNERS, offices=_of_drafts),
    "send_back_drafts": Rule(own=_SIGNERS, offices=_of_drafts),
    "file_progress": Rule(own=_SIGNERS, offices=_of_filings),
    "rule_filings": Rule(_CLERKS),
    "answer_request": Rule(own=_SIGNERS | {Role.LEADER, Role.DELEGATE}, offices=_of_request),
    # cases
    "open_case": Rule(offices=_of_case, claimed=True),
    "act_on_case": Rule(offices=_of_case, claimed=True),
    "set_mechanism": Rule(_HEAD),
}


#: By the name of a reading operation: who may look. What is 工作秘密 is shown to those who supervise it or have a part.
READS: dict[str, frozenset[Role]] = {
    "read_ledger": frozenset(Role) - {Role.ADMINISTRATOR},
    "read_people": _PEOPLE | _CLERKS,
    "read_journal": frozenset(Role),
    "read_payloads": frozenset({Role.AUDITOR, Role.SUPERVISION_HEAD}),
    "read_evidence": frozenset(Role) - {Role.ADMINISTRATOR, Role.LEADER, Role.DELEGATE},
}


def may_read(person: int, operation: str) -> bool:
    """Whether a person may do a reading operation."""
    return any(one.role in READS[operation] for one in grants(person))


def check(by: Actor, name: str, given: Mapping[str, Any]) -> None:
    """Raise NotAllowed where this person may not do this."""
    if by.person is None:
        return
    rule = ACTIONS[name]
    held = grants(by.person)
    if rule.claimed:
        _check_claimed(held, rule, given)
    elif not any(one.role in rule.anywhere for one in held) and not _holds(
        held, rule.own, rule.offices, given
    ):
        raise NotAllowed(_refusal(rule))


def may(person: int, name: str) -> bool:
    """Whether a person may do an action at all, somewhere: what a page offers."""
    return any(one.role in ACTIONS[name].roles for one in grants(person))


def grants(person: int) -> list[m.Grant]:
    """The roles a person has now."""
    return list(m.Grant.objects.current().filter(person_id=person).order_by("id"))


def _check_claimed(held: list[m.Grant], rule: Rule, given: Mapping[str, Any]) -> None:
    role = given.get("role")
    if role is None:
        raise NotAllowed("请写明以什么角色办（--role）；不写角色的，只有系统自己。")
    if role not in list(Role):
        return  # the action says which there are
    mine = [one for one in held if one.role == role]
    if not mine or role not in rule.roles:
        raise NotAllowed(
            f"你没有“{Role(role).label}”这个角色，或者这个角色不办事。需要的，请系统管理员授予。"
        )
    if role in IN_OFFICE and not _holds(mine, frozenset({Role(role)}), rule.offices, given):
        raise NotAllowed(f"这件事不归你所在单位办，不能以“{Role(role).label}”办理。请核对办件和单位。")


def _holds(
    held: Iterable[m.Grant], roles: frozenset[Role], offices: Concerned, given: Mapping[str, Any]
) -> bool:
    """Whether one of these roles is held in each office concerned."""
    mine = [one for one in held if one.role in roles]
    if not mine:
        return False
    concerned = offices(given)
    covered: set[int] = set()
    for one in mine:
        covered |= {one.office_id} if one.role != Role.COUNTY_COORDINATOR else below(one.office_id)
    return bool(concerned) and all(each & covered for each in concerned)


def below(office: int) -> set[int]:
    """An office with all that stand below it now."""
    found, last = {office}, {office}
    while last:
        states = m.OfficeState.objects.current().filter(above_id__in=last)
        last = set(states.values_list("office_id", flat=True)) - found
        found |= last
    return found


def _refusal(rule: Rule) -> str:
    anywhere = "、".join(role.label for role in Role if role in rule.anywhere)
    own = "、".join(role.label for role in Role if role in rule.own)
    who = [f"{anywhere}可以办" if anywhere else "", f"本单位的{own}可以办自己的事" if own else ""]
    return f"你的角色不能办这件事：{'；'.join(one for one in who if one)}。需要的，请系统管理员授予角色。"
