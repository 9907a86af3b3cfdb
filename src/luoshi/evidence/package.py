"""Zip packages as evidence: told apart by what is inside, refused where they carry programs."""

from __future__ import annotations

from luoshi.errors import CarriesMacros, NotADocument
from luoshi.text.package import Package

#: A part inside, the kind it tells, and how the file is called.
_KINDS = (("xl/workbook.xml", "sheet", "xlsx"), ("OFD.xml", "ofd", "OFD"), ("_rels/.rels", "word", "docx"))
_FOREIGN = (
    ("ppt/presentation.xml", "演示文稿（pptx）。请打开它，另存为 pdf 再交。"),
    ("content.xml", "OpenDocument 文件。请打开它，另存为 docx 或 xlsx 再交。"),
)


def extract(data: bytes) -> tuple[str, list[str]]:
    """The evidence packed, and warnings; by the reader of its kind."""
    from importlib import import_module

    names = Package(data, "docx").names
    for name, what in _FOREIGN:
        if name in names:
            raise NotADocument(f"是{what}")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise CarriesMacros("文件带有宏（程序），没有打开它。请另存为不带宏的 docx 或 xlsx 再交。")
    for name, module, kind in _KINDS:
        if name in names:
            packed, warnings = import_module(f"luoshi.evidence.{module}").read(Package(data, kind))
            return packed, warnings
    if "word/document.xml" in names or "[Content_Types].xml" in names:
        raise Package(data, "docx").broken("缺少 _rels/.rels")
    raise NotADocument("是压缩包，不是文件本身。请先解压，再交里面的文件。")
