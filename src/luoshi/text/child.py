"""The child process: parses one file within its limits and answers on standard output.

Started by `sandbox`; the answer is one line of JSON (`error`, `warnings`), then the text or the message in
UTF-8.
"""

from __future__ import annotations

import importlib
import json
import sys

from luoshi.errors import Damaged, EmptyFile, ReadError, TooLarge

#: The text of a file may be no longer than a file may be.
_MAX_CHARACTERS = 50_000_000
SUSPICIOUS = "可能是损坏的或有意做坏的文件。请用原来的程序打开核对，另存为 docx 或 txt 再试。"


def main(module: str, memory_bytes: int, cpu_seconds: int) -> None:
    _limit(memory_bytes, cpu_seconds)
    data = sys.stdin.buffer.read()
    try:
        text, warnings = _extract(module, data)
        _answer(text, error=None, warnings=warnings)
    except ReadError as error:
        _answer(str(error), error=type(error).__name__, warnings=[])
    except MemoryError:
        limit = f"解析它要用的内存超过上限（{memory_bytes >> 20} MB），"
        _answer(limit + SUSPICIOUS, error=Damaged.__name__, warnings=[])


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    """Bounds that the system keeps; Windows has none, there only the parent's clock counts."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))


def _extract(module: str, data: bytes) -> tuple[str, list[str]]:
    text, warnings = importlib.import_module(f"luoshi.{module}").extract(data)
    if len(text) > _MAX_CHARACTERS:
        raise TooLarge(f"里面的文字超过 {_MAX_CHARACTERS:,} 字，不像一份报告。请把报告单独存成一个文件。")
    if not text.strip():
        raise EmptyFile("里面没有文字。请确认选对了文件；如果正文是图片，要先做文字识别（OCR）。")
    return text, warnings


def _answer(body: str, *, error: str | None, warnings: list[str]) -> None:
    header = json.dumps({"error": error, "warnings": warnings}).encode("ascii")
    sys.stdout.buffer.write(header + b"\n" + body.encode("utf-8", "replace"))
