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
    assert "未经确认" in text
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
