"""Two reports in, findings out: what is promised, what the next report says of it, and what it cannot tell."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import luoshi
from luoshi.errors import DifferentPlaces, TooFewReports, YearsClash
from luoshi.reckoning.findings import Missing
from luoshi.reckoning.scoring import rows, score
from luoshi.reckoning.serial import jsonl, schema
from luoshi.sample import RECKONING, REPORTS, path

OLD = "政府工作报告\n——2025年1月9日在云川市第六届人民代表大会第四次会议上\n一、2024年工作回顾\n生产总值增长5%。\n二、2025年重点工作\n{}\n"
NEW = "政府工作报告\n——2026年1月8日在云川市第六届人民代表大会第五次会议上\n一、2025年工作回顾\n{}\n二、2026年重点工作\n{}\n"


def compiled(text: str, year: int | None = None, place: str | None = None) -> luoshi.Compilation:
    return luoshi.compile(luoshi.read(text.encode(), name=f"{year or ''}报告.txt"), year=year, place=place)


def settle(promised: str, review: str, plan: str = "抓好各项工作。"):
    """The findings for one promise against a review and a new plan."""
    reckoning = luoshi.reckon([compiled(OLD.format(promised)), compiled(NEW.format(review, plan))])
    return reckoning.pairings[0].findings


@cache
def sample() -> luoshi.Reckoning:
    return luoshi.reckon([luoshi.compile(luoshi.read(str(path(name)))) for name in REPORTS])


# What becomes of an amount


@pytest.mark.parametrize(
    ("promised", "review", "verdict", "reported"),
    [
        ("规上工业增加值增长7%以上。", "规模以上工业增加值增长7.4%。", "met", "7.4"),
        ("规上工业增加值增长7%以上。", "规上工业增加值增长6.1%。", "short", "6.1"),
        ("规上工业增加值增长7%左右。", "规上工业增加值增长6.8%。", "met", "6.8"),
        ("规上工业增加值增长7%左右。", "规上工业增加值增长6.6%。", "short", "6.6"),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.1%。", "met", "5.1"),
        ("城镇调查失业率控制在5.5%以内。", "城镇调查失业率5.9%。", "short", "5.9"),
        ("单位地区生产总值能耗下降2.5%。", "单位地区生产总值能耗下降3.1%。", "met", "3.1"),
        ("新建改造农村公路260公里。", "新建改造农村公路281公里。", "met", "281"),
        ("新建改造农村公路260公里。", "新建改造农村公路230公里。", "short", "230"),
        ("粮食总产量稳定在90万吨以上。", "粮食总产量18.4亿斤。", "met", "920000"),
        ("高新技术企业总数超过420家。", "高新技术企业总数超420家。", "met", "420"),
        ("外贸进出口额增长8%。", "外贸进出口额下降2%。", "short", "-2"),
    ],
)
def test_an_amount_that_can_be_compared_is_met_or_short(promised, review, verdict, reported):
    finding = settle(promised, review)[0]
    assert (finding.verdict, finding.reported) == (verdict, reported)
    assert finding.steps


@pytest.mark.parametrize(
    ("promised", "review", "rule"),
    [
        ("社会消费品零售总额增长6%左右。", "社会消费品零售总额达到620亿元。", "compare/unit"),
        ("新建高标准农田12万亩。", "高标准农田达到58万亩。", "compare/total"),
        ("城镇居民人均可支配收入增长5%。", "居民人均可支配收入增长5.6%。", "compare/wider"),
        ("改造老旧小区96个。", "老旧小区改造任务超额完成。", "compare/no figure"),
        ("工业投资增长5%以上。", "临港产业园区工业投资增长11.7%。", "compare/part"),
        ("公路通车总里程达到9300公里。", "高速公路通车里程达到365公里。", "compare/far off"),
    ],
)
def test_what_cannot_be_compared_is_only_reported(promised, review, rule):
    finding = settle(promised, review)[0]
    assert (finding.verdict, finding.rule) == ("reported", rule)


def test_a_total_of_five_years_does_not_answer_a_year():
    review = "新增就业稳定。\n“十四五”这五年，是变化最大的五年。累计建成高标准农田61万亩。"
    finding = settle("新建高标准农田12万亩。", review)[0]
    assert (finding.verdict, finding.rule) == ("reported", "compare/years")


def test_a_year_named_in_passing_does_not_end_a_look_back_on_several():
    """What follows `2025年旅居人数…` within the paragraph is again of the five years, as its totals are."""
    review = (
        "新增经营主体2万户。\n“十四五”这五年，是变化最大的五年。城乡面貌焕然一新。2025年旅居人数超过9万人。"
        "城镇新增就业26万人。"
    )
    finding = settle("城镇新增就业5万人以上。", review)[0]
    assert (finding.verdict, finding.rule) == ("reported", "compare/years")


def test_a_yearly_mean_of_several_years_answers_no_year_but_a_figure_of_each_does():
    review = "城乡面貌持续改善。\n“十四五”这五年，是变化最大的五年。城镇新增就业{}超过6万人。"
    verdicts = [
        settle("城镇新增就业5万人以上。", review.format(word))[0].verdict for word in ("年均", "每年都")
    ]
    assert verdicts == ["reported", "met"]


@pytest.mark.parametrize(
    ("promised", "review", "verdict"),
    [
        ("外贸进出口总额增长5%以上。", "外贸进出口增长8.4%。", "met"),
        ("招商引资项目完成投资增长10%以上。", "招商引资项目投资完成额增长11.7%。", "met"),
        ("经营主体增长5%，其中企业数增长5%。", "经营主体达到6万户、增长6.3%，其中企业增长7.7%。", "met"),
        ("投资增长6%左右。", "固定资产投资增长6.2%。", "met"),
        ("新增新能源装机30万千瓦。", "新增新能源装机36万千瓦。", "met"),
        ("力争4月接入感知设备200个、年底超过260个。", "接入感知设备270个。", "met"),
        ("布局自动体外除颤器90台以上。", "新增AED设备120台。", "met"),
        ("改造供水、排水管网260公里。", "改造供排水管线281公里。", "met"),
        ("脱贫劳动力就业规模稳定在3万人以上。", "脱贫人口就业规模稳定在3.2万人。", "met"),
    ],
)
def test_the_same_thing_under_another_name_answers(promised, review, verdict):
    assert settle(promised, review)[-1].verdict == verdict


def test_a_figure_of_many_times_under_part_of_the_name_is_of_another_thing():
    finding = settle("建设大学生创业孵化基地20个。", "新增大学生创业企业9000家。")[0]
    assert finding.verdict != "met"


def test_the_number_before_the_name_counts_the_thing():
    finding = settle("实施市级重点项目100个以上。", "126个市级重点项目完成投资90亿元。")[0]
    assert (finding.verdict, finding.reported) == ("met", "126")


@pytest.mark.parametrize(
    ("promised", "review", "why"),
    [
        (
            "帮扶退役军人就业600人。",
            "双拥、退役军人就业、统计、审计、外事、气象、地震、档案等工作取得新成绩。",
            "只是一串工作的罗列，没有单说这一项",
        ),
        ("地区生产总值增长6%。", "海洋生产总值增长6.2%。", "增速要看同一个指标，这里的名称不够接近"),
    ],
)
def test_a_clause_that_is_likely_and_yet_left_says_why(promised, review, why):
    finding = settle(promised, review)[0]
    assert (finding.verdict, [c.why for c in finding.candidates]) == ("not_mentioned", [why])


def test_a_number_of_fields_or_tasks_is_no_promise():
    assert [f.promise.sort for f in settle("具体要抓好9个方面的工作。", "改造老旧小区96个。")] == []


def test_what_only_the_new_plan_speaks_of_is_rolled_over():
    finding = settle("新增公共充电桩900个。", "城乡面貌持续改善。", "新增公共充电桩700个。")[0]
    assert finding.verdict == "rolled_over"
    assert [clause.text for clause in finding.answers] == ["新增公共充电桩700个。"]


def test_a_goal_of_a_later_year_is_not_the_new_plan():
    finding = settle(
        "高新技术企业总数达到90家。", "城乡面貌持续改善。", "到2030年,高新技术企业总数达到300家。"
    )[0]
    assert finding.verdict == "not_mentioned"
    assert any(c.clause.part == "later" and "以后年度" in c.why for c in finding.candidates)


def test_what_is_spoken_of_nowhere_is_not_mentioned_and_says_what_was_looked_for():
    finding = settle("新建笼式足球场14片。", "改造老旧小区96个。")[0]
    assert (finding.verdict, finding.answers) == ("not_mentioned", ())
    assert "足球场" in finding.search


def test_another_thing_of_the_same_field_is_no_answer():
    finding = settle("改造农村公路260公里。", "新建高速公路36公里。")[0]
    assert finding.verdict in ("not_mentioned", "rolled_over")


def test_the_whole_does_not_answer_for_a_part():
    """海洋生产总值 is not 地区生产总值."""
    finding = settle("海洋生产总值增长6%以上。", "全市地区生产总值增长5.5%。")[0]
    assert finding.verdict not in ("met", "short")


def test_a_blanket_sentence_answers_no_amount_under_it():
    finding = settle("新增公共充电桩900个。", "十件民生实事全部办结。")[0]
    assert finding.verdict == "not_mentioned"


# Works and actions


@pytest.mark.parametrize(
    ("promised", "review", "verdict"),
    [
        ("开工建设青石岭水库。", "青石岭水库建成蓄水。", "met"),
        ("建成青石岭水库。", "青石岭水库开工建设。", "short"),
        ("加快云川大剧院建设。", "云川大剧院建成投用。", "met"),
        ("加快云川大剧院建设。", "改造老旧小区96个。", "not_mentioned"),
    ],
)
def test_works_are_judged_by_how_far_they_came(promised, review, verdict):
    finding = next(f for f in settle(promised, review) if f.promise.project)
    assert finding.verdict == verdict


def test_the_second_phase_of_works_is_another_thing():
    findings = settle("建成青石岭产业园。", "城乡面貌持续改善。", "启动青石岭产业园二期建设。")
    assert findings[0].verdict == "not_mentioned"


def test_an_action_with_a_name_is_heard_of_or_not():
    heard = settle("常态化开展“企业会客日”活动。", "“企业会客日”活动办结诉求260件。")
    silent = settle("常态化开展“企业会客日”活动。", "改造老旧小区96个。")
    assert [f.verdict for f in heard] == ["reported"]
    assert [f.verdict for f in silent] == ["not_mentioned"]


# What is refused, and what cannot be told


def test_one_report_alone_is_refused():
    with pytest.raises(TooFewReports, match="至少要两份"):
        luoshi.reckon([compiled(OLD.format("新建幼儿园9所。"))])


def test_reports_of_two_places_are_refused():
    other = compiled(NEW.format("新建幼儿园9所。", "新建幼儿园9所。"), place="临河市")
    with pytest.raises(DifferentPlaces, match=r"云川市.*临河市"):
        luoshi.reckon([compiled(OLD.format("新建幼儿园9所。")), other])


def test_two_reports_of_one_year_are_refused():
    with pytest.raises(YearsClash, match="都是 2025 年"):
        luoshi.reckon([compiled(OLD.format("新建幼儿园9所。"))] * 2)


def test_the_later_report_first_is_refused():
    with pytest.raises(YearsClash, match="次序反了"):
        luoshi.reckon(
            [compiled(NEW.format("新建幼儿园9所。", "抓好工作。")), compiled(OLD.format("新建幼儿园9所。"))]
        )


def test_a_report_without_a_review_gives_no_verdict():
    new = compiled("政府工作报告\n二、2026年重点工作\n新建幼儿园6所。\n", year=2026, place="云川市")
    pairing = luoshi.reckon([compiled(OLD.format("新建幼儿园9所。")), new]).pairings[0]
    assert Missing.REVIEW in pairing.missing
    assert [f.verdict for f in pairing.findings] == [None]
    assert pairing.findings[0].answers
    assert "没有回顾部分" in pairing.warnings[0]


def test_a_year_left_out_gives_no_verdict():
    new = compiled(NEW.format("新建幼儿园9所。", "抓好工作。"), year=2027)
    pairing = luoshi.reckon([compiled(OLD.format("新建幼儿园9所。")), new]).pairings[0]
    assert [f.verdict for f in pairing.findings] == [None]
    assert "不相连" in pairing.warnings[0]


def test_nothing_is_made_of_the_silence_of_a_report_that_breaks_off():
    text = NEW.format("规上工业增加值增长7.4%。", "新建幼儿")[:-1]
    old = compiled(OLD.format("规上工业增加值增长7%以上。新建笼式足球场14片。"))
    findings = luoshi.reckon([old, compiled(text)]).pairings[0].findings
    assert [f.verdict for f in findings] == ["met", None]


# The sample city, whose reckoning a careful reader made


def test_the_sample_is_settled_as_its_reader_settled_it():
    gold = [json.loads(line) for line in path(RECKONING).read_text(encoding="utf-8").splitlines()]
    figures = {f.name: f.value for f in score([(gold, rows(sample().pairings[0]))])}
    assert figures["found_recall"] == figures["found_precision"] == 1
    assert figures["verdict_accuracy"] >= 0.92
    assert figures["short_recall"] >= 0.95
    assert figures["reported_accuracy"] >= 0.95


def test_works_of_the_sample_are_settled_as_its_reader_settled_them():
    gold = [json.loads(line) for line in path(RECKONING).read_text(encoding="utf-8").splitlines()]
    found = {(f.promise.start, f.promise.end): f.verdict for f in sample().pairings[0].findings}
    asked = [row for row in gold if not row["quote"]]
    right = sum(
        any(s < row["end"] and row["start"] < e and v == row["verdict"] for (s, e), v in found.items())
        for row in asked
    )
    assert right >= 0.85 * len(asked)


def test_every_line_keeps_the_published_schema():
    validator = Draft202012Validator(schema("finding"))
    for line in jsonl(sample()):
        validator.validate(json.loads(line))


def test_every_quote_and_answer_is_a_slice_of_its_report():
    old, new = (c.document.text for c in sample().compilations)
    for line in jsonl(sample()):
        row = json.loads(line)
        if row["quote"]:
            assert old[row["start"] : row["end"]] == row["quote"]
        assert row["answers"] == [new[s:e] for s, e in row["answer_spans"]]


def test_findings_stand_in_the_order_of_the_text():
    starts = [f.promise.start for f in sample().pairings[0].findings]
    assert starts == sorted(starts)


def test_the_same_reports_give_the_same_bytes():
    again = luoshi.reckon([luoshi.compile(luoshi.read(str(path(name)))) for name in REPORTS])
    assert list(jsonl(again)) == list(jsonl(sample()))


def test_amounts_are_exact():
    finding = settle("完成投资0.3亿元。", "完成投资3000万元。")[0]
    assert finding.promise.target.value == Decimal(30_000_000)
    assert finding.verdict in ("met", "reported")


# Real reports, where they are beside the checkout

PLACES = {"zhejiang": "浙江省", "hubei": "湖北省", "anhui": "安徽省", "jiangsu": "江苏省", "hunan": "湖南省"}
LEAST = {
    "found_recall": 0.98,
    "found_precision": 0.95,
    "verdict_accuracy": 0.86,
    "answered_f1": 0.92,
    "silent_precision": 0.93,
    "silent_recall": 0.85,
    "reported_accuracy": 0.90,
    "answer_hit": 0.90,
}


@pytest.mark.corpus
def test_the_annotated_pairs_are_settled_as_well_as_was_asked_for(shared: Path):
    pairs = []
    for name, place in PLACES.items():
        reports = [shared / "reports" / f"full-{name}-{year}.txt" for year in (2025, 2026)]
        compilations = [
            luoshi.compile(luoshi.read(p), year=y, place=place)
            for p, y in zip(reports, (2025, 2026), strict=True)
        ]
        lines = (
            (shared / "gold" / f"{name}-2025-2026.reckoning.jsonl").read_text(encoding="utf-8").splitlines()
        )
        pairs.append(([json.loads(line) for line in lines], rows(luoshi.reckon(compilations).pairings[0])))
    figures = {f.name: f.value for f in score(pairs)}
    assert {name: figures[name] for name, least in LEAST.items() if figures[name] < least} == {}


@pytest.mark.corpus
def test_the_two_extracts_of_yuncheng_give_no_verdict(shared: Path):
    compilations = [
        luoshi.compile(luoshi.read(shared / "reports" / f"yuncheng-{year}.txt"), year=year)
        for year in (2023, 2025)
    ]
    pairing = luoshi.reckon(compilations).pairings[0]
    assert {f.verdict for f in pairing.findings} == {None}
    assert any(f.answers for f in pairing.findings)
