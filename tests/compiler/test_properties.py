"""Laws that hold for any text: dispositions tile it, findings lie where they say, the same text gives the same bytes."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from luoshi.compiler.compilation import Compilation
from luoshi.compiler.pipeline import compile_document
from luoshi.compiler.serial import compilation_object, dumps, item_object, jsonl, schema
from luoshi.errors import YearMissing
from luoshi.sample import REPORTS, path
from luoshi.text.document import Document, sha256

ROOT = Path(__file__).resolve().parents[2]
#: What reports are made of, so that random text reaches the rules.
PIECES = st.sampled_from(
    [
        "，",
        "。",
        "；",
        "：",
        "、",
        "\n",
        "\r\n",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "\ufeff",
        "<p>",
        "&nbsp;",
        "一、",
        "（一）",
        "1.",
        "——",
        "①",
        "今年",
        "年底前",
        "到“十五五”末",
        "增长",
        "8%以上",
        "3—5家",
        "两成",
        "由51家增加到80家",
        "新建",
        "高标准农田12万亩",
        "推进",
        "南环路",
        "等项目",
        "建设",
        "市发展改革委",
        "东山县",
        "翻一番",
        "5A级景区",
        "各位代表！",
        "2024年工作回顾",
        "同时也要看到",
        "２０２５年",
        "�",
    ]
)
REPORT = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join)


def compiled(text: str) -> Compilation:
    document = Document(text, sha256(text.encode("utf-8", "surrogatepass")))
    return compile_document(document, year=2025, place="云川市")


def assert_lawful(compilation: Compilation) -> None:
    text = compilation.document.text
    at = 0
    for d in compilation.dispositions:
        assert (d.start, d.start < d.end) == (at, True)
        at = d.end
    assert at == len(text)
    assert all(a.end <= b.start for a, b in pairwise(compilation.items))
    for item in compilation.items:
        assert item.text == text[item.start : item.end]
        assert item.text.strip() == item.text
        for found in (*item.targets, *item.context, *item.projects, *item.places):
            assert item.start <= found.start < found.end <= item.end
        assert all(t.quote == text[t.start : t.end] for t in item.targets)
        assert all(p.name == text[p.start : p.end] for p in item.projects)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPORT)
def test_any_text_is_tiled(text: str) -> None:
    assert_lawful(compiled(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_any_unicode_is_compiled_and_written(text: str) -> None:
    compilation = compiled(text)
    assert_lawful(compilation)
    for line in jsonl(compilation):
        line.encode("utf-8")


@pytest.mark.parametrize("text", [
    "，" * 500_000,
    "推进" * 250_000,
    "（" * 200_000,
    "“" * 200_000,
    "<" * 200_000,
    "1" * 200_000,
    "一" * 200_000,
    "\n" * 300_000,
    "新建公园12座，" * 60_000,
    "A、" * 200_000 + "等项目开工。",
])  # fmt: skip
@pytest.mark.timeout(60)
def test_monstrous_text_neither_crashes_nor_hangs(text: str) -> None:
    compilation = compiled(text)
    assert compilation.dispositions[-1].end == len(text)


@pytest.mark.parametrize("name", REPORTS)
def test_output_fits_its_schemas(name: str) -> None:
    compilation = compiled(path(name).read_text(encoding="utf-8"))
    item, whole = schema("item"), schema("compilation")
    registry = Registry().with_resource(item["$id"], Resource.from_contents(item))
    jsonschema.Draft202012Validator.check_schema(whole)
    judge = jsonschema.Draft202012Validator(whole, registry=registry)
    judge.validate(json.loads(dumps(compilation_object(compilation))))
    assert_lawful(compilation)


def test_schema_refuses_what_is_not_of_the_contract() -> None:
    found = item_object(compiled("二、2025年重点工作\n新建公园12座。").items[0])
    judge = jsonschema.Draft202012Validator(schema("item"))
    judge.validate(found)
    assert not judge.is_valid({**found, "kind": "wish"})
    assert not judge.is_valid({**found, "colour": "red"})


def test_same_text_gives_the_same_bytes() -> None:
    text = path(REPORTS[0]).read_text(encoding="utf-8")
    first, second = (dumps(compilation_object(compiled(text))) for _ in range(2))
    assert first == second


def test_no_hash_seed_changes_a_byte() -> None:
    command = [Path(sys.executable).with_name("luoshi"), "compile", path(REPORTS[0]), "--format", "json"]
    runs = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "4")
    ]
    assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        compiled("一、2025年工作\n新建公厕12座。")
        with pytest.raises(YearMissing):
            compile_document(Document("新建公厕12座。", digest=""))
        assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def test_numbers_are_plain_decimals() -> None:
    line = next(jsonl(compiled("二、2025年重点工作\n渗漏率控制在0.00001%以内。")))
    assert '"value": 0.00001' in line
    assert "e-" not in line


@pytest.mark.corpus
def test_every_report_in_reach_is_tiled(shared: Path) -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted((shared / "reports").glob("*.txt"))]
    with (shared / "corpus" / "reports.jsonl").open(encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines]
    assert len(texts) > 100
    for text in texts:
        assert_lawful(compiled(text.removeprefix("\ufeff")))
