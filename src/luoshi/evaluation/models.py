"""The stored assessments: derived, kept so that a list of a hundred thousand need not be computed to be shown."""

from __future__ import annotations

from django.db import models

from luoshi.evaluation.assessment import State
from luoshi.ledger.models.commitments import Commitment
from luoshi.ledger.models.journal import Amount
from luoshi.ledger.models.offices import Office, Person

_STATES = [(state.value, state.value) for state in State]


class Stored(models.Model):
    """How a commitment stood on `day`, with the rule version and the digest of the facts that say so.

    `urgency` orders the marks (0 is missed); `gap` is how much of the promise was said and not borne out (0 to 1 and
    beyond), 0 where nothing was or where that cannot be said.
    """

    commitment = models.OneToOneField(Commitment, models.PROTECT, primary_key=True, related_name="stored")
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    version = models.CharField(max_length=40)
    inputs = models.CharField(max_length=64)
    mark = models.CharField(max_length=1)
    adjusted = models.BooleanField()
    urgency = models.PositiveSmallIntegerField()
    gap = models.FloatField()
    words = models.TextField()
    declared_state = models.CharField(max_length=20, choices=_STATES)
    declared_value = Amount(null=True)
    supported_state = models.CharField(max_length=20, choices=_STATES)
    supported_value = Amount(null=True)
    schedule_state = models.CharField(max_length=20, choices=_STATES)
    schedule_value = Amount(null=True)
    unit = models.CharField(max_length=30)

    class Meta:
        indexes = [
            models.Index(fields=["year", "urgency", "-gap", "commitment"], name="stored_by_urgency"),
        ]


class Reminder(models.Model):
    """What an office owes, said to somebody who answers for it there; the next round replaces it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    day = models.DateField()
    late = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    # Open now, or due within the days that reminders look ahead.
    soon = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "office"], name="one_reminder")]


class Reached(models.Model):
    """How far the stored assessments go: up to which entry, for which day, by which rules. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    day = models.DateField()
    version = models.CharField(max_length=40)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="reached_is_one")]
