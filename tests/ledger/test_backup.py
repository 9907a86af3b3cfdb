"""Backups: taken while others write, restored whole and checked, on either database."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import Place
from test_faults import writer
from world import assigned, build, filed, head

from luoshi.errors import JournalBroken, LedgerError
from luoshi.ledger import actions, backup, home, models, opening, rebuild, store, verify


@pytest.fixture
def fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_database: Callable[[str], None]
) -> Callable[[], None]:
    """Turn to an empty ledger in a new folder."""

    def turn() -> None:
        folder = tmp_path / "restored"
        monkeypatch.setenv("LUOSHI_HOME", str(folder))
        home.create(folder)
        open_database(f"sqlite:///{folder / 'ledger.sqlite3'}")
        opening.migrate("default")

    return turn


def test_a_restored_ledger_is_the_one_that_was_backed_up(
    place: Place, tmp_path: Path, fresh: Callable[[], None]
) -> None:
    world = assigned(build())
    actions.store_evidence(world.clerk, b"scan", name="验收单.pdf", kind="acceptance")
    actions.erase_person(world.clerk, world.chief.person, reason="本人申请")
    filed(world, "3.10")
    made = backup.backup(tmp_path / "b.zip")
    before = {t: list(t.objects.order_by("pk").values()) for t in rebuild.rebuilt_tables()}
    fresh()
    assert backup.restore(tmp_path / "b.zip") == made
    assert {t: list(t.objects.order_by("pk").values()) for t in rebuild.rebuilt_tables()} == before
    assert [p.name for p in models.Personal.objects.all()] == ["甲某"]
    assert store.fetch(models.Evidence.objects.get().digest) == b"scan"
    assert verify.verify().root == made.root
    filed(world, "4")  # and work goes on


def test_a_backup_under_load_is_whole(place: Place, tmp_path: Path, fresh: Callable[[], None]) -> None:
    world = assigned(build())
    processes = [writer(place, world, 60) for _ in range(3)]
    made = []
    while any(p.poll() is None for p in processes):
        made.append(tmp_path / f"{len(made)}.zip")
        backup.backup(made[-1])
    for process in processes:
        errors = process.communicate()[1]
        assert process.returncode == 0, errors
    assert len({head_of(file) for file in made}) > 1, "nothing was written meanwhile"
    fresh()
    middle = made[len(made) // 2]
    assert backup.restore(middle).entries == head() == head_of(middle)
    verify.verify()


def head_of(file: Path) -> int:
    with zipfile.ZipFile(file) as archive:
        return int(json.loads(archive.read("manifest.json"))["deposit"]["size"])


def change(file: Path, name: str, edit: Callable[[bytes], bytes]) -> None:
    """Change one part of a backup."""
    with zipfile.ZipFile(file) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts[name] = edit(parts[name])
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        ("journal.jsonl", lambda b: b.replace("市统计局".encode(), "市审计局".encode()), "正文被改过"),
        ("journal.jsonl", lambda b: b[: b.rstrip().rindex(b"\n") + 1], "只有"),
        ("journal.jsonl", lambda b: b + b"x\n", "不是一条日志"),
        ("persons.json", lambda b: b.replace("甲某".encode(), "丁某".encode()), "封存不符"),
        ("manifest.json", lambda b: b.replace(b"luoshi-backup/1", b"luoshi-backup/9"), "只认"),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_restored(
    sqlite_place: Place,
    tmp_path: Path,
    fresh: Callable[[], None],
    name: str,
    edit: Callable[[bytes], bytes],
    message: str,
) -> None:
    build()
    file = tmp_path / "b.zip"
    backup.backup(file)
    change(file, name, edit)
    fresh()
    with pytest.raises((JournalBroken, LedgerError), match=message):
        backup.restore(file)
    assert head() == 0
    assert not models.Entry.objects.exists()


def test_a_ledger_with_something_in_it_is_not_restored_over(sqlite_place: Place, tmp_path: Path) -> None:
    build()
    backup.backup(tmp_path / "b.zip")
    with pytest.raises(LedgerError, match="不是空的"):
        backup.restore(tmp_path / "b.zip")
    with pytest.raises(LedgerError, match="不覆盖"):
        backup.backup(tmp_path / "b.zip")


def test_a_journal_can_be_given_away_without_some_payloads(sqlite_place: Place) -> None:
    build()
    out = io.BytesIO()
    backup.write_journal(out, until=head(), withhold={"person.registered"})
    out.seek(0)
    found = verify.chain(backup.read_journal(out))
    assert (found.size, found.withheld, found.root) == (head(), 2, verify.deposit().root)
