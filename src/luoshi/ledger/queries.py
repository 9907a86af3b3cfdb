"""What pages and commands ask of the ledger. `seq` is an entry: what was known by then; `None` is now.

Each answer is a few statements, whatever the size of the ledger; `bench/ledger.py` holds them to that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from luoshi.errors import NotFound
from luoshi.ledger import models as m
from luoshi.ledger.models.commitments import Part, Standing

PAGE = 50
#: Parts that make an office answer; who is only asked owes nothing.
OWING = (Part.LEAD, Part.JOINT, Part.SUPPORT)
#: Keeps, of rows with a `commitment_id`, those that are asked for: what somebody may see.
Within = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment in a list."""

    commitment: int
    number: str
    kind: str
    text: str
    section: str
    standing: str
    rhythm: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One row of the year's overview: a section, an office or a county, with its counts."""

    name: str
    total: int
    by_kind: dict[str, int]
    by_standing: dict[str, int]


def commitments(
    *,
    year: int | None = None,
    kind: str | None = None,
    standing: str | None = None,
    words: str = "",
    seq: int | None = None,
    after: int = 0,
    limit: int = PAGE,
    within: Within | None = None,
) -> list[Line]:
    """Commitments in the order in which they came, one page after the commitment `after`."""
    found = m.CommitmentState.objects.known(seq).filter(commitment_id__gt=after)
    if within:
        found = within(found)
    for field, value in (("commitment__year", year), ("kind", kind), ("standing", standing)):
        if value is not None:
            found = found.filter(**{field: value})
    for word in words.split():
        found = found.filter(text__contains=word)
    return [_line(state) for state in found.select_related("commitment").order_by("commitment_id")[:limit]]


def of_office(office: int, *, seq: int | None = None, after: int = 0, limit: int = PAGE) -> list[Line]:
    """What an office had a part in, with the part."""
    parts = dict(
        m.Assignment.objects.known(seq)
        .filter(office_id=office, commitment_id__gt=after)
        .order_by("commitment_id")
        .values_list("commitment_id", "part")[:limit]
    )
    states = m.CommitmentState.objects.known(seq).filter(commitment_id__in=parts)
    states = states.select_related("commitment").order_by("commitment_id")
    return [_line(state, parts[state.commitment_id]) for state in states]


@dataclass(frozen=True, slots=True)
class Detail:
    """All that is known of one commitment."""

    state: m.CommitmentState
    sources: list[m.Source]
    dues: list[m.Due]
    nodes: list[m.Node]
    milestones: list[m.Milestone]
    assignments: list[m.Assignment]
    leaders: list[m.Leader]
    filings: list[m.Filing]
    parts: list[m.CommitmentState]
    changes: list[m.Change]


def detail(commitment: int, *, seq: int | None = None, filings: int = PAGE) -> Detail:
    """One commitment with everything beside it; the latest filings first. Raises NotFound."""
    state = m.CommitmentState.objects.known(seq).filter(commitment_id=commitment).first()
    if state is None:
        raise NotFound(f"台账里没有编号为 {commitment} 的任务，或者那一天还没有。请核对编号和日期。")

    def beside(model: type[Any], *related: str, order: str = "id") -> list[Any]:
        return list(
            model.objects.known(seq).filter(commitment_id=commitment).select_related(*related).order_by(order)
        )

    filed = _until(m.Filing.objects.filter(commitment_id=commitment), seq)
    return Detail(
        state=state,
        sources=list(
            _until(m.Source.objects.filter(commitment_id=commitment), seq).select_related("document")
        ),
        dues=beside(m.Due, order="day"),
        nodes=beside(m.Node, order="order"),
        milestones=beside(m.Milestone, order="day"),
        assignments=beside(m.Assignment, "office", order="order"),
        leaders=beside(m.Leader, "post", order="order"),
        filings=list(filed.select_related("office", "ruling").order_by("-id")[:filings]),
        parts=list(m.CommitmentState.objects.known(seq).filter(parent_id=commitment)),
        changes=list(_until(m.Change.objects.filter(commitment_id=commitment), seq)),
    )


def history(commitment: int) -> list[m.Entry]:
    """The entries that touched a commitment, first to last, without their payloads."""
    tables = (m.CommitmentState, m.Due, m.Milestone, m.Node, m.Assignment, m.Leader)
    seqs: set[int] = set()
    for table in tables:
        for pair in table.objects.filter(commitment_id=commitment).values_list("entry_id", "until_id"):
            seqs.update(s for s in pair if s)
    for table in (m.Source, m.Filing, m.Change, m.Case):
        seqs.update(table.objects.filter(commitment_id=commitment).values_list("entry_id", flat=True))
    for table, path in (
        (m.Ruling, "filing__commitment_id"),
        (m.ChangeDecision, "change__commitment_id"),
        (m.Request, "filing__commitment_id"),
        (m.Answer, "request__filing__commitment_id"),
        (m.CaseAct, "case__commitment_id"),
    ):
        seqs.update(table.objects.filter(**{path: commitment}).values_list("entry_id", flat=True))
    return list(m.Entry.objects.filter(seq__in=seqs).defer("payload").order_by("seq"))


