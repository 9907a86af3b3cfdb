"""How every action is carried out: a sitting at the end of the journal, one event, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec

from django.db import models
from django.db.models import Q

from luoshi.errors import Conflict, NotFound
from luoshi.evidence.secrecy import refuse_classified
from luoshi.ledger import outbox, permissions, preflight
from luoshi.ledger.events import DraftsSigned, ProgressFiled
from luoshi.ledger.journal import Actor, AlreadyDone, Sitting, sitting
from luoshi.ledger.models import Entry

P = ParamSpec("P")
#: By kind of thing, how a message calls it.
_CALLED = {
    "Commitment": "任务",
    "Office": "单位",
    "Post": "职务",
    "Person": "人员",
    "Document": "文件",
    "Draft": "拟稿",
    "Indicator": "指标",
    "Filing": "进展反馈",
    "Evidence": "佐证材料",
    "Node": "节点",
    "Change": "申请",
    "Request": "协调事项",
    "Case": "办件",
    "Grant": "授权",
    "Purge": "清除申请",
    "ProgressDraft": "反馈稿",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What an action did: its entry. `number` is the first thing it made; `again` says it was done before."""

    entry: Entry
    again: bool = False

    @property
    def number(self) -> int:
        """The number of the first row that the act made."""
        return self.entry.row


def action(check: Callable[Concatenate[Sitting, P], Any], *, name: str = "") -> Callable[..., Act]:
    """Make an action of a function that checks and returns the event to record; the table says who may.

    `name` is its name in the table where the function is called otherwise.
    """

    taken = signature(check)

    @wraps(check)
    def act(
        by: Actor, *args: Any, request: str | None = None, now: datetime | None = None, **kwargs: Any
    ) -> Act:
        try:
            given = taken.bind(None, *args, **kwargs).arguments
            permissions.check(by, name or check.__name__, given)
            refuse_classified(_texts(given))
            with sitting(by, request=request, now=now) as session:
                event = check(session, *args, **kwargs)
                entry = session.record(event)
                _ask_for_preflight(event, entry)
                return Act(entry)
        except AlreadyDone as done:
            return Act(done.entry, again=True)

    return act


def _texts(given: Any) -> Iterator[str]:
    """Every text that somebody typed or pasted, at any depth."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        for value in given.values():
            yield from _texts(value)
    elif isinstance(given, list | tuple):
        for value in given:
            yield from _texts(value)


def _ask_for_preflight(event: Any, entry: Entry) -> None:
    """Reading files takes seconds: it is asked for in the act's own transaction, and done by the worker."""
    if isinstance(event, ProgressFiled | DraftsSigned) and any(one.evidence for one in event.filings):
        outbox.put(preflight.JOB, entry=entry.seq)


def need(model: type[models.Model], number: int) -> Any:
    """The row of this number. Raises NotFound."""
    try:
        return model.objects.get(pk=number)
    except model.DoesNotExist:
        raise NotFound(f"台账里没有编号为 {number} 的{_CALLED[model.__name__]}。请核对编号。") from None


def need_all(model: type[models.Model], numbers: Sequence[int]) -> dict[int, Any]:
    """The rows of these numbers. Raises NotFound, naming the first that is missing."""
    found = model.objects.in_bulk(set(numbers))
    for number in numbers:
        if number not in found:
            need(model, number)
    return found


def unmoved(seen: int, *rows: models.QuerySet) -> None:
    """Raise Conflict where one of these rows came or ended after the entry the caller had read."""
    for query in rows:
        later = Q(entry__gt=seen) | Q(until__gt=seen)
        if (moved := query.filter(later).order_by("-entry").first()) is not None:
            seq = max(moved.entry_id, moved.until_id or 0)
            raise Conflict(
                f"你打开以后，别人已经改过这里（日志第 {seq} 条）。你的改动没有写入；请重新打开，看过新的内容再改。"
            )
