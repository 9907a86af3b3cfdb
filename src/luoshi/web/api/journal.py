"""The journal for whoever wants to check: headers, payloads for those who audit, deposits and proofs."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from luoshi.ledger import journal, merkle, verify
from luoshi.ledger import models as m
from luoshi.web.api import schemas as s
from luoshi.web.api.access import read
from luoshi.web.api.commitments import entry_of

router = Router(tags=["日志"])
Seq = Annotated[int, Path(ge=1, le=s.LARGEST, description="日志的第几条")]


@read(router, "/journal", reads="read_journal", response=s.Entries, operation_id="journal")
def listed(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=s.LARGEST, description="从这一条以后列起")] = 0,
    limit: s.Limit = 50,
) -> s.Entries:
    """日志，从先到后，不带正文。"""
    rows = m.Entry.objects.filter(seq__gt=after).defer("payload").order_by("seq")[: limit + 1]
    found = list(rows)
    return s.Entries(
        items=[entry_of(one) for one in found[:limit]],
        next=found[limit - 1].seq if len(found) > limit else None,
    )


@read(router, "/journal/{seq}", reads="read_journal", response=s.Entry, operation_id="entry")
def one(request: HttpRequest, seq: Seq) -> s.Entry:
    """一条日志，不带正文。"""
    return entry_of(journal.entry(seq))


@read(router, "/journal/{seq}/payload", reads="read_payloads", response=s.Payload, operation_id="payload")
def payload(request: HttpRequest, seq: Seq) -> s.Payload:
    """一条日志的正文和它的盐，可以核对 payload_digest。"""
    found = journal.entry(seq)
    return s.Payload(
        seq=seq, salt=found.salt, payload=None if found.payload is None else json.loads(found.payload)
    )


@read(router, "/journal/{seq}/proof", reads="read_journal", response=s.Proof, operation_id="proof")
def proof(request: HttpRequest, seq: Seq) -> s.Proof:
    """证明这一条在日志里：从它的封印算到根要用的各个值（RFC 6962）。"""
    found, deposit = journal.entry(seq), _deposit(_end())
    rows = m.Entry.objects.filter(seq__lte=deposit.size).order_by("seq").values_list("hash", flat=True)
    leaves = [bytes.fromhex(one) for one in rows.iterator(chunk_size=10_000)]
    path = merkle.inclusion(leaves, seq - 1, deposit.algorithm)
    return s.Proof(
        seq=seq,
        hash=found.hash,
        size=deposit.size,
        root=deposit.root,
        algorithm=deposit.algorithm,
        path=[one.hex() for one in path],
    )


@read(router, "/deposit", reads="read_journal", response=s.Deposit, operation_id="deposit")
def deposit(request: HttpRequest) -> s.Deposit:
    """日志末尾的存证，交给外面的见证人。"""
    found = _deposit(_end())
    return s.Deposit(**asdict(found), line=found.line())


def _end() -> str:
    return m.Head.objects.get(id=1).hash


@lru_cache(maxsize=4)
def _deposit(end: str) -> verify.Deposit:
    """The deposit at an end of the journal, by its seal: what was written up to there does not change any more."""
    return verify.deposit()
