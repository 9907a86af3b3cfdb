"""When a "not mentioned" is confirmed: by a named person, and after the office could answer."""

from __future__ import annotations

import datetime

import pytest
from test_reckon import NEW, OLD, compiled

import luoshi
from luoshi.errors import TableError
from luoshi.reckoning.confirmations import confirmed, promise_id, read_confirmations
from luoshi.render.witness import standing_in_words

HEAD = "编号,确认人,确认日期,征求日期,单位答复,答复日期"
TODAY = datetime.date(2026, 3, 2)


def fortnight(asked: datetime.date) -> tuple[datetime.date, bool]:
    return asked + datetime.timedelta(days=14), False


def silent() -> luoshi.Reckoning:
    old = compiled(OLD.format("新建笼式足球场14片。工业投资增长9%。"))
    return luoshi.reckon([old, compiled(NEW.format("工业投资增长9.5%。", "抓好各项工作。"))])


def read(folder, *rows, head=HEAD):
    file = folder / "确认.csv"
    file.write_text("\n".join((head, *rows)), encoding="utf-8")
    return read_confirmations(file, as_of=TODAY, last_day=fortnight)


@pytest.mark.parametrize(
    ("cells", "standing", "said"),
    [
        (",,,,", "unconfirmed", "尚未确认（还没有人核对；没有征求单位意见）"),
        ("王五,2026-02-10,,,", "unconfirmed", "尚未确认（专人 2026-02-10 核对过；没有征求单位意见）"),
        ("王五,2026-02-10,2026-02-16,,", "waiting", "尚未确认（专人 2026-02-10 核对过；单位答复期至 2026-03-02）"),
        ("王五,2026-02-10,2026-02-15,,", "confirmed", "已确认"),
        (",,2026-02-15,,", "unconfirmed", "尚未确认（还没有人核对；单位答复期 2026-03-01 已过）"),
        ("王五,2026-02-27,2026-02-20,已建成,2026-02-26", "answered", "已确认（专人 2026-02-27 核对过）；单位 2026-02-26 答复：已建成"),
        ("王五,2026-02-10,2026-02-20,已建成,2026-02-26", "answered", "尚未确认（专人 2026-02-10 核对过）；单位 2026-02-26 答复：已建成"),
    ],
)  # fmt: skip
def test_silence_is_confirmed_only_by_a_person_and_after_the_office_could_answer(
    tmp_path, cells, standing, said
):
    reckoning = silent()
    number = promise_id(reckoning.pairings[0].findings[0].promise)
    found = confirmed(reckoning, read(tmp_path, f"{number},{cells}"))
    confirmation = found.pairings[0].findings[0].confirmation
    assert confirmation is not None
    assert confirmation.standing == standing
    assert standing_in_words(confirmation).startswith(said)
    assert not found.warnings


def test_a_name_is_shown_only_where_it_is_asked_for(tmp_path):
    found = read(tmp_path, "x,王五,2026-02-10,2026-02-15,,").rows["x"][1]
    assert "王五" not in standing_in_words(found)
    assert "王五" in standing_in_words(found, names=True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",王五,2026-02-10,,,", "没有写编号"),
        ("x,王五,,,,", "确认人和确认日期要一起写"),
        ("x,,2026-02-10,,,", "确认人和确认日期要一起写"),
        ("x,王五,昨天,,,", "确认日期“昨天”不是日期"),
        ("x,王五,2026-03-09,,,", "还没有到"),
        ("x,王五,2026-02-10,2026-02-15,办了,", "没有写答复日期"),
        ("x,王五,2026-02-10,2026-02-15,,2026-02-20", "没有写答复的内容"),
        ("x,王五,2026-02-10,2026-02-15,办了,2026-02-11", "应在征求之后"),
        ("y,王五,2026-02-10,,,", "在第 2 行已有"),
    ],
)
def test_a_row_that_cannot_hold_confirms_nothing(tmp_path, row, said):
    found = read(tmp_path, "y,王五,2026-02-10,,,", row)
    assert list(found.rows) == ["y"]
    assert "第 3 行" in found.notes[0]
    assert said in found.notes[0]


def test_rows_that_fit_no_silent_promise_are_named(tmp_path):
    reckoning = silent()
    told = promise_id(reckoning.pairings[0].findings[1].promise)
    found = confirmed(reckoning, read(tmp_path, "x,王五,2026-02-10,,,", f"{told},王五,2026-02-10,,,"))
    assert "没有编号 x 的承诺" in found.warnings[0]
    assert "结论不是“未提及”" in found.warnings[1]
    assert [f.confirmation for f in found.pairings[0].findings] == [None, None]


def test_wrong_headings_are_refused(tmp_path):
    with pytest.raises(TableError, match="缺少列名“确认人”"):
        read(tmp_path, head="编号,日期")
