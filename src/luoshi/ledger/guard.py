"""What keeps the ledger's tables as the journal made them: a watch on each connection, triggers on the journal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from luoshi.errors import JournalBroken, LedgerError

#: Tables that no entry stands behind: waiting jobs, what reading evidence found (derived), and the erasable store
#: (whose erasing is an action).
EXEMPT = frozenset({"ledger_outbox", "ledger_personal", "ledger_preflight"})
_open: ContextVar[bool] = ContextVar("open", default=False)
_VERB = re.compile(
    r"\s*(?:/\*.*?\*/\s*|--[^\n]*\n\s*)*"
    r"(WITH|INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|MERGE|COPY|ALTER|DROP)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.IGNORECASE)
_TABLE = re.compile(r"\bledger_\w+", re.IGNORECASE)


@contextmanager
def opened() -> Iterator[None]:
    """Let the ledger's tables be written: for the one writer, and for migrations."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Have every statement of this connection looked at. Called for each new connection."""
    if _refuse_writes not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse_writes)


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _open.get():
        table = _written(str(sql))
        if table:
            raise JournalBroken(
                f"有程序想绕过日志改动“{table}”，已经拦下，什么也没有写。台账只能通过 actions 里的动作来改。"
            )
    return execute(sql, params, many, context)


def _written(sql: str) -> str:
    """The first guarded table that a statement would change, or nothing."""
    verb = _VERB.match(sql)
    if not verb or (verb[1].upper() == "WITH" and not _CHANGES.search(sql)):
        return ""
    tables = (t.lower() for t in _TABLE.findall(sql, verb.end()))
    if verb[1].upper() in ("WITH", "ALTER", "DROP", "TRUNCATE"):
        return next((t for t in tables if t not in EXEMPT), "")
    # The others name what they change first; further tables are only read.
    first = next(tables, "")
    return "" if first in EXEMPT else first


_REFUSAL = "ledger_entry is append only"
_SQLITE = {
    f"ledger_entry_no_{verb}": f"CREATE TRIGGER ledger_entry_no_{verb} BEFORE {verb.upper()} ON ledger_entry "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("update", "delete")
}
_POSTGRES = {
    "ledger_entry_no_change": "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry "
    "FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
    # TRUNCATE passes a trigger on rows.
    "ledger_entry_no_truncate": "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_refuse()",
}
_POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
)


def protect(using: str = "default", **_: Any) -> None:
    """Set the journal's triggers again: a migration that rebuilds the table drops them without a word."""
    connection = connections[using]
    if "ledger_entry" not in connection.introspection.table_names():
        return
    with opened(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for name, create in _triggers(connection).items():
            on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
            cursor.execute(create)


def grant(role: str, using: str = "default") -> None:
    """Let a role of PostgreSQL work with the ledger, and no more: of the journal it may only read and append.

    Raises LedgerError on SQLite, for a role that is not there, and for one that owns the tables or is superuser.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise LedgerError("只有 PostgreSQL 才分账号。SQLite 的台账请用文件权限保护。")
    name = connection.ops.quote_name(role)
    with opened(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR pg_has_role(%s, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s",
            [role, role],
        )
        found = cursor.fetchone()
        if found is None:
            raise LedgerError(
                f"数据库里没有“{role}”这个账号。请先由管理员建立：CREATE ROLE {name} LOGIN PASSWORD …。"
            )
        if found[0]:
            raise LedgerError(f"“{role}”是表的主人或者超级用户，限制不住。请另建一个普通账号给程序用。")
        tables = connection.introspection.table_names(cursor)
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in tables:
            cursor.execute(f"GRANT {_granted(table)} ON {connection.ops.quote_name(table)} TO {name}")


def _granted(table: str) -> str:
    if table == "django_migrations":
        return "SELECT"
    if table == "ledger_entry":
        return "SELECT, INSERT"
    # Rows of the ledger end, they are not deleted; what is derived or erasable may go.
    kept = table.startswith("ledger_") and table not in EXEMPT
    return "SELECT, INSERT, UPDATE" if kept else "SELECT, INSERT, UPDATE, DELETE"


def can_rewrite(using: str = "default") -> bool:
    """Whether the account that is used could change the journal's table if somebody took the triggers away."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('ledger_entry', 'UPDATE')")
        return bool(cursor.fetchone()[0])


def missing(using: str = "default") -> list[str]:
    """The triggers that should guard the journal and do not."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return sorted(_triggers(connection).keys() - present)


def check(using: str = "default") -> None:
    """Raise JournalBroken where a trigger is missing."""
    if gone := missing(using):
        raise JournalBroken(
            f"数据库里保护日志的触发器不见了：{'、'.join(gone)}。"
            "日志可能被改过：请先运行 luoshi verify 核对（有存证的加 --against），再运行 luoshi init 重新设置。"
        )


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE
