"""The command line: one module per group of commands; errors go to standard error with exit code 2."""

from __future__ import annotations

from luoshi.cli import checking, compiling, demo, ledger, reckoning, scoring
from luoshi.cli.compiling import Format
from luoshi.cli.program import app, main

__all__ = ["Format", "app", "checking", "compiling", "demo", "ledger", "main", "reckoning", "scoring"]
