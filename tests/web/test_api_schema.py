"""The published description holds: whatever is sent, the API answers as it says, and never fails (schemathesis)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from world import head

from luoshi.evaluation import stored
from luoshi.ledger import calling, verify
from luoshi.web.accounts import issuing
from luoshi.web.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: Requests for each operation and kind: with all operations about a minute on two cores.
EXAMPLES = 30


def served(environ: Any, start: Any) -> list[bytes]:
    """The application, each answer closed as a server does; the client of these tests leaves them open."""
    answer = application(environ, start)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", served)


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_every_operation_answers_as_described_whatever_is_sent(town: Any, mode: str) -> None:
    stored.refresh(date.today())
    token = issuing.token(town.world.clerk.person, name="试")
    headers = {"Authorization": f"Bearer {token}"}
    counted = {}
    for found in described().get_all_operations():
        operation = found.ok()
        cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode))

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def answered(case: Any) -> None:
            case.call_and_validate(headers=headers, checks=CHECKS)
            counted[case.operation.label] = counted.get(case.operation.label, 0) + 1

        answered()
    assert len(counted) == len(list(described().get_all_operations()))
    assert verify.verify().size == head()


def test_every_action_bears_any_arguments(town: Any) -> None:
    """Of each action's parameters, values of every shape that JSON has: refused in words, or done."""
    from town import act

    token = issuing.token(town.world.clerk.person, name="试")
    odd = (
        None,
        True,
        0,
        -1,
        2**63 - 1,
        1.5,
        "",
        "x",
        "2026-03-31",
        [],
        [0],
        ["x"],
        [[]],
        [{}],
        {},
        {"x": {}},
        [None],
    )
    failed = []
    for one in calling.descriptions():
        for value in odd:
            answer = act(token, one.name, dict.fromkeys(one.parameters, value))
            if answer.status_code >= 500 or "detail" not in answer.json() | {"detail": ""}:
                failed.append((one.name, json.dumps(value), answer.status_code))
    assert failed == []
    assert verify.verify().size == head()
