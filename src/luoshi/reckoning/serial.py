"""A reckoning as the published objects: one line per promise; its JSON Schema stands beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.compiler.compilation import Target
from luoshi.compiler.serial import dumps
from luoshi.reckoning.findings import Candidate, Finding, Pairing, Reckoning
from luoshi.reckoning.threads import Link, links
from luoshi.text.document import Document


def finding_object(finding: Finding, pairing: Pairing, link: Link | None = None) -> dict[str, Any]:
    """The promise as `luoshi reckon --format jsonl` prints it; offsets are code points of the two texts.

    `link` says which promise of the new report takes it up, and how it drifted.
    """
    promise, text = finding.promise, pairing.new.document.text
    return {
        "place": pairing.new.place or pairing.old.place,
        "old_year": pairing.old.year,
        "new_year": pairing.new.year,
        "sort": promise.sort,
        "promise": promise.item.text,
        "start": promise.start,
        "end": promise.end,
        **_amount(promise.target),
        **({} if promise.target else {"indicator": promise.project.name if promise.project else ""}),
        "stage": promise.project.stage if promise.project else None,
        "verdict": finding.verdict,
        "reported": finding.reported,
        "answers": [text[clause.start : clause.end] for clause in finding.answers],
        "answer_spans": [[clause.start, clause.end] for clause in finding.answers],
        "drift": list(link.drifts) if link else [],
        "later": [link.later.start, link.later.end] if link and link.later else None,
        "rule": finding.rule,
        "steps": list(finding.steps),
        "search": finding.search,
        "candidates": [_candidate(candidate, pairing.new.document) for candidate in finding.candidates],
    }


def _amount(target: Target | None) -> dict[str, Any]:
    if target is None:
        return {
            "quote": "", "indicator": "", "scope": "", "value": None, "value_high": None, "unit": "", "relation": "",
            "measure": "", "direction": None, "due": "", "optional": False,
        }  # fmt: skip
    return {
        "quote": target.quote,
        "indicator": target.indicator,
        "scope": target.scope,
        "value": _number(target.value),
        "value_high": None if target.value_high is None else _number(target.value_high),
        "unit": target.unit,
        "relation": target.relation,
        "measure": target.measure,
        "direction": target.direction,
        "due": target.due,
        "optional": target.optional,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _candidate(candidate: Candidate, document: Document) -> dict[str, Any]:
    clause = candidate.clause
    return {
        "start": clause.start,
        "end": clause.end,
        "text": document.text[clause.start : clause.end],
        "part": clause.part,
        "strength": round(candidate.strength, 3),
        "taken": candidate.taken,
        "why": candidate.why,
        "reasons": [[name, weight] for name, weight in candidate.reasons],
    }


def jsonl(reckoning: Reckoning) -> Iterator[str]:
    """One line of JSON per promise, pair by pair, in the order of the old report's text."""
    for pairing in reckoning.pairings:
        for link in links(pairing):
            yield dumps(finding_object(link.finding, pairing, link))


@cache
def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema of a line: `finding`."""
    text = files("luoshi.reckoning").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
