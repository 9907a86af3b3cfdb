"""Pages as evidence: glyphs and ruled lines with their places become paragraphs and tables.

Lengths are in the page's own unit; y grows upwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from luoshi.evidence.model import Block, Line, Table


class Glyph(NamedTuple):
    """A character (or a run) in its box."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


class Rule(NamedTuple):
    """A straight ruled line; horizontal where `y0 == y1`, else vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class _Row:
    """A printed row: its segments, divided by gaps."""

    y: float
    height: float
    segments: list[Glyph]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


_PAGE_NUMBER = re.compile(r"[-—–－\s·]*\d{1,4}[-—–－\s·]*|第\s*\d+\s*页(?:[,，/\s]*共\s*\d+\s*页)?")
_ENDS = re.compile(r"[。！？：；!?:;]$")
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)"
)


def page_blocks(glyphs: list[Glyph], rules: list[Rule], page: int, *, lines: int, tables: int) -> list[Block]:
    """The paragraphs and tables of a page in reading order; `lines` and `tables` were counted before it."""
    placed: list[tuple[float, Table]] = []
    left = glyphs
    for xs, ys, crossing in _lattices(rules):
        inside = [g for g in left if xs[0] < _x(g) < xs[-1] and ys[0] < _y(g) < ys[-1]]
        rows = _ruled(inside, xs, ys, crossing)
        if rows and any(any(row) for row in rows) and (len(rows) > 1 or len(rows[0]) > 1):
            chosen = set(map(id, inside))
            left = [g for g in left if id(g) not in chosen]
            placed.append((ys[-1], Table(rows, page)))
    printed = _rows(left)
    flowing = _flow(printed, page)
    everything: list[tuple[float, Block]] = [*placed, *flowing]
    everything.sort(key=lambda each: -each[0])
    return _numbered([block for _, block in everything], lines, tables)


def _numbered(blocks: Iterable[Block], lines: int, tables: int) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Line):
            lines += 1
            found.append(Line(block.text, block.page, lines))
        else:
            tables += 1
            found.append(Table(block.rows, block.page, tables))
    return found


def _x(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _y(glyph: Glyph) -> float:
    return (glyph.y0 + glyph.y1) / 2


# Ruled tables

_SNAP = 2.5


def _lattices(rules: list[Rule]) -> list[tuple[list[float], list[float], list[Rule]]]:
    """Groups of lines that cross: where their columns and rows divide, and the lines."""
    found = []
    for group in _crossing(rules):
        xs = _snapped([r.x0 for r in group if r.x0 == r.x1])
        ys = _snapped([r.y0 for r in group if r.y0 == r.y1])
        if len(xs) > 1 and len(ys) > 1:
            found.append((xs, ys, group))
    return found


def _crossing(rules: list[Rule]) -> list[list[Rule]]:
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    flat = [i for i, r in enumerate(rules) if r.y0 == r.y1]
    steep = sorted((i for i, r in enumerate(rules) if r.y0 != r.y1), key=lambda i: rules[i].x0)
    places = [rules[i].x0 for i in steep]
    for i in flat:
        a = rules[i]
        for j in steep[bisect_right(places, a.x0 - _SNAP) : bisect_right(places, a.x1 + _SNAP)]:
            if rules[j].y0 - _SNAP <= a.y0 <= rules[j].y1 + _SNAP:
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _snapped(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SNAP:
            found.append(value)
    return found


def _ruled(
    glyphs: list[Glyph], xs: list[float], ys: list[float], rules: list[Rule]
) -> tuple[tuple[str, ...], ...]:
    """The grid of texts; cells that no line divides are one merged cell."""
    wide, high = len(xs) - 1, len(ys) - 1
    owner = {(r, c): (r, c) for r in range(high) for c in range(wide)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    steep = [r for r in rules if r.x0 == r.x1]
    flat = [r for r in rules if r.y0 == r.y1]
    for r in range(high):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(wide):
            center = (xs[c] + xs[c + 1]) / 2
            if c + 1 < wide and not any(
                abs(v.x0 - xs[c + 1]) <= _SNAP and v.y0 <= middle <= v.y1 for v in steep
            ):
                owner[root((r, c + 1))] = root((r, c))
            if r + 1 < high and not any(
                abs(h.y0 - ys[r + 1]) <= _SNAP and h.x0 <= center <= h.x1 for h in flat
            ):
                owner[root((r + 1, c))] = root((r, c))
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        r, c = bisect_right(ys, _y(glyph)) - 1, bisect_right(xs, _x(glyph)) - 1
        held.setdefault(root((min(r, high - 1), min(c, wide - 1))), []).append(glyph)
    texts = {cell: "\n".join(row.text for row in _rows(inside)) for cell, inside in held.items()}
    return tuple(tuple(texts.get(root((r, c)), "") for c in range(wide)) for r in range(high - 1, -1, -1))


# Text without ruled lines

#: A printed line of fewer characters is no full one, whatever else is on the page.
_FULL = 18


def _rows(glyphs: list[Glyph]) -> list[_Row]:
    """Printed rows from top to bottom, segments from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -_y(g)):
        height = glyph.y1 - glyph.y0
        if rows and abs(_y(rows[-1][0]) - _y(glyph)) < 0.5 * max(height, rows[-1][0].y1 - rows[-1][0].y0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_row(row) for row in rows]


