"""What `import luoshi` offers: these names, with these signatures, each with its documentation."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import luoshi

NAMES = ["Compilation", "Document", "LuoshiError", "Reckoning", "compile", "read", "reckon"]
SIGNATURES = {
    "compile": "(document: 'Document', *, year: 'int | None' = None, place: 'str | None' = None,"
    " today: 'datetime.date | None' = None) -> 'Compilation'",
    "reckon": "(compilations: 'Sequence[Compilation]') -> 'Reckoning'",
    "read": "(source: 'str | Path | bytes', *, name: 'str | None' = None) -> 'Document'",
}


def test_package_lists_its_public_names():
    assert luoshi.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_can_be_imported_and_is_documented(name):
    scope: dict[str, object] = {}
    exec(f"from luoshi import {name}", scope)
    assert scope[name] is getattr(luoshi, name)
    assert inspect.getdoc(scope[name])


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature_is_the_published_one(name):
    assert str(inspect.signature(getattr(luoshi, name))) == SIGNATURES[name]


def test_star_import_brings_every_public_name():
    scope: dict[str, object] = {}
    exec("from luoshi import *", scope)
    assert set(NAMES) <= scope.keys()


def test_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        luoshi.reed  # noqa: B018


def test_import_alone_loads_neither_reader_nor_compiler():
    program = "import sys, luoshi; print(sorted(m for m in sys.modules if m.startswith('luoshi.')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_compiled_is_what_was_read():
    document = luoshi.read("政府工作报告\n二、2025年工作安排\n新建幼儿园9所。\n".encode(), name="报告.txt")
    compilation = luoshi.compile(document, year=2025, place="云川市")
    assert isinstance(document, luoshi.Document)
    assert isinstance(compilation, luoshi.Compilation)
    assert compilation.document is document
    assert [target.quote for item in compilation.items for target in item.targets] == ["9所"]


def test_one_base_catches_every_error():
    with pytest.raises(luoshi.LuoshiError, match="没有"):
        luoshi.read("没有.txt")
