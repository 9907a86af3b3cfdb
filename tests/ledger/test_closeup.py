"""One commitment close up, and what an office owes: parts serve the whole, supports owe the lead, nobody else is asked."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from servers import Place
from world import World, assigned, build, head

from luoshi.evaluation import closeup, stored
from luoshi.evaluation.assessment import State
from luoshi.evaluation.ledger_facts import standings
from luoshi.evaluation.models import Stored
from luoshi.evaluation.owing import Answer
from luoshi.evaluation.quality import Problem
from luoshi.ledger import actions, models, queries

WINTER = datetime(2027, 1, 5, tzinfo=UTC)
DAY = date(2027, 1, 20)


def split(world: World, *values: str) -> list[int]:
    """The fields, split over the two offices; the numbers of the parts."""
    offices = (world.farms, world.statistics)
    parts = [(office, Decimal(value)) for office, value in zip(offices, values, strict=True)]
    actions.split_commitment(world.clerk, world.fields, parts=parts, seen=head())
    states = models.CommitmentState.objects.current().filter(parent_id=world.fields).order_by("id")
    return list(states.values_list("commitment_id", flat=True))


def file_part(world: World, part: int, office: int, value: str, period: str = "2026-Q4") -> int:
    one = {"commitment": part, "office": office, "period": period, "value": Decimal(value)}
    return actions.file_progress(world.clerk, [one], now=WINTER).number


def of(commitment: int, day: date = DAY):
    ((_, found),) = standings([commitment], day)
    return found


def test_what_all_parts_filed_serves_the_whole(place: Place) -> None:
    world = assigned(build())
    first, second = split(world, "100000", "50000")
    one = file_part(world, first, world.farms, "20000")
    assert of(world.fields).declared.state is State.NOTHING
    two = file_part(world, second, world.statistics, "10000")
    assert of(world.fields).declared.value == 30000
    assert of(world.fields).supported.state is State.NOTHING
    rulings = [{"filing": n, "accepted": True, "supported": Decimal(9000)} for n in (one, two)]
    actions.rule_filings(world.chief, rulings, now=WINTER)
    assert of(world.fields).supported.value == 18000


def test_the_whole_s_own_filing_goes_before_and_a_difference_is_told(place: Place) -> None:
    world = assigned(build())
    first, second = split(world, "100000", "50000")
    file_part(world, first, world.farms, "20000")
    file_part(world, second, world.statistics, "10000")
    one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q4", "value": Decimal(35000)}
    actions.file_progress(world.clerk, [one], now=WINTER)
    assert of(world.fields).declared.value == 35000
    near = closeup.close_up(world.fields, DAY)
    assert near.parts is not None
    assert near.parts.difference == 5000
    assert Problem.CHILDREN in {finding.problem for finding in near.findings}


def test_what_a_part_filed_moves_the_stored_whole(place: Place) -> None:
    world = assigned(build())
    first, second = split(world, "100000", "50000")
    stored.refresh(DAY)
    file_part(world, first, world.farms, "20000")
    file_part(world, second, world.statistics, "10000")
    assert stored.refresh(DAY) == 3
    assert Stored.objects.get(commitment_id=world.fields).declared_value == 30000


def test_a_whole_whose_parts_have_all_filed_is_not_asked_again(place: Place) -> None:
    world = assigned(build())
    first, second = split(world, "100000", "50000")
    whole = models.Commitment.objects.get(id=world.fields).number

    def asked() -> list[str]:
        tasks = closeup.tasks(world.farms, DAY)
        return [t.owed.what for t in tasks if t.number == whole]

    assert any("四季度" in what for what in asked())
    file_part(world, first, world.farms, "20000")
    file_part(world, second, world.statistics, "10000")
    assert not any("四季度" in what for what in asked())


@pytest.mark.parametrize("owes", ["", "报送农田用水情况"])
def test_a_support_owes_the_lead_what_is_written_and_nothing_else(place: Place, owes: str) -> None:
    world = build()
    offices = [(world.farms, "lead", ""), (world.statistics, "support", owes)]
    actions.assign(world.clerk, [world.fields], offices=offices, seen=head())
    file_part(world, world.fields, world.farms, "3")  # by the lead: it answers for nobody else
    (support,) = closeup.close_up(world.fields, DAY).supports
    assert (support.office, support.owes) == ("市统计局", owes)
    tasks = closeup.tasks(world.statistics, DAY)
    if not owes:
        assert support.last is None
        assert tasks == []
        return
    assert support.last is not None
    assert support.last.answer is Answer.LATE
    assert {task.part for task in tasks} == {"配合"}
    file_part(world, world.fields, world.statistics, "1")
    (support,) = closeup.close_up(world.fields, DAY).supports
    assert support.last is not None
    assert support.last.answer is Answer.ANSWERED


def test_one_file_for_two_claims_and_the_same_words_are_told(place: Place) -> None:
    world = assigned(build())
    file = actions.store_evidence(world.clerk, b"scan", name="验收单.pdf", kind="acceptance").number
    for period in ("2026-Q3", "2026-Q4"):
        one = {
            "commitment": world.fields,
            "office": world.farms,
            "period": period,
            "value": Decimal(3),
            "sentence": "已建成三片。",
            "evidence": [file],
        }
        actions.file_progress(world.clerk, [one], now=WINTER)
    found = {finding.problem for _, finding in closeup.odd(2026, DAY)}
    assert found >= {Problem.SHARED_FILE, Problem.SAME_TEXT}
    assert {f.problem for f in closeup.close_up(world.fields, DAY).findings} >= found - {Problem.LATE}


def luoshi(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "luoshi.cli", *arguments]
    return subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)


def test_the_commands_say_it(place: Place) -> None:
    world = assigned(build())
    number = models.Commitment.objects.get(id=world.fields).number
    shown = luoshi(place, "owed", "市农业农村局")
    assert number in shown.stdout
    rows = [json.loads(line) for line in luoshi(place, "owed", "nync", "--json").stdout.splitlines()]
    assert {row["number"] for row in rows} >= {number}
    assert "不欠任何反馈" in luoshi(place, "owed", "市委宣传部").stdout
    assert "没有叫" in luoshi(place, "owed", "没有的局").stderr
    assert "年末预测" in luoshi(place, "status", number).stdout
    one = json.loads(luoshi(place, "status", number, "--json").stdout)
    assert set(one) >= {"forecast", "parts", "supports", "findings"}
    found = luoshi(place, "findings", "--json")
    assert {json.loads(line)["problem"] for line in found.stdout.splitlines()} == {"late"}
    assert "只是请人看一看" in luoshi(place, "findings").stdout
    many = models.Commitment.objects.count()
    assert luoshi(place, "work", "--once").stdout == f"判定 {many} 项，办完别的 0 件。\n"
    assert queries.find_office("nync") == world.farms
