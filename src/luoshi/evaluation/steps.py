"""Steps: the dated outcomes of an action, the stages of works, and the checks of continuous work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from luoshi.compiler.compilation import Kind
from luoshi.errors import SettingMissing
from luoshi.evaluation.facts import Filing, Node, Promise
from luoshi.evaluation.periods import Period, Unit, periods
from luoshi.rulebook.parameters import Parameters


class StepState(StrEnum):
    """How a step stands by its date."""

    NOT_STARTED = "not_started"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


STEP_STATES = {
    StepState.NOT_STARTED: "未启动",
    StepState.ON_TIME: "按期推进",
    StepState.OVERDUE: "逾期",
    StepState.DONE: "完成",
    StepState.DONE_LATE: "逾期完成",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One dated outcome, when it was reached by word and by evidence, and the filings that spoke of it.

    It is overdue after `judged_after`: its due, and for continuous work the time allowed to report on it.
    """

    order: int
    outcome: str
    due: date
    judged_after: date
    declared_on: date | None
    supported_on: date | None
    filings: tuple[str, ...]
    source: str
    begun: bool
    continuous: bool = False

    def state(self, reached_on: date | None, day: date) -> tuple[StepState, int]:
        """How it stands when it was reached on that day, or not yet; and by how many days it is or was overdue."""
        if reached_on is not None:
            late = max((reached_on - self.due).days, 0)
            return (StepState.DONE_LATE if late else StepState.DONE), late
        if day > self.judged_after:
            return StepState.OVERDUE, (day - self.due).days
        return (StepState.ON_TIME if self.begun else StepState.NOT_STARTED), 0


def steps(promise: Promise, filings: Iterable[Filing], parameters: Parameters) -> tuple[Step, ...]:
    """The steps of works or of an action, in the order of their dates; none for other kinds."""
    if promise.kind not in (Kind.PROJECT, Kind.ACTION):
        return ()
    said = [filing for filing in filings if not filing.no_change]
    nodes = promise.nodes or tuple(_dues_as_nodes(promise))
    dated = [_step(node, nodes, said) for node in nodes]
    checks = _checks(promise, len(nodes), said, parameters) if promise.continuous else []
    return tuple(sorted([*dated, *checks], key=lambda step: (step.due, step.order)))


def _dues_as_nodes(promise: Promise) -> Iterator[Node]:
    """Where nobody named nodes, the dues stand for them; the last due of continuous work is its end, no outcome."""
    dues = sorted(promise.dues, key=lambda due: due.day)
    for order, due in enumerate(dues[:-1] if promise.continuous else dues, 1):
        yield Node(order, due.what or "按期完成", due.day, source=promise.source)


def _step(node: Node, nodes: Sequence[Node], filings: Sequence[Filing]) -> Step:
    """Works that reached a stage have passed the earlier ones."""
    proof = {n.order for n in nodes if n == node or _passes(n, node)}
    about = [filing for filing in filings if filing.node in proof]
    return Step(
        node.order, node.outcome, node.due, node.due, *_reached(about), _keys(about), node.source, bool(filings)
    )  # fmt: skip


def _passes(later: Node, node: Node) -> bool:
    return later.stage is not None and node.stage is not None and later.stage.rank >= node.stage.rank


def _checks(
    promise: Promise, after: int, filings: Sequence[Filing], parameters: Parameters
) -> Iterator[Step]:
    """Continuous work is checked at the end of each half year: what was filed on it within the half."""
    unit = _check_unit(parameters)
    wait = timedelta(days=int(parameters.need(f"grace_{unit}").value))
    for order, period in enumerate(periods(unit, promise.begins, promise.ends), after + 1):
        about = [f for f in filings if f.node is None and _speaks_of(f, period)]
        due = min(period.end, promise.ends)
        yield Step(
            order, f"{period.label}持续推进", due, due + wait, *_reached(about), _keys(about), promise.source,
            bool(filings), continuous=True,
        )  # fmt: skip


def _check_unit(parameters: Parameters) -> Unit:
    checks = parameters.need("continuous_checks").value
    for unit in Unit:
        if unit.months * checks == 12:
            return unit
    raise SettingMissing(f"continuous_checks 是 {checks}，只能是 1、2、4 或 12。请改正设定。")


def _speaks_of(filing: Filing, period: Period) -> bool:
    return period.contains(filing.period.end if filing.period else filing.holds_on)


def _reached(filings: Sequence[Filing]) -> tuple[date | None, date | None]:
    """Since when it holds by word, and by accepted evidence."""
    declared = min((filing.day for filing in filings), default=None)
    return declared, min((f.day for f in filings if f.accepted and f.proven), default=None)


def _keys(filings: Iterable[Filing]) -> tuple[str, ...]:
    return tuple(sorted(filing.source for filing in filings))
