"""A definition that does not hold is refused with file, line, reason and remedy.

Each file of `broken/` is `good.yaml` with one change; its first line says the message it must produce.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.errors import MechanismError
from luoshi.mechanisms.load import load, load_all
from luoshi.mechanisms.scripts import failures

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_definition_is_refused_with_line_reason_and_remedy(path):
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert expected.startswith(f"{path.name}:")
    with pytest.raises(MechanismError) as refused:
        load(path)
    assert str(refused.value) == expected


def test_the_folder_of_broken_files_is_found():
    assert len(BROKEN) > 40


def test_the_good_definition_loads_and_its_examples_hold():
    assert failures(load(HERE / "good.yaml")) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00", "不是 UTF-8 编码"),
        (b"", "文件应由"),
        (b"- a\n", "文件应由"),
        (b"a: " + b"[" * 50 + b"]" * 50, "套了 20 层以上"),
        (b"? [a, b]\n: c\n", "冒号前面应是一个名字"),
        (b"x" * 1_000_001, "不像一份定义"),
    ],
)
def test_bytes_that_are_no_definition_are_refused(tmp_path, data, said):
    path = tmp_path / "some.yaml"
    path.write_bytes(data)
    with pytest.raises(MechanismError, match=said):
        load(path)


@pytest.mark.parametrize("name", ["Caps.yaml", "名.yaml", "a.b.yaml", "a.yml"])
def test_a_file_name_that_names_nothing_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text("a: b", encoding="utf-8")
    with pytest.raises(MechanismError, match="文件名应是"):
        load(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MechanismError, match="打不开"):
        load(tmp_path / "none.yaml")


def editions(folder: Path, first_ends: str) -> list[Path]:
    good = (HERE / "good.yaml").read_text(encoding="utf-8")
    first, second = folder / "thing.yaml", folder / "thing.2.yaml"
    first.write_text(
        good.replace("since: 2020-01-01\nplace", f"since: 2020-01-01\n{first_ends}place"), "utf-8"
    )
    later = good.replace("edition: 1", "edition: 2").replace(
        "since: 2020-01-01\nplace", "since: 2026-01-01\nplace"
    )
    second.write_text(later, encoding="utf-8")
    return [first, second]


@pytest.mark.parametrize("first_ends", ["", "before: 2026-06-01\n"])
def test_two_editions_for_one_day_are_refused(tmp_path, first_ends):
    with pytest.raises(MechanismError, match="时间重叠"):
        load_all(editions(tmp_path, first_ends))


def test_two_editions_one_after_the_other_load(tmp_path):
    assert [one.spec.edition for one in load_all(editions(tmp_path, "before: 2026-01-01\n"))] == [1, 2]
