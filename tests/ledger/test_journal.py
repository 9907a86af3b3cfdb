"""The journal: what `verify` names as broken, and what only a deposit with a witness detects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from servers import Place
from world import build, head

from luoshi.errors import JournalBroken, LedgerError
from luoshi.ledger import actions, canonical, guard, journal, models, rebuild, verify


@contextmanager
def unguarded() -> Iterator[None]:
    """What somebody with full access to the database can do: take the guards off, and set them again afterwards."""
    with guard.opened(), connection.cursor() as cursor:
        for name in guard._triggers(connection):
            cursor.execute(
                f"DROP TRIGGER {name}{' ON ledger_entry' if connection.vendor == 'postgresql' else ''}"
            )
        yield
    guard.protect()


def tamper(*statements: str) -> None:
    """Change the database behind the ledger's back."""
    with unguarded(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def cut_last() -> None:
    """Take the last act, the creation of a post, out of the journal and the tables."""
    last = head()
    tamper(
        f"DELETE FROM ledger_post WHERE entry_id = {last}",
        f"DELETE FROM ledger_entry WHERE seq = {last}",
        f"UPDATE ledger_head SET seq = {last - 1}, hash = (SELECT hash FROM ledger_entry WHERE seq = {last - 1})",
    )


def rewrite(change: Callable[[models.Entry], None], first: int) -> None:
    """Change an entry and seal it and all that follow anew: a complete rewrite by whoever holds the database."""
    entries = list(models.Entry.objects.order_by("seq"))
    previous = journal.NOTHING
    for entry in entries:
        if entry.seq == first:
            change(entry)
            entry.payload_digest = journal.payload_digest(entry)
        entry.previous = previous
        previous = entry.hash = journal.seal(journal.header(entry), entry.algorithm)
    with unguarded():
        models.Entry.objects.bulk_update(entries, ["payload", "payload_digest", "previous", "hash"])
        models.Head.objects.filter(id=1).update(hash=previous)


def kinder(entry: models.Entry) -> None:
    """Change what an entry says."""
    entry.payload = canonical.text({**canonical.value(entry.payload), "reason": "另一种说法"})


def test_an_untouched_journal_verifies_to_its_root(place: Place) -> None:
    build()
    found = verify.verify()
    assert found.size == head()
    assert found.root == verify.deposit().root


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE ledger_entry SET payload = '{}' WHERE seq = 3", "第 3 条的正文被改过"),
        ("UPDATE ledger_entry SET post = '别人' WHERE seq = 3", "第 3 条的封印不符"),
        ("UPDATE ledger_entry SET at = '2000-01-01T00:00:00.000000Z' WHERE seq = 3", "第 3 条的封印不符"),
        ("UPDATE ledger_entry SET seq = 99 WHERE seq = 3", "缺第 3 条"),
        ("UPDATE ledger_head SET seq = 99", "日志末尾不对"),
    ],
)
def test_verify_names_the_first_broken_entry(place: Place, statement: str, message: str) -> None:
    build()
    if "SET seq = 99 WHERE" in statement:
        tamper(
            "DELETE FROM ledger_person WHERE entry_id = 3",
            "UPDATE ledger_document SET entry_id = 1 WHERE entry_id = 3",
            *[
                f"UPDATE ledger_{t} SET entry_id = 1 WHERE entry_id = 3"
                for t in ("office", "officestate", "grant")
            ],
            statement,
        )
    else:
        tamper(statement)
    with pytest.raises(JournalBroken, match=message):
        verify.verify()


def test_a_deposit_detects_an_edit_that_was_sealed_anew(place: Place) -> None:
    world = build()
    actions.erase_person(world.clerk, world.chief.person, reason="本人申请")
    deposited = verify.deposit()
    rewrite(kinder, head())
    verify.verify()  # by itself the journal looks whole
    with pytest.raises(JournalBroken, match="存证不符"):
        verify.verify(against=deposited)


def test_a_deposit_detects_a_complete_rewrite(place: Place) -> None:
    build()
    deposited = verify.deposit()
    rewrite(lambda entry: setattr(entry, "payload", canonical.text({"digest": "00"})), 1)
    verify.verify()
    with pytest.raises(JournalBroken, match="存证不符"):
        verify.verify(against=deposited)


