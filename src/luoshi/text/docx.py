"""Word files: the words of the main text in order, with automatic numbering, without what was deleted.

Headers, footers, footnotes and text boxes are left out; what Track Changes deleted is out, what it inserted
is in.
"""

from __future__ import annotations

from lxml import etree

from luoshi.errors import EmptyFile, NotADocument
from luoshi.text.gather import Gatherer
from luoshi.text.numbering import Numbering
from luoshi.text.package import Package

_MAIN = "/officeDocument"
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


def extract(data: bytes) -> tuple[str, list[str]]:
    """The text of the main part, and warnings (none)."""
    parts = Package(data, "docx")
    main = main_name(parts)
    document = parts.xml(main)
    w = f"{{{etree.QName(document).namespace}}}"
    folder = main.rpartition("/")[0]
    numbering = parts.optional_xml(f"{folder}/numbering.xml".lstrip("/"))
    styles = parts.optional_xml(f"{folder}/styles.xml".lstrip("/"))
    text = _text(document, Numbering(numbering, styles, w), w)
    if not text.strip():
        raise EmptyFile("Word 文件里没有文字。如果文字在图片或文本框里，请先识别或复制成正文。")
    return text, []


def main_name(parts: Package) -> str:
    """The part that holds the document, by the package's relations: not always word/document.xml."""
    names = parts.names
    for name, kind in _OTHER_KINDS:
        if name in names:
            raise NotADocument(f"这是{kind}，不是报告。请打开它，另存为 docx 或 txt。")
    if "_rels/.rels" not in names:
        if "word/document.xml" in names or "[Content_Types].xml" in names:
            raise parts.broken("缺少 _rels/.rels")
        raise NotADocument("这是压缩包，不是报告。请先解压，再读里面的文件。")
    for relation in parts.xml("_rels/.rels"):
        name = str(relation.get("Target", "")).lstrip("/")
        if str(relation.get("Type", "")).endswith(_MAIN) and name in names:
            return name
    raise parts.broken("缺少正文 word/document.xml")


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
