"""A compilation as the published objects: one per item, or the whole in an envelope; each has its JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import luoshi
from luoshi.compiler.compilation import Compilation, Item, Target
from luoshi.compiler.model import rules_version

#: Changes when the shape of the objects changes; the schemas carry it in their `$id`.
SCHEMA = "luoshi/compilation/1"

_SURROGATE = re.compile("[\ud800-\udfff]")
_EXPONENT = re.compile(r'(?<!\\)("value(?:_high)?": )(-?[\d.]+[eE][-+]?\d+)')


def item_object(item: Item) -> dict[str, Any]:
    """The item as `--format jsonl` prints it; offsets are code points of the text `luoshi read` prints."""
    return {
        "id": item.id,
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "clean": item.clean,
        "section": list(item.section),
        "tense": item.tense,
        "kind": item.kind,
        "vague": item.vague,
        "rule": item.rule,
        "targets": [_target(t) for t in item.targets],
        "context": [{"start": c.start, "end": c.end, "quote": c.quote} for c in item.context],
        "projects": [
            {"start": p.start, "end": p.end, "name": p.name, "stage": p.stage, "rule": p.rule}
            for p in item.projects
        ],
        "places": [
            {"start": p.start, "end": p.end, "name": p.name, "code": p.code, "as_of": p.as_of}
            for p in item.places
        ],
        "offices": [{"name": o.name, "role": o.role, "score": o.score, "why": o.why} for o in item.offices],
    }


def _target(t: Target) -> dict[str, Any]:
    return {
        "start": t.start,
        "end": t.end,
        "quote": t.quote,
        "indicator": t.indicator,
        "value": _number(t.value),
        "value_high": None if t.value_high is None else _number(t.value_high),
        "unit": t.unit,
        "relation": t.relation,
        "measure": t.measure,
        "direction": t.direction,
        "scope": t.scope,
        "due": t.due,
        "optional": t.optional,
        "rule": t.rule,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def compilation_object(compilation: Compilation) -> dict[str, Any]:
    """The whole compilation as `--format json` prints it."""
    document = compilation.document
    return {
        "schema": SCHEMA,
        "document": {
            "source": document.source,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "digest": document.digest,
            "text_digest": document.text_digest,
            "characters": len(document.text),
        },
        "reader": luoshi.__version__,
        "rulebook": rules_version(),
        "level": compilation.level,
        "place": compilation.place,
        "year": compilation.year,
        "meeting": compilation.meeting,
        "dispositions": [
            {"start": d.start, "end": d.end, "class": d.what, "reason": d.reason}
            for d in compilation.dispositions
        ],
        "items": [item_object(item) for item in compilation.items],
        "bundles": [{"topic": b.topic, "lead": b.lead, "items": list(b.items)} for b in compilation.bundles],
        "warnings": list(compilation.warnings),
    }


def jsonl(compilation: Compilation) -> Iterator[str]:
    """One line of JSON per item, in the order of the text."""
    for item in compilation.items:
        yield dumps(item_object(item))


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON with Chinese as it is, numbers as plain decimals, and a lone surrogate escaped, so that UTF-8 can hold it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if "e-" in text or "e+" in text:
        text = _EXPONENT.sub(lambda m: m[1] + format(Decimal(m[2]), "f"), text)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


@cache
def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema: `item` of a line, `compilation` of the envelope."""
    text = files("luoshi.compiler").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
