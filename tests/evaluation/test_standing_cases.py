"""How commitments stand, as a table of cases that can be read without Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tell
import yaml

from luoshi.evaluation import Assessment, Gap, Standing, assess
from luoshi.evaluation.assessment import STATES
from luoshi.rulebook.parameters import parameters

CASES = Path(__file__).resolve().parents[1] / "cases" / "evaluation.yaml"


def cases() -> list[Any]:
    found = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


def shown(assessment: Assessment) -> Any:
    return STATES.get(assessment.state, assessment.value)


def wanted(value: Any) -> Any:
    return value if isinstance(value, str) else tell.number(value)


def compare_gap(gap: Gap | None, told: dict[str, Any]) -> None:
    assert gap is not None
    for field, value in told.items():
        assert getattr(gap, field) == wanted(value), field


def compare(standing: Standing, told: dict[str, Any]) -> None:
    assert (standing.mark.value, standing.words) == (told["mark"], told.get("words", standing.words))
    for status in ("declared", "supported", "schedule"):
        if status in told:
            assert shown(getattr(standing, status)) == wanted(told[status]), status
    if "rule" in told:
        assert standing.schedule.rule == told["rule"]
    if "gap" in told:
        compare_gap(standing.supported_gap, told["gap"])
    for field in ("head", "unproven"):
        if field in told:
            assert getattr(standing, field) == wanted(told[field])


@pytest.mark.parametrize("case", cases())
def test_commitments_are_judged(case: dict[str, Any]) -> None:
    standing = assess(tell.facts(case), case["day"], parameters(case["day"]))
    compare(standing, case)
    assert (standing.original is not None) is ("original" in case)
    if standing.original:
        compare(standing.original, case["original"])


def test_every_verdict_shows_its_rule_its_version_and_its_sum():
    for case in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        standing = assess(tell.facts(case), case["day"], parameters(case["day"]))
        for one in (standing.declared, standing.supported, standing.schedule):
            assert one.rule.partition("/")[0] == one.status
            assert one.version == parameters(case["day"]).version
            assert one.arithmetic.endswith("。")
            assert all(given.source for given in one.inputs)
            assert one.value is None or isinstance(one.value, Decimal)
