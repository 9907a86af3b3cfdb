"""The documentation tells the truth: nothing people use is missing from it, and what it shows is what happens."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import typer

from luoshi import cli, errors
from luoshi.compiler import measures, roles, segment
from luoshi.compiler.compilation import Kind, Tense
from luoshi.compiler.scoring import FORMULAS
from luoshi.compiler.serial import schema
from luoshi.evaluation import (
    Adding,
    Answer,
    Basis,
    Decision,
    Mark,
    Measure,
    Problem,
    Rhythm,
    Shape,
    State,
    Status,
)
from luoshi.evaluation.assessment import ADJUSTED
from luoshi.evaluation.steps import StepState
from luoshi.ledger import opening
from luoshi.reckoning.serial import schema as reckoning_schema
from luoshi.rulebook.load import DATA
from luoshi.rulebook.parameters import parameter_entries

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DECISIONS = DOCS / "explanation" / "decisions"
SKIPPED = "…"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# Everything people use stands in the reference


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command with its options, as the program itself knows them."""
    group = typer.main.get_command(cli.app)
    yield "", [option for p in group.params for option in p.opts]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", {}).values()
        params = [*command.params, *(p for one in inner for p in one.params)]
        yield name, [option for p in params if p.param_type_name == "option" for option in p.opts]


@pytest.mark.parametrize(("name", "options"), [c for c in commands() if c[0]])
def test_every_command_has_its_section_with_every_option(name, options):
    section = re.search(
        rf"^## `luoshi {name}[ `].*?(?=^## |\Z)", page("reference/command-line.md"), re.MULTILINE | re.DOTALL
    )
    assert section, f"no section for `luoshi {name}`"
    assert not [option for option in options if f"`{option}" not in section[0]]


def test_options_and_formats_of_the_program_itself_are_described():
    text = page("reference/command-line.md")
    options = next(options for name, options in commands() if not name)
    assert not [option for option in options if f"`{option}`" not in text]
    assert not [value for value in cli.Format if f"`{value}`" not in text]


def test_no_command_is_described_that_does_not_exist():
    described = set(re.findall(r"^## `luoshi (\w+)", page("reference/command-line.md"), re.MULTILINE))
    assert described == {name for name, _ in commands() if name}


