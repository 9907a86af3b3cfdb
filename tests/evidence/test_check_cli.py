"""`luoshi check` from the shell: verdicts, JSON, refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from papers import Paper
from worked_tables import FARM

LUOSHI = str(Path(sys.executable).parent / "luoshi")


def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run([LUOSHI, "check", *arguments], input=data, capture_output=True, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def sheet(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("evidence") / "进度表.xlsx"
    path.write_bytes(Paper("a", "xlsx", "", "", [FARM]).data())
    return path


def test_a_supported_claim_shows_where_its_number_stands(sheet):
    done = run(str(sheet), "--claim", "新建高标准农田 8.2万亩", "--period", "2025-06", "--place", "云川市")
    assert done.returncode == 0
    assert "✓ 支持" in done.stdout
    assert "Sheet!D5" in done.stdout


def test_json_has_the_published_fields(sheet):
    done = run(str(sheet), "--claim", "新建高标准农田20万亩", "--period", "2025-06", "--json")
    said = json.loads(done.stdout)
    assert set(said) == {"verdict", "claim", "period", "place", "kind", "found", "why", "trace", "warnings"}
    assert said["verdict"] == "not_supported"
    assert said["found"]["cell"] == "Sheet!B5"
    assert "计划" in said["why"]
    assert said["trace"]
    assert done.returncode == 0


def test_what_cannot_be_read_is_unread_and_not_unsupported(tmp_path):
    path = tmp_path / "旧.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    done = run(str(path), "--claim", "新建高标准农田8.2万亩", "--json")
    said = json.loads(done.stdout)
    assert (said["verdict"], said["found"]) == ("unread", None)
    assert "另存为 docx" in said["why"]
    assert done.returncode == 0


def test_a_photograph_cannot_bear(tmp_path):
    path = tmp_path / "现场.jpg"
    path.write_bytes(Paper("a", "jpg", "", "", []).data())
    assert "◆ 不能证明" in run(str(path), "--claim", "新建幼儿园9所").stdout


def test_a_classified_document_is_refused_and_prints_nothing_of_it(tmp_path):
    path = tmp_path / "通报.txt"
    path.write_text("机密★5年\n新建某某设施8.2万亩", encoding="utf-8")
    done = run(str(path), "--claim", "新建某某设施8.2万亩", "--json")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "机密★5年" in done.stderr
    assert "某某" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["没有.xlsx", "--claim", "新建幼儿园9所"], "找不到"),
        (["-", "--claim", "新建幼儿园 9"], "没有单位"),
        (["-", "--claim", "新建幼儿园9所", "--period", "六月"], "--period"),
        (["-"], "缺少 --claim"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_chinese(arguments, says):
    done = run(*arguments, data="云政发〔2025〕1号".encode())
    assert done.returncode == 2
    assert done.stderr.startswith("错误：")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_is_read(sheet):
    done = run("-", "--claim", "新建高标准农田8.2万亩", "--period", "2025-06", data=sheet.read_bytes())
    assert "✓ 支持" in done.stdout
