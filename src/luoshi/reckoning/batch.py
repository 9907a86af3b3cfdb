"""Many reports at once: which belong together, place by place and year by year."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from luoshi.errors import EmptyFile, OptionError, ReadError
from luoshi.text.document import Document
from luoshi.text.read import load, read

_NAMED = re.compile(r"(?P<place>.+)-(?P<year>(?:19|20)\d\d)")
_ENDINGS = {".txt", ".md", ".html", ".htm", ".docx", ".pdf"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A report of a batch: where it lies, or its text."""

    place: str
    year: int
    source: str
    path: Path | None = None
    text: str = ""

    def document(self) -> Document:
        return read(self.path) if self.path else read(self.text.encode("utf-8", "replace"), name=self.source)


def pairs_in(source: Path) -> list[tuple[Entry, Entry]]:
    """Every place's consecutive years: of a folder with files PLACE-YEAR, or of lines with place, year and text.

    Raises ReadError for what cannot be read, OptionError where nothing can be paired.
    """
    found = list(_in_folder(source) if source.is_dir() else _in_lines(source))
    places: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in found:
        if entry.year in places[entry.place]:
            raise OptionError(f"{source.name}：{entry.place} {entry.year} 年有两份报告。请只留一份。")
        places[entry.place][entry.year] = entry
    pairs = [
        (years[old], years[new])
        for _, years in sorted(places.items())
        for old, new in pairwise(sorted(years))
        if new == old + 1
    ]
    if not pairs:
        raise OptionError(
            f"{source.name}：没有哪个地方有连续两年的报告（读到 {len(found)} 份）。文件名应是 地方-年份，例如 云川市-2025.txt。"
        )
    return pairs


def reports_in(source: Path, place: str | None) -> list[Entry]:
    """One place's reports in the order of their years. Raises OptionError where it is not plain which place."""
    found = list(_in_folder(source) if source.is_dir() else _in_lines(source))
    places = sorted({entry.place for entry in found})
    if place is None and len(places) == 1:
        place = places[0]
    if place not in places:
        said = f"有 {len(places)} 个地方的报告" if place is None else f"没有{place}的报告"
        shown = "、".join(places[:8]) + ("……" if len(places) > 8 else "")
        raise OptionError(f"{source.name}：{said}（{shown or '一份也没有'}）。请用 --place 写明其中一个。")
    chosen = sorted((entry for entry in found if entry.place == place), key=lambda entry: entry.year)
    for old, new in pairwise(chosen):
        if old.year == new.year:
            raise OptionError(f"{source.name}：{place} {old.year} 年有两份报告。请只留一份。")
    return chosen


def _in_folder(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.iterdir()):
        named = _NAMED.fullmatch(path.stem)
        if named and path.suffix.lower() in _ENDINGS:
            yield Entry(named["place"], int(named["year"]), path.name, path)


def _in_lines(path: Path) -> Iterator[Entry]:
    try:
        text = load(path).decode("utf-8-sig", "replace")
    except ReadError as error:
        raise type(error)(f"{path.name}：{error}") from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _row(line, f"{path.name} 第 {number} 行")


def _row(line: str, where: str) -> Entry:
    try:
        row = json.loads(line)
        entry = Entry(str(row["place"]), int(row["year"]), where, text=str(row["text"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReadError(f"{where}：应是一个 JSON 对象，有 place、year 和 text。请照此改正。") from None
    if not entry.text.strip():
        raise EmptyFile(f"{where}：text 是空的。请补上报告的文字，或者删去这一行。")
    return entry
