"""Reminders: to those whose office owes something, and to nobody else. Asked for in the outbox, written by the worker."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import transaction

from luoshi.evaluation.closeup import tasks
from luoshi.evaluation.models import Reminder
from luoshi.evaluation.owing import Answer
from luoshi.ledger import models as m
from luoshi.ledger import queries
from luoshi.mechanisms.roles import Role

#: The job in the outbox.
JOB = "remind"
#: What falls due within this is reminded of.
WITHIN = timedelta(days=7)
_TO = (Role.OFFICE_HANDLER, Role.OFFICE_PRINCIPAL, Role.COUNTY_COORDINATOR)


def remind(day: str, office: int | None = None) -> int:
    """Say to each office's people what it owes on a day, in place of what was said before; how many were reminded.

    Done again it says the same. Nothing is counted of any person: what is kept is what an office owes.
    """
    on = date.fromisoformat(day)
    owing = m.Assignment.objects.current().filter(part__in=queries.OWING)
    asked = owing if office is None else owing.filter(office_id=office)
    made: list[Reminder] = []
    for number in asked.order_by("office_id").values_list("office_id", flat=True).distinct():
        counts = Counter(task.owed.answer for task in tasks(number, on, within=WITHIN))
        if counts:
            made += [_said(person, number, on, counts) for person in _people(number)]
    with transaction.atomic():
        old = Reminder.objects.all() if office is None else Reminder.objects.filter(office_id=office)
        old.delete()
        Reminder.objects.bulk_create(made)
    return len(made)


def _people(office: int) -> list[int]:
    held = m.Grant.objects.current().filter(office_id=office, role__in=_TO)
    return sorted(set(held.values_list("person_id", flat=True)))


def _said(person: int, office: int, day: date, counts: Counter[Answer]) -> Reminder:
    return Reminder(
        person_id=person,
        office_id=office,
        day=day,
        late=counts[Answer.LATE],
        returned=counts[Answer.RETURNED],
        soon=counts[Answer.OPEN] + counts[Answer.NOT_YET],
    )
