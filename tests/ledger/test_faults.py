"""What goes wrong in an office: nothing that was acknowledged is lost, and the journal still verifies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from servers import Place, Server
from world import World, assigned, build, filed, head

from luoshi.ledger import actions, models, rebuild, store, verify

WRITER = Path(__file__).with_name("writer.py")


def writer(place: Place, world: World, count: int) -> subprocess.Popen[str]:
    """A process of its own that writes filings."""
    arguments = map(str, (world.fields, world.farms, world.clerk.person, count))
    return subprocess.Popen(
        [sys.executable, str(WRITER), *arguments],
        env=place.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kept(lines: list[str]) -> None:
    """Every acknowledged entry is there, with the seal it was acknowledged with."""
    for line in lines:
        seq, seal = line.split()
        assert models.Entry.objects.get(seq=int(seq)).hash == seal


def test_a_kill_in_the_middle_of_writes_loses_nothing_acknowledged(place: Place, tmp_path: Path) -> None:
    world = assigned(build())
    before = head()
    rounds, lines = 0, list[str]()
    while len(lines) < 200 and rounds < 40:
        rounds += 1
        process = writer(place, world, 200)
        assert process.stdout
        wanted = random.randrange(3, 40)
        for line in process.stdout:
            lines.append(line)
            wanted -= 1
            if not wanted:
                process.send_signal(signal.SIGKILL)
        process.communicate()
    kept(lines)
    assert len(lines) >= 200
    assert verify.verify().size >= before + len(lines)
    found = rebuild.rebuild(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}")
    assert found.different == ()


def test_eight_writers_at_once_take_turns(place: Place) -> None:
    world = assigned(build())
    before = head()
    processes = [writer(place, world, 25) for _ in range(8)]
    lines = []
    for process in processes:
        out, errors = process.communicate(timeout=200)
        assert process.returncode == 0, errors
        lines += out.splitlines()
    kept(lines)
    assert (len(lines), head()) == (200, before + 200)
    assert verify.verify().size == head()


def test_a_clock_set_back_does_not_turn_time_round(place: Place) -> None:
    world = build()
    now = datetime.now(UTC) + timedelta(hours=1)
    first = actions.create_post(world.clerk, office=world.farms, title="局长", now=now)
    second = actions.create_post(
        world.clerk, office=world.farms, title="副局长", now=now - timedelta(days=400)
    )
    assert second.entry.at == first.entry.at
    assert verify.verify().size == head()


def test_a_failed_write_leaves_nothing_behind(place: Place) -> None:
    world = assigned(build())
    before = head(), models.Filing.objects.count()

    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if 'INSERT INTO "ledger_filing"' in sql:
            raise DatabaseError("no more")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(DatabaseError, match="no more"):
        filed(world, "3")
    assert (head(), models.Filing.objects.count()) == before
    filed(world, "4")
    assert verify.verify().size == before[0] + 1


def _fill(world: World, numbers: Iterator[int]) -> None:
    for _ in numbers:
        filed(world, "3")


def test_a_full_disk_refuses_the_act_whole(sqlite_place: Place) -> None:
    world = assigned(build())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    numbers = iter(range(2000))
    with pytest.raises(DatabaseError, match="full"):
        _fill(world, numbers)
    assert models.Filing.objects.count() == next(numbers) - 1
    assert verify.verify().size == head()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    filed(world, "4")
    assert verify.verify().size == head()


def test_a_full_disk_stores_a_file_whole_or_not_at_all(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build()

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            actions.store_evidence(world.clerk, b"scan", name="验收单.pdf", kind="acceptance")
    assert models.Evidence.objects.count() == 0
    assert not [
        f for f in (sqlite_place.home / "evidence").rglob("*") if f.is_file() and f.name.startswith(".new")
    ]
    actions.store_evidence(world.clerk, b"scan", name="验收单.pdf", kind="acceptance")
    assert store.fetch(models.Evidence.objects.get().digest) == b"scan"


def test_a_database_that_goes_and_comes_back_has_all_that_was_acknowledged(
    postgres_place: Place, server: Server
) -> None:
    world = assigned(build())
    filed(world, "3")
    before = head()
    server.stop()
    with pytest.raises(DatabaseError):
        filed(world, "4")
    server.start()
    connections["default"].close()
    assert head() == before
    filed(world, "5")
    assert verify.verify().size == before + 1
    assert models.Filing.objects.latest("id").value == Decimal(5)
