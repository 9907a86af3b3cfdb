"""Files over HTTP: taken in by what they are, stopped where they are too large, given out as attachments."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from servers import Place
from town import call, person
from world import head

from luoshi.ledger import actions
from luoshi.ledger import models as m
from luoshi.mechanisms.roles import Role
from luoshi.web import receiving

PDF = b"%PDF-1.7\n\xe2\xe3 x"


def docx(**parts: bytes) -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("竣工验收：新建高标准农田8.2万亩。")
    document.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin"), content)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def archive(name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "x")
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The same package with its parts marked as enciphered."""
    data = bytearray(content)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(data)


def send(token: str | None, content: bytes, name: str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    data = {"file": SimpleUploadedFile(name, content), "kind": "acceptance", **more}
    return call(token, "evidence", "post", data=data, headers=headers)


def test_a_file_is_stored_once_and_comes_back_as_it_was(city: Any, place: Place) -> None:
    handler, content = city.tokens[Role.OFFICE_HANDLER], docx()
    first = send(handler, content, "验收单.docx")
    made = first.json()
    assert (first.status_code, made["digest"]) == (201, sha256(content).hexdigest())
    again = send(city.tokens[Role.SUPERVISION_CLERK], content, "别名.docx")
    assert (again.status_code, again.json()["number"], again.json()["again"]) == (200, made["number"], True)
    about = call(handler, f"evidence/{made['digest']}").json()
    assert (about["name"], about["size"], about["label"]) == ("验收单.docx", len(content), "internal")
    got = call(handler, f"evidence/{made['digest']}/content")
    assert got.content == content
    assert got["Content-Type"] == "application/octet-stream"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E9%AA%8C")
    assert "sandbox" in got["Content-Security-Policy"]
    assert (place.home / "evidence" / made["digest"][:2] / made["digest"]).is_file()
    assert list((place.home / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx(), "a.docx"),
        (xlsx(), "a.xlsx"),
        (PDF, "a.PDF"),
        (archive("OFD.xml"), "a.ofd"),
        ("每月进展".encode(), "a.txt"),
        ("单位,数\n甲,1\n".encode("gb18030"), "a.csv"),
        (b"\x89PNG\r\n\x1a\nx", "a.png"),
        (b"\xff\xd8\xffx", "a.jpeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "a.wps"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", "a.docx"),
    ],
)
def test_what_can_be_evidence_comes_in(content: bytes, name: str) -> None:
    receiving.admit(content, name)


#: Contents under a name, and words of the refusal.
REFUSED = (
    (b"", "a.pdf", "是空的"),
    (docx(), "a.pdf", "扩展名是 .pdf，内容却是docx"),
    (PDF, "a.docx", "扩展名是 .docx，内容却是PDF"),
    (PDF, "a.txt", "内容却是PDF"),
    ("文字".encode(), "a.pdf", "内容却是文字"),
    (b"MZ\x90\0", "a.exe", "不是可以作佐证"),
    (b"MZ\x90\0", "a.pdf", "不是可以作佐证"),
    (b"<script>alert(1)</script>", "a.html", "不是可以作佐证"),
    (b"<svg onload='x'/>", "a.svg", "不是可以作佐证"),
    (archive(), "a.zip", "不是可以作佐证"),
    (archive(), "a.docx", "压缩包"),
    (locked(archive()), "a.docx", "压缩包"),
    (locked(docx()), "a.docx", "加密"),
    (docx(word__vbaProject_bin=b"x"), "a.docx", "带有宏"),
    (docx()[:900], "a.docx", "损坏"),
    (PDF, "无扩展名", "不是可以作佐证"),
)


def test_what_cannot_be_evidence_is_refused_with_the_remedy(town: Any) -> None:
    before = head()
    for content, name, message in REFUSED:
        answer = send(town.tokens[Role.OFFICE_HANDLER], content, name)
        problem = answer.json()
        assert (answer.status_code, head()) == (422, before), problem
        assert message in problem["detail"], problem
        assert "请" in problem["detail"] or "可以上传" in problem["detail"]
    assert not m.Evidence.objects.exists()


