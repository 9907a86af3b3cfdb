"""Reading evidence: every format into lines and tables, and every bad file answered in its own way."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from papers import WRITERS, Paper, T
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from luoshi import errors
from luoshi.evidence.model import Evidence, Line, Table, letters
from luoshi.evidence.read import read_evidence
from luoshi.text import read as text_read

GRID = T([["县区", "面积（万亩）", "<"], ["^", "本月", "累计"], ["清河县", 0.5, 3.1]])
FORMATS = ["docx", "xlsx", "pdf", "ofd", "html"]


def made(form: str, blocks: list[object], **more: str) -> Evidence:
    paper = Paper("made", form, "", "", blocks, **more)
    return read_evidence(paper.data(), name=paper.file)


def tables(evidence: Evidence) -> list[Table]:
    return [block for block in evidence.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("form", FORMATS)
def test_merged_headings_stand_over_every_column_they_cover(form):
    table = tables(made(form, ["高标准农田统计表", GRID]))[0]
    rows = [row for row in table.rows if "县区" in row or "本月" in row]
    assert rows[0][-2:] == ("面积（万亩）", "面积（万亩）")
    assert rows[1][-3:] == ("县区", "本月", "累计")


@pytest.mark.parametrize("form", ["docx", "pdf", "ofd", "txt", "html"])
def test_lines_are_read_in_order(form):
    evidence = made(form, ["第一行文字在这里。", "第二行文字在这里。"])
    text = "".join(block.text for block in evidence.blocks if isinstance(block, Line))
    assert text.index("第一行") < text.index("第二行")


def test_a_pdf_says_its_pages():
    evidence = made("pdf", [f"第{i}段文字，这一段要写得长一些才能占满页面。" * 6 for i in range(30)])
    assert {block.page for block in evidence.blocks if isinstance(block, Line)} >= {1, 2}


def test_a_paragraph_broken_over_printed_lines_is_one():
    words = "截至6月底，全市新建高标准农田八万二千亩，完成投资一亿九千万元，" * 3
    line = next(b for b in made("pdf", ["标题", words]).blocks if isinstance(b, Line) and "截至" in b.text)
    assert line.text.replace(" ", "") == words


def test_a_table_without_ruled_lines_is_a_table():
    table = tables(
        made("pdf", ["标题", T([["县区", "面积"], ["清河县", "3.1"], ["临水县", "3.4"]], ruled=False)])
    )[0]
    assert ("清河县", "3.1") in table.rows


def test_a_table_over_two_pages_is_one():
    rows = [["县区", "面积（亩）"], *([f"第{i}号地块", str(1000 + i)] for i in range(90))]
    found = tables(made("pdf", ["统计表", T(rows)]))
    assert len(found) == 1
    assert len(found[0].rows) == 91


def test_a_share_shown_as_a_percentage_is_read_as_shown():
    table = tables(made("xlsx", [T([["指标", "增速"], ["工业投资", "%0.093"]])]))[0]
    assert table.rows[1] == ("工业投资", "9.3%")
    assert str(table.where(1, 1)) == "Sheet!B2"


def test_a_sum_that_was_never_worked_out_is():
    book = openpyxl.Workbook()
    for row in (["县区", "面积"], ["甲县", 3.1], ["乙县", 3.4], ["合计", "=SUM(B2:B3)"], ["差", "=B3-B2"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    evidence = read_evidence(out.getvalue(), name="a.xlsx")
    assert tables(evidence)[0].rows[3] == ("合计", "6.5")
    assert "1 个公式没有算出的数" in evidence.unread


def test_hidden_sheets_are_not_read():
    book = openpyxl.Workbook()
    book.active.append(["看得见", 1])
    hidden = book.create_sheet("藏")
    hidden.append(["看不见", 2])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [table.sheet for table in tables(read_evidence(out.getvalue()))] == ["Sheet"]


def test_headers_of_a_word_file_are_margins():
    assert "内部资料" in made("docx", ["正文"], header="内部资料").margins


def test_columns_have_the_names_of_a_spreadsheet():
    assert [letters(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


# Bad files


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(100, 700, "8.2")
    canvas.save()
    return out.getvalue()


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + b"".join(s.encode("utf-16-le") for s in streams)
    )


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def docx_bytes(text: str = "新建高标准农田8.2万亩") -> bytes:
    return WRITERS["docx"](Paper("a", "docx", "", "", [text]))


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, b" " * (70 << 20) if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def nested_bomb() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("a", b"0" * (20 << 20))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for i in range(50):
            package.writestr(f"{i}.zip", inner.getvalue())
    return out.getvalue()


def ofd_of_pictures() -> bytes:
    return WRITERS["ofd"](Paper("a", "ofd", "", "", []))


BAD = [
    ("加密.xlsx", ole("EncryptedPackage"), errors.Encrypted, "解除密码"),
    ("报告.doc", ole("WordDocument"), errors.NotADocument, "另存为 docx"),
    ("报告.wps", ole("WordDocument"), errors.NotADocument, "WPS 文字"),
    ("报表.xls", ole("Workbook"), errors.NotADocument, "另存为 xlsx"),
    ("报表.et", ole("ET"), errors.NotADocument, "另存为 xlsx"),
    ("加密.pdf", encrypted_pdf(), errors.Encrypted, "解除密码"),
    ("坏.docx", docx_bytes()[:3000], errors.Damaged, "损坏"),
    ("坏.pdf", b"%PDF-1.7\n" + b"x" * 400, errors.Damaged, "损坏"),
    ("炸弹.docx", bomb(), errors.Damaged, "展开"),
    ("套娃.docx", nested_bomb(), errors.NotADocument, "解压"),
    ("带宏.docm", with_part(docx_bytes(), "word/vbaProject.bin", b"x"), errors.CarriesMacros, "不带宏"),
    ("程序.docx", b"MZ\x90\0" + b"\0" * 300, errors.NotADocument, "程序"),
    ("二进制.xlsx", bytes(range(256)) * 20, errors.NotADocument, "内容却不是"),
    ("空.docx", b"", errors.EmptyFile, "0 字节"),
    ("空.ofd", ofd_of_pictures(), errors.NoTextLayer, "没有文字"),
    ("扫描.pdf", WRITERS["scan"](Paper("a", "scan", "", "", ["新建高标准农田8.2万亩"])), errors.NoTextLayer, "文字识别"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "error", "says"), BAD, ids=[name for name, *_ in BAD])
def test_a_bad_file_is_answered_with_what_to_do(name, data, error, says):
    with pytest.raises(error, match=says) as caught:
        read_evidence(data, name=name)
    assert str(caught.value).startswith(f"{name}：")


def test_an_oversized_file_is_refused_before_it_is_parsed():
    with pytest.raises(errors.TooLarge, match="上限"):
        read_evidence(b"PK\x03\x04" + b"\0" * text_read.MAX_BYTES, name="大.docx")


def test_an_encrypted_ofd_is_said_to_be():
    data = with_part(WRITERS["ofd"](Paper("a", "ofd", "", "", ["文字"])), "Doc_0/Encryptions.xml", b"<x/>")
    with pytest.raises(errors.Encrypted, match="加密"):
        read_evidence(data, name="a.ofd")


def test_a_misnamed_file_is_read_by_its_content_and_said_to_be():
    evidence = read_evidence(docx_bytes(), name="报告.pdf")
    assert evidence.blocks
    assert any(re.search("扩展名是 .pdf，内容是 docx", warning) for warning in evidence.warnings)


def test_a_picture_is_no_document_whatever_its_name():
    picture = WRITERS["jpg"](Paper("a", "jpg", "", "", []))
    assert read_evidence(picture, name="a.docx").image


def test_a_word_file_of_pictures_has_no_text_layer():
    document = docx.Document()
    document.add_picture(io.BytesIO(WRITERS["jpg"](Paper("a", "jpg", "", "", []))))
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(errors.NoTextLayer):
        read_evidence(out.getvalue(), name="a.docx")