def _row(glyphs: list[Glyph]) -> _Row:
    ordered = sorted(glyphs, key=lambda g: g.x0)
    height = median(g.y1 - g.y0 for g in ordered)
    segments: list[Glyph] = []
    for glyph in ordered:
        last = segments[-1] if segments else None
        if last is None or glyph.x0 - last.x1 > 1.3 * height:
            segments.append(glyph)
        else:
            gap = " " if glyph.x0 - last.x1 > 0.3 * height else ""
            segments[-1] = Glyph(
                last.text + gap + glyph.text, last.x0, last.y0, max(last.x1, glyph.x1), last.y1
            )
    kept = [Glyph(s.text.strip(), s.x0, s.y0, s.x1, s.y1) for s in segments if s.text.strip()]
    return _Row(_y(ordered[0]), height, kept)


def _flow(rows: list[_Row], page: int) -> list[tuple[float, Block]]:
    """Paragraphs, and tables that only gaps divide."""
    rows = [row for row in rows if row.segments and not _PAGE_NUMBER.fullmatch(row.text)]
    found: list[tuple[float, Block]] = []
    at = 0
    right = max((row.segments[-1].x1 for row in rows), default=0.0)
    margin = min((row.segments[0].x0 for row in rows), default=0.0)
    while at < len(rows):
        end = _table_end(rows, at)
        if end > at:
            found.append((rows[at].y, Table(_by_gaps(rows[at:end]), page)))
            at = end
            continue
        first, text = rows[at], rows[at].text
        while at + 1 < len(rows) and _runs_on(rows[at], rows[at + 1], margin, right):
            at += 1
            text += rows[at].text
        found.append((first.y, Line(text, page, 0)))
        at += 1
    return found


def _runs_on(row: _Row, following: _Row, margin: float, right: float) -> bool:
    """Whether the paragraph goes on: the row is full and the next one is not indented."""
    if len(following.segments) > 1 or _ENDS.search(row.text) or _STARTS.match(following.text):
        return False
    if abs(row.height - following.height) > 0.15 * row.height:
        return False
    full = len(row.text) >= _FULL and row.segments[-1].x1 > right - 2.5 * row.height
    return (
        full
        and following.segments[0].x0 < margin + 1.2 * row.height
        and row.y - following.y < 3.5 * row.height
    )


def _table_end(rows: list[_Row], at: int) -> int:
    """Where the table that begins at a row ends; `at` where none begins."""
    end, last = at, at
    while end < len(rows):
        many = len(rows[end].segments)
        if many > 1:
            last = end + 1
        elif end == at or len(rows[end].text) > 14 or end + 1 == len(rows) or len(rows[end + 1].segments) < 2:
            break
        end += 1
    return last if sum(len(row.segments) > 1 for row in rows[at:last]) > 1 else at


def _by_gaps(rows: list[_Row]) -> tuple[tuple[str, ...], ...]:
    """Columns are where the fullest rows have their segments; a heading over several of them stands in each."""
    most = max(len(row.segments) for row in rows)
    bounds: list[list[float]] = []
    for row in rows:
        if len(row.segments) < max(most - 1, 2):
            continue
        for segment in row.segments:
            near = [b for b in bounds if segment.x0 < b[1] and b[0] < segment.x1]
            if not near:
                bounds.append([segment.x0, segment.x1])
            elif len(near) == 1:
                near[0][:] = min(near[0][0], segment.x0), max(near[0][1], segment.x1)
    bounds.sort()
    grid = []
    for row in rows:
        cells = [""] * len(bounds)
        for segment in row.segments:
            over = [i for i, b in enumerate(bounds) if segment.x0 < b[1] and b[0] < segment.x1]
            for i in over or [min(range(len(bounds)), key=lambda i: abs(_x(segment) - sum(bounds[i]) / 2))]:
                cells[i] = f"{cells[i]} {segment.text}".strip()
        grid.append(tuple(cells))
    return tuple(grid)
