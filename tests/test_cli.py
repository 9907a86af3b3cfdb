"""The program as people run it: what it prints, where, with which exit status, and what it says when it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import runpy
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import luoshi
from luoshi.cli import Format
from luoshi.compiler.serial import schema
from luoshi.sample import path as sample_path

PROGRAM = [sys.executable, "-m", "luoshi.cli"]
SAMPLE = str(sample_path("yunchuan-2025.txt"))
GOLD = str(sample_path("yunchuan-2025.gold.jsonl"))
COMMANDS = ("read", "compile", "explain", "score", "schema", "demo", "reckon")
REPORT = "政府工作报告\n——2025年1月9日在云川市第六届人民代表大会第四次会议上\n一、2024年工作回顾\n生产总值增长5%。\n二、2025年工作安排\n新建幼儿园9所。\n"
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | {"COLUMNS": "120"}
posix = pytest.mark.skipif(os.name == "nt", reason="about POSIX files and pipes")


@dataclass(frozen=True)
class Done:
    """One finished run."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def warnings(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("注意：")]


def run(*arguments: object, given: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=ENVIRONMENT | environment,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def refused(*arguments: object, given: bytes = b"", cwd: Path | None = None) -> str:
    """The message of a run that must fail as every failure does."""
    done = run(*arguments, given=given, cwd=cwd)
    assert done.status == 2
    assert done.out == b""
    assert "Traceback" not in done.err
    errors = [line for line in done.err.splitlines() if line.startswith("错误：")]
    assert len(errors) == 1, done.err
    return errors[0]


@cache
def compiled(format: str) -> Done:
    """The sample in a format, on standard output."""
    return run("compile", SAMPLE, "--format", format)


@pytest.fixture(scope="session")
def saved(tmp_path_factory) -> dict[str, bytes]:
    """The sample in every format, written to files with another order of hashes and another clock."""
    folder = tmp_path_factory.mktemp("saved")
    for format in Format:
        out = folder / f"任务.{format}"
        done = run("compile", SAMPLE, "--format", format, "-o", out, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
        assert (done.status, done.out) == (0, b"")
    assert len(list(folder.iterdir())) == len(Format)
    return {file.suffix[1:]: file.read_bytes() for file in folder.iterdir()}


# compile: every format


@pytest.mark.parametrize("format", Format)
def test_file_and_standard_output_get_the_same_bytes_on_every_run(saved, format):
    assert compiled(format).status == 0
    assert saved[format] == compiled(format).out


@cache
def by_schema(name: str) -> Draft202012Validator:
    item = Resource.from_contents(schema("item"))
    return Draft202012Validator(schema(name), registry=Registry().with_resource(item.id(), item))


def test_json_holds_the_whole_report_by_its_schema():
    envelope = json.loads(compiled("json").text)
    by_schema("compilation").validate(envelope)
    assert (envelope["place"], envelope["year"]) == ("云川市", 2025)
    assert [envelope["dispositions"][0]["start"], envelope["dispositions"][-1]["end"]] == [
        0,
        len(Path(SAMPLE).read_text("utf-8")),
    ]


def test_jsonl_has_one_item_a_line_with_the_text_at_its_offsets():
    text = Path(SAMPLE).read_text("utf-8")
    items = [json.loads(line) for line in compiled("jsonl").text.splitlines()]
    for item in items:
        by_schema("item").validate(item)
        assert item["text"] == text[item["start"] : item["end"]]
    assert items == json.loads(compiled("json").text)["items"]


def test_csv_opens_in_a_spreadsheet_program_and_has_a_row_for_every_item():
    assert compiled("csv").out.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(compiled("csv").out.decode("utf-8-sig"))))
    assert len(rows) >= len(compiled("jsonl").text.splitlines())


def test_xlsx_is_a_workbook_with_the_tasks_first():
    book = openpyxl.load_workbook(io.BytesIO(compiled("xlsx").out))
    assert book.sheetnames[0] == "任务分解表"


def test_html_is_one_page_that_asks_for_nothing_else():
    page = compiled("html").text
    assert page.startswith("<!doctype html>")
    assert "http://" not in page
    assert "https://" not in page


def test_table_is_plain_when_it_is_not_printed_on_a_terminal():
    assert compiled("table").text.splitlines()[0] == "云川市2025年政府工作报告"
    assert "\x1b" not in compiled("table").text


def test_year_and_place_are_taken_from_the_options_and_the_contradiction_is_said():
    done = run("compile", SAMPLE, "--format", "json", "--year", "2024", "--place", "临河市")
    assert done.status == 0
    assert [json.loads(done.text)[key] for key in ("year", "place")] == [2024, "临河市"]
    assert any("--year 2024" in line for line in done.warnings)
    assert any("--place 临河市" in line for line in done.warnings)


