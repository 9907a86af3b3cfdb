"""Rows on their way into the tables: numbered in the order in which events make them, written in batches."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import connections, models

from luoshi.errors import Conflict
from luoshi.ledger.models import Entry

_BATCH = 2000


class Rows:
    """What applying events asks of the tables: add a row, end rows. Numbers come from the entry, so that a rebuild gives the same."""

    def __init__(self, using: str = "default") -> None:
        self.using = using
        self.seq = 0
        self.next = 1
        self._waiting: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._count = 0

    def begin(self, entry: Entry) -> None:
        """What follows belongs to this entry."""
        self.seq, self.next = entry.seq, entry.row
        self._wait(entry)

    def add(self, model: type[models.Model], **fields: Any) -> int:
        """Add a row; its number."""
        number, self.next = self.next, self.next + 1
        self._wait(model(id=number, entry_id=self.seq, **fields))
        return number

    def end(self, model: type[models.Model], *, expect: int | None = None, **where: Any) -> int:
        """End the rows that hold now. Raises Conflict where there are not as many as expected: somebody was faster."""
        self.flush()
        count = model.objects.using(self.using).current().filter(**where).update(until_id=self.seq)
        if expect is not None and count != expect:
            raise Conflict("这条内容刚刚被别人改过，你的改动没有写入。请重新打开，看过新的内容再改。")
        return int(count)

    def erase(self, model: type[models.Model], **where: Any) -> None:
        """Remove rows of the erasable store."""
        self.flush()
        model.objects.using(self.using).filter(**where).delete()

    def flush(self) -> None:
        """Write what waits, what is referred to before what refers.

        The database would accept any order until the transaction ends; but while a reference is open, SQLite looks
        through every table that refers to an entry whenever one is added.
        """
        for model, rows in sorted(self._waiting.items(), key=lambda waiting: _rank(waiting[0])):
            model.objects.using(self.using).bulk_create(rows, batch_size=_per_statement(self.using, model))
        self._waiting.clear()
        self._count = 0

    def _wait(self, row: models.Model) -> None:
        self._waiting[type(row)].append(row)
        self._count += 1
        if self._count >= _BATCH:
            self.flush()


@cache
def _ranks() -> dict[type[models.Model], int]:
    """The order in which rows can be written so that no reference is open."""
    tables = list(apps.get_app_config("ledger").get_models())
    refers = {
        table: {f.related_model for f in table._meta.concrete_fields if f.is_relation} - {table}
        for table in tables
    }
    return {table: at for at, table in enumerate(TopologicalSorter(refers).static_order())}


def _rank(table: type[models.Model]) -> int:
    return _ranks()[table]


def _per_statement(using: str, model: type[models.Model]) -> int:
    """As many rows as a statement can take values for."""
    most = connections[using].features.max_query_params or 60_000
    return max(1, most // len(model._meta.concrete_fields))
