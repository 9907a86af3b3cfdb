"""Long jobs: put into the outbox in the transaction that asks for them, carried out by one worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from luoshi.errors import LuoshiError
from luoshi.ledger.models import Outbox

Job = Callable[..., object]
#: A job begun longer ago than this was cut off, and is taken again: jobs may run twice, and must bear it.
_LOST = timedelta(hours=1)


def put(task: str, **arguments: Any) -> None:
    """Ask for a job; in a sitting it is asked for only if the act is written."""
    Outbox.objects.create(task=task, arguments=arguments, created=datetime.now(UTC))


def work(jobs: Mapping[str, Job], *, now: datetime | None = None) -> int:
    """Carry out what waits, in the order asked; how many were done. A job that fails keeps its reason and stays undone."""
    done = 0
    while (row := _take(now or datetime.now(UTC))) is not None:
        try:
            jobs[row.task](**row.arguments)
        except LuoshiError as error:
            row.error = str(error)
        except KeyError:
            row.error = f"这个程序不会办“{row.task}”。请换用完整的程序。"
        row.finished = datetime.now(UTC)
        row.save(update_fields=["finished", "error"])
        done += not row.error
    return done


def _take(now: datetime) -> Outbox | None:
    """The first job that nobody is at, now begun; two workers never take the same."""
    with transaction.atomic():
        waiting = Outbox.objects.filter(
            Q(started__isnull=True) | Q(started__lt=now - _LOST), finished__isnull=True
        )
        row = waiting.select_for_update(skip_locked=True).order_by("id").first()
        if row is not None:
            row.started = now
            row.save(update_fields=["started"])
        return row
