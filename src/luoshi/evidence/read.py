"""Reading evidence: a file becomes an `Evidence`; what it is, its content says, whatever its name.

Formats that others can corrupt are taken apart in a child process with limits.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from luoshi.errors import EmptyFile, Encrypted, NotADocument, ReadError, TooLarge
from luoshi.evidence.model import Evidence, unpacked
from luoshi.evidence.plain import blocks_of, blocks_of_csv
from luoshi.text.decode import decode
from luoshi.text.document import sha256
from luoshi.text.read import (
    HTML_HEAD,
    HTML_SUFFIXES,
    MAX_BYTES,
    OLE,
    label_of,
    load,
    refuse_foreign,
    too_large,
)
from luoshi.text.sandbox import extract_apart

_IMAGES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"RIFF", "image/webp"),
)
#: How a file of each type is called, for what its name says otherwise.
_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/pdf": ".pdf",
    "application/ofd": ".ofd",
}


def read_evidence(source: str | Path | bytes, *, name: str | None = None) -> Evidence:
    """The evidence in a file or in bytes. Raises a `ReadError` that names the file and what to do.

    `name` stands for the file where bytes are given.
    """
    label = label_of(source, name)
    try:
        data = source if isinstance(source, bytes) else load(Path(source))
        return _read(data, label)
    except ReadError as error:
        raise type(error)(f"{label or '输入的内容'}：{error}") from None


def _read(data: bytes, label: str) -> Evidence:
    if len(data) > MAX_BYTES:
        raise TooLarge(too_large(len(data)))
    if not data:
        raise EmptyFile("文件是空的（0 字节）。请确认选对了文件，或重新下载。")
    digest, suffix = sha256(data), PurePath(label).suffix.lower()
    image = _image(data)
    if image:
        return Evidence(label, digest, image, image=True, pictures=True)
    module = ""
    if data.startswith(b"PK\x03\x04"):
        module = "evidence.package"
    elif data.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        module = "evidence.paper"
    if not module:
        _refuse_old_office(data, suffix)
        refuse_foreign(data)
        return _text(data, label, suffix, digest)
    answer, warnings = extract_apart(module, data)
    found = unpacked(answer, source=label, digest=digest, warnings=warnings)
    return _with_name_checked(found, suffix)


def _with_name_checked(found: Evidence, suffix: str) -> Evidence:
    """With a warning where the file's name says that it is something else."""
    ends = _ENDINGS.get(found.media_type, "")
    if suffix in (*_ENDINGS.values(), ".doc", ".xls", ".txt", ".jpg") and ends and suffix != ends:
        return replace(
            found, warnings=(*found.warnings, f"扩展名是 {suffix}，内容是 {ends[1:]}，按 {ends[1:]} 读。")
        )
    return found


def _refuse_old_office(data: bytes, suffix: str) -> None:
    """The binary files of old Office and WPS, with the remedy of their kind."""
    if not data.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Encrypted("Office 文件有密码保护。请解除密码后另存，再交。")
    sheet = suffix in (".xls", ".et") or "Workbook".encode("utf-16-le") in data
    slides = suffix in (".ppt", ".dps") or "PowerPoint Document".encode("utf-16-le") in data
    kind, better = ("旧版 Word（doc）或 WPS 文字（wps）", "docx")
    if sheet:
        kind, better = "旧版电子表格（xls）或 WPS 表格（et）", "xlsx"
    elif slides:
        kind, better = "旧版演示文稿（ppt、dps）", "pdf"
    raise NotADocument(f"是{kind}。请用 WPS 或 Office 打开，另存为 {better} 再交。")


def _image(data: bytes) -> str:
    """The media type of a picture; '' for what is none."""
    if data.startswith(b"RIFF") and data[8:12] != b"WEBP":
        return ""
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "image/heic"
    if data.startswith(b"BM") and data[6:10] != b"\0\0\0\0":
        return ""
    return next((kind for start, kind in _IMAGES if data.startswith(start)), "")


def _text(data: bytes, label: str, suffix: str, digest: str) -> Evidence:
    if suffix in (".docx", ".xlsx", ".pdf", ".ofd") and b"\0" in data[:4096]:
        raise NotADocument(f"扩展名是 {suffix}，内容却不是，文件损坏或没有下载完。请重新取得文件。")
    decoded = decode(data)
    text = decoded.text
    if not text.strip():
        raise EmptyFile("文件里只有空白，没有文字。请确认选对了文件。")
    if HTML_HEAD.match(text) or suffix in HTML_SUFFIXES:
        answer, said = extract_apart("evidence.web", text.encode("utf-8"))
        return unpacked(answer, source=label, digest=digest, warnings=said)
    blocks = blocks_of_csv(text) if suffix == ".csv" else blocks_of(text)
    warnings: tuple[str, ...] = ()
    if suffix in (".docx", ".xlsx", ".pdf", ".ofd"):
        warnings = (f"扩展名是 {suffix}，内容是文字，按文字读。",)
    return Evidence(
        label, digest, "text/csv" if suffix == ".csv" else "text/plain", blocks, warnings=warnings
    )
