"""Offices of items: what the duties, headings and neighbours say, and that stated ones win."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from luoshi.compiler.compilation import Office
from luoshi.compiler.offices import names_at, suggest
from luoshi.rulebook.offices_rules import DUTY_FILES, bodies, body_entries, duties, duty_entries
from luoshi.rulebook.places_data import Level
from luoshi.text.fold import fold


def ranked(text: str, *, section: tuple[str, ...] = (), level: Level = Level.CITY) -> tuple[Office, ...]:
    return suggest([fold(text)], [section], level=level, place="云川市")[0]


def lead(text: str, **how: object) -> str:
    return ranked(text, **how)[0].name  # type: ignore[arg-type]


def cases(kind: str) -> list[tuple[str, str]]:
    entries = [entry for file in DUTY_FILES for entry in duty_entries(file) if "office" in entry.fields]
    return [(entry.fields["office"], sentence) for entry in entries for sentence in getattr(entry, kind)]


@pytest.mark.parametrize(("office", "sentence"), cases("examples"))
def test_the_example_of_a_duty_goes_to_its_office(office, sentence):
    assert lead(sentence) == bodies()[office].names[Level.CITY].replace("{place}", "云川")


@pytest.mark.parametrize(("office", "sentence"), cases("counter_examples"))
def test_the_counter_example_of_a_duty_goes_elsewhere(office, sentence):
    assert lead(sentence) != bodies()[office].names[Level.CITY].replace("{place}", "云川")


@pytest.mark.parametrize("sentence", [s for entry in body_entries() for s in entry.examples])
def test_an_office_stated_to_lead_is_the_lead(sentence):
    first = ranked(sentence)[0]
    assert first.role == "lead"
    assert first.why.startswith("文中写明")


@pytest.mark.parametrize("sentence", [s for entry in body_entries() for s in entry.counter_examples])
def test_words_that_only_look_like_an_office_state_nothing(sentence):
    assert not any(office.why.startswith("文中写明") for office in ranked(sentence))


def test_no_word_stands_in_two_duties():
    seen: dict[str, str] = {}
    for duty in duties():
        for word in (*duty.words, *duty.hints):
            assert seen.setdefault(word, duty.rule) == duty.rule, f"{word}: {seen[word]} / {duty.rule}"


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (Level.NATION, "农业农村部"),
        (Level.PROVINCE, "省农业农村厅"),
        (Level.CITY, "市农业农村局"),
        (Level.COUNTY, "县农业农村局"),
    ],
)
def test_the_office_is_named_as_the_level_of_the_report_names_it(level, name):
    assert suggest(["新建设施蔬菜基地2000亩。"], [()], level=level)[0][0].name == name


def test_the_reason_names_the_word_and_the_duty():
    assert ranked("建设高标准农田3万亩。")[0].why == "职责：高标准农田（粮食生产与农田）"


def test_an_item_that_says_nothing_takes_the_office_of_its_heading():
    office = ranked("不断提升“三率”。", section=("五、办好人民满意的教育",))[0]
    assert (office.name, office.why.startswith("标题职责：")) == ("市教育局", True)


def test_an_item_that_says_nothing_takes_the_office_of_the_item_before_it():
    texts = ["新改建农村公路120公里,", "让大家走得更顺。"]
    assert suggest(texts, [(), ()], level=Level.CITY)[1][0].name == "市交通运输局"


def test_neighbours_under_another_heading_do_not_count():
    texts = ["新改建农村公路120公里,", "让大家走得更顺。"]
    assert suggest(texts, [("甲",), ("乙",)], level=Level.CITY)[1][0].name == "市政府办公室"


def test_where_nothing_speaks_the_government_office_leads():
    office = ranked("一步一个脚印往前走。")[0]
    assert (office.name, office.score) == ("市政府办公室", 0)


def test_a_stated_office_wins_over_the_duties():
    offices = ranked("新改建农村公路120公里(牵头单位:市农业农村局;配合单位:市财政局)。")
    assert [(o.name, o.role) for o in offices[:2]] == [("市农业农村局", "lead"), ("市财政局", "support")]
    assert "市交通运输局" in [o.name for o in offices]


def test_a_stated_person_wins_over_the_duties():
    assert lead("推进老旧小区改造,由分管副市长牵头。") == "分管副市长"


@pytest.mark.parametrize("text", ["支持龙头企业牵头组建联合体。", "切实做到对人民负责。", "压实单位责任。"])
def test_leading_and_answering_in_another_sense_states_no_office(text):
    assert not any(office.why.startswith("文中写明") for office in ranked(text))


def test_the_place_stands_in_the_names_that_hold_it():
    assert lead("压缩进口通关时间。") == "云川海关"


@pytest.mark.parametrize(
    ("level", "place", "name"),
    [
        (Level.PROVINCE, "云河省", "省教育厅"),
        (Level.PROVINCE, "天津市", "市教委"),
        (Level.PROVINCE, "重庆", "市教委"),
        (Level.PROVINCE, "广西壮族自治区", "自治区教育厅"),
        (Level.PROVINCE, "西藏", "自治区教育厅"),
        (Level.CITY, "云川市", "市教育局"),
        (Level.CITY, "云川", "市教育局"),
        (Level.CITY, "云川土家族苗族自治州", "州教育局"),
        (Level.CITY, "恩施州", "州教育局"),
        (Level.CITY, "云川盟", "盟教育局"),
        (Level.CITY, "云川地区", "地区教育局"),
        (Level.COUNTY, "云川县", "县教育局"),
        (Level.COUNTY, "云川回族自治县", "县教育局"),
        (Level.COUNTY, "云川市河东区", "区教育局"),
        (Level.COUNTY, "云川高新区", "区教育局"),
        (Level.COUNTY, "永济市", "市教育局"),
        (Level.COUNTY, "云川右旗", "旗教育局"),
        (Level.COUNTY, "云川镇", "县教育局"),
        (Level.COUNTY, "郊区", "区教育局"),
    ],
)
def test_offices_are_called_after_the_kind_of_place(level, place, name):
    assert suggest(["新建公办学校3所。"], [()], level=level, place=place)[0][0].name == name


@pytest.mark.parametrize(
    ("level", "place", "names"),
    [
        (
            Level.PROVINCE,
            "天津市",
            {"市政府办公厅", "市民政局", "团市委", "人民银行天津分行", "天津海关", "各区县政府"},
        ),
        (Level.PROVINCE, "宁夏回族自治区", {"自治区党委组织部", "自治区团委", "自治区纪委监委"}),
        (Level.CITY, "云川地区", {"地委组织部", "地区行署办公室", "团地委"}),
        (Level.CITY, "云川盟", {"盟委组织部", "盟行署办公室", "团盟委"}),
        (Level.COUNTY, "云川市河东区", {"区政府办公室", "团区委", "市生态环境局河东分局"}),
        (Level.COUNTY, "夏县", {"县政府办公室", "市生态环境局夏县分局"}),
        (Level.CITY, "云川", {"市政府办公室", "云川海关"}),
        (Level.CITY, "云河省云川市", {"市政府办公室", "云川海关"}),
    ],
)
def test_party_government_and_branches_are_called_as_the_place_calls_them(level, place, names):
    assert names <= set(names_at(level, place))


@pytest.mark.parametrize("level", list(Level))
def test_with_no_place_no_office_has_a_gap_in_its_name(level):
    assert not any("{" in name or name.startswith("分") for name in names_at(level))
    assert "市生态环境局分局" not in names_at(level)


@pytest.mark.parametrize(
    ("level", "place"),
    [(Level.PROVINCE, "上海市"), (Level.CITY, "云川自治州"), (Level.COUNTY, "云川区"), (Level.CITY, "")],
)
def test_every_suggestion_is_one_of_the_names_a_task_list_may_hold(level, place):
    sentences = [sentence for _, sentence in cases("examples")]
    stated = [fold(sentence) for entry in body_entries() for sentence in entry.examples]
    found = suggest([*sentences, *stated], [()] * (len(sentences) + len(stated)), level=level, place=place)
    known = names_at(level, place)
    assert len(set(known)) == len(known)
    assert {office.name for offices in found for office in offices} <= {*known}


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("推进老旧小区改造,由副市长张三负责。", ["副市长张三"]),
        ("新建水厂3座(责任领导:李明;责任单位:市水务局)。", ["李明", "市水务局"]),
        ("推进灌区建设。市水利局、市财政局按职责分工落实。", ["市水务局", "市财政局"]),
        ("由市水务局、市财政局按职责分工负责。", ["市水务局", "市财政局"]),
    ],
)
def test_persons_and_shared_duties_are_stated_leads(text, leads):
    assert [o.name for o in ranked(text) if o.why.startswith("文中写明") and o.role == "lead"] == leads


@pytest.mark.parametrize("text", ["各部门按职责分工负责。", "按照责任分工落实。", "加强领导:层层抓落实。"])
def test_shared_duties_of_nobody_state_no_office(text):
    assert not any(office.why.startswith("文中写明") for office in ranked(text))


def test_a_stated_office_is_called_as_the_place_calls_it():
    text = "信贷投放由人民银行负责。"
    assert ranked(text)[0].name == "人民银行云川分行"
    assert suggest([text], [()], level=Level.CITY)[0][0].name == "人民银行"


def test_one_office_leads_and_at_most_three_support():
    offices = ranked("统筹水利、交通、教育、医疗、养老、就业、消费、文旅项目建设。")
    assert [o.role for o in offices] == ["lead", "support", "support", "support"]
    assert [o.score for o in offices] == sorted((o.score for o in offices), reverse=True)


def test_the_same_items_give_the_same_offices():
    texts, sections = ["扩大有效投资。", "办好学校。"] * 3, [("甲",)] * 6
    assert suggest(texts, sections, level=Level.CITY) == suggest(texts, sections, level=Level.CITY)


@pytest.mark.corpus
def test_leads_of_the_annotated_report_are_found_as_often_as_promised(shared: Path):
    gold = (shared / "gold/offices-yuncheng-2025.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in gold.splitlines()]
    report = (shared / "reports/yuncheng-2025.txt").read_text(encoding="utf-8")
    texts = [fold(row["text"].replace("\n", "")) for row in rows]
    found = suggest(texts, [_heading(report, row["start"]) for row in rows], level=Level.CITY)
    right = [{_bare(name) for name in row["lead"] + row["also_lead"]} for row in rows]
    names = [[_bare(office.name) for office in offices] for offices in found]
    first = sum(of[0] in known for of, known in zip(names, right, strict=True)) / len(rows)
    three = sum(not known.isdisjoint(of[:3]) for of, known in zip(names, right, strict=True)) / len(rows)
    assert first >= 0.70
    assert three >= 0.90


def _heading(report: str, start: int) -> tuple[str, ...]:
    line = report[report.rfind("\n", 0, start) + 1 : start + 1]
    return (line.partition("。")[0],)


def _bare(name: str) -> str:
    return name.partition("(")[0].removeprefix("运城市").removeprefix("市")
