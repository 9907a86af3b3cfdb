"""The year: counts by heading, and what is odd about its data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Router

from luoshi.evaluation import closeup, overview, stored
from luoshi.ledger import models as m
from luoshi.web.api import schemas as s
from luoshi.web.api.access import read
from luoshi.web.api.commitments import reached
from luoshi.web.callers import Caller

router = Router(tags=["全年"])


@read(router, "/overview", reads="read_ledger", response=s.Overview, operation_id="overview")
def counted(
    request: HttpRequest, year: s.Year, by: Literal["section", "office", "county"] = "section"
) -> s.Overview:
    """一年的任务按标记计数：分章节、牵头单位或者县区，申报和佐证差得多的在前。"""
    within = request.auth.visible
    return s.Overview(
        year=year,
        by=by,
        marks={str(mark): n for mark, n in stored.marks(year, within=within).items()},
        items=[
            s.Tally(
                name=one.name, total=one.total, marks={str(k): n for k, n in one.marks.items()}, gap=one.gap
            )
            for one in stored.counts(year, by=by, within=within)
        ],
        assessed=reached(),
    )


@read(router, "/findings", reads="read_ledger", response=s.Findings, operation_id="findings")
def odd(request: HttpRequest, year: s.Year) -> s.Findings:
    """一年数据里的疑点，各有理由；只是请人看一看，不是结论。现算，全省规模的台账要等。"""
    hidden = _hidden(request.auth, year)
    found = [overview.finding_object(number, one) for number, one in closeup.odd(year, date.today())]
    return s.Findings(items=[s.Finding(**one) for one in found if not _names(one, hidden)])


def _hidden(caller: Caller, year: int) -> set[str]:
    every = m.CommitmentState.objects.current().filter(commitment__year=year)
    seen = caller.visible(every).values("commitment_id")
    return set(every.exclude(commitment_id__in=seen).values_list("commitment__number", flat=True))


def _names(finding: dict[str, object], hidden: set[str]) -> bool:
    """Whether it is about something this person may not see, by number or in its words."""
    return bool(hidden) and (
        finding["number"] in hidden or any(number in str(finding["reason"]) for number in hidden)
    )
