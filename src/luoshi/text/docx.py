"""Word files: the words of the main text in order, with automatic numbering, without what was deleted.

Headers, footers, footnotes and text boxes are left out; what Track Changes deleted is out, what it inserted
is in.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from luoshi.errors import Damaged, EmptyFile, Encrypted, NotADocument
from luoshi.text.gather import Gatherer
from luoshi.text.numbering import Numbering

_ENTRIES = 5_000
_PART_BYTES = 64 << 20
_WHOLE_BYTES = 512 << 20
_RATIO = 300
_RATIO_FROM = 4 << 20
_MAIN = "/officeDocument"
#: How a DTD begins, in bytes of one and of two to a character.
_DTD = (b"<!DOCTYPE", "\0".join("<!DOCTYPE").encode())
_SKIPPED_NAMES = """
    AlternateContent del delText drawing footnoteReference instrText moveFrom object pict pPr rPr rt sectPr
    tblGrid tblPr tcPr trPr
"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_BREAKS = frozenset(("br", "cr"))
#: Zip files of other kinds, by a name inside; first match counts.
_OTHER_KINDS = (
    ("xl/workbook.xml", "电子表格（xlsx）"),
    ("ppt/presentation.xml", "演示文稿（pptx）"),
    ("OFD.xml", "OFD 版式文件"),
    ("content.xml", "OpenDocument 文件（odt）"),
)
_SUSPICIOUS = "可能是有意做坏的文件，没有展开它。请用 WPS 或 Word 打开核对，另存为 docx。"
_BROKEN = "docx 文件已损坏（{}）。请重新取得文件，或用 WPS、Word 打开修复后另存为 docx。"


def extract(data: bytes) -> tuple[str, list[str]]:
    """The text of the main part, and warnings (none)."""
    parts = _open_zip(data)
    main = _main_name(parts)
    document = _xml(parts, main)
    w = f"{{{etree.QName(document).namespace}}}"
    folder = main.rpartition("/")[0]
    numbering = _optional(parts, f"{folder}/numbering.xml".lstrip("/"))
    styles = _optional(parts, f"{folder}/styles.xml".lstrip("/"))
    text = _text(document, Numbering(numbering, styles, w), w)
    if not text.strip():
        raise EmptyFile("Word 文件里没有文字。如果文字在图片或文本框里，请先识别或复制成正文。")
    return text, []


def _open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip, its directory checked before anything is inflated."""
    if data.count(b"PK\x01\x02") > _ENTRIES:
        raise Damaged(f"压缩包里的条目超过 {_ENTRIES} 个，{_SUSPICIOUS}")
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Damaged(_BROKEN.format("压缩包不完整")) from None
    if sum(info.file_size for info in parts.infolist()) > _WHOLE_BYTES:
        raise Damaged(f"展开后超过 {_WHOLE_BYTES >> 20} MB，{_SUSPICIOUS}")
    return parts


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    """One part, inflated within its bounds whatever the directory says of it."""
    info = parts.getinfo(name)
    if info.flag_bits & 1:
        raise Encrypted("文件有密码保护。请解除密码后另存，再读一次。")
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > _PART_BYTES or (info.file_size > _RATIO_FROM and ratio > _RATIO):
        raise Damaged(f"{name} 展开后有 {info.file_size >> 20} MB（{ratio:.0f} 倍），{_SUSPICIOUS}")
    try:
        with parts.open(info) as part:
            content = part.read(_PART_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Damaged(_BROKEN.format(f"{name} 解不开")) from None
    if len(content) > _PART_BYTES:
        raise Damaged(f"{name} 展开后超过 {_PART_BYTES >> 20} MB，{_SUSPICIOUS}")
    return content


def _main_name(parts: zipfile.ZipFile) -> str:
    """The part that holds the document, by the package's relations: not always word/document.xml."""
    names = set(parts.namelist())
    for name, kind in _OTHER_KINDS:
        if name in names:
            raise NotADocument(f"这是{kind}，不是报告。请打开它，另存为 docx 或 txt。")
    if "_rels/.rels" not in names:
        if "word/document.xml" in names or "[Content_Types].xml" in names:
            raise Damaged(_BROKEN.format("缺少 _rels/.rels"))
        raise NotADocument("这是压缩包，不是报告。请先解压，再读里面的文件。")
    for relation in _xml(parts, "_rels/.rels"):
        name = str(relation.get("Target", "")).lstrip("/")
        if str(relation.get("Type", "")).endswith(_MAIN) and name in names:
            return name
    raise Damaged(_BROKEN.format("缺少正文 word/document.xml"))


def _optional(parts: zipfile.ZipFile, name: str) -> etree._Element | None:
    return _xml(parts, name) if name in parts.NameToInfo else None


def _xml(parts: zipfile.ZipFile, name: str) -> etree._Element:
    content = _read(parts, name)
    if any(mark in content for mark in _DTD):
        raise Damaged(f"{name} 里有 DTD 或实体定义，Word 文件不会有，{_SUSPICIOUS}")
    # Without `huge_tree` the parser itself bounds nesting (256) and amplification.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _fault(name, error.lineno, {entry.type_name for entry in parser.error_log}) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged(f"{name} 里有 DTD 或实体定义，Word 文件不会有，{_SUSPICIOUS}")
    return root


def _fault(name: str, line: int | None, kinds: set[str]) -> Exception:
    if "ERR_NO_MEMORY" in kinds:
        return MemoryError()
    if "ERR_RESOURCE_LIMIT" in kinds:
        return Damaged(f"{name} 嵌套超过 256 层或有过长的内容，{_SUSPICIOUS}")
    return Damaged(_BROKEN.format(f"{name} 第 {line} 行不合 XML 语法"))


def _text(document: etree._Element, numbering: Numbering, w: str) -> str:
    gatherer = Gatherer()
    walk = etree.iterwalk(document, events=("start", "end"))
    for event, element in walk:
        name = str(element.tag).rpartition("}")[2]
        if event == "end":
            _close(gatherer, element, name, w)
        elif name in _SKIPPED or (name == "r" and _is_on(element.find(f"{w}rPr/{w}vanish"), w)):
            walk.skip_subtree()
        else:
            _open(gatherer, element, name, numbering, w)
    return gatherer.text()


def _open(gatherer: Gatherer, element: etree._Element, name: str, numbering: Numbering, w: str) -> None:
    if name == "t":
        gatherer.add(element.text)
    elif name == "p":
        gatherer.add(numbering.mark(element.find(f"{w}pPr")))
    elif name in _BREAKS:
        gatherer.end_line(blank=True)
    elif name == "tr":
        gatherer.open_row()
    elif name == "tc":
        gatherer.open_cell()
    else:
        gatherer.add(_CHARACTERS.get(name))


def _close(gatherer: Gatherer, element: etree._Element, name: str, w: str) -> None:
    # A paragraph whose end mark was deleted runs on into the next one.
    if name == "p" and element.find(f"{w}pPr/{w}rPr/{w}del") is None:
        gatherer.end_line(blank=True)
    elif name == "tr":
        gatherer.close_row()


def _is_on(switch: etree._Element | None, w: str) -> bool:
    return switch is not None and switch.get(f"{w}val", "1") not in ("0", "false", "off")
