"""Spreadsheets out and back in: good rows kept, bad rows told in plain words, twice changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from servers import Place
from world import World, assigned, build, head

from luoshi.errors import LedgerError
from luoshi.ledger import actions, events, forms, journal, models, verify


def fill(content: bytes, edit: Callable[[list[str], object], None]) -> bytes:
    """Fill a form in as a clerk would: `edit` gets the titles and each row's cells."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    titles = [str(cell.value).removesuffix("（填）") for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        edit(titles, row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(titles: list[str], row, title: str, value: object) -> None:
    row[titles.index(title)].value = value


def cell(titles: list[str], row, title: str) -> str:
    return str(row[titles.index(title)].value or "")


def test_who_answers_goes_out_and_comes_back(place: Place) -> None:
    world = build()

    def edit(titles: list[str], row) -> None:
        if "农田" in cell(titles, row, "任务"):
            put(titles, row, "牵头单位", "市农业农村局")
            put(titles, row, "配合单位", "市统计局")
            put(titles, row, "商请单位", "市委宣传部")

    filled = fill(forms.assignments_out(2026), edit)
    assert forms.assignments_in(filled, by=world.clerk).changed == 1
    found = models.Assignment.objects.current().filter(commitment_id=world.fields).order_by("order")
    assert [(a.office_id, a.part) for a in found] == [
        (world.farms, "lead"), (world.statistics, "support"), (world.party, "asked")
    ]  # fmt: skip
    before = head()
    assert forms.assignments_in(filled, by=world.clerk).changed == 0
    assert forms.assignments_in(forms.assignments_out(2026), by=world.clerk).changed == 0
    assert head() == before


def test_bad_rows_are_told_and_good_ones_kept(place: Place) -> None:
    world = build()
    bad = iter(["市农业局", "市统计局、市农业农村局"])

    def edit(titles: list[str], row) -> None:
        if "农田" in cell(titles, row, "任务"):
            put(titles, row, "牵头单位", "市农业农村局")
        else:
            put(titles, row, "牵头单位", next(bad, ""))

    found = forms.assignments_in(fill(forms.assignments_out(2026), edit), by=world.clerk)
    assert found.changed == 1
    (_, first), (_, second) = found.errors
    assert "没有叫“市农业局”的单位" in first
    assert "牵头单位只能有一个" in second


def test_progress_goes_out_and_comes_back(place: Place) -> None:
    world = assigned(build())

    def edit(titles: list[str], row) -> None:
        put(titles, row, "报告期", "2026-Q1")
        if "农田" in cell(titles, row, "任务"):
            put(titles, row, "完成数", 31000.5)
        else:
            put(titles, row, "无变化", "是")

    filled = fill(forms.filings_out(2026), edit)
    assert forms.filings_in(filled, by=world.clerk).changed == 2
    assert models.Filing.objects.get(commitment_id=world.fields).value == Decimal("31000.5")
    assert forms.filings_in(filled, by=world.clerk) == forms.Imported(0, 2, ())
    assert verify.verify().size == head()


@pytest.mark.parametrize(
    ("title", "value", "message"),
    [
        ("完成数", "三万", "不是数"),
        ("报告期", "一季度", "写法不对"),
        ("单位", "市统计局", "不是这项任务的承办单位"),
        ("计量单位", "公顷", "计量单位应是"),
        ("编号", "2026-9", "没有编号"),
    ],
)
def test_each_slip_has_its_words(sqlite_place: Place, title: str, value: str, message: str) -> None:
    world = assigned(build())

    def edit(titles: list[str], row) -> None:
        put(titles, row, "报告期", "2026-Q1")
        put(titles, row, "完成数", 3)
        put(titles, row, title, value)

    found = forms.filings_in(fill(forms.filings_out(2026), edit), by=world.clerk)
    assert found.changed == 0
    assert all(message in error for _, error in found.errors)


def test_a_formula_in_a_report_is_no_formula_in_the_sheet(sqlite_place: Place) -> None:
    world = build()
    text = "=1+1建设站点3个。"
    actions.undertake(
        world.clerk,
        document=world.document,
        start=0,
        end=3,
        quote=text,
        kind="action",
        dues=[("2026-12-31", "", False)],
    )
    sheet = load_workbook(io.BytesIO(forms.assignments_out(2026))).worksheets[0]
    last = sheet[sheet.max_row][1]
    assert (last.value, last.data_type) == (text, "s")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2"])
def test_what_is_no_workbook_is_said_to_be_none(sqlite_place: Place, content: bytes) -> None:
    world = build()
    with pytest.raises(LedgerError, match="不是 xlsx"):
        forms.filings_in(content, by=world.clerk)


MANY, BAD = 5_000, 300


def crowd(world: World) -> None:
    """Many more commitments than the report has, by one act."""
    undertakings = [
        events.Undertaking(
            number=f"2026-{n:06d}",
            year=2026,
            shape=events.Shape(
                kind_of="target",
                text=f"新建农村公路{n}公里。",
                section="二、2026年工作安排",
                rhythm="quarter",
                what="农村公路",
                relation="ge",
                value=Decimal(n),
                unit="公里",
                measure="output",
            ),
            sources=[events.Passage(document=world.document, start=0, end=4, quote="农村公路")],
            dues=[events.DueShape(day=date(2026, 12, 31))],
        )
        for n in range(10_000, 10_000 + MANY)
    ]
    with journal.sitting(world.clerk) as session:
        session.record(events.CommitmentsAccepted(undertakings=undertakings, decisions=[]))


def test_five_thousand_rows_with_three_hundred_bad_ones(place: Place) -> None:
    world = build()
    crowd(world)

    def assign(titles: list[str], row) -> None:
        n = row[0].row
        if "农村公路" in cell(titles, row, "任务"):
            put(titles, row, "牵头单位", "市农业局" if n % (MANY // BAD) == 0 else "市农业农村局")

    out = forms.assignments_out(2026)
    found = forms.assignments_in(fill(out, assign), by=world.clerk)
    bad = len(found.errors)
    assert bad >= BAD
    assert found.changed == MANY - bad
    assert all("没有叫“市农业局”的单位" in words for _, words in found.errors)

    def report(titles: list[str], row) -> None:
        n = row[0].row
        put(titles, row, "报告期", "2026-Q1")
        put(titles, row, "完成数", "约三成" if n % (MANY // BAD) == 0 else n)

    filled = fill(forms.filings_out(2026), report)
    before = head()
    found = forms.filings_in(filled, by=world.clerk)
    assert len(found.errors) >= BAD - 30
    assert found.changed + len(found.errors) == MANY - bad
    assert models.Filing.objects.count() == found.changed
    assert head() == before + 1
    again = forms.filings_in(filled, by=world.clerk)
    assert (again.changed, again.same) == (0, found.changed)
    assert verify.verify().size == head()
