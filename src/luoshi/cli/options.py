"""Options and arguments that several commands share, and how a report is read for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import luoshi
from luoshi.errors import OptionError, ReadError

if TYPE_CHECKING:
    from luoshi.compiler.compilation import Compilation
    from luoshi.text.document import Document


def _year(value: str | int) -> int:
    try:
        return int(value)
    except ValueError:
        raise OptionError(f"--year 应是年份，不是“{value}”。请写数字，例如 --year 2025。") from None


FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="报告文件：txt、md、html、docx、带文字的 pdf；- 为标准输入。")
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", parser=_year, metavar="YEAR", help="报告提交大会的年份，也就是计划年度。"),
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="报告所属的地方，例如 云川市。")
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="OUT", help="写到这个文件；不写则打印到标准输出。")
]


def read_file(file: str) -> Document:
    if file != "-":
        return luoshi.read(file)
    from luoshi.text.read import MAX_BYTES

    if sys.stdin is None:
        raise ReadError("标准输入是关着的，没有可读的报告。请写出文件名，或者用 | 把报告传进来。")
    return luoshi.read(sys.stdin.buffer.read(MAX_BYTES + 1), name="标准输入")


def compile_file(file: str, year: int | None, place: str | None) -> Compilation:
    return luoshi.compile(read_file(file), year=year, place=place)
