"""Writes the journal of this version, to be rebuilt by all later ones: `python tests/ledger/write_golden.py VERSION`."""

from __future__ import annotations

import json
import os
import sys
import tempfile

from luoshi.ledger import opening


def write(version: str) -> None:
    """Act once in every way in a small city, and keep its journal."""
    from test_actions import CALLS
    from test_golden import FOLDER, tables
    from world import build, head

    from luoshi.errors import LedgerError
    from luoshi.ledger import backup

    world = build()
    last = ("succeed_offices", "ask_change", "decide_change", "erase_person")
    for name in (*(n for n in CALLS if n not in (*last, "accept_drafts")), *last):
        try:
            CALLS[name](world)
        except LedgerError:
            continue  # an earlier one has done it already
    file = FOLDER / f"{version}.jsonl"
    with file.open("xb") as out:
        backup.write_journal(out, until=head())
    file.with_suffix(".tables.json").write_text(json.dumps(tables(), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    os.environ["LUOSHI_HOME"] = tempfile.mkdtemp()
    os.environ.pop("LUOSHI_DATABASE_URL", None)
    opening.init()
    write(sys.argv[1])
