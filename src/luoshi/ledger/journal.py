"""The journal: append only, each entry sealed to the one before it.

What is sealed is the header: who, when, what kind of act, the digest of the entry before, and a salted digest of the
payload. So a payload can be withheld from a copy, and the chain of what remains still proves.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from luoshi.errors import LedgerError, NotFound
from luoshi.ledger import canonical, guard, merkle
from luoshi.ledger.apply import apply
from luoshi.ledger.events import Event
from luoshi.ledger.models import Entry, Head
from luoshi.ledger.rows import Rows

#: What the first entry follows.
NOTHING = "0" * 64
HERE = ZoneInfo("Asia/Shanghai")
#: Fields of a header, in the order of the table.
HEADER = (
    "seq", "at", "kind", "version", "actor", "post", "row", "algorithm", "previous", "request", "payload_digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which post (as it is called now). A machine has no person."""

    person: int | None
    post: str


@dataclass(slots=True)
class Sitting:
    """One transaction of one actor, at the end of the journal. `record` is how it writes."""

    actor: Actor
    at: datetime
    request: str | None
    head: Head
    rows: Rows
    written: list[Entry] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day on which this happens, where the ledger is kept."""
        return self.at.astimezone(HERE).date()

    def record(self, event: Event) -> Entry:
        """Append the event and apply it."""
        entry = _seal(self.head, event, self)
        with guard.opened():
            self.rows.begin(entry)
            apply(event, self.rows)
        self.head = Head(seq=entry.seq, at=entry.at, hash=entry.hash, row=self.rows.next)
        self.written.append(entry)
        return entry


class AlreadyDone(LedgerError):
    """This request was carried out before; nothing was done again."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"这个请求已经办过了（日志第 {entry.seq} 条），没有重复办理。")
        self.entry = entry


@contextmanager
def sitting(
    actor: Actor, *, request: str | None = None, now: datetime | None = None, using: str = "default"
) -> Iterator[Sitting]:
    """Hold the end of the journal for one act; all of it is written, or nothing.

    Acts take turns from here on, so that what an action checks still holds when it writes.
    Raises AlreadyDone where `request` was recorded before.
    """
    with transaction.atomic(using=using, durable=False):
        head = _locked(using)
        if request and (done := Entry.objects.using(using).filter(request=request).first()):
            raise AlreadyDone(done)
        at = max(now or datetime.now(UTC), _moment(head.at))
        session = Sitting(actor, at, request, head, Rows(using))
        yield session
        if session.written:
            with guard.opened():
                session.rows.flush()
                Head.objects.using(using).filter(id=1).update(
                    seq=session.head.seq, at=session.head.at, hash=session.head.hash, row=session.head.row
                )


def start(using: str = "default") -> None:
    """Make the end of an empty journal, once."""
    with guard.opened():
        Head.objects.using(using).get_or_create(
            id=1, defaults={"seq": 0, "at": _text(datetime.fromtimestamp(0, UTC)), "hash": NOTHING, "row": 1}
        )


def header(entry: Entry) -> dict[str, Any]:
    """What is sealed of an entry."""
    return {name: getattr(entry, name) for name in HEADER}


def seal(head: dict[str, Any], algorithm: str) -> str:
    """The digest of a header, as a leaf of the Merkle tree has it."""
    return merkle.leaf(canonical.text(head).encode(), algorithm).hex()


def payload_digest(entry: Entry) -> str:
    """What the payload of an entry digests to."""
    return canonical.digest(entry.algorithm, bytes.fromhex(entry.salt), (entry.payload or "").encode())


def known_at(day: date, *, using: str = "default") -> int:
    """The last entry written by the end of this day, 0 if none: what *as of* a day means."""
    end = datetime.combine(day + timedelta(days=1), time(), HERE).astimezone(UTC)
    last = (
        Entry.objects.using(using)
        .filter(at__lt=_text(end))
        .order_by("-at", "-seq")
        .values_list("seq", flat=True)
    )
    return int(last.first() or 0)


def entry(seq: int, *, using: str = "default") -> Entry:
    """One entry. Raises NotFound."""
    try:
        return Entry.objects.using(using).get(seq=seq)
    except Entry.DoesNotExist:
        raise NotFound(f"日志里没有第 {seq} 条。") from None


def fold(entries: Iterable[Entry], rows: Rows) -> Iterator[Entry]:
    """Apply entries that were written elsewhere, as they are; a withheld payload leaves a hole."""
    from luoshi.ledger import events

    for one in entries:
        rows.begin(one)
        if one.payload is not None:
            apply(events.read(one.kind, one.version, canonical.value(one.payload)), rows)
        yield one


def _seal(head: Head, event: Event, sitting: Sitting) -> Entry:
    algorithm = settings.LUOSHI_HASH
    salt = secrets.token_bytes(16)
    payload = canonical.text(event.payload())
    entry = Entry(
        seq=head.seq + 1,
        at=_text(sitting.at),
        kind=event.kind,
        version=event.version,
        actor=sitting.actor.person,
        post=sitting.actor.post,
        row=head.row,
        algorithm=algorithm,
        previous=head.hash,
        request=sitting.request if not sitting.written else None,
        payload_digest=canonical.digest(algorithm, salt, payload.encode()),
        salt=salt.hex(),
        payload=payload,
    )
    entry.hash = seal(header(entry), algorithm)
    return entry


def _locked(using: str) -> Head:
    try:
        return Head.objects.using(using).select_for_update().get(id=1)
    except Head.DoesNotExist:
        raise LedgerError("这个数据库里还没有台账。请先运行 luoshi init。") from None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def leaves(entries: Sequence[Entry]) -> list[bytes]:
    """The leaves of the tree over these entries."""
    return [bytes.fromhex(one.hash) for one in entries]
