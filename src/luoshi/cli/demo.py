"""The command a newcomer runs first: the sample city's reports, taken apart and settled, and what to try next."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory

import luoshi
from luoshi.cli.compiling import table_on_screen
from luoshi.cli.output import complain, print_out, warn
from luoshi.cli.program import command


@command()
def demo() -> None:
    """编译自带的样例报告，并告诉你接下来可以试什么。"""
    from luoshi.sample import path

    sample = str(path("yunchuan-2025.txt"))
    compilation = luoshi.compile(luoshi.read(sample))
    content = table_on_screen(compilation)
    warn(compilation.warnings)
    print_out(content)
    _ledger()
    shown = os.path.relpath(sample)
    print_out(_NEXT.format(program=os.path.relpath(sys.argv[0]), sample=shown))


def _ledger() -> None:
    """The sample city's ledger after half a year, made anew in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="luoshi-demo-") as folder:
        os.environ["LUOSHI_HOME"] = folder
        os.environ.pop("LUOSHI_DATABASE_URL", None)
        try:
            from luoshi.ledger import opening
        except ImportError:
            complain("台账需要 luoshi[app]，这里没有安装，略过。")
            return
        opening.init()
        from rich.console import Console

        from luoshi.cli import city
        from luoshi.evaluation import overview
        from luoshi.ledger import verify

        city.build()
        print_out(f"\n{city.PLACE}的台账：两份报告、批示和会议决定，分到各单位，填报了半年\n\n")
        overview.table(list(overview.rows(city.TODAY, year=city.YEAR)), city.TODAY, Console(highlight=False))
        print_out(f"\n日志 {verify.verify().size} 条，逐条相符。{verify.deposit().line()}\n")


_NEXT = """
接下来可以试：
  {program} compile {sample} --format html -o report.html   用浏览器打开：报告原文，逐句标注
  {program} compile {sample} --format xlsx -o tasks.xlsx    任务分解表
  {program} compile {sample} --format jsonl                 一行一项，供程序使用
  {program} explain {sample} --at "6%左右"                   为什么这样判
  {program} compile 你的报告.docx                            换成你自己的报告
  {program} init && {program} import {sample} --accept-all   建立自己的台账，再看 {program} status
"""
