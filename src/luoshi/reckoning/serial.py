"""A reckoning as the published objects: one line per promise; its JSON Schema stands beside."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from luoshi.compiler.compilation import Target
from luoshi.compiler.serial import dumps
from luoshi.reckoning.confirmations import promise_id
from luoshi.reckoning.findings import Candidate, Finding, Pairing, Reckoning, Standing, Verdict, Witness
from luoshi.reckoning.threads import Link, links
from luoshi.text.document import Document


def finding_object(
    finding: Finding, pairing: Pairing, link: Link | None = None, *, names: bool = False
) -> dict[str, Any]:
    """The promise as `luoshi reckon --format jsonl` prints it; offsets are code points of the two texts.

    `link` says which promise of the new report takes it up, and how it drifted. `names` gives the name of
    who confirmed; it is left out otherwise.
    """
    promise, text = finding.promise, pairing.new.document.text
    return {
        "id": promise_id(promise),
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
        "drift_steps": [shift.why for shift in link.shifts] if link else [],
        "later": [link.later.start, link.later.end] if link and link.later else None,
        "link": link.reason if link else "",
        "statistics": [_witness(witness) for witness in finding.witnesses],
        "confirmation": _confirmation(finding, names=names),
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


def _witness(witness: Witness) -> dict[str, Any]:
    row = witness.statistic
    return {
        "row": row.row,
        "indicator": row.indicator,
        "quote": row.quote,
        "value": None if witness.value is None else _number(witness.value),
        "source": row.source,
        "published": row.published.isoformat() if row.published else None,
        "verdict": witness.verdict,
        "agrees": witness.agrees,
        "superseded": witness.superseded,
        "steps": list(witness.steps),
        "why": witness.why,
    }


def _confirmation(finding: Finding, *, names: bool) -> dict[str, Any] | None:
    """How far a "not mentioned" is confirmed; null for every other verdict."""
    if finding.verdict is not Verdict.NOT_MENTIONED:
        return None
    said = finding.confirmation
    return {
        "standing": said.standing if said else Standing.UNCONFIRMED,
        "by": said.by if said and names else "",
        "on": _day(said.on) if said else None,
        "asked": _day(said.asked) if said else None,
        "until": _day(said.until) if said else None,
        "provisional": bool(said and said.provisional),
        "answer": said.answer if said else "",
        "answered": _day(said.answered) if said else None,
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


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


def jsonl(reckoning: Reckoning, *, names: bool = False) -> Iterator[str]:
    """One line of JSON per promise, pair by pair, in the order of the old report's text."""
    for pairing in reckoning.pairings:
        for link in links(pairing):
            yield dumps(finding_object(link.finding, pairing, link, names=names))


@cache
def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema of a line: `finding`, `link` (threads), `year` (series) or `task` (a notice)."""
    text = files("luoshi.reckoning").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
