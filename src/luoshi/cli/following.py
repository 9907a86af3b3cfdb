"""The commands that follow undertakings: an indicator through many years, threads, and a report against its notice."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import luoshi
from luoshi.cli.options import OutOption, PlaceOption, YearOption, compile_file
from luoshi.cli.output import put, warn
from luoshi.cli.program import command
from luoshi.cli.reckoning import known_years, years_option
from luoshi.errors import OptionError

if TYPE_CHECKING:
    from luoshi.compiler.compilation import Compilation


class SeriesFormat(StrEnum):
    """What `series` can print."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    SVG = "svg"


class ThreadsFormat(StrEnum):
    """What `threads` and `drift` can print."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"


_MEASURES = ("growth", "level", "output")

FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="REPORT", help="同一个地方各年的报告，先旧后新。"),
]
YearsOption = Annotated[
    str | None,
    typer.Option(
        "--years", parser=years_option, metavar="YEARS", help="各份报告的年份，逗号隔开，例如 2024,2025。"
    ),
]
BatchOption = Annotated[
    Path | None,
    typer.Option(
        "--batch",
        metavar="BATCH",
        help="文件夹（文件名为 地方-年份）或 jsonl（place、year、text），代替逐份写报告。",
    ),
]


def _series_format(value: str) -> SeriesFormat:
    return SeriesFormat(_known(value, SeriesFormat))


def _threads_format(value: str) -> ThreadsFormat:
    return ThreadsFormat(_known(value, ThreadsFormat))


def _known(value: str, formats: type[StrEnum]) -> str:
    if value not in list(formats):
        raise OptionError(f"--format 没有“{value}”这种格式。可用的是：{'、'.join(formats)}。")
    return value


def _measure(value: str) -> str:
    if value not in _MEASURES:
        raise OptionError(f"--measure 没有“{value}”这种口径。可用的是：{'、'.join(_MEASURES)}。")
    return value


@command()
def series(
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="指标，照报告里的叫法，例如 城镇新增就业。")
    ],
    files: FilesArgument = None,
    years: YearsOption = None,
    place: PlaceOption = None,
    batch: BatchOption = None,
    measure: Annotated[
        str | None,
        typer.Option("--measure", parser=_measure, metavar="|".join(_MEASURES), help="只要这种口径的数。"),
    ] = None,
    format: Annotated[
        SeriesFormat,
        typer.Option(
            "--format", parser=_series_format, metavar="|".join(SeriesFormat), help="输出格式；svg 是图。"
        ),
    ] = SeriesFormat.TABLE,
    out: OutOption = None,
) -> None:
    """一个指标历年承诺多少、报告多少。"""
    from luoshi.reckoning.series import series as follow
    from luoshi.render import following

    found = follow(indicator, _compilations(files or [], years, place, batch), measure=measure)
    writers = {
        SeriesFormat.TABLE: following.series_table,
        SeriesFormat.JSONL: following.series_jsonl,
        SeriesFormat.CSV: following.series_csv,
        SeriesFormat.SVG: following.series_svg,
    }
    put(writers[format](found), out, binary=False)


@command()
def threads(
    files: FilesArgument = None,
    years: YearsOption = None,
    place: PlaceOption = None,
    batch: BatchOption = None,
    format: Annotated[
        ThreadsFormat,
        typer.Option(
            "--format",
            parser=_threads_format,
            metavar="|".join(ThreadsFormat),
            help="输出格式；html 是一张可以打印的网页。",
        ),
    ] = ThreadsFormat.TABLE,
    out: OutOption = None,
) -> None:
    """同一件事历年怎样说：承诺、回答、再承诺，变了什么。"""
    from luoshi.render import following, threads_page

    reckoning = luoshi.reckon(_compilations(files or [], years, place, batch))
    writers = {
        ThreadsFormat.TABLE: following.threads_table,
        ThreadsFormat.JSONL: following.threads_jsonl,
        ThreadsFormat.CSV: following.threads_csv,
        ThreadsFormat.HTML: threads_page.html_page,
    }
    warn(reckoning.warnings)
    put(writers[format](reckoning), out, binary=False)


@command()
def drift(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="报告。")],
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="这份报告的任务分解通知。")],
    year: YearOption = None,
    place: PlaceOption = None,
    format: Annotated[
        ThreadsFormat,
        typer.Option("--format", parser=_threads_format, metavar="table|jsonl|csv", help="输出格式。"),
    ] = ThreadsFormat.TABLE,
    out: OutOption = None,
) -> None:
    """拿报告对它的任务分解通知：哪些数、范围、时限变了，哪些没有写进去，哪些是通知新加的。"""
    from luoshi.reckoning.notice import against_notice
    from luoshi.render import following

    if format is ThreadsFormat.HTML:
        raise OptionError("drift 没有 html 格式。可用的是：table、jsonl、csv。")
    old = compile_file(report, year, place)
    new = compile_file(notice, old.year, place or old.place or None)
    found = against_notice(old, new)
    # A notice looks back on nothing; that it does not is no news.
    warn(warning for warning in new.warnings if "回顾" not in warning)
    writers = {
        ThreadsFormat.TABLE: following.drift_table,
        ThreadsFormat.JSONL: following.drift_jsonl,
        ThreadsFormat.CSV: following.drift_csv,
    }
    put(writers[format](found), out, binary=False)


def _compilations(
    files: list[str], years: str | None, place: str | None, batch: Path | None
) -> list[Compilation]:
    if batch is None:
        known = known_years(files, years)
        return [compile_file(f, year, place) for f, year in zip(files, known, strict=True)]
    if files or years:
        raise OptionError("--batch 已经说明了报告和年份，不能再写报告或 --years。请去掉其中一种。")
    from luoshi.reckoning.batch import reports_in

    entries = reports_in(batch, place)
    return [luoshi.compile(e.document(), year=e.year, place=e.place) for e in entries]
