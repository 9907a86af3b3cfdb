"""How a report is laid out: cases readable without Python, laws for any text, and the real reports."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.rulebook.layout_rules import FIELDS, layout_rules, name_of
from luoshi.rulebook.load import DATA, read_rules
from luoshi.text.fold import fold
from luoshi.text.layout import Layout, Part, lay_out
from luoshi.text.lines import BLANK

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "layout.yaml").read_text(encoding="utf-8"))
RULES = read_rules(DATA / "layout.yaml", FIELDS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]):
    text = case["text"] + case["text"][-20:] * case.get("repeat_end", 0)
    layout = lay_out(text, case.get("year"))
    paths = [" > ".join(map(fold, paragraph.section)) for paragraph in layout.paragraphs]
    told = {
        "heads": [f"{heading.level} {fold(heading.title)}" for heading in layout.headings],
        "furniture": [piece.reason for piece in layout.furniture if piece.reason != "markup"],
        "paragraphs": [
            f"{p.part} | {path} | {p.clean}" for p, path in zip(layout.paragraphs, paths, strict=True)
        ],
    }
    for field in told.keys() & case.keys():
        assert told[field] == case[field]


def check_laws(text: str) -> Layout:
    """Spans never overlap, leave white space only, and `clean` is what stands at the pieces."""
    layout, folded = lay_out(text), fold(text)
    pieces = [piece for paragraph in layout.paragraphs for piece in paragraph.pieces]
    spans = sorted([(s.start, s.end) for s in (*layout.headings, *layout.furniture)] + pieces)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert not "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip(BLANK)
    assert pieces == sorted(pieces)
    for paragraph in layout.paragraphs:
        assert paragraph.clean == "".join(folded[a:b] for a, b in paragraph.pieces)
    return layout


SNIPPETS = [
    *("一、", "（一）", "1.", "①", "## ", "——", "。", "，", "：", "；", "“", "《", "(", "**", "[1]"),
    *("\n", "\r\n", "\u3000\u3000", "\u200b", "\ud800", "<p>", "</p>", "<", "<!--", "-->", "&nbsp;"),
    *("各位代表！", "现在，我代表市政府报告工作，请予审议。", "名词解释\n", "附件\n", "(上接02版)\n"),
    *("2025年", "今年要", "我们也清醒地看到困难和问题", "加快产业转型"),
]
DENSE = ["<a", "受报告审议", "是\n", "政府\n", "责编：", "在", "第一届人民代表大会", "“新建", "建.", "|\t"]


@given(st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=6), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_told_apart_without_overlap_or_loss(text: str):
    check_laws(text)


@pytest.mark.parametrize("unit", [*SNIPPETS, *DENSE])
def test_a_long_monotonous_text_neither_hangs_nor_breaks_the_laws(unit: str):
    check_laws(unit * (60_000 // len(unit)))


def test_half_a_million_commas_are_one_paragraph():
    assert [len(p.clean) for p in lay_out("，" * 500_000 + "好").paragraphs] == [500_001]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_rule_fires_on_its_examples_and_not_on_its_counter_examples(rule):
    for example in rule.examples:
        assert _fires(rule, example), example
    for example in rule.counter_examples:
        assert not _fires(rule, example), example


def _fires(rule, example: str) -> bool:
    """The rule applied as the layout applies it: to a whole line, from its start, or anywhere in it."""
    use, text = rule.fields["use"], fold(example)
    rules = layout_rules()
    if use in {"furniture", "margin", "tail", "notes"}:
        match = getattr(rules, use).fullmatch(text)
    elif use in {"numbering", "listed"}:
        match = getattr(rules, use).match(text)
    elif use in {"untitled", "wording"}:
        match = getattr(rules, use).search(text)
    else:
        named = {"part": rules.headings, "opening": rules.openings, "sentence": rules.sentences}[use]
        pattern = next(part for part in named if part.name == rule.rule).pattern
        return bool(pattern.fullmatch(text.rstrip("。!")) if use == "sentence" else pattern.search(text))
    return match is not None and match.lastgroup == name_of(rule)


def _gold(shared: Path) -> list[Any]:
    names = [path.name.removesuffix(".gold.jsonl") for path in sorted((shared / "gold").glob("*.gold.jsonl"))]
    return [(shared / "reports" / f"{n}.txt", shared / "gold" / f"{n}.gold.jsonl") for n in names]


@pytest.mark.corpus
def test_annotated_reports_have_items_exactly_where_neither_heading_nor_furniture_is(shared: Path):
    for report, gold in _gold(shared):
        text = report.read_bytes().decode("utf-8")
        layout, at, items = lay_out(text), 0, []
        for line in gold.read_text(encoding="utf-8").splitlines():
            wanted = json.loads(line)["text"]
            at = text.index(wanted, at)
            items.append((at, at + len(wanted)))
            at += len(wanted)
        covered = {i for start, end in items for i in range(start, end)}
        for heading in layout.headings:
            assert covered.isdisjoint(range(heading.start, heading.end)), (report.name, heading.title)
        for paragraph in layout.paragraphs:
            for start, end in paragraph.pieces:
                loose = [i for i in range(start, end) if i not in covered and text[i] not in BLANK]
                assert not loose, (report.name, text[loose[0] : loose[0] + 20])


@pytest.mark.corpus
def test_every_report_keeps_the_laws_and_recent_ones_have_a_review_and_a_plan(shared: Path):
    with (shared / "corpus" / "reports.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            parts = {paragraph.part for paragraph in check_laws(row["text"]).paragraphs}
            if row["year"] >= 2020 and row["level"] != "city" and len(row["text"]) > 8000:
                assert {Part.REVIEW, Part.PLAN} <= parts, row["title"]
