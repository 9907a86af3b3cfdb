"""The command that settles a year's promises against the next year's report."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import luoshi
from luoshi.cli.options import OutOption, PlaceOption, compile_file
from luoshi.cli.output import put, warn
from luoshi.cli.program import command
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.reckoning.findings import Reckoning


class ReckonFormat(StrEnum):
    """What `reckon` can print."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"


def _format(value: str) -> ReckonFormat:
    try:
        return ReckonFormat(value)
    except ValueError:
        raise OptionError(f"--format 没有“{value}”这种格式。可用的是：{'、'.join(ReckonFormat)}。") from None


def _day(value: str | datetime.date) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise OptionError(f"--as-of 应是日期，不是“{value}”。请写成 2026-03-02 的样子。") from None


def years_option(value: str) -> str:
    """What `--years` may be: years with commas between."""
    parts = value.replace("，", ",").split(",")
    if not all(part.strip().isdigit() for part in parts):
        raise OptionError(
            f"--years 应是用逗号隔开的年份，不是“{value}”。请按报告的次序写，例如 --years 2024,2025。"
        )
    return ",".join(part.strip() for part in parts)


@command()
def reckon(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="OLD NEW", help="同一个地方各年的报告，先旧后新，至少两份。"),
    ] = None,
    years: Annotated[
        str | None,
        typer.Option(
            "--years", parser=years_option, metavar="YEARS", help="各份报告的年份，逗号隔开，例如 2024,2025。"
        ),
    ] = None,
    place: PlaceOption = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            metavar="BATCH",
            help="文件夹（文件名为 地方-年份）或 jsonl（place、year、text），逐地逐年对账。",
        ),
    ] = None,
    statistics: Annotated[
        Path | None,
        typer.Option(
            "--statistics",
            metavar="STATISTICS",
            help="统计数据（csv 或 xlsx：指标、地区、年份、数值、单位、来源）。",
        ),
    ] = None,
    confirmations: Annotated[
        Path | None,
        typer.Option(
            "--confirmations",
            metavar="CONFIRMATIONS",
            help="“未提及”的确认情况（csv 或 xlsx：编号、确认人、确认日期、征求日期、单位答复、答复日期）。",
        ),
    ] = None,
    as_of: Annotated[
        datetime.date | None,
        typer.Option("--as-of", parser=_day, metavar="DATE", help="单位答复期按哪一天算；不写是今天。"),
    ] = None,
    names: Annotated[bool, typer.Option("--names", help="写出确认人的姓名；不写则只说“专人”。")] = False,
    format: Annotated[
        ReckonFormat,
        typer.Option("--format", parser=_format, metavar="|".join(ReckonFormat), help="输出格式。"),
    ] = ReckonFormat.TABLE,
    out: OutOption = None,
) -> None:
    """拿去年报告的承诺对今年的报告：做到、没做到、说法不可比、再次安排，还是没有提到。"""
    if batch is not None and (files or years or place):
        raise OptionError(
            "--batch 已经说明了报告、年份和地方，不能再写报告、--years 或 --place。请去掉其中一种。"
        )
    if batch is not None:
        reckoning = _batch(batch)
    else:
        known = known_years(files or [], years)
        compilations = [compile_file(f, year, place) for f, year in zip(files or [], known, strict=True)]
        reckoning = luoshi.reckon(compilations)
    reckoning = _with_sheets(reckoning, statistics, confirmations, as_of)
    content = (
        _WRITERS[format](reckoning, names)
        if format is not ReckonFormat.TABLE or out
        else settlement_on_screen(reckoning, names=names)
    )
    warn(reckoning.warnings)
    put(content, out, binary=format in (ReckonFormat.XLSX, ReckonFormat.DOCX))


