"""Marks of classification are refused wherever they stand; words that only sound like them are not."""

from __future__ import annotations

import pytest
from papers import Paper

from luoshi.errors import Classified
from luoshi.evidence.read import read_evidence
from luoshi.evidence.secrecy import marking, marking_in_name, refuse_classified, refuse_evidence

MARKS = [
    "机密★5年", "绝密★长期", "秘密★", "秘 密 ★ 一年", "机密", "绝　密", "秘密", "密级：机密", "密级:秘密 5年", "【秘密】", "（机密）",
    "000123 机密★10年", "机密★启用前", "★机密★", "秘密 特急", "特急\n机密★1年", "秘密文件", "密级和保密期限：机密★10年", "机密*5年", "秘密☆6个月", "ＸＸ\t机密★5年",
]  # fmt: skip
WORDS = [
    "切实做好保密工作", "保护商业秘密和个人隐私", "学习贯彻保守国家秘密法", "工作秘密", "密级：工作秘密", "密级：内部", "涉密人员管理办法", "机密性、完整性、可用性",
    "发现了成功的秘密", "不得泄露国家秘密、商业秘密", "秘密级以上文件按规定销毁", "新建机密文件销毁中心1座，机密文件由专人保管并登记造册", "★星级酒店5家", "绝密电码战役纪念馆", "公开", "内部资料",
    "机密仪器厂", "秘密花园",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKS)
def test_a_mark_is_found(text):
    assert marking(text)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_marks(text):
    assert not marking(text)


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("机密-高标准农田.docx", True), ("【秘密】通报.pdf", True), ("通报（机密）.pdf", True), ("通报_绝密.docx", True), ("通报 机密★5年.docx", True),
        ("保密工作总结.docx", False), ("商业秘密保护.docx", False), ("工作秘密-通报.docx", False), ("高标准农田.docx", False),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_looked_at(name, marked):
    assert bool(marking_in_name(name)) is marked


@pytest.mark.parametrize("form", ["docx", "pdf", "ofd", "xlsx", "txt", "html"])
def test_a_marked_document_is_refused(form):
    paper = Paper("a", form, "", "", ["机密★5年", "云政发〔2025〕3号", "新建高标准农田8.2万亩。"])
    with pytest.raises(Classified, match="机密★5年"):
        refuse_evidence(read_evidence(paper.data(), name=paper.file))


def test_a_mark_in_the_header_of_a_word_file_is_found():
    paper = Paper("a", "docx", "", "", ["新建高标准农田8.2万亩。"], header="秘密★1年")
    with pytest.raises(Classified):
        refuse_evidence(read_evidence(paper.data(), name=paper.file))


def test_the_message_holds_nothing_but_the_mark():
    with pytest.raises(Classified) as caught:
        refuse_classified(["机密★5年\n新建某某设施8.2万亩"])
    assert "某某设施" not in str(caught.value)
