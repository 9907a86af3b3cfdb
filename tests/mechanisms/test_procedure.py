"""The engine: what is done, refused, recognised, paused, extended; and that overdue is only ever read off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.mechanisms.acting import do, offers, prompts, readings, unopened
from luoshi.mechanisms.batch import read_cases
from luoshi.mechanisms.clocks import ClockStanding
from luoshi.mechanisms.definition import Settings, chosen
from luoshi.mechanisms.load import catalogue, find, load
from luoshi.mechanisms.progress import Act, fold
from luoshi.mechanisms.refusals import Why
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import Value
from luoshi.mechanisms.scripts import run

GOOD = load(Path(__file__).parent / "good.yaml")
OPEN = Act("open", date(2026, 11, 2), Role.SUPERVISION_CLERK, "甲", {"sort": "hard"}, "1")
TAKE = Act("take", date(2026, 11, 2), Role.OFFICE_HANDLER, "乙")
HEAD = (Role.SUPERVISION_HEAD, "丁")


def doing(*acts: Act, settings: Settings | None = None):
    progress = unopened(GOOD, settings or Settings())
    for act in (OPEN, TAKE, *acts):
        assert do(progress, act).refusal is None
    return progress


def limit(progress, day):
    return readings(progress, day)[0]


def test_a_pause_moves_the_due_day_by_the_working_days_it_took():
    progress = doing()
    assert limit(progress, date(2026, 11, 3)).due == date(2026, 11, 9)
    for act in (Act("wait", date(2026, 11, 4), *HEAD), Act("go_on", date(2026, 11, 11), *HEAD)):
        assert do(progress, act).refusal is None
    assert limit(progress, date(2026, 11, 11)).due == date(2026, 11, 16)


def test_while_paused_nothing_falls_due_and_what_was_late_stays_late():
    progress = doing(Act("wait", date(2026, 11, 4), *HEAD))
    assert limit(progress, date(2027, 11, 4)).standing is ClockStanding.PAUSED
    late = doing(Act("wait", date(2026, 11, 11), *HEAD))
    reading = limit(late, date(2026, 12, 1))
    assert (reading.standing, reading.over) == (ClockStanding.OVERDUE, 2)


def test_the_same_request_sent_twice_is_done_once():
    progress = doing()
    before = len(progress.acts)
    answer = do(progress, OPEN)
    assert answer.again
    assert answer.refusal is None
    assert len(progress.acts) == before


def test_one_number_for_two_requests_is_refused():
    progress = doing()
    answer = do(progress, replace(OPEN, said={"sort": "easy"}))
    assert answer.refusal
    assert answer.refusal.why is Why.OTHER_CONTENT


@pytest.mark.parametrize(
    ("act", "why", "said"),
    [
        (Act("fly", date(2026, 11, 3), *HEAD), Why.UNKNOWN_ACT, "没有“fly”这一步"),
        (Act("take", date(2026, 11, 3), Role.OFFICE_HANDLER, "乙"), Why.WRONG_STATE, "现在是“在办”"),
        (Act("finish", date(2026, 11, 3), Role.AUDITOR, "壬"), Why.WRONG_ROLE, "审计人员不能办"),
        (Act("finish", date(2026, 11, 3)), Why.WRONG_ROLE, "系统不能办"),
        (Act("finish", date(2026, 11, 3), Role.SUPERVISION_HEAD, "甲"), Why.SAME_PERSON, "不能是同一个人"),
        (
            Act("extend", date(2026, 11, 3), *HEAD, {"until": "2026-12-01"}),
            Why.NOTHING_RAISED,
            "没有等着答复",
        ),
        (Act("ask", date(2026, 11, 3), Role.OFFICE_PRINCIPAL, "丙"), Why.MISSING_FIELD, "要写明“说明”"),
        (
            Act("ask", date(2026, 11, 3), Role.OFFICE_PRINCIPAL, "丙", {"note": "  "}),
            Why.MISSING_FIELD,
            "说明",
        ),
        (Act("ask", date(2026, 11, 3), Role.OFFICE_PRINCIPAL, "丙", {"note": 5}), Why.BAD_FIELD, "应是文字"),
        (
            Act("ask", date(2026, 11, 3), Role.OFFICE_PRINCIPAL, "丙", {"note": "难", "x": "y"}),
            Why.UNKNOWN_FIELD,
            "不写“x”",
        ),
        (
            Act("ask", date(2026, 11, 1), Role.OFFICE_PRINCIPAL, "丙", {"note": "难"}),
            Why.OUT_OF_ORDER,
            "早于上一步",
        ),
        (
            Act("ask", date(3026, 11, 1), Role.OFFICE_PRINCIPAL, "丙", {"note": "难"}),
            Why.OUT_OF_ORDER,
            "不合理",
        ),
        (
            Act("ask", date(2026, 11, 10), Role.OFFICE_PRINCIPAL, "丙", {"note": "难"}),
            Why.TOO_LATE,
            "已经过了",
        ),
    ],
)
def test_what_may_not_be_done_is_refused_with_its_reason_and_changes_nothing(act, why, said):
    progress = doing()
    before = (progress.state, len(progress.acts), dict(progress.said))
    answer = do(progress, act)
    assert answer.refusal
    assert answer.refusal.why is why
    assert said in answer.refusal.message
    assert (progress.state, len(progress.acts), dict(progress.said)) == before


@pytest.mark.parametrize("until", ["2026-11-09", "2026-11-01", "2126-01-01", "明天", 7, None])
def test_an_extension_needs_a_later_day_that_exists(until):
    progress = doing(Act("ask", date(2026, 11, 9), Role.OFFICE_PRINCIPAL, "丙", {"note": "难"}))
    answer = do(progress, Act("extend", date(2026, 11, 9), *HEAD, {"until": until}))
    assert answer.refusal
    assert answer.refusal.why in (Why.BAD_FIELD, Why.MISSING_FIELD)
    assert limit(progress, date(2026, 11, 9)).due == date(2026, 11, 9)


def test_nothing_more_can_be_done_at_the_end():
    progress = doing(Act("finish", date(2026, 11, 3), *HEAD))
    assert offers(progress, date(2026, 11, 3)) == []
    answer = do(progress, Act("finish", date(2026, 11, 4), *HEAD))
    assert answer.refusal
    assert "到此为止" in answer.refusal.message


def test_a_procedure_that_is_switched_off_opens_nothing():
    slips = find("三色督查单")
    draft = Act("draft", date(2026, 9, 1), said={"matter": "甲", "ground": "slow", "fault": "慢"})
    refusal = do(unopened(slips, Settings()), draft).refusal
    assert refusal
    assert refusal.why is Why.SWITCHED_OFF
    assert do(unopened(slips, Settings(switched_on=frozenset({slips.name}))), draft).refusal is None
    off = Settings(switched_off=frozenset({"13710"}))
    assert [
        one.blocked.why for one in offers(unopened(find("13710"), off), date(2026, 9, 1)) if one.blocked
    ] == [Why.SWITCHED_OFF]


def test_a_day_before_the_procedure_was_in_force_opens_nothing():
    refusal = do(unopened(GOOD, Settings()), replace(OPEN, on=date(2019, 12, 31))).refusal
    assert refusal
    assert refusal.why is Why.NOT_IN_FORCE


def with_values(*values: Value):
    days = GOOD.spec.parameters["days"].model_copy(update={"values": values})
    return replace(GOOD, spec=GOOD.spec.model_copy(update={"parameters": {"days": days}}))


def test_a_parameter_goes_by_the_day_the_case_began_and_by_the_narrowest_place():
    values = (
        Value(since=date(2020, 1, 1), value=5, source="rule"),
        Value(since=date(2021, 1, 1), value=4, source="rule", place="东省"),
        Value(since=date(2022, 1, 1), before=date(2023, 1, 1), value=3, source="rule", place="云川市"),
        Value(since=date(2024, 1, 1), value=6, source="rule"),
    )
    definition, places = with_values(*values), Settings(places=("云川市", "东省"))

    def value(day: date, settings: Settings) -> int | None:
        found = chosen(definition, "days", day, settings)
        return found and found.value

    assert value(date(2019, 1, 1), Settings()) is None
    assert value(date(2023, 12, 31), Settings()) == 5
    assert value(date(2024, 1, 1), Settings()) == 6
    assert value(date(2022, 12, 31), places) == 3
    assert value(date(2023, 1, 1), places) == 4
    own = replace(places, values={(GOOD.name, "days"): ((date(2026, 1, 1), 9),)})
    assert value(date(2025, 12, 31), own) == 4
    assert value(date(2026, 1, 1), own) == 9


def test_a_later_value_does_not_move_a_case_that_began_before():
    values = (
        Value(since=date(2020, 1, 1), value=5, source="rule"),
        Value(since=date(2026, 11, 3), value=50, source="rule"),
    )
    progress = fold(with_values(*values), [OPEN, replace(TAKE, on=date(2026, 11, 4))])
    assert limit(progress, date(2026, 11, 4)).due == date(2026, 11, 11)


def test_steps_of_an_overdue_clock_wait_while_the_case_is_held_but_the_delay_shows():
    matter = find("13710")
    script = next(one for one in matter.spec.examples if "退回以后" in one.title)
    done = run(matter, script)
    assert [one.what for one in done.prompts()] == ["发督查催办通知", "亮黄牌"]
    assert prompts(done.progress, done.day, held="等批地") == []
    assert [r.over for r in readings(done.progress, done.day) if r.clock == "ordinary"] == [1]
    remind = next(one for one in offers(done.progress, done.day, held="等批地") if one.act == "remind")
    assert remind.blocked
    assert remind.blocked.why is Why.HELD


HISTORIES = [
    (definition, [act for act, answer in run(definition, script).steps if answer.refusal is None])
    for definition in catalogue()
    for script in definition.spec.examples
]


@given(st.sampled_from(HISTORIES), st.integers(0, 800))
def test_overdue_is_read_off_the_day_and_nothing_else(history, days):
    definition, acts = history
    progress = fold(definition, acts)
    day = acts[-1].on + timedelta(days=days)
    for reading in readings(progress, day):
        if reading.due is None or reading.stopped:
            continue
        late = reading.standing in (ClockStanding.OVERDUE, ClockStanding.ELAPSED)
        assert late == (day > reading.due)
        assert reading.over <= (day - reading.due).days if late else reading.over == 0
    assert readings(progress, day) == readings(fold(definition, acts), day)


def test_a_batch_reads_the_same_as_one_by_one():
    day = date(2026, 12, 31)
    together = list(read_cases(HISTORIES, day))
    alone = [readings(fold(definition, acts), day) for definition, acts in HISTORIES]
    assert [one.clocks for one in together] == alone
    assert any(one.overdue for one in together)
    assert all(one.final for one in together if one.state in ("closed", "received"))


def stated(definition, names, day: date):
    """Something that fits each field."""
    fits = {
        "date": (day + timedelta(days=40)).isoformat(),
        "document": "验收单",
        "office": 7,
        "post": 8,
        "text": "已办",
    }
    fields = definition.spec.fields
    return {n: next(iter(fields[n].choices), None) or fits[fields[n].sort] for n in names}


@given(st.sampled_from(catalogue()), st.data())
def test_whatever_is_offered_can_be_done_and_leads_to_a_state_of_the_definition(definition, data):
    """A walk through a procedure: every offer that is not blocked is accepted from one of its roles."""
    on = frozenset({definition.name})
    progress, day = unopened(definition, Settings(switched_on=on)), date(2026, 3, 2)
    for step in range(12):
        free = [one for one in offers(progress, day) if one.blocked is None]
        if not free:
            break
        offer = data.draw(st.sampled_from(free))
        said = stated(definition, offer.needs, day + timedelta(days=step * 40))
        act = Act(offer.act, day, data.draw(st.sampled_from(offer.roles)), f"第{step}人", said)
        answer = do(progress, act)
        assert answer.refusal is None, answer.refusal
        assert progress.state in definition.spec.states
        assert bool(offers(progress, day)) != progress.final
        day += timedelta(days=data.draw(st.integers(0, 20)))