def test_dash_is_standard_input():
    done = run("compile", "-", "--format", "jsonl", given=REPORT.encode("gb18030"))
    assert done.status == 0
    assert [json.loads(line)["clean"] for line in done.text.splitlines()] == [
        "生产总值增长5%。",
        "新建幼儿园9所。",
    ]


# Warnings


@pytest.mark.parametrize("format", Format)
def test_warnings_go_to_standard_error_and_not_into_the_output(format):
    done = run("compile", "-", "--format", format, "--place", "临河市", given=REPORT.encode())
    assert done.status == 0
    assert ["--place 临河市" in line for line in done.err.splitlines()] == [True]
    assert done.out
    assert "注意：".encode() not in done.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请假条\n因事请假两天，请批准。\n", "看不出这是政府工作报告"),
        (REPORT[: REPORT.index("二、")], "没有找到部署今后工作的部分"),
        (REPORT.replace("政府工作报告", "政府工作报告（摘要）"), "摘要"),
    ],
    ids=["not a work report", "no plan", "abridged"],
)
def test_doubt_about_the_text_is_a_warning_and_no_failure(text, words):
    done = run("compile", "-", "--year", "2025", given=text.encode())
    assert done.status == 0
    assert any(words in line for line in done.warnings)


# read


def test_read_prints_exactly_the_text_of_the_document(tmp_path):
    text = "\n 政府工作报告\r\n\r\n生产总值\u3000增长5%。\u2028𠮷\n\n"
    file = tmp_path / "报告.txt"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run("read", file).out == text.encode()
    assert run("read", "-", given=text.encode("utf-16")).out == text.encode()


def test_read_prints_what_the_library_reads(make, tmp_path):
    file = tmp_path / "报告.docx"
    file.write_bytes(make.docx_of("政府工作报告", "生产总值增长5%。"))
    done = run("read", file)
    assert (done.status, done.text) == (0, luoshi.read(file).text)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=["C locale", "ascii streams"],
)
def test_output_is_utf8_whatever_the_surroundings_say(environment):
    done = run("compile", "-", given=REPORT[: REPORT.index("二、")].encode(), **environment)
    assert (done.status, done.text.splitlines()[0]) == (0, "云川市2025年政府工作报告")
    assert done.warnings
    assert "用法" in run("compile", "--help", **environment).text
    assert "找不到" in run("read", "没有.txt", **environment).err


# -o


def test_existing_file_is_kept_when_the_compilation_fails(tmp_path):
    out = tmp_path / "任务.json"
    out.write_text("原来的内容", encoding="utf-8")
    refused("compile", "-", "-o", out, given=b"")
    assert out.read_text(encoding="utf-8") == "原来的内容"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("没有/任务.json", "没有这个文件夹"),
        ("文件夹", "这是文件夹"),
        ("文件.txt/任务.json", "不是文件夹"),
        ("长" * 300, "文件名太长"),
    ],
)
@posix
def test_place_that_cannot_be_written_is_named_with_the_remedy(tmp_path, out, words):
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文件.txt").touch()
    message = refused("compile", "-", "--format", "jsonl", "-o", out, given=REPORT.encode(), cwd=tmp_path)
    assert words in message
    assert out in message
    assert {file.name for file in tmp_path.iterdir()} == {"文件夹", "文件.txt"}


@pytest.mark.skipif(
    not Path("/sys").is_dir(), reason="no folder here that even the superuser may not write in"
)
def test_folder_without_the_right_to_write_is_refused():
    message = refused("compile", "-", "-o", "/sys/任务.txt", given=REPORT.encode())
    assert "没有写入的权限" in message or "只读" in message
    assert "请换一个可以写入的文件夹" in message


@posix
def test_written_file_gets_the_usual_permissions_and_replaces_the_old_one(tmp_path):
    out = tmp_path / "任务.txt"
    out.write_text("原来的内容", encoding="utf-8")
    script = 'umask 027; exec "$@"'
    command = ["sh", "-c", script, "sh", *PROGRAM, "compile", "-", "-o", str(out)]
    subprocess.run(command, input=REPORT.encode(), check=True, env=ENVIRONMENT)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert "云川市" in out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


@posix
def test_link_is_followed_and_a_pipe_is_written_to_rather_than_replaced(tmp_path):
    target, link, pipe = tmp_path / "任务.jsonl", tmp_path / "链接", tmp_path / "管道"
    link.symlink_to(target)
    assert run("compile", "-", "--format", "jsonl", "-o", link, given=REPORT.encode()).status == 0
    assert link.is_symlink()
    os.mkfifo(pipe)
    command = [*PROGRAM, "compile", "-", "--format", "jsonl", "-o", str(pipe)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=ENVIRONMENT) as process:
        process.stdin.write(REPORT.encode())
        process.stdin.close()
        assert pipe.read_bytes() == target.read_bytes()
    assert pipe.is_fifo()


