"""Figures in forms: tables of fields and values side by side, such as an acceptance record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from luoshi.evidence.cells import cell_figure, distinct, is_number
from luoshi.evidence.figure import Figure, falls, measure_of, under
from luoshi.evidence.model import Table
from luoshi.evidence.periods import dates, is_date_label, said
from luoshi.evidence.prose import Context, prose_figures
from luoshi.evidence.units import parse_unit, table_units, units_in
from luoshi.evidence.words import Stage, pattern, stage

_SHORT = 26

_FIELD = re.compile(
    r"项目名称|工程名称|建设(?:单位|地点|规模|内容|性质)|施工单位|监理单位|设计单位|验收(?:时间|日期|结论|意见|组)|开工(?:日期|时间)|竣工(?:日期|时间)|付款人|收款人|账号|开户|金额|用途|合同(?:编号|金额)|批复|负责人|备注|完成(?:情况|投资|面积)|实际完成|计划"
)


def is_form(rows: list[tuple[str, ...]]) -> bool:
    """Whether a table is a form, fields and values side by side, and not columns under headings."""
    widths = [len(distinct(row)) for row in rows if any(row)]
    if not widths:
        return False
    if max(widths) <= 2:
        full = [distinct(row) for row in rows if len(distinct(row)) == 2]
        headed = len(full) > 1 and not is_number(full[0][1]) and all(is_number(row[1]) for row in full[1:])
        return not headed
    for row in rows:
        cells = [c for i, c in enumerate(row) if i == 0 or row[i - 1] != c]
        for i in range(len(cells) - 3):
            a, b, c, d = cells[i : i + 4]
            text = [
                re.search("[一-鿿]", x) is not None and not is_number(x) and not parse_unit(x) for x in (a, c)
            ]
            if all(text) and is_number(b) and is_number(d) and len(a) < _SHORT and len(c) < _SHORT:
                return True
    if any(_names_a_value(row) for row in rows[:3]) and all(map(_labelled, rows)):
        return True
    pairs = [row for row in rows if len(distinct(row)) in (2, 4) and not is_number(distinct(row)[0])]
    labelled = sum(bool(_FIELD.search(distinct(row)[0])) for row in pairs)
    return labelled >= 3


def _names_a_value(row: tuple[str, ...]) -> bool:
    """Whether a row begins with the name of a field and its value, where headings would name another field."""
    cells = distinct(row)
    if len(cells) in (2, 4, 6) and is_date_label(cells[0]) and dates(cells[1]):
        return True
    return (
        len(cells) in (2, 4, 6)
        and bool(_FIELD.search(cells[0]))
        and not _FIELD.search(cells[1])
        and not units_in(cells[1])
    )


def _labelled(row: tuple[str, ...]) -> bool:
    """Whether every number of a row has a text straight before it."""
    cells = distinct(row)
    return not any(is_number(c) and (i == 0 or is_number(cells[i - 1])) for i, c in enumerate(cells))


def form_figures(
    table: Table, rows: list[tuple[str, ...]], context: Context, captions: tuple[str, ...]
) -> Iterator[Figure]:
    everything = tuple(dict.fromkeys(c for row in rows for c in row if c and not is_number(c)))
    captions = (*captions, *(row[0] for row in rows[:3] if len(distinct(row)) == 1))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if not cell or (c and row[c - 1] == cell) or (r and rows[r - 1][c] == cell):
                continue
            labels = _fields(rows, r, c)
            if is_number(cell):
                units = next((u for label in labels if (u := units_in(label))), ())
                units = units or tuple(u for caption in captions for u in table_units(caption))
                figure = cell_figure(cell, units)
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
                    stage=under(
                        context.above, stage(near) or stage(labels[1] if len(labels) > 1 else ""), near
                    ),
                    measure=measure_of(near),
                    fall=falls(near) or figure.value < 0,
                    when=said(near),
                    frame=context.frame,
                    areas=context.areas,
                    stock=pattern("stock").search(near) is not None,
                    of_table=table.number,
                )
            elif len(cell) > 6 and re.search(r"[\d一二三四五六七八九十百千万亿]", cell):
                inner = replace(
                    context,
                    label=(*labels, *captions),
                    above=context.above or form_stage(labels),
                    of_table=table.number,
                )
                for figure in prose_figures(cell, table.where(r, c), inner):
                    yield replace(figure, around=(*figure.around, *everything))


def form_stage(labels: list[str]) -> Stage:
    """What a field says of the text in it, where it says that this is not done."""
    found = stage(labels[0]) if labels else Stage.UNSAID
    return (
        found if found in (Stage.PLANNED, Stage.APPROVED, Stage.CONTRACTED, Stage.REMAINING) else Stage.UNSAID
    )


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