def _with_sheets(
    reckoning: Reckoning, statistics: Path | None, confirmations: Path | None, as_of: datetime.date | None
) -> Reckoning:
    """The reckoning with what people bring to it: statistics, and what was confirmed."""
    if as_of is not None and confirmations is None:
        raise OptionError("--as-of 只用来算 --confirmations 里的答复期。请补上 --confirmations，或者去掉它。")
    if statistics is not None:
        from luoshi.reckoning.statistics import read_statistics, witnessed

        reckoning = witnessed(reckoning, read_statistics(statistics))
    if confirmations is not None:
        from luoshi.reckoning.confirmations import confirmed, read_confirmations

        today = as_of or datetime.date.today()
        found = read_confirmations(confirmations, as_of=today, last_day=_last_day)
        reckoning = confirmed(reckoning, found)
    return reckoning


def _last_day(asked: datetime.date) -> tuple[datetime.date, bool]:
    """Ten working days after the office was asked; provisional where a year's holidays are not published yet."""
    from luoshi.mechanisms.working_days import after_working_days, is_provisional
    from luoshi.reckoning.confirmations import DAYS

    last = after_working_days(asked, DAYS)
    return last, is_provisional(last)


def _batch(source: Path) -> Reckoning:
    """All pairs, one after another, with a bar on standard error."""
    from rich.console import Console
    from rich.progress import Progress

    from luoshi.reckoning.batch import pairs_in
    from luoshi.reckoning.reckoning import together

    pairs, found = pairs_in(source), []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for old, new in progress.track(pairs, description="对账"):
            compilations = [luoshi.compile(e.document(), year=e.year, place=e.place) for e in (old, new)]
            found.append(luoshi.reckon(compilations))
    return together(found)


def known_years(files: list[str], years: str | None) -> list[int | None]:
    """A year for each file, as `--years` gives them, or None to read it from the report."""
    if years is None:
        return [None] * len(files)
    known: list[int | None] = [int(year) for year in years.split(",")]
    if len(known) != len(files):
        raise OptionError(
            f"--years 写了 {len(known)} 个年份，报告却有 {len(files)} 份。请一份报告写一个年份。"
        )
    return known


def _jsonl(reckoning: Reckoning, names: bool) -> str:
    from luoshi.reckoning.serial import jsonl

    return "".join(line + "\n" for line in jsonl(reckoning, names=names))


def _csv(reckoning: Reckoning, names: bool) -> str:
    from luoshi.render.settlement import csv_text

    # Spreadsheet programs take a file without this mark for the local code page.
    return "\ufeff" + csv_text(reckoning, names=names)


def _xlsx(reckoning: Reckoning, names: bool) -> bytes:
    from luoshi.render.settlement import xlsx_bytes

    return xlsx_bytes(reckoning, names=names)


def _docx(reckoning: Reckoning, names: bool) -> bytes:
    from luoshi.render.question_docx import docx_bytes

    return docx_bytes(reckoning, names=names)


def _html(reckoning: Reckoning, names: bool) -> str:
    from luoshi.render.question_page import html_page

    return html_page(reckoning, names=names)


def settlement_on_screen(reckoning: Reckoning, *, names: bool = False) -> str:
    from rich.console import Console

    return _table(reckoning, Console(highlight=False), names)


def _in_file(reckoning: Reckoning, names: bool) -> str:
    from io import StringIO

    from rich.console import Console

    return _table(reckoning, Console(file=StringIO(), width=120, highlight=False), names)


def _table(reckoning: Reckoning, console: Console, names: bool) -> str:
    from luoshi.render.settlement import table

    with console.capture() as page:
        table(reckoning, console=console, names=names)
    return page.get()


_WRITERS: dict[ReckonFormat, Callable[[Reckoning, bool], str | bytes]] = {
    ReckonFormat.JSONL: _jsonl,
    ReckonFormat.TABLE: _in_file,
    ReckonFormat.CSV: _csv,
    ReckonFormat.XLSX: _xlsx,
    ReckonFormat.DOCX: _docx,
    ReckonFormat.HTML: _html,
}
