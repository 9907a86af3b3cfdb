"""The command line: read, compile, explain, score; errors go to standard error with exit code 2."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

import luoshi
from luoshi.errors import LuoshiError, OptionError, ReadError

if TYPE_CHECKING:
    from rich.console import Console

    from luoshi.compiler.compilation import Compilation
    from luoshi.text.document import Document

#: What Typer writes in English on its pages of help; it has no translations of its own.
_ENGLISH = {
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 …",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Show this message and exit.": "打印这份说明。",
    "[required]": "（必须写）",
    "[default: ": "[不写时：",
    " <str>": "",
    " <list[Path]>": "",
    "{": "",
    "}": "",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _ENGLISH.items():
        text = text.replace(english, chinese)
    return text


class _Command(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


class _Commands(TyperGroup):
    """The commands together; help and the complaint about an unknown command are in Chinese."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands and not cmd_name.startswith("-"):
            raise OptionError(
                f"没有“{cmd_name}”这个命令。可用的命令：{'、'.join(self.commands)}。"
                "例如 luoshi compile 报告.docx；说明见 luoshi --help。"
            )
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    name="luoshi",
    cls=_Commands,
    help="落实：把政府工作报告拆成可以落实、可以核对的事项。",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_command = partial(app.command, cls=_Command)

#: The base of Typer's errors about what was typed; it is published by this child only.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]


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
FormatOption = Annotated[
    Format, typer.Option("--format", parser=_format, metavar="|".join(Format), help="输出格式。")
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="OUT", help="写到这个文件；不写则打印到标准输出。")
]


def main() -> None:
    """Run the command line; a known error ends it with its message and exit code 2, a broken pipe quietly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # Not `app()`: that one prints its own complaints, and would take a broken pipe for a failure.
        command = typer.main.get_command(app)
        with command.make_context("luoshi", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except _UsageError as error:
        _fail(_misuse(error))
    except LuoshiError as error:
        _fail(str(error))
    except OSError as error:
        _end_output(error)
    except KeyboardInterrupt:
        sys.exit(128 + 2)


def _end_output(error: OSError) -> NoReturn:
    """Standard output takes no more: quietly where its reader has seen enough, otherwise with the reason."""
    if error.filename is not None:
        raise error  # about a file, not about standard output
    # What is left would be flushed when the interpreter ends, and fail once more, loudly.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        sys.exit(128 + 13)  # what a shell reports of a program that ended by SIGPIPE
    _fail(f"写不进标准输出：{_obstacle(error)}")


def _fail(message: str) -> NoReturn:
    _complain(f"错误：{message}")
    sys.exit(2)


def _misuse(error: Any) -> str:
    """What is wrong with what was typed, and how it is typed rightly."""
    context = error.ctx
    where = context.command_path if context else "luoshi 命令"
    match type(error).__name__:
        case "MissingParameter" if error.param.param_type_name == "argument":
            what = f"缺少 {error.param.metavar}"
        case "MissingParameter":
            what = f"缺少 {error.param.opts[0]} {error.param.metavar}"
        case "NoSuchOption":
            options = (o for p in context.command.get_params(context) for o in p.opts if o.startswith("-"))
            what = f"没有 {error.option_name} 这个选项。可用的选项：{'、'.join(options)}"
        case "BadOptionUsage" if "does not take" in error.message:
            what = f"{error.option_name} 后面不写值"
        case "BadOptionUsage":
            what = f"{error.option_name} 后面缺少它的值"
        case "UsageError":
            extra = error.message.partition(" (")[2].removesuffix(")")
            what = f"多写了“{extra}”。文件名里有空格的，请加引号"
        case _:
            what = error.format_message()
    usage = f"{_in_chinese(context.get_usage())}；" if context else ""
    return f"{what}。{usage}说明见 {where} --help。"


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="打印程序和规则的版本。")] = False,
) -> None:
    if version:
        from luoshi.compiler.model import rules_version

        _print(f"luoshi {luoshi.__version__}（规则 {rules_version()}）\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _complain(context.get_help())
        raise typer.Exit(2)


@_command()
def read(file: FileArgument) -> None:
    """打印报告的全文，原样不动；各处的位置都按这份文字的字符数计。"""
    _print(_read(file).text)


@_command(name="compile")
def compile_(
    file: FileArgument,
    year: YearOption = None,
    place: PlaceOption = None,
    format: FormatOption = Format.TABLE,
    out: OutOption = None,
) -> None:
    """把报告拆成事项、目标、项目和建议单位，每个字都有归类。"""
    compilation = _compile(file, year, place)
    if format is Format.TABLE and out is None:
        content: str | bytes = _table_on_screen(compilation)
    else:
        content = _WRITERS[format](compilation)
    _warn(compilation)
    _put(content, out, binary=format is Format.XLSX)


@_command()
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

    for line in reasons(_compile(file, year, place), at):
        _print(line + "\n")


@_command()
def score(
    files: Annotated[
        list[Path], typer.Argument(metavar="GOLD PREDICTED", help="成对的文件：标注、编译结果（jsonl）。")
    ],
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出不一致的地方。")] = False,
) -> None:
    """用标注核对编译结果，给出各项指标和 95% 置信区间。"""
    from luoshi.compiler.scoring import differences, read_pairs
    from luoshi.compiler.scoring import score as figures

    pairs = read_pairs(files)
    for f in figures(pairs):
        value = "-" if f.value is None else f"{f.value:.3f}" if f.low is not None else f"{f.value:g}"
        interval = "" if f.low is None else f"  {f.low:.3f}–{f.high:.3f}"
        _print(f"{f.name:19} {value:>7}{interval}  (n={f.n})\n")
    for d in differences(pairs) if errors else ():
        _print(f"{files[2 * d.pair].name}:{d.at} | {d.what} | {d.quote} | {d.annotated} | {d.predicted}\n")


@_command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="item 或 compilation。")] = "item",
) -> None:
    """打印输出的 JSON Schema：一行一项的 item，或整份的 compilation。"""
    from luoshi.compiler.serial import dumps
    from luoshi.compiler.serial import schema as published

    if name not in ("item", "compilation"):
        raise OptionError(f"没有叫“{name}”的 Schema。可用的是 item（每行一项）和 compilation（整份）。")
    _print(dumps(published(name), indent=2) + "\n")


@_command()
def demo() -> None:
    """编译自带的样例报告，并告诉你接下来可以试什么。"""
    from luoshi.sample import path

    sample = str(path("yunchuan-2025.txt"))
    compilation = luoshi.compile(luoshi.read(sample))
    content = _table_on_screen(compilation)
    _warn(compilation)
    _print(content)
    shown = os.path.relpath(sample)
    _print(_NEXT.format(program=os.path.relpath(sys.argv[0]), sample=shown))


_NEXT = """
接下来可以试：
  {program} compile {sample} --format html -o report.html   用浏览器打开：报告原文，逐句标注
  {program} compile {sample} --format xlsx -o tasks.xlsx    任务分解表
  {program} compile {sample} --format jsonl                 一行一项，供程序使用
  {program} explain {sample} --at "6%左右"                   为什么这样判
  {program} compile 你的报告.docx                            换成你自己的报告
