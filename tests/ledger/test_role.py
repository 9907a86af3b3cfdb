"""On PostgreSQL the program works under an account that can append to the journal and cannot rewrite it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal

import psycopg
import pytest
from servers import Place, Server
from test_stored import DAY, fresh, kept
from world import assigned, build, filed

from luoshi.errors import LedgerError
from luoshi.evaluation import stored
from luoshi.ledger import actions, guard, models, verify


@pytest.fixture
def role(server: Server) -> Iterator[str]:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE clerk LOGIN")
        yield "clerk"


@pytest.fixture(autouse=True)
def dropped(server: Server, postgres_place: Place) -> Iterator[None]:
    yield
    with psycopg.connect(postgres_place.url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'clerk'").fetchone():
            connection.execute("DROP OWNED BY clerk")
            connection.execute("DROP ROLE clerk")


def as_clerk(place: Place) -> str:
    return place.url.replace("//luoshi@", "//clerk@")


def test_every_day_s_work_is_possible(
    postgres_place: Place, role: str, open_database: Callable[[str], None]
) -> None:
    guard.grant(role)
    assert guard.can_rewrite()
    open_database(as_clerk(postgres_place))
    assert not guard.can_rewrite()
    world = assigned(build())
    number = filed(world, "3")
    actions.rule_filings(world.chief, [{"filing": number, "accepted": True, "supported": Decimal(3)}])
    actions.erase_person(world.clerk, world.chief.person, reason="本人申请")
    stored.refresh(DAY)
    assert kept() == fresh(DAY)
    assert verify.verify().size == models.Head.objects.get().seq


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET post = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_entry_no_change ON ledger_entry",
        "CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "SET session_replication_role = replica",
        "DELETE FROM ledger_filing",
        "DROP TABLE ledger_filing",
        "DELETE FROM django_migrations",
    ],
)
def test_the_account_cannot_rewrite(postgres_place: Place, role: str, statement: str) -> None:
    build()
    guard.grant(role)
    with (
        psycopg.connect(as_clerk(postgres_place), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_an_account_that_would_not_be_held_is_refused(postgres_place: Place) -> None:
    with pytest.raises(LedgerError, match="没有“nobody_at_all”这个账号"):
        guard.grant("nobody_at_all")
    with pytest.raises(LedgerError, match="超级用户"):
        guard.grant("luoshi")


def test_init_grants_and_says_so(postgres_place: Place, role: str) -> None:
    command = [sys.executable, "-m", "luoshi.cli", "init", "--application-role", role]
    done = subprocess.run(
        command, env=postgres_place.environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "LUOSHI_DATABASE_URL" in done.stdout
