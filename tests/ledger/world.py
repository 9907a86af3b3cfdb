"""A small city for tests: offices, posts, two people, one report with three promises, and some progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import luoshi
from luoshi.ledger import actions, events, journal, models
from luoshi.ledger.journal import Actor
from luoshi.mechanisms.roles import IN_OFFICE, Role

REPORT = """云川市政府工作报告

一、2025年工作回顾

过去一年，地区生产总值增长5.8%。

二、2026年工作安排

地区生产总值增长6%左右。建设高标准农田15万亩。开工建设青石岭水库。制定促进民营经济发展的实施办法。坚持以人民为中心的发展思想。
"""


@dataclass(frozen=True)
class World:
    """The numbers of what stands in the ledger, by what it is."""

    clerk: Actor
    chief: Actor
    statistics: int
    farms: int
    party: int
    mayor: int
    document: int
    growth: int
    fields: int
    reservoir: int
    method: int


def head() -> int:
    """The last entry: what a caller has seen."""
    return models.Head.objects.get().seq


def build() -> World:
    """The city, on the empty ledger that is open."""
    nobody = Actor(None, "系统")
    clerk = Actor(actions.register_person(nobody, name="甲某", phone="0000").number, "市政府督查室科员")
    chief = Actor(actions.register_person(nobody, name="乙某").number, "市政府督查室主任")
    # Who acts in the tests may do all there is; what a role may not is tested apart.
    _grant(clerk, chief, [(role, None) for role in Role if role not in IN_OFFICE])
    actions.import_offices(
        clerk,
        [
            {"code": "tj", "name": "市统计局", "kind": "本级部门", "above": ""},
            {"code": "nync", "name": "市农业农村局", "kind": "本级部门", "above": ""},
            {"code": "xcb", "name": "市委宣传部", "kind": "党委部门", "above": ""},
        ],
        since=date(2020, 1, 1),
    )
    offices = dict(models.Office.objects.values_list("code", "id"))
    _grant(clerk, chief, [(role, office) for role in sorted(IN_OFFICE) for office in offices.values()])
    mayor = actions.create_post(clerk, office=offices["tj"], title="分管副市长").number
    document = actions.register_document(
        clerk, REPORT, kind="report", title="云川市2026年政府工作报告", place="云川市", year=2026
    ).number
    read = luoshi.read(REPORT.encode(), name="报告")
    actions.compile_document(clerk, document, luoshi.compile(read, year=2026, place="云川市"))
    drafts = list(models.Draft.objects.filter(tense="pledge").values_list("id", flat=True))
    actions.accept_drafts(clerk, drafts)
    return World(
        clerk=clerk,
        chief=chief,
        statistics=offices["tj"],
        farms=offices["nync"],
        party=offices["xcb"],
        mayor=mayor,
        document=document,
        growth=commitment("生产总值"),
        fields=commitment("农田"),
        reservoir=commitment("水库"),
        method=commitment("实施办法"),
    )


def _grant(clerk: Actor, chief: Actor, roles: list[tuple[Role, int | None]]) -> None:
    """Give both these roles, in one transaction: every test begins here."""
    with journal.sitting(Actor(None, "系统")) as session:
        for by in (clerk, chief):
            for role, office in roles:
                session.record(events.RoleGranted(person=by.person, role=role, office=office, scope="测试"))


def commitment(words: str) -> int:
    """The commitment whose text has these words."""
    return models.CommitmentState.objects.current().get(text__contains=words).commitment_id


def assigned(world: World) -> World:
    """The same, with the fields in the farm office's hands."""
    actions.assign(
        world.clerk, [world.fields, world.method], offices=[(world.farms, "lead", "")], seen=head()
    )
    return world


def filed(world: World, value: str, period: str = "2026-Q1") -> int:
    """A filing of so many 亩 of fields; its number."""
    one = {"commitment": world.fields, "office": world.farms, "period": period, "value": Decimal(value)}
    return actions.file_progress(world.clerk, [one]).number
