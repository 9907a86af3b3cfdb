"""A compilation as a table for people at a terminal: plain when piped, nothing told by colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from luoshi.compiler.compilation import Compilation, Item, Target
from luoshi.render.reading import Reading, lead, read, safe, segments, shares, unwrap
from luoshi.render.words import KINDS, MARKS, STAGES, TENSES, VAGUE, amount, due

_NARROW = 60
_WIDEST = 104
_SIDE = 20
#: Characters that may not begin a line.
_CLOSING = "，。、；：！？”’）》」』】,.;:!?)]}%％"
_STYLES = {"target": "bold red", "project": "blue", "action": "", "principle": "dim"}


def table(compilation: Compilation, *, console: Console) -> None:
    """Print warnings, what the report is and holds, then the items under their section titles."""
    width = max(_NARROW, min(console.width, _WIDEST))
    reading = read(compilation)
    lines = [*_head(compilation), *_body(compilation, reading, width)]
    # Printed at once: a print for each line takes twice as long.
    console.print(Text("\n").join(lines), soft_wrap=True)


def _head(compilation: Compilation) -> Iterator[Text]:
    for warning in compilation.warnings:
        yield Text(f"注意：{safe(warning)}", style="yellow")
    yield Text(f"{safe(compilation.place)}{compilation.year}年政府工作报告", style="bold")
    if compilation.meeting:
        yield Text(safe(compilation.meeting), style="dim")
    kinds = Counter(item.kind for item in compilation.items)
    tenses = Counter(item.tense for item in compilation.items)
    counted = "   ".join(f"{MARKS[kind]} {name} {kinds[kind]}" for kind, name in KINDS.items())
    yield Text(f"{len(compilation.items)} 项：{counted}")
    said = "、".join(f"{name} {tenses[tense]}" for tense, name in TENSES.items() if tenses[tense])
    amounts = sum(len(item.targets) for item in compilation.items)
    projects = sum(len(item.projects) for item in compilation.items)
    vague = sum(item.vague for item in compilation.items)
    yield Text(f"{said or '没有事项'}；指标 {amounts} 个，项目 {projects} 个；存疑（{VAGUE}）{vague} 项")
    share = "、".join(f"{name} {part:.1%}" for name, part in shares(compilation.dispositions))
    yield Text(f"全文每个字都有归类：{share}" if share else "全文没有文字", style="dim")


def _body(compilation: Compilation, reading: Reading, width: int) -> Iterator[Text]:
    text = compilation.document.text
    items = {item.id: n for n, item in enumerate(compilation.items, 1)}
    offices = [office.name for office in map(lead, compilation.items) if office]
    side = min(_SIDE, max(map(cell_len, offices), default=0))
    if offices:
        yield Text("建议牵头".rjust(width - 4), style="dim")
    for block in reading.blocks:
        if block.what == "heading":
            yield from _heading(block.text, block.level, width)
        for run in block.runs:
            if run.item and (number := items.pop(run.item.id, 0)):
                words = Text.assemble(*((part, "bold" if on else "") for part, on in segments(text, run)))
                yield from _item(number, run.item, words, width, side)


def _heading(title: str, level: int, width: int) -> Iterator[Text]:
    yield Text()
    for line in _lines(Text(title, style="bold"), width):
        rule = "─" * max(0, width - line.cell_len - 1) if level == 1 else ""
        yield Text.assemble(line, (f" {rule}", "dim")) if rule else line


def _item(number: int, item: Item, words: Text, width: int, side: int) -> Iterator[Text]:
    """The item's words with the lead at the right, then what was read in them, line by line."""
    kind = f"{MARKS[item.kind]} {KINDS[item.kind]}"
    label = Text.assemble((f"{number:>4} ", "dim"), (kind, _STYLES[item.kind]), " ")
    indent, office = label.cell_len, lead(item)
    room = width - indent - (side + 2 if side else 0)
    for line in _lines(words, room):
        if office:
            line.append(" " * (room - line.cell_len + 2))
            line.append(office.name, "dim")
        yield Text.assemble(label, line)
        label, office = Text(" " * indent), None
    for finding in _findings(item):
        for line in _lines(finding, room - 2):
            yield Text.assemble(" " * (indent + 2), line)


def _findings(item: Item) -> Iterator[Text]:
    yield from (_target(target) for target in item.targets)
    for stage in dict.fromkeys(project.stage for project in item.projects):
        names = "、".join(unwrap(project.name) for project in item.projects if project.stage == stage)
        yield Text(f"{STAGES[stage]}：{names}", style="dim")


def _target(target: Target) -> Text:
    said = unwrap(amount(target))
    others = [unwrap(part) for part in (target.indicator, target.scope, due(target.due)) if part]
    words = [(part, "dim") for part in others if part != said]
    words.insert(target.indicator not in ("", said), (said, ""))
    return Text("　").join(Text(*part) for part in words)


def _lines(text: Text, width: int) -> Iterator[Text]:
    """The text cut to `width` cells, no line beginning with a closing mark."""
    plain, low, cells = text.plain, 0, 0
    for at, character in enumerate(plain):
        cells += cell_len(character)
        if cells > width:
            cut = _cut(plain, low, at)
            yield text[low:cut]
            low, cells = cut, cell_len(plain[cut : at + 1])
    yield text[low:]


def _cut(plain: str, low: int, at: int) -> int:
    """Where the line that is full at `at` ends: no closing mark begins the next, no number is split."""
    cut = at
    while cut - 1 > low and (plain[cut] in _CLOSING or (_close(plain[cut - 1]) and _close(plain[cut]))):
        cut -= 1
    return cut if at - cut < 12 else at


def _close(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in ".%")
