"""A mechanism set out for people: what it is, who may do what when, its clocks, its numbers with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from luoshi.mechanisms.acting import Offer, offers, readings
from luoshi.mechanisms.clocks import ClockStanding, Reading
from luoshi.mechanisms.definition import Definition
from luoshi.mechanisms.progress import Progress
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import ActSpec, ClockSpec, ParameterSpec, ProcedureSpec, Unit
from luoshi.mechanisms.scripts import Run

UNITS = {Unit.DAYS: "天", Unit.WORKING_DAYS: "个工作日", Unit.MONTHS: "个月"}
#: State is never colour alone: a mark and a word together.
STANDINGS = {
    ClockStanding.RUNNING: ("●", "在数"),
    ClockStanding.OVERDUE: ("▲", "逾期"),
    ClockStanding.PAUSED: ("‖", "暂停"),
    ClockStanding.KEPT: ("✓", "按期"),
    ClockStanding.LATE: ("✕", "超期"),
    ClockStanding.ELAPSED: ("✓", "满期"),
    ClockStanding.UNTIMED: ("○", "未设时限"),
}


def in_list(definitions: Iterable[Definition], *, console: Console) -> None:
    """Every mechanism on a line."""
    table = table_of("名称", "机制", "取自", "版次", "启用", "回答的问题")
    for one in definitions:
        spec = one.spec
        table.add_row(
            one.name, one.title, spec.place, str(spec.edition), "是" if spec.enabled else "否", spec.question
        )
    console.print(table)


def show(definition: Definition, *, console: Console) -> None:
    """One mechanism as a page."""
    spec = definition.spec
    until = f"到{day_in_words(spec.before)}以前" if spec.before else ""
    console.print(
        Text(definition.title, style="bold"),
        Text(
            f"{definition.name} 第 {spec.edition} 版　取自{spec.place}　{day_in_words(spec.since)}起{until}"
        ),
    )
    if not spec.enabled:
        console.print(Text("◇ 没有启用：由人启用以后才能立案"))
    console.print()
    _paragraph(console, spec.meaning)
    _paragraph(console, f"回答：{spec.question}")
    if spec.note:
        _paragraph(console, f"当心：{spec.note}")
    _heading(console, "状态和步骤")
    _steps(definition, console)
    if spec.clocks:
        _heading(console, "时限")
        console.print(_clocks(spec))
    if spec.parameters:
        _heading(console, "参数")
        console.print(_parameters(spec))
    _heading(console, "出处")
    for name, source in spec.sources.items():
        said = "　".join(filter(None, (source.title, day_in_words(source.dated), source.note)))
        console.print(Padding(Text(f"{name}　{said}"), (0, 0, 0, 2)))
        if source.url:
            console.print(Padding(Text(source.url, style="dim"), (0, 0, 0, 6)), soft_wrap=True)


def told(done: Run, *, console: Console) -> None:
    """A script that was run: each act, then where the case is and what can be done next."""
    spec = done.progress.definition.spec
    console.print(Text(done.script.title, style="bold"))
    console.print()
    table = table_of("日期", "", "步骤", "谁", "说明")
    for act, answer in done.steps:
        mark = "✕" if answer.refusal else "↻" if answer.again else "✓"
        said = answer.refusal.message if answer.refusal else "同一个请求，已经办过" if answer.again else ""
        title = spec.acts[act.act].title if act.act in spec.acts else act.act
        who = "　".join(filter(None, (act.person, act.role.label if act.role else "系统")))
        table.add_row(str(act.on), mark, title, who, said)
    console.print(table)
    standing(done.progress, done.day, offers(done.progress, done.day, held=done.held), console=console)
    for prompt in done.prompts():
        console.print(Text(f"提示{prompt.who.label}：{prompt.what}"))


def standing(progress: Progress, day: date, next_: Sequence[Offer], *, console: Console) -> None:
    """Where a case is on a day: state, clocks, what can be done next by whom."""
    spec = progress.definition.spec
    state = spec.states[progress.state].title if progress.state else "没有立案"
    console.print()
    console.print(Text(f"{day_in_words(day)}：{state}", style="bold"))
    read = readings(progress, day)
    if read:
        console.print(clocktable_of(spec, read))
    console.print()
    if not next_:
        console.print(Text("没有可以办的：" + ("已经到此为止" if progress.final else "没有立案")))
        return
    table = table_of("可以办", "谁", "要写明", "现在不能的原因")
    for one in next_:
        who = _who(one.roles, one.system)
        needs = "、".join(spec.fields[name].title for name in one.needs)
        table.add_row(f"{one.title} {one.act}", who, needs, one.blocked.message if one.blocked else "")
    console.print(table)


def clocktable_of(spec: ProcedureSpec, read: Iterable[Reading]) -> Table:
    """Clocks on a day, one a line."""
    table = table_of("时限", "起算", "期限", "情况")
    for one in read:
        due = str(one.due) if one.due else "－"
        if one.provisional:
            due += "（暂定）"
        table.add_row(spec.clocks[one.clock].title, str(one.started), due, in_words(one))
    return table


def in_words(one: Reading) -> str:
    """How a clock stands: mark, word, days."""
    mark, word = STANDINGS[one.standing]
    unit = "个工作日" if one.unit is Unit.WORKING_DAYS else "天"
    if one.over:
        return f"{mark} {word} {one.over} {unit}"
    if one.standing is ClockStanding.RUNNING:
        return f"{mark} {word}，还有 {one.left} {unit}" if one.left else f"{mark} {word}，今天到期"
    return f"{mark} {word}"


def day_in_words(day: date | None) -> str:
    """2026年3月31日; nothing for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _steps(definition: Definition, console: Console) -> None:
    """By state: what can be done, where it leads, by whom, with what."""
    spec = definition.spec
    console.print(Padding(Text("○ 还没有立案"), (0, 0, 0, 2)))
    for name in definition.opening:
        _step(spec, name, console)
    for state, acts in definition.leaving.items():
        one = spec.states[state]
        end = "　到此为止" if one.final else ""
        note = f"　{one.note}" if one.note else ""
        console.print(
            Padding(Text(f"{'■' if one.final else '○'} {one.title} {state}{end}{note}"), (0, 0, 0, 2))
        )
        for name in acts:
            _step(spec, name, console)