def overview(year: int, *, by: str = "section", seq: int | None = None) -> list[Heading]:
    """The year's commitments counted by `section`, or by the `office` that leads."""
    if by == "section":
        states = m.CommitmentState.objects.known(seq).filter(commitment__year=year, parent__isnull=True)
        counted = states.values_list("section", "kind", "standing").annotate(n=Count("id")).order_by()
        return _headings(
            (section.split(" / ")[0], kind, standing, n) for section, kind, standing, n in counted
        )
    names = office_names(seq=seq)
    leads = m.Assignment.objects.known(seq).filter(part__in=(Part.LEAD, Part.JOINT))
    state = _known("commitment__states", seq) & Q(commitment__states__parent__isnull=True)
    counted = (
        leads.filter(state, commitment__year=year)
        .values_list("office_id", "commitment__states__kind", "commitment__states__standing")
        .annotate(n=Count("id"))
        .order_by()
    )
    return _headings((names.get(office, ""), kind, standing, n) for office, kind, standing, n in counted)


def unassigned(year: int, *, seq: int | None = None) -> QuerySet[m.CommitmentState]:
    """Open commitments that nobody leads."""
    led = m.Assignment.objects.known(seq).filter(part__in=(Part.LEAD, Part.JOINT)).values("commitment_id")
    return (
        m.CommitmentState.objects.known(seq)
        .filter(commitment__year=year, standing=Standing.OPEN)
        .exclude(kind="principle")
        .exclude(commitment_id__in=led)
    )


def office_names(*, on: date | None = None, seq: int | None = None) -> dict[int, str]:
    """What each office is called, on a day or at last."""
    states = m.OfficeState.objects.known(seq)
    if on is not None:
        states = states.filter(since__lte=on).filter(Q(before__isnull=True) | Q(before__gt=on))
    return dict(states.order_by("since").values_list("office_id", "name"))


def heirs(office: int, *, on: date) -> list[int]:
    """Who answers on a day for what was an office's: itself, or those its duties went to."""
    after = list(
        m.Succession.objects.filter(old_id=office, on__lte=on)
        .exclude(new_id=office)
        .values_list("new_id", flat=True)
    )
    return [heir for new in after for heir in heirs(new, on=on)] or [office]


def holder(post: int, *, on: date, seq: int | None = None) -> int | None:
    """Who held a post on a day."""
    held = m.Holding.objects.known(seq).filter(post_id=post, since__lte=on)
    found = held.filter(Q(before__isnull=True) | Q(before__gt=on)).first()
    return found.person_id if found else None


def find_office(name: str) -> int:
    """The office of this name or code. Raises NotFound, with names that are near."""
    states = m.OfficeState.objects.current()
    found = states.filter(Q(name=name) | Q(office__code=name)).values_list("office_id", flat=True).distinct()
    if len(found) == 1:
        return int(found[0])
    near = states.filter(name__contains=name).values_list("name", flat=True)[:5]
    hint = f"相近的有：{'、'.join(near)}。" if near else "单位名单见 luoshi export --what offices。"
    raise NotFound(f"台账里没有叫“{name}”的单位。{hint}")


def find_commitment(number: str) -> int:
    """The commitment of this number (2026-00012). Raises NotFound."""
    found = m.Commitment.objects.filter(number=number).values_list("id", flat=True).first()
    if found is None:
        raise NotFound(f"台账里没有编号为“{number}”的任务。编号见 luoshi status。")
    return int(found)


def revisions(indicator: int, place: str, period: str) -> Sequence[m.Figure]:
    """A figure as it was first released and as it was revised."""
    return list(
        m.Figure.objects.filter(indicator_id=indicator, place=place, period=period).order_by("revision")
    )


def _known(path: str, seq: int | None) -> Q:
    """That a joined row was known at an entry."""
    now = Q(**{f"{path}__until__isnull": True})
    return (
        now if seq is None else Q(**{f"{path}__entry__lte": seq}) & (now | Q(**{f"{path}__until__gt": seq}))
    )


def _until(rows: QuerySet[Any], seq: int | None) -> QuerySet[Any]:
    return rows if seq is None else rows.filter(entry__lte=seq)


def _line(state: m.CommitmentState, part: str = "") -> Line:
    return Line(
        commitment=state.commitment_id,
        number=state.commitment.number,
        kind=state.kind,
        text=state.text,
        section=state.section,
        standing=state.standing,
        rhythm=state.rhythm,
        part=part,
    )


def _headings(counts: Iterable[tuple[str, str, str, int]]) -> list[Heading]:
    total: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}
    standings: dict[str, Counter[str]] = {}
    for name, kind, standing, n in counts:
        total[name] += n
        kinds.setdefault(name, Counter())[kind] += n
        standings.setdefault(name, Counter())[standing] += n
    return [Heading(name, n, dict(kinds[name]), dict(standings[name])) for name, n in total.most_common()]
