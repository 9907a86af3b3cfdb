"""The command line: one module per group of commands; errors go to standard error with exit code 2."""

from __future__ import annotations

from luoshi.cli import (
    cases,
    checking,
    compiling,
    demo,
    evidence,
    following,
    ledger,
    looking,
    mechanisms,
    people,
    proving,
    reckoning,
    scoring,
    serving,
    signing,
    working,
)
from luoshi.cli.compiling import Format
from luoshi.cli.program import app, main

__all__ = [
    "Format",
    "app",
    "cases",
    "checking",
    "compiling",
    "demo",
    "evidence",
    "following",
    "ledger",
    "looking",
    "main",
    "mechanisms",
    "people",
    "proving",
    "reckoning",
    "scoring",
    "serving",
    "signing",
    "working",
]
