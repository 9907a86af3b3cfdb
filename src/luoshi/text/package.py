"""Packages: zip files of XML (docx, xlsx, OFD), opened and inflated within bounds whatever they claim."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from luoshi.errors import Damaged, Encrypted

_ENTRIES = 5_000
_PART_BYTES = 64 << 20
_WHOLE_BYTES = 512 << 20
_RATIO = 300
_RATIO_FROM = 4 << 20
#: How a DTD begins, in bytes of one and of two to a character.
_DTD = (b"<!DOCTYPE", "\0".join("<!DOCTYPE").encode())
_PROGRAMS = {"docx": "WPS、Word", "xlsx": "WPS、Excel"}


class Package:
    """The parts of a zip; `kind` (docx, xlsx, OFD) is what messages call the file.

    Raises Damaged where it is broken or would exhaust the reader, Encrypted where a part has a password.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self.data = data
        program = _PROGRAMS.get(kind, "原来的程序")
        self._suspicious = f"可能是有意做坏的文件，没有展开它。请用 {program}打开核对，另存为 {kind}。"
        self._broken = f"{kind} 文件已损坏（{{}}）。请重新取得文件，或用 {program}打开修复后另存为 {kind}。"
        # The directory is checked before anything is inflated.
        if data.count(b"PK\x01\x02") > _ENTRIES:
            raise Damaged(f"压缩包里的条目超过 {_ENTRIES} 个，{self._suspicious}")
        try:
            self._parts = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self.broken("压缩包不完整") from None
        if sum(info.file_size for info in self._parts.infolist()) > _WHOLE_BYTES:
            raise Damaged(f"展开后超过 {_WHOLE_BYTES >> 20} MB，{self._suspicious}")
        self.names = frozenset(self._parts.namelist())

    def broken(self, what: str) -> Damaged:
        """The error that says what is broken and what to do."""
        return Damaged(self._broken.format(what))

    def read(self, name: str) -> bytes:
        """One part, inflated within its bounds whatever the directory says of it."""
        info = self._parts.getinfo(name)
        if info.flag_bits & 1:
            raise Encrypted("文件有密码保护。请解除密码后另存，再读一次。")
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > _PART_BYTES or (info.file_size > _RATIO_FROM and ratio > _RATIO):
            raise Damaged(f"{name} 展开后有 {info.file_size >> 20} MB（{ratio:.0f} 倍），{self._suspicious}")
        try:
            with self._parts.open(info) as part:
                content = part.read(_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
            raise self.broken(f"{name} 解不开") from None
        if len(content) > _PART_BYTES:
            raise Damaged(f"{name} 展开后超过 {_PART_BYTES >> 20} MB，{self._suspicious}")
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of a part; a DTD or an entity is refused."""
        content = self.read(name)
        if any(mark in content for mark in _DTD):
            raise self._dtd(name)
        # Without `huge_tree` the parser itself bounds nesting (256) and amplification.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self._fault(name, error.lineno, {entry.type_name for entry in parser.error_log}) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._dtd(name)
        return root

    def optional_xml(self, name: str) -> etree._Element | None:
        """The root of a part that need not be there."""
        return self.xml(name) if name in self.names else None

    def _dtd(self, name: str) -> Damaged:
        return Damaged(f"{name} 里有 DTD 或实体定义，正常的 {self.kind} 不会有，{self._suspicious}")

    def _fault(self, name: str, line: int | None, kinds: set[str]) -> Exception:
        if "ERR_NO_MEMORY" in kinds:
            return MemoryError()
        if "ERR_RESOURCE_LIMIT" in kinds:
            return Damaged(f"{name} 嵌套超过 256 层或有过长的内容，{self._suspicious}")
        return self.broken(f"{name} 第 {line} 行不合 XML 语法")
