"""What the models learn from: the annotated reports beside the project, and the stand-off annotations kept here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from luoshi.text.fold import fold
from luoshi.text.layout import Part, lay_out

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
_BLANK = re.compile(r"[\s\u200b]+")

#: Passages of these corpus rows judge the compiler; nothing is learned from their reports, not even unlabelled.
HELD_OUT_ROWS = frozenset({58, 79, 111, 113, 115, 117, 118, 121})


@dataclass(frozen=True)
class Example:
    """An annotated item: `text` folded and rejoined; offsets of its findings count in that text."""

    source: str
    text: str
    kind: str
    tense: str
    targets: tuple[dict[str, Any], ...]
    context: tuple[tuple[int, int], ...]
    projects: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Run:
    """Items that follow each other without a gap; `full` says whether their amounts and works are annotated too."""

    source: str
    place: str
    items: tuple[Example, ...]
    full: bool

    @property
    def text(self) -> str:
        return "".join(item.text for item in self.items)

    @property
    def ends(self) -> set[int]:
        """Where items end, in `text`."""
        found, at = set(), 0
        for item in self.items:
            at += len(item.text)
            found.add(at)
        return found


_GOLD_PLACES = {
    "henan": "河南省",
    "hubei": "湖北省",
    "nation": "全国",
    "tongchuan": "铜川市",
    "yuncheng": "运城市",
    "zhejiang": "浙江省",
}


def _need_shared() -> None:
    if not (SHARED / "corpus" / "reports.jsonl").is_file():
        raise SystemExit(
            "The annotated reports and the corpus (../shared) are not beside this checkout: nothing to train on."
        )


@cache
def corpus() -> list[dict[str, Any]]:
    """Every report of the corpus, held-out ones included: filter by row."""
    _need_shared()
    with (SHARED / "corpus" / "reports.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def gold() -> list[Run]:
    """The annotated reports of ../shared."""
    _need_shared()
    runs: list[Run] = []
    for path in sorted((SHARED / "gold").glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        text = (SHARED / "reports" / f"{name}.txt").read_text(encoding="utf-8").removeprefix("\ufeff")
        usual = "result" if "review" in name else "pledge"
        place = _GOLD_PLACES[name.partition("-")[0]]
        runs += _runs(name, place, text, [_located(row, usual) for row in _rows(path)], full=True)
    return runs


def own() -> list[Run]:
    """The stand-off annotations of this folder that are for training; what was read in full counts only as such."""
    passages = [(path.stem, *_rows(path)) for path in sorted((HERE / "annotations").glob("*.jsonl"))]
    full = [head for _, head, *_ in passages if head.get("full", True)]
    runs: list[Run] = []
    for name, head, *rows in passages:
        if head["row"] in HELD_OUT_ROWS:
            continue
        text = corpus()[head["row"]]["text"]
        items = [row for row in rows if row["kind"] not in ("heading", "furniture")]
        if not head.get("full", True):
            others = [other for other in full if other["row"] == head["row"]]
            items = [
                i for i in items if all(i["end"] <= o["start"] or o["end"] <= i["start"] for o in others)
            ]
        runs += _runs(name, head["place"], text, items, full=head.get("full", True))
    return runs


def gold_rows() -> Iterator[tuple[str, str, str, int, list[dict[str, Any]]]]:
    """Each gold file whole: name, place, text, the report's year, rows as they stand."""
    for path in sorted((SHARED / "gold").glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        text = (SHARED / "reports" / f"{name}.txt").read_text(encoding="utf-8").removeprefix("\ufeff")
        yield name, _GOLD_PLACES[name.partition("-")[0]], text, int(name.split("-")[1]), _rows(path)


def own_passages(*, held_out: bool) -> Iterator[tuple[str, str, str, int, list[dict[str, Any]]]]:
    """Each fully annotated passage of this folder in the form of a gold file, held out or not."""
    for path in sorted((HERE / "annotations").glob("*.jsonl")):
        head, *rows = _rows(path)
        if (head["row"] in HELD_OUT_ROWS) != held_out or not head.get("full", True):
            continue
        text = corpus()[head["row"]]["text"]
        items = [_quoted(row, text) for row in rows if row["kind"] not in ("heading", "furniture")]
        yield path.stem, head["place"], text, int(head["year"]), items


def _quoted(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A stand-off row with its words."""

    def said(spans: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
        return [{**span, key: text[span["start"] : span["end"]]} for span in spans]

    def words(said: str | list[int]) -> str:
        return said if isinstance(said, str) else text[said[0] : said[1]]

    targets = [{**t, "indicator": words(t["indicator"]), "scope": words(t["scope"])} for t in row["targets"]]
    return {
        **row,
        "text": text[row["start"] : row["end"]],
        "targets": said(targets, "quote"),
        "context": said(row["context"], "quote"),
        "projects": said(row["projects"], "name"),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _located(row: dict[str, Any], usual: str) -> dict[str, Any]:
    """A gold row with offsets for its context amounts and projects, which it gives as quotes."""
    text, start = row["text"], row["start"]

    def place(quotes: list[str]) -> Iterator[tuple[int, int]]:
        at = 0
        for quote in quotes:
            low = text.find(quote, at)
            low = text.find(quote) if low < 0 else low
            at = low + len(quote)
            yield start + low, start + at

    quotes = [c if isinstance(c, str) else c["quote"] for c in row["context"]]
    names = [p["name"] for p in row["projects"]]
    return {
        **row,
        "tense": row.get("tense", usual),
        "context": [{"start": a, "end": b} for a, b in place(quotes)],
        "projects": [
            {**p, "start": a, "end": b} for p, (a, b) in zip(row["projects"], place(names), strict=True)
        ],
    }


def _runs(source: str, place: str, text: str, rows: list[dict[str, Any]], *, full: bool) -> Iterator[Run]:
    held: list[Example] = []
    last = 0
    for row in rows:
        gap = text[last : row["start"]]
        if held and (gap.strip() or "\n" in gap):
            yield Run(source, place, tuple(held), full)
            held = []
        held.append(_example(source, text, row))
        last = row["end"]
    if held:
        yield Run(source, place, tuple(held), full)


def _example(source: str, text: str, row: dict[str, Any]) -> Example:
    start, raw = row["start"], text[row["start"] : row["end"]]
    at, count = [], 0
    for c in raw:
        at.append(count)
        count += not _BLANK.match(c)
    at.append(count)

    def moved(span: dict[str, Any]) -> dict[str, Any]:
        return {**span, "start": at[span["start"] - start], "end": at[span["end"] - start]}

    return Example(
        source=source,
        text=_BLANK.sub("", fold(raw)),
        kind=row["kind"],
        tense=row["tense"],
        targets=tuple(map(moved, row["targets"])),
        context=tuple((c["start"], c["end"]) for c in map(moved, row["context"])),
        projects=tuple(map(moved, row["projects"])),
    )


def parts() -> Iterator[tuple[str, bool]]:
    """Folded paragraphs of corpus reports since 1998 and whether their headings put them in the review."""
    for row in _usable():
        for paragraph in lay_out(row["text"]).paragraphs:
            if paragraph.part in (Part.REVIEW, Part.PLAN):
                yield paragraph.clean, paragraph.part is Part.REVIEW


def _usable() -> Iterator[dict[str, Any]]:
    for number, row in enumerate(corpus()):
        old = row["level"] == "nation" and int(row["year"]) < 1998
        if number not in HELD_OUT_ROWS and not old and len(row["text"]) <= 60000:
            yield row


def unlabelled() -> Iterator[str]:
    """Folded paragraphs of corpus reports since 1998, without those held out: what sentences look like."""
    for row in _usable():
        for line in re.split(r"[\r\n]+|<[^<>]*>", fold(row["text"])):
            line = _BLANK.sub("", line)
            if len(line) >= 30:
                yield line
