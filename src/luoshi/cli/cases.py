"""The commands of cases: list and show them, open one, act on one, draft slips for what is overdue."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luoshi.cli.desk import ByOption, DayOption, JsonOption, day_of, opened
from luoshi.cli.output import print_out
from luoshi.cli.program import group
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from luoshi.ledger.casework import CaseStanding
    from luoshi.mechanisms.definition import Definition

_cases = group("cases", "办件：有程序、有期限的事。")
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="办件编号，例如 13710-2026-0001。")]
ActArgument = Annotated[str, typer.Argument(metavar="ACT", help="步骤的名字；见 luoshi mechanisms show。")]
SayOption = Annotated[
    list[str] | None,
    typer.Option(
        "--say", metavar="FIELD=VALUE", help="填写的字段（可以写几次）；单位、职务写名称，材料写名称或编号。"
    ),
]
RoleOption = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="以什么角色办，例如 supervision_clerk。")
]
OnOption = Annotated[
    date | None, typer.Option("--on", parser=day_of, metavar="DATE", help="哪天办的；不写是今天。")
]
RequestOption = Annotated[
    str | None, typer.Option("--request", metavar="ID", help="请求编号：同一个请求发两次只办一次。")
]


@_cases("list")
def list_(
    procedure: Annotated[
        str | None, typer.Option("--procedure", metavar="NAME", help="只看这个程序的，例如 13710。")
    ] = None,
    office: Annotated[str | None, typer.Option("--office", metavar="NAME", help="只看这个单位的。")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只看逾期的。")] = False,
    finished: Annotated[bool, typer.Option("--all", help="办完的也列出。")] = False,
    as_of: DayOption = None,
    as_json: JsonOption = False,
) -> None:
    """列出办件：状态、时限、在等谁；逾期按这一天现算。"""
    with opened(None):
        from luoshi.ledger import case_queries, queries
        from luoshi.mechanisms.load import find

        day = as_of or date.today()
        found = case_queries.board(
            day,
            procedure=find(procedure).name if procedure else None,
            office=queries.find_office(office) if office else None,
            overdue=overdue,
            finished=finished,
            seq=_known(as_of),
        )
        if as_json:
            print_out("".join(_dumps(case_queries.plain(one, day)) + "\n" for one in found))
        else:
            _table(found, day)


@_cases("show")
def show(case: CaseArgument, as_of: DayOption = None, as_json: JsonOption = False) -> None:
    """看一个办件：办过的步骤、时限、下一步谁可以办什么。"""
    with opened(None):
        from luoshi.ledger import case_queries

        day = as_of or date.today()
        standing = case_queries.one(case_queries.find_case(case), day, seq=_known(as_of))
        if as_json:
            print_out(_dumps(case_queries.plain(standing, day)) + "\n")
        else:
            _page(standing, day)


@_cases("open")
def open_(
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="程序，例如 13710。")],
    act: ActArgument,
    say: SayOption = None,
    role: RoleOption = None,
    office: Annotated[str | None, typer.Option("--office", metavar="NAME", help="承办单位。")] = None,
    commitment: Annotated[
        str | None, typer.Option("--commitment", metavar="NUMBER", help="关于哪项任务。")
    ] = None,
    document: Annotated[int | None, typer.Option("--document", metavar="N", help="关于第几号文件。")] = None,
    asked: Annotated[int | None, typer.Option("--asked", metavar="N", help="关于第几号协调事项。")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="CASE", help="关于哪个办件。")] = None,
    on: OnOption = None,
    request: RequestOption = None,
    by: ByOption = None,
) -> None:
    """立案：按一个程序办一件事。"""
    with opened(by) as actor:
        from luoshi.ledger import actions, case_queries, queries
        from luoshi.ledger import models as m
        from luoshi.mechanisms.load import find

        done = actions.open_case(
            actor,
            procedure,
            act=act,
            said=_said(find(procedure), say),
            role=role,
            office=queries.find_office(office) if office else None,
            commitment=queries.find_commitment(commitment) if commitment else None,
            document=document,
            asked=asked,
            about=case_queries.find_case(about) if about else None,
            on=on,
            request=request,
        )
        number = m.Case.objects.get(id=done.number).number
        print_out(f"{'已经办过' if done.again else '已立案'}：{number}。\n")


@_cases("act")
def act_(
    case: CaseArgument,
    act: ActArgument,
    say: SayOption = None,
    role: RoleOption = None,
    on: OnOption = None,
    request: RequestOption = None,
    by: ByOption = None,
) -> None:
    """在一个办件里办一步。"""
    with opened(by) as actor:
        from luoshi.ledger import actions, case_queries, casework
        from luoshi.ledger import models as m

        number = case_queries.find_case(case)
        definition = casework.definition_of(m.Case.objects.get(id=number))
        done = actions.act_on_case(
            actor, number, act=act, said=_said(definition, say), role=role, on=on, request=request
        )
        state = case_queries.one(number, on or date.today()).title
        title = definition.spec.acts[act].title
        print_out(f"{case} {'已经办过' if done.again else '已'}“{title}”，现在是“{state}”。\n")


@_cases("slips")
def slips(
    on: OnOption = None,
) -> None:
    """为逾期的办件拟色单（要先启用三色督查单）：系统只拟，由人签发或者不发。"""
    with opened(None):
        from luoshi.ledger import models as m
        from luoshi.ledger.slips import draft_slips

        drafted = draft_slips(on or date.today())
        numbers = m.Case.objects.filter(id__in=drafted).order_by("id").values_list("number", flat=True)
        print_out(f"拟了 {len(drafted)} 张，等待签发{'：' if drafted else ''}{'、'.join(numbers)}。\n")


def _said(definition: Definition, say: list[str] | None) -> dict[str, Any]:
    """What was written after --say, as each field takes it."""
    from luoshi.ledger import case_queries, queries
    from luoshi.mechanisms.schema import Sort

    found: dict[str, Any] = {}
    for one in say or ():
        name, sign, value = one.partition("=")
        if not sign:
            raise OptionError(f"--say 应写成 字段=值，不是“{one}”。例如 --say reason=材料不齐。")
        field = definition.spec.fields.get(name)
        match field.sort if field else None:
            case Sort.OFFICE:
                found[name] = queries.find_office(value)
            case Sort.POST if not value.isdecimal():
                found[name] = case_queries.find_post(value)
            case Sort.POST | Sort.DOCUMENT if value.isdecimal():
                found[name] = int(value)
            case _:
                found[name] = value
    return found


def _known(as_of: date | None) -> int | None:
    from luoshi.ledger import journal

    return journal.known_at(as_of) if as_of else None


def _dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _table(found: list[CaseStanding], day: date) -> None:
    from luoshi.ledger import case_queries, queries
    from luoshi.mechanisms.load import catalogue
    from luoshi.render import case as pages

    names = queries.office_names()
    titles = {one.name: one.title for one in catalogue()}
    lines = [
        pages.CaseLine(
            number=one.case.number,
            procedure=titles.get(one.case.procedure, one.case.procedure),
            subject=case_queries.subject(one.case, one.progress),
            office=names.get(one.office, ""),
            state=one.title,
            clocks=one.clocks,
            held=one.held,
        )
        for one in found
    ]
    _print(lambda console: pages.case_list(lines, day, console=console))


def _page(standing: CaseStanding, day: date) -> None:
    from luoshi.ledger import case_queries, queries
    from luoshi.mechanisms.acting import offers
    from luoshi.render import case as pages

    case, progress = standing.case, standing.progress
    office = queries.office_names().get(standing.office, "")
    if progress is None:
        print_out(
            f"{case.number}　{standing.title}　{office}\n"
            f"{case.procedure} 第 {case.edition} 版的定义不在这里，或者改得对不上了，算不出时限。请恢复原来的定义文件。\n"
        )
        return
    about = "　".join(filter(None, (office, case.commitment.number if case.commitment_id else "")))
    head = pages.CaseHead(
        number=case.number,
        subject=case_queries.subject(case, progress),
        about=about,
        altered=standing.altered,
        held=standing.held,
    )
    next_ = offers(progress, day, held=standing.held)
    prompts = standing.prompts(day)
    done = [pages.Done(one.on, one.title, one.who, one.said) for one in case_queries.in_words(progress)]
    _print(lambda console: pages.case_page(head, done, progress, day, next_, prompts, console=console))


def _print(write: Any) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as page:
        write(console)
    print_out(page.get())
