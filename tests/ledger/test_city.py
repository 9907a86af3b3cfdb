"""The sample city's ledger, as the demo makes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from servers import Place
from world import head

from luoshi.cli import city
from luoshi.evaluation import overview
from luoshi.evaluation.assessment import Mark
from luoshi.ledger import case_queries, models, rebuild, verify
from luoshi.mechanisms.load import catalogue


def test_the_demo_rebuilds_table_by_table(place: Place, tmp_path: Path) -> None:
    city.build()
    assert models.Office.objects.count() >= 45
    assert verify.verify().size == head()
    assert rebuild.rebuild(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}").different == ()


def test_the_city_stands_differently_on_different_days(sqlite_place: Place) -> None:
    city.build()
    july = {row.number: row.standing for row in overview.rows(city.TODAY, year=2026)}
    assert {s.mark for s in july.values()} >= {Mark.MISSED, Mark.BEHIND, Mark.UNSUPPORTED, Mark.ON_PACE}
    march = {row.number: row.standing.mark for row in overview.rows(date(2026, 3, 20), year=2026)}
    assert Mark.MISSED not in march.values()
    assert set(march) <= set(july)
    assert not list(overview.rows(date(2025, 1, 1), year=2026))


def test_a_custodians_figure_fills_the_targets_that_use_it(sqlite_place: Place) -> None:
    city.build()
    rows = {row.text: row.standing for row in overview.rows(city.TODAY, year=2026)}
    growth = rows["地区生产总值"]
    assert str(growth.supported.value) == "5.1"
    assert growth.supported.inputs[0].source.startswith("figure:")


def test_one_commitment_explains_itself(sqlite_place: Place) -> None:
    city.build()
    number = next(overview.rows(city.TODAY, year=2026)).number
    words = overview.explained(overview.one(number, city.TODAY))
    assert all(part in words for part in ("申报：", "佐证：", "序时：", "规则 "))


def test_the_city_has_cases_in_many_states_one_that_waits_and_one_with_a_slip(sqlite_place: Place) -> None:
    city.build()
    found = case_queries.board(city.TODAY, finished=True)
    assert {one.case.procedure for one in found} == {one.name for one in catalogue()}
    assert len({(one.case.procedure, one.state) for one in found}) >= 12
    assert {one.final for one in found} == {True, False}
    waiting = [one for one in found if one.held and one.overdue]
    assert waiting
    assert not [one for one in waiting if one.prompts(city.TODAY)]
    slips = {one.case.about_id for one in found if one.case.procedure == "colour-slips"}
    assert slips
    assert not slips & {one.case.id for one in waiting}
