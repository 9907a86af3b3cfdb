"""The document: a report's text, held once and never altered, and spans in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """A text as it was read.

    `text` is what `luoshi read` prints: offsets everywhere count its Unicode code points. `digest` is the
    SHA-256 of the bytes it came from, `text_digest` that of the text in UTF-8.
    """

    text: str
    digest: str
    source: str = "-"
    media_type: str = "text/plain"
    encoding: str | None = "utf-8"
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def text_digest(self) -> str:
        return sha256(self.text.encode("utf-8", "surrogatepass"))

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open stretch `[start, end)` of a document's text, in code points."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.document.text):
            raise ValueError(f"span {self.start}-{self.end} lies outside a text of {len(self.document.text)}")

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()
