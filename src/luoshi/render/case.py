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
from luoshi.mechanisms.schema import ProcedureSpec
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


def case_list(lines: Sequence[CaseLine], day: date, *, console: Console) -> None:
    """Cases on a day, one a line, those overdue first; below, how many are in each state."""
    if not lines:
        console.print(Text("没有这样的办件。"))
        return
    table = table_of("办件", "程序", "事由", "承办单位", "状态", "最紧的时限", "在等")
    for one in sorted(lines, key=_urgency):
        pressing = _pressing(one.clocks)
        clock = f"{in_words(pressing)}（{pressing.due or '－'}）" if pressing else ""
        table.add_row(
            one.number, one.procedure, safe(one.subject), one.office, one.state, clock, safe(one.held)
        )
    console.print(table)
    late = sum(any(clock.standing is ClockStanding.OVERDUE for clock in one.clocks) for one in lines)
    counts = Counter((one.procedure, one.state) for one in lines)
    said = "，".join(f"{procedure}“{state}” {n} 件" for (procedure, state), n in counts.most_common())
    console.print()
    console.print(Text(f"{day_in_words(day)}：{len(lines)} 件，逾期 {late} 件。{said}。"))


def case_page(
    head: CaseHead,
    progress: Progress,
    day: date,
    next_: Sequence[Offer],
    prompts: Sequence[Prompt],
    *,
    console: Console,
) -> None:
    """One case: what was done, where it stands, what can be done next."""
    spec = progress.definition.spec
    console.print(Text.assemble((head.number, "bold"), f"　{progress.definition.title}　{head.about}"))
    console.print(Padding(Text(safe(head.subject)), (0, 0, 0, 2)))
    if head.altered:
        console.print(Text("◇ 定义文件在立案以后改过，这里按现在的文件算"))
    console.print()
    table = table_of("日期", "步骤", "谁", "写明")
    for act in progress.acts:
        who = f"{act.role.label}（{act.person or '操作员'}）" if act.role else "系统"
        said = "；".join(
            f"{spec.fields[name].title}：{_stated(spec, name, v)}" for name, v in act.said.items()
        )
        table.add_row(str(act.on), spec.acts[act.act].title, who, safe(said))
    console.print(table)
    standing(progress, day, next_, console=console)
    if head.held:
        console.print(Text(f"在等答复，不升级：{safe(head.held)}"))
    for prompt in prompts:
        console.print(Text(f"提示{prompt.who.label}：{prompt.what}"))


def _stated(spec: ProcedureSpec, name: str, value: object) -> str:
    return spec.fields[name].choices.get(str(value), str(value))


def _pressing(clocks: Iterable[Reading]) -> Reading | None:
    """The clock to look at first: the longest overdue, then the one that falls due next."""
    live = [one for one in clocks if one.stopped is None and one.due]
    return min(live, key=lambda one: (not one.over, one.due), default=None)


def _urgency(line: CaseLine) -> tuple[bool, date, str]:
    pressing = _pressing(line.clocks)
    if pressing is None or pressing.due is None:
        return True, date.max, line.number
    return not pressing.over, pressing.due, line.number