"""


def _table_on_screen(compilation: Compilation) -> str:
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


def _read(file: str) -> Document:
    if file != "-":
        return luoshi.read(file)
    from luoshi.text.read import MAX_BYTES

    if sys.stdin is None:
        raise ReadError("标准输入是关着的，没有可读的报告。请写出文件名，或者用 | 把报告传进来。")
    return luoshi.read(sys.stdin.buffer.read(MAX_BYTES + 1), name="标准输入")


def _compile(file: str, year: int | None, place: str | None) -> Compilation:
    return luoshi.compile(_read(file), year=year, place=place)


def _warn(compilation: Compilation) -> None:
    for warning in compilation.warnings:
        _complain(f"注意：{warning}")


def _put(content: str | bytes, out: Path | None, *, binary: bool) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    if out:
        _write_whole(out, data)
    elif binary and sys.stdout.isatty():
        raise OptionError("xlsx 是表格文件，不能打印在屏幕上。请用 -o 写明文件名，例如 -o 任务分解表.xlsx。")
    else:
        _print(data)


#: What keeps a file from being written, and what to do.
_OBSTACLES = {
    errno.ENOENT: "没有这个文件夹。请先建好文件夹，或者换一个位置。",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹。请核对路径。",
    errno.EISDIR: "这是文件夹。请在后面加上文件名。",
    errno.EACCES: "没有写入的权限。请换一个可以写入的文件夹。",
    errno.EPERM: "不允许写入。请换一个可以写入的文件夹。",
    errno.EROFS: "磁盘是只读的。请换一个可以写入的文件夹。",
    errno.ENOSPC: "磁盘满了。请腾出空间，或者换一个磁盘。",
    errno.ENAMETOOLONG: "文件名太长。请换一个短的。",
}


def _obstacle(error: OSError) -> str:
    return _OBSTACLES.get(error.errno or 0, f"{error.strerror}。请换一个位置再试。")


def _write_whole(out: Path, data: bytes) -> None:
    """The whole file or nothing: written beside it first, then put in its place."""
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if out.exists() and not out.is_file():
            # A device or a pipe (`-o /dev/null`) is written to, never replaced by a file.
            out.write_bytes(data)
        else:
            _replace(out.resolve(), data)
    except OSError as error:
        raise OptionError(f"写不成“{out}”：{_obstacle(error)}没有留下不完整的文件。") from error


def _replace(out: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".luoshi-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    """The mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _print(content: str | bytes) -> None:
    if sys.stdout is None:
        raise OptionError("标准输出是关着的，结果无处可写。请用 -o 写明文件名。")
    sys.stdout.buffer.write(
        content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    )
    sys.stdout.buffer.flush()


def _complain(message: str) -> None:
    if sys.stderr is not None:
        sys.stderr.buffer.write((message + "\n").encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()


if __name__ == "__main__":
    main()
