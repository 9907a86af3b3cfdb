"""Luoshi (落实): takes government work reports apart into items that can be followed, and settles them year by year.

>>> import luoshi
>>> document = luoshi.read("report.txt")
>>> compilation = luoshi.compile(document, year=2025)
>>> [target.quote for item in compilation.items for target in item.targets]
>>> reckoning = luoshi.reckon([compilation, luoshi.compile(luoshi.read("next.txt"), year=2026)])
>>> [(finding.promise.name, finding.verdict) for finding in reckoning.pairings[0].findings]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.compiler.compilation import Compilation
    from luoshi.compiler.pipeline import compile_document as compile
    from luoshi.errors import LuoshiError
    from luoshi.reckoning.findings import Reckoning
    from luoshi.reckoning.reckoning import reckon
    from luoshi.text.document import Document
    from luoshi.text.read import read

__version__ = "0.1.0"
__all__ = ["Compilation", "Document", "LuoshiError", "Reckoning", "compile", "read", "reckon"]

#: Where each public name lives. They load when first used: a child process that only parses a page needs none.
_HOMES = {
    "Compilation": ("luoshi.compiler.compilation", "Compilation"),
    "Document": ("luoshi.text.document", "Document"),
    "LuoshiError": ("luoshi.errors", "LuoshiError"),
    "Reckoning": ("luoshi.reckoning.findings", "Reckoning"),
    "compile": ("luoshi.compiler.pipeline", "compile_document"),
    "read": ("luoshi.text.read", "read"),
    "reckon": ("luoshi.reckoning.reckoning", "reckon"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'luoshi' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
