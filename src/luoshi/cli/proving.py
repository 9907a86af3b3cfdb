"""The commands that prove and keep the ledger: verify, rebuild, deposit, back up, restore, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.desk import JsonOption, need_app, opened, progress, year_of
from luoshi.cli.options import YearOption
from luoshi.cli.output import print_out, put
from luoshi.cli.program import command
from luoshi.errors import LedgerError, OptionError


@command()
def verify(
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DEPOSIT", help="和这份存证核对。")
    ] = None,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FILE", help="核对导出的日志文件，不用台账。")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """从第一条到最后一条核对日志；有存证的，核对存证以前没有被改写。"""
    need_app()
    from luoshi.ledger import opening

    if journal is None:
        opening.open_ledger()
    else:
        opening.setup()
    from luoshi.ledger import backup
    from luoshi.ledger import verify as checks

    deposit = checks.read_deposit(against) if against else None
    with progress("核对日志") as step:
        if journal is None:
            found = checks.verify(against=deposit, progress=step)
            size, withheld, root = found.size, found.withheld, found.root
        else:
            with journal.open("rb") as lines:
                chain = checks.chain(backup.read_journal(lines), progress=step)
            if deposit:
                checks.check_deposit(chain.leaves, deposit)
            size, withheld, root = chain.size, chain.withheld, chain.root
    if as_json:
        print_out(json.dumps({"entries": size, "withheld": withheld, "root": root}) + "\n")
        return
    print_out(
        f"日志 {size} 条，逐条相符{f'，其中 {withheld} 条没有正文' if withheld else ''}。\n根：{root}\n"
    )
    if deposit:
        print_out(f"与 {deposit.at} 的存证（{deposit.size} 条）相符：存证以前没有被改写、插入或截断。\n")
    else:
        print_out("没有和存证核对：要发现整本重写，请加 --against 存证文件。\n")


@command()
def rebuild(
    into: Annotated[
        str, typer.Option("--into", metavar="URL", help="空数据库，例如 sqlite:///rebuilt.sqlite3。")
    ],
) -> None:
    """按日志在空数据库里重建台账，逐表比较。"""
    with opened(None):
        from luoshi.ledger import rebuild as rebuilding

        with progress("重建") as step:
            found = rebuilding.rebuild(into, progress=step)
    if found.different and not found.holes:
        raise LedgerError(
            f"重建的台账和现在的不一样：{'、'.join(found.different)}。请运行 luoshi verify 查明原因。"
        )
    print_out(f"重建 {found.size} 条日志、{len(found.tables)} 张表，")
    print_out(
        "逐表相同。\n"
        if not found.different
        else f"缺正文的第 {found.holes} 条留了空，影响 {'、'.join(found.different)}。\n"
    )


@command()
def deposit(
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="存证文件。")] = None,
) -> None:
    """写出日志末尾的存证，交给外面的见证人保管。"""
    with opened(None):
        from luoshi.ledger import verify as checks

        found = checks.deposit()
        if out:
            put(checks.dumps(found), out, binary=False)
        print_out(found.line() + "\n")


@command()
def backup(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="备份文件，例如 台账-20260401.zip。")
    ],
) -> None:
    """备份日志、姓名电话和佐证材料；台账在用也可以备份。"""
    with opened(None):
        from luoshi.ledger import backup as backups

        made = backups.backup(out)
    print_out(f"已备份日志 {made.entries} 条、人员 {made.persons} 名、材料 {made.files} 份：{out}\n")


@command()
def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="备份文件。")],
) -> None:
    """把备份恢复到空台账里，逐条核对；不符的什么也不恢复。"""
    with opened(None):
        from luoshi.ledger import backup as backups

        made = backups.restore(backup_file)
    print_out(f"已恢复日志 {made.entries} 条、人员 {made.persons} 名、材料 {made.files} 份，逐条相符。\n")


@command()
def export(
    what: Annotated[
        str,
        typer.Option(
            "--what", metavar="WHAT", help="commitments（任务）、offices（单位）或 journal（日志）。"
        ),
    ] = "commitments",
    year: YearOption = None,
    withhold: Annotated[
        list[str] | None, typer.Option("--withhold", metavar="KIND", help="日志里不给正文的事件，封印照留。")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT", help="写到这个文件。")] = None,
) -> None:
    """导出任务、单位或日志，一行一条 JSON。"""
    with opened(None):
        from luoshi.ledger import exporting

        writers: dict[str, Callable[[], str]] = {
            "commitments": lambda: exporting.commitments(year_of(year)),
            "offices": exporting.offices,
            "journal": lambda: exporting.journal(set(withhold or ())),
        }
        if what not in writers:
            raise OptionError(f"--what 没有“{what}”。可用的是：{'、'.join(writers)}。")
        put(writers[what](), out, binary=False)
