"""Calls any action by its name, with arguments as JSON: what scripts use, and what makes every act possible without pages."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from luoshi.errors import OptionError
from luoshi.ledger import actions
from luoshi.ledger.journal import Actor

#: Takes a compilation, which is no JSON: `luoshi import` is its command.
_NOT_HERE = {"Act", "compile_document"}


def names() -> list[str]:
    """The actions that can be called."""
    return [name for name in actions.__all__ if name not in _NOT_HERE]


@dataclass(frozen=True, slots=True)
class Description:
    """An action: what it does in a sentence, its arguments, and those of them that must be given."""

    name: str
    meaning: str
    parameters: tuple[str, ...]
    required: tuple[str, ...]


def descriptions() -> Iterator[Description]:
    """Every action that can be called."""
    for name in names():
        function = getattr(actions, name)
        found = _parameters(function)
        required = tuple(p.name for p in found if p.default is p.empty)
        meaning = (inspect.getdoc(function) or "").partition("\n")[0]
        yield Description(name, meaning, tuple(p.name for p in found), required)


def described() -> Iterator[str]:
    """Each action with its arguments, those that must be given marked by *."""
    for one in descriptions():
        wanted = (f"{name}{'*' if name in one.required else ''}" for name in one.parameters)
        yield f"{one.name}: {', '.join(wanted)}"


def call(by: Actor, name: str, arguments: str, *, request: str | None = None) -> actions.Act:
    """Carry out an action. Raises OptionError where name or arguments do not fit."""
    if name not in names():
        raise OptionError(f"没有叫“{name}”的动作。全部动作见 luoshi act。")
    function = getattr(actions, name)
    given = _object(arguments)
    wanted = {p.name: p for p in _parameters(function)}
    for key in given:
        if key not in wanted:
            raise OptionError(f"动作 {name} 没有“{key}”这个参数。它的参数是：{'、'.join(wanted)}。")
    for key, parameter in wanted.items():
        if (
            parameter.default is parameter.empty
            and parameter.kind is not parameter.VAR_KEYWORD
            and key not in given
        ):
            raise OptionError(f"动作 {name} 缺少参数“{key}”。它的参数是：{'、'.join(wanted)}。")
    hints = get_type_hints(inspect.unwrap(function))
    ready = {key: _typed(name, key, value, hints.get(key, Any)) for key, value in given.items()}
    return function(by, request=request, **ready)


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    skipped = {"session", "by", "options"}
    return [
        p for p in inspect.signature(inspect.unwrap(function)).parameters.values() if p.name not in skipped
    ]


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise OptionError(f'参数不是 JSON：{error}。请写成 {{"名字": 值}} 的样子。') from None
    if not isinstance(found, dict):
        raise OptionError('参数应是一个 JSON 对象，写成 {"名字": 值} 的样子。')
    return found


def _typed(name: str, key: str, value: Any, hint: Any) -> Any:
    try:
        return TypeAdapter(hint).validate_python(value)
    except ValidationError as error:
        raise OptionError(f"动作 {name} 的参数“{key}”不对：{error.errors()[0]['msg']}。") from None
