"""The program: its commands and pages of help in Chinese, and how it ends when something is wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from functools import partial
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

import luoshi
from luoshi.cli.output import complain, obstacle, print_out
from luoshi.errors import LuoshiError, OptionError

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
    " <int>": "",
    " <list[Path]>": "",
    " <list[str]>": "",
    " <Path>": "",
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
command = partial(app.command, cls=_Command)


def group(name: str, help: str) -> Callable[[str], Callable[..., Any]]:
    """A group of commands under one word; what it returns makes a command of it, as `command` does."""
    sub = typer.Typer(name=name, cls=_Commands, help=help, rich_markup_mode=None, add_completion=False)
    app.add_typer(sub)
    return lambda called: sub.command(called, cls=_Command)


#: The base of Typer's errors about what was typed; it is published by this child only.
_UsageError: type[Any] = typer.BadParameter.__mro__[1]


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
    _fail(f"写不进标准输出：{obstacle(error)}")


def _fail(message: str) -> NoReturn:
    complain(f"错误：{message}")
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

        print_out(f"luoshi {luoshi.__version__}（规则 {rules_version()}）\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        complain(context.get_help())
        raise typer.Exit(2)
