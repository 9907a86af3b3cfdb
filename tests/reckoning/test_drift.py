"""Each kind of drift with what is one and what is none."""

from __future__ import annotations

import pytest
from test_threads import report

import luoshi
from luoshi.reckoning.drift import Drift
from luoshi.reckoning.threads import Link, links

CASES = {
    "lowered": [("新增公共充电桩900个。", "新增公共充电桩700个。"), ("单位地区生产总值能耗下降3%。", "单位地区生产总值能耗下降2%。")],
    "raised": [("新增公共充电桩900个。", "新增公共充电桩1200个。"), ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率控制在5%以内。")],
    "moved": [("居民消费价格涨幅控制在2%以内。", "居民消费价格涨幅控制在3%以内。")],
    "number_dropped": [("新增公共充电桩900个。", "推进公共充电桩建设。")],
    "weakened": [
        ("规上工业增加值增长7%以上。", "规上工业增加值增长7%左右。"),
        ("确保新建农村公路260公里。", "力争新建农村公路260公里。"),
        ("新建农村公路260公里。", "力争新建农村公路260公里。"),
    ],
    "firmer": [
        ("规上工业增加值增长7%左右。", "规上工业增加值增长7%以上。"),
        ("力争新建农村公路260公里。", "确保新建农村公路260公里。"),
    ],
    "scope_narrowed": [
        ("居民人均可支配收入增长5%。", "城镇居民人均可支配收入增长5%。"),
        ("培育专精特新企业50家。", "培育省级专精特新企业50家。"),
    ],
    "scope_widened": [("城镇居民人均可支配收入增长5%。", "居民人均可支配收入增长5%。")],
    "slipped": [
        ("6月底前改造老旧小区60个。", "10月底前改造老旧小区60个。"),
        ("到2027年，高新技术企业达到400家。", "到2028年，高新技术企业达到400家。"),
        ("建成青石岭水库。", "建成青石岭水库。"),
        ("建成青石岭水库。", "加快青石岭水库建设。"),
    ],
    "advanced": [("改造老旧小区60个。", "6月底前改造老旧小区60个。")],
    "swapped": [("工业投资增长9%。", "工业投资达到300亿元。")],
    "split": [("新建中小学20所。", "新建小学12所、新建初中8所。")],
    "unchanged": [
        ("新增公共充电桩900个。", "新增公共充电桩900个。"),
        ("新增市场主体2万户。", "新增经营主体2万户。"),
        ("确保农村公路改造260公里。", "农村公路改造260公里。"),
        ("加快青石岭水库建设。", "加快青石岭水库建设。"),
    ],
    "gone": [("新增公共充电桩900个。", "改造老旧小区60个。")],
}  # fmt: skip


def drift_of(old: str, new: str) -> tuple[Link, ...]:
    return links(luoshi.reckon([report(2025, old), report(2026, new)]).pairings[0])


@pytest.mark.parametrize(("kind", "old", "new"), [(k, *pair) for k, pairs in CASES.items() for pair in pairs])
def test_a_change_is_typed_and_no_other_is_claimed(kind, old, new):
    found = drift_of(old, new)[0]
    assert found.drifts == (kind,)
    assert all(shift.why for shift in found.shifts)


def test_promises_that_become_their_sum_are_merged_and_none_is_gone():
    found = drift_of("新建小学12所、新建初中8所。", "新建中小学20所。")
    assert [link.drifts for link in found] == [(Drift.MERGED,), (Drift.MERGED,)]
    assert found[0].later == found[1].later


def test_two_promises_of_which_one_goes_on_are_not_merged():
    found = drift_of("新建小学12所、新建初中8所。", "新建小学12所。")
    assert found[0].drifts == (Drift.UNCHANGED,)
    assert Drift.MERGED not in found[1].drifts


def test_a_lower_number_beside_another_thing_is_not_split():
    found = drift_of("新建中小学20所。", "新建中小学12所、改造老旧小区8个。")
    assert found[0].drifts == (Drift.LOWERED,)


def test_another_amount_of_the_same_field_is_not_the_promise():
    found = drift_of("粮食总产量稳定在98万吨。", "粮食播种面积稳定在212万亩。")
    assert found[0].later is None


def test_what_was_answered_and_is_not_promised_again_is_not_gone():
    old, new = report(2025, "新建幼儿园9所。"), report(2026, "改造老旧小区60个。", review="新建幼儿园9所。")
    link = links(luoshi.reckon([old, new]).pairings[0])[0]
    assert link.drifts == ()
