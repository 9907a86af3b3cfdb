"""Offices in a dated tree, posts with their holders, and the erasable store of what concerns persons."""

from __future__ import annotations

from django.db import models

from luoshi.ledger.models.journal import Row, Version, one_of, unless_ended


class OfficeKind(models.TextChoices):
    """What an office is to this government: the first two are supervised, the others can only be asked."""

    DEPARTMENT = "department", "本级部门"
    LOWER = "lower", "下级政府"
    PARTY = "party", "党委部门"
    MASS = "mass", "群团组织"
    VERTICAL = "vertical", "垂直管理"


#: Those that answer to a 商请函 and cannot be supervised.
ASKED_ONLY = frozenset({OfficeKind.PARTY, OfficeKind.MASS, OfficeKind.VERTICAL})


class Office(Row):
    """An office, whatever it was called and wherever it stood; what changes is in `OfficeState`."""

    code = models.CharField(max_length=40, unique=True)


class OfficeState(Version):
    """What an office was from a day on: its name, kind and the office above. A day on which it ends closes it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="states")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=OfficeKind.choices)
    above = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    before = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("office_kind", "kind", OfficeKind),
            unless_ended("office_state_per_day", "office", "since"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | models.Q(before__gt=models.F("since")),
                name="office_state_has_days",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="office_name")]


class Succession(Row):
    """Whose duties went to whom on a day: a merger has many before, a split many after."""

    old = models.ForeignKey(Office, models.PROTECT, related_name="+")
    new = models.ForeignKey(Office, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once")]


class Post(Row):
    """A post (职务); it outlives its holder."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "title"], name="post_once")]


class Person(Row):
    """A person, by number. `digest` commits to what `Personal` holds, until that is erased."""

    digest = models.CharField(max_length=64)


class Personal(models.Model):
    """Name and telephone of a person: erasable, and no part of the journal."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="personal")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)


class Holding(Version):
    """Who held a post, from which day to which."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    since = models.DateField()
    before = models.DateField(null=True)

    class Meta:
        constraints = [
            unless_ended("one_holder_at_a_time", "post", before__isnull=True),
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | models.Q(before__gt=models.F("since")),
                name="holding_has_days",
            ),
        ]


class Delegation(Version):
    """Who may act for a post in these days: a leader's secretary, an office's liaison."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    since = models.DateField()
    before = models.DateField(null=True)
