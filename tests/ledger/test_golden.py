"""Journals of earlier versions rebuild for ever: each file here was written by the version it is named for.

To add one for a release: `python tests/ledger/write_golden.py VERSION`. Files that are there are never written again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from servers import Place

from luoshi.ledger import backup, guard, journal, rebuild, verify

FOLDER = Path(__file__).with_name("golden")


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_journal_of_an_earlier_version_gives_the_tables_it_gave_then(place: Place, file: Path) -> None:
    from django.db import transaction

    from luoshi.ledger.rows import Rows

    with transaction.atomic(), guard.opened(), file.open("rb") as lines:
        rows = Rows()
        found = verify.chain(journal.fold(backup.read_journal(lines), rows))
        rows.flush()
    assert found.withheld == 0
    then, now = json.loads(file.with_suffix(".tables.json").read_text("utf-8")), tables()
    assert {name: now[name] for name in then} == then
    assert not [name for name in now.keys() - then.keys() if now[name][0]], "tables that came later are empty"


def tables() -> dict[str, list[object]]:
    """Rows and digest of each table. A column added later holds its default in old rows: name it in a new file."""
    from luoshi.ledger.models import Head

    found: dict[str, list[object]] = {}
    for model in rebuild.rebuilt_tables():
        if model is Head:
            continue
        rows = list(
            model.objects.order_by("pk").values_list(*(f.attname for f in model._meta.concrete_fields))
        )
        text = json.dumps(rows, ensure_ascii=False, default=str, sort_keys=True)
        found[model._meta.db_table] = [len(rows), hashlib.sha256(text.encode()).hexdigest()]
    return found
