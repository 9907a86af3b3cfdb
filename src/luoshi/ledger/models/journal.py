"""The journal's own tables, and what every other table takes from it: when a row was known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


class Entry(models.Model):
    """One act, sealed to the one before it. Append only: the database refuses any change (see guard)."""

    seq = models.BigIntegerField(primary_key=True)
    # Canonical text, because what is sealed is its bytes. UTC, never earlier than the entry before.
    at = models.CharField(max_length=27)
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    # Who acted, in which post, as the post was called then. Names stand in `Personal` only.
    actor = models.BigIntegerField(null=True)
    post = models.CharField(max_length=120)
    # The first number that rows of this entry may take: a hole in the journal shifts no other row.
    row = models.BigIntegerField()
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64)
    # What a caller named its request: the same request sent twice is done once.
    request = models.CharField(max_length=64, null=True)
    payload_digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    # RFC 8785, decimals as strings; null where it was withheld from this copy.
    payload = models.TextField(null=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="entry_request_once", condition=models.Q(request__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["at"], name="entry_at")]


class Head(models.Model):
    """The end of the journal: one row, locked by whoever writes. A convenience; `verify` reads the entries."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    at = models.CharField(max_length=27)
    hash = models.CharField(max_length=64)
    row = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one")]


class Outbox(models.Model):
    """A long job, put here in the transaction that asks for it and taken by one worker."""

    task = models.CharField(max_length=60)
    arguments = models.JSONField()
    created = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="outbox_open", condition=models.Q(finished__isnull=True)),
        ]


class Amount(models.TextField):
    """A `Decimal` kept as its plain text: SQLite's numbers would round it."""

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else f"{Decimal(value):f}"


class Row(models.Model):
    """A fact that came with an entry and stays."""

    id = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class VersionQuerySet(models.QuerySet):
    """Rows that may be superseded: those that hold now, or those known at an entry."""

    def current(self) -> VersionQuerySet:
        """What is known now."""
        return self.filter(until__isnull=True)

    def known(self, seq: int | None) -> VersionQuerySet:
        """What was known once entry `seq` had been written; `None` means now."""
        if seq is None:
            return self.current()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=seq), entry__lte=seq)


class Version(Row):
    """A fact that a later entry may end: the row stays, `until` says by which entry."""

    until = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+", db_index=False)
    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True


def unless_ended(name: str, *fields: str, **also: Any) -> models.UniqueConstraint:
    """One row at a time for these fields, among those that hold now."""
    return models.UniqueConstraint(fields=fields, name=name, condition=models.Q(until__isnull=True, **also))


def one_of(name: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """The database, too, knows which values a field may have."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
