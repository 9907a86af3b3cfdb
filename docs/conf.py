"""How the documentation is built: Markdown by MyST, the furo theme, and a search that finds Chinese words."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages

import luoshi

project = "落实 Luoshi"
author = "The Luoshi authors"
copyright = "The Luoshi authors"
release = version = luoshi.__version__

language = "zh_CN"
#: Pages for developers, by how their names begin.
ENGLISH = ("contributing", "explanation/code", "explanation/decisions/", "how-to/annotate", "how-to/run-")
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"落实 {release}"
html_static_path = ["_static"]
html_css_files = ["custom.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#9c2f1c",
        "color-brand-content": "#9c2f1c",
    },
    "dark_css_variables": {
        "color-brand-primary": "#f0937f",
        "color-brand-content": "#f0937f",
    },
}


class PairsOfCharacters(SearchLanguage):
    """Chinese has no spaces, and Sphinx cuts it only with a large extra package: every two neighbours are a word.

    The page cuts what is asked for in the same way, so that a word of any length is found.
    """

    lang = "zh_CN"
    language_name = "Chinese"
    js_splitter_code = r"""
function splitQuery(query) {
  return query.match(/[\u4e00-\u9fff]+|[A-Za-z0-9_-]+/g)?.flatMap((run) =>
    /^[A-Za-z0-9_-]/.test(run) || run.length === 1
      ? [run]
      : [...run].slice(0, -1).map((_, i) => run.slice(i, i + 2))) ?? [];
}
"""

    def split(self, input: str) -> list[str]:
        found: list[str] = []
        for run in re.findall(r"[\u4e00-\u9fff]+|[A-Za-z0-9_-]+", input):
            latin = run.isascii() or len(run) == 1
            found += [run] if latin else [run[i : i + 2] for i in range(len(run) - 1)]
        return found


languages["zh_CN"] = PairsOfCharacters


_CHINESE = re.compile(r"[\u2018-\u201d\u2026\u2e80-\uffef]")


def join_chinese_lines(_: Sphinx, doctree: nodes.document) -> None:
    """A line break in the source between two Chinese characters (or their punctuation) is no space."""
    for element in list(doctree.findall(nodes.TextElement)):
        parts = element.children
        element.children = [part for i, part in enumerate(parts) if part != "\n" or not _between(parts, i)]


def _between(parts: list[nodes.Node], i: int) -> bool:
    around = [part.astext() for part in (*parts[max(i - 1, 0) : i], *parts[i + 1 : i + 2])]
    return len(around) == 2 and bool(_CHINESE.match(around[0][-1:]) and _CHINESE.match(around[1][:1]))


def tell_language(_: Sphinx, name: str, __: str, context: dict[str, Any], ___: nodes.document | None) -> None:
    """Screen readers and browsers are told which pages are English."""
    if name.startswith(ENGLISH):
        context["language"] = "en"


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", join_chinese_lines)
    app.connect("html-page-context", tell_language)
