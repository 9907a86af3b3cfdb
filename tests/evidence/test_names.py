"""The same thing under another name supports a claim; a thing with another qualifier does not."""

import pytest
from measure import outcome
from names import GAPS, OTHER, SAME
from papers import Paper, T

_TITLE = "主要工作进展统计表（2025年1—6月）"
_WITH_FRACTIONS = ("%", "亿元", "万元", "公里", "公顷", "平方公里", "万千瓦", "万千瓦时", "万件")


def _verdict(claimed: str, label: str, unit: str) -> str:
    """What a sheet of three rows, one of them under the label, says of a claim of the same number."""
    number = 86.3 if unit == "%" else 317.4 if unit in _WITH_FRACTIONS else 3174
    rows = [
        ["指标", "单位", "累计完成"],
        ["政务公开信息", "条", 918],
        [label, unit, number],
        ["会议", "次", 27],
    ]
    paper = Paper("names", "xlsx", f"{claimed}{number}{unit}", "", [_TITLE, T(rows)], "2025-06")
    return outcome(paper).verdict


@pytest.mark.parametrize(("claimed", "label", "unit"), SAME)
def test_another_name_of_the_same_thing_supports(claimed: str, label: str, unit: str) -> None:
    assert _verdict(claimed, label, unit) == "supported"


@pytest.mark.parametrize(("claimed", "label", "unit"), OTHER)
def test_another_qualifier_is_another_thing(claimed: str, label: str, unit: str) -> None:
    assert _verdict(claimed, label, unit) == "not_supported"


@pytest.mark.parametrize(("claimed", "label", "unit"), GAPS)
def test_names_not_yet_known_are_still_refused(claimed: str, label: str, unit: str) -> None:
    assert _verdict(claimed, label, unit) == "not_supported"
