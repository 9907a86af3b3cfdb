"""Evidence over HTTP: taken in by content and size, given out as attachments only."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Path, Router, Status
from ninja.files import UploadedFile

from luoshi.errors import NotFound
from luoshi.ledger import actions, permissions, store
from luoshi.ledger import models as m
from luoshi.web import receiving
from luoshi.web.api import schemas as s
from luoshi.web.api.access import act, read
from luoshi.web.api.acting import Key, request_of
from luoshi.web.callers import Caller

router = Router(tags=["佐证材料"])
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="文件的校验值（SHA-256）")]
EvidenceKind = Literal[
    "acceptance", "statistics", "voucher", "numbered", "notice", "contract", "photograph", "other"
]


@act(router, "/evidence", response=s.Kept, operation_id="store_evidence")
def upload(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="文件，不超过 50 MB")],
    kind: Annotated[EvidenceKind, Form()] = "other",
    label: Annotated[Literal["public", "internal", "work_secret"], Form()] = "internal",
    key: Key = None,
) -> Any:
    """上传一份佐证材料；同一份文件只存一次。"""
    caller: Caller = request.auth
    permissions.check(caller.actor, "store_evidence", {})
    name = _plain(file.name)
    content = file.read()
    receiving.admit(content, name)
    digest = sha256(content).hexdigest()
    request_name = request_of(caller, key, f"{digest} {name} {kind} {label}")
    there = m.Evidence.objects.filter(digest=digest).first()
    if there is not None:
        return Status(200, s.Kept(number=there.id, digest=digest, entry=there.entry_id, again=True))
    done = actions.store_evidence(
        caller.actor, content, name=name, kind=kind, label=label, request=request_name
    )
    return Status(
        200 if done.again else 201,
        s.Kept(number=done.number, digest=digest, entry=done.entry.seq, again=done.again),
    )


@read(router, "/evidence/{digest}", reads="read_evidence", response=s.Stored, operation_id="evidence")
def about(request: HttpRequest, digest: Digest) -> s.Stored:
    """一份佐证材料的名称、类别、大小。"""
    one = _seen(request.auth, digest)
    return s.Stored(
        number=one.id,
        digest=one.digest,
        name=one.name,
        kind=one.kind,
        label=one.label,
        size=one.size,
        purged=m.PurgeDecision.objects.filter(purge__evidence=one, approved=True).exists(),
    )


@read(
    router,
    "/evidence/{digest}/content",
    reads="read_evidence",
    response=bytes,
    operation_id="evidence_content",
)
def content(request: HttpRequest, digest: Digest) -> HttpResponse:
    """下载一份佐证材料：总是作为附件，内容核对过校验值。"""
    one = _seen(request.auth, digest)
    response = HttpResponse(store.fetch(one.digest), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _seen(caller: Caller, digest: str) -> m.Evidence:
    found = caller.evidence().filter(digest=digest).first()
    if found is None:
        raise NotFound("没有这份佐证材料，或者它不在你可以看的范围里。请核对校验值。")
    return found


def _plain(name: str | None) -> str:
    """A file's name without folders or signs that do not print, as long as the ledger has room for."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    shown = "".join(sign for sign in last if sign.isprintable())
    ending = PurePosixPath(shown).suffix
    return shown if len(shown) <= 200 else shown[: 200 - len(ending)] + ending
