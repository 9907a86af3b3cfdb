"""The commands of people: register them, give roles and take them back, see who may do what."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from luoshi.cli.desk import ByOption, JsonOption, need_app, opened
from luoshi.cli.output import print_out
from luoshi.cli.program import group

people = group("people", "人员：登记，授予和收回角色，开账号，发令牌。")
PersonArgument = Annotated[int, typer.Argument(metavar="PERSON", help="人员编号；见 luoshi people list。")]


@people("list")
def list_(as_json: JsonOption = False) -> None:
    """列出人员、职务和角色。"""
    with opened(None):
        from luoshi.ledger import people_queries

        for one in people_queries.listed():
            if as_json:
                print_out(json.dumps(people_queries.plain(one), ensure_ascii=False) + "\n")
            else:
                roles = "、".join(one.roles) or "没有角色"
                print_out(
                    f"{one.person:>6}  {one.name or '（姓名已删除）'}  {'、'.join(one.posts)}  {roles}\n"
                )


@people("add")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名；只存在可以删除的地方，不进日志。")],
    phone: Annotated[str, typer.Option("--phone", metavar="PHONE", help="电话。")] = "",
    by: ByOption = None,
) -> None:
    """登记一位同志，给出人员编号。"""
    with opened(by) as actor:
        from luoshi.ledger import actions

        number = actions.register_person(actor, name=name, phone=phone).number
        print_out(f"已登记，人员编号 {number}。接下来：luoshi people grant {number} 角色。\n")


@people("grant")
def grant(
    person: PersonArgument,
    role: Annotated[
        str, typer.Argument(metavar="ROLE", help="角色，例如 supervision_clerk；见 luoshi people roles。")
    ],
    office: Annotated[
        str | None, typer.Option("--office", metavar="NAME", help="单位里的角色写哪个单位。")
    ] = None,
    scope: Annotated[str, typer.Option("--scope", metavar="TEXT", help="审计人员写依据的文书和范围。")] = "",
    by: ByOption = None,
) -> None:
    """授予角色。"""
    with opened(by) as actor:
        from luoshi.ledger import actions, queries

        where = queries.find_office(office) if office else None
        number = actions.grant_role(actor, person, role=role, office=where, scope=scope).number
        print_out(f"已授予（第 {number} 号授权）。\n")


@people("end")
def end(
    number: Annotated[int, typer.Argument(metavar="GRANT", help="授权编号；见 luoshi people list --json。")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="为什么收回。")],
    by: ByOption = None,
) -> None:
    """收回角色。"""
    with opened(by) as actor:
        from luoshi.ledger import actions

        actions.end_role(actor, number, reason=reason)
        print_out("已收回。\n")


@people("roles")
def roles() -> None:
    """列出全部角色，和各自可以办的动作。"""
    need_app()
    from luoshi.ledger import opening

    opening.setup()
    from luoshi.ledger.permissions import ACTIONS
    from luoshi.mechanisms.roles import Role

    for role in Role:
        may = [name for name, rule in ACTIONS.items() if role in rule.roles]
        print_out(f"{role}（{role.label}）：{'、'.join(may) or '只看'}\n")
