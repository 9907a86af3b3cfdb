"""One commitment close up: where its year will end, what its parts come to, what supports owe its lead, what is odd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from luoshi.evaluation.cascade import Child, Total, gather
from luoshi.evaluation.facts import Facts
from luoshi.evaluation.forecast import Forecast, Refused, forecast
from luoshi.evaluation.ledger_facts import adding_of, read
from luoshi.evaluation.owing import Answer, Owed, owed
from luoshi.evaluation.quality import Finding, against_children, findings, one_file_two_claims
from luoshi.evaluation.statuses import assess
from luoshi.ledger import models as m
from luoshi.ledger import queries
from luoshi.ledger.models.commitments import Part
from luoshi.rulebook.parameters import Parameters, parameters


@dataclass(frozen=True, slots=True)
class Support:
    """A support office of a commitment: what it owes the lead, and the answer it last owed, if any."""

    office: str
    owes: str
    last: Owed | None


@dataclass(frozen=True, slots=True)
class CloseUp:
    """What is computed of one commitment beside its three statuses."""

    forecast: Forecast | Refused
    parts: Total | None
    supports: tuple[Support, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One answer that an office owes for a commitment."""

    number: str
    text: str
    part: str
    owed: Owed


def close_up(commitment: int, day: date, *, seq: int | None = None) -> CloseUp:
    """One commitment as known at entry `seq`, on a day."""
    known = parameters(day)
    ((_, facts),) = read([commitment], seq=seq)
    parts = _parts(commitment, facts, day, known, seq)
    odd = [*findings(facts, day, known), *one_file_two_claims([facts], day, known)]
    if parts:
        odd += against_children(facts.promise.key, parts, facts.promise.source, known)
    return CloseUp(
        forecast=forecast(facts, day, known),
        parts=parts,
        supports=tuple(_supports(commitment, facts, day, known, seq)),
        findings=tuple(odd),
    )


def tasks(office: int, day: date, *, within: timedelta = timedelta(days=30)) -> list[Task]:
    """What an office owes on a day: what is late, returned or open, and what falls due soon; the oldest first."""
    known = parameters(day)
    mine = m.Assignment.objects.current().filter(office_id=office, part__in=queries.OWING)
    parts = {one.commitment_id: one for one in mine.select_related("commitment")}
    states = m.CommitmentState.objects.current().filter(commitment_id__in=parts, standing="open")
    texts = {state.commitment_id: state.what or state.text for state in states}
    found = []
    for commitment, facts in read(sorted(texts)):
        one = parts[commitment]
        for answer in _asked_of(one, facts, day, known):
            if answer.answer is not Answer.ANSWERED and answer.due <= day + within:
                found.append(Task(one.commitment.number, texts[commitment], one.get_part_display(), answer))
    return sorted(found, key=lambda task: (task.owed.due, task.number))


def odd(year: int, day: date) -> Iterator[tuple[str, Finding]]:
    """Everything odd about the year's commitments, with the number of each; files used twice come last."""
    known = parameters(day)
    numbers = m.Commitment.objects.filter(year=year).order_by("id").values_list("id", flat=True)
    every = []
    for commitment, facts in read(numbers):
        every.append(facts)
        parts = _parts(commitment, facts, day, known, None) if facts.filings else None
        children = against_children(facts.promise.key, parts, facts.promise.source, known) if parts else ()
        for finding in (*findings(facts, day, known), *children):
            yield facts.promise.key, finding
    for finding in one_file_two_claims(every, day, known):
        yield "", finding


def _asked_of(one: m.Assignment, facts: Facts, day: date, known: Parameters) -> Iterable[Owed]:
    if one.part == Part.SUPPORT:
        if not one.owes:
            return ()
        facts = _said_by(facts, one.office_id)
    return owed(facts, date.min, date.max, day, known)


def _said_by(facts: Facts, office: int) -> Facts:
    return replace(facts, filings=tuple(one for one in facts.filings if one.by == str(office)))


def _supports(
    commitment: int, facts: Facts, day: date, known: Parameters, seq: int | None
) -> Iterator[Support]:
    names = queries.office_names(on=day, seq=seq)
    supports = m.Assignment.objects.known(seq).filter(commitment_id=commitment, part=Part.SUPPORT)
    for one in supports.order_by("order"):
        asked = [
            answer for answer in _asked_of(one, facts, day, known) if answer.answer is not Answer.NOT_YET
        ]
        yield Support(names.get(one.office_id, ""), one.owes, asked[-1] if asked else None)


def _parts(commitment: int, facts: Facts, day: date, known: Parameters, seq: int | None) -> Total | None:
    states = m.CommitmentState.objects.known(seq).filter(parent_id=commitment).exclude(standing="withdrawn")
    parts = {one.commitment_id: one for one in states.select_related("commitment")}
    if not parts:
        return None
    state = m.CommitmentState.objects.known(seq).select_related("indicator").get(commitment_id=commitment)
    children = []
    for part, of in read(sorted(parts), seq=seq):
        declared = assess(of, day, known).declared
        children.append(Child(parts[part].commitment.number, declared.value, of.promise.source))
    own = [one for one in facts.filings if one.by and one.value is not None and one.filed_on <= day]
    parent: Decimal | None = own[-1].value if own else None
    return gather(
        adding_of(state),
        children,
        unit=state.unit,
        version=known.version,
        parent=parent,
        why="" if state.indicator_id else "比率和增速没有说明怎样汇总，请先按指标计量",
    )
