"""Figures in tables: each number with the labels of its row, the headings of its column, and the table's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luoshi.compiler.quantities import find_quantities
from luoshi.evidence.cells import cell_figure, distinct, is_number, tidy_cell
from luoshi.evidence.figure import Figure, falls, measure_of, under
from luoshi.evidence.forms import form_figures, form_stage, is_form
from luoshi.evidence.large import LARGE, Wanted, sifted
from luoshi.evidence.model import Table
from luoshi.evidence.periods import When, joined, said
from luoshi.evidence.prose import Context, prose_figures
from luoshi.evidence.spots import is_total, label_area
from luoshi.evidence.units import group, parse_unit, table_units, units_in
from luoshi.evidence.words import Stage, pattern, stage

_UNIT_HEAD = re.compile(r"^(?:计量)?单\s*位$|^计量单位")

_AREA_HEAD = re.compile(r"县|地\s*区|乡\s*镇|街道|区\s*划|^单位(?:名称)?$|市区|责任单位|填报单位|辖区|片区")

_SERIAL_HEAD = re.compile(r"序\s*号|编号|^号$|代码|^行次$|栏次")

_REMARK = re.compile(r"备\s*注|说明|完成时限|时间|日期|电话|责任人|联系")


@dataclass(slots=True)
class _Grid:
    """The state of the walk down a table: headings of the columns, the section, the words above."""

    table: Table
    context: Context
    captions: list[str] = field(default_factory=list)
    heads: list[tuple[str, ...]] = field(default_factory=list)
    section: str = ""


def table_figures(
    table: Table, context: Context, captions: tuple[str, ...], wanted: tuple[Wanted, ...] = ()
) -> Iterator[Figure]:
    """The figures of a table; `captions` are the lines straight above it. A large one is sifted by what is `wanted`."""
    rows = [tuple(tidy_cell(cell) for cell in row) for row in sifted(table.rows, wanted)]
    if len(rows) <= LARGE and is_form(rows):
        yield from form_figures(table, rows, context, captions)
    else:
        yield from _grid(table, rows, context, captions)


def _grid(
    table: Table, rows: list[tuple[str, ...]], context: Context, captions: tuple[str, ...]
) -> Iterator[Figure]:
    state = _Grid(table, context, [*captions])
    body = 0
    data_rows = sum(any(is_number(c) for c in row) for row in rows)
    for r, row in enumerate(rows):
        cells = distinct(row)
        if not cells:
            continue
        numbers = [c for c in cells if is_number(c)]
        if len(cells) == 1 and not numbers:
            _single(state, cells[0], body)
            continue
        if not numbers or _is_serials(cells, body) or _are_years(cells, body):
            if _is_unit_row(cells):
                state.captions += cells
                continue
            if body:
                if any(len(c) > 12 and re.search(r"\d", c) for c in cells):
                    yield from _long_cells(state, row, r)
                    continue
                if len(cells) < max(2, len(row) // 2):
                    state.section = cells[0]
                    continue
                state.heads, body = [], 0
            if any(len(c) > 16 and find_quantities(c) for c in cells) and state.heads:
                yield from _long_cells(state, row, r)
                continue
            state.heads.append(row)
            continue
        body += 1
        yield from _row(state, row, r, alone=data_rows == 1)
        yield from _long_cells(state, row, r)


def _single(state: _Grid, text: str, body: int) -> None:
    """A row of one cell: a caption above the headings, a section among the rows."""
    if body or state.heads:
        state.section = text
    else:
        state.captions.append(text)


def _is_unit_row(cells: list[str]) -> bool:
    return (
        any(_UNIT_CELL.search(c) or re.match(r"(?:填报|报送|制表|编制|填表)", c) for c in cells)
        and len(cells) < 4
        and not any(re.search(r"名称|指标$|项目$|地区|县区", c) and ":" not in c for c in cells)
    )


_UNIT_CELL = re.compile(r"单位:|^[(\[][^()]{1,12}[)\]]$")


def _is_serials(cells: list[str], body: int) -> bool:
    """A row that numbers the columns: 甲, 乙, 1, 2, 3."""
    if body:
        return False
    found = [c for c in cells if c.isdigit()]
    rest = [c for c in cells if not c.isdigit()]
    return (
        len(found) > 1
        and [int(c) for c in found] == list(range(int(found[0]), int(found[0]) + len(found)))
        and all(len(c) < 3 for c in rest)
    )


def _are_years(cells: list[str], body: int) -> bool:
    numbers = [c for c in cells if is_number(c)]
    return not body and all(re.fullmatch(r"20\d\d", c) for c in numbers)


def _labels_of(state: _Grid, row: tuple[str, ...], column: int) -> list[tuple[int, str]]:
    """The texts of a row that name its numbers, those before a column nearest first."""
    found: list[tuple[int, str]] = []
    for i, cell in enumerate(row):
        head = _head(state, i)
        if (
            not cell
            or is_number(cell)
            or len(cell) > 40
            or _UNIT_HEAD.search(head)
            or (i and _REMARK.search(head))
            or _SERIAL_HEAD.search(head)
        ):
            continue
        if i < column and (not found or found[-1][1] != cell):
            found.append((i, cell))
    return found[::-1]


def _head(state: _Grid, column: int) -> str:
    texts = [h[column] for h in state.heads if column < len(h) and h[column]]
    return texts[-1] if texts else ""


def _row(state: _Grid, row: tuple[str, ...], r: int, *, alone: bool) -> Iterator[Figure]:
    own_unit = next(
        (parse_unit(c) for i, c in enumerate(row) if c and _UNIT_HEAD.search(_head(state, i))), None
    )
    for column, cell in enumerate(row):
        if (
            not cell
            or not is_number(cell)
            or (column and row[column - 1] == cell and not _separate(state, column))
        ):
            continue
        heads = tuple(
            dict.fromkeys(h[column] for h in reversed(state.heads) if column < len(h) and h[column])
        )
        if heads and (_SERIAL_HEAD.search(heads[0]) or _REMARK.search(heads[0])):
            continue
        labels = _labels_of(state, row, column)
        names = tuple(label for _, label in labels)
        units = _units(state, own_unit, names, heads)
        figure = cell_figure(cell, units)
        if figure is None:
            continue
        yield _in_grid(state, figure, row, r, column, labels, heads, alone=alone)


def _separate(state: _Grid, column: int) -> bool:
    """Whether two equal neighbours are two numbers: their headings differ."""
    return any(h[column] != h[column - 1] for h in state.heads if column < len(h))


def _units(
    state: _Grid, own: tuple[Decimal, str] | None, names: tuple[str, ...], heads: tuple[str, ...]
) -> tuple[tuple[Decimal, str], ...]:
    """The units that may be meant, the nearest first: of the column, the row, the table."""
    head = "".join(heads)
    rate = measure_of(head) != "amount" and not re.search(r"额|量|数$|绝对|面积", head)
    found = [u for caption in state.captions for u in table_units(caption)]
    by_head = next((u for h in heads if (u := units_in(h))), ())
    if by_head:
        return _scaled(by_head, found, heads)
    if rate:
        return ((Decimal(1), "%"),)
    if own:
        return (own,)
    by_name = next((u for n in names if (u := units_in(n))), ())
    if by_name:
        return _scaled(by_name, found, names)
    if names and measure_of(names[0]) == "growth" and re.search(r"速|幅|同比|增长$", names[0]):
        return ((Decimal(1), "%"),)
    amounts = [u for u in found if u[1] != "%"]
    # 单位：亩、万元: the columns of money are in the one, the others in the other.
    money = _MONEY.search(head + "".join(names[:1])) is not None
    meant = [u for u in amounts if (group(u[1]) == "money") is money]
    return tuple(meant or amounts or found)


def _scaled(
    units: tuple[tuple[Decimal, str], ...], said: list[tuple[Decimal, str]], labels: tuple[str, ...]
) -> tuple[tuple[Decimal, str], ...]:
    """The scale of the table's own line (单位：万人) where a label only says what it counts (签约人数)."""
    if any("(" in label for label in labels):
        return units
    wider = [(scale, unit) for scale, unit in said if scale > 1 and (Decimal(1), unit) in units]
    return tuple(wider) or units


