"""A rule file that does not hold is refused with file, line and remedy.

Each file of `broken/` is a faulty variant of `units.yaml`; its first line says the message it must produce.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.errors import RulebookError
from luoshi.rulebook.load import FIELDS, read_rules

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
GOOD = """\
大棚:
  group: count
  words: [棚]
  examples: ["新建日光温室300棚"]
  counter_examples: ["改造棚户区1200户"]
"""


def units(path: Path):
    return read_rules(path, FIELDS["units"], required=("group",), distinct=True)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_file_is_refused_with_file_line_and_remedy(path):
    expected = path.read_bytes().splitlines()[0].decode().removeprefix("# ")
    with pytest.raises(RulebookError) as refused:
        units(path)
    assert str(refused.value) == expected


def test_the_folder_of_broken_files_is_found():
    assert len(BROKEN) > 20


@pytest.mark.parametrize(
    "data",
    [GOOD.encode(), b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode()],
    ids=["plain", "with a byte order mark", "with Windows line ends"],
)
def test_whole_file_loads_however_the_editor_saved_it(tmp_path, data):
    path = tmp_path / "units.yaml"
    path.write_bytes(data)
    (entry,) = units(path)
    assert (entry.rule, entry.words, entry.fields, entry.line) == (
        "units/大棚",
        ("棚",),
        {"group": "count"},
        1,
    )
    assert entry.counter_examples == ("改造棚户区1200户",)
