"""The facts that formulas ask for, read from the ledger: many commitments in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from luoshi.compiler.compilation import Kind
from luoshi.evaluation import facts as f
from luoshi.evaluation.cascade import Adding
from luoshi.evaluation.exact import total
from luoshi.evaluation.periods import Period
from luoshi.evaluation.standing import Standing
from luoshi.evaluation.statuses import assess
from luoshi.ledger import models as m
from luoshi.ledger.journal import HERE
from luoshi.rulebook.parameters import Parameters, parameters

_BATCH = 500


def standings(
    commitments: Iterable[int], day: date, *, seq: int | None = None, known: Parameters | None = None
) -> Iterator[tuple[int, Standing]]:
    """How commitments stand on a day, by what was known at entry `seq` (now, if none)."""
    in_force = known or parameters(day)
    for commitment, facts in read(commitments, seq=seq):
        yield commitment, assess(facts, day, in_force)


def read(commitments: Iterable[int], *, seq: int | None = None) -> Iterator[tuple[int, f.Facts]]:
    """The facts of each commitment that was known at entry `seq`."""
    waiting = iter(commitments)
    while batch := list(islice(waiting, _BATCH)):
        yield from _Batch(batch, seq).facts()


class _Batch:
    """What the ledger holds of some hundred commitments."""

    def __init__(self, commitments: list[int], seq: int | None) -> None:
        self.seq = seq
        self.commitments = commitments
        self.states = {
            s.commitment_id: s
            for s in self._known(m.CommitmentState, "commitment", "indicator", "adjusted__commitment")
        }
        self.dues = self._grouped(m.Due, order="day")
        self.nodes = self._grouped(m.Node, order="order", confirmed=True)
        self.milestones = self._grouped(m.Milestone, "entry", order="day")
        self.changes = self._changes()
        self.parts = self._parts()
        self.filings = self._filings()
        self.evidence = self._evidence()
        self.places = self._places()
        self.figures = self._figures()

    def facts(self) -> Iterator[tuple[int, f.Facts]]:
        for commitment in self.commitments:
            if commitment in self.states:
                yield commitment, self._facts(commitment, self.states[commitment])

    def _facts(self, commitment: int, state: m.CommitmentState) -> f.Facts:
        adjustments = self._adjustments(state)
        closed = [c for c in self.changes[commitment] if c.kind == "close" and c.decision.approved]
        return f.Facts(
            promise=adjustments[0].before if adjustments else self._promise(state),
            filings=(*(self._filing(one) for one in self.filings[commitment]), *self._served(state)),
            figures=self._figures_of(state),
            milestones=tuple(
                f.Milestone(one.day, one.value, _day(one.entry.at), f"milestone:{one.id}")
                for one in self.milestones[commitment]
            ),
            adjustments=adjustments,
            closed_on=_day(closed[-1].decision.entry.at) if closed else None,
        )

    def _promise(self, state: m.CommitmentState) -> f.Promise:
        dues = self.dues[state.commitment_id]
        return f.Promise(
            key=state.commitment.number,
            kind=Kind(state.kind),
            begins=min([date(state.commitment.year, 1, 1), *(due.day for due in dues)]),
            dues=tuple(f.Due(due.day, due.what) for due in dues),
            amount=self._amount(state),
            nodes=tuple(_node(one) for one in self.nodes[state.commitment_id]),
            continuous=any(due.continuous for due in dues),
            rhythm=None if state.rhythm == "never" else f.Rhythm(state.rhythm),
            source=f"state:{state.id}",
        )

    def _amount(self, state: m.CommitmentState) -> f.Amount | None:
        if state.kind != Kind.TARGET:
            return None
        basis = f.Basis.FILED
        if state.indicator_id:
            basis = f.Basis.ANNUAL if state.indicator.release == "year" else f.Basis.RELEASED
        ranged = state.relation == f.Relation.RANGE
        return f.Amount(
            relation=f.Relation(state.relation),
            value=state.value,
            unit=state.unit,
            measure=f.Measure(state.measure),
            value_high=state.value_high if ranged else None,
            direction=f.Direction(state.direction) if state.direction else None,
            basis=basis,
        )

    def _adjustments(self, state: m.CommitmentState) -> tuple[f.Adjustment, ...]:
        """Approved adjustments, first to last; each has the state it replaced as its `before`."""
        found: list[f.Adjustment] = []
        chain = [state]
        while chain[0].adjusted is not None:
            chain.insert(0, chain[0].adjusted)
        approved = [
            c for c in self.changes[state.commitment_id] if c.kind == "adjust" and c.decision.approved
        ]
        for change, before, after in zip(approved, chain, chain[1:], strict=False):
            found.append(
                f.Adjustment(
                    on=_day(change.decision.entry.at),
                    before=self._promise(before),
                    after=self._promise(after),
                    approver=change.decision.entry.post,
                    document=change.document.title,
                    source=f"change:{change.id}",
                )
            )
        return tuple(found)

    def _filing(self, one: m.Filing) -> f.Filing:
        ruling = getattr(one, "ruling", None)
        if ruling is not None and self.seq is not None and ruling.entry_id > self.seq:
            ruling = None
        period = Period.parse(one.period) if one.period else None
        return f.Filing(
            filed_on=one.filed,
            holds_on=one.filed if one.node_id or period is None else period.end,
            source=f"filing:{one.id}",
            period=period,
            value=one.value,
            node=one.node.order if one.node else None,
            no_change=one.unchanged,
            text=one.sentence,
            evidence=tuple(self.evidence[one.id]),
            decision=_decision(ruling),
            decided_on=_day(ruling.entry.at) if ruling else None,
            supported=ruling.supported if ruling else None,
            proven=ruling.node_supported if ruling else False,
            by=str(one.office_id),
        )

    def _served(self, state: m.CommitmentState) -> Iterator[f.Filing]:
        """What the parts said serves the whole: their sum for each period all of them have filed, and it has not."""
        parts = self.parts[state.commitment_id]
        if not parts or adding_of(state) is not Adding.SUM or {part.unit for part in parts} != {state.unit}:
            return
        said: defaultdict[str, dict[int, f.Filing]] = defaultdict(dict)
        for part in parts:
            for one in self.filings[part.commitment_id]:
                filing = self._filing(one)
                if filing.value is not None and filing.decision is not f.Decision.RETURNED:
                    said[one.period][part.commitment_id] = filing
        own = {one.period for one in self.filings[state.commitment_id]}
        for period, filings in said.items():
            if len(filings) == len(parts) and period not in own:
                yield _summed(list(filings.values()))

    def _figures_of(self, state: m.CommitmentState) -> tuple[f.Figure, ...]:
        rows = self.figures.get((state.indicator_id, state.scope)) or self.figures.get(
            (state.indicator_id, self.places.get(state.commitment_id, "")), ()
        )
        return tuple(
            f.Figure(
                Period.parse(one.period),
                one.value,
                one.released,
                _day(one.entry.at),
                f"figure:{one.id}",
                one.revision,
            )
            for one in rows
        )

    # --- reading

    def _known(self, model: type[Any], *related: str, order: str = "id", **where: Any) -> Iterable[Any]:
        rows = model.objects.known(self.seq).filter(commitment_id__in=self.commitments, **where)
        return rows.select_related(*related).order_by(order)

    def _grouped(
        self, model: type[Any], *related: str, order: str, **where: Any
    ) -> defaultdict[int, list[Any]]:
        found: defaultdict[int, list[Any]] = defaultdict(list)
        for row in self._known(model, *related, order=order, **where):
            found[row.commitment_id].append(row)
        return found

    def _until(self, rows: Any) -> Any:
        return rows if self.seq is None else rows.filter(entry__lte=self.seq)

    def _changes(self) -> defaultdict[int, list[m.Change]]:
        found: defaultdict[int, list[m.Change]] = defaultdict(list)
        rows = m.Change.objects.filter(commitment_id__in=self.commitments, decision__isnull=False)
        if self.seq is not None:
            rows = rows.filter(decision__entry__lte=self.seq)
        for row in rows.select_related("decision__entry", "document").order_by("id"):
            found[row.commitment_id].append(row)
        return found

    def _filings(self) -> defaultdict[int, list[m.Filing]]:
        found: defaultdict[int, list[m.Filing]] = defaultdict(list)
        parts = [part.commitment_id for parts in self.parts.values() for part in parts]
        rows = self._until(m.Filing.objects.filter(commitment_id__in=[*self.commitments, *parts]))
        for row in rows.select_related("node", "ruling__entry").order_by("id"):
            found[row.commitment_id].append(row)
        return found

    def _parts(self) -> defaultdict[int, list[m.CommitmentState]]:
        found: defaultdict[int, list[m.CommitmentState]] = defaultdict(list)
        rows = m.CommitmentState.objects.known(self.seq).filter(parent_id__in=self.commitments)
        for row in rows.exclude(standing="withdrawn").order_by("commitment_id"):
            found[row.parent_id].append(row)
        return found

    def _evidence(self) -> defaultdict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        numbers = [one.id for filings in self.filings.values() for one in filings]
        pairs = m.FilingEvidence.objects.filter(filing_id__in=numbers).order_by("id")
        for filing, digest in pairs.values_list("filing_id", "evidence__digest"):
            found[filing].append(digest)
        return found

    def _places(self) -> dict[int, str]:
        """Whose report each commitment stands in."""
        rows = m.Source.objects.filter(commitment_id__in=self.commitments).order_by("-id")
        return dict(rows.values_list("commitment_id", "document__place"))

    def _figures(self) -> dict[tuple[int, str], list[m.Figure]]:
        indicators = {s.indicator_id for s in self.states.values() if s.indicator_id}
        found: defaultdict[tuple[int, str], list[m.Figure]] = defaultdict(list)
        if indicators:
            rows = self._until(m.Figure.objects.filter(indicator_id__in=indicators))
            for row in rows.select_related("entry").order_by("period", "revision"):
                found[row.indicator_id, row.place].append(row)
        return dict(found)


def adding_of(state: m.CommitmentState) -> Adding:
    """How its parts make the whole: the indicator's own rule; without one, amounts of work add up and rates never."""
    if state.indicator_id:
        return Adding(state.indicator.adding)
    return Adding.SUM if state.measure == f.Measure.OUTPUT else Adding.NEVER


