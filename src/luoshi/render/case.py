"""Cases set out for people: a list with what presses first, and a page for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from luoshi.mechanisms.acting import Offer, Prompt
from luoshi.mechanisms.clocks import ClockStanding, Reading
from luoshi.mechanisms.progress import Progress
from luoshi.render.mechanism import day_in_words, in_words, standing, table_of
from luoshi.render.reading import safe


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    number: str
    procedure: str
    subject: str
    office: str
    state: str
    clocks: tuple[Reading, ...]
    held: str


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What a case's page begins with."""

    number: str
    subject: str
    about: str
    altered: bool
    held: str


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, in words."""

    on: date
    title: str
    who: str
    said: tuple[str, ...]


#: Below so many columns a case stands on lines of its own: a table would break its words into pieces.
_NARROW = 110


def case_list(lines: Sequence[CaseLine], day: date, *, console: Console) -> None:
    """Cases on a day, one a line, those overdue first; below, how many are in each state."""
    if not lines:
        console.print(Text("没有这样的办件。"))
        return
    ordered = sorted(lines, key=_urgency)
    (_as_lines if console.width < _NARROW else _as_table)(ordered, console)
    late = sum(any(clock.standing is ClockStanding.OVERDUE for clock in one.clocks) for one in lines)
    console.print()
    console.print(Text(f"{day_in_words(day)}：{len(lines)} 件，逾期 {late} 件。"))
    for procedure in dict.fromkeys(one.procedure for one in lines):
        counts = Counter(one.state for one in lines if one.procedure == procedure)
        said = "；".join(f"{state} {n} 件" for state, n in counts.most_common())
        console.print(Padding(Text(f"{procedure}：{said}"), (0, 0, 0, 2)))


def _as_table(lines: Sequence[CaseLine], console: Console) -> None:
    table = table_of("办件", "事由", "承办单位", "状态", "期限", "情况", "在等")
    for at in (0, 4, 5):
        table.columns[at].no_wrap = True
    for one in lines:
        table.add_row(
            one.number, safe(one.subject), one.office, one.state, *_due_and_how(one), safe(one.held)
        )
    console.print(table)


def _as_lines(lines: Sequence[CaseLine], console: Console) -> None:
    for one in lines:
        due, how = _due_and_how(one)
        console.print(Text(f"{one.number}　{one.state}　{how}{f'（{due}）' if due else ''}"))
        console.print(Padding(Text(f"{safe(one.subject)}　{one.office}"), (0, 0, 0, 4)))
        if one.held:
            console.print(Padding(Text(f"在等{safe(one.held)}"), (0, 0, 0, 4)))


def _due_and_how(line: CaseLine) -> tuple[str, str]:
    pressing = _pressing(line.clocks)
    return (str(pressing.due), in_words(pressing)) if pressing else ("", "")


def case_page(
    head: CaseHead,
    done: Sequence[Done],
    progress: Progress,
    day: date,
    next_: Sequence[Offer],
    prompts: Sequence[Prompt],
    *,
    console: Console,
) -> None:
    """One case: what was done, where it stands, what can be done next."""
    console.print(Text.assemble((head.number, "bold"), f"　{progress.definition.title}　{head.about}"))
    console.print(Padding(Text(safe(head.subject)), (0, 0, 0, 2)))
    if head.altered:
        console.print(Text("◇ 定义文件在立案以后改过，这里按现在的文件算"))
    console.print()
    table = table_of("日期", "步骤", "谁", "写明")
    table.columns[0].no_wrap = True
    for one in done:
        table.add_row(str(one.on), one.title, one.who, safe("；".join(one.said)))
    console.print(table)
    standing(progress, day, next_, console=console)
    if head.held:
        console.print(Text(f"在等答复，不升级：{safe(head.held)}"))
    for prompt in prompts:
        console.print(Text(f"提示{prompt.who.label}：{prompt.what}"))


def _pressing(clocks: Iterable[Reading]) -> Reading | None:
    """The clock to look at first: the longest overdue, then the one that falls due next."""
    live = [one for one in clocks if one.stopped is None and one.due]
    return min(live, key=lambda one: (not one.over, one.due), default=None)


def _urgency(line: CaseLine) -> tuple[bool, date, str]:
    pressing = _pressing(line.clocks)
    if pressing is None or pressing.due is None:
        return True, date.max, line.number
    return not pressing.over, pressing.due, line.number
