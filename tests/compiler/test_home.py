"""Whose report it is where it does not say: what its wording and the areas it names tell, and a warning else."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.compiler.home import UNKNOWN_HOME, own_home
from luoshi.rulebook.places_data import Level
from luoshi.text.fold import fold


def home(text: str, year: int = 2025) -> tuple[Level, str | None, str | None]:
    level, place, warning = own_home(fold(text), year)
    return level, place.name if place else None, warning


def test_the_nation_speaks_where_its_own_words_prevail():
    text = "国务院统筹推进。我国经济回升向好，国家重大项目加快建设，全国统一大市场逐步形成。"
    assert home(text) == (Level.NATION, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "扎实推进城市更新，建设停车位500个。",
        "深入贯彻党中央决策部署，提振消费。",
        "按国务院要求、国家部署和全国会议精神，落实市级配套，市委督办，县级落实。",
        "",
    ],
)
def test_what_says_nothing_of_its_place_is_read_as_a_citys_with_a_warning(text):
    assert home(text) == (Level.CITY, None, UNKNOWN_HOME)


@pytest.mark.parametrize(
    ("text", "level", "place"),
    [
        ("我市新建学校3所。全市新增学位900个。", Level.CITY, None),
        ("全县新建学校3所。全县新增学位900个。", Level.COUNTY, None),
        ("我省新建高速。全省通车里程增加。", Level.PROVINCE, None),
        ("全市发力。全市冲刺。支持万荣县、临猗县、稷山县办厂。", Level.CITY, "运城市"),
        ("支持运城办厂。运城机场扩建。做强运城制造。", Level.CITY, "运城市"),
        ("郑州提速，郑州突破，郑州建园，支持洛阳办厂，河南全面推进。", Level.PROVINCE, "河南省"),
        ("支持太原办厂，大同扩建机场，山西全面推进。", Level.PROVINCE, "山西省"),
        (
            "我市争先。金华、义乌并进，金华提速，金华突破。居全省前列。全省领先。全省推广。",
            Level.CITY,
            "金华市",
        ),
        ("全市发力。全市冲刺。海淀区、丰台区、石景山区先行。", Level.PROVINCE, "北京市"),
    ],
)
def test_what_a_text_calls_its_area_and_names_tells_whose_it_is(text, level, place):
    assert home(text) == (level, place, None)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "level", "place"),
    [
        ("nation-2024", Level.NATION, None),
        ("henan-2026", Level.PROVINCE, "河南省"),
        ("hubei-2025", Level.PROVINCE, "湖北省"),
        ("zhejiang-2025", Level.PROVINCE, "浙江省"),
        ("tongchuan-2010", Level.CITY, "铜川市"),
        ("yuncheng-2025", Level.CITY, "运城市"),
    ],
)
def test_excerpts_of_real_reports_are_told(shared: Path, name, level, place):
    text = (shared / f"reports/{name}.txt").read_text(encoding="utf-8")
    assert home(text, int(name[-4:])) == (level, place, None)