def test_a_file_that_is_too_large_is_stopped_and_nothing_of_it_stays(
    town: Any, sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MAX_BYTES", 100_000)
    answer = send(town.tokens[Role.OFFICE_HANDLER], PDF + b"x" * 300_000, "a.pdf")
    assert answer.status_code == 413, answer.content.decode()
    assert "上限" in answer.json()["detail"]
    assert list((sqlite_place.home / "uploads").iterdir()) == []
    assert not list((sqlite_place.home / "evidence").rglob("*.*"))


def test_the_same_upload_sent_twice_is_done_once(city: Any) -> None:
    handler, key = city.tokens[Role.OFFICE_HANDLER], {"Idempotency-Key": "u1"}
    first = send(handler, PDF, "a.pdf", headers=key)
    assert send(handler, PDF, "a.pdf", headers=key).json()["entry"] == first.json()["entry"]
    other = send(handler, PDF + b"y", "a.pdf", headers=key)
    assert (other.status_code, m.Evidence.objects.count()) == (422, 1)


def test_a_work_secret_file_is_given_to_those_it_concerns(city: Any) -> None:
    mine = city.tokens[Role.OFFICE_HANDLER]
    digest = send(mine, PDF, "a.pdf", label="work_secret").json()["digest"]
    other = person(Role.OFFICE_HANDLER, city.world.statistics)[1]
    for token, status in (
        (mine, 200),
        (city.tokens[Role.SUPERVISION_HEAD], 200),
        (other, 404),
        (city.tokens[Role.AUDITOR], 404),
    ):
        assert call(token, f"evidence/{digest}/content").status_code == status
    number = m.Evidence.objects.get().id
    one = {
        "commitment": city.world.fields,
        "office": city.world.farms,
        "period": "2026-Q2",
        "sentence": "在建",
        "evidence": [number],
    }
    actions.file_progress(city.world.clerk, [one])
    colleague = person(Role.OFFICE_HANDLER, city.world.farms)[1]
    assert call(colleague, f"evidence/{digest}/content").status_code == 200


def test_a_file_that_was_purged_is_gone_and_one_that_was_changed_is_not_given_out(
    city: Any, place: Place
) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    digest = send(clerk, PDF, "a.pdf").json()["digest"]
    file: Path = place.home / "evidence" / digest[:2] / digest
    file.chmod(0o600)
    file.write_bytes(b"other")
    broken = call(clerk, f"evidence/{digest}/content")
    assert (broken.status_code, "other" in broken.content.decode()) == (500, False)
    assert "不符" in broken.json()["detail"]
    file.unlink()
    assert call(clerk, f"evidence/{digest}/content").status_code == 404


def test_names_of_files_are_made_harmless(town: Any) -> None:
    handler = town.tokens[Role.OFFICE_HANDLER]
    name = "..\\..\\验\u202e收" + "长" * 300 + ".pdf"
    digest = send(handler, PDF, name).json()["digest"]
    kept = m.Evidence.objects.get(digest=digest).name
    assert len(kept) == 200
    assert kept.startswith("验收长")
    assert kept.endswith(".pdf")


def test_a_state_secret_is_refused_and_nothing_of_it_stays(city: Any, place: Place) -> None:
    handler, before = city.tokens[Role.OFFICE_HANDLER], head()
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("机密★5年")
    document.add_paragraph("新建高标准农田8.2万亩。")
    document.save(out)
    stored = sorted((place.home / "evidence").rglob("*"))
    for content, name in (
        (out.getvalue(), "a.docx"),
        (PDF, "机密★验收单.pdf"),
        ("秘密★\n进展".encode(), "a.txt"),
    ):
        answer = send(handler, content, name)
        assert (answer.status_code, head()) == (422, before), name
        assert "密级标志" in answer.json()["detail"]
    assert sorted((place.home / "evidence").rglob("*")) == stored
    assert list((place.home / "uploads").iterdir()) == []