_MONEY = re.compile("投资|资金|金额|收入|支出|产值|补贴|补助|奖补|工资|贷款|税|费|造价|款")


def _in_grid(
    state: _Grid,
    figure: Figure,
    row: tuple[str, ...],
    r: int,
    column: int,
    labels: list[tuple[int, str]],
    heads: tuple[str, ...],
    *,
    alone: bool,
) -> Figure:
    names = tuple(label for _, label in labels)
    words = "".join(heads)
    areas = [a for a in map(label_area, (*names, *heads)) if a]
    for i, label in labels:
        if not areas and _AREA_HEAD.search(_head(state, i)) and not is_total(label):
            areas.append(re.sub(r"\s", "", label))
    total = any(map(is_total, (*names, *heads)))
    own = stage(heads[0]) if heads else Stage.UNSAID
    own = own or stage(words) or stage(names[0] if names else "") or stage(state.section)
    captions = tuple(c for c in state.captions[::-1] if not _WRITTEN.search(c))
    above = next((s for caption in (state.table.sheet, *captions) if (s := stage(caption))), Stage.UNSAID)
    frame = joined([state.context.frame, _period_of(state.table.sheet), *map(_period_of, reversed(captions))])
    when = joined([said(state.section), *map(said, names), *map(said, reversed(heads))])
    if when.last is None and frame.last is None:
        frame = joined([frame, _period_beside(state)])
    shown = "　".join(dict.fromkeys([*names[::-1], *heads[::-1]]))
    return replace(
        figure,
        quote=f"{shown}：{figure.quote}",
        where=state.table.where(r, column),
        labels=names,
        columns=heads,
        loose=(
            state.section,
            *captions,
            state.table.sheet,
            *state.context.headings[::-1],
            *state.context.titles,
        ),
        around=(*row, *heads, state.section, *captions, *state.context.titles),
        stage=under(above if above is not Stage.UNSAID else state.context.above, own, words + "".join(names)),
        measure=measure_of(words + "|" + (names[0] if names else "")),
        fall=falls(words) or figure.value < 0,
        monthly_change="环比" in words,
        when=when,
        frame=frame,
        areas=tuple(areas),
        total=total,
        stock=pattern("stock").search(words + "".join(names)) is not None,
        of_table=state.table.number,
        alone=alone,
    )


