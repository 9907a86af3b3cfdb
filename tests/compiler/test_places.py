"""Places: which areas an item names, and with what code in the report's year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.compiler.places import find_places, level_of, lookup, read_by
from luoshi.rulebook.places_data import STILL, Level, divisions, first_year, place_entries


def codes(text: str, *, place: str, year: int = 2025) -> list[tuple[str, str]]:
    return [(found.name, found.code) for found in find_places([text], place=place, year=year)[0]]


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("支持临猗县建设果品基地。", "运城市", [("临猗县", "140821")]),
        ("抓好盐湖、平陆两个试点。", "运城市", [("盐湖", "140802"), ("平陆", "140829")]),
        ("抓好盐湖、平陆两个试点。", "某市", []),
        ("支持长治机场扩建。", "山西省", [("长治", "140400")]),
        ("与北京、天津共建园区。", "运城市", [("北京", "110000"), ("天津", "120000")]),
        ("石家庄市新华区率先试点。", "运城市", [("石家庄市", "130100"), ("新华区", "130105")]),
        ("新华区率先试点。", "运城市", []),
        ("新华区率先试点。", "平顶山市", [("新华区", "410402")]),
        ("晋城市城区率先试点。", "晋城市", [("晋城市", "140500"), ("城区", "140502")]),
        ("支持恩施发展茶产业。", "湖北省", [("恩施", "422800")]),
        ("增城区新增停车位500个。", "广州市", [("增城区", "440118")]),
        ("在增城区新建学校。", "广州市", [("增城区", "440118")]),
    ],
)
def test_names_are_read_in_the_context_of_the_report(text, place, found):
    assert codes(text, place=place) == found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("确保社会长治久安。", "山西省"),
        ("打通万荣路。", "运城市"),
        ("整治盐湖村环境。", "运城市"),
        ("深化区域合作,扩大城区绿地。", "甘肃省"),
        ("大力发展县域经济,建成县域物流。", "甘肃省"),
        ("改善黄河南岸生态。", "运城市"),
        ("解决文山会海问题。", "云南省"),
        ("用好资源,振兴乡村,维护和平。", "辽宁省"),
        ("新增城区停车位500个。", "广州市"),
        ("开通州区公交专线。", "北京市"),
    ],
)
def test_words_that_only_look_like_names_are_no_places(text, place):
    assert codes(text, place=place) == []


@pytest.mark.parametrize(
    ("text", "place", "year", "found"),
    [
        ("支持长治县发展。", "长治市", 2015, [("长治县", "140421")]),
        ("支持上党区发展。", "长治市", 2020, [("上党区", "140404")]),
        ("支持夏县发展。", "运城地区", 1990, [("夏县", "142730")]),
        ("支持夏县发展。", "运城市", 2025, [("夏县", "140828")]),
    ],
)
def test_codes_are_those_of_the_year(text, place, year, found):
    assert codes(text, place=place, year=year) == found


def test_before_the_first_year_of_the_table_its_first_is_used_and_said():
    assert first_year() == 1980
    of_1980 = codes("支持运城县发展。", place="山西省", year=1980)
    assert codes("支持运城县发展。", place="山西省", year=1960) == of_1980 == [("运城县", "142721")]
    assert (read_by(1960), read_by(1980), read_by(2025)) == (1980, None, None)


@pytest.mark.parametrize(
    ("place", "code", "level"),
    [
        ("运城市", "140800", Level.CITY),
        ("山西省运城市", "140800", Level.CITY),
        ("山西", "140000", Level.PROVINCE),
        ("北京市", "110000", Level.PROVINCE),
        ("永济市", "140881", Level.COUNTY),
        ("夏县", "140828", Level.COUNTY),
        ("石家庄市新华区", "130105", Level.COUNTY),
        ("恩施州", "422800", Level.CITY),
        ("新华区", None, Level.COUNTY),
        ("云川市", None, Level.CITY),
        ("云川县", None, Level.COUNTY),
        ("云河省", None, Level.PROVINCE),
        ("云川镇", None, Level.COUNTY),
        ("云川乡", None, Level.COUNTY),
        ("云川街道", None, Level.COUNTY),
        ("云川开发区", None, Level.COUNTY),
        ("云川高新区", None, Level.COUNTY),
        ("云川新区", None, Level.COUNTY),
        ("云川开发区管委会", None, Level.COUNTY),
        ("云川地区", None, Level.CITY),
        ("云川自治区", None, Level.PROVINCE),
        ("全国", None, Level.NATION),
        ("", None, Level.NATION),
    ],
)
def test_a_reports_place_has_a_code_where_known_and_always_a_level(place, code, level):
    found = lookup(place, 2025)
    assert (found.code if found else None, level_of(place, 2025)) == (code, level)


def test_a_name_no_longer_in_use_is_known_by_its_last_code():
    assert lookup("襄樊市", 2025).code == "420600"


def named(sentence: str) -> list[tuple[str, str]]:
    return [
        code
        for place in ("山西省", "运城市", "甘肃省", "广州市", "北京市")
        for code in codes(sentence, place=place)
    ]


@pytest.mark.parametrize("sentence", [sentence for entry in place_entries() for sentence in entry.examples])
def test_the_example_of_a_place_rule_names_no_place(sentence):
    assert named(sentence) == []


@pytest.mark.parametrize("sentence", [s for entry in place_entries() for s in entry.counter_examples])
def test_the_counter_example_of_a_place_rule_names_one(sentence):
    assert named(sentence)


@given(st.text(alphabet="运城盐湖夏县山西省市区、和在,。临猗万荣路", max_size=40))
def test_places_are_slices_of_the_text_in_order(text):
    end = 0
    for found in find_places([text], place="运城市", year=2025)[0]:
        assert found.start >= end
        assert text[found.start : found.end] == found.name
        end = found.end


def test_the_table_is_well_formed():
    for division in divisions():
        assert re.fullmatch(r"\d{6}", division.code)
        assert 1980 <= division.first <= division.last <= STILL
        assert division.name.startswith(division.short)


@pytest.mark.corpus
def test_short_forms_of_the_citys_counties_are_found_in_a_real_report(shared: Path):
    text = (shared / "reports/yuncheng-2025.txt").read_text(encoding="utf-8")
    found = {code for _, code in codes(text, place="运城市")}
    assert {"140828", "140829", "140881", "140821", "140825"} <= found
