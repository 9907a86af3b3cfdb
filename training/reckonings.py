"""Reckonings that readers annotated, kept stand-off: offsets, verdicts and bare figures; no sentence of a report.

`python training/reckonings.py NAME OLD_ROW NEW_ROW FILE [--held-out]` makes one of what a reader wrote (one object a
line, as the guideline of the annotated reckonings has it).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotate import report

FOLDER = Path(__file__).parent / "reckonings"
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Pair:
    """Two reports of a place and what became of each amount promised in the older one."""

    name: str
    held_out: bool
    old: dict[str, Any]
    new: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


def pairs() -> Iterator[Pair]:
    """Every pair, with the rows as the scorer reads them. Raises SystemExit where a report is another than was read."""
    for file in sorted(FOLDER.glob("*.jsonl")):
        head, *lines = (json.loads(line) for line in file.read_text("utf-8").splitlines())
        reports = [report(head["old"]), report(head["new"])]
        for one, digest in zip(reports, head["digests"], strict=True):
            if _digest(one["text"]) != digest:
                raise SystemExit(f"{file.name}: the report in the corpus is not the one that was read")
        rows = tuple(_row(line, reports[0]["text"]) for line in lines)
        yield Pair(file.stem, head["held_out"], reports[0], reports[1], rows)


def _row(line: dict[str, Any], old: str) -> dict[str, Any]:
    note = "unsure" if line["unsure"] else ""
    return line | {"quote": old[line["start"] : line["end"]], "note": note, "answers": []}


def store(name: str, old: int, new: int, written: Path, *, held_out: bool) -> Path:
    """Keep what a reader wrote, without its words."""
    digests = [_digest(report(row)["text"]) for row in (old, new)]
    lines: list[dict[str, Any]] = [{"old": old, "new": new, "held_out": held_out, "digests": digests}]
    for text in written.read_text("utf-8").splitlines():
        one = json.loads(text)
        lines.append(
            {
                "start": one["start"],
                "end": one["end"],
                "verdict": one["verdict"],
                "reported": one["reported"] if _FIGURE.fullmatch(str(one["reported"])) else "",
                "answer_spans": one["answer_spans"],
                "unsure": "unsure" in one.get("note", ""),
            }
        )
    file = FOLDER / f"{name}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("old", type=int)
    parser.add_argument("new", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    print(store(given.name, given.old, given.new, given.file, held_out=given.held_out))
