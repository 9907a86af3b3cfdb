"""Who is known, in which posts and with which roles."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from luoshi.ledger import models as m
from luoshi.ledger import queries


@dataclass(frozen=True, slots=True)
class Known:
    """A person as a list shows it; the name is empty once it was erased."""

    person: int
    name: str
    posts: tuple[str, ...]
    roles: tuple[str, ...]
    grants: tuple[m.Grant, ...]


def listed() -> list[Known]:
    """Everybody, in the order of registration."""
    names = dict(m.Personal.objects.values_list("person_id", "name"))
    offices = queries.office_names()
    posts: defaultdict[int, list[str]] = defaultdict(list)
    held = m.Holding.objects.current().filter(before__isnull=True).select_related("post").order_by("id")
    for one in held:
        posts[one.person_id].append(one.post.title)
    grants: defaultdict[int, list[m.Grant]] = defaultdict(list)
    for grant in m.Grant.objects.current().order_by("id"):
        grants[grant.person_id].append(grant)
    return [
        Known(
            person,
            names.get(person, ""),
            tuple(posts[person]),
            tuple(_said(grant, offices) for grant in grants[person]),
            tuple(grants[person]),
        )
        for person in m.Person.objects.order_by("id").values_list("id", flat=True)
    ]


def plain(one: Known) -> dict[str, Any]:
    """A person as JSON knows it."""
    return {
        "person": one.person,
        "name": one.name,
        "posts": list(one.posts),
        "grants": [
            {"grant": g.id, "role": g.role, "office": g.office_id, "scope": g.scope} for g in one.grants
        ],
    }


def _said(grant: m.Grant, offices: dict[int, str]) -> str:
    where = f"（{offices.get(grant.office_id, '')}）" if grant.office_id else ""
    return f"{grant.get_role_display()}{where}"
