"""Cuts passages for reading and turns what a reader wrote about them into stand-off annotations.

An annotator never edits the text. `cut` prints a passage as numbered pieces, one for each place where an item
could end. The reader writes one line per item (see README.md here); `resolve` checks every line against the
passage and writes offsets, so that no sentence of a report stands in this repository.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "reports.jsonl"
_TAG = re.compile(r"<[^<>]*>|&[a-z]+;|\"")
_END = re.compile(r"[。；;!！?？]+[”’」』）)]*|[，,](?!(?<=\d[,，])\d{3}(?!\d))|[：:](?=\s*(?:\n|$))|\n")
KINDS = {"target", "project", "action", "principle"}
OTHER = {"heading", "furniture"}
#: A passage read only for where items end and what they are; its amounts and works are not told.
BRIEF = {"t": "target", "j": "project", "a": "action", "p": "principle", "h": "heading", "f": "furniture"}
TENSES = {"pledge", "result", "situation"}
RELATIONS = {"ge", "gt", "le", "lt", "approx", "range", "eq"}
MEASURES = {"growth", "level", "output"}
STAGES = {"prepare", "start", "build", "complete", "operate", "other"}


@dataclass(frozen=True)
class Passage:
    """A stretch of one report: `row` is its line in the corpus, `[start, end)` in code points."""

    name: str
    row: int
    start: int
    end: int


def report(row: int) -> dict[str, str]:
    """The corpus row, with its text."""
    with CORPUS.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == row:
                return json.loads(line)
    raise SystemExit(f"the corpus has no row {row}")


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between places where an item could end, without white space around them."""
    found, at = [], start
    stops = {m.end() for m in _END.finditer(text, start, end)} | {end}
    if "<p" in text:  # a page taken over with its tags: they are no text
        stops |= {i for m in _TAG.finditer(text, start, end) for i in m.span()}
    for stop in sorted(stops):
        part = text[at:stop]
        if part.strip() and not ("<p" in text and _TAG.fullmatch(part.strip())):
            low = at + len(part) - len(part.lstrip())
            found.append((low, low + len(part.strip())))
        at = stop
    return found