# Bad input


def fifty_megabytes(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate((50 << 20) + 1)


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers of files that the reading tests use."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).parent / "text" / "make_files.py")))


BAD: dict[str, tuple[str, Callable[[SimpleNamespace], bytes], str]] = {
    "empty": ("空.txt", lambda _: b"", "0 字节"),
    "blank": ("空白.txt", lambda _: b" \n\t\n", "只有空白"),
    "binary": ("程序.txt", lambda _: b"\x7fELF" + bytes(99), "是程序"),
    "unknown encoding": ("乱码.txt", lambda _: "政府工作報告：現在".encode("big5"), "另存为 UTF-8"),
    "encrypted pdf": ("密.pdf", lambda make: make.pdf_of(["增长8%"], encrypt=True), "密码"),
    "scanned pdf": ("扫描.pdf", lambda make: make.pdf_of([], [], picture=True), "文字识别"),
    "damaged docx": ("坏.docx", lambda make: make.docx_of(REPORT)[:5000], "重新取得"),
    "zip bomb": (
        "弹.docx",
        lambda make: make.with_part(make.docx_of("正文"), "word/document.xml", b" " * (40 << 20)),
        "没有展开",
    ),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD)
def test_bad_file_is_refused_with_its_name_and_the_remedy(make, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content(make))
    out = tmp_path / "任务.html"
    message = refused("compile", name, "--format", "html", "-o", out.name, cwd=tmp_path)
    assert name in message
    assert words in message
    assert not out.exists()


@pytest.mark.parametrize("command", ["read", "compile"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("没有.txt", "找不到"), ("文件夹", "文件夹"), ("大.txt", "超过 50 MB")],
)
def test_file_that_cannot_be_opened_is_refused_with_its_name(tmp_path, command, name, words):
    (tmp_path / "文件夹").mkdir()
    fifty_megabytes(tmp_path / "大.txt")
    message = refused(command, name, cwd=tmp_path)
    assert name in message
    assert words in message


def test_bad_standard_input_is_called_so():
    assert "标准输入" in refused("read", "-", given=b"")


@pytest.mark.parametrize("year", ["1900", "2999"])
def test_year_that_cannot_be_is_refused(year):
    message = refused("compile", SAMPLE, "--year", year)
    assert f"--year {year}" in message
    assert "1949" in message


def test_year_that_nothing_says_is_asked_for():
    assert "请用 --year" in refused("compile", "-", given="新建幼儿园9所。".encode())


# What was typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["compile"], ["缺少 FILE", "luoshi compile [选项] FILE", "luoshi compile --help"]),
        (["explain", SAMPLE], ["缺少 --at AT", "luoshi explain --help"]),
        (["compile", "--colour", SAMPLE], ["没有 --colour 这个选项", "--year、--place、--format"]),
        (["--colour"], ["没有 --colour 这个选项", "--version"]),
        (["comple", SAMPLE], ["没有“comple”这个命令", "read、compile、explain"]),
        (["报告.docx"], ["没有“报告.docx”这个命令", "luoshi compile 报告.docx"]),
        (["compile", SAMPLE, "--format", "pdf"], ["“pdf”", "table、jsonl、json、csv、xlsx、html"]),
        (["compile", SAMPLE, "--year", "去年"], ["--year 应是年份，不是“去年”", "--year 2025"]),
        (["compile", SAMPLE, "--year"], ["--year 后面缺少它的值", "--help"]),
        (["--version=1"], ["--version 后面不写值"]),
        (["compile", "云川市", "报告.txt"], ["多写了“报告.txt”", "加引号"]),
        (["score"], ["缺少 GOLD PREDICTED"]),
        (["score", GOLD], ["给了 1 个文件", "两个一组"]),
        (["schema", "report"], ["“report”", "item", "compilation"]),
    ],
    ids=lambda value: "_".join(Path(word).name for word in value) if isinstance(value, list) else "",
)
def test_mistyped_command_is_answered_in_chinese_with_what_to_do(typed, words):
    message = refused(*typed)
    assert not [word for word in words if word not in message], message
    assert not [word for word in ("Usage", "Error", "Try", "Invalid", "Missing") if word in message]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese(command):
    done = run(*filter(None, [command]), "--help")
    assert done.status == 0
    assert done.text.startswith(f"用法：luoshi {command}".rstrip())
    assert not [
        word for word in ("Usage", "Options", "Show this", "required", "default", "<") if word in done.text
    ]


def test_program_alone_shows_its_help_and_fails():
    done = run()
    assert (done.status, done.out) == (2, b"")
    assert not [command for command in COMMANDS if command not in done.err]


