"""What can happen in the ledger, one class each: the payload of an entry, with the version of its shape.

A published shape never changes. A new one gets the next version, and `upcast` says how the old one reads as it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, PlainSerializer

from luoshi.errors import JournalBroken

#: A decimal in a payload is its plain text; RFC 8785 would make a floating-point number of it.
Number = Annotated[Decimal, PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json")]


class Part(BaseModel):
    """A part of a payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Part):
    """Something that happened. `kind` is its name in the journal, `version` that of its shape."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def payload(self) -> dict[str, Any]:
        """The payload as JSON knows it."""
        return self.model_dump(mode="json")


_KINDS: dict[str, type[Event]] = {}
_UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _event(kind: str) -> Callable[[type[Event]], type[Event]]:
    def register(cls: type[Event]) -> type[Event]:
        cls.kind = kind
        _KINDS[kind] = cls
        return cls

    return register


def kinds() -> dict[str, type[Event]]:
    """Every kind of event, by its name in the journal."""
    return dict(_KINDS)


def upcast(kind: str, version: int) -> Callable[[Callable[[dict[str, Any]], dict[str, Any]]], Any]:
    """Say how a payload of this version reads in the next one."""

    def register(function: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
        _UPCASTERS[kind, version] = function
        return function

    return register


def read(kind: str, version: int, payload: dict[str, Any]) -> Event:
    """The event of an entry, whatever version it was written in."""
    cls = _KINDS.get(kind)
    if cls is None or version > cls.version:
        raise JournalBroken(
            f"日志里有这个程序不认识的事件：{kind} 第 {version} 版。日志可能是较新的程序写的，请换用同样新或更新的程序。"
        )
    while version < cls.version:
        payload = _UPCASTERS[kind, version](payload)
        version += 1
    return cls.model_validate(payload)


# --- persons, offices, posts


@_event("person.registered")
class PersonRegistered(Event):
    """A person is known from now on; name and telephone are elsewhere, this is what they are digested to."""

    digest: str


@_event("person.erased")
class PersonErased(Event):
    """A person's name and telephone were erased."""

    person: int
    reason: str


@_event("role.granted")
class RoleGranted(Event):
    """A person has a role from now on, in an office where it is one of offices."""

    person: int
    role: str
    office: int | None
    scope: str


@_event("role.ended")
class RoleEnded(Event):
    """A person has a role no longer."""

    grant: int
    reason: str


class OfficeShape(Part):
    """What an office is from a day on."""

    name: str
    kind: str
    above: int | None
    since: date


@_event("office.opened")
class OfficeOpened(Event):
    """An office came to be."""

    code: str
    shape: OfficeShape


@_event("offices.imported")
class OfficesImported(Event):
    """Offices came to be, as a list says; `above` of a shape is unused, `above_code` names the office above."""

    offices: list[OfficeOpened]
    above_codes: dict[str, str]
    known: dict[str, int]


@_event("office.changed")
class OfficeChanged(Event):
    """An office is called otherwise, or stands elsewhere, from a day on. Days before keep what they had."""

    office: int
    state: int
    shape: OfficeShape
    old: OfficeShape


@_event("offices.succeeded")
class OfficesSucceeded(Event):
    """On a day the duties of some offices went to others: a merger, or a split."""

    on: date
    old: list[int]
    new: list[int]
    closing: list[tuple[int, int, OfficeShape]]


@_event("post.created")
class PostCreated(Event):
    """A post came to be."""

    office: int
    title: str


@_event("post.held")
class PostHeld(Event):
    """A person took a post on a day; who held it before leaves it then."""

    post: int
    person: int
    since: date
    leaving: tuple[int, date] | None = None


@_event("post.delegated")
class PostDelegated(Event):
    """A person may act for a post in these days."""

    post: int
    person: int
    what: str
    since: date
    before: date | None


# --- documents and drafts


@_event("document.registered")
class DocumentRegistered(Event):
    """A document was registered; its text lies among the evidence."""

    kind_of: str
    title: str
    number: str
    issuer: str
    place: str
    year: int
    dated: date | None
    label: str
    digest: str
    first_leads: bool


