"""Commitments: what was undertaken, where it was said, who answers, by when and through which steps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoshi.ledger.models.documents import Document, Label
from luoshi.ledger.models.journal import Amount, Row, Version, one_of, unless_ended
from luoshi.ledger.models.offices import Office, Post


class CommitmentKind(models.TextChoices):
    """What is undertaken: an amount, named works, a thing to do. A principle is asked of nobody."""

    TARGET = "target", "目标"
    PROJECT = "project", "项目"
    ACTION = "action", "举措"
    PRINCIPLE = "principle", "原则"


class Rhythm(models.TextChoices):
    """How often an office is asked."""

    MONTH = "month", "按月"
    QUARTER = "quarter", "按季"
    HALF = "half", "半年"
    NODE = "node", "按节点"
    YEAR = "year", "按年"
    NEVER = "never", "不要求"


class Standing(models.TextChoices):
    """Whether it is still owed. Withdrawn stays visible as withdrawn."""

    OPEN = "open", "在办"
    CLOSED = "closed", "办结"
    WITHDRAWN = "withdrawn", "撤销"


class Part(models.TextChoices):
    """How an office takes part. Who can only be asked is asked, never supervised."""

    LEAD = "lead", "牵头"
    JOINT = "joint", "共同负责"
    SUPPORT = "support", "配合"
    ASKED = "asked", "商请"


class LeaderRole(models.TextChoices):
    """The kinds of leader, kept apart."""

    LEAD = "lead", "牵头领导"
    CHARGE = "charge", "分管领导"
    SPONSOR = "sponsor", "包联领导"
    FIRST = "first", "第一责任人"
    PERSON = "person", "具体责任人"


class Proof(models.TextChoices):
    """The kind of document that proves a node."""

    ISSUED = "issued", "印发文件"
    MINUTES = "minutes", "会议纪要"
    APPROVAL = "approval", "批复"
    CONTRACT = "contract", "合同"
    ACCEPTANCE = "acceptance", "验收材料"
    STATISTICS = "statistics", "统计报表"
    VOUCHER = "voucher", "拨付凭证"


class Stage(models.TextChoices):
    """How far named works are."""

    SIGN = "sign", "签约"
    START = "start", "开工"
    BUILD = "build", "建设"
    COMPLETE = "complete", "建成"
    OPERATE = "operate", "投产"
    CAPACITY = "capacity", "达效"


class Commitment(Row):
    """An undertaking in the ledger, from one or more sources. What may change of it is in `CommitmentState`."""

    number = models.CharField(max_length=30, unique=True)
    year = models.PositiveSmallIntegerField()


class CommitmentState(Version):
    """A commitment as it was known: text, what is promised, how often it is asked for, whether it is still owed."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="states")
    kind = models.CharField(max_length=10, choices=CommitmentKind.choices)
    text = models.TextField()
    section = models.CharField(max_length=300)
    label = models.CharField(max_length=20, choices=Label.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    parent = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="+")
    indicator = models.ForeignKey("ledger.Indicator", models.PROTECT, null=True, related_name="+")
    # What is promised of an amount, with the names and meanings of the compiled target.
    what = models.CharField(max_length=200)
    relation = models.CharField(max_length=10)
    value = Amount(null=True)
    value_high = Amount(null=True)
    unit = models.CharField(max_length=30)
    measure = models.CharField(max_length=10)
    direction = models.CharField(max_length=10)
    scope = models.CharField(max_length=120)
    # The state an approved change replaced: an adjusted target keeps its original beside it.
    adjusted = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("commitment_kind", "kind", CommitmentKind),
            one_of("commitment_rhythm", "rhythm", Rhythm),
            one_of("commitment_standing", "standing", Standing),
            one_of("commitment_label", "label", Label),
            unless_ended("one_state_per_commitment", "commitment"),
            models.CheckConstraint(
                condition=~Q(kind="target") | Q(value__isnull=False), name="target_has_amount"
            ),
            models.CheckConstraint(
                condition=~Q(kind="principle") | Q(rhythm="never"), name="principle_is_asked_of_nobody"
            ),
        ]
        indexes = [
            models.Index(
                fields=["standing", "kind"], name="commitment_current", condition=Q(until__isnull=True)
            ),
            models.Index(fields=["parent"], name="commitment_parent", condition=Q(until__isnull=True)),
            models.Index(fields=["indicator"], name="commitment_indicator", condition=Q(until__isnull=True)),
        ]


class Source(Row):
    """A passage of a registered document that says so."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="sources")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "document", "start"], name="source_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="source_has_text"),
        ]


class Due(Version):
    """A day by which something is owed; `continuous` work goes on after it, all year."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="dues")
    day = models.DateField()
    what = models.CharField(max_length=200)
    continuous = models.BooleanField()

    class Meta:
        constraints = [unless_ended("due_once", "commitment", "day", "what")]


class Milestone(Version):
    """Where an output should stand on a day, as filed when the commitment was accepted."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones")
    day = models.DateField()
    value = Amount()

    class Meta:
        constraints = [unless_ended("milestone_once", "commitment", "day")]


class Node(Version):
    """A dated observable outcome, with the kind of document that proves it; of works, the stage it is."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="nodes")
    order = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=300)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    due = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default="")
    confirmed = models.BooleanField()

    class Meta:
        constraints = [
            unless_ended("node_order", "commitment", "order"),
            one_of("node_proof", "proof", Proof),
            models.CheckConstraint(condition=Q(stage="") | Q(stage__in=Stage.values), name="node_stage"),
            models.CheckConstraint(condition=Q(order__gte=1, order__lte=6), name="one_to_six_nodes"),
        ]
        indexes = [models.Index(fields=["due"], name="node_due", condition=Q(until__isnull=True))]


class Assignment(Version):
    """What part an office has; a support says what it owes the lead."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="assignments")
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=10, choices=Part.choices)
    order = models.PositiveSmallIntegerField()
    owes = models.CharField(max_length=300)

    class Meta:
        constraints = [
            one_of("assignment_part", "part", Part),
            unless_ended("one_part_per_office", "commitment", "office"),
            unless_ended("one_lead", "commitment", part="lead"),
        ]
        indexes = [
            models.Index(
                fields=["office", "part"], name="assignment_office", condition=Q(until__isnull=True)
            ),
            models.Index(fields=["office", "entry"], name="assignment_as_of"),
        ]


class Leader(Version):
    """The post of a leader who answers for a commitment, and how."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="leaders")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=LeaderRole.choices)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            one_of("leader_role", "role", LeaderRole),
            unless_ended("leader_once", "commitment", "post", "role"),
        ]


class ChangeKind(models.TextChoices):
    """What only two persons together may do."""

    CLOSE = "close", "申请办结"
    ADJUST = "adjust", "调整目标"
    WITHDRAW = "withdraw", "撤销任务"


class Change(Row):
    """A change asked for: closing, adjusting, withdrawing. It takes effect when another person approves it."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    reason = models.TextField()
    # What would be different, by field of CommitmentState, and the document that allows it.
    fields = models.JSONField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("change_kind", "kind", ChangeKind),
            models.CheckConstraint(
                condition=~Q(kind="adjust") | Q(document__isnull=False), name="adjustment_has_document"
            ),
        ]


class ChangeDecision(Row):
    """Whether a change was approved, by another person than asked for it."""

    change = models.OneToOneField(Change, models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    reason = models.TextField()
