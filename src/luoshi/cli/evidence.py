"""The commands of evidence in the ledger: what a document speaks to, and taking what was purged out of backups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.desk import JsonOption, content_of, opened
from luoshi.cli.output import print_out
from luoshi.cli.program import group

_evidence = group("evidence", "台账里的佐证材料。")


@_evidence("match")
def match(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="材料：docx、xlsx、pdf、ofd、txt……")],
    office: Annotated[
        str | None, typer.Option("--office", metavar="NAME", help="只对这个单位承办的任务。")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """看一份材料说到了哪些在办的任务，最有把握的在前；只看，不存。"""
    content = content_of(file)
    with opened(None):
        from luoshi.evidence.read import read_evidence
        from luoshi.evidence.secrecy import refuse_evidence
        from luoshi.ledger import preflight, queries

        paper = read_evidence(content, name=file.name)
        refuse_evidence(paper)
        found = preflight.matching(paper, office=queries.find_office(office) if office else None)
        for one in found:
            if as_json:
                line = {
                    "number": one.task.number,
                    "indicator": one.task.indicator,
                    "score": one.score,
                    "quote": one.quote,
                    "where": str(one.where),
                    "why": one.why,
                }
                print_out(json.dumps(line, ensure_ascii=False) + "\n")
            else:
                print_out(
                    f"{one.task.number} {one.task.indicator}　{one.why}\n    {one.quote}（{one.where}）\n"
                )
        if not found and not as_json:
            print_out(f"“{file.name}”没有说到哪项在办任务的数。\n")


@_evidence("purge-backups")
def purge_backups(
    files: Annotated[list[Path], typer.Argument(metavar="BACKUP", help="以前的备份文件，可以写几个。")],
) -> None:
    """把两人批准清除的材料也从以前的备份里去掉；校验值和理由留在日志里。"""
    with opened(None):
        from luoshi.ledger import backup

        gone = backup.purged()
        for file in files:
            print_out(f"{file}：去掉 {backup.purge_backup(file, gone)} 份。\n")
