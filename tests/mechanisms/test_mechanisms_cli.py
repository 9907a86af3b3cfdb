"""`luoshi mechanisms` as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.mechanisms.load import CATALOGUE, catalogue

HERE = Path(__file__).parent
ENVIRONMENT = dict(os.environ) | {"COLUMNS": "110"}


def run(*arguments: object) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "luoshi.cli", "mechanisms", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=ENVIRONMENT)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_the_list_has_every_mechanism_with_its_question():
    status, out, _ = run("list")
    flat = "".join(out.split())
    assert status == 0
    for one in catalogue():
        assert one.name in flat
        assert one.title in flat


@pytest.mark.parametrize("definition", catalogue(), ids=lambda one: one.name)
def test_a_page_shows_every_state_act_clock_parameter_and_source(definition):
    status, out, _ = run("show", definition.name)
    flat = "".join(out.split())
    spec = definition.spec
    assert status == 0
    for part in (spec.states, spec.acts, spec.clocks):
        assert not [one.title for one in part.values() if "".join(one.title.split()) not in flat]
    assert not [name for name in spec.parameters if name not in flat]
    assert not [one.url for one in spec.sources.values() if one.url not in flat]


def test_a_page_as_json_is_the_definition():
    _, out, _ = run("show", "13710", "--json")
    assert json.loads(out)["parameters"]["ordinary_days"]["values"][0]["value"] == 7


def test_a_mechanism_by_its_title_and_one_that_is_not_there():
    assert run("show", "三色督查单")[0] == 0
    status, _, err = run("show", "四色单")
    assert status == 2
    assert "没有“四色单”这个机制。有的是：" in err


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.yaml")), ids=lambda path: path.stem)
def test_check_runs_the_examples_of_a_file(path):
    status, out, _ = run("check", path)
    assert status == 0
    assert "都相符" in out


def test_check_names_what_is_wrong_with_line_and_remedy(tmp_path):
    status, _, err = run("check", HERE / "broken" / "clock-never-starts.yaml")
    assert status == 2
    assert "clock-never-starts.yaml:26: 时限“limit”从不起算" in err
    wrong = tmp_path / "good.yaml"
    good = (HERE / "good.yaml").read_text(encoding="utf-8")
    wrong.write_text(good.replace("expect: {state: done}", "expect: {state: doing}"), encoding="utf-8")
    status, _, err = run("check", wrong)
    assert status == 2
    assert "状态是 done，不是 doing" in err


SCRIPT = """\
title: 修路
acts:
  - {act: open, on: 2026-12-28, by: 甲, role: supervision_clerk, say: {sort: easy}}
  - {act: take, on: 2026-12-28, by: 乙, role: office_handler}
  - {act: finish, on: 2026-12-28, by: 甲, role: supervision_head}
on: 2027-01-08
"""


def test_simulate_tells_each_step_then_the_clocks_and_what_can_be_done(tmp_path):
    script = tmp_path / "script.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    status, out, err = run("simulate", HERE / "good.yaml", script)
    flat = "".join(out.split())
    assert (status, err) == (0, "")
    assert "不能是同一个人" in flat
    assert "2027-01-05（暂定）" in flat
    assert "▲逾期3个工作日" in flat


def test_simulate_says_where_a_script_expects_something_else_and_refuses_a_bad_one(tmp_path):
    script = tmp_path / "script.yaml"
    script.write_text(SCRIPT.replace("on: 2027-01-08", "expect: {state: done}"), encoding="utf-8")
    status, _, err = run("simulate", HERE / "good.yaml", script)
    assert status == 2
    assert "和脚本里写的预期不符" in err
    script.write_text("title: 空\nacts: []\n", encoding="utf-8")
    status, _, err = run("simulate", HERE / "good.yaml", script)
    assert status == 2
    assert "script.yaml:2: acts: 至少要写一条" in err
    script.write_text(SCRIPT + "settings: {dais: 3}\n", encoding="utf-8")
    status, _, err = run("simulate", HERE / "good.yaml", script)
    assert status == 2
    assert "不存在的参数“dais”" in err
