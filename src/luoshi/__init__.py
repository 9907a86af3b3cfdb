"""Luoshi (落实): takes a government work report apart into items that can be followed.

>>> import luoshi
>>> document = luoshi.read("report.txt")
>>> compilation = luoshi.compile(document, year=2025)
>>> [target.quote for item in compilation.items for target in item.targets]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.compiler.compilation import Compilation
    from luoshi.compiler.pipeline import compile_document as compile
    from luoshi.errors import LuoshiError
    from luoshi.text.document import Document
    from luoshi.text.read import read

__version__ = "0.1.0"
__all__ = ["Compilation", "Document", "LuoshiError", "compile", "read"]

#: Where each public name lives. They load when first used: a child process that only parses a page needs none.
_HOMES = {
    "Compilation": ("luoshi.compiler.compilation", "Compilation"),
    "Document": ("luoshi.text.document", "Document"),
    "LuoshiError": ("luoshi.errors", "LuoshiError"),
    "compile": ("luoshi.compiler.pipeline", "compile_document"),
    "read": ("luoshi.text.read", "read"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'luoshi' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
