"""The commands about one report: read, compile, explain, and the schemas of what they print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.options import FileArgument, OutOption, PlaceOption, YearOption, compile_file, read_file
from luoshi.cli.output import print_out, put, warn
from luoshi.cli.program import command
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.compiler.compilation import Compilation


class Format(StrEnum):
    """What `compile` can print."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


def _format(value: str) -> Format:
    try:
        return Format(value)
    except ValueError:
        raise OptionError(f"--format 没有“{value}”这种格式。可用的是：{'、'.join(Format)}。") from None


FormatOption = Annotated[
    Format, typer.Option("--format", parser=_format, metavar="|".join(Format), help="输出格式。")
]


@command()
def read(file: FileArgument) -> None:
    """打印报告的全文，原样不动；各处的位置都按这份文字的字符数计。"""
    print_out(read_file(file).text)


@command(name="compile")
def compile_(
    file: FileArgument,
    year: YearOption = None,
    place: PlaceOption = None,
    format: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """把报告拆成事项、目标、项目和建议单位，每个字都有归类。"""
    compilation = compile_file(file, year, place)
    if format is Format.TABLE and out is None:
        content: str | bytes = table_on_screen(compilation)
    else:
        content = _WRITERS[format](compilation)
    warn(compilation.warnings)
    put(content, out, binary=format is Format.XLSX)


@command()
def explain(
    file: FileArgument,
    at: Annotated[
        str, typer.Option("--at", metavar="AT", help="报告里的一段原文，或者它的位置（第几个字符）。")
    ],
    year: YearOption = None,
    place: PlaceOption = None,
) -> None:
    """说明某处为什么这样判：用到的规则，以及每一步的依据。"""
    from luoshi.compiler.explain import explain as reasons

    for line in reasons(compile_file(file, year, place), at):
        print_out(line + "\n")


@command()
def schema(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="item、compilation、finding、link、year 或 task。")
    ] = "item",
) -> None:
    """打印输出的 JSON Schema：一行一项的 item，整份的 compilation，对账一行一条的 finding，脉络的 link，指标的 year，分解的 task。"""
    from luoshi.compiler.serial import dumps
    from luoshi.compiler.serial import schema as of_compilations
    from luoshi.reckoning.serial import schema as of_reckonings

    homes = {"item": of_compilations, "compilation": of_compilations}
    homes |= dict.fromkeys(("finding", "link", "year", "task"), of_reckonings)
    if name not in homes:
        raise OptionError(
            f"没有叫“{name}”的 Schema。可用的是 item（每行一项）、compilation（整份）、finding（对账，每行一条）、"
            "link（脉络的一环）、year（指标的一年）和 task（报告对通知）。"
        )
    print_out(dumps(homes[name](name), indent=2) + "\n")


def table_on_screen(compilation: Compilation) -> str:
    from rich.console import Console

    return _table(compilation, Console(highlight=False))


def _table_in_file(compilation: Compilation) -> str:
    from io import StringIO

    from rich.console import Console

    return _table(compilation, Console(file=StringIO(), width=120, highlight=False))


def _table(compilation: Compilation, console: Console) -> str:
    from luoshi.render.table import table

    with console.capture() as page:
        # The warnings go to standard error, as with every other format.
        table(replace(compilation, warnings=()), console=console)
    return page.get()


def _jsonl(compilation: Compilation) -> str:
    from luoshi.compiler.serial import jsonl

    return "".join(line + "\n" for line in jsonl(compilation))


def _json(compilation: Compilation) -> str:
    from luoshi.compiler.serial import compilation_object, dumps

    return dumps(compilation_object(compilation), indent=1) + "\n"


def _csv(compilation: Compilation) -> str:
    from luoshi.render.sheet import csv_text

    # Spreadsheet programs take a file without this mark for the local code page.
    return "\ufeff" + csv_text(compilation)


def _xlsx(compilation: Compilation) -> bytes:
    from luoshi.compiler.offices import names_at
    from luoshi.render.sheet import xlsx_bytes

    return xlsx_bytes(compilation, names_at(compilation.level, compilation.place))


def _html(compilation: Compilation) -> str:
    from luoshi.render.page import html_page

    return html_page(compilation)


_WRITERS: dict[Format, Callable[[Compilation], str | bytes]] = {
    Format.TABLE: _table_in_file,
    Format.JSONL: _jsonl,
    Format.JSON: _json,
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.HTML: _html,
}