def test_version_names_program_and_rules():
    rules = json.loads(compiled("json").text)["rulebook"]
    assert run("--version").text == f"luoshi {luoshi.__version__}（规则 {rules}）\n"


# Where output goes that nobody takes


@pytest.mark.parametrize(
    "arguments", [["compile", SAMPLE], ["compile", SAMPLE, "--format", "json"], ["--help"]]
)
@posix
def test_reader_that_has_seen_enough_ends_the_program_quietly(arguments):
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    process.stdout.close()
    err = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert not [line for line in err.splitlines() if not line.startswith("注意：")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("arguments", [["read", SAMPLE], ["demo"], ["--help"]])
def test_full_disk_is_said_and_no_traceback(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
    err = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 2
    assert [line for line in err if not line.startswith("注意：")] == [
        "错误：写不进标准输出：磁盘满了。请腾出空间，或者换一个磁盘。"
    ]


@posix
@pytest.mark.parametrize(
    ("closed", "words"), [("demo >&-", "标准输出是关着的"), ("read - <&-", "标准输入是关着的")]
)
def test_closed_stream_is_said_and_no_traceback(closed, words):
    script = f'"{sys.executable}" -m luoshi.cli {closed}'
    done = subprocess.run(["sh", "-c", script], capture_output=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 2
    assert words in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


@posix
def test_xlsx_is_not_printed_on_a_terminal():
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*PROGRAM, "compile", "-", "--format", "xlsx"],
        input=REPORT.encode(),
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert "请用 -o 写明文件名" in done.stderr.decode("utf-8")


# explain


@cache
def explained(at: str) -> Done:
    return run("explain", SAMPLE, "--at", at)


def headings(done: Done) -> Iterator[str]:
    return (line for line in done.text.splitlines() if line.startswith("【"))


def test_text_in_several_places_is_explained_in_each():
    found = list(headings(explained("6%左右")))
    assert len(found) == 2
    assert all("6%左右" in line for line in found)


def test_unit_and_bound_are_explained_by_the_names_of_their_rules():
    amount = next(line for line in explained("6%左右").text.splitlines() if line.startswith("  数量  6%左右"))
    assert "units/百分数" in amount
    assert "bounds/左右" in amount


def test_offset_is_explained_as_the_item_that_holds_it():
    by_text = explained("城镇新增就业3万人以上")
    start = Path(SAMPLE).read_text("utf-8").index("城镇新增就业3万人以上")
    assert explained(str(start)) == by_text
    assert by_text.status == 0


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("九天揽月", "没有“九天揽月”"),
        ("99999999", "没有“99999999”"),
        ("", "没有“”"),
        ("各位代表：", "不在任何事项里"),
    ],
)
def test_what_stands_in_no_item_is_refused(at, words):
    assert words in refused("explain", SAMPLE, "--at", at)


# score, schema, demo


@pytest.fixture(scope="session")
def predicted(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("score") / "预测.jsonl"
    file.write_bytes(compiled("jsonl").out)
    return file


def test_score_gives_figures_with_intervals(predicted):
    done = run("score", GOLD, predicted)
    assert (done.status, done.err) == (0, "")
    figures = {line.split()[0]: line.split()[1:] for line in done.text.splitlines()}
    assert float(figures["item_f1"][0]) > 0.8
    low, high = map(float, figures["item_f1"][1].split("–"))
    assert low <= float(figures["item_f1"][0]) <= high
    assert int(figures["items"][0]) == len(Path(GOLD).read_text("utf-8").splitlines())


def test_score_of_the_reference_against_itself_is_one_without_errors():
    done = run("score", GOLD, GOLD, "--errors")
    figures = {line.split()[0]: line.split()[1] for line in done.text.splitlines()}
    assert {figures[name] for name in ("item_f1", "target_f1", "row_f1", "project_f1")} == {"1.000"}
    assert "|" not in done.text


def test_score_lists_where_both_differ(tmp_path):
    fewer = tmp_path / "少一项.jsonl"
    fewer.write_text("".join(Path(GOLD).read_text("utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    assert "yunchuan-2025.gold.jsonl:" in run("score", GOLD, fewer, "--errors").text


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "预测.jsonl"), ("{", "第 1 行"), ('{"start": 5}\n', "第 1 项")],
    ids=["missing", "no JSON", "no item"],
)
def test_file_that_cannot_be_scored_is_refused(tmp_path, content, words):
    file = tmp_path / "预测.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert words in refused("score", GOLD, file)


def test_schema_prints_the_published_schemas():
    assert json.loads(run("schema").text) == schema("item")
    assert json.loads(run("schema", "compilation").text) == schema("compilation")


def test_demo_shows_the_sample_and_what_to_try_next():
    done = run("demo")
    assert done.status == 0
    assert done.text.startswith(compiled("table").text)
    assert "接下来可以试" in done.text
    assert "--format html" in done.text
