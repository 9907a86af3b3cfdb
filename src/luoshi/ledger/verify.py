"""Checks the journal from its first entry to its last, and against what was deposited with a witness."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from luoshi.errors import JournalBroken, LedgerError
from luoshi.ledger import guard, journal, merkle
from luoshi.ledger.models import Entry, Head

_STEP = 5000
FORMAT = "luoshi-deposit/1"


@dataclass(frozen=True, slots=True)
class Deposit:
    """The end of a journal, for a witness outside: as many entries, the last one's digest, the root over all."""

    size: int
    at: str
    hash: str
    root: str
    algorithm: str
    format: str = FORMAT

    def line(self) -> str:
        """For print: short enough to be copied by hand into a register."""
        return f"落实日志存证 {self.size} 条 {self.at} {self.algorithm} {_grouped(self.root)}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found in order: how many entries, how many without payload, and the root over all."""

    size: int
    withheld: int
    root: str
    deposited: int | None = None


def verify(
    *, against: Deposit | None = None, using: str = "default", progress: Callable[[int], None] | None = None
) -> Verified:
    """Check every entry: numbers without a gap, seals, payloads, time. Raises JournalBroken, naming the first broken.

    `against` a deposit: the journal of then must be the beginning of this one. Only that detects a complete rewrite,
    or a tail cut off: whoever can write the database can also compute the seals anew.
    """
    guard.check(using)
    found = chain(entries(using), progress=progress)
    head = Head.objects.using(using).get(id=1)
    if (head.seq, head.hash) != (found.size, found.hash):
        raise JournalBroken(
            f"日志末尾不对：应有 {head.seq} 条，实有 {found.size} 条。末尾的内容可能被删掉了。请从备份恢复并查明原因。"
        )
    if against:
        check_deposit(found.leaves, against)
    return Verified(found.size, found.withheld, found.root, against.size if against else None)


@dataclass(frozen=True, slots=True)
class Chain:
    """Entries that hold together: how many, how many without payload, their digests."""

    size: int
    withheld: int
    hash: str
    leaves: list[bytes]

    @property
    def root(self) -> str:
        """The Merkle root over all."""
        return merkle.root(self.leaves).hex()


def chain(found: Iterable[Entry], *, progress: Callable[[int], None] | None = None) -> Chain:
    """Check entries from the first on, wherever they come from. Raises JournalBroken, naming the first broken."""
    leaves: list[bytes] = []
    withheld, before = 0, Entry(seq=0, at="", hash=journal.NOTHING, row=1)
    for entry in found:
        _check(entry, before)
        withheld += entry.payload is None
        leaves.append(bytes.fromhex(entry.hash))
        before = entry
        if progress and entry.seq % _STEP == 0:
            progress(entry.seq)
    return Chain(len(leaves), withheld, before.hash, leaves)


def deposit(using: str = "default") -> Deposit:
    """The end of the journal as it is now."""
    head = Head.objects.using(using).get(id=1)
    hashes = (
        Entry.objects.using(using).filter(seq__lte=head.seq).order_by("seq").values_list("hash", flat=True)
    )
    top = merkle.root([bytes.fromhex(h) for h in hashes.iterator(chunk_size=_STEP)])
    return Deposit(head.seq, head.at, head.hash, top.hex(), "sha256")


def dumps(one: Deposit) -> str:
    """A deposit as a small file."""
    return json.dumps(asdict(one) | {"line": one.line()}, ensure_ascii=False, indent=1) + "\n"


def read_deposit(file: Path) -> Deposit:
    """A deposit from its file. Raises LedgerError."""
    try:
        found = json.loads(file.read_text("utf-8"))
        found.pop("line", None)
        one = Deposit(**found)
        if one.format != FORMAT:
            raise ValueError(one.format)
        bytes.fromhex(one.root)
    except OSError as error:
        raise LedgerError(f"读不到存证文件“{file}”：{error.strerror}。") from None
    except (ValueError, TypeError, AttributeError):
        raise LedgerError(f"“{file}”不是存证文件。存证文件由 luoshi deposit -o 文件 写出。") from None
    return one


def entries(using: str = "default") -> Iterator[Entry]:
    """All entries in order, a few thousand in memory at a time."""
    return Entry.objects.using(using).order_by("seq").iterator(chunk_size=_STEP)


def _check(entry: Entry, before: Entry) -> None:
    def broken(what: str) -> JournalBroken:
        return JournalBroken(f"日志第 {entry.seq} 条{what}（{entry.at}，{entry.kind}）。从这一条起不可信。")

    if entry.seq != before.seq + 1:
        raise JournalBroken(f"日志缺第 {before.seq + 1} 条：后面直接是第 {entry.seq} 条。从这里起不可信。")
    if entry.previous != before.hash:
        raise broken("和上一条接不上")
    if journal.seal(journal.header(entry), entry.algorithm) != entry.hash:
        raise broken("的封印不符，内容被改过")
    if entry.payload is not None and journal.payload_digest(entry) != entry.payload_digest:
        raise broken("的正文被改过")
    if entry.at < before.at:
        raise broken("的时间早于上一条")
    if entry.row < before.row:
        raise broken("的行号倒退了")


def check_deposit(leaves: list[bytes], against: Deposit) -> None:
    """Raise JournalBroken where the entries do not begin as the deposit says."""
    if len(leaves) < against.size:
        raise JournalBroken(
            f"存证时有 {against.size} 条日志，现在只有 {len(leaves)} 条：存证以后的日志被截掉了。"
        )
    then = leaves[: against.size]
    if merkle.root(then, against.algorithm).hex() != against.root or (
        then and then[-1].hex() != against.hash
    ):
        raise JournalBroken(
            f"前 {against.size} 条日志和 {against.at} 的存证不符：存证以前的日志被改写过，"
            "即使每一条的封印都对得上。请用存证时的备份逐条比对。"
        )


def _grouped(text: str) -> str:
    return " ".join(text[i : i + 8] for i in range(0, len(text), 8))
