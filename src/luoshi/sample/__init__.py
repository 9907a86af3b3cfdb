"""Two consecutive work reports of Yunchuan, a city that does not exist, with what a careful reader found in them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from luoshi.errors import OptionError

REPORTS = ("yunchuan-2025.txt", "yunchuan-2026.txt")
ANNOTATIONS = ("yunchuan-2025.gold.jsonl", "yunchuan-2026.gold.jsonl")
RECKONING = "yunchuan-2025-2026.reckoning.jsonl"
NAMES = (*REPORTS, *ANNOTATIONS, RECKONING)


def path(name: str) -> Traversable:
    """Where one of `NAMES` lies, installed or not."""
    if name not in NAMES:
        raise OptionError(f"示例中没有“{name}”；可选：{'、'.join(NAMES)}。")
    return files(__name__) / name
