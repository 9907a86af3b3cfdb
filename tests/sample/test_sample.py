"""The sample city: its annotations fit its reports, and its reports are nobody else's words."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from luoshi.errors import OptionError
from luoshi.sample import ANNOTATIONS, NAMES, RECKONING, REPORTS, path

KINDS = {"target", "project", "action", "principle"}
TENSES = {"pledge", "result", "situation"}
#: Numbered headings, headed and topic paragraphs, the salutation, page turns and page numbers.
LEFT_OUT = re.compile(
    r"[一二三四]、.+|（[一二三四五六七八]）.+|——[^，。]+。|[^。]{4,12}。|各位代表！|（(上接|下转)\d\d版）|— \d —"
)
VERDICTS = {"met", "short", "reported", "rolled_over", "not_mentioned"}
RUN = 22


def rows(name):
    return [json.loads(line) for line in path(name).read_text(encoding="utf-8").splitlines()]


def text(name):
    return path(name).read_text(encoding="utf-8")


@pytest.fixture(params=list(zip(REPORTS, ANNOTATIONS, strict=True)), ids=["2025", "2026"])
def annotated(request):
    report, annotations = request.param
    return text(report), rows(annotations)


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_the_sample_is_installed(name):
    assert path(name).is_file()


def test_a_name_that_is_not_in_the_sample_is_refused_with_those_that_are():
    with pytest.raises(OptionError, match=r"yunchuan-2025\.txt"):
        path("yunchuan-1949.txt")


def test_the_two_reports_are_of_consecutive_years_and_about_as_long_as_a_newspaper_page():
    for year, name in zip((2025, 2026), REPORTS, strict=True):
        assert f"{year}年1月" in text(name)
        assert 4000 <= len(text(name)) <= 4600


def test_every_span_holds_the_text_it_names(annotated):
    report, items = annotated
    for item in items:
        assert report[item["start"] : item["end"]] == item["text"]
        for key, label in (("targets", "quote"), ("context", "quote"), ("projects", "name")):
            for found in item[key]:
                assert item["start"] <= found["start"] < found["end"] <= item["end"]
                assert report[found["start"] : found["end"]] == found[label]


def test_items_stand_in_order_and_leave_out_only_headings_and_page_furniture(annotated):
    report, items = annotated
    for before, after in pairwise(items):
        assert before["end"] <= after["start"]
        left_out = report[before["end"] : after["start"]].splitlines()
        assert all(LEFT_OUT.fullmatch(line) for line in left_out if line)
    assert not re.search("[，。]", report[items[-1]["end"] :])


def test_items_end_at_punctuation(annotated):
    _, items = annotated
    assert all(re.search(r"[，。；：！？]$", item["text"]) for item in items)
    assert not any(re.search(r"[。；！？].", item["text"].strip()) for item in items)


def test_kinds_agree_with_what_the_items_hold(annotated):
    for item in annotated[1]:
        assert item["kind"] in KINDS
        assert item["tense"] in TENSES
        amounts = [t for t in item["targets"] if not t.get("optional")]
        assert not amounts or item["kind"] == "target"
        assert item["targets"] or item["kind"] != "target"
        assert bool(item["projects"]) == (item["kind"] == "project") or item["kind"] == "target"


def test_no_amount_is_both_promised_and_context(annotated):
    for item in annotated[1]:
        spans = sorted((f["start"], f["end"]) for key in ("targets", "context") for f in item[key])
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_targets_state_direction_when_and_only_when_they_grow(annotated):
    for target in (t for item in annotated[1] for t in item["targets"]):
        assert ("direction" in target) == (target["measure"] == "growth")
        assert ("value_high" in target) == (target["relation"] == "range")
        assert re.fullmatch(r"20\d\d(-\d\d)?", target["due"])


def test_every_kind_of_promise_is_shown_somewhere():
    targets = [t for name in ANNOTATIONS for item in rows(name) for t in item["targets"]]
    assert {t["relation"] for t in targets} == {"ge", "gt", "le", "approx", "range", "eq"}
    assert {t["measure"] for t in targets} == {"growth", "level", "output"}
    assert {"2025-06", "2025-12", "2026-09", "2027", "2028", "2030"} <= {t["due"] for t in targets}
    stages = {p["stage"] for name in ANNOTATIONS for item in rows(name) for p in item["projects"]}
    assert stages == {"prepare", "start", "build", "complete", "operate", "other"}


def test_the_reckoning_has_a_row_for_every_promised_amount_and_project_of_2025():
    pledges = [item for item in rows(ANNOTATIONS[0]) if item["tense"] == "pledge"]
    amounts = [t for item in pledges for t in item["targets"] if not t.get("optional")]
    works = [p for item in pledges for p in item["projects"]]
    promised = [(r["start"], r["end"]) for r in rows(RECKONING)]
    assert promised == sorted(promised)
    assert {(x["start"], x["end"]) for x in [*amounts, *works]} <= set(promised)


def test_the_reckoning_quotes_both_reports_exactly():
    old, new = map(text, REPORTS)
    for row in rows(RECKONING):
        said = old[row["start"] : row["end"]]
        assert said in row["promise"]
        assert said == (row["quote"] or row["indicator"] or row["promise"])
        assert [new[a:b] for a, b in row["answer_spans"]] == row["answers"]


def test_verdicts_come_with_answers_and_figures_as_the_guideline_says():
    found = rows(RECKONING)
    assert {r["verdict"] for r in found} == VERDICTS
    for row in found:
        assert (row["verdict"] == "not_mentioned") == (not row["answers"])
        if row["quote"] and row["verdict"] in {"met", "short"}:
            assert re.fullmatch(r"\d+(\.\d+)?", row["reported"])


@pytest.mark.corpus
def test_no_run_of_the_sample_stands_in_a_real_report(shared):
    mine = {
        line[i : i + RUN]
        for name in REPORTS
        for line in text(name).splitlines()
        for i in range(len(line) - RUN + 1)
    }
    real = [p.read_text(encoding="utf-8") for p in sorted((shared / "reports").glob("*.txt"))]
    with (shared / "corpus" / "reports.jsonl").open(encoding="utf-8") as lines:
        real += [json.loads(line)["text"] for line in lines]
    taken = {
        report[i : i + RUN]
        for report in real
        for i in range(len(report) - RUN + 1)
        if report[i : i + RUN] in mine
    }
    assert not taken
