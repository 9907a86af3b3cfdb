"""Offices and what they owe, indicators with their figures, people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from luoshi.errors import NotFound
from luoshi.evaluation import closeup, overview
from luoshi.ledger import exporting, people_queries
from luoshi.ledger import models as m
from luoshi.web.api import schemas as s
from luoshi.web.api.access import read

router = Router(tags=["单位、指标、人员"])
OfficeNumber = Annotated[int, Path(ge=1, le=s.LARGEST, description="单位编号")]


@read(router, "/offices", reads="read_ledger", response=s.Offices, operation_id="offices")
def offices(request: HttpRequest) -> s.Offices:
    """全部单位，和各个时候的名称。"""
    return s.Offices(items=[s.Office(**one) for one in exporting.office_objects()])


@read(router, "/offices/{number}/owed", reads="read_ledger", response=s.Owed, operation_id="office_owed")
def owed(
    request: HttpRequest,
    number: OfficeNumber,
    within: Annotated[int, Query(ge=0, le=3660, description="连同今后多少天内到期的")] = 30,
) -> s.Owed:
    """一个单位还欠什么，先到期的在前。"""
    if not m.Office.objects.filter(id=number).exists():
        raise NotFound(f"台账里没有编号为 {number} 的单位。编号见 /api/offices。")
    tasks = closeup.tasks(number, date.today(), within=timedelta(days=within))
    parts = m.Assignment.objects.current().filter(office_id=number)
    seen = set(request.auth.visible(parts).values_list("commitment__number", flat=True))
    return s.Owed(items=[overview.task_object(task) for task in tasks if task.number in seen])


@read(router, "/indicators", reads="read_ledger", response=s.Indicators, operation_id="indicators")
def indicators(request: HttpRequest) -> s.Indicators:
    """全部指标，和各自的数据责任单位。"""
    custody = dict(m.Custody.objects.current().values_list("indicator_id", "office_id"))
    fields = ("name", "unit", "measure", "adding", "release", "lag")
    return s.Indicators(
        items=[
            s.Indicator(
                number=one.id, custodian=custody.get(one.id), **{name: getattr(one, name) for name in fields}
            )
            for one in m.Indicator.objects.order_by("id")
        ]
    )


@read(router, "/indicators/{number}/figures", reads="read_ledger", response=s.Figures, operation_id="figures")
def figures(
    request: HttpRequest,
    number: Annotated[int, Path(ge=1, le=s.LARGEST, description="指标编号")],
    place: Annotated[
        str | None, Query(max_length=200, pattern=s.STORABLE, description="只看这个地方的")
    ] = None,
) -> s.Figures:
    """一个指标的数：初次发布的和修订的。"""
    if not m.Indicator.objects.filter(id=number).exists():
        raise NotFound(f"台账里没有编号为 {number} 的指标。编号见 /api/indicators。")
    found = m.Figure.objects.filter(indicator_id=number)
    if place is not None:
        found = found.filter(place=place)
    return s.Figures(
        items=[
            s.Figure(
                place=one.place,
                period=one.period,
                revision=one.revision,
                value=f"{one.value:f}",
                released=one.released,
                source=one.source,
            )
            for one in found.order_by("place", "period", "revision")
        ]
    )


@read(router, "/people", reads="read_people", response=s.People, operation_id="people")
def people(request: HttpRequest) -> s.People:
    """人员、职务和角色。"""
    return s.People(items=[s.Person(**people_queries.plain(one)) for one in people_queries.listed()])
