"""An indicator through the years: promised for a year, reported of it, and what is left out with its reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from test_threads import report

from luoshi.errors import NoSeries
from luoshi.reckoning.serial import schema
from luoshi.reckoning.series import series
from luoshi.render import chart
from luoshi.sample import REPORTS, path

SVG = "{http://www.w3.org/2000/svg}"


def five_years():
    """Promised and reported, year by year; the review of 2024 looks back on five years."""
    told = [(2021, "3万人以上", "3.2万人"), (2022, "3万人以上", "2.8万人"), (2023, "3.1万人左右", "3.2万人"), (2024, "3万人以上", "3.4万人")]  # fmt: skip
    reports = [
        report(year, f"城镇新增就业{goal}。", f"城镇新增就业{reached}。") for year, goal, reached in told
    ]
    review = "五年来累计城镇新增就业16万人。2024年，城镇新增就业3.31万人。"
    return [*reports, report(2025, "城镇新增就业3万人以上。", review)]


def test_each_year_has_what_was_promised_and_what_the_next_report_says():
    found = series("城镇新增就业", five_years())
    years = [
        (y.year, y.promised and y.promised.target.quote, y.reported and y.reported.target.quote, y.verdict)
        for y in found.years
    ]
    assert years == [
        (2020, None, "3.2万人", None),
        (2021, "3万人以上", "2.8万人", "short"),
        (2022, "3万人以上", "3.2万人", "met"),
        (2023, "3.1万人左右", "3.4万人", "met"),
        (2024, "3万人以上", "3.31万人", "met"),
        (2025, "3万人以上", None, None),
    ]


def test_an_amount_of_several_years_is_left_out_and_said_why():
    aside = [
        (p.target.quote, p.aside) for year in series("城镇新增就业", five_years()).years for p in year.aside
    ]
    assert [quote for quote, _ in aside] == ["16万人"]
    assert "不是一年的数" in aside[0][1]


def test_another_indicator_that_holds_its_name_is_none_of_it():
    reports = [report(2025, "地区生产总值增长6%。人均地区生产总值增长7%。单位地区生产总值能耗下降3%。")]
    assert [y.promised.target.quote for y in series("GDP", reports).years] == ["6%"]


def test_a_measure_can_be_chosen():
    reports = [report(2026, "抓好工作。", "地区生产总值1975.3亿元、增长5.8%。")]
    assert series("地区生产总值", reports, measure="growth").unit == "%"
    assert series("地区生产总值", reports, measure="level").unit == "元"


def test_an_indicator_that_no_report_has_is_refused():
    with pytest.raises(NoSeries, match="都没有“渔业产量”的数"):
        series("渔业产量", five_years())


def test_the_picture_marks_met_short_and_alone_by_shape_and_says_so_in_words():
    picture = chart.svg(series("城镇新增就业", five_years()))
    root = etree.fromstring(picture.encode())
    says = [t.text for t in root.iter(f"{SVG}title")]
    assert "2021 年报告 2.8万人，未达到承诺" in says
    assert "2025 年承诺 3万人以上" in says
    assert "其中 2021 年未达到" in root.findtext(f"{SVG}desc")
    assert len(root.findall(f".//{SVG}circle[{SVG}title]")) == 4
    # Nothing runs out of the picture.
    numbers = [float(n) for n in re.findall(r'(?:cx|cy|x|y)="([\d.]+)"', picture)]
    assert max(numbers) <= chart.WIDTH
    assert picture == chart.svg(series("城镇新增就业", five_years()))


def test_one_year_alone_is_a_picture_too():
    assert "<circle" in chart.svg(
        series("城镇新增就业", [report(2026, "抓好工作。", "城镇新增就业3.31万人。")])
    )


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli", *map(str, arguments)], capture_output=True, check=False
    )


SAMPLE = [str(path(name)) for name in REPORTS]


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "svg"])
def test_every_format_of_a_series_is_the_same_again(format: str):
    first, again = (run("series", "城镇新增就业", *SAMPLE, "--format", format) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == again.stdout
    assert "城镇新增就业" in first.stdout.decode()


def test_a_line_of_a_series_points_into_its_reports():
    rows = [
        json.loads(line)
        for line in run("series", "城镇新增就业", *SAMPLE, "--format", "jsonl").stdout.splitlines()
    ]
    texts = {
        2025: Path(SAMPLE[0]).read_text(encoding="utf-8"),
        2026: Path(SAMPLE[1]).read_text(encoding="utf-8"),
    }
    points = [row[role] for row in rows for role in ("promised", "reported") if row[role]]
    assert points
    assert all(texts[p["report"]][p["start"] : p["end"]] == p["quote"] for p in points)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("series", "渔业产量", *SAMPLE), "都没有“渔业产量”的数"),
        (("series", "城镇新增就业", *SAMPLE, "--format", "png"), "没有“png”这种格式"),
        (("series", "城镇新增就业", *SAMPLE, "--measure", "速度"), "没有“速度”这种口径"),
        (("series", "城镇新增就业", *SAMPLE, "--batch", "."), "不能再写报告"),
        (("series",), "缺少 INDICATOR"),
        (("threads", SAMPLE[0]), "至少要两份"),
        (("threads", *SAMPLE, "--years", "2025"), "写了 1 个年份"),
        (("drift", *SAMPLE, "--format", "html"), "drift 没有 html 格式"),
        (("drift", SAMPLE[0], "没有.txt"), "没有"),
        (("drift", SAMPLE[0], SAMPLE[1], "--year", "去年"), "--year 应是年份"),
        (("threads", *SAMPLE, "--years", "2026,2025"), "次序反了"),
        (("threads", "--batch", "没有"), "没有"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_chinese(arguments, said):
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_batch_of_several_places_asks_which(tmp_path: Path):
    for place in ("云川市", "临河市"):
        (tmp_path / f"{place}-2026.txt").write_text(
            Path(SAMPLE[1]).read_text(encoding="utf-8"), encoding="utf-8"
        )
    assert "有 2 个地方的报告（临河市、云川市）" in run(
        "series", "城镇新增就业", "--batch", tmp_path
    ).stderr.decode() or (
        "请用 --place" in run("series", "城镇新增就业", "--batch", tmp_path).stderr.decode()
    )
    assert run("series", "城镇新增就业", "--batch", tmp_path, "--place", "云川市").returncode == 0


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("year", ("series", "城镇新增就业", *SAMPLE)),
        ("link", ("threads", *SAMPLE)),
        ("task", ("drift", SAMPLE[0], SAMPLE[0])),
    ],
)
def test_every_line_keeps_the_published_schema(name, arguments):
    validator = Draft202012Validator(schema(name))
    lines = run(*arguments, "--format", "jsonl").stdout.decode().splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))


NATION = {
    2013: ("900万人以上", "1310万人"), 2016: ("1000万人以上", "1314万人"), 2020: ("900万人以上", "1186万人"),
    2024: ("1200万人以上", "1256万人"), 2025: ("1200万人以上", "1267万人"),
}  # fmt: skip


@pytest.mark.corpus
def test_the_nations_jobs_are_read_year_by_year(shared: Path):
    done = run(
        "series",
        "城镇新增就业",
        "--batch",
        shared / "corpus" / "reports.jsonl",
        "--place",
        "全国",
        "--format",
        "jsonl",
    )
    rows = {row["year"]: row for row in map(json.loads, done.stdout.decode().splitlines())}
    said = {year: tuple(rows[year][role]["quote"] for role in ("promised", "reported")) for year in NATION}
    assert said == NATION
    # Five-year totals stay out of it.
    assert max(row["reported"]["value"] for row in rows.values() if row["reported"]) < 14_000_000