@pytest.mark.parametrize("path", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_every_rule_file_is_described_with_its_fields(path):
    text = page("reference/rules.md")
    assert f"`{path.name}`" in text
    fields = set(re.findall(r"^  (\w+):", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert not [name for name in fields if f"`{name}`" not in text]


def test_every_parameter_is_described():
    text = page("reference/rules.md")
    assert not [entry.name for entry in parameter_entries() if f"`{entry.name}`" not in text]


def names_in(node: Any) -> Iterator[str]:
    """Every property and every value of a list of values in a schema."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key == "properties":
            yield from value
        if key == "enum":
            yield from (word for word in value if word)
        yield from names_in(value)
    for part in node if isinstance(node, list) else ():
        yield from names_in(part)


@pytest.mark.parametrize("name", ["item", "compilation"])
def test_every_field_and_value_of_the_output_is_described(name):
    text = page("reference/output.md")
    assert not [word for word in names_in(schema(name)) if f"`{word}`" not in text]


@pytest.mark.parametrize("name", ["finding", "link", "year", "task"])
def test_every_field_and_value_of_a_reckoning_is_described(name):
    text = page("reference/output.md")
    assert not [word for word in names_in(reckoning_schema(name)) if f"`{word}`" not in text]


def test_every_error_is_described():
    text = page("reference/errors.md")
    named = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert named
    assert not [name for name in named if f"`{name}`" not in text]


def test_every_figure_is_defined():
    text = page("reference/accuracy.md")
    assert not [name for name in FORMULAS if f"`{name}`" not in text]


def rules_of_evaluation() -> Iterator[set[str]]:
    """The rules that the sources name: each alone, or all that one with a part in braces can become."""
    parts = {
        "{amount.measure}": list(Measure),
        "{status}": list(Status),
        "{problem}": list(Problem),
        "{rule}": list(Adding),
        "{'stages' if promise.kind is Kind.PROJECT else 'nodes'}": ["stages", "nodes"],
    }
    stages = r"(?:declared|supported|schedule|forecast|quality|cascade|\{status\})"
    for path in sorted((ROOT / "src" / "luoshi" / "evaluation").glob("*.py")):
        for name in re.findall(rf'"({stages}/[^"\n]+)"', path.read_text(encoding="utf-8")):
            names = {name}
            for part, values in parts.items():
                names = {one.replace(part, value) for one in names for value in values}
            yield names


def test_every_rule_of_evaluation_is_described_and_no_other():
    rules = list(rules_of_evaluation())
    described = set(re.findall(r"`([a-z]+/[a-z_-]+)`", page("reference/evaluation.md")))
    assert not [names for names in rules if not names & described]
    assert not described - set().union(*rules)


def test_every_value_of_evaluation_is_described():
    text = page("reference/evaluation.md")
    values = {value for kind in (State, StepState, Answer, Shape, Basis, Decision, Rhythm) for value in kind}
    assert not sorted(value for value in values if f"`{value}`" not in text)
    assert not [sign for sign in (*Mark, ADJUSTED) if sign not in text]


def test_every_kind_and_tense_stands_in_the_glossary():
    text = page("reference/glossary.md")
    assert not [word for word in (*Kind, *Tense) if f"`{word}`" not in text]


def compiler_sources() -> Iterator[str]:
    """The modules whose features and rules an explanation shows; of projects it shows only the stage's rule."""
    for path in sorted((ROOT / "src" / "luoshi" / "compiler").glob("*.py")):
        if path.name != "projects.py":
            yield path.read_text(encoding="utf-8")


def test_every_feature_that_explanations_show_is_described():
    """Features are named in a module's list of them, or in the sources by what stands before `=`."""
    text = page("reference/features.md")
    shown = {name for source in compiler_sources() for name in re.findall(r'f"([a-zA-Z0-9+|?]+)=', source)}
    shown.update(segment.FEATURES, roles.FEATURES, measures.FEATURES)
    assert not sorted(name for name in shown if f"`{name}=`" not in text)


def test_every_rule_that_stands_in_the_code_is_described():
    text = page("reference/features.md")
    named = {name for source in compiler_sources() for name in re.findall(r'"([a-z]+/[a-z ]+)"', source)}
    assert named
    assert not sorted(name for name in named if f"`{name}`" not in text)


# The decisions


@pytest.mark.parametrize("name", ["mechanism", "permission"])
def test_a_page_that_is_made_is_as_it_would_be_made(name: str):
    opening.setup()
    spec = importlib.util.spec_from_file_location(
        f"{name}_reference", ROOT / "tools" / f"{name}_reference.py"
    )
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page()


def test_every_decision_is_in_the_index_and_has_its_four_parts():
    index = (DECISIONS / "index.md").read_text(encoding="utf-8")
    for path in sorted(DECISIONS.glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert f"({path.name})" in index
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
            "Context",
            "Options",
            "Decision",
            "Consequences",
        ]


def test_no_two_decisions_have_one_number():
    """Numbers are set aside for work that is under way, so there may be gaps."""
    numbers = [int(path.name[:4]) for path in sorted(DECISIONS.glob("0*.md"))]
    assert numbers[0] == 1
    assert len(set(numbers)) == len(numbers)


# What the pages show is what happens
#
# In a tutorial or how-to page, a block of `console` is run: lines that begin with `$ ` in the shell, and the lines
# below must stand in the real output in this order; `…` stands for anything, also for lines left out. A block with the
# caption `新文件 NAME` makes that file, one with `加在 NAME 末尾` adds to it. A page runs from top to bottom in a folder
# of its own that holds a copy of the package: what it changes is what it uses.


@dataclass
class Step:
    """One command with what is shown of its output, or a file to write."""

    command: str = ""
    shown: list[str] = field(default_factory=list)
    path: str = ""
    content: str = ""
    adds: bool = False


_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})(?:(?P<plain>console)\n|\{code-block\} \S+\n:caption: (?P<caption>[^\n]+)\n\n?)"
    r"(?P<body>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_CAPTION = re.compile(r"(?:新文件 (?P<new>\S+)|加在 (?P<old>\S+) 末尾)")


def steps(text: str) -> list[Step]:
    found: list[Step] = []
    for block in _BLOCK.finditer(text):
        if block["plain"]:
            for line in block["body"].splitlines():
                if line.startswith("$ "):
                    found.append(Step(command=line[2:]))
                else:
                    found[-1].shown.append(line)
        elif said := _CAPTION.fullmatch(block["caption"]):
            path = said["new"] or said["old"]
            found.append(Step(path=path, content=block["body"], adds=said["old"] is not None))
    return found


def pages_with_commands() -> list[Path]:
    found = [path for kind in ("tutorial", "how-to") for path in sorted((DOCS / kind).glob("*.md"))]
    return [path for path in found if steps(path.read_text(encoding="utf-8"))]


def absent(shown: list[str], output: str) -> str | None:
    """The first shown line that the output does not have, in order; how wide columns are set does not count."""
    lines = iter(" ".join(line.split()) for line in output.splitlines())
    for line in shown:
        words = " ".join(line.split())
        if words in ("", SKIPPED):
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in words.split(SKIPPED)))
        if not any(pattern.fullmatch(real) for real in lines):
            return line
    return None


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of the package as a newcomer's checkout holds it, and a `luoshi` that runs this copy."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "luoshi", tmp_path / "src" / "luoshi", ignore=ignored)
    program = tmp_path / "bin" / "luoshi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m luoshi.cli "$@"\n', encoding="utf-8")
    (program.parent / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    for file in program.parent.iterdir():
        file.chmod(0o755)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="the pages show a POSIX shell")
