"""OFD files (GB/T 33190) as evidence: the text objects and ruled lines of each page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from luoshi.errors import Encrypted, NoTextLayer
from luoshi.evidence.geometry import Glyph, Rule, page_blocks
from luoshi.evidence.model import Block, Line, packed
from luoshi.text.package import Package

_FEW = 20
_POINT = re.compile(r"([ML])\s*(-?[\d.]+)[\s,]+(-?[\d.]+)|(C)(?![A-Za-z])")


def read(parts: Package) -> tuple[str, list[str]]:
    """The evidence packed, and warnings. Raises Encrypted, NoTextLayer, Damaged."""
    if any(name.lower().endswith(("encryptions.xml", "entries.xml")) for name in parts.names):
        raise Encrypted("OFD 文件是加密的。请解密后另存，再交。")
    blocks: list[Block] = []
    characters, pictures, pages = 0, 0, 0
    for pages, roots in enumerate(_pages(parts), 1):
        glyphs = [glyph for root in roots for glyph in _glyphs(root)]
        rules = [rule for root in roots for rule in _rules(root)]
        characters += len(glyphs)
        pictures += any(next(root.iter("{*}ImageObject"), None) is not None for root in roots)
        lines = sum(isinstance(block, Line) for block in blocks)
        blocks += page_blocks(glyphs, rules, pages, lines=lines, tables=len(blocks) - lines)
    if characters < _FEW and (pictures or not blocks):
        raise NoTextLayer(
            f"这份 OFD 的 {pages} 页没有文字，是扫描件或图片。请先做文字识别（OCR），或者交带文字的原件。"
        )
    return packed(blocks, margins=[], pictures=bool(pictures), media_type="application/ofd"), []


def _pages(parts: Package) -> Iterator[list[etree._Element]]:
    """Each page's roots: its templates, then its own content."""
    for body in parts.xml("OFD.xml").iter("{*}DocRoot"):
        name = (body.text or "").strip().lstrip("/")
        if name not in parts.names:
            raise parts.broken(f"缺少 {name or 'DocRoot'}")
        folder = posixpath.dirname(name)
        document = parts.xml(name)
        templates = {
            str(t.get("ID")): _at(folder, str(t.get("BaseLoc", ""))) for t in document.iter("{*}TemplatePage")
        }
        for page in document.iterfind("{*}Pages/{*}Page"):
            place = _at(folder, str(page.get("BaseLoc", "")))
            if place not in parts.names:
                raise parts.broken(f"缺少 {place}")
            root = parts.xml(place)
            used = [templates.get(str(t.get("TemplateID")), "") for t in root.iter("{*}Template")]
            yield [*(parts.xml(t) for t in used if t in parts.names), root]


def _at(folder: str, name: str) -> str:
    return name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))


def _numbers(text: str | None) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def _deltas(text: str | None) -> list[float]:
    """`g 3 2.5 4` is three steps of 2.5, then one of 4."""
    found: list[float] = []
    parts = (text or "").split()
    while parts:
        first = parts.pop(0)
        if first == "g" and len(parts) > 1:
            times, step = int(float(parts.pop(0))), float(parts.pop(0))
            found += [step] * min(times, 10_000)
        else:
            found += _numbers(first)
    return found


def _glyphs(root: etree._Element) -> Iterator[Glyph]:
    for item in root.iter("{*}TextObject"):
        box = (_numbers(item.get("Boundary")) + [0.0] * 4)[:4]
        matrix = _numbers(item.get("CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        size = float(item.get("Size", "4"))
        x = y = 0.0
        for code in item.iter("{*}TextCode"):
            x, y = float(code.get("X", x)), float(code.get("Y", y))
            steps, downs = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
            at, down = x, y
            for index, character in enumerate(code.text or ""):
                step = steps[index] if index < len(steps) else 0.0
                left = box[0] + at * matrix[0] + matrix[4]
                base = box[1] + down * matrix[3] + matrix[5]
                width = size * matrix[0] * (1 if ord(character) > 0x2E7F else 0.5)
                if width < step * matrix[0] < 1.5 * size * matrix[0]:
                    width = step * matrix[0]  # set wide, not apart
                if character.strip():
                    yield Glyph(character, left, -base, left + width, -base + size * matrix[3])
                at += steps[index] if index < len(steps) else (0 if downs else width / (matrix[0] or 1))
                down += downs[index] if index < len(downs) else 0


def _rules(root: etree._Element) -> Iterator[Rule]:
    for item in root.iter("{*}PathObject"):
        box = (_numbers(item.get("Boundary")) + [0.0] * 4)[:4]
        matrix = _numbers(item.get("CTM")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        data = next((d.text or "" for d in item.iter("{*}AbbreviatedData")), "")
        start = last = None
        for move, px, py, close in _POINT.findall(data):
            if close:
                point = start
            else:
                point = (
                    box[0] + float(px) * matrix[0] + matrix[4],
                    -(box[1] + float(py) * matrix[3] + matrix[5]),
                )
            if move == "M":
                start = point
            elif last and point:
                yield from _rule(last, point)
            last = point


def _rule(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Rule]:
    if abs(a[1] - b[1]) < 0.3 < abs(a[0] - b[0]):
        yield Rule(min(a[0], b[0]), a[1], max(a[0], b[0]), a[1])
    elif abs(a[0] - b[0]) < 0.3 < abs(a[1] - b[1]):
        yield Rule(a[0], min(a[1], b[1]), a[0], max(a[1], b[1]))
