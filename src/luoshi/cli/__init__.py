"""The command line: one module per group of commands; errors go to standard error with exit code 2."""

from __future__ import annotations

from luoshi.cli import compiling, demo, following, ledger, reckoning, scoring
from luoshi.cli.compiling import Format
from luoshi.cli.program import app, main

__all__ = ["Format", "app", "compiling", "demo", "following", "ledger", "main", "reckoning", "scoring"]
