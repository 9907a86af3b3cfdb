"""What pages and commands ask about cases. State and clocks are read on a day; overdue is in no table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from luoshi.errors import NotFound
from luoshi.ledger import models as m
from luoshi.ledger import queries
from luoshi.ledger.casework import CaseStanding, standings
from luoshi.mechanisms.acting import offers
from luoshi.mechanisms.clocks import Reading
from luoshi.mechanisms.progress import Progress
from luoshi.mechanisms.schema import Sort


def board(
    day: date,
    *,
    procedure: str | None = None,
    office: int | None = None,
    finished: bool = False,
    overdue: bool = False,
    seq: int | None = None,
) -> list[CaseStanding]:
    """Open cases on a day (finished ones too where asked), of a procedure, of an office, or only those overdue."""
    states = m.CaseState.objects.known(seq)
    if not finished:
        states = states.filter(final=False)
    if procedure is not None:
        states = states.filter(case__procedure=procedure)
    if office is not None:
        states = states.filter(office_id=office)
    found = standings(_cases(states), day, seq=seq)
    return [one for one in found if one.overdue] if overdue else found


def one(case: int, day: date, *, seq: int | None = None) -> CaseStanding:
    """One case on a day. Raises NotFound where it was not known then."""
    found = standings(m.Case.objects.filter(id=case), day, seq=seq)
    if not found:
        raise NotFound(f"台账里没有第 {case} 号办件，或者那一天还没有。请核对编号和日期。")
    return found[0]


def by_state(found: list[CaseStanding]) -> dict[tuple[str, str], int]:
    """How many cases each procedure has in each state."""
    return dict(Counter((standing.case.procedure, standing.title) for standing in found))


def find_case(number: str) -> int:
    """The case of this number (13710-2026-0001). Raises NotFound."""
    found = m.Case.objects.filter(number=number).values_list("id", flat=True).first()
    if found is None:
        raise NotFound(f"台账里没有编号为“{number}”的办件。编号见 luoshi cases list。")
    return int(found)


def find_post(title: str) -> int:
    """The post of this title, or of `office title` where several offices have one so called. Raises NotFound."""
    office, _, short = title.rpartition(" ")
    posts = m.Post.objects.filter(title=short)
    if office:
        posts = posts.filter(office_id=queries.find_office(office))
    found = list(posts.values_list("id", flat=True)[:2])
    if len(found) == 1:
        return int(found[0])
    if found:
        raise NotFound(f"叫“{short}”的职务不止一个。请在前面写上单位，例如“市财政局 {short}”。")
    raise NotFound(f"台账里没有叫“{title}”的职务。请先登记：luoshi act create_post。")


def subject(case: m.Case, progress: Progress | None) -> str:
    """What a case is about, in words: what its first act stated, or what it hangs on."""
    if progress is not None:
        spec = progress.definition.spec
        for name, value in progress.acts[0].said.items():
            if spec.fields[name].sort is Sort.TEXT:
                return str(value)
    if case.commitment_id:
        state = m.CommitmentState.objects.current().filter(commitment_id=case.commitment_id).first()
        return state.text if state else ""
    return case.document.title if case.document_id else case.number


@dataclass(frozen=True, slots=True)
class DoneStep:
    """One act of a case in words; whoever was erased, and what is only a number, stands as a number."""

    on: date
    title: str
    who: str
    said: tuple[str, ...]


def in_words(progress: Progress) -> list[DoneStep]:
    """What was done in a case, with names for the numbers of persons, offices and posts."""
    spec = progress.definition.spec
    people = {str(number): name for number, name in m.Personal.objects.values_list("person_id", "name")}
    names: dict[Sort, dict[int, str]] = {
        Sort.OFFICE: queries.office_names(),
        Sort.POST: dict(m.Post.objects.values_list("id", "title")),
        Sort.DOCUMENT: dict(m.Evidence.objects.values_list("id", "name")),
    }

    def stated(name: str, value: Any) -> str:
        field = spec.fields[name]
        words = field.choices.get(str(value)) or names.get(field.sort, {}).get(value) or value
        return f"{field.title}：{words}"

    return [
        DoneStep(
            on=act.on,
            title=spec.acts[act.act].title,
            who=f"{act.role.label} {people.get(act.person, act.person)}".strip() if act.role else "系统",
            said=tuple(stated(name, value) for name, value in act.said.items()),
        )
        for act in progress.acts
    ]


def plain(standing: CaseStanding, day: date) -> dict[str, Any]:
    """A case as JSON knows it, with its acts, clocks and what can be done next."""
    case, progress = standing.case, standing.progress
    next_ = offers(progress, day, held=standing.held) if progress else []
    return {
        "number": case.number,
        "procedure": case.procedure,
        "edition": case.edition,
        "digest": case.digest,
        "definition_altered": standing.altered,
        "opened": case.opened.isoformat(),
        "commitment": case.commitment.number if case.commitment_id else None,
        "document": case.document_id,
        "request": case.request_id,
        "about": case.about_id,
        "office": standing.office,
        "subject": subject(case, progress),
        "state": standing.state,
        "final": standing.final,
        "day": day.isoformat(),
        "overdue": standing.overdue,
        "held": standing.held,
        "clocks": [_clock(one) for one in standing.clocks],
        "acts": [
            {
                "act": act.act,
                "on": act.on.isoformat(),
                "role": act.role,
                "person": int(act.person) if act.person else None,
                "said": act.said,
            }
            for act in (progress.acts if progress else ())
        ],
        "next": [
            {
                "act": one.act,
                "title": one.title,
                "roles": list(one.roles),
                "needs": list(one.needs),
                "may": list(one.may),
                "blocked": one.blocked and {"why": one.blocked.why, "message": one.blocked.message},
            }
            for one in next_
        ],
        "prompts": [{"who": p.who, "what": p.what, "clock": p.clock} for p in standing.prompts(day)],
    }


def _cases(states: QuerySet[m.CaseState]) -> QuerySet[m.Case]:
    return m.Case.objects.filter(id__in=states.values("case_id"))


def _clock(one: Reading) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "started": one.started.isoformat(),
        "due": one.due and one.due.isoformat(),
        "standing": one.standing,
        "over": one.over,
        "left": one.left,
        "unit": one.unit,
        "provisional": one.provisional,
    }
