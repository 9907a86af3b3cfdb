"""The rows of the task table (任务分解表): one for each target, project, or item with neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from luoshi.compiler.compilation import Compilation, Item, Project, Target, Tense
from luoshi.render.reading import read, sections, wordings
from luoshi.render.words import STAGES, VAGUE


@dataclass(frozen=True, slots=True)
class Row:
    """One line an office can answer for. `part` numbers the rows of an item that has several."""

    number: int
    part: int | None
    item: Item
    words: str
    section: tuple[str, ...]
    due: str
    target: Target | None
    projects: tuple[Project, ...]
    note: str

    @property
    def label(self) -> str:
        """`12`, or `12-1` for the first of several rows."""
        return str(self.number) if self.part is None else f"{self.number}-{self.part}"


def rows(compilation: Compilation) -> Iterator[Row]:
    """In the order of the text; items are numbered through."""
    reading = read(compilation)
    words, titles = wordings(reading, compilation.document.text), sections(reading)
    joint = _joint(compilation)
    for number, item in enumerate(compilation.items, 1):
        lines = list(_lines(item))
        for part, (target, projects) in enumerate(lines, 1):
            note = "；".join(_notes(item, target, joint.get(item.id, "")))
            shared = part if len(lines) > 1 else None
            yield Row(
                number=number,
                part=shared,
                item=item,
                words=words.get(item.id, item.clean),
                section=titles.get(item.id, item.section),
                due=target.due if target else _usual_due(item, compilation.year),
                target=target,
                projects=projects,
                note=note,
            )


def _usual_due(item: Item, year: int) -> str:
    """A pledge without a date is due in the plan's year; what was done or found needs none."""
    return str(year) if item.tense is Tense.PLEDGE else ""


def _lines(item: Item) -> Iterator[tuple[Target | None, tuple[Project, ...]]]:
    """What each row holds. Works named beside a target stand in the item's first row."""
    if item.targets:
        yield item.targets[0], item.projects
        yield from ((target, ()) for target in item.targets[1:])
    elif item.projects:
        yield from ((None, (project,)) for project in item.projects)
    else:
        yield None, ()


def _notes(item: Item, target: Target | None, joint: str) -> Iterator[str]:
    if item.vague:
        yield f"存疑：{VAGUE}"
    if target and target.optional:
        yield "存疑：等级或概数，请核定口径"
    if joint:
        yield joint


def _joint(compilation: Compilation) -> dict[str, str]:
    """For each item in a bundle, which numbers could be listed as one task."""
    numbers = {item.id: n for n, item in enumerate(compilation.items, 1)}
    found: dict[str, str] = {}
    for bundle in compilation.bundles:
        known = [numbers[i] for i in bundle.items if i in numbers]
        note = f"可合并为一项：第 {ranges(known)} 项"
        found |= dict.fromkeys(bundle.items, note)
    return found


def ranges(numbers: list[int]) -> str:
    """`3—5、8` for 3, 4, 5, 8."""
    runs = [
        [n for _, n in run] for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])
    ]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def works(projects: tuple[Project, ...]) -> str:
    """`云川大桥（建成）；北湖泵站（开工）`."""
    return "；".join(f"{project.name}（{STAGES[project.stage]}）" for project in projects)
