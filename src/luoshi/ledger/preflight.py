"""Pre-flight of what was filed: each file read against the number it should bear. Advice, kept beside the journal."""

from __future__ import annotations

from collections.abc import Iterator

from luoshi.errors import ClaimUnclear, NotFound, ReadError
from luoshi.evidence.claim import Claim, parse_claim
from luoshi.evidence.kinds import kind_of
from luoshi.evidence.match import Match, OpenTask, match
from luoshi.evidence.model import Evidence as Paper
from luoshi.evidence.periods import parse_period
from luoshi.evidence.preflight import Check, Verdict, check, unread
from luoshi.evidence.read import read_evidence
from luoshi.evidence.scan import scan
from luoshi.ledger import models as m
from luoshi.ledger import queries, store

#: The job that `recording` asks for when filings with evidence were written.
JOB = "preflight"


def of_entry(entry: int) -> int:
    """Read the evidence of the filings that an entry made, and keep what it bears out; how many files were read.

    Done again it gives the same rows.
    """
    count = 0
    filed = m.FilingEvidence.objects.filter(filing__entry=entry).select_related(
        "filing__commitment", "filing__node", "evidence"
    )
    for pair in filed.order_by("id"):
        found = one(pair.filing, pair.evidence)
        m.Preflight.objects.update_or_create(
            filing=pair.filing,
            evidence=pair.evidence,
            defaults={
                "verdict": found.verdict,
                "kind": found.kind,
                "why": found.why,
                "quote": found.found.quote if found.found else "",
                "place": str(found.found.where) if found.found else "",
            },
        )
        count += 1
    return count


def one(filing: m.Filing, evidence: m.Evidence) -> Check:
    """What a file says of a filing. A node has no number: there the kind of document is what counts."""
    try:
        paper = read_evidence(store.fetch(evidence.digest), name=evidence.name)
    except ReadError as error:
        return unread(error)
    except NotFound as error:
        return Check(Verdict.UNREAD, str(error))
    claim = claim_of(filing)
    return check(paper, claim) if claim else _kind_only(paper)


def claim_of(filing: m.Filing) -> Claim | None:
    """What a filing claims, as the sentence it stands for; None where it claims no number."""
    if filing.value is None:
        return None
    state = m.CommitmentState.objects.filter(commitment_id=filing.commitment_id).order_by("-id").first()
    grows = "增长" if state.measure == "growth" and "增" not in state.what else ""
    try:
        return parse_claim(
            f"{state.what}{grows}{filing.value:f}{state.unit}",
            period=parse_period(filing.period),
            place=_place(state, filing.commitment_id),
        )
    except ClaimUnclear:
        return None


def barred(filing: m.Filing) -> str:
    """Why a filing's evidence cannot bear a number out; '' where some may, was not read yet, or there is none."""
    checks = list(m.Preflight.objects.filter(filing=filing).select_related("evidence").order_by("id"))
    files = m.FilingEvidence.objects.filter(filing=filing).count()
    if not checks or len(checks) < files:
        return ""
    if any(one.verdict in (Verdict.SUPPORTED, Verdict.UNREAD) for one in checks):
        return ""
    return "；".join(f"{one.evidence.name}：{one.why}" for one in checks)


def matching(paper: Paper, *, office: int | None = None) -> list[Match]:
    """The open commitments with a number that a document speaks to, the surest first."""
    states = m.CommitmentState.objects.current().filter(standing="open", kind="target")
    if office is not None:
        parts = m.Assignment.objects.current().filter(office_id=office, part__in=queries.OWING)
        states = states.filter(commitment_id__in=parts.values("commitment_id"))
    return match(scan(paper), _tasks(states))


def _tasks(states: object) -> Iterator[OpenTask]:
    rows = m.Source.objects.filter(commitment__states__in=states).order_by("-id")
    places = dict(rows.values_list("commitment_id", "document__place"))
    for state in states.select_related("commitment").order_by("commitment_id"):
        yield OpenTask(
            state.commitment.number,
            state.what,
            state.unit,
            places.get(state.commitment_id, "")
            if state.scope in ("", "全市", "全省", "全县")
            else state.scope,
            state.measure == "growth",
        )


def _kind_only(paper: Paper) -> Check:
    kind = kind_of(paper)
    if not kind.bears:
        return Check(Verdict.CANNOT_BEAR, kind.why, kind=kind.name, code=kind.code)
    return Check(
        Verdict.SUPPORTED,
        f"是{kind.name}，可以作证；节点没有数，内容请人核对。",
        kind=kind.name,
        code=kind.code,
    )


def _place(state: m.CommitmentState, commitment: int) -> str:
    """Where the number holds: the part's own area, else the place of the report."""
    if state.scope and state.scope not in ("全市", "全省", "全县"):
        return state.scope.removesuffix("政府")
    source = (
        m.Source.objects.filter(commitment_id=commitment).select_related("document").order_by("id").first()
    )
    return source.document.place if source else ""