def _period_beside(state: _Grid) -> When:
    """The one period that the other headings name: a column 同比变化 is of the column beside it."""
    found = [
        w for row in state.heads for cell in dict.fromkeys(row) if (w := said(cell)).last and not w.prior
    ]
    return found[0] if len({w.last for w in found}) == 1 else When()


#: A caption that says when and by whom a table was filled in, and not what it is of.
_WRITTEN = re.compile(r"(?:填报|填表|制表|报送|报出|编制|打印|统计|出表)?(?:日期|时间|单位|人|部门)[::]")


def _period_of(caption: str) -> When:
    """The time a caption says; a day is the day of writing, unless it is said up to which day the figures go."""
    found = said(caption)
    return found if found.day is None or found.span == "cumulative" else When()


def _long_cells(state: _Grid, row: tuple[str, ...], r: int) -> Iterator[Figure]:
    """Sentences in cells: 完成情况, 进展."""
    for column, cell in enumerate(row):
        if (
            len(cell) < 9
            or is_number(cell)
            or (column and row[column - 1] == cell)
            or not re.search(r"\d", cell)
        ):
            continue
        names = tuple(label for _, label in _labels_of(state, row, column))
        head = _head(state, column)
        areas = tuple(a for a in map(label_area, names) if a)
        inner = replace(
            state.context,
            label=(head, *names, *state.captions),
            above=state.context.above or form_stage([head]),
            areas=areas,
            frame=joined(
                [state.context.frame, *(_period_of(c) for c in state.captions if not _WRITTEN.search(c))]
            ),
            of_table=state.table.number,
        )
        for figure in prose_figures(cell, state.table.where(r, column), inner):
            yield replace(figure, around=(*figure.around, *row))
