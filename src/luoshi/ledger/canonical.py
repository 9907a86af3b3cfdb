"""The one way an entry is written as bytes: RFC 8785, decimals and dates as strings; and how it is digested."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from luoshi.errors import LedgerError


def text(value: Mapping[str, Any]) -> str:
    """The canonical text of an object that holds strings, whole numbers, booleans, lists and objects."""
    return rfc8785.dumps(value).decode("utf-8")


def value(canonical: str) -> dict[str, Any]:
    """What a canonical text says."""
    return dict(json.loads(canonical))


def hasher(algorithm: str) -> Any:
    """A fresh hash of this name. Raises LedgerError where this Python has none."""
    try:
        return hashlib.new(algorithm)
    except ValueError:
        raise LedgerError(
            f"这台机器的 Python 不会算 {algorithm}。请换一台带 OpenSSL 1.1.1 以上的机器，或者改回 sha256。"
        ) from None


def digest(algorithm: str, *parts: bytes) -> str:
    """The hexadecimal digest of the parts, one after another."""
    total = hasher(algorithm)
    for part in parts:
        total.update(part)
    return str(total.hexdigest())
