"""The command a newcomer runs first: the sample city's reports, taken apart and settled, and what to try next."""

from __future__ import annotations

import os
import sys

import luoshi
from luoshi.cli.compiling import table_on_screen
from luoshi.cli.output import print_out, warn
from luoshi.cli.program import command
from luoshi.cli.reckoning import settlement_on_screen


@command()
def demo() -> None:
    """编译自带的样例报告，与下一年的报告对账，并告诉你接下来可以试什么。"""
    from luoshi.sample import path

    sample = str(path("yunchuan-2025.txt"))
    compilation = luoshi.compile(luoshi.read(sample))
    content = table_on_screen(compilation)
    warn(compilation.warnings)
    print_out(content)
    later = str(path("yunchuan-2026.txt"))
    reckoning = luoshi.reckon([compilation, luoshi.compile(luoshi.read(later))])
    print_out(settlement_on_screen(reckoning))
    shown = os.path.relpath(sample)
    print_out(_NEXT.format(program=os.path.relpath(sys.argv[0]), sample=shown, later=os.path.relpath(later)))


_NEXT = """
接下来可以试：
  {program} compile {sample} --format html -o report.html   用浏览器打开：报告原文，逐句标注
  {program} compile {sample} --format xlsx -o tasks.xlsx    任务分解表
  {program} compile {sample} --format jsonl                 一行一项，供程序使用
  {program} explain {sample} --at "6%左右"                   为什么这样判
  {program} reckon {sample} {later} --format xlsx -o settled.xlsx   对账表
  {program} compile 你的报告.docx                            换成你自己的报告
"""
