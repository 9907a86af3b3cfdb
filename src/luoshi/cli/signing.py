"""The commands of accounts: invite a person to sign in, end an account, tokens for programs, ties to a provider."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from luoshi.cli.desk import opened
from luoshi.cli.output import print_out
from luoshi.cli.people import PersonArgument, people

DaysOption = Annotated[int, typer.Option("--days", metavar="DAYS", min=1, max=3650, help="多少天内有效。")]


@people("invite")
def invite(person: PersonArgument, days: DaysOption = 3) -> None:
    """给一位同志开账号，或者让他重设密码：打印一个只能用一次的地址，由本人打开、自己设密码。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        code = issuing.invite(person, days=days)
        print_out(
            f"请把这个地址交给本人，{days} 天内有效，只能用一次，只显示这一次：\n{_address()}/invite/{code}\n"
            f"登录用人员编号 {person} 和本人设的密码。\n"
        )


@people("close")
def close(person: PersonArgument) -> None:
    """停用一位同志的账号：马上退出登录，令牌和邀请一起作废。重新邀请就恢复。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        issuing.close(person)
        print_out(f"第 {person} 号人员的账号已停用。\n")


@people("token")
def token(
    person: PersonArgument,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="给谁用、做什么。")] = "",
    days: DaysOption = 365,
) -> None:
    """给程序用的令牌：凭它以这位同志的名义调用接口，权限和本人一样。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        print_out(
            f"令牌只显示这一次，请存到只有程序能读的地方，{days} 天内有效：\n"
            f"{issuing.token(person, name=name, days=days)}\n"
        )


@people("tokens")
def tokens(person: PersonArgument) -> None:
    """列出一位同志的令牌；令牌本身没有保存，看不到。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        for one in issuing.tokens(person):
            state = "有效" if one.holds else "已收回" if one.ended else "已过期"
            print_out(f"{one.pk:>6}  {state}  {one.expires:%Y-%m-%d} 到期  {one.name}\n")


@people("revoke")
def revoke(
    number: Annotated[int, typer.Argument(metavar="TOKEN", help="令牌编号；见 luoshi people tokens。")],
) -> None:
    """收回一个令牌，马上失效。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        issuing.revoke(number)
        print_out("已收回。\n")


@people("link")
def link(
    person: PersonArgument,
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="统一身份认证里这位同志的编号（sub）。")],
) -> None:
    """把统一身份认证里的账号和这位同志连起来，以后可以从那里登录。"""
    with opened(None, web=True):
        from luoshi.web.accounts import issuing

        issuing.link(person, subject)
        print_out(f"已连上：“{subject}”登录后是第 {person} 号人员。\n")


def _address() -> str:
    return (os.environ.get("LUOSHI_URL") or "http://127.0.0.1:8000").rstrip("/")