def resolve(passage: Passage, written: str, *, year: str) -> list[dict[str, object]]:
    """Offsets for what a reader wrote; every complaint is gathered and told at once."""
    text = report(passage.row)["text"]
    cut = pieces(text, passage.start, passage.end)
    rows, wrong, expected, tense = [], [], 0, "pledge"
    for number, line in enumerate(written.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            if key == "tense" and value.strip() in TENSES:
                tense = value.strip()
            elif key == "due":
                year = value.strip()
            else:
                wrong.append(f"line {number}: {line!r} is neither @tense nor @due")
            continue
        try:
            brief = re.fullmatch(r"(\d+(?:-\d+)?) ?([tjaphf])", line)
            fields = [brief[1], BRIEF[brief[2]]] if brief else [f.strip() for f in line.split("|")]
            first, _, last = fields[0].partition("-")
            low, high = int(first), int(last or first)
            if low != expected or high < low or high >= len(cut):
                raise ValueError(f"pieces {fields[0]}: expected to start at {expected}")
            expected = high + 1
            row = _row(text, cut[low][0], cut[high][1], fields[1:], tense, year)
            if row:
                rows.append(row)
        except (ValueError, IndexError) as error:
            wrong.append(f"line {number}: {error}")
    if expected != len(cut):
        wrong.append(f"pieces {expected} to {len(cut) - 1} are not annotated")
    if wrong:
        raise SystemExit("\n".join(f"{passage.name}: {w}" for w in wrong))
    return rows


def _row(
    text: str, start: int, end: int, fields: list[str], tense: str, year: str
) -> dict[str, object] | None:
    kind = fields[0]
    if kind in OTHER:
        return {"start": start, "end": end, "kind": kind}
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind")
    row = {
        "start": start,
        "end": end,
        "kind": kind,
        "tense": tense,
        "targets": [],
        "context": [],
        "projects": [],
    }
    at = {"T": start, "C": start, "P": start}
    for field in fields[1:]:
        if not field:
            continue
        mark, _, body = field.partition(":")
        if mark == "tense":
            row["tense"] = body
            continue
        parts = [p.strip() for p in body.split(";")]
        low = text.find(parts[0], at[mark], end)
        low = text.find(parts[0], start, end) if low < 0 else low
        if low < 0:
            raise ValueError(f"{parts[0]!r} is not in {text[start:end]!r}")
        at[mark] = high = low + len(parts[0])
        if mark == "C":
            row["context"].append({"start": low, "end": high})
        elif mark == "P":
            if len(parts) < 2 or parts[1] not in STAGES:
                raise ValueError(f"no stage in {field!r}")
            row["projects"].append({"start": low, "end": high, "stage": parts[1]})
        else:
            row["targets"].append(_target(low, high, parts, year))
    for target in row["targets"]:
        for key in ("indicator", "scope"):
            target[key] = _stand_off(text, target[key], start, end)
    return row


def _stand_off(text: str, words: str, start: int, end: int) -> str | list[int]:
    """Where the words stand in the item, so that the file does not repeat them; short or joined ones as they are."""
    at = text.find(words, start, end) if len(words) > 3 else -1
    return words if at < 0 else [at, at + len(words)]


def _target(low: int, high: int, parts: list[str], year: str) -> dict[str, object]:
    parts = [*parts, *[""] * (10 - len(parts))]
    _, indicator, value, unit, relation, measure, direction, scope, due, optional = parts[:10]
    if relation not in RELATIONS or measure not in MEASURES:
        raise ValueError(f"relation {relation!r} or measure {measure!r} in {parts!r}")
    if (measure == "growth") != (direction in {"up", "down"}):
        raise ValueError(f"direction {direction!r} does not fit {measure} in {parts!r}")
    small, _, large = value.partition("~")
    number = [float(Decimal(v)) for v in (small, large) if v]
    found: dict[str, object] = {
        "start": low,
        "end": high,
        "indicator": indicator,
        "value": number[0],
        "unit": unit,
        "relation": relation,
        "measure": measure,
        "scope": scope,
        "due": due or year,
    }
    if len(number) > 1:
        found["value_high"] = number[1]
    if direction:
        found["direction"] = direction
    if optional:
        found["optional"] = True
    return found


def passages(path: Path) -> dict[str, Passage]:
    """The passages a list names: a line each of name, corpus row, start and end."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: Passage(name, int(row), int(start), int(end)) for name, row, start, end in rows}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("command", choices=["cut", "resolve"])
    options.add_argument("name", help="of the passage in passages.txt")
    options.add_argument("written", nargs="?", type=Path, help="what the reader wrote (resolve)")
    said = options.parse_args()
    here = Path(__file__).parent
    passage = passages(here / "passages.txt")[said.name]
    source = report(passage.row)
    if said.command == "cut":
        print(f"# {source['place']} {source['year']}, {source['title']}")
        for number, (low, high) in enumerate(pieces(source["text"], passage.start, passage.end)):
            gap = "\n" if number and "\n" in source["text"][low - 3 : low] else ""
            print(f"{gap}{number}\t{source['text'][low:high]}")
        return
    rows = resolve(passage, said.written.read_text(encoding="utf-8"), year=str(source["year"]))
    head = {
        "passage": passage.name,
        "place": source["place"],
        "year": source["year"],
        "row": passage.row,
        "start": passage.start,
        "end": passage.end,
        "full": not passage.name.startswith("brief-"),
        "digest": hashlib.sha256(source["text"].encode()).hexdigest(),
    }
    out = here / "annotations" / f"{passage.name}.jsonl"
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in [head, *rows]), encoding="utf-8")
    sys.stdout.write(f"{out.name}: {len(rows)} rows\n")


if __name__ == "__main__":
    main()
