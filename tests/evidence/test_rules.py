"""Every entry of the evidence rules knows its examples and not its counter-examples."""

from __future__ import annotations

import pytest

from luoshi.evidence.kinds import kind_entries, kind_of_title
from luoshi.evidence.words import Stage, pattern, stage, word_entries
from luoshi.rulebook import Entry


def cases(entries: tuple[Entry, ...]) -> list[pytest.param]:
    return [
        pytest.param(entry, text, holds, id=f"{entry.rule}-{'+' if holds else '-'}{text[:12]}")
        for entry in entries
        for holds, texts in ((True, entry.examples), (False, entry.counter_examples))
        for text in texts
    ]


@pytest.mark.parametrize(("entry", "text", "holds"), cases(kind_entries()))
def test_kinds(entry: Entry, text: str, holds: bool) -> None:
    assert (kind_of_title(text) == entry.rule.partition("/")[2]) is holds


@pytest.mark.parametrize(("entry", "text", "holds"), cases(word_entries()))
def test_words(entry: Entry, text: str, holds: bool) -> None:
    use = entry.fields["use"]
    known = stage(text) == use if use in set(Stage) else pattern(use).search(text) is not None
    assert known is holds
