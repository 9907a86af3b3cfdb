"""Web pages: the words of the page, a line for each block, without what a browser does not show as text."""

from __future__ import annotations

import re

from lxml import etree

from luoshi.errors import Damaged
from luoshi.text.gather import Gatherer

_BLOCK_NAMES = """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody tfoot
    thead ul
"""
# `form` is not among them: pages of older government sites stand in one form as a whole.
_DROPPED_NAMES = """
    applet audio button canvas datalist embed iframe input map nav noscript object option rp rt script
    select style svg template textarea title video
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_DROPPED = frozenset(_DROPPED_NAMES.split())
#: Furniture of the page, but of an article a part: its headline often stands in a header.
_MARGINS = frozenset(("header", "footer", "aside"))
_ARTICLES = frozenset(("article", "main"))
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# A line break in the source between two Chinese characters is no space.
_SOURCE_BREAK = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n][ \t\r\n\f]*(?=[\u2e80-\uffef])")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def extract(data: bytes) -> tuple[str, list[str]]:
    """The text of a page given in UTF-8, and warnings (none)."""
    # The wide limits of `huge_tree` (2,048 levels): pages that never close a tag nest without meaning to.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        if "ERR_NO_MEMORY" in _complaints(parser):
            raise MemoryError from None
        raise Damaged("网页已损坏，解析不了。请在浏览器里打开，复制正文存成 txt。") from None
    if "ERR_RESOURCE_LIMIT" in _complaints(parser):
        # Past its limits the parser gives back an empty page without an error.
        raise Damaged(
            "网页的标签嵌套超过 2048 层，可能是损坏的或有意做坏的。请在浏览器里打开，复制正文存成 txt。"
        )
    return ("" if root is None else _text(root)), []


def _complaints(parser: etree.HTMLParser) -> set[str]:
    return {entry.type_name for entry in parser.error_log}


def _text(root: etree._Element) -> str:
    gatherer, articles, verbatim = Gatherer(_tidy), 0, 0
    walk = etree.iterwalk(root, events=("start", "end"))
    dropped: etree._Element | None = None
    for event, element in walk:
        tag, step = str(element.tag), 1 if event == "start" else -1
        articles += step * (tag in _ARTICLES)
        verbatim += step * (tag == "pre")
        if event == "start" and _is_dropped(element, tag, within_article=articles > 0):
            dropped = element
            walk.skip_subtree()
        elif event == "start":
            _open(gatherer, tag)
            _add(gatherer, element.text, verbatim=verbatim > 0)
        else:
            # A dropped element still ends, and what follows it is text again.
            if element is not dropped:
                _close(gatherer, tag)
            _add(gatherer, element.tail, verbatim=verbatim > 0)
    return gatherer.text()


def _is_dropped(element: etree._Element, tag: str, *, within_article: bool) -> bool:
    if tag in _DROPPED or (tag in _MARGINS and not within_article):
        return True
    hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))
    return bool(hidden) and tag != "body"


def _open(gatherer: Gatherer, tag: str) -> None:
    if tag == "tr":
        gatherer.open_row()
    elif tag in ("td", "th"):
        gatherer.open_cell()
    elif tag in _BLOCKS:
        gatherer.end_line()


def _close(gatherer: Gatherer, tag: str) -> None:
    if tag == "tr":
        gatherer.close_row()
    elif tag in _BLOCKS:
        gatherer.end_line()


def _add(gatherer: Gatherer, run: str | None, *, verbatim: bool) -> None:
    if not run or not verbatim:
        gatherer.add(run)
        return
    first, *rest = run.splitlines() or [""]
    gatherer.add(first)
    for line in rest:
        gatherer.end_line()
        gatherer.add(line)


def _tidy(line: str) -> str:
    return _SPACES.sub(" ", _SOURCE_BREAK.sub("", line)).strip(" ")
