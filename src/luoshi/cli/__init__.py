"""The command line: one module per group of commands; errors go to standard error with exit code 2."""

from __future__ import annotations

from luoshi.cli import cases, compiling, demo, ledger, mechanisms, proving, reckoning, scoring
from luoshi.cli.compiling import Format
from luoshi.cli.program import app, main

__all__ = [
    "Format",
    "app",
    "cases",
    "compiling",
    "demo",
    "ledger",
    "main",
    "mechanisms",
    "proving",
    "reckoning",
    "scoring",
]
