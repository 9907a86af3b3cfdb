"""What the commands of the ledger share: their options, the open ledger and who acts, a bar for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.errors import LedgerError, OptionError

if TYPE_CHECKING:
    from luoshi.ledger.journal import Actor


def day_of(value: str | date) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        raise OptionError(f"日期“{value}”写法不对。请写成 2026-03-31 这样。") from None


def amount_of(value: str | Decimal) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation:
        raise OptionError(f"“{value}”不是数。请只写数字，单位不要写在里面。") from None


ByOption = Annotated[
    int | None,
    typer.Option("--by", metavar="PERSON", help="以哪位同志的名义办（人员编号）；不写是命令行操作员。"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用。")]
DayOption = Annotated[
    date | None,
    typer.Option("--as-of", parser=day_of, metavar="DATE", help="按这一天所知的情况看，例如 2026-06-30。"),
]


def need_app() -> None:
    try:
        import django  # noqa: F401
    except ImportError:
        raise LedgerError("台账需要 luoshi[app]。请先安装：pip install 'luoshi[app]'。") from None


#: The settings that also know accounts and sessions; most commands can do without.
WEB = "luoshi.web.settings"


@contextmanager
def opened(by: int | None, *, web: bool = False) -> Iterator[Actor]:
    """The open ledger, with its accounts if wanted, and who acts; a database that fails is said in words."""
    need_app()
    from luoshi.ledger import opening

    opening.open_ledger(WEB if web else opening.ALONE)
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


def year_of(year: int | None) -> int:
    """The year asked for, or the latest in the ledger."""
    from luoshi.ledger import models as m

    found = year or m.Commitment.objects.order_by("-year").values_list("year", flat=True).first()
    if found is None:
        raise LedgerError("台账里还没有任务。请先运行 luoshi import 报告.docx --accept-all。")
    return int(found)


def content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OptionError(f"读不到“{file}”：{error.strerror}。请核对文件名。") from None


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """A bar on standard error for long work; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda count: bar.update(task, completed=count)