def test_a_deposit_detects_an_insertion(place: Place) -> None:
    world = build()
    actions.create_post(world.clerk, office=world.farms, title="局长")
    deposited = verify.deposit()
    # Another history of the same length and one more: the last act undone, two others put in its place.
    cut_last()
    actions.create_post(world.clerk, office=world.farms, title="副局长")
    actions.create_post(world.clerk, office=world.farms, title="局长")
    verify.verify()
    with pytest.raises(JournalBroken, match="存证不符"):
        verify.verify(against=deposited)


def test_a_deposit_detects_a_tail_that_was_cut_off(place: Place) -> None:
    world = build()
    actions.create_post(world.clerk, office=world.farms, title="局长")
    deposited = verify.deposit()
    cut_last()
    verify.verify()
    with pytest.raises(JournalBroken, match="截掉了"):
        verify.verify(against=deposited)


def test_a_longer_journal_keeps_its_deposits(place: Place, tmp_path: Path) -> None:
    world = build()
    file = tmp_path / "存证.json"
    file.write_text(verify.dumps(verify.deposit()), "utf-8")
    actions.create_post(world.clerk, office=world.farms, title="局长")
    assert verify.verify(against=verify.read_deposit(file)).deposited == head() - 1
    assert json.loads(file.read_text("utf-8"))["line"].startswith("落实日志存证 ")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"size": 1}', "\x00"])
def test_what_is_no_deposit_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(LedgerError, match="不是存证文件"):
        verify.read_deposit(file)


def test_a_withheld_payload_leaves_a_labelled_hole_and_a_valid_chain(place: Place, tmp_path: Path) -> None:
    world = build()
    post = actions.create_post(world.clerk, office=world.farms, title="局长")
    actions.create_post(world.clerk, office=world.farms, title="副局长")
    tamper(f"UPDATE ledger_entry SET payload = NULL WHERE seq = {post.entry.seq}")
    assert verify.verify().withheld == 1
    found = rebuild.rebuild(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}")
    assert found.holes == (post.entry.seq,)
    assert found.different == (
        "ledger_post",
    )  # the row behind the hole; all others have the numbers they had


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3")
def test_new_entries_can_be_sealed_with_sm3_in_a_journal_of_sha256(place: Place, settings_hash) -> None:
    world = build()
    settings_hash("sm3")
    actions.create_post(world.clerk, office=world.farms, title="局长")
    assert models.Entry.objects.get(seq=head()).algorithm == "sm3"
    assert verify.verify(against=verify.deposit()).size == head()


@pytest.fixture
def settings_hash(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    from django.conf import settings

    return lambda name: monkeypatch.setattr(settings, "LUOSHI_HASH", name)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_filing",
        "INSERT INTO ledger_post (id) VALUES (1)",
        "insert or replace into ledger_entry (seq) values (1)",
        "WITH x AS (SELECT 1) DELETE FROM ledger_post",
        "/* why not */ UPDATE ledger_head SET seq = 0",
        "DROP TABLE ledger_entry",
        "TRUNCATE ledger_entry",
        'ALTER TABLE "ledger_entry" RENAME TO x',
    ],
)
def test_no_write_passes_that_is_no_action(place: Place, sql: str) -> None:
    build()
    with pytest.raises(JournalBroken, match="绕过日志"), connection.cursor() as cursor:
        cursor.execute(sql)
    verify.verify()


def test_reading_and_the_erasable_store_are_open(place: Place) -> None:
    build()
    with connection.cursor() as cursor:
        cursor.execute("WITH x AS (SELECT * FROM ledger_entry) SELECT count(*) FROM x")
        assert cursor.fetchone()[0] == head()
    models.Personal.objects.update(phone="")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entry SET kind = 'x'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry CASCADE"],
)
def test_the_database_itself_refuses_to_change_the_journal(place: Place, statement: str) -> None:
    if statement.startswith("TRUNCATE") and not place.postgres:
        statement = "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry WHERE seq = 1"
    build()
    with pytest.raises(DatabaseError, match="append only"), guard.opened(), connection.cursor() as cursor:
        cursor.execute(statement)
    verify.verify()


def test_a_missing_guard_is_noticed_when_the_ledger_is_opened(place: Place) -> None:
    from luoshi.ledger import opening

    build()
    name = next(iter(guard._triggers(connection)))
    with guard.opened(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{' ON ledger_entry' if place.postgres else ''}")
    for opens in (opening.open_ledger, verify.verify):
        with pytest.raises(JournalBroken, match=name):
            opens()
    opening.migrate("default")
    opening.open_ledger()