class DraftShape(Part):
    """One compiled item: place, kind, tense and the whole contract."""

    start: int
    end: int
    kind_of: str
    tense: str
    item: dict[str, Any]


@_event("document.compiled")
class DocumentCompiled(Event):
    """The compiler's drafts of a document, by which rulebook."""

    document: int
    rulebook: str
    drafts: list[DraftShape]


# --- commitments


class Passage(Part):
    """Where a document says it."""

    document: int
    start: int
    end: int
    quote: str


class Shape(Part):
    """What a commitment is, as `CommitmentState` has it."""

    kind_of: str
    text: str
    section: str = ""
    label: str = "public"
    standing: str = "open"
    rhythm: str
    parent: int | None = None
    indicator: int | None = None
    what: str = ""
    relation: str = ""
    value: Number | None = None
    value_high: Number | None = None
    unit: str = ""
    measure: str = ""
    direction: str = ""
    scope: str = ""


class DueShape(Part):
    """A day by which something is owed."""

    day: date
    what: str = ""
    continuous: bool = False


class Undertaking(Part):
    """One commitment as it enters the ledger."""

    number: str
    year: int
    shape: Shape
    sources: list[Passage]
    dues: list[DueShape]


class DraftsDecided(Part):
    """What became of some drafts: a verdict, and for which undertaking of the same event (by its place)."""

    drafts: list[int]
    verdict: str
    reason: str = ""
    undertaking: int | None = None


@_event("commitments.accepted")
class CommitmentsAccepted(Event):
    """Undertakings entered the ledger, from decided drafts or straight from a document; others were excluded."""

    undertakings: list[Undertaking]
    decisions: list[DraftsDecided]


@_event("source.added")
class SourceAdded(Event):
    """Another document says the same: one commitment, reported once."""

    commitment: int
    source: Passage


@_event("commitment.timed")
class CommitmentTimed(Event):
    """How often it is asked for, and by when it is owed, from now on."""

    commitment: int
    shape: Shape
    adjusted: int | None = None
    dues: list[DueShape]


@_event("commitment.measured")
class CommitmentMeasured(Event):
    """An indicator's figures fill a commitment from now on; its lead is asked only to explain."""

    commitment: int
    shape: Shape
    adjusted: int | None = None


@_event("commitment.split")
class CommitmentSplit(Event):
    """Parts of a commitment, each for one office (a county, a bureau)."""

    parent: int
    parts: list[Undertaking]
    leads: list[int]


class AssignmentShape(Part):
    """An office's part."""

    office: int
    part: str
    owes: str = ""


class LeaderShape(Part):
    """A leader's post and how it answers."""

    post: int
    role: str


class Assigning(Part):
    """Who answers for a commitment, in order, instead of whoever did before (`replaces`)."""

    commitment: int
    offices: list[AssignmentShape]
    leaders: list[LeaderShape]
    replaces: bool


@_event("commitments.assigned")
class CommitmentsAssigned(Event):
    """Who answers for these commitments from now on."""

    assignings: list[Assigning]


class NodeShape(Part):
    """A dated observable outcome."""

    outcome: str
    proof: str
    due: date
    stage: str = ""


@_event("nodes.proposed")
class NodesProposed(Event):
    """The lead's plan: one to six nodes, instead of those proposed before."""

    commitment: int
    nodes: list[NodeShape]
    replaces: bool


@_event("nodes.confirmed")
class NodesConfirmed(Event):
    """The supervision office confirmed the plan as it stood."""

    commitment: int
    nodes: list[NodeShape]


@_event("milestones.set")
class MilestonesSet(Event):
    """The path of an output over the year, as filed at acceptance."""

    commitment: int
    path: list[tuple[date, Number]]
    replaces: bool


@_event("change.asked")
class ChangeAsked(Event):
    """Somebody asked to close, adjust or withdraw a commitment."""

    commitment: int
    change: str
    reason: str
    fields: dict[str, Any]
    document: int | None


@_event("change.decided")
class ChangeDecided(Event):
    """Another person approved or refused it. Approved, the commitment is as `shape` says from now on."""

    change: int
    approved: bool
    reason: str
    commitment: int
    shape: Shape | None
    adjusted: int | None


