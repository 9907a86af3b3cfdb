"""`luoshi reckon` as people run it: formats, several places at once, and what it says when it cannot."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from luoshi.sample import RECKONING, REPORTS, path

OLD, NEW = (str(path(name)) for name in REPORTS)


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "reckon", *map(str, arguments)], capture_output=True, check=False
    )


def refused(*arguments: object) -> str:
    done = run(*arguments)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "xlsx", "docx", "html"])
def test_every_format_is_written_whole_and_the_same_again(tmp_path: Path, format: str):
    files = [tmp_path / f"{n}.{format}" for n in (1, 2)]
    for file in files:
        assert run(OLD, NEW, "--format", format, "-o", file).returncode == 0
    assert files[0].read_bytes() == files[1].read_bytes() != b""


def test_the_question_sheet_is_careful_and_fits_two_pages(tmp_path: Path):
    file = tmp_path / "questions.docx"
    run(OLD, NEW, "--format", "docx", "-o", file)
    document = docx.Document(io.BytesIO(file.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "审议参考问题单" in text
    assert "本次报告未提及" in text
    assert "尚未确认" in text
    assert text.count("答：") <= 10
    with zipfile.ZipFile(file) as parts:
        assert {info.date_time[0] for info in parts.infolist()} == {1980}


def test_the_sheet_of_all_promises_has_a_line_for_each(tmp_path: Path):
    file = tmp_path / "settled.xlsx"
    run(OLD, NEW, "--format", "xlsx", "-o", file)
    lines = run(OLD, NEW, "--format", "jsonl").stdout.decode().splitlines()
    assert openpyxl.load_workbook(file)["对账"].max_row == len(lines) + 1


def test_a_folder_is_settled_place_by_place(tmp_path: Path):
    for name, year in (("云川市", 2025), ("云川市", 2026), ("临河市", 2026)):
        text = Path(OLD if year == 2025 else NEW).read_text(encoding="utf-8")
        (tmp_path / f"{name}-{year}.txt").write_text(text, encoding="utf-8")
    done = run("--batch", tmp_path, "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0
    assert {(row["place"], row["old_year"], row["new_year"]) for row in rows} == {("云川市", 2025, 2026)}


def test_lines_of_reports_are_settled_too(tmp_path: Path):
    lines = [
        json.dumps({"place": "云川市", "year": y, "text": Path(p).read_text(encoding="utf-8")})
        for y, p in ((2025, OLD), (2026, NEW))
    ]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run("--batch", tmp_path / "reports.jsonl", "--format", "csv")
    assert done.returncode == 0
    assert "地区生产总值" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "至少要两份"),
        ((OLD,), "至少要两份"),
        ((NEW, OLD), "次序反了"),
        ((OLD, OLD), "都是 2025 年"),
        ((OLD, NEW, "--years", "2025"), "写了 1 个年份"),
        ((OLD, NEW, "--years", "去年,今年"), "--years 应是"),
        ((OLD, NEW, "--format", "doc"), "没有“doc”这种格式"),
        ((OLD, "没有.txt"), "没有"),
        ((OLD, NEW, "--batch", "."), "不能再写报告"),
        ((OLD, NEW, "--statistics", "没有.csv"), "没有.csv"),
        ((OLD, NEW, "--statistics", OLD), "缺少列名"),
        ((OLD, NEW, "--confirmations", "没有.csv"), "没有.csv"),
        ((OLD, NEW, "--as-of", "2026-03-02"), "--as-of 只用来"),
        ((OLD, NEW, "--confirmations", "a.csv", "--as-of", "明天"), "--as-of 应是日期"),
    ],
)
def test_what_cannot_be_settled_is_refused_in_chinese(arguments, said):
    assert said in refused(*arguments)


@pytest.mark.parametrize(
    "content", ["{}", "不是 JSON", '{"place": "云川市", "year": 2025, "text": ""}', "[1]"]
)
def test_lines_that_hold_no_report_are_refused_with_their_number(tmp_path: Path, content: str):
    (tmp_path / "reports.jsonl").write_text(content, encoding="utf-8")
    assert "第 1 行" in refused("--batch", tmp_path / "reports.jsonl")


def test_a_folder_without_pairs_is_refused(tmp_path: Path):
    assert "没有哪个地方有连续两年的报告" in refused("--batch", tmp_path)


def test_a_batch_that_is_not_there_is_refused(tmp_path: Path):
    assert "没有" in refused("--batch", tmp_path / "没有")


def test_an_annotated_reckoning_is_scored(tmp_path: Path):
    file = tmp_path / "settled.jsonl"
    run(OLD, NEW, "--format", "jsonl", "-o", file)
    done = subprocess.run(
        [sys.executable, "-m", "luoshi.cli", "score", str(path(RECKONING)), str(file), "--errors"],
        capture_output=True,
        check=True,
    )
    assert "silent_precision" in done.stdout.decode()


STATISTICS = "指标,地区,年份,数值,单位,来源\n地区生产总值增速,云川市,2025,5.4,%,统计公报\n海洋捕捞量,云川市,2025,3,万吨,统计公报\n"


def told_in(content: bytes, format: str) -> str:
    """All the words of an output, whatever its format."""
    if format == "docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    if format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content))["对账"]
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode()


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "xlsx", "docx", "html"])
def test_a_statistic_that_differs_is_shown_with_both_figures_in_every_format(tmp_path: Path, format: str):
    (tmp_path / "统计.csv").write_text(STATISTICS, encoding="utf-8")
    out = tmp_path / "out"
    done = run(OLD, NEW, "--statistics", tmp_path / "统计.csv", "--format", format, "-o", out)
    assert done.returncode == 0
    text = told_in(out.read_bytes(), format)
    assert "5.4" in text
    assert "5.8" in text
    assert "与报告不一致" in text or '"agrees": false' in text or '"agrees":false' in text
    assert "没有叫“海洋捕捞量”的指标" in done.stderr.decode()


@pytest.mark.parametrize("format", ["table", "jsonl", "csv", "xlsx"])
def test_what_is_not_mentioned_waits_ten_working_days_for_the_office(tmp_path: Path, format: str):
    lines = run(OLD, NEW, "--format", "jsonl").stdout.decode().splitlines()
    silent = next(row for row in map(json.loads, lines) if row["verdict"] == "not_mentioned")
    assert silent["confirmation"]["standing"] == "unconfirmed"
    file = tmp_path / "确认.csv"
    # The Spring Festival of 2026 and the day worked instead lie between.
    file.write_text(
        f"编号,确认人,确认日期,征求日期\n{silent['id']},王五,2026-02-09,2026-02-10\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    done = run(OLD, NEW, "--confirmations", file, "--as-of", "2026-02-28", "--format", format, "-o", out)
    text = told_in(out.read_bytes(), format)
    assert done.returncode == 0
    assert "2026-03-02" in text
    assert "王五" not in text
    named = run(OLD, NEW, "--confirmations", file, "--as-of", "2026-02-28", "--names", "--format", "jsonl")
    assert "王五" in named.stdout.decode()
