"""Who may call an operation, and answers that need not be sent again: every reading goes through `read`, every act through `act`."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

import luoshi
from luoshi.errors import NotAllowed
from luoshi.evaluation.models import Reached
from luoshi.ledger import models as m
from luoshi.ledger.permissions import READS
from luoshi.mechanisms.roles import Role
from luoshi.web.accounts import issuing
from luoshi.web.accounts.models import ReadLog
from luoshi.web.api.schemas import Problem
from luoshi.web.callers import Caller, caller_of

#: Open to whoever is signed in: who am I, and what can be done.
ANYBODY = "anybody"
_WRONG = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Problem)
_SAFE = {"GET", "HEAD", "OPTIONS"}


def _admitted(caller: Caller, reads: str) -> Caller:
    if reads != ANYBODY and not READS[reads] & caller.roles:
        who = "、".join(role.label for role in Role if role in READS[reads])
        raise NotAllowed(f"你的角色不能看这些。可以看的是：{who}。需要的，请系统管理员授予角色。")
    return caller


class Bearer(HttpBearer):
    """A token, in the header `Authorization: Bearer luoshi_…`."""

    def __init__(self, reads: str) -> None:
        self.reads = reads
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Whoever the token stands for."""
        user = issuing.bearer(token)
        return _admitted(caller_of(user), self.reads) if user else None


class Session(APIKeyCookie):
    """A signed-in session; what changes something also needs the CSRF token in `X-CSRFToken`."""

    param_name = "luoshi_session"

    def __init__(self, reads: str) -> None:
        self.reads = reads
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Whoever is signed in."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if request.method not in _SAFE and check_csrf(request) is not None:
            raise NotAllowed("请求没有带 CSRF 令牌，可能不是从本系统的页面发出的，没有办。请刷新页面再试。")
        return _admitted(caller_of(request.user), self.reads)


def _auth(reads: str) -> list[Any]:
    return [Bearer(reads), Session(reads)]


def read(router: Router, path: str, *, reads: str, response: Any, **about: Any) -> Callable[..., Any]:
    """Make a reading operation of a function: who may (a name of READS), 304 where nothing moved, auditors logged."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            caller: Caller = request.auth
            if caller.audit:
                _log(caller, reads, request)
            tag = _tag(caller, request)
            if tag in _tags(request):
                found = HttpResponse(status=304)
            else:
                made = view(request, *args, **kwargs)
                found = made if isinstance(made, HttpResponse) else _rendered(made)
            found["ETag"] = tag
            found["Cache-Control"] = "private, no-cache"
            found["Vary"] = "Authorization, Cookie"
            return found

        _typed(answer, view)
        router.get(
            path,
            auth=_auth(reads),
            response={200: response, 304: None, **_WRONG},
            openapi_extra={"x-luoshi-reads": reads},
            **_said(view),
            **about,
        )(answer)
        return view

    return register


def act(router: Router, path: str, *, response: Any, **about: Any) -> Callable[..., Any]:
    """Make an act of a function; who may is the ledger's own table of actions."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        router.post(
            path,
            auth=_auth(ANYBODY),
            response={200: response, 201: response, **_WRONG},
            **_said(view),
            **about,
        )(view)
        return view

    return register


def _said(view: Callable[..., Any]) -> dict[str, str]:
    """What the published description says of an operation: its docstring, the first clause of it as heading."""
    words = inspect.getdoc(view) or ""
    return {"summary": re.split("[。；：]", words)[0], "description": words}


def _rendered(made: Any) -> HttpResponse:
    """Schemas as they are: what they hold was checked when they were made."""
    return HttpResponse(made.model_dump_json(), content_type="application/json; charset=utf-8")


def _typed(answer: Any, view: Callable[..., Any]) -> None:
    """Give the wrapper the view's signature, its annotations resolved where they were written."""
    hints = get_type_hints(view, include_extras=True)
    signature = inspect.signature(view)
    answer.__signature__ = signature.replace(
        parameters=[
            one.replace(annotation=hints.get(name, one.annotation))
            for name, one in signature.parameters.items()
        ]
    )


def _tag(caller: Caller, request: HttpRequest) -> str:
    """Another whenever the journal's end, the stored assessments, the day, the program or who asks is another."""
    head = m.Head.objects.values_list("seq", "hash").get(id=1)
    reached = Reached.objects.values_list("seq", "day", "version").filter(id=1).first()
    parts = (head, reached, date.today(), luoshi.__version__, caller.person, request.get_full_path())
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _tags(request: HttpRequest) -> list[str]:
    return [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]


def _log(caller: Caller, reads: str, request: HttpRequest) -> None:
    ReadLog.objects.create(
        at=datetime.now(UTC),
        person=caller.person,
        operation=reads,
        path=request.get_full_path()[:500],
        scope=caller.audit[:700],
    )
