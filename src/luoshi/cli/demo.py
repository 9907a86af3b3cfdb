"""The command a newcomer runs first: the sample city's reports taken apart, settled, kept in a ledger; and what to try next."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory

import luoshi
from luoshi.cli.compiling import table_on_screen
from luoshi.cli.output import complain, print_out, warn
from luoshi.cli.program import command
from luoshi.cli.reckoning import settlement_on_screen


@command()
def demo() -> None:
    """编译自带的样例报告，与下一年的报告对账，看半年的台账，并告诉你接下来可以试什么。"""
    from luoshi.sample import path

    sample, later = str(path("yunchuan-2025.txt")), str(path("yunchuan-2026.txt"))
    compilation = luoshi.compile(luoshi.read(sample))
    content = table_on_screen(compilation)
    warn(compilation.warnings)
    print_out(content)
    print_out(settlement_on_screen(luoshi.reckon([compilation, luoshi.compile(luoshi.read(later))])))
    _ledger()
    program, shown = os.path.relpath(sys.argv[0]), (os.path.relpath(sample), os.path.relpath(later))
    print_out(_NEXT.format(program=program, sample=shown[0], later=shown[1]))


def _ledger() -> None:
    """The sample city's ledger after half a year, made anew in a folder that is gone afterwards."""
    try:
        import django  # noqa: F401
    except ImportError:
        complain("注意：台账需要 luoshi[app]，这里没有安装，略过。")
        return
    with TemporaryDirectory(prefix="luoshi-demo-") as folder:
        os.environ["LUOSHI_HOME"] = folder
        os.environ.pop("LUOSHI_DATABASE_URL", None)
        from luoshi.ledger import opening

        opening.init()
        # Django's tables can be named only once it is set up.
        from rich.console import Console

        from luoshi.cli import city
        from luoshi.evaluation import overview
        from luoshi.ledger import verify

        city.build()
        print_out(f"\n{city.PLACE}的台账：两份报告、批示和会议决定，分到各单位，填报了半年\n\n")
        shown = overview.listed(overview.rows(city.TODAY, year=city.YEAR))
        overview.table(shown, city.TODAY, Console(highlight=False))
        print_out(f"\n日志 {verify.verify().size} 条，逐条相符。{verify.deposit().line()}\n")


_NEXT = """
接下来可以试：
  {program} compile {sample} --format html -o report.html   用浏览器打开：报告原文，逐句标注
  {program} compile {sample} --format xlsx -o tasks.xlsx    任务分解表
  {program} compile {sample} --format jsonl                 一行一项，供程序使用
  {program} explain {sample} --at "6%左右"                   为什么这样判
  {program} reckon {sample} {later} --format xlsx -o settled.xlsx   对账表
  {program} threads {sample} {later} --format html -o threads.html  同一件事两年怎样说
  {program} init                                             建立自己的台账，然后：
  {program} import {later} --accept-all                      把报告列为任务
  {program} status                                           看进展
  {program} compile 你的报告.docx                            换成你自己的报告
"""
