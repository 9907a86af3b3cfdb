"""The small city of the ledger's tests with accounts: somebody in every role, a stranger, and how to call as each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from world import World, assigned, filed
from world import build as world

from luoshi.ledger import actions
from luoshi.ledger.journal import Actor
from luoshi.mechanisms.roles import IN_OFFICE, Role
from luoshi.web.accounts import issuing

NOBODY = Actor(None, "系统")
PASSWORD = "correct horse 7"


@dataclass(frozen=True)
class Town:
    """The world, and by role a person with their token; `stranger` has no role."""

    world: World
    people: dict[str, int]
    tokens: dict[str, str]


def build() -> Town:
    """People in every role; the farm office has a commitment with a filing, evidence lies in the store."""
    about = assigned(world())
    people, tokens = {}, {}
    for role in Role:
        office = about.farms if role in IN_OFFICE | {Role.LEADER, Role.DELEGATE} else None
        people[role], tokens[role] = person(role, office, scope="审计通知书1号")
    people["stranger"], tokens["stranger"] = person(None, None)
    filed(about, "31000")
    indicator = actions.define_indicator(
        about.clerk, name="地区生产总值", unit="%", measure="growth", adding="never", release="quarter"
    )
    assert indicator.number
    return Town(about, people, tokens)


def person(role: str | None, office: int | None, *, scope: str = "") -> tuple[int, str]:
    """Somebody new with this role; the number and a token."""
    number = actions.register_person(NOBODY, name="某人").number
    if role:
        actions.grant_role(
            NOBODY, number, role=role, office=office, scope=scope if role == Role.AUDITOR else ""
        )
    return number, issuing.token(number, name="试")


def call(token: str | None, path: str, method: str = "get", **more: Any) -> Any:
    """The answer of the API."""
    headers = more.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
    client = Client(raise_request_exception=False)
    return getattr(client, method)(f"/api/{path}", headers=headers, **more)


def act(token: str | None, name: str, arguments: Any, key: str | None = None) -> Any:
    """Do an action over HTTP."""
    headers = {"Idempotency-Key": key} if key else {}
    return call(
        token, f"acts/{name}", "post", data=arguments, content_type="application/json", headers=headers
    )