def _step(spec: ProcedureSpec, name: str, console: Console) -> None:
    act = spec.acts[name]
    to = f" → {spec.states[act.to].title}" if act.to else ""
    console.print(Padding(Text.assemble(" ", (act.title, "bold"), (f" {name}", "dim"), to), (0, 0, 0, 5)))
    needs = "、".join(spec.fields[one].title for one in act.needs)
    lines = [_who(act.by, act.system) + (f"　写明：{needs}" if needs else ""), *_conditions(spec, act)]
    console.print(Padding(Text("\n".join(lines)), (0, 0, 0, 10)))


def _who(roles: Sequence[Role], system: bool) -> str:
    return "、".join([role.label for role in roles] + (["系统代拟"] if system else []))


def _conditions(spec: ProcedureSpec, act: ActSpec) -> Iterable[str]:
    def clocks(names: Sequence[str]) -> str:
        if 1 < len(spec.clocks) == len(names):
            return "全部时限"
        return "、".join(spec.clocks[name].title for name in names)

    if act.only:
        yield f"只用于{_only(spec, act.only)}"
    for names, words in (
        (act.before_due, "期限以前：{}"),
        (act.after_due, "过了才能办：{}"),
        (act.starts, "起算：{}"),
        (act.stops, "停下：{}"),
        (act.continues, "接着数：{}"),
        (act.pauses, "暂停：{}"),
        (act.resumes, "恢复：{}"),
        (act.extends, "延长：{}"),
    ):
        if names:
            yield words.format(clocks(names))
    if act.settles:
        asks = [one.title for one in spec.acts.values() if one.raises == act.settles]
        yield f"答复：{'、'.join(asks)}"
    if act.not_by:
        yield f"不能是办“{'、'.join(dict.fromkeys(spec.acts[name].title for name in act.not_by))}”的人"
    if act.escalates:
        yield "等着协调答复时不能办"
    if act.note:
        yield act.note


def _clocks(spec: ProcedureSpec) -> Table:
    table = table_of("时限", "多长", "逾期的意思", "逾期以后")
    for clock in spec.clocks.values():
        steps = []
        for step in clock.steps:
            after = f"（{_after(spec.parameters[step.after])}）" if step.after else ""
            steps.append(f"{step.who.label}：{step.what}{after}")
        table.add_row(clock.title, _long(spec, clock), clock.overdue, "\n".join(steps))
    return table


def _long(spec: ProcedureSpec, clock: ClockSpec) -> str:
    if clock.stated:
        said = f"单子写明：{spec.fields[clock.stated].title}"
    else:
        assert clock.length
        said = _length(spec.parameters[clock.length])
    if clock.first_day == "counted":
        said += "，当天算第一天"
    if clock.rolls:
        said += "，遇休息日顺延"
    return f"{said}；只用于{_only(spec, clock.only)}" if clock.only else said


def _only(spec: ProcedureSpec, only: Mapping[str, str]) -> str:
    return "、".join(
        f"{spec.fields[name].title}是{spec.fields[name].choices[value]}" for name, value in only.items()
    )


def _length(parameter: ParameterSpec) -> str:
    if not parameter.values:
        return "由本地设定"
    return f"{parameter.values[-1].value} {UNITS[parameter.unit]}"


def _after(parameter: ParameterSpec) -> str:
    return f"过了 {_length(parameter)}" if parameter.values else "过了几天，由本地设定"


def _parameters(spec: ProcedureSpec) -> Table:
    table = table_of("参数", "意思", "值", "从哪天起", "依据")
    for name, one in spec.parameters.items():
        if one.setting:
            table.add_row(name, one.meaning, "没有默认值", "", one.setting)
        for at, value in enumerate(one.values):
            first = ("", "") if at else (name, one.meaning)
            where = f"（{value.place}）" if value.place else ""
            amount = f"{value.value} {UNITS[one.unit]}{where}"
            table.add_row(*first, amount, str(value.since), spec.sources[value.source].title)
    return table


def table_of(*headers: str) -> Table:
    """An empty table as all pages of mechanisms and cases set them."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _heading(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold underline"))


def _paragraph(console: Console, words: str) -> None:
    console.print(Padding(Text(words), (0, 0, 0, 2)))
