"""Who may do what over HTTP: every operation by every role, by somebody without a role and by nobody, against the tables."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest
import test_actions
from servers import Place
from town import NOBODY, act, call, person
from world import assigned, filed
from world import build as build_world

from luoshi.ledger import actions, calling, models
from luoshi.ledger.permissions import ACTIONS, READS
from luoshi.mechanisms.roles import IN_OFFICE, Role
from luoshi.web.accounts import issuing
from luoshi.web.accounts.models import Token
from luoshi.web.api import api
from luoshi.web.api.access import ANYBODY
from luoshi.web.api.acting import _BY_UPLOAD

EVERYBODY = [*Role, "stranger", "nobody"]
_BY_POST = {Role.LEADER, Role.DELEGATE}


def operations() -> list[tuple[str, str, str]]:
    """Every operation as it is published: method, path, the reading operation it is."""
    return [
        (method, path.removeprefix("/api/"), about.get("x-luoshi-reads", ""))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, about in methods.items()
    ]


def test_every_reading_operation_is_named_in_the_table_and_every_other_is_an_act() -> None:
    named = {(path, reads) for method, path, reads in operations() if method == "get"}
    assert {reads for _, reads in named} == {*READS, ANYBODY}
    assert {path for path, reads in named if reads == ANYBODY} == {"me", "actions"}
    assert {path for method, path, _ in operations() if method != "get"} == {"acts/{action}", "evidence"}


def test_every_reading_operation_by_everybody_is_as_the_table_says(sqlite_place: Place) -> None:
    world = assigned(build_world())
    filed(world, "3")
    file = actions.store_evidence(world.clerk, b"%PDF-1.7 x", name="验收单.pdf", kind="acceptance")
    digest = file.entry.payload.partition('"digest":"')[2][:64]
    indicator = test_actions._indicator(world)
    tokens = _tokens([world.farms])
    values = {"digest": digest, "seq": 3, "number": None}
    wrong = []
    for method, path, reads in operations():
        if method != "get":
            continue
        if path.startswith("commitments"):
            values["number"] = "2026-00002"
        elif path.startswith("offices"):
            values["number"] = world.farms
        else:
            values["number"] = indicator
        for who, token in tokens.items():
            got = call(token, path.format(**values) + "?year=2026").status_code
            allowed = reads == ANYBODY or who in READS[reads]
            expected = 401 if who == "nobody" else 200 if allowed else 403
            if who == "stranger" and reads != ANYBODY:
                expected = 403
            if got != expected:
                wrong.append((path, who, got, expected))
    assert wrong == []


class _Captured(Exception):
    pass


class _Proxy:
    """The actions, but the one that is looked for is caught with its arguments as JSON."""

    def __init__(self, wanted: str) -> None:
        self.wanted, self.arguments = wanted, {}

    def __getattr__(self, name: str) -> Any:
        function = getattr(actions, name)
        if name != self.wanted:
            return function

        def caught(by: Any, *args: Any, **kwargs: Any) -> None:
            bound = inspect.signature(inspect.unwrap(function)).bind(None, *args, **kwargs).arguments
            options = bound.pop("options", {})
            self.arguments = {k: v for k, v in (bound | options).items() if k not in ("session", "by")}
            raise _Captured

        return caught


def arguments_of(name: str, world: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What an action is called with in the ledger's own tests, as JSON has it; what it needs before is done."""
    proxy = _Proxy(name)
    with monkeypatch.context() as patch:
        patch.setattr(test_actions, "actions", proxy)
        if name != "define_indicator" and (there := models.Indicator.objects.first()):
            patch.setattr(test_actions, "_indicator", lambda _: there.id)
        if name == "file_progress":
            one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q1", "value": "3"}
            return {"filings": [one]}
        with pytest.raises(_Captured):
            test_actions.CALLS[name](world)
    return json.loads(json.dumps(proxy.arguments, default=str))


def test_every_action_by_everybody_is_as_the_table_says(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = assigned(build_world())
    tokens = _tokens([world.statistics, world.farms, world.party])
    wrong = []
    wanted = [name for name in calling.names() if name not in _BY_UPLOAD]
    # Caught beforehand: what one needs, another would have done already.
    prepared = {name: arguments_of(name, world, monkeypatch) for name in wanted}
    for name, given in prepared.items():
        for who, token in tokens.items():
            if ACTIONS[name].claimed:
                given = given | {"role": who if who in list(Role) else "supervision_clerk"}
            answer = act(token, name, given)
            refused = answer.status_code == 403 and answer.json()["type"] == "urn:luoshi:NotAllowed"
            allowed = who in ACTIONS[name].roles
            if who == "nobody":
                fits = answer.status_code == 401
            elif ACTIONS[name].claimed and allowed:
                # Of those who may claim their role, the procedure's own definition says who acts.
                fits = answer.status_code != 401 and (who != Role.SUPERVISION_CLERK or not refused)
            else:
                fits = refused is not allowed
            if not fits or answer.status_code == 500:
                wrong.append((name, who, answer.status_code, answer.content.decode()[:200]))
    assert wrong == []


def test_uploads_by_everybody_are_as_the_table_says(sqlite_place: Place) -> None:
    world = build_world()
    for who, token in _tokens([world.farms]).items():
        got = upload(token, f"%PDF-1.7 {who}".encode()).status_code
        expected = 401 if who == "nobody" else 201 if who in ACTIONS["store_evidence"].roles else 403
        assert got == expected, who


def upload(token: str | None, content: bytes, name: str = "验收单.pdf", **more: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(name, content)
    return call(token, "evidence", "post", data={"file": file, "kind": "acceptance", **more})


def test_a_token_that_was_taken_back_or_ran_out_opens_nothing(sqlite_place: Place) -> None:
    world = build_world()
    number, token = person(Role.SUPERVISION_CLERK, None)
    assert call(token, "offices").status_code == 200
    issuing.revoke(issuing.tokens(number)[0].pk)
    assert call(token, "offices").status_code == 401
    fresh = issuing.token(number, name="新")
    assert call(fresh, "offices").status_code == 200
    from datetime import UTC, datetime

    Token.objects.update(expires=datetime.now(UTC))
    assert call(fresh, "offices").status_code == 401
    other = issuing.token(number, name="再")
    actions.erase_person(world.clerk, number, reason="本人申请")
    assert call(other, "offices").status_code == 401


def test_a_role_that_was_taken_back_opens_nothing_any_more(sqlite_place: Place) -> None:
    world = build_world()
    number, token = person(Role.AUDITOR, None, scope="审计通知书1号")
    assert call(token, "journal/1/payload").status_code == 200
    grant = call(token, "me").json()["roles"]
    assert grant[0]["scope"] == "审计通知书1号"
    from luoshi.ledger.permissions import grants

    actions.end_role(world.clerk, grants(number)[0].id, reason="审计结束")
    assert call(token, "journal/1/payload").status_code == 403


def _tokens(offices: list[int]) -> dict[str, str | None]:
    """Somebody in every role, in all of these offices where it is a role of an office; a stranger; nobody."""
    found: dict[str, str | None] = {"nobody": None}
    for role in Role:
        number, found[role] = person(None, None)
        for office in offices if role in IN_OFFICE | _BY_POST else [None]:
            scope = "审计通知书1号" if role == Role.AUDITOR else ""
            actions.grant_role(NOBODY, number, role=role, office=office, scope=scope)
    found["stranger"] = person(None, None)[1]
    assert set(found) == set(EVERYBODY)
    return found