def _summed(filings: list[f.Filing]) -> f.Filing:
    """One filing of the whole; it is accepted once those of all parts are."""
    last = max(filings, key=lambda one: one.filed_on)
    decided = [one.decided_on for one in filings if one.accepted and one.decided_on]
    accepted = len(decided) == len(filings)
    borne_out = [one.supported for one in filings if one.supported is not None]
    return f.Filing(
        filed_on=last.filed_on,
        holds_on=max(one.holds_on for one in filings),
        source="+".join(one.source for one in filings),
        period=last.period,
        value=total([one.value for one in filings if one.value is not None]),
        text=f"{len(filings)}个分解任务相加",
        evidence=tuple(sorted({file for one in filings for file in one.evidence})),
        decision=f.Decision.ACCEPTED if accepted else f.Decision.PENDING,
        decided_on=max(decided) if accepted else None,
        supported=total(borne_out) if accepted and borne_out else None,
    )


def _node(one: m.Node) -> f.Node:
    stage = f.Stage(one.stage) if one.stage else None
    return f.Node(one.order, one.outcome, one.due, one.get_proof_display(), stage, f"node:{one.id}")


def _decision(ruling: m.Ruling | None) -> f.Decision:
    if ruling is None:
        return f.Decision.PENDING
    return f.Decision.ACCEPTED if ruling.accepted else f.Decision.RETURNED


def _day(at: str) -> date:
    """The day of an entry, where the ledger is kept."""
    return datetime.fromisoformat(at).astimezone(HERE).date()
