"""Registered documents, what the compiler drafted from them, and what people decided of each draft."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.models.journal import Row, Version, one_of, unless_ended


class SourceKind(models.TextChoices):
    """What kind of document gave rise to a commitment."""

    REPORT = "report", "政府工作报告"
    HANDED_DOWN = "handed_down", "上级交办"
    INSTRUCTION = "instruction", "领导批示"
    PLENARY = "plenary", "全体会议"
    EXECUTIVE = "executive", "常务会议"
    MAYORAL = "mayoral", "市长办公会议"
    TOPICAL = "topical", "专题会议"
    LIVELIHOOD = "livelihood", "民生实事清单"
    SUGGESTION = "suggestion", "建议提案"
    FINDING = "finding", "督查审计发现"


class Label(models.TextChoices):
    """Who may read it. State secrets are never stored."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    WORK_SECRET = "work_secret", "工作秘密"


class Verdict(models.TextChoices):
    """What a person decided of a draft."""

    ACCEPTED = "accepted", "采纳"
    CORRECTED = "corrected", "改后采纳"
    SPLIT = "split", "拆分"
    MERGED = "merged", "合并"
    BUNDLED = "bundled", "归并"
    EXCLUDED = "excluded", "不列入"


class Document(Row):
    """A document as registered; its text lies among the evidence, under its digest."""

    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120)
    place = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    dated = models.DateField(null=True)
    label = models.CharField(max_length=20, choices=Label.choices)
    digest = models.CharField(max_length=64)
    # Only where the document says so does the first office named lead; else they answer jointly.
    first_leads = models.BooleanField()

    class Meta:
        constraints = [
            one_of("document_kind", "kind", SourceKind),
            one_of("document_label", "label", Label),
            models.UniqueConstraint(fields=["digest", "kind"], name="document_once"),
        ]


class Draft(Row):
    """One item as the compiler drafted it: the compiled contract, whole."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="drafts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    tense = models.CharField(max_length=10)
    item = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="draft_has_text"),
            models.UniqueConstraint(fields=["document", "start"], name="draft_once"),
        ]


class DraftDecision(Version):
    """What was decided of a draft, and the commitment that came of it."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    commitment = models.ForeignKey("ledger.Commitment", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("decision_verdict", "verdict", Verdict),
            unless_ended("decision_per_draft", "draft", "commitment"),
            models.CheckConstraint(
                condition=~models.Q(verdict="excluded") | ~models.Q(reason=""), name="exclusion_has_reason"
            ),
        ]
