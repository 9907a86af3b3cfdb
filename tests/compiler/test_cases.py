"""Behaviour on text, as tables of cases that can be read without Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from luoshi.compiler.compilation import Compilation
from luoshi.compiler.pipeline import compile_document
from luoshi.text.document import Document, sha256

CASES = Path(__file__).resolve().parents[1] / "cases"


def cases(name: str) -> list[Any]:
    found = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    known_gap = pytest.mark.xfail(strict=True, reason="a known gap, kept in the table")
    return [pytest.param(c, id=c["text"][:24], marks=[known_gap] if "gap" in c else []) for c in found]


def compiled(text: str) -> Compilation:
    """A line of a plan; the sentence before it makes a paragraph, so that it is no heading."""
    document = Document("二、2025年重点工作\n" + text, sha256(text.encode()))
    return compile_document(document, year=2025, place="云川市")


@pytest.mark.parametrize("case", cases("segments"))
def test_paragraphs_are_cut_into_items(case: dict[str, Any]) -> None:
    assert [item.text for item in compiled(case["text"]).items] == case["items"]


@pytest.mark.parametrize("case", cases("targets"))
def test_amounts_are_read(case: dict[str, Any]) -> None:
    items = compiled(case["text"]).items
    found = [target for item in items for target in item.targets]
    assert [t.quote for t in found] == [wanted["quote"] for wanted in case["targets"]]
    for target, wanted in zip(found, case["targets"], strict=True):
        said = {field: getattr(target, field) for field in wanted}
        for field in ("value", "value_high"):
            if said.get(field) is not None:
                said[field] = float(said[field])
        assert said == wanted
    if "context" in case:
        assert [c.quote for item in items for c in item.context] == case["context"]
