"""Roles that persons hold: what they may do is in the table of permissions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from luoshi.ledger.models.journal import Version
from luoshi.ledger.models.offices import Office, Person
from luoshi.mechanisms.roles import IN_OFFICE, Role

_ROLES = [(role.value, role.label) for role in Role]
_IN_OFFICE = tuple(role for role in Role if role in IN_OFFICE)


class Grant(Version):
    """A role of a person, for the whole ledger or in an office; an auditor's names the written order it rests on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=_ROLES)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    scope = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "office"],
                name="grant_once",
                condition=Q(until__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(role__in=_IN_OFFICE) | Q(office__isnull=False), name="grant_in_office"
            ),
            models.CheckConstraint(condition=~Q(role=Role.AUDITOR) | ~Q(scope=""), name="audit_has_scope"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="grant_role_known"),
        ]
