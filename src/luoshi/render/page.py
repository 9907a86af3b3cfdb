"""One self-contained page: the report as it reads, items marked by kind, details beside it; works offline."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

import luoshi
from luoshi.compiler.compilation import Compilation, Item, Kind, Target
from luoshi.compiler.model import rules_version
from luoshi.render.reading import Block, Reading, read, sections, segments, shares, suggested, unwrap
from luoshi.render.words import (
    FURNITURE,
    KINDS,
    MARKS,
    MEANINGS,
    ROLES,
    STAGES,
    TENSES,
    VAGUE,
    amount_in_words,
    due,
    measure,
)

#: Deeper headings are for the text; the contents would only grow long.
_CONTENTS_DEPTH = 2
_DEEPEST_HEADING = 6


@dataclass(slots=True)
class Stretch:
    """An item, or words that are none, as the page shows them; `anchor` is empty where an item goes on."""

    number: int
    kind: Kind | None
    anchor: str
    words: list[tuple[str, bool]]


@dataclass(slots=True)
class Passage:
    """A heading, a paragraph with the topic sentence that opens it, or words spoken around the report."""

    block: Block
    topic: Block | None = None
    stretches: list[Stretch] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A line of the contents: a heading and how many items of each kind stand under it."""

    block: Block
    tally: Counter[Kind] = field(default_factory=Counter)
    below: list[Entry] = field(default_factory=list)


def html_page(compilation: Compilation) -> str:
    """The page as text; the same compilation gives the same bytes."""
    reading, items = read(compilation), compilation.items
    style, script = _part("style.css"), _part("page.js")
    return _template().render(
        words={
            "kinds": KINDS,
            "marks": MARKS,
            "meanings": MEANINGS,
            "tenses": TENSES,
            "furniture": FURNITURE,
        },
        c=compilation,
        title=unwrap(f"{compilation.place}{compilation.year}年政府工作报告"),
        passages=list(_passages(compilation, reading)),
        contents=_contents(reading),
        left_out=reading.left_out,
        kinds=Counter(item.kind for item in items),
        tenses=Counter(item.tense for item in items),
        with_amounts=sum(bool(item.targets) for item in items),
        targets=sum(len(item.targets) for item in items),
        projects=sum(len(item.projects) for item in items),
        offices=_offices(items),
        shares=shares(compilation.dispositions),
        versions=f"luoshi {luoshi.__version__}，规则集 {rules_version()}",
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        data=_json(_data(compilation, reading)),
    )


def _passages(compilation: Compilation, reading: Reading) -> Iterator[Passage]:
    numbers = {item.id: n for n, item in enumerate(compilation.items)}
    anchors = {item.id: item.id for item in compilation.items}
    topic: Block | None = None
    for block in reading.blocks:
        if block.run_in:
            topic = block
            continue
        passage, topic = Passage(block, topic), None
        for run in block.runs:
            words = list(segments(compilation.document.text, run))
            if run.item is None:
                passage.stretches.append(Stretch(-1, None, "", words))
            else:
                anchor = anchors.pop(run.item.id, "")
                passage.stretches.append(Stretch(numbers[run.item.id], run.item.kind, anchor, words))
        yield passage


def _contents(reading: Reading) -> list[Entry]:
    """The outer headings with the items under each; a deeper heading counts for those above it."""
    top: list[Entry] = []
    path: list[Entry] = []
    for block in reading.blocks:
        if block.what == "heading" and block.level <= _CONTENTS_DEPTH:
            path = [*(above for above in path if above.block.level < block.level), Entry(block)]
            (path[-2].below if len(path) > 1 else top).append(path[-1])
        for entry in path:
            entry.tally.update(run.item.kind for run in block.runs if run.item)
    return top


def _offices(items: tuple[Item, ...]) -> list[tuple[str, int]]:
    """Every office suggested, those with most items first."""
    counts = Counter(name for item in items for name in {unwrap(office.name) for office in suggested(item)})
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _data(compilation: Compilation, reading: Reading) -> dict[str, Any]:
    """What the details show, in words; the items' own words are read from the page."""
    titles = sections(reading)
    paths = [tuple(titles.get(item.id, item.section)) for item in compilation.items]
    known = {path: n for n, path in enumerate(dict.fromkeys(paths))}
    return {
        "kinds": {kind: [MARKS[kind], name] for kind, name in KINDS.items()},
        "vague": VAGUE,
        "sections": [" ／ ".join(path) for path in known],
        "items": [_details(item, known[path]) for item, path in zip(compilation.items, paths, strict=True)],
    }


def _details(item: Item, section: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": item.kind,
        "tense": TENSES[item.tense],
        "vague": item.vague,
        "section": section,
        "at": [item.start, item.end],
        "targets": [_target(target) for target in item.targets],
        "context": [unwrap(context.quote) for context in item.context],
        "projects": [[unwrap(project.name), STAGES[project.stage]] for project in item.projects],
        "places": [f"{unwrap(place.name)}（{place.code}）" for place in item.places],
        "offices": [[unwrap(o.name), ROLES.get(o.role, o.role), unwrap(o.why)] for o in suggested(item)],
        "rules": _rules(item),
    }
    return {name: value for name, value in found.items() if value not in ([], False)}


def _rules(item: Item) -> list[str]:
    rules = (item.rule, *(t.rule for t in item.targets), *(p.rule for p in item.projects))
    return list(dict.fromkeys(rule for rule in rules if rule))


def _target(target: Target) -> list[str]:
    """指标, 目标值, 口径 (growth is in the amount's own words), 范围, 时限."""
    said = unwrap(amount_in_words(target)).replace(" ", "\xa0") + (
        "（等级或概数）" if target.optional else ""
    )
    kind = "" if target.measure == "growth" else measure(target)
    return [unwrap(target.indicator), said, kind, unwrap(target.scope), due(target.due)]


def _json(value: object) -> Markup:
    """JSON that can stand inside a script element: nothing in it can close the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


@cache
def _template() -> Template:
    loader = PackageLoader("luoshi.render")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = unwrap
    environment.globals["depth"] = lambda level: min(level + 1, _DEEPEST_HEADING)
    return environment.get_template("page.html")


@cache
def _part(name: str) -> str:
    return files("luoshi.render").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, and nothing but our own style and script is run."""
    own = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
