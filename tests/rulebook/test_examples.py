"""Every entry's examples fire its rule, and its counter-examples do not."""

from __future__ import annotations

import re

import pytest

from luoshi.compiler import deadlines, roles, segment, targets
from luoshi.compiler.quantities import find_quantities
from luoshi.reckoning.drift import firmness
from luoshi.reckoning.indicators import indicator
from luoshi.reckoning.wording import usual
from luoshi.rulebook import Entry, entries


def sentences(name: str) -> list[pytest.param]:
    return [
        pytest.param(entry, text, holds, id=f"{entry.rule}-{'+' if holds else '-'}{text[:12]}")
        for entry in entries(name)
        for holds, texts in ((True, entry.examples), (False, entry.counter_examples))
        for text in texts
    ]


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("units"))
def test_units(entry: Entry, text: str, holds: bool) -> None:
    found = find_quantities(text)
    real = (
        [q for q, role in zip(found, roles.roles(text, found), strict=True) if role != "none"]
        if found
        else []
    )
    assert any(q.rule == entry.rule for q in real) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("bounds"))
def test_bounds(entry: Entry, text: str, holds: bool) -> None:
    found = find_quantities(text)
    assert any(q.bound in entry.words and q.relation == entry.fields["relation"] for q in found) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("deadlines"))
def test_deadlines(entry: Entry, text: str, holds: bool) -> None:
    said = deadlines.deadline(text, year=2025)
    assert (said is not None and said.rule == entry.rule) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("measures"))
def test_measures(entry: Entry, text: str, holds: bool) -> None:
    found = find_quantities(text)
    readings = targets.read(text, found, range(len(found))) if found else []
    said = [(r.measure, r.direction) for r in readings]
    assert ((entry.fields["measure"], entry.fields.get("direction")) in said) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("scopes"))
def test_scopes(entry: Entry, text: str, holds: bool) -> None:
    found = find_quantities(text)
    readings = targets.read(text, found, range(len(found))) if found else []
    assert any(r.scope in entry.words for r in readings) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("clauses"))
def test_clauses(entry: Entry, text: str, holds: bool) -> None:
    pattern = re.compile("|".join(f"(?:{p})" for p in entry.patterns))
    assert (pattern.search(text) is not None) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("predicates"))
def test_predicates(entry: Entry, text: str, holds: bool) -> None:
    assert segment.predicate(text, 0).startswith(entry.rule.partition("/")[2]) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("synonyms"))
def test_synonyms(entry: Entry, text: str, holds: bool) -> None:
    assert (entry.rule.partition("/")[2] in usual(text)) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("indicators"))
def test_indicators(entry: Entry, text: str, holds: bool) -> None:
    known = indicator(text)
    assert (known is not None and known.rule == entry.rule) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences("firmness"))
def test_firmness(entry: Entry, text: str, holds: bool) -> None:
    assert (firmness(text)[0] == entry.fields["firm"]) is holds
