from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from luoshi.compiler.compilation import Office
from luoshi.render.rows import ranges
from luoshi.render.sheet import csv_text, xlsx_bytes

OFFICES = ("市发展改革委", "市财政局", "市教育局")


@pytest.fixture
def lines(report):
    return list(csv.DictReader(io.StringIO(csv_text(report))))


@pytest.fixture
def book(report):
    return load_workbook(io.BytesIO(xlsx_bytes(report, OFFICES)))


def cells(sheet):
    titles = [cell.value for cell in sheet[1]]
    return [
        dict(zip(titles, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)
    ]


def test_csv_has_a_row_for_each_target_project_and_other_item(lines):
    assert [(line["序号"], line["分项"]) for line in lines] == [
        ("1", ""),
        ("2", ""),
        ("3", "1"),
        ("3", "2"),
        ("4", ""),
        ("5", ""),
        ("6", ""),
        ("7", ""),
        ("8", ""),
        ("9", "1"),
        ("9", "2"),
    ]


def test_csv_reads_back_to_what_was_compiled(report, lines):
    items = {item.id: item for item in report.items}
    assert {line["编号"] for line in lines} == items.keys()
    for line in lines:
        item = items[line["编号"]]
        assert report.document.text[int(line["起"]) : int(line["止"])] == item.text
        if item.targets:
            found = item.targets[int(line["分项"] or 1) - 1]
            assert (line["指标"], line["数值"], line["单位"]) == (
                found.indicator,
                str(found.value),
                found.unit,
            )


def test_csv_says_bound_amount_and_due_in_words(lines):
    growth, seats = lines[1], lines[7]
    assert (growth["目标值"], growth["界限"], growth["口径"]) == ("增长不低于 8 %", "不低于", "增长")
    assert (seats["目标值"], seats["完成时限"], seats["数值上限"]) == ("3000—5000 个", "2026年6月", "5000")
    assert lines[4]["目标值"] == "15 万亩"
    assert lines[4]["任务内容"] == "投资2亿元新建高标准农田15万亩。"


def test_a_pledge_without_a_date_is_due_in_the_year_of_the_plan(lines):
    assert lines[5]["完成时限"] == "2026年"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_no_cell_can_run_as_a_formula(make, start):
    text = f"{start}cmd|'/c calc'!A1推进甲工程。"
    made = make(f"一、2026年安排\n推进乙工程。{text}\n", (text,))
    assert next(csv.DictReader(io.StringIO(csv_text(made))))["任务内容"] == f"'{text}"
    sheet = load_workbook(io.BytesIO(xlsx_bytes(made, ())))["任务分解表"]
    assert cells(sheet)[0]["任务内容"] == text
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert sheet.cell(2, 3).quotePrefix


def test_pledges_are_handed_out_and_results_stand_apart(book):
    assert book.sheetnames == ["任务分解表", "回顾与现状", "单位", "说明"]
    assert [row["序号"] for row in cells(book["任务分解表"])] == [*"2", "3-1", "3-2", *"45678", "9-1", "9-2"]
    assert [row["序号"] for row in cells(book["回顾与现状"])] == ["1"]


def test_header_stays_in_view_and_columns_can_be_filtered(book):
    sheet = book["任务分解表"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:X11"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width > 5
    assert all(cell.alignment.wrap_text for cell in sheet[2][:12])


def test_offices_are_chosen_from_a_list(book):
    names = [row[0] for row in book["单位"].iter_rows(min_row=2, values_only=True)]
    assert names == ["市发展改革委", "市财政局", "市教育局", "市农业农村局"]
    rules = {str(rule.sqref): rule for rule in book["任务分解表"].data_validations.dataValidation}
    lead, support = rules["I2:I11"], rules["J2:J11"]
    assert lead.formula1 == support.formula1 == "'单位'!$A$2:$A$5"
    assert (lead.errorStyle, support.errorStyle) == ("stop", "warning")
    suggested = {row["牵头单位（建议）"] for row in cells(book["任务分解表"])} - {None}
    assert suggested <= set(names)


def test_it_prints_on_a4_with_the_header_on_each_page(book):
    sheet = book["任务分解表"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'任务分解表'!$A$1:$L$11"
    assert sheet.oddHeader.center.text == "云川市2026年政府工作报告任务分解表"
    assert "&P" in sheet.oddFooter.center.text


def test_numbers_are_numbers(book):
    row = cells(book["任务分解表"])[3]
    assert (row["数值"], row["单位"], row["目标值"]) == (150000, "亩", "15 万亩")


def test_explanations_name_source_versions_and_every_column(report, book):
    facts = dict(book["说明"].iter_rows(values_only=True))
    assert report.document.digest in facts["文件校验值"]
    assert "规则集" in facts["程序和规则版本"]
    assert facts["注意"] == "这是节选，没有全文。"
    assert {cell.value for cell in book["任务分解表"][1]} <= facts.keys()


def test_doubts_and_joint_tasks_are_noted(book):
    notes = {row["序号"]: row["备注"] or "" for row in cells(book["任务分解表"])}
    assert notes["5"].startswith("存疑：没有数量")
    assert notes["8"].startswith("存疑：等级")
    assert "可合并为一项：第 2—3 项" in notes["2"]


def test_the_same_report_gives_the_same_bytes_also_in_another_process(report):
    first = xlsx_bytes(report, OFFICES)
    code = (
        "import render_sample as sample; from luoshi.render.sheet import csv_text, xlsx_bytes;"
        "from luoshi.render.page import html_page;"
        "c = sample.compilation(sample.TEXT, sample.items(), warnings=('这是节选，没有全文。',));"
        f"print(xlsx_bytes(c, {OFFICES}).hex() + csv_text(c) + html_page(c))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(runs) == 1
    assert runs.pop().startswith(first.hex().encode())


def test_what_xml_cannot_hold_does_not_stop_the_sheet(make):
    text = "推进\x00\x0b甲\ud800工程。"
    sheet = load_workbook(io.BytesIO(xlsx_bytes(make(f"{text}\n", (text,)), ())))["任务分解表"]
    assert cells(sheet)[0]["任务内容"].startswith("推进")


def test_a_report_without_items_gives_a_table_with_headings_only(make):
    empty = make("无\n")
    assert csv_text(empty).count("\r\n") == 1
    assert load_workbook(io.BytesIO(xlsx_bytes(empty, OFFICES)))["任务分解表"].max_row == 1


def test_an_office_the_report_names_is_allowed_too(report):
    named = replace(report.items[4], offices=(Office("@云川港务集团", "lead", 9.0, "原文点名"),))
    made = replace(report, items=(*report.items[:4], named, *report.items[5:]))
    names = load_workbook(io.BytesIO(xlsx_bytes(made, OFFICES)))["单位"]
    assert "@云川港务集团" in [cell.value for cell in names["A"]]


def test_neighbouring_numbers_are_said_as_ranges():
    assert ranges([3, 4, 5, 8]) == "3—5、8"
