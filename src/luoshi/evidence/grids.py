"""Figures in tables: each number with the labels of its row, the headings of its column, and the table's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from luoshi.compiler.numerals import number
from luoshi.compiler.quantities import find_quantities
from luoshi.evidence.figure import Figure, falls, measure_of, under
from luoshi.evidence.model import Table, Where
from luoshi.evidence.periods import When, joined, said
from luoshi.evidence.prose import Context, prose_figures, tidy
from luoshi.evidence.spots import is_total, label_area
from luoshi.evidence.units import group, parse_unit, quantum, table_units, units_in
from luoshi.evidence.words import Stage, pattern, stage

_NUMBER = re.compile(r"[-+−▲▼△↑↓]?\(?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?")
_WITH_UNIT = re.compile(
    r"(?:约|近|超过?|[-+−▲▼△↑↓])?(?P<n>\d[\d,]*(?:\.\d+)?[百千万亿]*|[零一二两三四五六七八九十百千万亿点]+)(?:[余多])?(?P<u>[^\d\s]{1,8}?)(?:以上|左右|整)?"
)
_NOTHING = re.compile(r"[-—–/…\s*×]*|无|空")
_UNIT_HEAD = re.compile(r"^(?:计量)?单\s*位$|^计量单位")
_AREA_HEAD = re.compile(r"县|地\s*区|乡\s*镇|街道|区\s*划|^单位(?:名称)?$|市区|责任单位|填报单位|辖区|片区")
_SERIAL_HEAD = re.compile(r"序\s*号|编号|^号$|代码|^行次$|栏次")
_REMARK = re.compile(r"备\s*注|说明|完成时限|时间|日期|电话|责任人|联系")
_SHORT = 26


@dataclass(slots=True)
class _Grid:
    """The state of the walk down a table: headings of the columns, the section, the words above."""

    table: Table
    context: Context
    captions: list[str] = field(default_factory=list)
    heads: list[tuple[str, ...]] = field(default_factory=list)
    section: str = ""


def table_figures(table: Table, context: Context, captions: tuple[str, ...]) -> Iterator[Figure]:
    """The figures of a table; `captions` are the lines straight above it."""
    rows = [tuple(tidy_cell(cell) for cell in row) for row in table.rows]
    if is_form(rows):
        yield from _form(table, rows, context, captions)
    else:
        yield from _grid(table, rows, context, captions)


@lru_cache(maxsize=131072)
def tidy_cell(cell: str) -> str:
    """A cell folded, on one line."""
    return tidy(cell) if cell else ""


@lru_cache(maxsize=131072)
def is_number(cell: str) -> bool:
    """Whether a cell is a number, with or without a unit; a time is none."""
    cell = cell.replace(" ", "")
    if _NUMBER.fullmatch(cell):
        return True
    match = _WITH_UNIT.fullmatch(cell)
    # 万亩 alone is a unit, and no number of 亩.
    return bool(match and re.search(r"[\d一二两三四五六七八九十]", match["n"]) and parse_unit(match["u"]) and not re.search(r"[年月日号]$", cell))


def _distinct(row: tuple[str, ...]) -> list[str]:
    """The cells of a row, a merged one once."""
    return [c for i, c in enumerate(row) if c and (i == 0 or row[i - 1] != c)]


def is_form(rows: list[tuple[str, ...]]) -> bool:
    """Whether a table is a form, fields and values side by side, and not columns under headings."""
    widths = [len(_distinct(row)) for row in rows if any(row)]
    if not widths:
        return False
    if max(widths) <= 2:
        full = [_distinct(row) for row in rows if len(_distinct(row)) == 2]
        headed = len(full) > 1 and not is_number(full[0][1]) and all(is_number(row[1]) for row in full[1:])
        return not headed
    for row in rows:
        cells = [c for i, c in enumerate(row) if i == 0 or row[i - 1] != c]
        for i in range(len(cells) - 3):
            a, b, c, d = cells[i : i + 4]
            text = [re.search("[一-鿿]", x) is not None and not is_number(x) for x in (a, c)]
            if all(text) and is_number(b) and is_number(d) and len(a) < _SHORT and len(c) < _SHORT:
                return True
    if any(_names_a_value(row) for row in rows[:3]) and all(map(_labelled, rows)):
        return True
    pairs = [row for row in rows if len(_distinct(row)) in (2, 4) and not is_number(_distinct(row)[0])]
    labelled = sum(bool(_FIELD.search(_distinct(row)[0])) for row in pairs)
    return labelled >= 3


def _names_a_value(row: tuple[str, ...]) -> bool:
    """Whether a row begins with the name of a field and its value, where headings would name another field."""
    cells = _distinct(row)
    return len(cells) in (2, 4, 6) and bool(_FIELD.search(cells[0])) and not _FIELD.search(cells[1]) and not units_in(cells[1])


def _labelled(row: tuple[str, ...]) -> bool:
    """Whether every number of a row has a text straight before it."""
    cells = _distinct(row)
    return not any(is_number(c) and (i == 0 or is_number(cells[i - 1])) for i, c in enumerate(cells))


_FIELD = re.compile(
    r"项目名称|工程名称|建设(?:单位|地点|规模|内容|性质)|施工单位|监理单位|设计单位|验收(?:时间|日期|结论|意见|组)|开工(?:日期|时间)|竣工(?:日期|时间)|付款人|收款人|账号|开户|金额|用途|合同(?:编号|金额)|批复|负责人|备注|完成(?:情况|投资|面积)|实际完成|计划"
)


def _form(table: Table, rows: list[tuple[str, ...]], context: Context, captions: tuple[str, ...]) -> Iterator[Figure]:
    everything = tuple(dict.fromkeys(c for row in rows for c in row if c and not is_number(c)))
    captions = (*captions, *(row[0] for row in rows[:3] if len(_distinct(row)) == 1))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if not cell or (c and row[c - 1] == cell) or (r and rows[r - 1][c] == cell):
                continue
            labels = _fields(rows, r, c)
            if is_number(cell):
                units = next((u for label in labels if (u := units_in(label))), ())
                units = units or tuple(u for caption in captions for u in table_units(caption))
                figure = _cell_figure(cell, units)
                if figure is None:
                    continue
                near = labels[0] if labels else ""
                yield replace(
                    figure,
                    quote=f"{near}：{cell}" if near else cell,
                    where=table.where(r, c),
                    labels=tuple(labels[:1]),
                    loose=(*labels[1:], *captions[::-1], *context.titles, *everything),
                    around=(*everything, *captions, *context.titles, *context.headings),
                    stage=under(context.above, stage(near) or stage(labels[1] if len(labels) > 1 else ""), near),
                    measure=measure_of(near),
                    fall=falls(near) or figure.value < 0,
                    when=said(near),
                    frame=context.frame,
                    areas=context.areas,
                    stock=pattern("stock").search(near) is not None,
                    of_table=table.number,
                )
            elif len(cell) > 6 and re.search(r"[\d一二三四五六七八九十百千万亿]", cell):
                inner = replace(context, label=(*labels, *captions), above=context.above or _form_stage(labels), of_table=table.number)
                for figure in prose_figures(cell, table.where(r, c), inner):
                    yield replace(figure, around=(*figure.around, *everything))


def _form_stage(labels: list[str]) -> Stage:
    """What a field says of the text in it, where it says that this is not done."""
    found = stage(labels[0]) if labels else Stage.UNSAID
    return found if found in (Stage.PLANNED, Stage.APPROVED, Stage.CONTRACTED, Stage.REMAINING) else Stage.UNSAID


def _fields(rows: list[tuple[str, ...]], r: int, c: int) -> list[str]:
    """The names of the field of a cell, nearest first: to its left, or above where a number stands to the left."""
    labels: list[str] = []
    for column in range(c - 1, -1, -1):
        left = rows[r][column]
        if left == rows[r][c] or not left:
            continue
        if is_number(left) or len(left) > 40:
            break
        if left not in labels:
            labels.append(left)
        elif labels:
            continue
        if len(labels) == 2:
            break
    if not labels:
        for row in reversed(rows[:r]):
            if row[c] and not is_number(row[c]):
                labels.append(row[c])
                break
    return labels


_SCALE_NAMES = {1: "", 100: "百", 1000: "千", 10**4: "万", 10**6: "百万", 10**7: "千万", 10**8: "亿"}


def _cell_figure(cell: str, units: tuple[tuple[Decimal, str], ...]) -> Figure | None:
    """The number of a cell, in the first unit its headings give; None where it is none."""
    written = cell
    compact = cell.replace(" ", "")
    rough = bool(re.search(r"约|近|余|多|左右", compact))
    sign = -1 if re.match(r"[-−▼↓]", compact) else 1
    if _NUMBER.fullmatch(compact):
        bare = re.sub(r"[^\d.]", "", compact)
        scale, unit = units[0] if units else (Decimal(1), "")
        value, step = Decimal(bare) * scale * sign, quantum(bare) * scale
        written = f"{cell}（{_SCALE_NAMES.get(int(scale), '')}{unit}）" if unit else cell
    else:
        match = _WITH_UNIT.fullmatch(compact)
        known = parse_unit(match["u"]) if match else None
        if not match or not known:
            return None
        try:
            plain = number(match["n"].replace(",", ""))
        except (ValueError, ArithmeticError):
            return None
        scale, unit = known
        value, step = plain * scale * sign, quantum(match["n"]) * scale
    if unit == "‰":
        value, step, unit = value / 10, step / 10, "%"
    return Figure(value=value, step=step, unit=unit, written=written, quote=cell, where=Where(), labels=(), rough=rough)


def _grid(table: Table, rows: list[tuple[str, ...]], context: Context, captions: tuple[str, ...]) -> Iterator[Figure]:
    state = _Grid(table, context, [*captions])
    body = 0
    data_rows = sum(any(is_number(c) for c in row) for row in rows)
    for r, row in enumerate(rows):
        cells = _distinct(row)
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
    return any(_UNIT_CELL.search(c) or re.match(r"(?:填报|报送|制表|编制|填表)", c) for c in cells) and len(cells) < 4 and not any(
        re.search(r"名称|指标$|项目$|地区|县区", c) and ":" not in c for c in cells
    )


_UNIT_CELL = re.compile(r"单位:|^[(\[][^()]{1,12}[)\]]$")


def _is_serials(cells: list[str], body: int) -> bool:
    """A row that numbers the columns: 甲, 乙, 1, 2, 3."""
    if body:
        return False
    found = [c for c in cells if c.isdigit()]
    rest = [c for c in cells if not c.isdigit()]
    return len(found) > 1 and [int(c) for c in found] == list(range(int(found[0]), int(found[0]) + len(found))) and all(
        len(c) < 3 for c in rest
    )


def _are_years(cells: list[str], body: int) -> bool:
    numbers = [c for c in cells if is_number(c)]
    return not body and all(re.fullmatch(r"20\d\d", c) for c in numbers)


def _labels_of(state: _Grid, row: tuple[str, ...], column: int) -> list[tuple[int, str]]:
    """The texts of a row that name its numbers, those before a column nearest first."""
    found = []
    for i, cell in enumerate(row):
        head = _head(state, i)
        if not cell or is_number(cell) or len(cell) > 40 or _UNIT_HEAD.search(head) or (i and _REMARK.search(head)) or _SERIAL_HEAD.search(head):
            continue
        if i < column and (not found or found[-1][1] != cell):
            found.append((i, cell))
    return found[::-1]


def _head(state: _Grid, column: int) -> str:
    texts = [h[column] for h in state.heads if column < len(h) and h[column]]
    return texts[-1] if texts else ""


def _row(state: _Grid, row: tuple[str, ...], r: int, *, alone: bool) -> Iterator[Figure]:
    own_unit = next((parse_unit(c) for i, c in enumerate(row) if c and _UNIT_HEAD.search(_head(state, i))), None)
    for column, cell in enumerate(row):
        if not cell or not is_number(cell) or (column and row[column - 1] == cell and not _separate(state, column)):
            continue
        heads = tuple(dict.fromkeys(h[column] for h in reversed(state.heads) if column < len(h) and h[column]))
        if heads and (_SERIAL_HEAD.search(heads[0]) or _REMARK.search(heads[0])):
            continue
        labels = _labels_of(state, row, column)
        names = tuple(label for _, label in labels)
        units = _units(state, own_unit, names, heads)
        figure = _cell_figure(cell, units)
        if figure is None:
            continue
        yield _in_grid(state, figure, cell, row, r, column, labels, heads, alone=alone)


def _separate(state: _Grid, column: int) -> bool:
    """Whether two equal neighbours are two numbers: their headings differ."""
    return any(h[column] != h[column - 1] for h in state.heads if column < len(h))


def _units(
    state: _Grid, own: tuple[Decimal, str] | None, names: tuple[str, ...], heads: tuple[str, ...]
) -> tuple[tuple[Decimal, str], ...]:
    """The units that may be meant, the nearest first: of the column, the row, the table."""
    head = "".join(heads)
    rate = measure_of(head) != "amount" and not re.search(r"额|量|数$|绝对|面积", head)
    by_head = next((u for h in heads if (u := units_in(h))), ())
    if by_head:
        return by_head
    if rate:
        return ((Decimal(1), "%"),)
    if own:
        return (own,)
    by_name = next((u for n in names if (u := units_in(n))), ())
    if by_name:
        return by_name
    if names and measure_of(names[0]) == "growth" and re.search(r"速|幅|同比|增长$", names[0]):
        return ((Decimal(1), "%"),)
    found = [u for caption in state.captions for u in table_units(caption)]
    amounts = [u for u in found if u[1] != "%"]
    # 单位：亩、万元: the columns of money are in the one, the others in the other.
    money = _MONEY.search(head + "".join(names[:1])) is not None
    meant = [u for u in amounts if (group(u[1]) == "money") is money]
    return tuple(meant or amounts or found)


_MONEY = re.compile("投资|资金|金额|收入|支出|产值|补贴|贷款|税|费用|造价|款")


def _in_grid(
    state: _Grid,
    figure: Figure,
    cell: str,
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
    shown = "　".join(dict.fromkeys([*names[::-1], *heads[::-1]]))
    return replace(
        figure,
        quote=f"{shown}：{figure.written}",
        where=state.table.where(r, column),
        labels=names,
        columns=heads,
        loose=(state.section, *captions, state.table.sheet, *state.context.headings[::-1], *state.context.titles),
        around=(*row, *heads, state.section, *captions, *state.context.titles),
        stage=under(above if above is not Stage.UNSAID else state.context.above, own, words + "".join(names)),
        measure=measure_of(words + "|" + (names[0] if names else "")),
        fall=falls(words) or figure.value < 0,
        monthly_change="环比" in words,
        when=joined([said(state.section), *map(said, names), *map(said, reversed(heads))]),
        frame=frame,
        areas=tuple(areas),
        total=total,
        stock=pattern("stock").search(words + "".join(names)) is not None,
        of_table=state.table.number,
        alone=alone,
    )


#: A caption that says when and by whom a table was filled in, and not what it is of.
_WRITTEN = re.compile(r"(?:填报|填表|制表|报送|报出|编制|打印|统计|出表)?(?:日期|时间|单位|人|部门)[::]")


def _period_of(caption: str) -> When:
    """The time a caption says; a day is the day of writing, unless it is said up to which day the figures go."""
    found = said(caption)
    return found if found.day is None or found.span == "cumulative" else When()


def _long_cells(state: _Grid, row: tuple[str, ...], r: int) -> Iterator[Figure]:
    """Sentences in cells: 完成情况, 进展."""
    for column, cell in enumerate(row):
        if len(cell) < 9 or is_number(cell) or (column and row[column - 1] == cell) or not re.search(r"\d", cell):
            continue
        names = tuple(label for _, label in _labels_of(state, row, column))
        head = _head(state, column)
        areas = tuple(a for a in map(label_area, names) if a)
        inner = replace(
            state.context,
            label=(head, *names, *state.captions),
            above=state.context.above or _form_stage([head]),
            areas=areas,
            frame=joined([state.context.frame, *(_period_of(c) for c in state.captions if not _WRITTEN.search(c))]),
            of_table=state.table.number,
        )
        for figure in prose_figures(cell, state.table.where(r, column), inner):
            yield replace(figure, around=(*figure.around, *row))

