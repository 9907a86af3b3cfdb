"""The same undertaking from year to year: what takes it up, and how it changed."""

from __future__ import annotations

import pytest

import luoshi
from luoshi.reckoning.threads import links, threads

HEAD = "政府工作报告\n——{year}年1月9日在云川市第六届人民代表大会第四次会议上\n一、{past}年工作回顾\n{review}\n二、{year}年重点工作\n{plan}\n"


def report(year: int, plan: str, review: str = "城乡面貌持续改善。") -> luoshi.Compilation:
    text = HEAD.format(year=year, past=year - 1, plan=plan, review=review)
    return luoshi.compile(luoshi.read(text.encode(), name=f"{year}.txt"), year=year, place="云川市")


@pytest.mark.parametrize(
    ("old", "new", "drift"),
    [
        ("新增公共充电桩900个。", "新增公共充电桩900个。", "unchanged"),
        ("新增公共充电桩900个。", "新增公共充电桩700个。", "lowered"),
        ("新增公共充电桩900个。", "新增公共充电桩1200个。", "raised"),
        ("规上工业增加值增长7%以上。", "规上工业增加值增长7%左右。", "weakened"),
        ("单位地区生产总值能耗下降3%。", "单位地区生产总值能耗下降2%。", "lowered"),
        ("新增公共充电桩900个。", "改造老旧小区60个。", "gone"),
    ],
)
def test_a_promise_made_again_shows_how_it_changed(old, new, drift):
    reckoning = luoshi.reckon([report(2025, old), report(2026, new)])
    assert drift in links(reckoning.pairings[0])[0].drifts


def test_an_undertaking_is_one_thread_through_three_reports():
    reports = [report(2024 + n, f"新建高标准农田{amount}万亩。") for n, amount in enumerate((12, 9, 7))]
    found = threads(luoshi.reckon(reports).pairings)
    assert [thread.years for thread in found] == [(2024, 2025)]
    assert [link.later.target.value for link in found[0].links] == [90_000, 70_000]
    assert all(link.strength > 0 for link in found[0].links)


def test_what_begins_later_is_a_thread_of_its_own():
    reports = [
        report(2024, "改造老旧小区60个。"),
        report(2025, "新建高标准农田9万亩。"),
        report(2026, "新建高标准农田7万亩。"),
    ]
    assert [thread.years for thread in threads(luoshi.reckon(reports).pairings)] == [(2024,), (2025,)]


def works(old: str, new: str):
    return links(luoshi.reckon([report(2025, old), report(2026, new)]).pairings[0])[0]


def test_works_under_another_name_of_the_same_phase_are_linked_but_not_surely():
    link = works("加快推进青石电厂二期项目。", "加快青石二期发电项目前期工作。")
    assert link.later is not None
    assert link.reason == "threads/same phase"
    assert 0 < link.strength < 0.8


def test_works_of_another_phase_or_place_are_not_linked():
    assert works("加快推进青石电厂二期项目。", "加快青石三期发电项目前期工作。").later is None
    assert works("加快推进青石电厂二期项目。", "加快白水二期发电项目前期工作。").later is None
