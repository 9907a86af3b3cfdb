"""The shapes that the API answers with; amounts are decimal text, days are ISO dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

#: As large as the databases can count.
LARGEST = 2**63 - 1
Number = Annotated[int, Field(ge=1, le=LARGEST, description="编号")]
Year = Annotated[int, Field(ge=1949, le=2200, description="年份")]
Limit = Annotated[int, Field(ge=1, le=200, description="一页多少条")]
#: Text that every database can hold.
STORABLE = r"^[^\x00]*$"


class Problem(Schema):
    """What went wrong (RFC 9457): in words, where, and what to do."""

    type: str = Field(description="错误的种类，urn:luoshi:加类名")
    title: str
    status: int
    detail: str = Field(description="什么问题、为什么、怎么办")
    instance: str = Field(description="哪个地址")
    remedy: str = Field(description="怎么办")
    errors: list[dict[str, str]] | None = Field(None, description="请求里哪里不对")


class Role(Schema):
    """A role held now."""

    role: str
    label: str
    office: int | None
    scope: str


class Me(Schema):
    """Who is signed in."""

    person: int
    name: str
    post: str
    roles: list[Role]
    actions: list[str] = Field(description="可以办的动作")
    reads: list[str] = Field(description="可以看的")


class Status(Schema):
    """One of the three statuses as kept for lists."""

    state: str = Field(description="value、nothing、not_asked、not_due、not_measurable")
    value: str | None
    unit: str


class Line(Schema):
    """A commitment in a list, with how it stood when it was last assessed (null: not yet)."""

    number: str
    year: int
    kind: str
    text: str
    section: str
    standing: str
    rhythm: str
    leads: list[str]
    mark: str | None
    words: str | None
    adjusted: bool | None
    declared: Status | None
    supported: Status | None
    schedule: Status | None


class Assessed(Schema):
    """How far the assessments of a list go; `luoshi work` keeps them up."""

    entry: int
    day: date
    version: str


class Lines(Schema):
    """A page of commitments; `next` is the cursor of the next page, null on the last."""

    items: list[Line]
    next: str | None
    assessed: Assessed | None


class Detail(Schema):
    """One commitment: as exported, as assessed with rules and inputs, and everything beside it."""

    commitment: dict[str, Any] = Field(description="与 luoshi export 相同")
    status: dict[str, Any] = Field(description="与 luoshi status 编号 --json 相同")
    label: str
    nodes: list[dict[str, Any]]
    milestones: list[dict[str, Any]]
    leaders: list[dict[str, Any]]
    parts: list[str]
    changes: list[dict[str, Any]]
    filings: list[Filing] = Field(description="最近的 50 次反馈，新的在前")


class Filing(Schema):
    """What an office said it reached, and what supervision made of it."""

    filing: int
    office: int
    period: str
    filed: date
    value: str | None
    node: int | None
    unchanged: bool
    sentence: str
    problem: str
    next_step: str
    ruling: dict[str, Any] | None
    evidence: list[str] = Field(description="佐证材料的校验值")


class Filings(Schema):
    """A page of filings, the latest first."""

    items: list[Filing]
    next: int | None


class Office(Schema):
    """An office with what it was called in these days."""

    number: int
    code: str
    name: str
    kind: str
    above: int | None
    since: date
    before: date | None


class Offices(Schema):
    """All offices."""

    items: list[Office]


class Owed(Schema):
    """What an office owes; each as `luoshi owed --json` has it."""

    items: list[dict[str, Any]]


class Indicator(Schema):
    """An indicator: who vouches for it, when it is released, how its parts add up."""

    number: int
    name: str
    unit: str
    measure: str
    adding: str
    release: str
    lag: int
    custodian: int | None


class Indicators(Schema):
    """All indicators."""

    items: list[Indicator]


class Figure(Schema):
    """A figure as released, or as revised."""

    place: str
    period: str
    revision: int
    value: str
    released: date
    source: str


class Figures(Schema):
    """The figures of an indicator, first releases and revisions."""

    items: list[Figure]


class Tally(Schema):
    """Commitments under a heading, by mark; `gap` is the mean of what was said and not borne out."""

    name: str
    total: int
    marks: dict[str, int]
    gap: float


class Overview(Schema):
    """The year at a glance."""

    year: int
    by: str
    marks: dict[str, int]
    items: list[Tally]
    assessed: Assessed | None


class Finding(Schema):
    """Something odd about the data, as `luoshi findings --json` has it."""

    number: str | None
    problem: str
    reason: str
    rule: str
    version: str
    sources: list[str]


class Findings(Schema):
    """All that is odd about a year."""

    items: list[Finding]


class Person(Schema):
    """A person, as `luoshi people list --json` has it."""

    person: int
    name: str
    posts: list[str]
    grants: list[dict[str, Any]]


class People(Schema):
    """Everybody."""

    items: list[Person]


class Entry(Schema):
    """An entry of the journal without its payload, as it is sealed."""

    seq: int
    at: str
    kind: str
    version: int
    actor: int | None
    post: str
    row: int
    algorithm: str
    previous: str
    request: str | None
    payload_digest: str
    hash: str


class Entries(Schema):
    """A page of the journal."""

    items: list[Entry]
    next: int | None


class Payload(Schema):
    """What an entry recorded; null where it was withheld from this copy."""

    seq: int
    salt: str
    payload: Any | None


class Deposit(Schema):
    """The end of the journal, as `luoshi deposit` writes it."""

    size: int
    at: str
    hash: str
    root: str
    algorithm: str
    format: str
    line: str


class Proof(Schema):
    """That an entry stands in the journal: the hashes that lead from its seal to the root (RFC 6962)."""

    seq: int
    hash: str
    size: int
    root: str
    algorithm: str
    path: list[str]


class Action(Schema):
    """An action with its parameters; those without default are required."""

    name: str
    meaning: str
    parameters: list[str]
    required: list[str]
    roles: list[str]
    allowed: bool = Field(description="你的角色能不能办；单位里的角色还要看是哪个单位")


class Actions(Schema):
    """All actions."""

    items: list[Action]


class Done(Schema):
    """What an act wrote: its entry, the number of the first thing it made; `again`: it had been done before."""

    entry: int
    number: int
    again: bool


class Stored(Schema):
    """A file among the evidence."""

    number: int
    digest: str
    name: str
    kind: str
    label: str
    size: int
    purged: bool


class Kept(Schema):
    """Where an upload is: stored now, or there already."""

    number: int
    digest: str
    entry: int
    again: bool


Detail.model_rebuild()
