"""Receiving files: streamed to a private folder, stopped at the limit, told by content whether they may come in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from luoshi.errors import Damaged, EmptyFile, NotADocument, TooLarge

MAX_BYTES = 50 << 20
_MOST_PARTS = 10_000
_OOXML = "[Content_Types].xml"
#: What each kind begins with, and the endings its name may have.
_STARTS: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"%PDF-", "PDF", frozenset({".pdf"})),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", frozenset({".png"})),
    (b"\xff\xd8\xff", "JPEG 图片", frozenset({".jpg", ".jpeg"})),
    # Old Office and WPS, and Office files under a password: kept, and said to be unread.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office、WPS 或带密码的 Office 文件", frozenset({".doc", ".xls", ".wps", ".et", ".docx", ".xlsx"})),
)  # fmt: skip
_PACKAGES = (
    ("word/document.xml", "docx", frozenset({".docx"})),
    ("xl/workbook.xml", "xlsx", frozenset({".xlsx"})),
    ("OFD.xml", "OFD", frozenset({".ofd"})),
)
_TEXT = frozenset({".txt", ".csv", ".md"})
ENDINGS = tuple(sorted({*_TEXT, *(e for _, _, es in (*_STARTS, *_PACKAGES) for e in es)}))
_ALLOWED = "可以上传：docx、xlsx、pdf、ofd、txt、csv、png、jpg，以及 doc、xls、wps、et。"


class BoundedUpload(TemporaryFileUploadHandler):
    """Writes an upload to disk as it comes, and stops where it is larger than any evidence may be."""

    received = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        """Refuse by the length that was announced, before anything is read."""
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        _bounded(content_length or 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk, unless there are too many."""
        self.received += len(raw_data)
        _bounded(self.received)
        super().receive_data_chunk(raw_data, start)


def _bounded(size: int) -> None:
    # The parts around the file have a length, too.
    if size > MAX_BYTES + (1 << 16):
        raise TooLarge(f"文件超过 {MAX_BYTES >> 20} MB 的上限，没有接收。请压缩图片或分成几份再传。")


def admit(content: bytes, name: str) -> None:
    """Raise a ReadError where a file may not be stored: of no allowed kind, not what its name says, broken, with macros.

    Reading, and what it bears out, come later; here it is only decided whether it comes in.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if not content:
        raise EmptyFile(f"“{name}”是空的（0 字节）。请确认选对了文件，或重新下载。")
    if len(content) > MAX_BYTES:
        _bounded(len(content) + (1 << 16))
    if suffix not in ENDINGS:
        raise NotADocument(f"“{name}”不是可以作佐证的文件类型。{_ALLOWED}")
    kind, endings = _kind(content, name)
    if suffix not in endings:
        raise NotADocument(f"“{name}”的扩展名是 {suffix}，内容却是{kind}。请核对文件，改成本来的扩展名再传。")


def _kind(content: bytes, name: str) -> tuple[str, frozenset[str]]:
    for start, kind, endings in _STARTS:
        if content.startswith(start):
            return kind, endings
    if content.startswith(b"PK"):
        return _package(content, name)
    if b"\0" in content:
        raise NotADocument(f"“{name}”的内容不是可以作佐证的文件类型。{_ALLOWED}")
    return "文字", _TEXT


def _package(content: bytes, name: str) -> tuple[str, frozenset[str]]:
    """What is packed, by its list of parts; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Damaged(f"“{name}”损坏了，打不开。请重新取得文件，用 WPS 或 Office 打开核对后再传。") from None
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS:
        raise Damaged(f"“{name}”里的部分多得不正常，没有接收。请用 WPS 或 Office 另存后再传。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise NotADocument(f"“{name}”带有宏（程序），没有接收。请另存为不带宏的 docx 或 xlsx 再传。")
    for inside, kind, endings in _PACKAGES:
        if inside in names and (kind == "OFD" or _OOXML in names):
            if any(part.flag_bits & 1 for part in parts):
                raise Damaged(f"“{name}”里有加密的部分，没有接收。请解除密码后另存再传。")
            return kind, endings
    raise NotADocument(f"“{name}”是压缩包，不是文件本身，没有接收。请先解压，再传里面的文件。{_ALLOWED}")
