"""Who am I, what can be done, and doing it: every action of the ledger by its name."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Header, Path, Router, Status

from luoshi.errors import OptionError
from luoshi.ledger import calling
from luoshi.ledger import models as m
from luoshi.ledger.permissions import ACTIONS, READS
from luoshi.mechanisms.roles import Role
from luoshi.web.api import schemas as s
from luoshi.web.api.access import ANYBODY, act, read
from luoshi.web.callers import Caller

router = Router(tags=["办事"])
#: Files come in by their own door, which looks at them.
_BY_UPLOAD = {"store_evidence": "佐证材料请用 POST /api/evidence 上传。"}
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="请求编号：同一个人用同一个编号发两次，只办一次",
    ),
]


@read(router, "/me", reads=ANYBODY, response=s.Me, operation_id="me")
def me(request: HttpRequest) -> s.Me:
    """现在是谁，有什么角色，可以办什么。"""
    caller: Caller = request.auth
    return s.Me(
        person=caller.person,
        name=caller.name,
        post=caller.post,
        roles=[
            s.Role(role=one.role, label=Role(one.role).label, office=one.office_id, scope=one.scope)
            for one in caller.grants
        ],
        actions=[name for name, rule in ACTIONS.items() if rule.roles & caller.roles],
        reads=[name for name, roles in READS.items() if roles & caller.roles],
    )


@read(router, "/actions", reads=ANYBODY, response=s.Actions, operation_id="actions")
def actions(request: HttpRequest) -> s.Actions:
    """台账的全部动作，和各自的参数。"""
    roles = request.auth.roles
    return s.Actions(
        items=[
            s.Action(
                name=one.name,
                meaning=one.meaning,
                parameters=list(one.parameters),
                required=list(one.required),
                roles=sorted(ACTIONS[one.name].roles),
                allowed=bool(ACTIONS[one.name].roles & roles),
            )
            for one in calling.descriptions()
            if one.name not in _BY_UPLOAD
        ]
    )


@act(router, "/acts/{action}", response=s.Done, operation_id="act")
def do(
    request: HttpRequest,
    action: Annotated[
        str, Path(max_length=60, pattern="^[a-z_]+$", description="动作的名字，见 /api/actions")
    ],
    arguments: Annotated[dict[str, Any], Body(description="参数，与 luoshi act 相同")],
    key: Key = None,
) -> Any:
    """办一个动作；名字、参数和 luoshi act 相同。"""
    if action in _BY_UPLOAD:
        raise OptionError(_BY_UPLOAD[action])
    _storable(arguments, "参数")
    caller: Caller = request.auth
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    done = calling.call(caller.actor, action, text, request=request_of(caller, key, f"{action} {text}"))
    return Status(
        200 if done.again else 201, s.Done(entry=done.entry.seq, number=done.number, again=done.again)
    )


def request_of(caller: Caller, key: str | None, content: str) -> str | None:
    """The name under which the journal keeps a request: of who sent it, their key, and what it asked for.

    Raises OptionError where the same key was used for something else.
    """
    if key is None:
        return None
    name = sha256(f"{caller.person} {key}".encode()).hexdigest()[:32]
    whole = name + sha256(content.encode()).hexdigest()[:32]
    # Digits and letters up to f only: what begins with the name lies between it and the name with a g.
    other = m.Entry.objects.filter(request__gte=name, request__lt=name + "g").exclude(request=whole)
    if other.exists():
        raise OptionError("这个请求编号（Idempotency-Key）已经用来办过别的内容。请换一个编号。")
    return whole


def _storable(value: Any, where: str) -> None:
    """Raise OptionError where a value is in JSON but in no database: too large, or no character."""
    if isinstance(value, dict):
        for name, part in value.items():
            _storable(name, where)
            _storable(part, f"{where}.{name}")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            _storable(part, f"{where}[{at}]")
    elif isinstance(value, str) and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise OptionError(f"{where[:60]!r} 含有不能存的字符。请去掉后再发。")
    elif isinstance(value, int) and abs(value) > s.LARGEST:
        raise OptionError(f"{where[:60]} 的数太大，存不下。请核对。")
    elif isinstance(value, float) and (value != value or abs(value) == float("inf")):
        raise OptionError(f"{where[:60]} 不是数。请核对。")