# --- indicators and figures


@_event("indicator.defined")
class IndicatorDefined(Event):
    """A statistic that commitments are measured by."""

    name: str
    unit: str
    measure: str
    adding: str
    release: str
    lag: int | None


@_event("custodian.appointed")
class CustodianAppointed(Event):
    """The office that vouches for an indicator's figures from now on."""

    indicator: int
    office: int
    replaces: bool


class FigureShape(Part):
    """A figure of one place."""

    place: str
    period: str
    revision: int
    value: Number


@_event("figures.entered")
class FiguresEntered(Event):
    """The custodian's figures of one release, for all places."""

    indicator: int
    released: date
    source: str
    figures: list[FigureShape]


# --- filings


@_event("evidence.stored")
class EvidenceStored(Event):
    """A file is among the evidence."""

    digest: str
    name: str
    kind_of: str
    size: int
    label: str


class RequestShape(Part):
    """What needs coordination: one office or one post is asked."""

    what: str
    office: int | None = None
    post: int | None = None
    due: date


@_event("purge.asked")
class PurgeAsked(Event):
    """Somebody asked that a file be removed that should never have been admitted."""

    evidence: int
    reason: str


@_event("purge.decided")
class PurgeDecided(Event):
    """Another person decided; approved, the file is gone, and its digest and the reason stay."""

    purge: int
    digest: str
    approved: bool
    reason: str


class FilingShape(Part):
    """One filing."""

    commitment: int
    office: int
    period: str
    filed: date
    value: Number | None = None
    node: int | None = None
    unchanged: bool = False
    sentence: str = ""
    problem: str = ""
    next_step: str = ""
    evidence: list[int] = []
    requests: list[RequestShape] = []


@_event("progress.filed")
class ProgressFiled(Event):
    """Offices said what they reached: one filing, or the good rows of a spreadsheet."""

    filings: list[FilingShape]


@_event("progress.drafted")
class ProgressDrafted(Event):
    """Handlers wrote what their offices might say."""

    filings: list[FilingShape]


@_event("drafts.signed")
class DraftsSigned(Event):
    """An office's principal signed drafts: they are said."""

    drafts: list[int]
    filings: list[FilingShape]


@_event("drafts.sent_back")
class DraftsSentBack(Event):
    """An office's principal did not sign, and why."""

    drafts: list[int]
    reason: str


class RulingShape(Part):
    """What was made of one filing."""

    filing: int
    accepted: bool
    supported: Number | None = None
    node_supported: bool = False
    reason: str = ""


@_event("filings.ruled")
class FilingsRuled(Event):
    """Supervision accepted filings, with what their evidence bears out, or returned them with a reason."""

    rulings: list[RulingShape]


@_event("request.answered")
class RequestAnswered(Event):
    """Who was asked for coordination answered."""

    request: int
    text: str


# --- cases


class CaseActShape(Part):
    """One thing done in a case: which, on what day, in what role (empty: the system), and what was stated."""

    act: str
    on: date
    role: str = ""
    said: dict[str, str | int] = {}


class CaseStateShape(Part):
    """Where the engine found a case to be, and the office that answers for it from then on."""

    state: str
    final: bool
    office: int


@_event("case.opened")
class CaseOpened(Event):
    """A case was opened under an edition of a procedure, by its first act."""

    number: str
    procedure: str
    edition: int
    digest: str
    place: str
    commitment: int | None = None
    document: int | None = None
    request: int | None = None
    about: int | None = None
    act: CaseActShape
    becomes: CaseStateShape


@_event("case.acted")
class CaseActed(Event):
    """Something was done in a case; `becomes` is empty where it stayed where it was, with the same office."""

    case: int
    order: int
    act: CaseActShape
    becomes: CaseStateShape | None = None


@_event("mechanism.set")
class MechanismSet(Event):
    """The place decided a parameter of a mechanism, or with no parameter whether it is switched on (1) or off (0)."""

    procedure: str
    parameter: str = ""
    since: date
    value: int
    basis: str
