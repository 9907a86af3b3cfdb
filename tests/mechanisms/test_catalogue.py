"""The definitions that come with the program: their examples hold, their numbers have sources, none is code."""

from __future__ import annotations

import pytest

from luoshi.mechanisms.load import CATALOGUE, catalogue, find, load
from luoshi.mechanisms.roles import SUPERVISED, Party, Role
from luoshi.mechanisms.scripts import problems, run, untried

SCRIPTS = [
    (definition, script)
    for definition in catalogue()
    for script in (*definition.spec.examples, *definition.spec.counter_examples)
]


def test_the_five_procedures_are_there():
    assert {one.name for one in catalogue()} == {
        "13710",
        "allocation",
        "colour-slips",
        "coordination",
        "rectification",
    }


@pytest.mark.parametrize(("definition", "script"), SCRIPTS, ids=[f"{d.name}-{s.title}" for d, s in SCRIPTS])
def test_an_example_goes_as_it_says_and_a_counter_example_is_refused(definition, script):
    assert list(problems(run(definition, script))) == []


@pytest.mark.parametrize("definition", catalogue(), ids=lambda one: one.name)
def test_every_act_is_done_in_an_example(definition):
    assert untried(definition) == []


@pytest.mark.parametrize("definition", catalogue(), ids=lambda one: one.name)
def test_what_was_not_found_is_a_setting_and_says_so(definition):
    settings = [one.setting for one in definition.spec.parameters.values() if not one.values]
    assert all(said.startswith("【未找到】") for said in settings)
    assert all(source.url for source in definition.spec.sources.values())


def test_a_wrong_example_is_found_out(tmp_path):
    text = (CATALOGUE / "coordination.yaml").read_text(encoding="utf-8")
    path = tmp_path / "coordination.yaml"
    path.write_text(
        text.replace("{due: 2026-09-20, standing: kept}", "{due: 2026-09-20, standing: late}"), "utf-8"
    )
    definition = load(path)
    script = definition.spec.examples[0]
    assert list(problems(run(definition, script))) == ["时限“answer”的 standing 是 kept，不是 late。"]


def test_the_digest_names_the_contents_and_no_line_ends(tmp_path):
    text = (CATALOGUE / "13710.yaml").read_bytes()
    windows, changed = tmp_path / "a" / "13710.yaml", tmp_path / "b" / "13710.yaml"
    for path, data in (
        (windows, text.replace(b"\n", b"\r\n")),
        (changed, text.replace(b"value: 7", b"value: 8")),
    ):
        path.parent.mkdir()
        path.write_bytes(data)
    assert load(windows).digest == find("13710").digest != load(changed).digest


def test_roles_and_parties_are_one_list_with_chinese_names():
    assert Role("supervision_clerk").label == "督查人员"
    assert len(Role) == 11
    assert {Party.DEPARTMENT, Party.LOWER} == SUPERVISED
