"""Stored assessments are what would be computed now; they follow what moves, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from servers import Place
from test_actions import CALLS
from world import assigned, build, filed

from luoshi.cli import city
from luoshi.errors import LedgerError
from luoshi.evaluation import overview, stored
from luoshi.evaluation.assessment import Mark
from luoshi.evaluation.ledger_facts import read
from luoshi.evaluation.models import Stored
from luoshi.evaluation.statuses import assess
from luoshi.ledger import actions, journal, models, outbox
from luoshi.rulebook.parameters import parameters

DAY = date(2027, 1, 20)


def fresh(day: date) -> list[dict[str, object]]:
    """Every row as it is when computed from nothing."""
    known = parameters(day)
    commitments = dict(models.Commitment.objects.order_by("id").values_list("id", "year"))
    rows = [
        stored.stored(c, commitments[c], facts, assess(facts, day, known), known.version)
        for c, facts in read(commitments)
    ]
    return [fields(row) for row in rows]


def fields(row: Stored) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in Stored._meta.concrete_fields}


def kept() -> list[dict[str, object]]:
    return [fields(row) for row in Stored.objects.order_by("commitment_id")]


@pytest.mark.parametrize("name", CALLS)
def test_after_any_action_what_is_stored_is_what_is_computed(sqlite_place: Place, name: str) -> None:
    world = build()
    stored.refresh(DAY)
    CALLS[name](world)
    stored.refresh(DAY)
    assert kept() == fresh(DAY)


def test_half_a_year_of_a_city_is_stored_as_computed(place: Place) -> None:
    city.build()
    for day in (date(2026, 4, 30), city.TODAY, DAY):
        assert stored.refresh(day) == models.Commitment.objects.count()
        assert kept() == fresh(day)


def test_only_what_moved_is_computed_anew(place: Place) -> None:
    world = assigned(build())
    assert stored.refresh(DAY) == models.Commitment.objects.count()
    assert stored.refresh(DAY) == 0
    number = filed(world, "3")
    assert stored.refresh(DAY) == 1
    actions.rule_filings(world.chief, [{"filing": number, "accepted": True, "supported": Decimal(2)}])
    assert stored.refresh(DAY) == 1
    assert Stored.objects.get(commitment_id=world.fields).supported_value == 2


def test_a_released_figure_moves_what_is_measured_by_it(place: Place) -> None:
    world = assigned(build())
    CALLS["measure_by"](world)
    indicator = models.Indicator.objects.get().id
    actions.appoint_custodian(world.clerk, indicator, office=world.statistics)
    stored.refresh(DAY)
    actions.enter_figures(
        world.clerk,
        indicator,
        period="2026-Q1",
        figures={"云川市": Decimal("6.1")},
        released=date(2026, 4, 20),
        source="统计月报",
    )
    assert stored.refresh(DAY) == 1
    assert Stored.objects.get(commitment_id=world.growth).supported_value == Decimal("6.1")
    assert kept() == fresh(DAY)


def test_a_journal_that_is_shorter_than_before_is_computed_from_the_start(sqlite_place: Place) -> None:
    build()
    stored.refresh(DAY)
    stored.Reached.objects.update(seq=10_000)
    assert stored.refresh(DAY) == models.Commitment.objects.count()


def test_a_list_begins_with_what_is_most_pressing(place: Place) -> None:
    city.build()
    stored.refresh(city.TODAY)
    rows = {r.number: r.standing.mark for r in overview.rows(city.TODAY, year=2026)}
    first = stored.page(year=2026, limit=10)
    rest = stored.page(year=2026, after=first[-1], limit=10_000)
    listed = [one.commitment.number for one in [*first, *rest]]
    assert sorted(listed) == sorted(rows)
    order = [(one.urgency, -one.gap) for one in [*first, *rest]]
    assert order == sorted(order)
    assert stored.marks(2026) == {m: list(rows.values()).count(m) for m in set(rows.values())}
    behind = stored.page(year=2026, mark=Mark.BEHIND, limit=1000)
    assert {one.commitment.number for one in behind} == {n for n, mark in rows.items() if mark is Mark.BEHIND}
    words = [one.commitment.number for one in stored.page(year=2026, words="农田", limit=1000)]
    assert 0 < len(words) < len(rows)


@pytest.mark.parametrize("by", ["section", "office", "county"])
def test_counts_are_those_of_the_rows_below_them(place: Place, by: str) -> None:
    city.build()
    stored.refresh(city.TODAY)
    found = stored.counts(2026, by=by)
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)
    assert all(sum(one.marks.values()) == one.total for one in found)
    if by == "section":
        assert sum(one.total for one in found) == sum(stored.marks(2026).values())
    if by == "county":
        assert all(one.name.endswith("政府") for one in found)


def test_a_job_is_asked_for_with_the_act_or_not_at_all(place: Place) -> None:
    world = assigned(build())

    def interrupted() -> None:
        with journal.sitting(world.clerk):
            outbox.put("run")
            raise LedgerError("中断")

    with pytest.raises(LedgerError, match="中断"):
        interrupted()
    assert not models.Outbox.objects.exists()


def test_a_job_that_fails_keeps_its_reason_and_stops_no_other(place: Place) -> None:
    def fail() -> None:
        raise LedgerError("磁盘满了。")

    ran: list[int] = []
    outbox.put("fail")
    outbox.put("unknown")
    outbox.put("run", number=7)
    assert outbox.work({"fail": fail, "run": lambda number: ran.append(number)}) == 1
    assert ran == [7]
    errors = list(models.Outbox.objects.order_by("id").values_list("error", flat=True))
    assert errors[0] == "磁盘满了。"
    assert "unknown" in errors[1]


def test_a_job_cut_off_is_taken_again_and_one_that_is_being_done_is_not(place: Place) -> None:
    outbox.put("run")
    ran: list[int] = []

    def cut_off() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.work({"run": cut_off})
    now = datetime.now(UTC)
    assert outbox.work({"run": lambda: ran.append(1)}, now=now) == 0
    assert outbox.work({"run": lambda: ran.append(1)}, now=now.replace(year=now.year + 1)) == 1
    assert ran == [1]
