"""Named works: which an item holds, how far each has come, and how well that agrees with the annotated reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from luoshi.compiler import works
from luoshi.compiler.projects import find_projects
from luoshi.rulebook import Entry, entries
from luoshi.text.fold import fold

CASES = Path(__file__).resolve().parents[1] / "cases" / "projects.yaml"


def cases() -> list[Any]:
    gap = pytest.mark.xfail(strict=True, reason="a known gap, kept in the table")
    found = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return [
        pytest.param(c["text"], c["projects"], id=c["text"][:20], marks=[gap] if "gap" in c else [])
        for c in found
    ]


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_named_works_are_found_with_their_stage(text: str, wanted: list[str]) -> None:
    assert [f"{p.name}/{p.stage}" for p in find_projects(fold(text))] == wanted


def sentences(rules: tuple[Entry, ...]) -> list[Any]:
    return [
        pytest.param(entry, text, holds, id=f"{entry.rule}-{'+' if holds else '-'}{text[:12]}")
        for entry in rules
        for holds, texts in ((True, entry.examples), (False, entry.counter_examples))
        for text in texts
    ]


@pytest.mark.parametrize(("entry", "text", "holds"), sentences(entries("stages")))
def test_a_stage_is_said_by_its_rule(entry: Entry, text: str, holds: bool) -> None:
    found = find_projects(text)
    assert found
    assert any(p.rule == entry.rule and p.stage == entry.fields["stage"] for p in found) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), sentences(works.works_entries()))
def test_examples_of_works_hold_a_project_and_counter_examples_none(
    entry: Entry, text: str, holds: bool
) -> None:
    assert any(word in text for word in entry.words) or not holds
    assert bool(find_projects(text)) is holds


@given(st.text(alphabet=st.sampled_from("推进建设水库、和,。等项目“”(3期了的云川市开工"), max_size=40))
def test_projects_lie_in_the_item_in_order_and_apart(text: str) -> None:
    at = 0
    for project in find_projects(text):
        assert at <= project.start < project.end <= len(text)
        assert project.name == text[project.start : project.end]
        at = project.end


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    find_projects(text)


def test_the_same_item_gives_the_same_projects() -> None:
    text = "推动华川锂电池、临河特种玻璃等项目落地开工,"
    assert find_projects(text) == find_projects(text)


@pytest.mark.corpus
def test_annotated_reports_are_met(shared: Path) -> None:
    named = said = hits = stages = 0
    for path in sorted((shared / "gold").glob("*.gold.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            text = "".join(fold(item["text"]).split())
            left = find_projects(text)
            named, said = named + len(item["projects"]), said + len(left)
            for wanted in item["projects"]:
                name = "".join(fold(wanted["name"]).split())
                hit = next((p for p in left if _close(text, name, p.start, p.end)), None)
                if hit:
                    left.remove(hit)
                    hits, stages = hits + 1, stages + (hit.stage == wanted["stage"])
    assert 2 * hits / (named + said) >= 0.90
    assert 2 * stages / (named + said) >= 0.82


def _close(text: str, name: str, start: int, end: int) -> bool:
    """Whether a span and one of the places of a name overlap by half of their union."""
    places = [i for i in range(len(text)) if text.startswith(name, i)]
    return any(
        2 * (min(i + len(name), end) - max(i, start)) >= max(i + len(name), end) - min(i, start)
        for i in places
    )
