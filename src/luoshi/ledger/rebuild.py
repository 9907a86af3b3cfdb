"""Folds the journal into an empty database, and compares two databases table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models, transaction

from luoshi.errors import LedgerError
from luoshi.ledger import guard, journal, settings, verify
from luoshi.ledger.models import Head, Outbox, Personal, Preflight
from luoshi.ledger.opening import migrate
from luoshi.ledger.rows import Rows

#: Not made by the journal: waiting jobs, what reading evidence found (read again by the worker), and the erasable
#: store, which comes from backup and is checked by digest.
NOT_REBUILT = (Outbox, Personal, Preflight)
_TARGET = "rebuilt"
_STEP = 1000


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild gave: entries folded, those left as holes, and the tables that differ from the original."""

    size: int
    holes: tuple[int, ...]
    tables: tuple[str, ...]
    different: tuple[str, ...]


def rebuild(url: str, *, progress: Callable[[int], None] | None = None) -> Rebuilt:
    """Fold the journal into the empty database at `url`, and compare. Raises LedgerError where it is not empty."""
    with database(url) as using:
        if not migrate(using) and Head.objects.using(using).get(id=1).seq:
            raise LedgerError("要重建到的数据库不是空的。请换一个空数据库，以免盖掉里面的内容。")
        holes = _fold(using, progress)
        tables = rebuilt_tables()
        different = tuple(t._meta.db_table for t in tables if not same(t, "default", using))
        size = Head.objects.using(using).get(id=1).seq
    return Rebuilt(size, holes, tuple(t._meta.db_table for t in tables), different)


@contextmanager
def database(url: str) -> Iterator[str]:
    """A second database beside the ledger's own, by its alias."""
    connections.databases[_TARGET] = connections.configure_settings(
        {"default": {}, _TARGET: settings.database(url)}
    )[_TARGET]
    try:
        yield _TARGET
    finally:
        connections[_TARGET].close()
        del connections[_TARGET]
        del connections.databases[_TARGET]


def rebuilt_tables() -> list[type[models.Model]]:
    """The tables that a rebuild gives again."""
    return [model for model in apps.get_app_config("ledger").get_models() if model not in NOT_REBUILT]


def same(model: type[models.Model], one: str, other: str) -> bool:
    """Whether a table holds the same rows in both databases."""
    fields = [f.attname for f in model._meta.concrete_fields]

    def rows(using: str) -> Iterator[tuple[object, ...]]:
        query = model.objects.using(using).order_by("pk").values_list(*fields)
        return query.iterator(chunk_size=_STEP)

    left, right = rows(one), rows(other)
    return (
        all(a == b for a, b in zip(left, right, strict=False))
        and not (next(left, None) or next(right, None))
        and model.objects.using(one).count() == model.objects.using(other).count()
    )


def _fold(using: str, progress: Callable[[int], None] | None) -> tuple[int, ...]:
    holes: list[int] = []
    last = None
    with guard.opened(), transaction.atomic(using=using):
        rows = Rows(using)
        for last in journal.fold(verify.entries(), rows):
            if last.payload is None:
                holes.append(last.seq)
            if progress and last.seq % _STEP == 0:
                progress(last.seq)
        rows.flush()
        if last:
            Head.objects.using(using).filter(id=1).update(
                seq=last.seq, at=last.at, hash=last.hash, row=rows.next
            )
    return tuple(holes)
