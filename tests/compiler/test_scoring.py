"""Scoring: figures follow their definitions, intervals hold them, broken predictions are refused."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from luoshi.compiler.scoring import Figure, differences, read_pairs, score
from luoshi.errors import OptionError, ReadError, ScoreError

Row = dict[str, Any]
COUNTS = {"items", "targets", "projects"}


def item(start: int, text: str, kind: str = "action", **fields: Any) -> Row:
    return {"start": start, "end": start + len(text), "text": text, "kind": kind, **fields}


def target(start: int, quote: str, **fields: Any) -> Row:
    usual = {"value": 1, "unit": "个", "relation": "eq", "measure": "output", "indicator": "", "due": "2025"}
    return {"start": start, "end": start + len(quote), "quote": quote, **usual, **fields}


def gold() -> list[Row]:
    """Three items of a made-up city: two amounts, a context amount and two projects."""
    first, second, third = "新建口袋公园12个，", "总投资3亿元的云川大桥建成通车，", "民宿收入增长8%以上。"
    return [
        item(0, first, "target", tense="pledge", targets=[
            target(6, "12个", value=12, indicator="口袋公园"),
        ]),
        item(10, second, "project", tense="pledge", context=["3亿元"], projects=[
            {"name": "云川大桥", "stage": "complete"},
        ]),
        item(26, third, "target", tense="pledge", targets=[
            target(32, "8%以上", value=8, unit="%", relation="ge", measure="growth", direction="up",
                   indicator="民宿收入", due="2026"),
        ]),
    ]  # fmt: skip


def prediction() -> list[Row]:
    """The same, with the offsets that a compiled item carries."""
    rows = gold()
    rows[1]["context"] = [{"start": 13, "end": 16, "quote": "3亿元"}]
    rows[1]["projects"][0] |= {"start": 17, "end": 21}
    return rows


def figures(*pairs: tuple[list[Row], list[Row]], **options: int) -> dict[str, Figure]:
    return {figure.name: figure for figure in score(pairs, **{"resamples": 0, **options})}


def test_a_prediction_equal_to_the_annotation_scores_one_everywhere_and_differs_nowhere():
    found = figures((gold(), prediction()))
    measured = {name: f.value for name, f in found.items() if name not in COUNTS}
    unmeasured = {"scope_f1", "lead_first", "lead_three"}
    assert {name for name, value in measured.items() if value is None} == unmeasured
    assert {value for name, value in measured.items() if name not in unmeasured} == {1.0}
    assert [found[name].value for name in sorted(COUNTS)] == [3, 1, 2]
    assert differences([(gold(), prediction())]) == []


def test_a_missed_amount_a_wrong_kind_and_a_wrong_stage_cost_what_the_definitions_say():
    rows = prediction()
    rows[0] |= {"targets": [], "kind": "action"}
    rows[1]["projects"][0]["stage"] = "build"
    found = figures((gold(), rows))
    assert found["quantity_recall"].value == 1 / 2
    assert found["quantity_precision"].value == 1
    assert found["quantity_f1"].value == pytest.approx(2 / 3)
    assert found["kind_accuracy"].value == pytest.approx(2 / 3)
    # target: one of two annotated, one predicted; project: right
    assert found["kind_macro_f1"].value == pytest.approx((2 / 3 + 1) / 2)
    assert (found["project_f1"].value, found["stage_f1"].value) == (1, 0)
    told = [(d.what, d.quote, d.annotated, d.predicted) for d in differences([(gold(), rows)])]
    assert told == [
        ("kind", "新建口袋公园12个，", "target", "action"),
        ("target missed", "12个", "口袋公园 12 个", ""),
        ("stage", "云川大桥", "complete", "build"),
    ]


def test_closing_punctuation_and_white_space_do_not_make_another_item():
    rows = prediction()
    rows[0] = {**rows[0], "text": rows[0]["text"][:-1], "end": 9}
    assert figures((gold(), rows))["item_f1"].value == 1


def test_joined_items_lose_a_boundary():
    first, second, third = prediction()
    joined = item(0, first["text"] + second["text"], "target", tense="pledge")
    found = figures((gold(), [joined, third]))
    assert found["item_f1"].value == pytest.approx(2 / 5)
    assert found["boundary_f1"].value == pytest.approx(4 / 5)


def test_optional_targets_count_neither_found_nor_missed():
    annotated = gold()
    annotated[0]["targets"][0]["optional"] = True
    with_it, without = prediction(), prediction()
    without[0]["targets"] = []
    for rows in (with_it, without):
        assert figures((annotated, rows))["quantity_f1"].value == 1


def test_what_is_predicted_outside_the_annotated_stretch_does_not_count():
    heading = item(100, "二、明年的打算")
    assert figures((gold(), [*prediction(), heading]))["item_f1"].value == 1


def test_pairs_are_pooled_by_adding_counts():
    nothing: list[Row] = []
    found = figures((gold(), prediction()), (gold(), nothing))
    assert found["item_f1"].value == pytest.approx(2 * 3 / (6 + 3))
    assert found["quantity_recall"].value == 1 / 2
    assert found["quantity_precision"].value == 1


def test_lead_offices_are_compared_without_the_city_and_in_their_short_form():
    rows = [
        {"start": 0, "end": 4, "text": "改造老街", "lead": ["市住建局"], "also_lead": ["市城市管理局"]},
        {"start": 4, "end": 8, "text": "检查药店", "lead": ["市市场监管局"], "also_lead": []},
        {"start": 8, "end": 12, "text": "补贴农机", "lead": ["市农业农村局"], "also_lead": []},
    ]
    offices = [
        ["云川市住房和城乡建设局"],
        ["市卫健委", "云川市市场监管局"],
        ["市财政局", "市商务局", "市审计局", "市农业农村局"],
    ]
    rows_said = [
        item(row["start"], row["text"], offices=[{"name": name} for name in names])
        for row, names in zip(rows, offices, strict=True)
    ]
    found = figures((rows, rows_said))
    assert found["lead_first"].value == pytest.approx(1 / 3)
    assert found["lead_three"].value == pytest.approx(2 / 3)
    assert (found["lead_first"].n, found["items"].value, found["item_f1"].value) == (3, 0, None)


def test_intervals_hold_the_figure_repeat_with_the_seed_and_narrow_with_more_items():
    half = prediction()
    half[0]["targets"][0]["value"] = 13
    few = [(gold(), half)] * 10
    once, again = (figures(*few, resamples=300, seed=7)["quantity_f1"] for _ in range(2))
    assert once == again
    assert once.value == 1 / 2
    assert 0 < once.low < 1 / 2 < once.high < 1
    more = figures(*few * 10, resamples=300, seed=7)["quantity_f1"]
    assert more.high - more.low < (once.high - once.low) / 2


def test_a_figure_without_an_error_has_no_width():
    figure = figures((gold(), prediction()), resamples=50)["item_f1"]
    assert (figure.low, figure.high) == (1, 1)


def test_a_thousand_items_are_scored_with_a_thousand_resamples_in_under_ten_seconds():
    rng = random.Random(3)
    pairs = [(gold(), perturbed(prediction(), rng)) for _ in range(340)]
    start = time.process_time()
    found = figures(*pairs, resamples=1000)
    assert time.process_time() - start < 10
    assert found["items"].n >= 1000
    rates = [figure for name, figure in found.items() if name not in COUNTS and figure.value is not None]
    assert all(0 <= figure.low <= figure.value <= figure.high <= 1 for figure in rates)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"start": None}, "缺少 start"),
        ({"kind": None}, "缺少 kind"),
        ({"end": 27}, "起止 10–27 却是 17 个"),
        ({"start": 9, "end": 25}, "重叠"),
        ({"projects": ["云川大桥"]}, "没有起止"),
        ({"projects": [{"name": "云川大桥", "start": 17, "end": 99}]}, "不在本项之内"),
        ({"targets": [{"quote": "3亿元"}]}, "缺少 start"),
        ({"targets": [{"quote": "3亿元", "start": 13, "end": 16, "value": "三"}]}, "不是数"),
        ({"context": "3亿元"}, "不是列表"),
    ],
)
def test_a_prediction_that_breaks_the_contract_is_refused_by_file_and_row(change: Row, says: str):
    rows = prediction()
    rows[1] |= change
    with pytest.raises(ScoreError, match=says) as refused:
        figures((gold(), prediction()), (gold(), rows))
    assert "第 2 对文件的预测第 2 项" in str(refused.value)


def test_an_annotation_whose_quote_is_not_in_its_item_is_refused():
    annotated = gold()
    annotated[1]["context"] = ["30亿元"]
    with pytest.raises(ScoreError, match="标注第 2 项：标注的“30亿元”不在本项文字里"):
        figures((annotated, prediction()))


def test_an_empty_annotation_is_refused():
    with pytest.raises(ScoreError, match="第 1 对文件的标注是空的"):
        figures(([], prediction()))


def test_files_are_read_in_pairs_and_named_when_they_cannot_be(tmp_path: Path):
    good, bad = tmp_path / "gold.jsonl", tmp_path / "bad.jsonl"
    good.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in gold()) + "\n\n", encoding="utf-8"
    )
    bad.write_text('{"start": 1}\n[1]\n', encoding="utf-8")
    assert read_pairs([good, good]) == [(gold(), gold())]
    with pytest.raises(OptionError, match="3 个文件"):
        read_pairs([good, good, good])
    with pytest.raises(ReadError, match=r"bad\.jsonl 第 2 行"):
        read_pairs([good, bad])
    with pytest.raises(ReadError, match=r"none\.jsonl：找不到"):
        read_pairs([good, tmp_path / "none.jsonl"])


def perturbed(rows: list[Row], rng: random.Random) -> list[Row]:
    """A prediction that errs in every way the figures look at, and keeps the contract."""
    out: list[Row] = []
    for row in copy.deepcopy(rows):
        chance = rng.random()
        if chance < 0.06:
            continue
        if chance < 0.12 and out and out[-1]["end"] == row["start"]:
            out[-1] = merged(out[-1], row)
            continue
        if chance < 0.2:
            row["text"], row["end"] = row["text"][:-1], row["end"] - 1
        if rng.random() < 0.15:
            row["kind"] = rng.choice(["target", "project", "action", "principle"])
        if "tense" in row and rng.random() < 0.1:
            row["tense"] = "result"
        row["targets"] = [err_in_target(t, rng) for t in row.get("targets", []) if rng.random() > 0.1]
        promised = row["targets"] and rng.random() < 0.3
        row["context"] = row.get("context", [])[1 if promised else 0 :]
        for works in row.get("projects", []):
            if rng.random() < 0.2:
                works["stage"] = "other"
            works["start"] += rng.random() < 0.1 and works["end"] - works["start"] > 1
        out.append(within(row))
    return out


def merged(a: Row, b: Row) -> Row:
    lists = {key: a.get(key, []) + b.get(key, []) for key in ("targets", "context", "projects")}
    return {**a, "end": b["end"], "text": a["text"] + b["text"], **lists}


def err_in_target(row: Row, rng: random.Random) -> Row:
    for key, other in (
        ("value", 7), ("unit", "公里"), ("relation", "gt"), ("measure", "level"), ("direction", "down"),
        ("indicator", "别的指标"), ("scope", "全市"), ("due", "2031"),
    ):  # fmt: skip
        if rng.random() < 0.08:
            row[key] = other
    if rng.random() < 0.1:
        row["indicator"] = str(row["indicator"])[:-2]
    return row


def within(row: Row) -> Row:
    """The row with only those findings that still lie inside it."""
    for key in ("targets", "context", "projects"):
        row[key] = [x for x in row.get(key, []) if row["start"] <= x["start"] < x["end"] <= row["end"]]
    return row


def located(rows: list[Row]) -> list[Row]:
    """Annotated rows with offsets for everything, as a compiler would give them."""
    for row in rows:
        for i, entry in enumerate(row.get("context", [])):
            quote = entry if isinstance(entry, str) else entry["quote"]
            at = row["start"] + row["text"].find(quote)
            row["context"][i] = {"quote": quote, "start": at, "end": at + len(quote)}
        for works in row.get("projects", []):
            works["start"] = row["start"] + row["text"].find(works["name"])
            works["end"] = works["start"] + len(works["name"])
    return rows


@pytest.mark.corpus
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_equal_those_of_the_shared_scorer_on_all_annotations(shared: Path, tmp_path: Path, seed: int):
    rng = random.Random(seed)
    files: list[Path] = []
    for path in sorted((shared / "gold").glob("*.gold.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        guess = tmp_path / path.name
        lines = [json.dumps(row, ensure_ascii=False) for row in perturbed(located(rows), rng)]
        guess.write_text("\n".join(lines), encoding="utf-8")
        files += [path, guess]
    theirs = json.loads(run(shared / "gold/score.py", *files, "--json"))
    ours = {figure.name: figure.value for figure in score(read_pairs(files), resamples=0)}
    assert {name: ours[name] for name in theirs} == pytest.approx(theirs, abs=1e-9)
    # The perturbation reached every figure, but for the handful of unusual dates: none is perfect or empty.
    rates = {name: value for name, value in theirs.items() if name not in COUNTS | {"due_special"}}
    assert [name for name, value in rates.items() if not 0 < value < 1] == []


@pytest.mark.corpus
def test_lead_offices_score_as_with_the_shared_scorer(shared: Path, tmp_path: Path):
    rng = random.Random(1)
    path = shared / "gold/offices-yuncheng-2025.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    guess = tmp_path / "guess.jsonl"
    lines = []
    for row in rows:
        offices = rng.sample(
            row["lead"] + row["support"] + ["市审计局", "市统计局"], k=min(4, 2 + len(row["support"]))
        )
        said = item(row["start"], row["text"], offices=[{"name": name} for name in offices])
        lines.append(json.dumps(said, ensure_ascii=False))
    guess.write_text("\n".join(lines), encoding="utf-8")
    words = run(shared / "gold/score_offices.py", path, guess).split()
    ours = figures(*read_pairs([path, guess]))
    assert f"{ours['lead_first'].value:.3f}" == words[words.index("first") + 1]
    assert f"{ours['lead_three'].value:.3f}" == words[words.index("three") + 1]
    assert 0 < ours["lead_first"].value < ours["lead_three"].value < 1


def run(script: Path, *arguments: object) -> str:
    command = [sys.executable, "-B", str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
