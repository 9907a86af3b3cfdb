"""Opens a ledger for work: Django set up, tables up to date, guards in place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from luoshi.errors import LedgerError
from luoshi.ledger import home

if TYPE_CHECKING:
    from luoshi.ledger.journal import Actor


#: The settings of the ledger alone: all that most commands need, and quick to load.
ALONE = "luoshi.ledger.settings"


def setup(settings: str = ALONE) -> None:
    """Have Django read its settings; nothing is opened yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    import django

    django.setup()


def init(settings: str = ALONE) -> bool:
    """Make the ledger, or bring its tables up to date. Whether it is new."""
    home.create(home.folder())
    setup(settings)
    return migrate("default")


def migrate(using: str) -> bool:
    """Bring the tables of a database up to date, with their guards. Whether they are new."""
    from django.core.management import call_command
    from django.db import connections

    from luoshi.ledger import guard, journal

    new = "ledger_entry" not in connections[using].introspection.table_names()
    with guard.opened():
        call_command("migrate", database=using, verbosity=0, interactive=False)
    guard.protect(using)
    journal.start(using)
    return new


def open_ledger(settings: str = ALONE) -> None:
    """Open the ledger that `init` made. Raises LedgerError where there is none, or its tables are of another version."""
    home.need(home.folder())
    setup(settings)
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from luoshi.ledger import guard

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise LedgerError(
            f"连不上台账的数据库：{str(error).splitlines()[0]}。请检查 LUOSHI_DATABASE_URL，以及数据库是否在运行。"
        ) from None
    if pending:
        raise LedgerError("台账的表和程序的版本不一致。请先运行 luoshi init 升级（升级前请先备份）。")
    guard.check()


def operator() -> Actor:
    """Who acts on the command line where nobody else is named: the machine's operator, no person of the ledger."""
    from luoshi.ledger.journal import Actor

    return Actor(None, "命令行操作员")
