"""The commands of the ledger: make it, take documents in, say who answers, file, look, prove, keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luoshi.cli.options import PlaceOption, YearOption, compile_file
from luoshi.cli.output import complain, print_out, put, warn
from luoshi.cli.program import command, group
from luoshi.errors import LedgerError, OptionError

if TYPE_CHECKING:
    from luoshi.ledger.forms import Imported
    from luoshi.ledger.journal import Actor


def _date(value: str | date) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise OptionError(f"日期“{value}”写法不对。请写成 2026-03-31 这样。") from None


def _amount(value: str | Decimal) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        raise OptionError(f"“{value}”不是数。请只写数字，单位不要写在里面。") from None


ByOption = Annotated[
    int | None,
    typer.Option("--by", metavar="PERSON", help="以哪位同志的名义办（人员编号）；不写是命令行操作员。"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用。")]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="任务编号，例如 2026-00012。")]
FormArgument = Annotated[Path, typer.Argument(metavar="FILE", help="填好的表格（xlsx）。")]
DayOption = Annotated[
    date | None,
    typer.Option("--as-of", parser=_date, metavar="DATE", help="按这一天所知的情况看，例如 2026-06-30。"),
]


@command()
def init() -> None:
    """建立台账；已有的，把表升级到这个程序的版本。文件夹由环境变量 LUOSHI_HOME 指定，默认 ./luoshi-data。"""
    _need_app()
    from luoshi.ledger import home, opening

    new = opening.init()
    what = "台账建好了" if new else "台账已经是最新的"
    print_out(f"{what}：{home.folder()}\n接下来：luoshi import 报告.docx，把报告收进台账。\n")


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
    with _ledger(by) as actor:
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
    since: Annotated[date, typer.Option("--since", parser=_date, metavar="DATE", help="从哪天起。")] = date(
        2020, 1, 1
    ),
    by: ByOption = None,
) -> None:
    """导入单位名单；台账里已有的代码不动。类别：本级部门、下级政府、党委部门、群团组织、垂直管理。"""
    rows = list(_office_rows(file))
    with _ledger(by) as actor:
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
    with _ledger(by) as actor:
        from luoshi.ledger import actions, forms, queries
        from luoshi.ledger import models as m

        if form_out:
            put(forms.assignments_out(_year_of(year)), form_out, binary=True)
        elif form_in:
            _told(forms.assignments_in(_bytes(form_in), by=actor), form_in)
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
        typer.Option("--value", parser=_amount, metavar="VALUE", help="完成数，用任务的计量单位。"),
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
    with _ledger(by) as actor:
        from luoshi.ledger import actions, forms, queries
        from luoshi.ledger import models as m

        if form_out:
            of = queries.find_office(office) if office else None
            put(forms.filings_out(_year_of(year), office=of), form_out, binary=True)
            return
        if form_in:
            _told(forms.filings_in(_bytes(form_in), by=actor), form_in)
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
        filing = actions.file_progress(actor, [one]).number
        print_out(f"{number} 已填报（第 {filing} 号反馈），等待审核。\n")


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
    with _ledger(by) as actor:
        from luoshi.ledger import calling

        if name is None:
            print_out("".join(f"{line}\n" for line in calling.described()))
            return
        if arguments == "-":
            import sys

            arguments = sys.stdin.read()
        done = calling.call(actor, name, arguments, request=request)
        print_out(json.dumps({"entry": done.entry.seq, "number": done.number, "again": done.again}) + "\n")


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
    with _ledger(None):
        from luoshi.evaluation import overview

        day = as_of or date.today()
        if number:
            shown = overview.one(number, day)
            print_out(overview.dumps(shown) + "\n" if as_json else overview.explained(shown))
            return
        rows = overview.rows(day, year=_year_of(year), office=office)
        if as_json:
            print_out("".join(overview.dumps(row) + "\n" for row in rows))
        else:
            from rich.console import Console

            overview.table(list(rows), day, Console(highlight=False))


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
    _need_app()
    from luoshi.ledger import opening

    if journal is None:
        opening.open_ledger()
    else:
        opening.setup()
    from luoshi.ledger import backup
    from luoshi.ledger import verify as checks

    deposit = checks.read_deposit(against) if against else None
    with _progress("核对日志") as step:
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
    with _ledger(None):
        from luoshi.ledger import rebuild as rebuilding

        with _progress("重建") as step:
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
    with _ledger(None):
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
    with _ledger(None):
        from luoshi.ledger import backup as backups

        made = backups.backup(out)
    print_out(f"已备份日志 {made.entries} 条、人员 {made.persons} 名、材料 {made.files} 份：{out}\n")


@command()
def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="备份文件。")],
) -> None:
    """把备份恢复到空台账里，逐条核对；不符的什么也不恢复。"""
    with _ledger(None):
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
    with _ledger(None):
        from luoshi.ledger import exporting

        writers: dict[str, Callable[[], str]] = {
            "commitments": lambda: exporting.commitments(_year_of(year)),
            "offices": exporting.offices,
            "journal": lambda: exporting.journal(set(withhold or ())),
        }
        if what not in writers:
            raise OptionError(f"--what 没有“{what}”。可用的是：{'、'.join(writers)}。")
        put(writers[what](), out, binary=False)


def _need_app() -> None:
    try:
        import django  # noqa: F401
    except ImportError:
        raise LedgerError("台账需要 luoshi[app]。请先安装：pip install 'luoshi[app]'。") from None


@contextmanager
def _ledger(by: int | None) -> Iterator[Actor]:
    """The open ledger, and who acts; a database that fails is said in words."""
    _need_app()
    from luoshi.ledger import opening

    opening.open_ledger()
    from django.db import DatabaseError

    try:
        yield _actor(by)
    except DatabaseError as error:
        raise LedgerError(
            f"数据库没有写成或读成：{str(error).splitlines()[0]}。什么也没有改；请检查磁盘空间和数据库后再试。"
        ) from None


def _actor(by: int | None) -> Actor:
    from luoshi.ledger import models as m
    from luoshi.ledger import opening
    from luoshi.ledger.journal import Actor

    if by is None:
        return opening.operator()
    held = (
        m.Holding.objects.current().filter(person_id=by, before__isnull=True).select_related("post").first()
    )
    if held is None and not m.Person.objects.filter(id=by).exists():
        raise OptionError(f"台账里没有第 {by} 号人员。请先登记：luoshi act register_person。")
    return Actor(by, held.post.title if held else "未任职")


def _year_of(year: int | None) -> int:
    """The year asked for, or the latest in the ledger."""
    from luoshi.ledger import models as m

    found = year or m.Commitment.objects.order_by("-year").values_list("year", flat=True).first()
    if found is None:
        raise LedgerError("台账里还没有任务。请先运行 luoshi import 报告.docx --accept-all。")
    return int(found)


def _office_rows(file: Path) -> Iterator[dict[str, str]]:
    from luoshi.render.form import Blank, read_form

    titles = ("代码", "名称", "类别", "上级代码")
    content = _bytes(file)
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


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OptionError(f"读不到“{file}”：{error.strerror}。请核对文件名。") from None


def _stored(actor: Actor, file: Path, kind: str) -> int:
    """The number of a file among the evidence, stored if it was not."""
    from hashlib import sha256

    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    content = _bytes(file)
    there = m.Evidence.objects.filter(digest=sha256(content).hexdigest()).first()
    return there.id if there else actions.store_evidence(actor, content, name=file.name, kind=kind).number


def _told(found: Imported, file: Path) -> None:
    print_out(f"改动 {found.changed} 行，原样 {found.same} 行，有误 {len(found.errors)} 行。\n")
    for line, error in found.errors:
        complain(f"{file.name} 第 {line} 行：{error}")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """A bar on standard error for long work; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda count: bar.update(task, completed=count)
