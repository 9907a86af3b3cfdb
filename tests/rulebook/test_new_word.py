"""A new word needs no Python: an entry added to a rule file works at once, and the rules are called by another version."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import luoshi
from luoshi.compiler.model import rules_version
from luoshi.rulebook import version

REPORT = "政府工作报告\n——2026年1月8日在云川市第六届人民代表大会第五次会议上\n一、2026年重点工作\n新建日光温室300棚以上，改造棚户区1200户。\n"
NEW_WORD = """
大棚:
  group: count
  words: [棚]
  examples: ["新建日光温室300棚"]
  counter_examples: ["改造棚户区1200户"]
"""


class Workshop:
    """A copy of the package, whose rule files may be changed, with the program that runs it."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "luoshi"
        shutil.copytree(
            Path(luoshi.__file__).parent, self.package, ignore=shutil.ignore_patterns("__pycache__")
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "luoshi.cli", *arguments],
            input=REPORT.encode(),
            capture_output=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(self.package.parent)},
            timeout=60,
        )

    def rules(self) -> str:
        return self.run("--version").stdout.decode().partition("规则 ")[2].strip("）\n")

    def append(self, name: str, text: str) -> None:
        file = self.package / name
        file.write_text(file.read_text("utf-8") + text, encoding="utf-8")


@pytest.fixture
def workshop(tmp_path) -> Workshop:
    return Workshop(tmp_path)


def units(envelope: dict) -> set[str]:
    return {target["unit"] for item in envelope["items"] for target in item["targets"]}


def test_new_unit_is_found_and_named_and_changes_the_version_of_the_rules(workshop):
    before = json.loads(workshop.run("compile", "-", "--format", "json").stdout)
    workshop.append("rulebook/data/units.yaml", NEW_WORD)
    after = json.loads(workshop.run("compile", "-", "--format", "json").stdout)
    assert (units(before), units(after)) == ({"户"}, {"户", "棚"})
    assert "units/大棚" in workshop.run("explain", "-", "--at", "300棚").stdout.decode()
    assert before["rulebook"] == rules_version()
    assert after["rulebook"] != before["rulebook"]
    assert after["rulebook"].partition("+")[0] == before["rulebook"].partition("+")[0]


def test_entry_that_does_not_hold_stops_the_program_with_file_line_and_remedy(workshop):
    lines = len((workshop.package / "rulebook/data/units.yaml").read_text("utf-8").splitlines())
    workshop.append("rulebook/data/units.yaml", NEW_WORD.replace("  counter", "  # counter"))
    done = workshop.run("compile", "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"错误：units.yaml:{lines + 2}: 条目“大棚”缺少 counter_examples。请至少写一个反例。\n"
    )


@pytest.mark.parametrize(
    "file", ["compiler/models/tenses.json", "rulebook/data/divisions.tsv", "rulebook/data/duties_city.yaml"]
)
def test_any_changed_rule_file_or_model_changes_the_version(workshop, file):
    workshop.append(file, "\n")
    assert workshop.rules() != rules_version()


def test_version_is_the_release_and_a_short_digest():
    release, _, digest = rules_version().partition("+")
    assert release.replace(".", "").isdigit()
    assert len(digest) == 8
    assert int(digest, 16) >= 0


def test_renamed_file_changes_the_version(tmp_path):
    for name, text in (("a", "甲"), ("b", "甲"), ("c", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(text, encoding="utf-8")
    folders = [tmp_path / name for name in "abc"]
    assert len({version(folder) for folder in folders} | {version()}) == 4
    assert version(*folders) != version(*reversed(folders))
