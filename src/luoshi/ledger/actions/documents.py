"""Documents and evidence: register a document, keep the compiler's drafts of it, store a file."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from django.db import transaction

from luoshi.compiler.compilation import Compilation
from luoshi.compiler.model import rules_version
from luoshi.compiler.serial import item_object
from luoshi.errors import LedgerError, ReadError, SamePerson, WrongState
from luoshi.evidence.read import read_evidence
from luoshi.evidence.secrecy import refuse_evidence
from luoshi.ledger import events, store
from luoshi.ledger import models as m
from luoshi.ledger.actions.recording import Act, action, need
from luoshi.ledger.journal import Actor, Sitting
from luoshi.ledger.models.documents import Label, SourceKind
from luoshi.ledger.models.progress import EvidenceKind


@action
def register_document(
    session: Sitting,
    text: str,
    *,
    kind: str,
    title: str,
    place: str,
    year: int,
    number: str = "",
    issuer: str = "",
    dated: date | None = None,
    label: str = Label.PUBLIC,
    first_leads: bool = False,
) -> events.Event:
    """Register a document by its text. Raises WrongState where the same text stands as the same kind already."""
    digest = store.keep(text.encode("utf-8", "surrogatepass"))
    if m.Document.objects.filter(digest=digest, kind=kind).exists():
        raise WrongState(f"这份文件已经登记过了：{title}。没有重复登记。")
    return events.DocumentRegistered(
        kind_of=SourceKind(kind),
        title=title,
        number=number,
        issuer=issuer,
        place=place,
        year=year,
        dated=dated,
        label=Label(label),
        digest=digest,
        first_leads=first_leads,
    )


@action
def compile_document(session: Sitting, document: int, compilation: Compilation) -> events.Event:
    """Keep the drafts that a compilation holds; once for a document."""
    need(m.Document, document)
    if m.Draft.objects.filter(document_id=document).exists():
        raise WrongState("这份文件已经拆解过，拟稿都在。没有重复拆解。")
    return events.DocumentCompiled(
        document=document,
        rulebook=rules_version(),
        drafts=[
            events.DraftShape(
                start=item.start,
                end=item.end,
                kind_of=item.kind,
                tense=item.tense,
                item=_plain(item_object(item)),
            )
            for item in compilation.items
        ],
    )


def store_evidence(
    by: Actor, content: bytes, *, name: str, kind: str, label: str = Label.INTERNAL, **options: Any
) -> Act:
    """Store a file by its digest; the same file is stored once.

    Raises Classified before anything is written where the file bears a mark of classification, WrongState where it is
    there already. What cannot be read is stored, and said to be unread when it is looked into.
    """
    with contextlib.suppress(ReadError):
        refuse_evidence(read_evidence(content, name=name))
    return _stored(by, content, name=name, kind=kind, label=label, **options)


def _store(session: Sitting, content: bytes, *, name: str, kind: str, label: str) -> events.Event:
    digest = store.keep(content)
    if m.Evidence.objects.filter(digest=digest).exists():
        raise WrongState(f"“{name}”已经在佐证材料里了，没有重复存放。")
    return events.EvidenceStored(
        digest=digest, name=name, kind_of=EvidenceKind(kind), size=len(content), label=Label(label)
    )


_stored = action(_store, name="store_evidence")


@action
def ask_purge(session: Sitting, evidence: int, *, reason: str) -> events.Event:
    """Ask to remove a file that should never have been admitted; another person decides."""
    need(m.Evidence, evidence)
    if not reason.strip():
        raise LedgerError("请写明为什么要清除这份材料；理由和校验值会留下。")
    if m.Purge.objects.filter(evidence_id=evidence, decision__isnull=True).exists():
        raise WrongState("这份材料已经有一份清除申请在等待审核。")
    _still_there(evidence)
    return events.PurgeAsked(evidence=evidence, reason=reason)


@action
def decide_purge(session: Sitting, purge: int, *, approved: bool, reason: str = "") -> events.Event:
    """Decide on removing a file; approved, its bytes leave the store. From backups: `luoshi evidence purge-backups`."""
    asked = need(m.Purge, purge)
    if m.PurgeDecision.objects.filter(purge=asked).exists():
        raise WrongState("这份清除申请已经审核过了。")
    if session.actor.person is not None and asked.entry.actor == session.actor.person:
        raise SamePerson("申请清除和批准清除不能是同一个人。")
    if not approved and not reason.strip():
        raise LedgerError("不同意要写明理由。")
    digest = asked.evidence.digest
    if approved:
        transaction.on_commit(lambda: store.remove(digest))
    return events.PurgeDecided(purge=purge, digest=digest, approved=approved, reason=reason)


def _still_there(evidence: int) -> None:
    if m.PurgeDecision.objects.filter(purge__evidence_id=evidence, approved=True).exists():
        raise WrongState("这份材料已经清除了。")


def _plain(value: Any) -> Any:
    """The same without numbers that a canonical text would change: those with a fraction become their text."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    return str(value)
