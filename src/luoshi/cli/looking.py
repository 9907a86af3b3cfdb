"""The commands that look at the ledger: how things stand, what an office owes, what is odd about the data."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Annotated

import typer

from luoshi.cli.desk import DayOption, JsonOption, opened, progress, year_of
from luoshi.cli.options import YearOption
from luoshi.cli.output import print_out
from luoshi.cli.program import command


@command()
def status(
    as_of: DayOption = None,
    office: Annotated[
        str | None, typer.Option("--office", metavar="NAME", help="只看这个单位承办的。")
    ] = None,
    year: YearOption = None,
    number: Annotated[
        str | None, typer.Argument(metavar="[NUMBER]", help="只看这一项，写出判定的依据。")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """看任务进展：申报、佐证、序时三种状态，分别算出，并排列出。"""
    with opened(None):
        from rich.console import Console

        from luoshi.evaluation import overview, stored

        day = as_of or date.today()
        if number:
            near = overview.one(number, day)
            print_out(overview.dumps(near) + "\n" if as_json else overview.explained(near))
            return
        wanted = year_of(year)
        if as_json:
            for row in overview.rows(day, year=wanted, office=office):
                print_out(overview.dumps(row) + "\n")
            return
        if as_of:
            listed = overview.listed(overview.rows(day, year=wanted, office=office))
        else:
            with progress("判定") as step:
                stored.refresh(day, progress=step)
            listed = overview.today(year=wanted, office=office)
        overview.table(listed, day, Console(highlight=False))


@command()
def owed(
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="单位的名称或代码。")],
    within: Annotated[int, typer.Option("--within", metavar="DAYS", help="连同今后多少天内到期的。")] = 30,
    as_json: JsonOption = False,
) -> None:
    """看一个单位还欠什么：逾期的、退回的、该报的和快到期的，先到期的在前。"""
    with opened(None):
        from rich.console import Console

        from luoshi.evaluation import closeup, overview
        from luoshi.ledger import queries

        today = date.today()
        tasks = closeup.tasks(queries.find_office(office), today, within=timedelta(days=within))
        if as_json:
            for task in tasks:
                print_out(json.dumps(overview.task_object(task), ensure_ascii=False) + "\n")
        elif tasks:
            overview.task_table(tasks, today, Console(highlight=False))
        else:
            print_out(f"“{office}”现在不欠任何反馈，今后{within}天内也没有到期的。\n")


@command()
def findings(year: YearOption = None, as_json: JsonOption = False) -> None:
    """看数据里的疑点：迟报、雷同、一份材料用于两处、突增、下降、上下级对不上、没有佐证就销号，各有理由。"""
    with opened(None):
        from luoshi.evaluation import closeup, overview
        from luoshi.evaluation.quality import PROBLEMS

        count = 0
        for number, finding in closeup.odd(year_of(year), date.today()):
            count += 1
            if as_json:
                line = json.dumps(overview.finding_object(number, finding), ensure_ascii=False)
            else:
                line = f"{number or '几项任务'}  {PROBLEMS[finding.problem]}：{finding.reason}"
            print_out(line + "\n")
        if not as_json:
            print_out(f"疑点 {count} 处。疑点只是请人看一看，不是结论。\n" if count else "没有发现疑点。\n")
