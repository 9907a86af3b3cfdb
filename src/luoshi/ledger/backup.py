"""Backups: the journal, the erasable store and the evidence in one file, from which the tables are folded again.

No lock is needed: the journal only grows, so its beginning up to an entry is the same whenever it is read. What is
restored has been checked entry by entry, and may be another kind of database than the one backed up.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from itertools import chain as joined
from pathlib import Path
from typing import IO, Any

from django.db import transaction

import luoshi
from luoshi.errors import JournalBroken, LedgerError
from luoshi.ledger import guard, journal, store, verify
from luoshi.ledger.actions.offices import personal_digest
from luoshi.ledger.models import Document, Entry, Evidence, Head, Person, Personal, PurgeDecision
from luoshi.ledger.rows import Rows

FORMAT = "luoshi-backup/1"
_FIELDS = (*journal.HEADER, "salt", "payload", "hash")
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    entries: int
    persons: int
    files: int
    root: str


def backup(out: Path, *, progress: Callable[[int], None] | None = None) -> Backup:
    """Write a backup to `out`, which must not exist; the ledger may be in use. Whole or not at all."""
    if out.exists():
        raise LedgerError(f"“{out}”已经有了，备份不覆盖旧文件。请换一个文件名。")
    part = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            made = _write(archive, progress)
        part.replace(out)
    except OSError as error:
        raise LedgerError(
            f"备份没有写成：{error.strerror}。没有留下不完整的文件；请换一个位置再试。"
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return made


def restore(file: Path, *, progress: Callable[[int], None] | None = None) -> Backup:
    """Fold a backup into the empty ledger that is open. Raises LedgerError or JournalBroken; then nothing was restored."""
    if Head.objects.get(id=1).seq:
        raise LedgerError(
            "现在的台账不是空的，不能恢复到里面。请用 LUOSHI_HOME 指定一个新文件夹，先运行 luoshi init。"
        )
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(archive, progress)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise LedgerError(f"“{file}”不是完整的备份文件：{error}。什么也没有恢复；请换一份备份。") from None


def write_journal(out: IO[bytes], *, until: int, withhold: Collection[str] = ()) -> int:
    """Write the journal as lines, up to an entry; payloads of the kinds to `withhold` are left out, their seals stay."""
    count = 0
    for entry in Entry.objects.filter(seq__lte=until).order_by("seq").iterator(chunk_size=_BATCH):
        line = {name: getattr(entry, name) for name in _FIELDS}
        if entry.kind in withhold:
            line["payload"] = None
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        count += 1
    return count


def read_journal(lines: IO[bytes]) -> Iterator[Entry]:
    """The entries of a journal that was written as lines. Raises JournalBroken, naming the line."""
    for number, line in enumerate(lines, start=1):
        try:
            fields = json.loads(line)
            yield Entry(**{name: fields[name] for name in _FIELDS})
        except (ValueError, KeyError, TypeError):
            raise JournalBroken(f"日志文件第 {number} 行不是一条日志。请换一份完整的文件。") from None


def _write(archive: zipfile.ZipFile, progress: Callable[[int], None] | None) -> Backup:
    deposit = verify.deposit()
    with archive.open("journal.jsonl", "w", force_zip64=True) as out:
        write_journal(out, until=deposit.size)
    persons = list(
        Personal.objects.filter(person__entry__lte=deposit.size).values("person_id", "name", "phone", "salt")
    )
    archive.writestr("persons.json", json.dumps(persons, ensure_ascii=False))
    digests = sorted(_digests(deposit.size))
    for count, digest in enumerate(digests, start=1):
        archive.writestr(f"evidence/{digest}", store.fetch(digest))
        if progress:
            progress(count)
    manifest = {
        "format": FORMAT,
        "program": luoshi.__version__,
        "deposit": asdict(deposit),
        "persons": len(persons),
        "files": len(digests),
    }
    archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return Backup(deposit.size, len(persons), len(digests), deposit.root)


def purge_backup(file: Path, digests: Collection[str]) -> int:
    """Take files that were purged out of a backup made before; how many were in it. Whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as new:
            _need_format(json.loads(old.read("manifest.json")))
            kept = json.loads(old.read("purged.json")) if "purged.json" in old.namelist() else []
            gone = {f"evidence/{digest}" for digest in digests} & set(old.namelist())
            for entry in old.infolist():
                if entry.filename not in gone | {"purged.json"}:
                    with old.open(entry) as bytes_in, new.open(entry, "w", force_zip64=True) as bytes_out:
                        shutil.copyfileobj(bytes_in, bytes_out)
            now = sorted({*kept, *(Path(name).name for name in gone)})
            new.writestr("purged.json", json.dumps(now))
        part.replace(file)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise LedgerError(f"“{file}”没有改成：{error}。原来的备份没有动；请核对文件再试。") from None
    finally:
        part.unlink(missing_ok=True)
    return len(gone)


def purged() -> set[str]:
    """The digests of files that two persons decided to remove."""
    return set(PurgeDecision.objects.filter(approved=True).values_list("digest", flat=True))


def _digests(until: int) -> set[str]:
    """The files that have to be there."""
    tables = (Document, Evidence)
    named = joined(*(t.objects.filter(entry__lte=until).values_list("digest", flat=True) for t in tables))
    return set(named) - purged()


def _read(archive: zipfile.ZipFile, progress: Callable[[int], None] | None) -> Backup:
    manifest = json.loads(archive.read("manifest.json"))
    _need_format(manifest)
    deposit = verify.Deposit(**manifest["deposit"])
    files = [name for name in archive.namelist() if name.startswith("evidence/")]
    for count, name in enumerate(files, start=1):
        if store.keep(archive.read(name)) != Path(name).name:
            raise JournalBroken(f"备份里的材料 {name} 和登记的不符。什么也没有恢复；请换一份备份。")
        if progress:
            progress(count)
    with transaction.atomic(), guard.opened():
        _fold(archive, deposit)
        _persons(json.loads(archive.read("persons.json")))
        gone = set(json.loads(archive.read("purged.json"))) if "purged.json" in archive.namelist() else set()
        _all_there(_digests(deposit.size) - gone)
    return Backup(deposit.size, manifest["persons"], len(files), deposit.root)


def _need_format(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise ValueError(f"格式是 {manifest['format']}，这个程序只认 {FORMAT}")


def _fold(archive: zipfile.ZipFile, deposit: verify.Deposit) -> None:
    rows = Rows()
    with archive.open("journal.jsonl") as lines:
        found = verify.chain(journal.fold(read_journal(lines), rows))
    rows.flush()
    verify.check_deposit(found.leaves, deposit)
    if found.size != deposit.size:
        raise JournalBroken(f"备份里应有 {deposit.size} 条日志，实有 {found.size} 条。请换一份备份。")
    Head.objects.filter(id=1).update(seq=found.size, at=deposit.at, hash=found.hash, row=rows.next)


def _persons(persons: list[dict[str, Any]]) -> None:
    committed = dict(Person.objects.values_list("id", "digest"))
    for one in persons:
        if personal_digest(one["salt"], one["name"], one["phone"]) != committed.get(one["person_id"]):
            raise JournalBroken(
                f"备份里第 {one['person_id']} 号人员的姓名电话和日志里的封存不符。请换一份备份。"
            )
    Personal.objects.bulk_create([Personal(**one) for one in persons], batch_size=200)


def _all_there(digests: set[str]) -> None:
    for digest in digests:
        if not store.where(digest).exists():
            raise JournalBroken(f"备份里缺材料 {digest[:12]}…。什么也没有恢复；请换一份备份。")
