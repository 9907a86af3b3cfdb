"""What the formulas are told is what the ledger knows, then and now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from servers import Place
from world import assigned, build, filed, head

from luoshi.evaluation.assessment import Mark, State
from luoshi.evaluation.ledger_facts import read, standings
from luoshi.ledger import actions


def standing(commitment: int, day: date, seq: int | None = None):
    ((_, found),) = standings([commitment], day, seq=seq)
    return found


def test_a_filing_is_declared_and_what_was_accepted_is_supported(place: Place) -> None:
    world = assigned(build())
    spring = datetime(2027, 1, 5, tzinfo=UTC)
    one = {"commitment": world.fields, "office": world.farms, "period": "2026", "value": Decimal(160000)}
    number = actions.file_progress(world.clerk, [one], now=spring).number
    day = date(2027, 1, 6)
    assert standing(world.fields, day).declared.value == 160000
    assert standing(world.fields, day).supported.state is State.NOTHING
    assert standing(world.fields, day).mark in (Mark.UNSUPPORTED, Mark.MISSED)
    ruling = {"filing": number, "accepted": True, "supported": Decimal(155000)}
    actions.rule_filings(world.chief, [ruling], now=datetime(2027, 1, 7, tzinfo=UTC))
    found = standing(world.fields, date(2027, 1, 8))
    assert (found.supported.value, found.mark) == (155000, Mark.REACHED)


def test_a_day_in_the_past_is_judged_by_what_was_known_then(place: Place) -> None:
    world = assigned(build())
    before = head()
    number = filed(world, "3")
    actions.rule_filings(world.chief, [{"filing": number, "accepted": True, "supported": Decimal(3)}])
    assert standing(world.fields, date(2027, 1, 20)).declared.value == 3
    assert standing(world.fields, date(2027, 1, 20), seq=before).declared.state is State.NOTHING


def test_an_adjusted_target_has_its_original_verdict_beside_it(place: Place) -> None:
    world = assigned(build())
    asked = actions.ask_change(
        world.clerk,
        world.fields,
        change="adjust",
        reason="洪灾",
        fields={"value": Decimal(100000)},
        document=world.document,
    ).number
    actions.decide_change(world.chief, asked, approved=True)
    found = standing(world.fields, date(2027, 2, 1))
    assert found.head.endswith("↻")
    assert found.original is not None
    assert found.adjustment is not None
    assert found.adjustment.document == "云川市2026年政府工作报告"


def test_a_plan_counts_once_it_is_confirmed(place: Place) -> None:
    world = assigned(build())
    node = {"outcome": "印发实施办法", "proof": "issued", "due": date(2026, 4, 30)}
    actions.propose_nodes(world.clerk, world.method, nodes=[node], seen=head())
    assert not dict(read([world.method]))[world.method].promise.nodes
    actions.confirm_nodes(world.chief, world.method, seen=head())
    assert dict(read([world.method]))[world.method].promise.nodes[0].outcome == "印发实施办法"
