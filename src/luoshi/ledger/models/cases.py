"""Cases (办件): matters with a procedure. Their acts are rows; state and clocks are the engine's reading of these."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.models.commitments import Commitment
from luoshi.ledger.models.documents import Document
from luoshi.ledger.models.journal import Row, Version, unless_ended
from luoshi.ledger.models.offices import Office
from luoshi.ledger.models.progress import Request


class Case(Row):
    """A matter under one edition of a procedure, and what it is about; `place` chooses its parameters."""

    number = models.CharField(max_length=60, unique=True)
    procedure = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    # The definition's file as it was when the case was opened.
    digest = models.CharField(max_length=16)
    place = models.CharField(max_length=60)
    opened = models.DateField()
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="cases")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="cases")
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["procedure", "opened"], name="case_procedure")]


class CaseState(Version):
    """Where a case was from an act on, as the engine found then, and the office that answers for it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="states")
    state = models.CharField(max_length=60)
    final = models.BooleanField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")

    class Meta:
        constraints = [unless_ended("one_state_of_a_case", "case")]
        indexes = [
            models.Index(
                fields=["office"],
                name="case_open_of_office",
                condition=models.Q(until__isnull=True, final=False),
            ),
        ]


class CaseAct(Row):
    """One thing done in a case: who did it is in its entry; an empty role is the system's."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts")
    order = models.PositiveIntegerField()
    act = models.CharField(max_length=60)
    on = models.DateField()
    role = models.CharField(max_length=30)
    said = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="case_act_order")]


class MechanismSetting(Row):
    """What the place decided for a mechanism from a day on: a parameter's value, or with none its switch (1, 0)."""

    procedure = models.CharField(max_length=60)
    parameter = models.CharField(max_length=60)
    since = models.DateField()
    value = models.PositiveIntegerField()
    # The document or decision that it rests on.
    basis = models.CharField(max_length=200)
