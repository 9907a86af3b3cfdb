"""What was reached: indicators and their figures, filings with evidence, rulings on them, requests upward."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoshi.ledger.models.commitments import Commitment, Node
from luoshi.ledger.models.documents import Label
from luoshi.ledger.models.journal import Amount, Row, Version, one_of, unless_ended
from luoshi.ledger.models.offices import Office, Post


class Adding(models.TextChoices):
    """How the figures of parts make the figure of the whole."""

    SUM = "sum", "相加"
    WEIGHTED = "weighted", "加权平均"
    NEVER = "never", "不可相加"


class Release(models.TextChoices):
    """How often the statistic appears."""

    MONTH = "month", "月度"
    QUARTER = "quarter", "季度"
    HALF = "half", "半年度"
    YEAR = "year", "年度"


class Indicator(Row):
    """A statistic that commitments are measured by."""

    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=30)
    measure = models.CharField(max_length=10)
    adding = models.CharField(max_length=10, choices=Adding.choices)
    release = models.CharField(max_length=10, choices=Release.choices)
    # Days after the period's end until the figure is out; null where the calendar is not known.
    lag = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            one_of("indicator_adding", "adding", Adding),
            one_of("indicator_release", "release", Release),
            models.UniqueConstraint(fields=["name", "measure"], name="indicator_once"),
        ]


class Custody(Version):
    """The office that vouches for an indicator's figures (数据责任单位)."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="custodies")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")

    class Meta:
        constraints = [unless_ended("one_custodian", "indicator")]


class Figure(Row):
    """A figure of a place for a period, entered once for all who use it; a revision stands beside what it revises."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    place = models.CharField(max_length=60)
    period = models.CharField(max_length=8)
    revision = models.PositiveSmallIntegerField()
    value = Amount()
    released = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "period", "revision"], name="figure_revision"
            ),
        ]


class EvidenceKind(models.TextChoices):
    """What a document is, and so what it can bear: a photograph alone closes nothing."""

    ACCEPTANCE = "acceptance", "验收材料"
    STATISTICS = "statistics", "统计报表"
    VOUCHER = "voucher", "拨付凭证"
    NUMBERED = "numbered", "文号文件"
    NOTICE = "notice", "公示公告"
    CONTRACT = "contract", "合同"
    PHOTOGRAPH = "photograph", "照片"
    OTHER = "other", "其他"


class Evidence(Row):
    """A file by its digest, stored once."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    size = models.PositiveBigIntegerField()
    label = models.CharField(max_length=20, choices=Label.choices)

    class Meta:
        constraints = [
            one_of("evidence_kind", "kind", EvidenceKind),
            one_of("evidence_label", "label", Label),
        ]


class Purge(Row):
    """That a file be removed which should never have been admitted; another person decides."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="purges")
    reason = models.TextField()


class PurgeDecision(Row):
    """What was decided; approved, the bytes are gone from the store, and the digest and the reason stay."""

    purge = models.OneToOneField(Purge, models.PROTECT, related_name="decision")
    digest = models.CharField(max_length=64)
    approved = models.BooleanField()
    reason = models.TextField()


class Filing(Row):
    """What an office says it reached: an amount, a node, or that nothing changed; a sentence; evidence."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="filings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    filed = models.DateField()
    value = Amount(null=True)
    node = models.ForeignKey(Node, models.PROTECT, null=True, related_name="+")
    unchanged = models.BooleanField()
    sentence = models.TextField()
    problem = models.TextField()
    next_step = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(node__isnull=False)
                | Q(unchanged=True)
                | ~Q(sentence=""),
                name="filing_says_something",
            ),
        ]
        indexes = [
            models.Index(fields=["commitment", "-id"], name="filing_history"),
            models.Index(fields=["office", "-id"], name="filing_office"),
        ]


class ProgressDraft(Row):
    """A filing that an office's handler wrote; nothing is said until the office's principal signs it."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress_drafts")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    # The filing as it would be, with the names of its event.
    shape = models.JSONField()


class ProgressDraftDecision(Row):
    """What the principal made of a draft: signed, and so a filing, or sent back with a reason."""

    draft = models.OneToOneField(ProgressDraft, models.PROTECT, related_name="decision")
    filing = models.OneToOneField(Filing, models.PROTECT, null=True, related_name="draft")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filing__isnull=False) | ~Q(reason=""), name="draft_back_has_reason"
            ),
        ]


class FilingEvidence(Row):
    """A file put forward with a filing."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "evidence"], name="evidence_once")]


class Preflight(models.Model):
    """What reading a file found of a filing's claim: derived, made again by the worker, no part of the journal."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="preflights")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    why = models.TextField()
    quote = models.TextField()
    place = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "evidence"], name="preflight_once")]


class Ruling(Row):
    """What supervision made of a filing: accepted with what its evidence bears out, or returned with a reason."""

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="ruling")
    accepted = models.BooleanField()
    # The most that the evidence bears out; null is "nothing yet".
    supported = Amount(null=True)
    node_supported = models.BooleanField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted=True) | ~Q(reason=""), name="return_has_reason"),
        ]


class Request(Row):
    """What needs coordination (需协调事项): whom it asks, and until when. The asker is not escalated meanwhile."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="requests")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    what = models.TextField()
    due = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=False) ^ Q(post__isnull=False), name="request_asks_one"
            ),
        ]


class Answer(Row):
    """What was answered to a request."""

    request = models.OneToOneField(Request, models.PROTECT, related_name="answer")
    text = models.TextField()
