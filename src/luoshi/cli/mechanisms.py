"""The commands of mechanisms: list and show them, check a file, try one on a scripted case."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.output import print_out
from luoshi.cli.program import group
from luoshi.errors import MechanismError

if TYPE_CHECKING:
    from rich.console import Console

_mechanisms = group("mechanisms", "机制：办理程序和时限。")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="机制的名称，例如 13710。")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序使用。")]


@_mechanisms("list")
def list_() -> None:
    """列出自带的机制，各回答一个什么问题。"""
    _need()
    from luoshi.mechanisms.load import catalogue
    from luoshi.render import mechanism

    _page(lambda console: mechanism.in_list(catalogue(), console=console))


@_mechanisms("show")
def show(name: NameArgument, as_json: JsonOption = False) -> None:
    """把一个机制印成一页：状态、谁可以办什么、时限、参数和出处。"""
    _need()
    from luoshi.mechanisms.load import find
    from luoshi.render import mechanism

    definition = find(name)
    if as_json:
        content = definition.spec.model_dump(mode="json", by_alias=True)
        whole = {"name": definition.name, "digest": definition.digest, **content}
        print_out(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    else:
        _page(lambda console: mechanism.show(definition, console=console))


@_mechanisms("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="机制定义文件（yaml）。")],
) -> None:
    """检查一个定义文件，并把它的例子和反例都跑一遍。"""
    _need()
    from luoshi.mechanisms.load import load
    from luoshi.mechanisms.scripts import failures

    definition = load(file)
    if wrong := failures(definition):
        raise MechanismError(
            f"{file.name}: 例子和定义不符，请改一处：\n" + "\n".join(f"  {one}" for one in wrong)
        )
    spec = definition.spec
    print_out(
        f"{file.name}：没有问题。状态 {len(spec.states)} 个，步骤 {len(spec.acts)} 个，时限 {len(spec.clocks)} 个；"
        f"例子 {len(spec.examples)} 个、反例 {len(spec.counter_examples)} 个都相符。校验值 {definition.digest}。\n"
    )


@_mechanisms("simulate")
def simulate(
    name: NameArgument,
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="一个办理的过程（yaml），写法同例子。")],
) -> None:
    """在一个机制上试办一件事，不写进台账。NAME 也可以是定义文件。"""
    _need()
    from luoshi.mechanisms.load import find, load, read_script
    from luoshi.mechanisms.scripts import problems, run
    from luoshi.render import mechanism

    definition = load(Path(name)) if name.endswith(".yaml") else find(name)
    done = run(definition, read_script(script))
    _page(lambda console: mechanism.told(done, console=console))
    if wrong := list(problems(done)) if done.script.expect or done.script.refused else []:
        raise MechanismError("和脚本里写的预期不符：" + "".join(wrong))


def _need() -> None:
    """Mechanisms need what `luoshi[app]` installs."""
    from importlib.util import find_spec

    missing = [name for name in ("chinese_calendar", "holidays", "pydantic") if find_spec(name) is None]
    if missing:
        raise MechanismError(
            f"机制要用的软件没有装（{'、'.join(missing)}）。请运行 pip install 'luoshi[app]'，或者在项目文件夹里运行 make demo。"
        )


def _page(write: Callable[[Console], None]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as page:
        write(console)
    print_out(page.get())
