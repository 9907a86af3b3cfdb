"""PDF files: the text layer page by page; pages that are pictures are said, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from luoshi.errors import Damaged, Encrypted, NoTextLayer

#: Fewer characters than this beside a picture: a scan with a stamp or a page number.
_FEW = 20
UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd]")
UNREADABLE_SHARE = 0.3
_RADICAL_PAIRS = """
    ⺟母 ⺠民 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻓长 ⻔门 ⻘青 ⻚页 ⻛风 ⻜飞 ⻝食
    ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻬齐 ⻮齿 ⻰龙 ⻳龟
"""
# Programs that subset fonts write radicals for the characters that look the same: ⼀ for 一, ⻓ for 长.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_RADICALS |= {ord(pair[0]): pair[1] for pair in _RADICAL_PAIRS.split()}
CLEAN = _RADICALS | dict.fromkeys([*range(9), *range(14, 32), 0xFEFF], "") | {0xFFFE: "-"}
AGAIN = "请重新取得文件，或在阅读器里打印成新的 PDF。"
RECOGNISE = "请先做文字识别（OCR），把得到的文字存成 txt 或 docx 再读。"


def extract(data: bytes) -> tuple[str, list[str]]:
    """The text of all pages, and a warning that names those without any."""
    document = open_document(data)
    pages = list(_pages(document))
    text = "\n".join(text for text, _ in pages)
    pictures = [number for number, (_, is_picture) in enumerate(pages, 1) if is_picture]
    if not text.strip() or len(pictures) == len(pages):
        raise NoTextLayer(f"这份 PDF 的 {len(pages)} 页没有文字层，是扫描件或图片。{RECOGNISE}")
    if len(UNREADABLE.findall(text)) > UNREADABLE_SHARE * len(text):
        raise NoTextLayer(f"这份 PDF 的文字层是乱码（字体没有对应的文字编码）。{RECOGNISE}")
    return text.translate(CLEAN), [unread(pictures)] if pictures else []


def unread(pictures: list[int]) -> str:
    """The warning that names pages without a text layer."""
    pages = "、".join(map(str, pictures))
    return f"第 {pages} 页是图片，图片里的文字没有读入。如果是正文，{RECOGNISE}"


def open_document(data: bytes) -> pdfium.PdfDocument:
    """The opened file. Raises Encrypted, Damaged."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Encrypted("PDF 有密码保护。请解除密码后另存，再读一次。") from None
        raise Damaged(f"PDF 文件已损坏，打不开。{AGAIN}") from None
    if len(document) == 0:
        raise Damaged(f"PDF 里没有一页。{AGAIN}")
    return document


def _pages(document: pdfium.PdfDocument) -> Iterator[tuple[str, bool]]:
    """Text of each page, and whether the page is a picture."""
    for index in range(len(document)):
        try:
            page = document[index]
            text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\r", "\n")
        except pdfium.PdfiumError:
            raise Damaged(f"PDF 第 {index + 1} 页已损坏。{AGAIN}") from None
        few = len("".join(text.split())) < _FEW
        yield text, few and any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
        page.close()
