"""The rulebook: words, units, bounds and stages as YAML, each entry with examples that run as tests."""

from luoshi.rulebook.load import Entry, entries, files
from luoshi.rulebook.version import version

__all__ = ["Entry", "entries", "files", "version"]
