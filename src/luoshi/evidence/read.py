"""Reading evidence: a file becomes an `Evidence`; what it is, its content says, whatever its name.

Formats that others can corrupt are taken apart in a child process with limits.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from luoshi.errors import EmptyFile, NotADocument, ReadError, TooLarge
from luoshi.evidence.model import Evidence, unpacked
from luoshi.evidence.plain import blocks_of, blocks_of_csv
from luoshi.text.decode import decode
from luoshi.text.document import sha256
from luoshi.text.read import HTML_HEAD, HTML_SUFFIXES, MAX_BYTES, label_of, load, refuse_foreign, too_large
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
#: What the name of a file says it is, for what the content says otherwise.
_SUFFIXES = {"docx": ".docx", "xlsx": ".xlsx", "pdf": ".pdf", "ofd": ".ofd", "image": ".jpg"}


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
        refuse_foreign(data)
        return _text(data, label, suffix, digest)
    answer, warnings = extract_apart(module, data)
    found = unpacked(answer, source=label, digest=digest, warnings=warnings)
    return found


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
        answer, warnings = extract_apart("evidence.web", text.encode("utf-8"))
        return unpacked(answer, source=label, digest=digest, warnings=warnings)
    blocks = blocks_of_csv(text) if suffix == ".csv" else blocks_of(text)
    warnings = ()
    if suffix in (".docx", ".xlsx", ".pdf", ".ofd"):
        warnings = (f"扩展名是 {suffix}，内容是文字，按文字读。",)
    return Evidence(label, digest, "text/csv" if suffix == ".csv" else "text/plain", blocks, warnings=warnings)
