"""What is filed is read against its evidence by the worker; it advises, and bars only a number no file can bear."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document as Docx
from servers import Place
from world import World, assigned, build, head

from luoshi.errors import Classified, WrongState
from luoshi.ledger import actions, models, outbox, preflight, store, verify

JOBS = {preflight.JOB: preflight.of_entry}


def paper(*lines: str) -> bytes:
    document = Docx()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


GOOD = (
    "高标准农田建设项目竣工验收报告",
    "建设地点：云川市",
    "验收日期：2026年3月20日",
    "验收结论：合格。新建高标准农田8.2万亩。",
)
OTHER = (
    "高标准农田建设项目竣工验收报告",
    "建设地点：云川市",
    "验收日期：2026年3月20日",
    "验收结论：合格。新建高标准农田5.1万亩。",
)
PLAN = ("关于下达高标准农田建设计划的通知", "2026年计划新建高标准农田8.2万亩。")


def filing(world: World, content: bytes, name: str = "验收报告.docx", value: str = "8.2") -> models.Filing:
    file = actions.store_evidence(world.clerk, content, name=name, kind="acceptance").number
    one = {
        "commitment": world.fields,
        "office": world.farms,
        "period": "2026-Q1",
        "value": Decimal(value) * 10000 if unit(world) == "亩" else Decimal(value),
        "evidence": [file],
    }
    return models.Filing.objects.get(id=actions.file_progress(world.clerk, [one]).number)


def unit(world: World) -> str:
    return models.CommitmentState.objects.current().get(commitment_id=world.fields).unit


@pytest.mark.parametrize(
    ("lines", "verdict", "words"),
    [(GOOD, "supported", ""), (OTHER, "not_supported", "5.1"), (PLAN, "cannot_bear", "")],
)
def test_the_worker_reads_what_was_filed(
    place: Place, lines: tuple[str, ...], verdict: str, words: str
) -> None:
    world = assigned(build())
    made = filing(world, paper(*lines))
    before = head()
    assert not models.Preflight.objects.exists()
    assert outbox.work(JOBS) == 1
    found = models.Preflight.objects.get()
    assert (found.filing_id, found.verdict) == (made.id, verdict)
    assert words in found.quote + found.why
    assert head() == before
    preflight.of_entry(made.entry_id)  # twice is once
    assert models.Preflight.objects.count() == 1


def test_a_number_that_no_file_bears_is_not_called_supported(place: Place) -> None:
    world = assigned(build())
    made = filing(world, paper(*OTHER))
    outbox.work(JOBS)
    ruling = {"filing": made.id, "accepted": True, "supported": made.value}
    with pytest.raises(WrongState, match="材料不能证明这个数"):
        actions.rule_filings(world.chief, [ruling])
    actions.rule_filings(world.chief, [{"filing": made.id, "accepted": True, "supported": None}])


@pytest.mark.parametrize(
    ("content", "name"), [(b"\xff\xd8\xff\xe0 no photograph", "现场.jpg"), (b"%PDF-1.4 broken", "扫描.pdf")]
)
def test_what_cannot_be_read_is_said_and_bars_nothing_but_a_photograph(
    place: Place, content: bytes, name: str
) -> None:
    world = assigned(build())
    made = filing(world, content, name)
    outbox.work(JOBS)
    assert models.Preflight.objects.get().verdict in ("unread", "cannot_bear")
    if models.Preflight.objects.get().verdict == "unread":
        actions.rule_filings(world.chief, [{"filing": made.id, "accepted": True, "supported": made.value}])
    else:
        with pytest.raises(WrongState):
            actions.rule_filings(
                world.chief, [{"filing": made.id, "accepted": True, "supported": made.value}]
            )


def test_a_mark_of_classification_is_refused_before_anything_is_written(place: Place) -> None:
    world = assigned(build())
    before, files = head(), sorted((place.home / "evidence").rglob("*"))
    secret = paper("机密★5年", "关于某事的报告")
    with pytest.raises(Classified):
        actions.store_evidence(world.clerk, secret, name="报告.docx", kind="numbered")
    with pytest.raises(Classified):
        actions.store_evidence(world.clerk, b"x", name="秘密★_报告.pdf", kind="numbered")
    with pytest.raises(Classified):
        actions.register_document(
            world.clerk, "绝密★长期\n关于某事", kind="instruction", title="批示", place="云川市", year=2026
        )
    one = {
        "commitment": world.fields,
        "office": world.farms,
        "period": "2026-Q1",
        "sentence": "机密★\n已完成",
    }
    with pytest.raises(Classified):
        actions.file_progress(world.clerk, [one])
    assert head() == before
    assert sorted((place.home / "evidence").rglob("*")) == files
    actions.file_progress(world.clerk, [one | {"sentence": "已开展保密工作检查，涉及工作秘密12项。"}])
    assert verify.verify().size == head()
    assert store.where("0" * 64).name == "0" * 64


def test_the_commands(place: Place, tmp_path: Path) -> None:
    world = assigned(build())
    number = models.Commitment.objects.get(id=world.fields).number
    file = tmp_path / "验收报告.docx"
    file.write_bytes(paper(*GOOD))

    def luoshi(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "luoshi.cli", *arguments]
        return subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)

    found = [
        json.loads(line) for line in luoshi("evidence", "match", str(file), "--json").stdout.splitlines()
    ]
    assert found[0]["number"] == number
    assert number in luoshi("evidence", "match", str(file), "--office", "市农业农村局").stdout
    assert "没有说到" in luoshi("evidence", "match", str(file), "--office", "市统计局").stdout
    backed = tmp_path / "b.zip"
    assert luoshi("backup", "-o", str(backed)).returncode == 0
    assert "去掉 0 份" in luoshi("evidence", "purge-backups", str(backed)).stdout
    before = file.read_bytes()
    assert "没有改成" in luoshi("evidence", "purge-backups", str(file)).stderr
    assert file.read_bytes() == before
