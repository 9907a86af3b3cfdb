"""Laws that hold for any facts: one mark, no verdict better for less evidence, the past as it was known, any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.compiler.compilation import Kind
from luoshi.evaluation import (
    Adjustment,
    Amount,
    Basis,
    Decision,
    Direction,
    Due,
    Facts,
    Figure,
    Filing,
    Mark,
    Measure,
    Milestone,
    Node,
    Period,
    Promise,
    Relation,
    Season,
    Shape,
    Stage,
    Standing,
    State,
    assess,
    findings,
    forecast,
    mark,
    owed,
    path,
)
from luoshi.evaluation.assessment import MARKS
from luoshi.evaluation.exact import divided, median, total
from luoshi.rulebook.parameters import parameters

BEGINS = date(2026, 1, 1)
DAYS = st.dates(BEGINS, date(2027, 3, 31))
NUMBERS = st.decimals(0, 200, places=1)
QUARTERS = [Period.parse(f"2026-Q{q}") for q in (1, 2, 3, 4)]


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    relation = draw(st.sampled_from(Relation))
    value = draw(NUMBERS)
    return Amount(
        relation,
        value,
        draw(st.sampled_from(["%", "万亩"])),
        draw(st.sampled_from(Measure)),
        value_high=value + draw(NUMBERS) if relation is Relation.RANGE else None,
        direction=draw(st.sampled_from([None, *Direction])),
        basis=draw(st.sampled_from(Basis)),
    )


NODES = st.lists(
    st.tuples(st.dates(BEGINS, date(2026, 12, 31)), st.sampled_from([None, *Stage])), max_size=4
).map(
    lambda told: tuple(
        Node(i, f"第{i}步", due, "文件", stage, f"节点{i}") for i, (due, stage) in enumerate(told, 1)
    )
)


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    kind = draw(st.sampled_from(Kind))
    ends = draw(st.sampled_from([date(2026, 6, 30), date(2026, 12, 31), date(2026, 11, 15)]))
    return Promise(
        "任务一",
        kind,
        BEGINS,
        () if kind is Kind.PRINCIPLE else (Due(date(2026, 4, 30), "出台"), Due(ends)),
        amount=draw(amounts()) if kind is Kind.TARGET else None,
        nodes=draw(NODES) if kind in (Kind.PROJECT, Kind.ACTION) else (),
        continuous=draw(st.booleans()),
        source="报告",
    )


@st.composite
def filings(draw: st.DrawFn, order: int) -> Filing:
    period = draw(st.sampled_from([None, *QUARTERS]))
    filed_on = draw(DAYS)
    decision = draw(st.sampled_from(Decision))
    pending = decision is Decision.PENDING
    said = draw(st.sampled_from(["value", "node", "no_change"]))
    return Filing(
        filed_on,
        period.end if period else draw(DAYS),
        f"反馈{order}",
        period=period,
        value=draw(NUMBERS) if said == "value" else None,
        node=draw(st.integers(1, 4)) if said == "node" else None,
        no_change=said == "no_change",
        text=draw(st.sampled_from(["", "甲", "乙"])),
        evidence=("f" * 64,),
        decision=decision,
        decided_on=None if pending else filed_on + timedelta(draw(st.integers(0, 40))),
        supported=draw(st.none() | NUMBERS) if decision is Decision.ACCEPTED else None,
        proven=decision is Decision.ACCEPTED and draw(st.booleans()),
    )


@st.composite
def figures(draw: st.DrawFn, order: int) -> Figure:
    period = draw(st.sampled_from([*QUARTERS, Period(2026)]))
    released = period.end + timedelta(draw(st.integers(1, 60)))
    known = released + timedelta(draw(st.integers(0, 9)))
    return Figure(period, draw(NUMBERS) - 50, released, known, f"统计{order}", draw(st.integers(0, 2)))


SEASONS = st.lists(
    st.tuples(st.sampled_from(Shape), st.lists(st.decimals(0, 25, places=1), min_size=12, max_size=12)),
    max_size=4,
).map(lambda told: tuple(_season(2025 - i, shape, steps) for i, (shape, steps) in enumerate(told)))


def _season(year: int, shape: Shape, steps: list[Decimal]) -> Season:
    """Shares rise to 100; a level is what it is."""
    whole = total(steps) or Decimal(1)
    so_far = [divided(100 * total(steps[:month]), whole) for month in range(1, 13)]
    values = [*so_far[:11], Decimal(100)] if shape is Shape.SHARE else steps
    return Season(year, shape, tuple(enumerate(values, 1)), BEGINS, f"{year}年")


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    first = draw(promises())
    changed = draw(st.none() | promises())
    milestones = draw(st.lists(st.tuples(DAYS, NUMBERS, DAYS), max_size=2))
    return Facts(
        first,
        tuple(draw(filings(i)) for i in range(draw(st.integers(0, 5)))),
        tuple(draw(figures(i)) for i in range(draw(st.integers(0, 3)))),
        tuple(Milestone(day, value, known, "安排") for day, value, known in milestones),
        draw(SEASONS),
        (Adjustment(draw(DAYS), first, changed, "市长", "纪要"),) if changed else (),
        draw(st.none() | DAYS),
    )


def judged(facts: Facts, day: date) -> Standing:
    return assess(facts, day, parameters(day))


# Marks


def test_every_combination_gives_exactly_one_mark_and_every_mark_occurs():
    names = ("satisfied", "ended", "due", "supported_keeps", "declared_keeps")
    given_marks = [mark(**dict(zip(names, said, strict=True))) for said in product((True, False), repeat=5)]
    assert len(given_marks) == 32
    assert set(given_marks) == set(Mark) == set(MARKS)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(all_facts(), DAYS)
def test_mark_says_what_the_statuses_say(facts, day):
    standing = judged(facts, day)
    supported, declared = standing.supported_gap, standing.declared_gap
    due = standing.schedule.state is State.VALUE
    match standing.mark:
        case Mark.REACHED:
            assert standing.supported.state is State.VALUE
        case Mark.MISSED:
            assert day > facts.known(day).current.ends
        case Mark.NOT_MEASURABLE:
            assert not due
        case Mark.ON_PACE:
            assert due
            assert supported is not None
            assert supported.kept
        case Mark.UNSUPPORTED:
            assert due
            assert declared is not None
            assert declared.kept
            assert not (supported and supported.kept)
        case Mark.BEHIND:
            assert due
            assert not (supported and supported.kept)
            assert not (declared and declared.kept)
    assert standing.head.startswith(standing.mark)
    assert ("↻" in standing.head) is (standing.original is not None)


# Evidence and time

BETTER = [Mark.MISSED, Mark.BEHIND, Mark.UNSUPPORTED, Mark.NOT_MEASURABLE, Mark.ON_PACE, Mark.REACHED]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(all_facts(), DAYS, st.sets(st.integers(0, 4)))
def test_no_verdict_is_better_for_less_evidence(facts, day, bare):
    less = tuple(
        replace(one, supported=None, proven=False) if i in bare else one
        for i, one in enumerate(facts.filings)
    )
    before, after = judged(facts, day), judged(replace(facts, filings=less), day)
    assert BETTER.index(after.mark) <= BETTER.index(before.mark)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(all_facts(), DAYS)
def test_nothing_learned_later_changes_how_a_day_was_judged(facts, day):
    now = parameters(day)
    span = (BEGINS, date(2027, 12, 31))
    assert judged(facts, day) == judged(facts.known(day), day)
    assert owed(facts, *span, day, now) == owed(facts.known(day), *span, day, now)
    assert findings(facts, day, now) == findings(facts.known(day), day, now)
    assert forecast(facts, day, now) == forecast(facts.known(day), day, now)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(all_facts(), DAYS, st.randoms())
def test_order_in_which_facts_are_given_does_not_matter(facts, day, shuffle):
    mixed = [list(facts.filings), list(facts.figures)]
    for one in mixed:
        shuffle.shuffle(one)
    other = replace(facts, filings=tuple(mixed[0]), figures=tuple(mixed[1]))
    assert judged(facts, day) == judged(other, day)


# Schedules


@settings(deadline=None)
@given(all_facts(), DAYS)
def test_level_is_never_divided_by_months(facts, day):
    standing = judged(facts, day)
    amount = facts.known(day).current.amount
    if amount and amount.measure is Measure.LEVEL and standing.schedule.value is not None:
        agreed = [milestone.value for milestone in facts.milestones]
        assert standing.schedule.value in [amount.value, *agreed]


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(QUARTERS), SEASONS)
def test_path_of_an_output_rises_to_the_promise(value, last, seasons):
    amount = Amount(Relation.GE, value, "座", Measure.OUTPUT)
    facts = Facts(Promise("任务一", Kind.TARGET, BEGINS, (Due(last.end),), amount), seasons=seasons)
    found = path(facts, BEGINS, parameters(BEGINS))
    assert found[-1] == (last.end, value)
    assert all(a <= b for (_, a), (_, b) in pairwise(found))


# Decimals


@settings(deadline=None)
@given(st.lists(st.decimals(-(10**12), 10**12, places=6), max_size=20), st.randoms())
def test_sum_and_median_do_not_depend_on_order(values, shuffle):
    mixed = list(values)
    shuffle.shuffle(mixed)
    assert total(values) == total(mixed)
    if values:
        assert median(values) == median(mixed)


def test_division_rounds_half_to_even():
    tenth = Decimal("0.1")
    assert [divided(Decimal(x), Decimal(100), tenth) for x in (25, 35, -25)] == [
        Decimal("0.2"), Decimal("0.4"), Decimal("-0.2"),
    ]  # fmt: skip
