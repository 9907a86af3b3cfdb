"""Cases as the engine sees them: their acts folded by their definition, what the place has set, what holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from django.db.models import QuerySet

from luoshi.errors import MechanismError
from luoshi.ledger import models as m
from luoshi.ledger import queries
from luoshi.mechanisms.acting import Prompt, prompts, readings
from luoshi.mechanisms.clocks import ClockStanding, Reading
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.load import catalogue, find
from luoshi.mechanisms.progress import Act, Progress, fold
from luoshi.mechanisms.roles import Role
from luoshi.rulebook.places_data import divisions_in

#: What somebody asked about, by which office, and in what words.
_Asked = tuple[tuple[str, int, int], str]


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """A case on a day: its state, its clocks, and what it waits for (`held`), if anything.

    `progress` is None, and there are no clocks, where this program has not the definition it goes by.
    """

    case: m.Case
    state: str
    title: str
    final: bool
    office: int
    held: str
    clocks: tuple[Reading, ...]
    progress: Progress | None

    @property
    def overdue(self) -> bool:
        """Whether a clock that still runs has passed its day."""
        return any(one.standing is ClockStanding.OVERDUE for one in self.clocks)

    @property
    def altered(self) -> bool:
        """Whether the definition's file is another than when the case was opened."""
        return self.progress is None or self.progress.definition.digest != self.case.digest

    def prompts(self, day: date) -> list[Prompt]:
        """What overdue clocks ask for; nothing while the case is held."""
        return prompts(self.progress, day, held=self.held) if self.progress else []


def standings(cases: QuerySet[m.Case], day: date, *, seq: int | None = None) -> list[CaseStanding]:
    """These cases on a day, by what was known at an entry, in the order of their numbers."""
    states = m.CaseState.objects.known(seq).filter(case__in=cases)
    found = list(states.select_related("case", "case__commitment").order_by("case_id"))
    acts = acts_of(cases, seq=seq)
    waiting = held(found, seq=seq)
    settings = _settings(seq)
    return [_standing(one, acts[one.case_id], waiting.get(one.case_id, ""), day, settings) for one in found]


def acts_of(cases: QuerySet[m.Case], *, seq: int | None = None) -> dict[int, list[Act]]:
    """The acts of each case in order, as the engine takes them."""
    rows = m.CaseAct.objects.filter(case__in=cases)
    if seq is not None:
        rows = rows.filter(entry__lte=seq)
    found: defaultdict[int, list[Act]] = defaultdict(list)
    fields = ("case_id", "act", "on", "role", "said", "entry__actor")
    for case, act, on, role, said, actor in rows.order_by("case_id", "order").values_list(*fields):
        found[case].append(Act(act, on, Role(role) if role else None, person_of(actor), said))
    return found


def person_of(actor: int | None) -> str:
    """A person as the engine tells persons apart; the system and the machine's operator are nobody."""
    return "" if actor is None else str(actor)


def need_progress(standing: CaseStanding) -> Progress:
    """Where a case is by its definition. Raises MechanismError where that is not here, or no longer fits."""
    if standing.progress is not None:
        return standing.progress
    case = standing.case
    definition = definition_of(case)
    raise MechanismError(
        f"{case.number} 按“{definition.title}”第 {case.edition} 版立案（校验值 {case.digest}），{definition.file} 后来改过，"
        "已经对不上办过的步骤。请恢复原来的文件；要改的，另写一版。"
    )


def definition_of(case: m.Case) -> Definition:
    """The definition that a case goes by. Raises MechanismError where this program has it not."""
    return find(case.procedure, case.edition)


def settings_of(place: str, day: date, *, seq: int | None = None) -> Settings:
    """What the place has set, by what was known at an entry; of two for one day the later entry goes.

    A procedure is switched as it was on `day`; values carry their days.
    """
    rows = m.MechanismSetting.objects.order_by("entry_id", "id")
    if seq is not None:
        rows = rows.filter(entry__lte=seq)
    values: defaultdict[tuple[str, str], dict[date, int]] = defaultdict(dict)
    switches: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for row in rows:
        if row.parameter:
            values[row.procedure, row.parameter][row.since] = row.value
        elif row.since <= day:
            switches[row.procedure][row.since] = row.value
    last = {name: dated[max(dated)] for name, dated in switches.items()}
    return Settings(
        places=places(place, day.year),
        switched_on=frozenset(name for name, value in last.items() if value),
        switched_off=frozenset(name for name, value in last.items() if not value),
        values={key: tuple(sorted(dated.items())) for key, dated in values.items()},
    )


