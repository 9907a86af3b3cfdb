"""Who calls: a signed-in person with the roles held now, and what of the ledger this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from luoshi.ledger import models as m
from luoshi.ledger import permissions
from luoshi.ledger.journal import Actor
from luoshi.ledger.models.documents import Label
from luoshi.mechanisms.roles import IN_OFFICE, Role

#: Who sees what is 工作秘密 without having a part in it.
SUPERVISION = frozenset({Role.SUPERVISION_CLERK, Role.SUPERVISION_HEAD})


@dataclass(frozen=True)
class Caller:
    """A person who is signed in; `grants` are the roles held now."""

    person: int
    name: str
    post: str
    grants: tuple[m.Grant, ...]

    @property
    def actor(self) -> Actor:
        """As the journal knows who acts."""
        return Actor(self.person, self.post)

    @property
    def roles(self) -> frozenset[str]:
        """The roles by name."""
        return frozenset(one.role for one in self.grants)

    @cached_property
    def audit(self) -> str:
        """The written orders on which this person audits; empty for who is no auditor."""
        return "；".join(one.scope for one in self.grants if one.role == Role.AUDITOR)

    @cached_property
    def offices(self) -> set[int]:
        """The offices this person belongs to by a role; a county coordinator's reach down."""
        found: set[int] = set()
        for one in self.grants:
            if one.role == Role.COUNTY_COORDINATOR:
                found |= permissions.below(one.office_id)
            elif one.role in IN_OFFICE:
                found.add(one.office_id)
        return found

    @cached_property
    def within(self) -> set[int] | None:
        """The offices to which this person's reading is bound: those of an audit; None is everywhere."""
        if self.roles - {Role.AUDITOR} or any(one.office_id is None for one in self.grants):
            return None
        return set().union(*(permissions.below(one.office_id) for one in self.grants))

    def sees_secrets(self) -> bool:
        """Whether 工作秘密 is shown wherever it stands."""
        return bool(self.roles & SUPERVISION)

    def visible(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of rows that have a `commitment_id`, those of commitments this person may see."""
        if self.within is not None:
            rows = rows.filter(commitment_id__in=_with_part(self.within))
        if self.sees_secrets():
            return rows
        hidden = m.CommitmentState.objects.current().filter(label=Label.WORK_SECRET)
        mine = Q(commitment_id__in=_with_part(self.offices | (self.within or set())))
        mine |= Q(
            commitment_id__in=m.Leader.objects.current()
            .filter(post_id__in=self._posts())
            .values("commitment_id")
        )
        return rows.exclude(commitment_id__in=hidden.exclude(mine).values("commitment_id"))

    def may_see(self, commitment: int) -> bool:
        """Whether this person may see one commitment."""
        return self.visible(m.CommitmentState.objects.filter(commitment_id=commitment)).exists()

    def evidence(self) -> QuerySet[m.Evidence]:
        """The evidence this person may see: not 工作秘密, or put forward by an office of theirs, or stored by them."""
        found = m.Evidence.objects.all()
        if self.within is not None:
            found = found.filter(id__in=_filed_by(self.within))
        if self.sees_secrets():
            return found
        own = self.offices | (self.within or set())
        return found.filter(
            ~Q(label=Label.WORK_SECRET) | Q(id__in=_filed_by(own)) | Q(entry__actor=self.person)
        )

    def _posts(self) -> list[int]:
        today = date.today()
        posts: list[int] = []
        for table in (m.Holding, m.Delegation):
            held = table.objects.current().filter(person_id=self.person, since__lte=today)
            held = held.filter(Q(before__isnull=True) | Q(before__gt=today))
            posts += held.values_list("post_id", flat=True)
        return posts


def caller_of(user: Any) -> Caller:
    """The person behind an account, as things stand now."""
    held = m.Holding.objects.current().filter(person_id=user.person_id, before__isnull=True)
    post = held.values_list("post__title", flat=True).first() or "未任职"
    return Caller(user.person_id, user.get_full_name(), post, tuple(permissions.grants(user.person_id)))


def _with_part(offices: set[int]) -> QuerySet[Any]:
    return m.Assignment.objects.current().filter(office_id__in=offices).values("commitment_id")


def _filed_by(offices: set[int]) -> QuerySet[Any]:
    return m.FilingEvidence.objects.filter(filing__office_id__in=offices).values("evidence_id")
