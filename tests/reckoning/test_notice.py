"""A report against the notice that divides its work."""

from __future__ import annotations

import json

import pytest
from test_reckon import OLD, compiled

import luoshi
from luoshi.errors import DifferentPlaces, ReckonError
from luoshi.reckoning.notice import against_notice
from luoshi.render.following import drift_csv, drift_jsonl, drift_table
from luoshi.sample import REPORTS, path

PROMISED = "确保新建农村公路260公里。改造老旧小区60个。新增公共充电桩900个。新建幼儿园9所。"
NOTICE = "2025年政府工作报告任务分解\n{}\n"


def notice(text: str, place: str = "云川市") -> luoshi.Compilation:
    return luoshi.compile(luoshi.read(NOTICE.format(text).encode(), name="通知.txt"), year=2025, place=place)


def divided(text: str):
    return against_notice(compiled(OLD.format(PROMISED)), notice(text))


def test_what_changes_between_report_and_notice_is_typed():
    found = divided("力争新建农村公路260公里。10月底前改造老旧小区48个。新增公共充电桩900个。引进博士30名。")
    said = {link.finding.promise.name: link.drifts for link in found.links}
    assert said == {
        "农村公路": ("weakened",),
        "老旧小区": ("lowered", "advanced"),
        "公共充电桩": ("unchanged",),
        "幼儿园": ("gone",),
    }
    assert [promise.target.quote for promise in found.added] == ["30名"]


def test_the_same_text_shows_no_drift():
    found = divided(PROMISED)
    assert {drift for link in found.links for drift in link.drifts} == {"unchanged"}
    assert found.added == ()


def test_a_whole_report_copied_shows_no_drift():
    report = luoshi.compile(luoshi.read(str(path(REPORTS[0]))))
    found = against_notice(report, report)
    assert {link.drifts for link in found.links} == {("unchanged",)}
    assert found.added == ()


def test_the_notice_is_told_in_every_form_without_accusing():
    found = divided("新建农村公路240公里。新增公共充电桩900个。")
    table = drift_table(found)
    assert "尚未确认" in table
    assert "↓ 要求降低（“260公里” → “240公里”）" in table
    assert "○ 通知里没有：幼儿园" in table
    rows = [json.loads(line) for line in drift_jsonl(found).splitlines()]
    assert [row["drift"] for row in rows][:1] == [["lowered"]]
    assert drift_csv(found).count("\r\n") == len(rows) + 1


def test_a_notice_of_another_place_is_refused():
    with pytest.raises(DifferentPlaces, match=r"云川市.*临河市"):
        against_notice(compiled(OLD.format(PROMISED)), notice(PROMISED, "临河市"))


def test_a_file_without_tasks_is_refused():
    with pytest.raises(ReckonError, match="没有读到任务"):
        divided("现将有关事项通知如下。")
