"""Reading: each format gives the words of the report, and a text file gives exactly its characters."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from make_files import REPORT, docx_bytes, docx_numbered, docx_of, docx_with_body, pdf_of, with_part

from luoshi.text.read import read

BOM = "\ufeff"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


# Plain text


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        ((BOM + REPORT).encode("utf-8"), "utf-8"),
        ((BOM + REPORT).encode("utf-16-le"), "utf-16-le"),
        ((BOM + REPORT).encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        ((BOM + REPORT).encode("utf-32-le"), "utf-32-le"),
        (REPORT.encode("gb18030"), "gb18030"),
        ((BOM + REPORT).encode("gb18030"), "gb18030"),
        (REPORT.replace("全", "\U00020bb7").encode("gb18030"), "gb18030"),
        (b"plain ascii\n", "utf-8"),
    ],
)
def test_encoding_is_detected_and_the_byte_order_mark_removed(data, encoding):
    document = read(data)
    assert document.encoding == encoding
    expected = data.decode(encoding).removeprefix(BOM)
    assert document.text == expected


def test_line_ends_and_odd_spaces_stay_as_they_are():
    text = "一、工作回顾\r\n\u3000\u3000增长8%。\r\x0c \n\n第二行\u2028末"
    assert read(text.encode()).text == text


def test_markup_inside_a_text_file_is_text():
    text = "<p>新增就业3万人。</p>\n云川市政府工作报告&nbsp;\n"
    assert read(text.encode(), name="报告.txt").text == text


def test_a_file_carries_its_digest_and_its_name_but_not_its_folder(tmp_path: Path):
    path = tmp_path / "云川市2025.txt"
    path.write_bytes(REPORT.encode())
    document = read(path)
    assert document.digest == hashlib.sha256(REPORT.encode()).hexdigest()
    assert document.source == "云川市2025.txt"
    assert read(str(path)) == document


@pytest.mark.parametrize(
    ("name", "media_type"), [("报告.txt", "text/plain"), ("报告.md", "text/markdown"), (None, "text/plain")]
)
def test_text_is_told_by_its_name(name, media_type):
    assert read(REPORT.encode(), name=name).media_type == media_type


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (docx_of("增长8%。"), "报告.txt", "wordprocessingml.document"),
        (pdf_of(["增长8%。"]), "报告.docx", "application/pdf"),
        (page("<p>增长8%。</p>"), "报告.txt", "text/html"),
        ("增长8%。".encode(), "报告.html", "text/plain"),
        ("增长8%。".encode(), "报告.pdf", "text/plain"),
    ],
)
def test_content_decides_before_the_name(data, name, media_type):
    document = read(data, name=name)
    assert document.media_type.endswith(media_type)
    assert document.text == "增长8%。"


def test_plain_text_is_read_without_any_parser_or_child_process():
    program = (
        "import sys; from luoshi.text.read import read; read('增长8%。'.encode());"
        "print([m for m in ('lxml', 'docx', 'pypdfium2', 'zipfile', 'subprocess') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.corpus
def test_every_report_beside_the_project_is_read_the_same_from_every_encoding(shared: Path):
    for path in sorted((shared / "reports").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
            assert read(text.encode(encoding)).text == text, (path.name, encoding)


# Web pages


def test_a_page_gives_a_line_for_each_block_and_no_furniture():
    data = page(
        "<nav>首页 > 政务公开</nav><header>云川市人民政府</header>"
        "<h1>政府工作报告</h1><div>一、工作<b>回顾</b></div><p>增长8%，<span>就业</span>3万人。<br>第二行</p>"
        "<ul><li>其一</li><li>其二</li></ul><script>var a = '脚本';</script><style>p {}</style>"
        "<form><p>表单里的正文</p><input value='搜'><select><option>选项</option></select></form>"
        "<p style='display: none'>看不见</p><p hidden>也看不见</p><footer>版权所有</footer>尾",
        head="<title>标题栏</title>",
    )
    assert read(data).text.split("\n") == [
        "政府工作报告",
        "一、工作回顾",
        "增长8%，就业3万人。",
        "第二行",
        "其一",
        "其二",
        "表单里的正文",
        "尾",
    ]


def test_a_header_inside_the_article_is_part_of_it():
    data = page("<header>站名</header><article><header><h1>政府工作报告</h1></header><p>正文。</p></article>")
    assert read(data).text == "政府工作报告\n正文。"


def test_entities_and_source_line_breaks_read_as_a_browser_shows_them():
    data = page(
        "<p>\u3000\u3000增长&#56;&percnt;，\n      就业&nbsp;3万人&mdash;&mdash;A\n  B。</p><!-- 注 -->"
    )
    assert read(data).text == "\u3000\u3000增长8%，就业\xa03万人——A B。"


def test_lines_of_preformatted_text_stay_lines():
    assert read(page("<pre>\n一、回顾\n　　增长8%。\n</pre>")).text == "一、回顾\n　　增长8%。"


def test_a_table_is_read_by_row_and_a_layout_table_by_line():
    table = (
        "<table><tr><th>指标</th><th>目标</th></tr>"
        "<tr><td><p>就业</p></td><td></td><td>3万人</td></tr></table>"
    )
    data = page(
        f"<table><tr hidden><td>藏</td></tr><tr><td><p>第一段。</p>{table}<p>第二段。</p></td></tr></table>"
    )
    assert read(data).text == "第一段。\n指标\t目标\n就业\t\t3万人\n第二段。"


@pytest.mark.parametrize(
    ("declared", "actual", "encoding"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("gb2312", "utf-8", "utf-8"),  # pages that say one thing and are another
        ("utf-8", "gb18030", "gb18030"),
        ("big5", "big5", "big5hkscs"),
    ],
)
def test_the_encoding_of_a_page_is_found_whatever_it_declares(declared, actual, encoding):
    data = f"<html><head><meta charset={declared}></head><body><p>工作十分重要。</p></body></html>".encode(
        actual
    )
    document = read(data)
    assert (document.text, document.encoding) == ("工作十分重要。", encoding)


def test_a_page_that_never_closes_its_tags_is_read_to_the_end():
    data = page("".join(f"<font><p>第{n}段。" for n in range(600)))
    assert read(data).text.split("\n") == [f"第{n}段。" for n in range(600)]


# Word files


def test_word_paragraphs_and_tables_come_in_order():
    def build(document):
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.add_heading("政府工作报告", 0)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["指标", "目标", "就业", "3万人"], strict=True):
            cell.text = text
        document.add_paragraph("正文\t一。")

    assert read(docx_bytes(build)).text == "政府工作报告\n指标\t目标\n就业\t3万人\n正文\t一。"


def test_tracked_deletions_are_out_and_insertions_in():
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>7%</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>8%</w:t></w:r></w:ins></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr><w:r><w:t>就业</w:t></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>3万人。</w:t></w:r></w:p>"
        '<w:moveFrom w:id="4" w:author="a"><w:p><w:r><w:t>移走</w:t></w:r></w:p></w:moveFrom>'
    )
    assert read(docx_with_body(body)).text == "增长8%\n就业3万人。"


def test_text_boxes_fields_and_notes_are_left_out_and_breaks_kept():
    body = (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:t>第一行</w:t><w:br/><w:t xml:space="preserve">第 二</w:t>'
        '<w:footnoteReference w:id="2"/></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>'
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert read(docx_with_body(body)).text == "第一行\n第 二链接\n控件里"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (
            [("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")],
            ["一、回顾", "二、安排", "（一）产业", "1. 工业", "2. 农业", "（二）民生", "1. 就业", "三、结语"],
        ),
        (
            [("decimal", "%1"), ("decimal", "%1.%2"), ("decimalEnclosedCircleChinese", "%3")],
            ["1 回顾", "2 安排", "2.1 产业", "①工业", "②农业", "2.2 民生", "①就业", "3 结语"],
        ),
        (
            [("upperRoman", "%1."), ("lowerLetter", "%2)"), ("bullet", "\uf06c")],
            ["I. 回顾", "II. 安排", "a) 产业", "工业", "农业", "b) 民生", "就业", "III. 结语"],
        ),
    ],
)
def test_automatic_numbering_is_read_as_word_shows_it(levels, expected):
    paragraphs = [
        (0, "回顾"),
        (0, "安排"),
        (1, "产业"),
        (2, "工业"),
        (2, "农业"),
        (1, "民生"),
        (2, "就业"),
        (0, "结语"),
    ]
    assert read(docx_numbered(levels, paragraphs)).text.split("\n") == expected


def test_chinese_numbering_counts_past_ten():
    text = read(docx_numbered([("japaneseCounting", "%1、")], [(0, "")] * 21)).text
    marks = text.split("\n")
    assert (marks[9], marks[10], marks[19], marks[20]) == ("十、", "十一、", "二十、", "二十一、")


def test_numbering_bound_to_a_style_is_read():
    def build(document):
        document.add_paragraph("其一", style="List Number")
        document.add_paragraph("其二", style="List Number")
        document.add_paragraph("正文")

    assert read(docx_bytes(build)).text == "1. 其一\n2. 其二\n正文"


def test_the_main_part_is_found_wherever_the_package_puts_it():
    package = docx_of("旧")
    paragraph = "<w:p><w:r><w:t>新</w:t></w:r></w:p>"
    main = f'<w:document xmlns:w="urn:w"><w:body>{paragraph}</w:body></w:document>'.encode()
    relations = (
        b'<R xmlns="urn:r"><R Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        b' Target="/word/document2.xml"/></R>'
    )
    package = with_part(with_part(package, "word/document2.xml", main), "_rels/.rels", relations)
    assert read(package).text == "新"


# PDF


def test_pdf_pages_follow_one_another_with_a_line_break():
    document = read(pdf_of(["云川市政府工作报告", "新建高标准农"], ["田12.5万亩。"]))
    assert document.text == "云川市政府工作报告\n新建高标准农\n田12.5万亩。"
    assert document.warnings == ()


def test_radicals_and_line_end_hyphens_of_a_pdf_read_as_the_characters_they_show():
    assert read(pdf_of(["⼀、⼯作 ⻓期，2021-", "2025年"])).text == "一、工作 长期，2021-\n2025年"


def test_pages_that_are_pictures_are_named_in_a_warning():
    lines = ["这一页有文字层，字数也足够多，不是扫描件，照常读入。"]
    document = read(pdf_of(lines, ["1"], lines, picture=True))
    assert "第 2 页是图片" in document.warnings[0]
    assert len(document.warnings) == 1
