from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from luoshi.render.table import table


def printed(compilation, *, width=80, terminal=False):
    out = io.StringIO()
    table(compilation, console=Console(file=out, width=width, force_terminal=terminal))
    return out.getvalue()


def test_warnings_then_what_the_report_is_and_holds(report):
    lines = printed(report).splitlines()
    assert lines[0] == "注意：这是节选，没有全文。"
    assert lines[1] == "云川市2026年政府工作报告"
    assert lines[2] == "云川市第五届人民代表大会第六次会议"
    assert lines[3] == "9 项：◎ 目标 6   ■ 项目 1   ▷ 举措 1   ◇ 原则 1"
    assert lines[4].startswith("承诺 8、结果 1；指标 7 个，项目 2 个")


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(report, make, width):
    long = "大力发展" + "特色农业、" * 40 + "培育1200家企业和3A级Alpha-Beta园区。"
    both = printed(report, width=width) + printed(make(f"二、安排\n{long}\n", (long,)), width=width)
    assert max(map(cell_len, both.splitlines())) <= width


def test_no_line_begins_with_a_closing_mark(make):
    for pad in range(12):
        text = "推进" * 14 + "甲" * pad + "、“一网通办”（试点）。"
        lines = printed(make(f"一、2026年安排\n{text}\n", (text,))).splitlines()
        assert not [line for line in lines if line.strip()[:1] and line.strip()[0] in "、，。”）"]


def test_amount_bound_due_and_lead_stand_with_the_item(report):
    lines = printed(report).splitlines()
    at = next(n for n, line in enumerate(lines) if "全年固定资产投资" in line)
    assert lines[at].split() == ["2", "◎", "目标", "全年固定资产投资增长8%以上，", "市发展改革委"]
    assert lines[at + 1].split() == ["固定资产投资", "增长", "≥", "8", "%", "2026年"]
    assert "建成：北湖大桥、南岭隧道" in printed(report)


def test_items_stand_under_their_titles(report):
    text = printed(report)
    assert (
        text.index("一、2025年工作回顾") < text.index("生产总值增长6.1%") < text.index("二、2026年工作安排")
    )


def test_a_pipe_gets_plain_text_and_a_terminal_the_same_words(report):
    plain = printed(report)
    assert "\x1b" not in plain
    assert "\x1b" in printed(report, terminal=True)


def test_a_report_without_items_says_so(make):
    assert "没有事项" in printed(make("无\n"))


def test_control_characters_do_not_reach_the_terminal(make):
    text = "推进\x1b[31m甲工程\u202e。"
    made = make(f"{text}\n", (text,), place="云\x1b川市")
    assert "\x1b" not in printed(replace(made, warnings=("\x07注意",)))
