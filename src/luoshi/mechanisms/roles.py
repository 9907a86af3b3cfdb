"""The roles in which people act, by name: one list for mechanisms, ledger, checks and pages."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person acts as. The stored value never changes; `label` is what people read."""

    label: str

    SUPERVISION_CLERK = "supervision_clerk", "督查人员"
    SUPERVISION_HEAD = "supervision_head", "督查室负责人"
    OFFICE_HANDLER = "office_handler", "承办科室"
    OFFICE_PRINCIPAL = "office_principal", "承办单位负责人"
    COUNTY_COORDINATOR = "county_coordinator", "县级协调员"
    LEADER = "leader", "领导"
    DELEGATE = "delegate", "受托人"
    CUSTODIAN = "custodian", "数据责任人"
    DISCLOSURE_REVIEWER = "disclosure_reviewer", "公开审核员"
    AUDITOR = "auditor", "审计人员"
    ADMINISTRATOR = "administrator", "系统管理员"

    def __new__(cls, value: str, label: str) -> Role:
        role = str.__new__(cls, value)
        role._value_ = value
        role.label = label
        return role


#: Roles that are held in an office and nowhere else.
IN_OFFICE = frozenset({Role.OFFICE_HANDLER, Role.OFFICE_PRINCIPAL, Role.COUNTY_COORDINATOR, Role.CUSTODIAN})


class Party(StrEnum):
    """What an office is to this government, as the ledger has it; the first two may be supervised."""

    label: str

    DEPARTMENT = "department", "本级部门"
    LOWER = "lower", "下级政府"
    PARTY = "party", "党委部门"
    MASS = "mass", "群团组织"
    VERTICAL = "vertical", "垂直管理"

    def __new__(cls, value: str, label: str) -> Party:
        party = str.__new__(cls, value)
        party._value_ = value
        party.label = label
        return party


#: Those that a 督查 may be addressed to; the others are asked by 商请函.
SUPERVISED = frozenset({Party.DEPARTMENT, Party.LOWER})
