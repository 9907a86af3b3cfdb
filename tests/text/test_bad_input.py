"""Bad input: each kind is refused by its own error, whose words name the file, the reason and the remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from make_files import REPORT, docx_of, docx_with_body, pdf_of, with_part

from luoshi.errors import (
    Damaged,
    EmptyFile,
    Encrypted,
    NotADocument,
    NoTextLayer,
    ReadError,
    TooLarge,
    UnknownEncoding,
)
from luoshi.text import sandbox
from luoshi.text.read import MAX_BYTES, read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


def document_xml(body: str, before: str = "") -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<?xml version="1.0"?>{before}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    ).encode()


def docx_with_main(xml: bytes) -> bytes:
    return with_part(docx_of("正文"), "word/document.xml", xml)


def refusal(data: bytes | str | Path, name: str | None = "云川市.txt") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data, name=name)
    return caught.value


ENTITIES = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "增长"}">' for n in range(12)
)
REFUSED = {
    "empty": (b"", EmptyFile, "0 字节"),
    "blank": (" \n\u3000\r\n".encode(), EmptyFile, "只有空白"),
    "only a byte order mark": (b"\xef\xbb\xbf", EmptyFile, "只有空白"),
    "page without words": (b"<html><script>x</script></html>", EmptyFile, "识别"),
    "word file without words": (docx_of(), EmptyFile, "图片"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(50), NotADocument, "识别"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(50), NotADocument, "识别"),
    "rtf": (b"{\\rtf1\\ansi }", NotADocument, "另存为 docx"),
    "rar": (b"Rar!\x1a\x07", NotADocument, "解压"),
    "web archive": (b"MIME-Version: 1.0\r\n", NotADocument, "另存为 html"),
    "old word": (ole("WordDocument"), NotADocument, "另存为 docx"),
    "old spreadsheet": (ole("Workbook"), NotADocument, "xls"),
    "old office of no known kind": (OLE, NotADocument, "另存为 docx"),
    "NUL bytes": ("增长\0".encode() * 20, NotADocument, "控制字节"),
    "control characters": (b"\x01\x02\x03abc" * 20, NotADocument, "控制字节"),
    "spreadsheet": (with_part(docx_of(), "xl/workbook.xml", b"<x/>"), NotADocument, "电子表格"),
    "encrypted word": (ole("EncryptedPackage"), Encrypted, "密码"),
    "encrypted pdf": (pdf_of(["增长8%"], encrypt=True), Encrypted, "密码"),
    "scanned pdf": (pdf_of([], [], picture=True), NoTextLayer, "文字识别"),
    "scanned pdf with page numbers": (pdf_of(["1"], ["2"], picture=True), NoTextLayer, "文字识别"),
    "pdf without text": (pdf_of([]), NoTextLayer, "文字识别"),
    "pdf with a garbled text layer": (pdf_of(["\ue001\ue002\ue003" * 9]), NoTextLayer, "乱码"),
    "pdf without pages": (pdf_of(), Damaged, "PDF"),
    "pdf cut short": (pdf_of(["增长8%"])[:400], Damaged, "重新取得"),
    "word file cut short": (docx_of(REPORT)[:5000], Damaged, "压缩包不完整"),
    "xml that breaks off": (docx_with_main(document_xml("<w:p>")[:-20]), Damaged, "第 1 行不合 XML"),
    "entity bomb": (docx_with_main(document_xml("&e11;", ENTITIES + "]>")), Damaged, "实体"),
    "entity bomb in UTF-16": (
        docx_with_main(
            document_xml("&e11;", ENTITIES + "]>")
            .decode()
            .replace('"1.0"', '"1.0" encoding="UTF-16"')
            .encode("utf-16")
        ),
        Damaged,
        "实体",
    ),
    "nesting bomb in a word file": (
        docx_with_main(document_xml("<w:sdt>" * 5000 + "</w:sdt>" * 5000)),
        Damaged,
        "256 层",
    ),
    "nesting bomb in a page": (b"<html>" + b"<div>" * 100_000 + "正文".encode(), Damaged, "2048 层"),
    "zip of very many entries": (docx_of("正文") + b"PK\x01\x02" * 6000, Damaged, "条目"),
}


@pytest.mark.parametrize(("data", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_each_kind_of_bad_input_has_its_own_error(data, error, words):
    caught = refusal(data)
    assert type(caught) is error
    assert str(caught).startswith("云川市.txt：")
    assert words in str(caught)


@pytest.mark.parametrize(
    ("data", "looks", "offsets"),
    [
        ("政府工作報告：各位代表，現在報告工作。".encode("big5"), "Big5", "偏移 0 处的字节 0xAC"),
        ("これは日本語の文章です。".encode("cp932"), "Shift_JIS", "偏移 0 处的字节 0x82"),
        ("これは日本語の文章です。".encode("euc_jp"), "EUC-JP", "偏移 0 处的字节 0xA4"),
        ("안녕하세요 정부 업무 보고서입니다".encode("cp949"), "EUC-KR", "偏移 0 处的字节 0xBE"),
        (REPORT.encode()[:-3], "UTF-8，但", f"偏移 {len(REPORT.encode()) - 4} 处"),
        (
            b"\xff".join(part.encode("gb18030") for part in REPORT.split("\n", 1)),
            "GB18030，但",
            "偏移 18 处的字节 0xFF",
        ),
        ("À bientôt, élève".encode("cp1252"), "看不出是哪种编码", "偏移 0 处的字节 0xC0"),
        (b"\xff\xfe" + REPORT.encode("utf-16-le") + b"x", "UTF-16-LE", f"偏移 {2 + 2 * len(REPORT)} 处"),
    ],
)
def test_an_unknown_encoding_is_named_with_the_offset_that_does_not_fit(data, looks, offsets):
    caught = refusal(data)
    assert type(caught) is UnknownEncoding
    assert looks in str(caught)
    assert offsets in str(caught)
    assert "另存为 UTF-8" in str(caught)


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_document_overwritten_with_rubbish_is_damaged_rather_than_of_unknown_encoding(suffix):
    assert type(refusal(b"\xff\x00\xfe\x01" * 99, name=f"报告{suffix}")) is Damaged


def claiming_size(package: bytes, name: bytes, size: int) -> bytes:
    """The package with another size for one part in its directory."""
    at = package.rindex(b"PK\x01\x02", 0, package.rindex(name))
    return package[: at + 24] + size.to_bytes(4, "little") + package[at + 28 :]


def test_a_zip_bomb_in_the_main_part_is_refused_before_it_is_inflated():
    caught = refusal(docx_with_main(document_xml("") + b" " * (40 << 20)))
    assert type(caught) is Damaged
    assert "展开后有 40 MB" in str(caught)
    assert "没有展开" in str(caught)


def test_a_zip_bomb_anywhere_in_the_package_is_refused():
    caught = refusal(claiming_size(with_part(docx_of("正文"), "bomb", b"x"), b"bomb", 600 << 20))
    assert type(caught) is Damaged
    assert "展开后超过 512 MB" in str(caught)


def test_a_part_that_is_larger_than_its_directory_says_is_refused():
    package = docx_of(REPORT * 50)
    assert type(refusal(claiming_size(package, b"word/document.xml", 100))) is Damaged


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "大文件.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    caught = refusal(path, name=None)
    assert type(caught) is TooLarge
    assert "50.0 MB" in str(caught)
    assert type(refusal(bytes(MAX_BYTES + 1))) is TooLarge


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no device files here")
def test_an_endless_device_is_refused_at_the_limit():
    assert type(refusal("/dev/zero", name=None)) is TooLarge


@pytest.mark.parametrize(
    ("path", "words"),
    [("没有.txt", "找不到"), (".", "文件夹"), ("名\0字.txt", "读不出"), ("长" * 500, "读不出")],
)
def test_a_path_that_cannot_be_read_says_why(tmp_path: Path, path, words):
    caught = refusal(tmp_path / path, name=None)
    assert words in str(caught)
    assert str(tmp_path.parent) not in str(caught)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def forbid(*_, **__):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "密.txt"
    path.write_bytes(REPORT.encode())
    # The superuser, as whom tests may run, is refused nothing; so the refusal is made here.
    monkeypatch.setattr(Path, "open", forbid)
    assert "没有权限" in str(refusal(path, name=None))


def test_a_name_that_cannot_be_printed_does_not_break_the_message():
    assert str(refusal("\udcff没有.txt", name=None)).encode("utf-8")


def test_bytes_without_a_name_are_called_the_input():
    assert str(refusal(b"", name=None)).startswith("输入的内容：")


# The child process and its limits


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_memory_of_the_parser_is_bounded(monkeypatch: pytest.MonkeyPatch, kind):
    pytest.importorskip("resource")
    monkeypatch.setattr(sandbox, "MEMORY_BYTES", 120 << 20)
    xml = document_xml("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(300_000)))
    caught = refusal(docx_with_main(xml) if kind == "docx" else b"<html>" + xml)
    assert type(caught) is Damaged
    assert "内存超过上限（120 MB）" in str(caught)


def test_time_of_the_parser_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "CLOCK_SECONDS", 0.001)
    caught = refusal(docx_of("正文"))
    assert type(caught) is Damaged
    assert "秒" in str(caught)


def test_a_parser_that_dies_is_damage_to_the_file_and_no_traceback(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "_PROGRAM", "import os; os.abort()")
    caught = refusal(docx_of("正文"))
    assert type(caught) is Damaged
    assert "解析中断" in str(caught)


def test_a_parser_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", "/没有/python")
    caught = refusal(docx_of("正文"))
    assert type(caught) is ReadError
    assert "启动不了" in str(caught)


def test_the_child_does_not_load_the_compiler():
    program = (
        "import sys; from luoshi.text import child, docx, html, pdf;"
        "print([m for m in sys.modules if m.startswith(('luoshi.compiler', 'luoshi.rule'))])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_good_content_is_still_read_within_the_limits():
    assert (
        read(docx_with_body("<w:p><w:r><w:t>增长8%。</w:t></w:r></w:p>" * 20_000)).text.count("\n") == 19_999
    )
