"""Reading anything: a document or an error a person can read, never a crash; text comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from make_files import REPORT, docx_numbered, docx_of, docx_with_body, pdf_of

from luoshi.errors import LuoshiError
from luoshi.text.read import read

# Those that start a child process take some 50 ms an example.
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
many = settings(max_examples=300, deadline=None)

PAGE = (
    f"<!DOCTYPE html><html><head><meta charset=gbk><title>题</title></head><body><nav>导航</nav><article>"
    f"<table><tr><td>指标<td>目标<tr><td>就业<td>3万人</table><p>{REPORT}<pre>{REPORT}</pre></article></body></html>"
).encode()
WORD = docx_numbered(
    [("chineseCounting", "%1、"), ("decimal", "%2.")], [(0, "回顾"), (1, "工业"), (1, "农业")]
)
PDF = pdf_of(REPORT.splitlines(), ["第二页"], picture=True)


def read_anything(data: bytes, name: str | None = None) -> None:
    """The law: a document whose text can be written out, or an error that names the input."""
    try:
        document = read(data, name=name)
    except LuoshiError as error:
        refusal = str(error)
    else:
        assert document.text.strip()
        assert document.text.encode("utf-8")
        return
    assert refusal.startswith(f"{name or '输入的内容'}：")
    assert refusal.endswith("。")


@st.composite
def mutations(draw: st.DrawFn, of: bytes) -> bytes:
    """The file with some bytes overwritten, a stretch cut out or doubled, or its end lost."""
    data = bytearray(of)
    for at, value in draw(st.lists(st.tuples(st.integers(0, len(of) - 1), st.integers(0, 255)), max_size=12)):
        data[at] = value
    start, length = draw(st.integers(0, len(data))), draw(st.integers(0, 200))
    stretch = bytes(data[start : start + length])
    data[start : start + length] = stretch * draw(st.sampled_from([0, 1, 1, 2, 50]))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@many
@given(st.binary(max_size=2000))
@example(b"\x00")
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"\xef\xbb\xbf\x00")
@example("，".encode() * 500_000)
def test_any_bytes_are_read_or_refused(data):
    read_anything(data)


@many
@given(mutations(REPORT.encode("gb18030")) | mutations(REPORT.encode("utf-16")) | mutations(REPORT.encode()))
def test_any_damage_to_a_text_file_is_read_or_refused(data):
    read_anything(data, name="报告.txt")


@many
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("\ufeff\ufeff增长")
@example("<html" * 3)
def test_any_text_in_utf8_with_a_mark_comes_back_unchanged(text):
    try:
        document = read(b"\xef\xbb\xbf" + text.encode(), name="报告.md")
    except LuoshiError:
        return
    if document.media_type != "text/html":
        assert document.text == text


@pytest.mark.parametrize(
    ("name", "sample"),
    [("报告.docx", WORD), ("报告.pdf", PDF), ("报告.html", PAGE)],
    ids=["docx", "pdf", "html"],
)
@few
@given(data=st.data())
def test_any_damage_to_a_document_is_read_or_refused(name, sample, data):
    read_anything(data.draw(mutations(sample)), name=name)


NAMES = "div p table tr td th pre article header br font li span nav h1 form"
TAGS = st.sampled_from(NAMES.split())


@few
@given(st.lists(TAGS | TAGS.map("/{}".format) | st.just(None), max_size=60))
def test_tags_in_any_order_are_read_or_refused(tags):
    body = "".join("增长8%" if tag is None else f"<{tag}>" for tag in tags)
    read_anything(f"<html><body>{body}".encode())


WORD_TAGS = st.sampled_from(["p", "r", "t", "tbl", "tr", "tc", "sdt", "del", "ins", "pict", "hyperlink"])
ELEMENTS = st.recursive(
    st.just("<w:r><w:t>增长8%</w:t></w:r>"),
    lambda inner: st.tuples(WORD_TAGS, st.lists(inner, max_size=4)).map(
        lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"
    ),
    max_leaves=20,
)


@few
@given(ELEMENTS)
def test_word_elements_in_any_order_are_read_or_refused(xml):
    read_anything(docx_with_body(xml))


@few
@given(st.lists(st.text(st.characters(categories=["L", "N", "P"])), max_size=5))
def test_paragraphs_of_a_word_file_come_back_as_they_were_written(paragraphs):
    try:
        text = read(docx_of(*paragraphs)).text
    except LuoshiError:
        assert not "".join(paragraphs).strip()
    else:
        assert text.split("\n") == paragraphs
