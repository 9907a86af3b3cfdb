"""Tables of signing in. No name stands here: a person's name is in the ledger's erasable store and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from luoshi.ledger.models import Person, Personal


class UserManager(BaseUserManager):
    """Finds accounts by what people type to sign in."""


class User(AbstractBaseUser):
    """The account of a person of the ledger; `username` is the person's number, as it is typed."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField("人员编号", max_length=20, unique=True)
    closed = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    @property
    def is_active(self) -> bool:
        """Whether this person may come in: the account is not closed, and the name was not erased."""
        return self.closed is None and Personal.objects.filter(person_id=self.person_id).exists()

    def get_full_name(self) -> str:
        """The name, as the erasable store has it; empty once it was erased."""
        return Personal.objects.filter(person_id=self.person_id).values_list("name", flat=True).first() or ""


class Secret(models.Model):
    """Something that is shown once and kept as its digest: until when it holds."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    # When it was used up (an invitation) or taken back (a token).
    ended = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def holds(self) -> bool:
        """Whether it can still be used."""
        return self.ended is None and self.expires > datetime.now(UTC)


class Invitation(Secret):
    """A code that lets a person set a password, once."""


class Token(Secret):
    """A key for programs that act as a person."""

    name = models.CharField(max_length=60)


class ReadLog(models.Model):
    """What an auditor looked at, and on which written order."""

    at = models.DateTimeField()
    person = models.BigIntegerField()
    operation = models.CharField(max_length=40)
    path = models.CharField(max_length=500)
    scope = models.CharField(max_length=700)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="read_log_person")]
