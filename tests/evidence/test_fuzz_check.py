"""Whatever stands in a document, a check ends with a verdict or with an error that says what to do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import LuoshiError
from luoshi.evidence.claim import parse_claim
from luoshi.evidence.model import Evidence, Line, Table
from luoshi.evidence.periods import parse_period
from luoshi.evidence.preflight import Verdict, check

PIECES = [
    "高标准农田", "新建", "8.2万亩", "八万二千亩", "2025年", "1-6月", "6月底", "13月", "2月30日", "清河县", "全市", "合计", "计划", "会议要求", "，", "。", "：", "；", "\t", "（万亩）",
    "单位：万亩、%", "同比", "增长", "-3.2%", "—", "99999999999999999亿亿亩", "百分之", "零", "点", "1/0", "0.0", "分别", "、", "¥1,200.00", "亿元以上项目", "会议纪要", "〔2025〕3号", "验收报告", "",
    "壹佰万元整", "‰", "上年同期", "累计", "本月", "20250617", "第一季度", "“小巨人”", "\ue000", "🙂",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
TABLE = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width).map(tuple), min_size=1, max_size=5)
)
BLOCKS = st.lists(
    st.one_of(TEXT.map(lambda t: Line(t, None, 1)), TABLE.map(lambda r: Table(tuple(r)))), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(blocks=BLOCKS, said=TEXT)
def test_every_document_gets_a_verdict(blocks, said):
    evidence = Evidence("a.txt", "0" * 64, "text/plain", tuple(blocks))
    claims = ["新建高标准农田8.2万亩", "1-6月工业投资增长9.3%", said]
    for text in claims:
        try:
            claim = parse_claim(text, period=parse_period("2025-06"), place="清河县")
        except LuoshiError:
            continue
        outcome = check(evidence, claim)
        assert outcome.verdict in Verdict
        assert outcome.why
