"""Questions about the data itself, each with its reason: a finding asks for a look, it is no verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from luoshi.evaluation.amounts import view_of
from luoshi.evaluation.cascade import Total
from luoshi.evaluation.exact import divided, median, said
from luoshi.evaluation.facts import Amount, Decision, Facts, Filing, Measure, Season, Shape
from luoshi.evaluation.owing import Answer, owed
from luoshi.evaluation.periods import months_passed, said_day
from luoshi.evaluation.statuses import supported
from luoshi.evaluation.steps import steps
from luoshi.rulebook.parameters import Parameters


class Problem(StrEnum):
    """What is odd."""

    LATE = "late"
    SAME_TEXT = "same_text"
    SHARED_FILE = "shared_file"
    LEAP = "leap"
    FALLING = "falling"
    CHILDREN = "children"
    CLOSED_BARE = "closed_bare"


PROBLEMS = {
    Problem.LATE: "迟报",
    Problem.SAME_TEXT: "与上次雷同",
    Problem.SHARED_FILE: "一份材料用于两处",
    Problem.LEAP: "期末突增",
    Problem.FALLING: "累计数下降",
    Problem.CHILDREN: "上下级对不上",
    Problem.CLOSED_BARE: "没有佐证就销号",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: the rule, the reason in words, and the keys of the facts that led to it."""

    problem: Problem
    reason: str
    rule: str
    version: str
    sources: tuple[str, ...]


def findings(facts: Facts, day: date, parameters: Parameters) -> tuple[Finding, ...]:
    """Everything odd about one commitment, from what was known on a day."""
    known = facts.known(day)
    filings = sorted(known.filings, key=lambda f: (f.filed_on, f.source))
    kept = [filing for filing in filings if filing.decision is not Decision.RETURNED]
    raised = [
        *_late(known, day, parameters),
        *_same_text(kept),
        *_against_earlier(known, kept, parameters),
        *_closed_bare(known, parameters),
    ]
    return tuple(_finding(parameters.version, *one) for one in raised)


def one_file_two_claims(many: Iterable[Facts], day: date, parameters: Parameters) -> tuple[Finding, ...]:
    """Files given as evidence for more than one claim, within a commitment or between several."""
    claims: dict[str, dict[str, str]] = defaultdict(dict)
    for facts in many:
        for filing in facts.known(day).filings:
            for file in filing.evidence:
                claims[file].setdefault(_claim(facts, filing), filing.source)
    return tuple(
        _finding(
            parameters.version,
            Problem.SHARED_FILE,
            f"同一份材料（{file[:8]}）用来证明{len(used)}处：{'、'.join(sorted(used))}。请说明各证明什么。",
            sorted(used.values()),
        )
        for file, used in sorted(claims.items())
        if len(used) > 1
    )


def against_children(name: str, whole: Total, source: str, parameters: Parameters) -> tuple[Finding, ...]:
    """A parent whose own value is not what its children come to."""
    if not whole.difference:
        return ()
    sources = [source, *(given.source for given in whole.inputs)]
    return (_finding(parameters.version, Problem.CHILDREN, f"{name}：{whole.words}", sources),)


def _finding(version: str, problem: Problem, reason: str, sources: Iterable[str]) -> Finding:
    return Finding(problem, reason, f"quality/{problem}", version, tuple(sources))


def _claim(facts: Facts, filing: Filing) -> str:
    about = f"节点{filing.node}" if filing.node is not None else filing.period.label if filing.period else ""
    return f"{facts.promise.key}{'的' if about else ''}{about}"


_Raised = tuple[Problem, str, list[str]]


def _late(known: Facts, day: date, parameters: Parameters) -> Iterator[_Raised]:
    promise = known.current
    for one in owed(known, promise.begins, date.max, day, parameters):
        how = {
            Answer.ANSWERED: f"晚了{one.days_late}天",
            Answer.LATE: f"已过{one.days_late}天还没有报",
        }.get(one.answer)
        if one.days_late and how:
            reason = f"{one.what}应在{said_day(one.due)}前报，{how}。"
            yield Problem.LATE, reason, [one.source] if one.source else []


def _same_text(filings: Sequence[Filing]) -> Iterator[_Raised]:
    spoken = [filing for filing in filings if filing.text and not filing.no_change]
    for before, after in pairwise(spoken):
        if before.text == after.text:
            days = f"{said_day(before.filed_on)}和{said_day(after.filed_on)}"
            reason = f"{days}报的文字一字不差。没有变化的，报“没有变化”即可。"
            yield Problem.SAME_TEXT, reason, [before.source, after.source]


def _against_earlier(known: Facts, filings: Sequence[Filing], parameters: Parameters) -> Iterator[_Raised]:
    """A cumulative number that falls, or grows at a period's end far beyond what earlier years did then."""
    promise = known.current
    if promise.amount is None or promise.amount.measure is not Measure.OUTPUT:
        return
    amount = promise.amount
    counted = sorted((f for f in filings if f.value is not None), key=lambda f: (f.day, f.filed_on, f.source))
    for before, after in pairwise(counted):
        assert before.value is not None
        assert after.value is not None
        if after.value < before.value:
            values = f"{said(before.value, amount.unit)}降到{said(after.value, amount.unit)}"
            reason = f"累计数从{said_day(before.day)}的{values}。是更正还是口径变了，请说明。"
            yield Problem.FALLING, reason, [before.source, after.source]
        else:
            yield from _leap(known.seasons, amount, before, after, parameters)


def _leap(
    seasons: Iterable[Season], amount: Amount, before: Filing, after: Filing, parameters: Parameters
) -> Iterator[_Raised]:
    """Against the median of the same months in earlier years: a December that is always strong is no leap."""
    if before.day.year != after.day.year or before.value is None or after.value is None:
        return
    first, last = (months_passed(date(f.day.year, 1, 1), f.day) for f in (before, after))
    usual = [
        (later - earlier, season.source)
        for season in seasons
        if season.shape is Shape.SHARE
        and (earlier := season.at(first)) is not None
        and (later := season.at(last)) is not None
    ]
    if first == last or len(usual) < parameters.need("history_least_years").value:
        return
    expected = divided(amount.value * median([step for step, _ in usual]), Decimal(100))
    grown, times = after.value - before.value, parameters.need("leap_ratio").value
    if grown > times * expected:
        reason = (
            f"{first + 1}—{last}月增加{said(grown, amount.unit)}，往年这几个月的中位数合{said(expected, amount.unit)}，"
            f"超过它的{said(times)}倍。请附明细。"
        )
        yield Problem.LEAP, reason, [before.source, after.source, *(source for _, source in usual)]


def _closed_bare(known: Facts, parameters: Parameters) -> Iterator[_Raised]:
    if known.closed_on is None:
        return
    promise = known.current
    target = view_of(known, promise, known.closed_on, parameters)
    if target is not None:
        bare = supported(target).value is None
    else:
        plan = steps(promise, known.filings, parameters)
        bare = any(step.supported_on is None for step in plan)
    if bare:
        yield Problem.CLOSED_BARE, f"{said_day(known.closed_on)}销号，但没有审核通过的佐证。", []
