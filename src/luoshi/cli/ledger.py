"""The commands of the ledger: make it, take documents in, say who answers, file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luoshi.cli.desk import (
    WEB,
    ByOption,
    amount_of,
    content_of,
    day_of,
    need_app,
    opened,
    year_of,
)
from luoshi.cli.options import PlaceOption, YearOption, compile_file
from luoshi.cli.output import complain, print_out, put, warn
from luoshi.cli.program import command, group
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from luoshi.ledger.forms import Imported
    from luoshi.ledger.journal import Actor


@command()
def init(
    application_role: Annotated[
        str | None,
        typer.Option(
            "--application-role",
            metavar="ROLE",
            help="PostgreSQL 上给程序用的账号：日志只许读和追加。平时用这个账号，升级时才用建表的账号。",
        ),
    ] = None,
) -> None:
    """建立台账；已有的，把表升级到这个程序的版本。文件夹由环境变量 LUOSHI_HOME 指定，默认 ./luoshi-data。"""
    need_app()
    from luoshi.ledger import guard, home, opening

    new = opening.init(WEB)
    if application_role:
        guard.grant(application_role)
    what = "台账建好了" if new else "台账已经是最新的"
    print_out(f"{what}：{home.folder()}\n")
    if application_role:
        print_out(f"账号“{application_role}”可以用了：请把它写进 LUOSHI_DATABASE_URL。\n")
    print_out("接下来：luoshi import 报告.docx，把报告收进台账。\n")


@command(name="import")
def import_(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="报告、批示、纪要等文件。")],
    year: YearOption = None,
    place: PlaceOption = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="来源：report、handed_down、instruction、plenary、executive、mayoral、topical、livelihood、suggestion、finding。",
        ),
    ] = "report",
    title: Annotated[str, typer.Option("--title", metavar="TITLE", help="文件标题；不写用地名和年份。")] = "",
    first_leads: Annotated[
        bool, typer.Option("--first-leads", help="文件写明“列第一位的为牵头单位”。")
    ] = False,
    accept_all: Annotated[bool, typer.Option("--accept-all", help="承诺部分的事项全部列入台账。")] = False,
    by: ByOption = None,
) -> None:
    """登记一份文件，拆成拟稿；加 --accept-all 时把承诺都列为任务。"""
    compilation = compile_file(document, year, place)
    with opened(by) as actor:
        from luoshi.ledger import actions
        from luoshi.ledger import models as m
        from luoshi.ledger.models.documents import SourceKind

        if kind not in SourceKind.values:
            raise OptionError(f"--kind 没有“{kind}”。可用的是：{'、'.join(SourceKind.values)}。")
        name = title or f"{compilation.place}{compilation.year}年{SourceKind(kind).label}"
        number = actions.register_document(
            actor,
            compilation.document.text,
            kind=kind,
            title=name,
            place=compilation.place,
            year=compilation.year,
            first_leads=first_leads,
        ).number
        actions.compile_document(actor, number, compilation)
        pledged = m.Draft.objects.filter(document_id=number, tense="pledge").order_by("start")
        drafts = list(pledged.values_list("id", flat=True))
        before = m.Commitment.objects.count()
        if accept_all and drafts:
            actions.accept_drafts(actor, drafts)
        warn(compilation.warnings)
        print_out(
            f"已登记“{name}”（第 {number} 号文件），拆出拟稿 {len(compilation.items)} 条，其中承诺 {len(drafts)} 条；"
            f"列入台账 {m.Commitment.objects.count() - before} 项。\n"
        )


_offices = group("offices", "单位名单。")


@_offices("import")
def offices_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="名单（csv 或 xlsx）：代码、名称、类别、上级代码。")
    ],
    since: Annotated[date, typer.Option("--since", parser=day_of, metavar="DATE", help="从哪天起。")] = date(
        2020, 1, 1
    ),
    by: ByOption = None,
) -> None:
    """导入单位名单；台账里已有的代码不动。类别：本级部门、下级政府、党委部门、群团组织、垂直管理。"""
    rows = list(_office_rows(file))
    with opened(by) as actor:
        from luoshi.ledger import actions
        from luoshi.ledger import models as m

        before = m.Office.objects.count()
        actions.import_offices(actor, rows, since=since)
        print_out(f"新增单位 {m.Office.objects.count() - before} 个，共 {m.Office.objects.count()} 个。\n")


@command()
def assign(
    number: Annotated[str | None, typer.Argument(metavar="[NUMBER]", help="任务编号；用表格时不写。")] = None,
    office: Annotated[
        list[str] | None,
        typer.Option("--office", metavar="NAME", help="承办单位，按文件里的次序；分工按文件的说法。"),
    ] = None,
    lead: Annotated[str | None, typer.Option("--lead", metavar="NAME", help="牵头单位。")] = None,
    support: Annotated[list[str] | None, typer.Option("--support", metavar="NAME", help="配合单位。")] = None,
    form_out: Annotated[Path | None, typer.Option("--form-out", metavar="FILE", help="导出分工表。")] = None,
    form_in: Annotated[
        Path | None, typer.Option("--form-in", metavar="FILE", help="导入填好的分工表。")
    ] = None,
    year: YearOption = None,
    by: ByOption = None,
) -> None:
    """说明任务由谁承办：一项一项写，或者导出分工表、填好再导入。"""
    with opened(by) as actor:
        from luoshi.ledger import actions, forms, queries
        from luoshi.ledger import models as m

        if form_out:
            put(forms.assignments_out(year_of(year)), form_out, binary=True)
        elif form_in:
            _told(forms.assignments_in(content_of(form_in), by=actor), form_in)
        elif number:
            named: list[tuple[str, str | None]] = [(name, None) for name in office or ()]
            named += [(lead, "lead")] if lead else []
            named += [(name, "support") for name in support or ()]
            if not named:
                raise OptionError(
                    "没有写单位。请用 --lead 牵头单位 --support 配合单位，或者 --office 按文件次序写。"
                )
            offices = [(queries.find_office(name), part, "") for name, part in named]
            seen = m.Head.objects.get().seq
            actions.assign(actor, [queries.find_commitment(number)], offices=offices, seen=seen)
            print_out(f"{number} 已交办：{'、'.join(name for name, _ in named)}。\n")
        else:
            raise OptionError("请写任务编号和单位，或者用 --form-out 导出分工表、--form-in 导入分工表。")


@command()
def file(
    number: Annotated[str | None, typer.Argument(metavar="[NUMBER]", help="任务编号；用表格时不写。")] = None,
    office: Annotated[str | None, typer.Option("--office", metavar="NAME", help="填报单位。")] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help="报告期：2026-03、2026-Q1、2026-H1、2026。"),
    ] = None,
    value: Annotated[
        Decimal | None,
        typer.Option("--value", parser=amount_of, metavar="VALUE", help="完成数，用任务的计量单位。"),
    ] = None,
    node: Annotated[int | None, typer.Option("--node", metavar="N", help="完成了第几个节点。")] = None,
    unchanged: Annotated[bool, typer.Option("--unchanged", help="无变化。")] = False,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="一句话进展。")] = "",
    evidence: Annotated[
        list[Path] | None, typer.Option("--evidence", metavar="FILE", help="佐证材料。")
    ] = None,
    evidence_kind: Annotated[
        str,
        typer.Option(
            "--evidence-kind",
            metavar="KIND",
            help="材料类别：acceptance、statistics、voucher、numbered、notice、contract、photograph、other。",
        ),
    ] = "other",
    form_out: Annotated[Path | None, typer.Option("--form-out", metavar="FILE", help="导出填报表。")] = None,
    form_in: Annotated[
        Path | None, typer.Option("--form-in", metavar="FILE", help="导入填好的填报表。")
    ] = None,
    year: YearOption = None,
    by: ByOption = None,
) -> None:
    """填报进展：一项一项写，或者导出填报表、填好再导入。"""
    with opened(by) as actor:
        from luoshi.ledger import actions, forms, queries
        from luoshi.ledger import models as m

        if form_out:
            of = queries.find_office(office) if office else None
            put(forms.filings_out(year_of(year), office=of), form_out, binary=True)
            return
        if form_in:
            _told(forms.filings_in(content_of(form_in), by=actor), form_in)
            return
        if not (number and office and period):
            raise OptionError("请写任务编号、--office 单位和 --period 报告期，例如 --period 2026-Q1。")
        commitment = queries.find_commitment(number)
        found = (
            m.Node.objects.current().filter(commitment_id=commitment, order=node or 0, confirmed=True).first()
        )
        if node and found is None:
            raise OptionError(f"{number} 没有确认过的第 {node} 个节点。")
        one = {
            "commitment": commitment,
            "office": queries.find_office(office),
            "period": period,
            "value": value,
            "node": found.id if found else None,
            "unchanged": unchanged,
            "sentence": text,
            "evidence": [_stored(actor, path, evidence_kind) for path in evidence or ()],
        }
        done = actions.say_progress(actor, [one])
        if done.entry.kind == "progress.drafted":
            print_out(f"{number} 已起草（第 {done.number} 号反馈稿），等待单位负责人签发。\n")
        else:
            print_out(f"{number} 已填报（第 {done.number} 号反馈），等待审核。\n")


@command()
def act(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="动作的名字；不写则列出全部。")] = None,
    arguments: Annotated[
        str, typer.Argument(metavar="[JSON]", help="参数，一个 JSON 对象；- 从标准输入读。")
    ] = "{}",
    request: Annotated[
        str | None, typer.Option("--request", metavar="ID", help="请求编号：同一个请求发两次只办一次。")
    ] = None,
    by: ByOption = None,
) -> None:
    """办台账的任何一个动作（审核、定节点、申请办结、登记职务……），供脚本使用。"""
    with opened(by) as actor:
        from luoshi.ledger import calling

        if name is None:
            print_out("".join(f"{line}\n" for line in calling.described()))
            return
        if arguments == "-":
            import sys

            arguments = sys.stdin.read()
        done = calling.call(actor, name, arguments, request=request)
        print_out(json.dumps({"entry": done.entry.seq, "number": done.number, "again": done.again}) + "\n")


def _office_rows(file: Path) -> Iterator[dict[str, str]]:
    from luoshi.render.form import Blank, read_form

    titles = ("代码", "名称", "类别", "上级代码")
    content = content_of(file)
    if file.suffix.lower() == ".csv":
        import csv

        lines: Any = csv.DictReader(content.decode("utf-8-sig", "replace").splitlines())
        missing = [title for title in titles if title not in (lines.fieldnames or ())]
        if missing:
            raise OptionError(
                f"“{file}”第一行缺少：{'、'.join(missing)}。请在第一行写：{'、'.join(titles)}。"
            )
    else:
        lines = (row for _, row in read_form(content, [Blank(title, 0) for title in titles]))
    for row in lines:
        code, name, kind, above = ((row[title] or "").strip() for title in titles)
        if code and name:
            yield {"code": code, "name": name, "kind": kind, "above": above}


def _stored(actor: Actor, file: Path, kind: str) -> int:
    """The number of a file among the evidence, stored if it was not."""
    from hashlib import sha256

    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    content = content_of(file)
    there = m.Evidence.objects.filter(digest=sha256(content).hexdigest()).first()
    return there.id if there else actions.store_evidence(actor, content, name=file.name, kind=kind).number


def _told(found: Imported, file: Path) -> None:
    print_out(f"改动 {found.changed} 行，原样 {found.same} 行，有误 {len(found.errors)} 行。\n")
    for line, error in found.errors:
        complain(f"{file.name} 第 {line} 行：{error}")
