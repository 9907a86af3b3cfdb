"""The command that settles a year's promises against the next year's report."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

import luoshi
from luoshi.cli.options import OutOption, PlaceOption, compile_file
from luoshi.cli.output import put, warn
from luoshi.cli.program import command
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from luoshi.reckoning.findings import Reckoning


class ReckonFormat(StrEnum):
    """What `reckon` can print."""

    TABLE = "table"
    JSONL = "jsonl"


def _format(value: str) -> ReckonFormat:
    try:
        return ReckonFormat(value)
    except ValueError:
        raise OptionError(f"--format 没有“{value}”这种格式。可用的是：{'、'.join(ReckonFormat)}。") from None


def _years(value: str) -> str:
    parts = value.replace("，", ",").split(",")
    if not all(part.strip().isdigit() for part in parts):
        raise OptionError(
            f"--years 应是用逗号隔开的年份，不是“{value}”。请按报告的次序写，例如 --years 2024,2025。"
        )
    return ",".join(part.strip() for part in parts)


@command()
def reckon(
    files: Annotated[
        list[str],
        typer.Argument(metavar="OLD NEW", help="同一个地方各年的报告，先旧后新，至少两份。"),
    ],
    years: Annotated[
        str | None,
        typer.Option(
            "--years", parser=_years, metavar="YEARS", help="各份报告的年份，逗号隔开，例如 2024,2025。"
        ),
    ] = None,
    place: PlaceOption = None,
    format: Annotated[
        ReckonFormat,
        typer.Option("--format", parser=_format, metavar="|".join(ReckonFormat), help="输出格式。"),
    ] = ReckonFormat.TABLE,
    out: OutOption = None,
) -> None:
    """拿去年报告的承诺对今年的报告：做到、没做到、说法不可比、再次安排，还是没有提到。"""
    known = _years_of(files, years)
    compilations = [compile_file(file, year, place) for file, year in zip(files, known, strict=True)]
    reckoning = luoshi.reckon(compilations)
    content = _WRITERS[format](reckoning)
    warn(reckoning.warnings)
    put(content, out, binary=False)


def _years_of(files: list[str], years: str | None) -> list[int | None]:
    if years is None:
        return [None] * len(files)
    known: list[int | None] = [int(year) for year in years.split(",")]
    if len(known) != len(files):
        raise OptionError(
            f"--years 写了 {len(known)} 个年份，报告却有 {len(files)} 份。请一份报告写一个年份。"
        )
    return known


def _jsonl(reckoning: Reckoning) -> str:
    from luoshi.reckoning.serial import jsonl

    return "".join(line + "\n" for line in jsonl(reckoning))


_WRITERS: dict[ReckonFormat, Callable[[Reckoning], str | bytes]] = {
    ReckonFormat.JSONL: _jsonl,
    ReckonFormat.TABLE: _jsonl,
}