@pytest.mark.parametrize("path", pages_with_commands(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_page_shows_is_what_happens(path: Path, workshop: Path):
    environment = os.environ | {
        "PATH": f"{workshop / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(workshop / "src"),
        "COLUMNS": "80",
    }
    for step in steps(path.read_text(encoding="utf-8")):
        if step.path:
            file = workshop / step.path
            file.write_text((file.read_text("utf-8") if step.adds else "") + step.content, encoding="utf-8")
            continue
        done = subprocess.run(
            step.command,
            shell=True,
            cwd=workshop,
            env=environment,
            capture_output=True,
            check=False,
            timeout=120,
        )
        output = (done.stderr + done.stdout).decode("utf-8")
        refused = any(line.startswith("错误：") for line in step.shown)
        assert done.returncode == (2 if refused else 0), f"{step.command}\n{output}"
        missing = absent(step.shown, output)
        assert missing is None, (
            f"{path.name} shows under `{step.command}`:\n{missing}\nwhich is not in\n{output}"
        )


def test_a_shown_line_that_is_not_in_the_output_is_noticed():
    assert absent(["增长 … %", "…", "三"], "一\n增长 6 %\n二\n三\n") is None
    assert absent(["三", "一"], "一\n二\n三\n") == "一"
    assert absent(["增长 … 元"], "增长 6 %\n") == "增长 … 元"


def test_there_are_pages_whose_commands_run():
    names = {path.stem for path in pages_with_commands()}
    assert {"first-report", "add-a-word"} <= names


def test_pages_name_no_place_on_a_machine_and_no_index():
    found = re.compile(r"/(?:root|home|tmp|work|Users)/|https?://[^\s)]*(?:pypi|/simple)")
    texts = {
        path: path.read_text(encoding="utf-8") for path in (*DOCS.rglob("*.md"), ROOT / "CONTRIBUTING.md")
    }
    assert not [path.name for path, text in texts.items() if found.search(text)]


def test_the_page_of_the_api_is_made_from_its_published_description():
    spec = importlib.util.spec_from_file_location("api_reference", ROOT / "tools" / "api_reference.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert page("reference/api.md") == tool.made(), "run tools/api_reference.py"
