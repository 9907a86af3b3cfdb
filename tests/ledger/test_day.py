"""A day of an office from the shell: file, pre-flight, sign, return, accept, coordinate, 13710, slip, close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from servers import Place
from test_preflight import paper

OFFICES = "代码,名称,类别,上级代码\nszf,云川市政府,本级部门,\nnync,市农业农村局,本级部门,szf\nzrzy,市规划和自然资源局,本级部门,szf\n"
REPORT = """云川市政府工作报告

一、2025年工作回顾

过去一年，新建高标准农田9万亩。

二、2026年工作安排

新建高标准农田12万亩。
"""


class Shell:
    """The command line on one ledger; `by` is who acts."""

    def __init__(self, place: Place) -> None:
        self.environment = os.environ | place.environment | {"COLUMNS": "150"}

    def __call__(self, *arguments: object, by: int | None = None, fails: bool = False) -> str:
        command = [
            sys.executable,
            "-m",
            "luoshi.cli",
            *map(str, arguments),
            *(("--by", str(by)) if by else ()),
        ]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=self.environment, check=False
        )
        assert "Traceback" not in done.stderr
        assert done.returncode == (2 if fails else 0), done.stderr
        return done.stderr if fails else done.stdout

    def act(self, name: str, by: int, **arguments: object) -> int:
        return json.loads(self("act", name, json.dumps(arguments, ensure_ascii=False), by=by))["number"]

    def person(self, name: str, role: str, office: str | None = None) -> int:
        number = int(self("people", "add", name).partition("人员编号 ")[2].partition("。")[0])
        self("people", "grant", number, role, *(("--office", office) if office else ()))
        return number

    def step(self, case: str, act: str, role: str, by: int, *said: str) -> None:
        told = [part for one in said for part in ("--say", one)]
        self("cases", "act", case, act, "--role", role, *told, by=by)


def test_a_scripted_day(place: Place, tmp_path: Path) -> None:
    luoshi = Shell(place)
    farm, land = "市农业农村局", "市规划和自然资源局"
    (tmp_path / "单位.csv").write_text(OFFICES, "utf-8")
    luoshi("offices", "import", tmp_path / "单位.csv")
    clerk = luoshi.person("甲明", "supervision_clerk")
    head = luoshi.person("乙华", "supervision_head")
    handler = luoshi.person("丙强", "office_handler", farm)
    principal = luoshi.person("丁敏", "office_principal", farm)
    other = luoshi.person("戊兰", "office_principal", land)

    # the report comes in, the farms office is put in charge
    (tmp_path / "报告.txt").write_text(REPORT, "utf-8")
    luoshi("import", tmp_path / "报告.txt", "--year", "2026", "--place", "云川市", "--accept-all", by=clerk)
    number = json.loads(luoshi("status", "--year", "2026", "--json").splitlines()[0])["number"]
    assert "角色不能办" in luoshi("assign", number, "--lead", farm, by=handler, fails=True)
    luoshi("assign", number, "--lead", farm, by=clerk)
    owed = [json.loads(line) for line in luoshi("owed", farm, "--json").splitlines()]
    assert {one["number"] for one in owed} == {number}

    # file: the handler looks first, drafts, the principal signs
    wrong, right = tmp_path / "验收.docx", tmp_path / "验收报告.docx"
    lines = ("高标准农田建设项目竣工验收报告", "建设地点：云川市", "验收日期：2026年3月20日")
    wrong.write_bytes(paper(*lines, "验收结论：合格。新建高标准农田5.1万亩。"))
    right.write_bytes(paper(*lines, "验收结论：合格。新建高标准农田8.2万亩。"))
    claim = ("--claim", "新建高标准农田8.2万亩", "--period", "2026-Q1", "--place", "云川市", "--json")
    assert json.loads(luoshi("check", wrong, *claim))["verdict"] == "not_supported"
    assert json.loads(luoshi("check", right, *claim))["verdict"] == "supported"
    assert number in luoshi("evidence", "match", right)
    unit = json.loads(luoshi("status", number, "--json"))
    value = "8.2" if unit["schedule"]["unit"] == "万亩" else "82000"
    filed = ("file", number, "--office", farm, "--period", "2026-Q1", "--value", value)
    draft = luoshi(*filed, "--evidence", wrong, "--evidence-kind", "acceptance", by=handler)
    assert "等待单位负责人签发" in draft
    assert json.loads(luoshi("status", number, "--json"))["declared"]["state"] == "nothing"
    first = luoshi.act("sign_drafts", principal, drafts=[_number(draft)])
    luoshi("work", "--once")
    ruling = {"filing": first, "accepted": True, "supported": value}
    refused = luoshi("act", "rule_filings", json.dumps({"rulings": [ruling]}), by=clerk, fails=True)
    assert "材料不能证明这个数" in refused
    assert "5.1" in refused
    # returned, filed again with what bears it, and with something that needs coordination
    returned = {"filing": first, "accepted": False, "reason": "验收报告写的是5.1万亩，请核对。"}
    luoshi.act("rule_filings", clerk, rulings=[returned])
    commitment = json.loads(luoshi("export").splitlines()[0])
    draft = luoshi(*filed, "--evidence", right, "--evidence-kind", "acceptance", by=handler)
    second = luoshi.act("sign_drafts", principal, drafts=[_number(draft)])
    luoshi("work", "--once")
    luoshi.act("rule_filings", clerk, rulings=[{"filing": second, "accepted": True, "supported": value}])
    now = json.loads(luoshi("status", number, "--json"))
    assert now["supported"]["value"] == now["declared"]["value"] == value
    assert commitment["number"] == number

    # 13710: a matter is handed over today and overdue in some days
    said = ("task=处置撂荒地块", "matter=ordinary", "source=批示3号")
    since = (date.today() - timedelta(days=20)).isoformat()
    told = [part for one in said for part in ("--say", one)]
    opened = (
        "cases",
        "open",
        "13710",
        "register",
        "--role",
        "supervision_clerk",
        "--office",
        farm,
        "--on",
        since,
    )
    case = luoshi(*opened, *told, by=clerk).removeprefix("已立案：").strip("。\n")
    luoshi("cases", "act", case, "assign", "--role", "supervision_clerk", "--on", since, by=clerk)
    luoshi.step(case, "receive", "office_handler", handler)
    assert case in luoshi("cases", "list", "--overdue")
    # while it waits for an answer no slip is drafted; once answered, one is
    luoshi("act", "set_mechanism", _json(procedure="colour-slips", value=1, basis="常务会议决定"), by=head)
    asking = ("what=请明确三宗地块权属", f"asked_office={land}", f"due={date.today() + timedelta(days=3)}")
    told = [part for one in asking for part in ("--say", one)]
    asked = ("cases", "open", "coordination", "ask_office", "--role", "office_principal", "--office", farm)
    coordination = luoshi(*asked, "--about", case, *told, by=principal).removeprefix("已立案：").strip("。\n")
    assert "拟了 0 张" in luoshi("cases", "slips")
    luoshi.step(coordination, "answer_office", "office_principal", other, "answer=权属归市级储备")
    slip = luoshi("cases", "slips").partition("：")[2].strip("。\n")
    assert slip.startswith("colour-slips")
    luoshi.step(slip, "sign", "supervision_head", head)
    luoshi.step(slip, "issue", "supervision_clerk", clerk, f"due={date.today() + timedelta(days=5)}")
    luoshi.step(slip, "answer", "office_principal", principal, "reply=已经处置", "evidence=现场验收单")
    luoshi.step(slip, "close", "supervision_head", head)
    # the office applies, another than who applied closes and grades
    luoshi.step(case, "arrange", "office_handler", handler, "arrangement=成立专班")
    luoshi.step(case, "report", "office_handler", handler, "measures=逐宗处置")
    luoshi.step(case, "apply", "office_principal", principal, "result=已经处置", "evidence=现场验收单")
    luoshi.step(case, "close", "supervision_head", head, "grade=passed")
    assert "没有这样的办件" in luoshi("cases", "list", "--procedure", "13710")
    assert "逐条相符" in luoshi("verify")
    rebuilt = f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}"
    assert "逐表相同" in luoshi("rebuild", "--into", rebuilt)


def _number(told: str) -> int:
    """The number of the draft in what `file` said."""
    return int(told.partition("（第 ")[2].partition(" 号")[0])


def _json(**arguments: object) -> str:
    return json.dumps(arguments, ensure_ascii=False)
