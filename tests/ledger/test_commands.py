"""The ledger from the shell, as an office would use it; what goes wrong is said in Chinese with exit code 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPORT = (
    "云川市政府工作报告\n\n一、2026年工作安排\n\n建设高标准农田15万亩。制定促进民营经济发展的实施办法。\n"
)
OFFICES = (
    "代码,名称,类别,上级代码\nyc,云川市政府,本级部门,\nny,市农业农村局,本级部门,yc\nqx,市气象局,垂直管理,yc\n"
)


def shell(folder: Path) -> Callable[..., str]:
    """A folder with a report and a list of offices, and how to call the program there."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI", "DJANGO"))}
    (folder / "报告.txt").write_text(REPORT, "utf-8")
    (folder / "单位.csv").write_text(OFFICES, "utf-8")

    def call(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "luoshi.cli", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    return call


def settled(run: Callable[..., str]) -> Callable[..., str]:
    """A ledger with a report, three offices and one commitment in hands."""
    run("init")
    run("import", "报告.txt", "--year", "2026", "--place", "云川市", "--accept-all")
    run("offices", "import", "单位.csv")
    run("assign", "2026-00001", "--lead", "市农业农村局")
    return run


@pytest.fixture
def city(tmp_path: Path) -> Callable[..., str]:
    return settled(shell(tmp_path))


@pytest.fixture(scope="module")
def unchanging_city(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    return settled(shell(tmp_path_factory.mktemp("city")))


def test_a_year_in_the_ledger_from_the_shell(city, tmp_path: Path) -> None:
    (tmp_path / "验收单.txt").write_text("验收", "utf-8")
    filing = ("file", "2026-00001", "--office", "市农业农村局", "--period", "2026-Q1", "--value", "31000")
    assert "等待审核" in city(*filing, "--evidence", "验收单.txt", "--evidence-kind", "acceptance")
    row = json.loads(city("status", "--json").splitlines()[0])
    assert (row["leads"], row["declared"]["value"], row["supported"]["state"]) == (
        ["市农业农村局"],
        "31000",
        "nothing",
    )
    assert "高标准农田" in city("status")
    assert "规则 " in city("status", "2026-00001")
    assert "落实日志存证" in city("deposit", "-o", "存证.json")
    assert "相符" in city("verify", "--against", "存证.json")
    assert "逐表相同" in city("rebuild", "--into", "sqlite:///again.sqlite3")
    city("export", "--what", "journal", "--withhold", "progress.filed", "-o", "日志.jsonl")
    assert "1 条没有正文" in city("verify", "--journal", "日志.jsonl", "--against", "存证.json")
    assert json.loads(city("export").splitlines()[0])["offices"][0]["part"] == "lead"
    assert "市气象局" in city("export", "--what", "offices")


def test_any_action_can_be_called_and_is_done_once(city) -> None:
    asked = ("act", "register_person", '{"name": "甲某"}', "--request", "r1")
    first, second = json.loads(city(*asked)), json.loads(city(*asked))
    refused = city("act", "create_post", '{"office": 1, "title": "x"}', code=2)
    assert "没有编号为 1 的单位" in refused
    assert (first["again"], second["again"], second["entry"]) == (False, True, first["entry"])
    assert "assign: commitments*" in city("act")


def test_a_backup_opens_in_a_new_folder(city, tmp_path: Path) -> None:
    city("backup", "-o", "备份.zip")
    (tmp_path / "luoshi-data").rename(tmp_path / "old")
    city("init")
    assert "逐条相符" in city("restore", "备份.zip")
    assert "高标准农田" in city("status")


def test_forms_go_out_and_come_back(city) -> None:
    city("assign", "--form-out", "分工.xlsx")
    assert "改动 0 行" in city("assign", "--form-in", "分工.xlsx")
    city("file", "--form-out", "填报.xlsx", "--office", "市农业农村局")
    assert "改动 0 行" in city("file", "--form-in", "填报.xlsx")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("assign", "2026-00001", "--lead", "市农业局"), "相近的有|没有叫"),
        (("assign", "2026-99999", "--lead", "市农业农村局"), "没有编号为"),
        (("assign", "2026-00002", "--lead", "市气象局"), "只能商请"),
        (("assign",), "请写任务编号"),
        (
            ("file", "2026-00001", "--office", "市农业农村局", "--period", "一季度", "--value", "3"),
            "写法不对",
        ),
        (
            ("file", "2026-00001", "--office", "市农业农村局", "--period", "2026-Q1", "--value", "三"),
            "不是数",
        ),
        (("status", "--as-of", "昨天"), "写法不对"),
        (("act", "assign", "{}"), "缺少参数"),
        (("act", "assign", "x"), "不是 JSON"),
        (("act", "nothing"), "没有叫"),
        (("import", "报告.txt", "--year", "2026", "--place", "云川市"), "已经登记过"),
        (("verify", "--against", "报告.txt"), "不是存证文件"),
        (("restore", "报告.txt"), "不是空的"),
        (("export", "--what", "x"), "可用的是"),
        (("offices", "import", "报告.txt"), "不是 xlsx"),
    ],
)
def test_what_cannot_be_is_said(unchanging_city, arguments: tuple[str, ...], message: str) -> None:
    assert re.search(message, unchanging_city(*arguments, code=2))


def test_without_a_ledger_the_first_step_is_named(tmp_path: Path) -> None:
    assert "luoshi init" in shell(tmp_path)("status", code=2)
