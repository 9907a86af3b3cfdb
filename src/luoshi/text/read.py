"""Reading: a file or its bytes becomes a `Document`; what it is, its content says first, its name second."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from luoshi.errors import Damaged, EmptyFile, Encrypted, NotADocument, ReadError, TooLarge, UnknownEncoding
from luoshi.text.decode import decode
from luoshi.text.document import Document, sha256

MAX_BYTES = 50 << 20

_IMAGE = "是图片或扫描件，没有文字可读。请先做文字识别（OCR），把得到的文字存成 txt 或 docx。"
_ARCHIVE = "是压缩包，不是报告。请先解压，再读里面的文件。"
_RESAVE = "。请用 WPS 或 Word 打开，另存为 docx。"
_OTHER = "，不是报告。能读的有 txt、md、html、docx 和带文字的 pdf。"
#: How files of other kinds begin, what they are and what to do.
_FOREIGN = (
    (b"\x89PNG", "PNG " + _IMAGE),
    (b"\xff\xd8\xff", "JPEG " + _IMAGE),
    (b"GIF8", "GIF " + _IMAGE),
    (b"II*\0", "TIFF " + _IMAGE),
    (b"MM\0*", "TIFF " + _IMAGE),
    (b"RIFF", "WebP 等媒体文件，" + _IMAGE),
    (b"{\\rtf", "是 RTF 文件" + _RESAVE),
    (b"PK\x05\x06", "是空的压缩包，里面没有报告。"),
    (b"Rar!", "RAR " + _ARCHIVE),
    (b"7z\xbc\xaf", "7z " + _ARCHIVE),
    (b"\x1f\x8b", "gzip " + _ARCHIVE),
    (b"BZh", "bzip2 " + _ARCHIVE),
    (b"\xfd7zXZ", "xz " + _ARCHIVE),
    (b"SQLite format 3", "是数据库" + _OTHER),
    (b"\x7fELF", "是程序" + _OTHER),
    (b"MZ\x90", "是程序" + _OTHER),
    (b"MIME-Version:", "是网页存档（mht）。请在浏览器里打开，另存为 html，或用 Word 另存为 docx。"),
    (b"From: <", "是网页存档（mht）或邮件。请打开它，另存为 html 或 docx。"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams inside an OLE file that tell its kind.
_OLE_KINDS = (
    ("WordDocument", "是旧版 Word（doc）或 WPS 文件" + _RESAVE),
    ("Workbook", "是旧版电子表格（xls）" + _OTHER),
    ("PowerPoint Document", "是旧版演示文稿（ppt）" + _OTHER),
)
HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml"))
HTML_HEAD = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[A-Za-z!/]")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(source: str | Path | bytes, *, name: str | None = None) -> Document:
    """The document in a file or in bytes; raises a `ReadError` that names the file and what to do.

    `name` stands for the file where bytes are given; its suffix helps where the content does not tell.
    """
    label = label_of(source, name)
    try:
        data = source if isinstance(source, bytes) else load(Path(source))
        return _read(data, label)
    except ReadError as error:
        raise type(error)(f"{label or '输入的内容'}：{error}") from None


def label_of(source: str | Path | bytes, name: str | None) -> str:
    """The file's name without its folder, in characters that can be printed."""
    if name is None:
        name = "" if isinstance(source, bytes) else str(source)
    shown = PurePath(name).name or name
    return shown.encode("utf-8", "replace").decode("utf-8")


def load(path: Path) -> bytes:
    """The bytes of a file, its size looked at first; a pipe has none, so it is also bounded as it is read."""
    try:
        if path.is_dir():
            raise ReadError("这是文件夹，不是文件。请给出文件本身。")
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(too_large(path.stat().st_size))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadError("找不到这个文件。请核对路径和文件名。") from None
    except PermissionError:
        raise ReadError("没有权限读这个文件。请检查文件的权限，或复制到自己的文件夹再读。") from None
    except OSError as error:
        raise ReadError(f"读不出这个文件（{error.strerror}）。请核对路径，或复制到本机再读。") from None
    except ValueError:
        raise ReadError("读不出这个文件（路径里有不能用的字符）。请核对路径。") from None


def too_large(size: int) -> str:
    return (
        f"文件有 {size / (1 << 20):.1f} MB，超过 {MAX_BYTES >> 20} MB 的上限。"
        "工作报告通常不到 1 MB；请把报告正文单独存成一个文件。"
    )


def _read(data: bytes, label: str) -> Document:
    if len(data) > MAX_BYTES:
        raise TooLarge(too_large(len(data)))
    if not data:
        raise EmptyFile("文件是空的（0 字节）。请确认选对了文件，或重新下载。")
    if data.startswith(b"PK\x03\x04"):
        return _parsed(data, label, kind="docx", media_type=_WORD)
    suffix = PurePath(label).suffix.lower()
    if data.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return _parsed(data, label, kind="pdf", media_type="application/pdf")
    refuse_foreign(data)
    return _read_text(data, label, suffix)


def refuse_foreign(data: bytes) -> None:
    """Raise the error of a file whose first bytes say that it is of a kind not read here."""
    if data.startswith(OLE):
        raise _ole_error(data)
    for start, message in _FOREIGN:
        if data.startswith(start):
            raise NotADocument(message)


def _ole_error(data: bytes) -> ReadError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Encrypted("Office 文件有密码保护。请解除密码后另存为 docx，再读一次。")
    found = (message for stream, message in _OLE_KINDS if stream.encode("utf-16-le") in data)
    return NotADocument(next(found, "是旧版 Office 或 WPS 文件" + _RESAVE))


def _read_text(data: bytes, label: str, suffix: str) -> Document:
    try:
        decoded = decode(data)
    except (NotADocument, UnknownEncoding):
        if suffix in (".docx", ".pdf"):
            raise Damaged(f"扩展名是 {suffix}，内容却不是，文件损坏或没有下载完。请重新取得文件。") from None
        raise
    text, encoding = decoded.text, decoded.encoding
    if not text.strip():
        raise EmptyFile("文件里只有空白，没有文字。请确认选对了文件。")
    if HTML_HEAD.match(text) or (suffix in HTML_SUFFIXES and _TAG.search(text)):
        return _parsed(data, label, kind="html", media_type="text/html", page=text, encoding=encoding)
    media_type = "text/markdown" if suffix in (".md", ".markdown") else "text/plain"
    return Document(text, sha256(data), label or "-", media_type, encoding)


def _parsed(
    data: bytes,
    label: str,
    *,
    kind: str,
    media_type: str,
    page: str | None = None,
    encoding: str | None = None,
) -> Document:
    # Imported here: reading plain text, the usual case, starts no process and needs no parser.
    from luoshi.text.sandbox import extract_apart

    text, warnings = extract_apart(f"text.{kind}", data if page is None else page.encode("utf-8"))
    return Document(text, sha256(data), label or "-", media_type, encoding, warnings)
