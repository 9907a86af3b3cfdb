"""The models: whoever trains them can go on with new ones in the same process."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.compiler import model
from luoshi.compiler.pipeline import compile_document
from luoshi.text.document import Document

REPORT = "二、2025年重点工作\n新建云川公园12座，改造老旧小区30个，办好云川书会，接待游客8万人次，增长6%，占全市三成。"
SWAYED = ("segment", "roles", "measures", "project_gate", "projects")


@pytest.mark.parametrize("swayed", SWAYED)
def test_forgotten_models_decide_nothing_more(swayed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = model._read

    def read(name: str) -> dict[str, Any]:
        return _against(shipped(name)) if name == swayed else shipped(name)

    before = _compiled()
    monkeypatch.setattr(model, "_read", read)
    try:
        assert _compiled() == before
        model.forget()
        assert _compiled() != before
    finally:
        monkeypatch.undo()
        model.forget()
    assert _compiled() == before


def _against(raw: dict[str, Any]) -> dict[str, Any]:
    """A model that always gives the answer its bias names, and another than the shipped one mostly does."""
    bias = -1e6 if "labels" not in raw else [1e6, 0.0, 0.0]
    return {**raw, "bias": bias}


def _compiled() -> object:
    return compile_document(Document(REPORT, digest="")).items
