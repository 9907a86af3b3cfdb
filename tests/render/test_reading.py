from __future__ import annotations

from dataclasses import replace

import pytest
from render_sample import LEAD, SUPPORT, TEXT

from luoshi.compiler.compilation import Office
from luoshi.compiler.offices import NEIGHBOURS
from luoshi.compiler.pipeline import compile_document
from luoshi.render.reading import read, sections, segments, shares, suggested, supports, unwrap, wordings
from luoshi.text.document import Document


def test_words_keep_their_order_and_wording_without_furniture(report):
    reading = read(report)
    said = "".join(
        block.text + "".join(words for run in block.runs for words, _ in segments(TEXT, run))
        for block in reading.blocks
    )
    assert said == TEXT.replace("（下转02版）", "").replace("\n", "")
    assert reading.left_out == [("page_turn", "（下转02版）")]


def test_an_item_across_a_page_turn_is_one_sentence(report):
    assert "投资2亿元新建高标准农田15万亩。" in wordings(read(report), TEXT).values()


def test_paragraphs_begin_where_the_report_begins_them(report):
    paragraphs = [block for block in read(report).blocks if block.what == "paragraph"]
    assert [len(block.runs) for block in paragraphs] == [1, 4, 1, 3]


def test_a_topic_sentence_heads_its_own_paragraph_only(report):
    titles = list(sections(read(report)).values())
    assert titles[1] == ("二、2026年工作安排", "（一）更大力度扩投资。")
    assert titles[6] == ("二、2026年工作安排", "（二）办好民生实事。")


def test_amounts_of_targets_are_told_apart(report):
    block = next(b for b in read(report).blocks if any(r.item and r.item.projects for r in b.runs))
    assert [words for run in block.runs for words, on in segments(TEXT, run) if on] == ["8%以上", "15万亩"]


@pytest.mark.corpus
def test_no_character_of_a_real_report_is_lost(shared):
    for file in sorted((shared / "reports").glob("*.txt")):
        text = file.read_text(encoding="utf-8-sig")
        made = compile_document(Document(text, "0" * 64), year=2025)
        reading = read(made)
        said = "".join(words for _, words in reading.left_out) + "".join(
            block.text + "".join(words for run in block.runs for words, _ in segments(text, run))
            for block in reading.blocks
        )
        assert sorted("".join(said.split())) == sorted("".join(text.replace("#", "").split())), file.name


def test_breaks_between_latin_letters_leave_a_space():
    assert unwrap("新建\n高标准 \n 农田") == "新建高标准农田"
    assert unwrap("data\ncenter") == "data center"


def test_what_no_file_can_hold_shows_as_a_replacement():
    assert unwrap("甲\x00乙\ud800丙\u202e丁\tend") == "甲\ufffd乙\ufffd丙\ufffd丁\tend"


def test_shares_cover_everything_but_white_space(report):
    assert abs(sum(share for _, share in shares(report.dispositions)) - 1) < 1e-9
    assert [name for name, _ in shares(report.dispositions)] == ["事项", "标题", "版面杂项"]


def test_an_office_only_neighbours_speak_for_is_shown_as_lead_but_not_as_support(report):
    neighbour = Office("市人社局", "support", 0.1, NEIGHBOURS)
    item = replace(report.items[0], offices=(LEAD, SUPPORT, neighbour))
    assert suggested(item) == (LEAD, SUPPORT)
    assert supports(item) == (SUPPORT,)
    alone = replace(neighbour, role="lead")
    assert suggested(replace(item, offices=(alone,))) == (alone,)
