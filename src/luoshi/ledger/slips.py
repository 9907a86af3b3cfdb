"""Drafts of colour slips for what is overdue: the system drafts, a person signs or drops."""

from __future__ import annotations

from datetime import date, datetime

from luoshi.errors import WrongState
from luoshi.ledger import actions, case_queries, casework
from luoshi.ledger import models as m
from luoshi.ledger.casework import CaseStanding
from luoshi.ledger.journal import Actor
from luoshi.mechanisms.acting import offers
from luoshi.mechanisms.clocks import ClockStanding
from luoshi.mechanisms.load import find
from luoshi.mechanisms.roles import SUPERVISED

#: The mechanism whose slips are drafted; a place with another ladder writes another definition.
SLIPS = "colour-slips"
SYSTEM = Actor(None, "系统")


def draft_slips(day: date, *, now: datetime | None = None) -> list[int]:
    """Draft what is called for on a day; the numbers of the cases opened or moved.

    A slip is drafted once for a matter, also where somebody decided not to send it. Nothing is drafted for a case that
    waits for an answer to what its office asked. Raises WrongState while slips are switched off.
    """
    definition = find(SLIPS)
    if not casework.settings_of("", day).enabled(definition):
        raise WrongState(f"“{definition.title}”没有启用。请先启用：luoshi act set_mechanism。")
    open_now = [one for one in case_queries.board(day) if one.progress is not None]
    drafted = [_raised(one, day, now) for one in open_now if one.case.procedure == SLIPS and _next(one, day)]
    known = set(
        m.Case.objects.filter(procedure=SLIPS, about__isnull=False).values_list("about_id", flat=True)
    )
    drafted += [_first(one, day, now) for one in open_now if _calls_for(one, known)]
    return drafted


def _calls_for(one: CaseStanding, known: set[int]) -> bool:
    """Whether a first slip is due: overdue, addressed to who may be supervised, not waiting, none drafted before."""
    assert one.progress
    spec = one.progress.definition.spec
    supervised = set(spec.parties) <= SUPERVISED and not spec.holds
    return (
        one.overdue
        and supervised
        and not one.held
        and one.case.procedure != SLIPS
        and one.case.id not in known
    )


def _first(one: CaseStanding, day: date, now: datetime | None) -> int:
    words = f"{case_queries.subject(one.case, one.progress)}（{one.case.number}）"
    return actions.open_case(
        SYSTEM,
        SLIPS,
        act="draft",
        said={"matter": words, "ground": "slow", "fault": _fault(one)},
        office=one.office,
        commitment=one.case.commitment_id,
        document=one.case.document_id,
        about=one.case.id,
        on=day,
        now=now,
    ).number


def _next(one: CaseStanding, day: date) -> str:
    """The act by which the system drafts a slip of the next colour, if it may today."""
    assert one.progress
    found = (
        offer.act for offer in offers(one.progress, day, held=one.held) if offer.system and not offer.blocked
    )
    return next(found, "")


def _raised(one: CaseStanding, day: date, now: datetime | None) -> int:
    said = {"fault": _fault(one)}
    actions.act_on_case(SYSTEM, one.case.id, act=_next(one, day), said=said, on=day, now=now)
    return int(one.case.id)


def _fault(one: CaseStanding) -> str:
    assert one.progress
    clocks = one.progress.definition.spec.clocks
    late = [r for r in one.clocks if r.standing is ClockStanding.OVERDUE]
    return "；".join(f"“{clocks[r.clock].title}”{r.due} 到期，已逾期 {r.over} 天" for r in late)
