"""Luoshi itself, by the same rules as its peers: the whole compilation of a document."""

from luoshi.compiler.pipeline import compile_document
from luoshi.text.document import Document

DISTRIBUTION = "luoshi"


def one_pass(text: str) -> None:
    compile_document(Document(text, digest=""))