@lru_cache(maxsize=64)
def places(place: str, year: int) -> tuple[str, ...]:
    """A place and the wider ones that hold it, narrow first; of an unknown one only itself."""
    known = divisions_in(year)
    code = next((code for code, one in known.items() if one.name == place), "")
    codes = (code, code[:4] + "00", code[:2] + "0000") if code else ()
    names = dict.fromkeys([place, *(known[one].name for one in codes if one in known)])
    return tuple(name for name in names if name)


def held(states: Sequence[m.CaseState], *, seq: int | None = None) -> dict[int, str]:
    """By case, what its office asked for and still waits to be answered: requests on file, and cases that hold."""
    asked: defaultdict[tuple[str, int, int], list[str]] = defaultdict(list)
    for key, words in (*_requests(states, seq), *_holding(seq)):
        asked[key].append(words)
    found = {}
    for one in states:
        keys = [
            ("commitment", one.office_id, one.case.commitment_id),
            ("document", one.office_id, one.case.document_id),
            ("case", one.office_id, one.case_id),
        ]
        words = list(dict.fromkeys(words for key in keys for words in asked.get(key, ())))
        if words and not _holds(one.case.procedure):
            found[one.case_id] = "；".join(words)
    return found


def _holds(procedure: str) -> bool:
    return any(one.name == procedure and one.spec.holds for one in catalogue())


def _requests(states: Sequence[m.CaseState], seq: int | None) -> Iterable[_Asked]:
    """Requests on file that nobody has answered, neither here nor in a case of their own."""
    commitments = {one.case.commitment_id for one in states if one.case.commitment_id}
    rows = m.Request.objects.filter(filing__commitment_id__in=commitments)
    answers, ended = m.Answer.objects.all(), m.CaseState.objects.known(seq).filter(final=True)
    if seq is not None:
        rows, answers = rows.filter(entry__lte=seq), answers.filter(entry__lte=seq)
    rows = rows.exclude(id__in=answers.values("request_id"))
    rows = rows.exclude(id__in=ended.filter(case__request__isnull=False).values("case__request_id"))
    names = queries.office_names(seq=seq)
    for one in rows.select_related("filing", "post"):
        whom = one.post.title if one.post else names.get(one.office_id, "")
        key = ("commitment", one.filing.office_id, one.filing.commitment_id)
        yield key, f"{whom}：{one.what}（{one.due}前）"


def _holding(seq: int | None) -> Iterable[_Asked]:
    """Open cases of procedures that hold, by what they are about."""
    holding = [one.name for one in catalogue() if one.spec.holds]
    states = m.CaseState.objects.known(seq).filter(final=False, case__procedure__in=holding)
    for one in states.select_related("case"):
        words = f"{one.case.number} 还没有办完"
        if one.case.commitment_id:
            yield ("commitment", one.office_id, one.case.commitment_id), words
        if one.case.document_id:
            yield ("document", one.office_id, one.case.document_id), words
        if one.case.about_id:
            yield ("case", one.office_id, one.case.about_id), words


def _standing(
    state: m.CaseState, acts: Sequence[Act], waiting: str, day: date, settings: Callable[[m.Case], Settings]
) -> CaseStanding:
    case = state.case
    try:
        definition = definition_of(case)
        progress = fold(definition, acts, settings(case))
        title = definition.spec.states[state.state].title
    except (MechanismError, KeyError):
        # The file is not here, or was changed so that it no longer has what was done: the case still has to show.
        return CaseStanding(case, state.state, state.state, state.final, state.office_id, waiting, (), None)
    clocks = tuple(readings(progress, day))
    return CaseStanding(case, state.state, title, state.final, state.office_id, waiting, clocks, progress)


def _settings(seq: int | None) -> Callable[[m.Case], Settings]:
    """The settings of a case that is open, read once for each place and year: switches matter for opening only."""

    @cache
    def of(place: str, year: int) -> Settings:
        return settings_of(place, date(year, 12, 31), seq=seq)

    return lambda case: of(case.place, case.opened.year)
