"""What must hold of a definition as a whole: names that exist, states that can be reached and left, clocks that run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoshi.mechanisms.schema import ActSpec, ClockSpec, ParameterSpec, ProcedureSpec, Sort, Value
from luoshi.mechanisms.source_lines import Lines, Path

#: By field of an act: which part of the file it names.
_NAMED = {
    "from": "states",
    "needs": "fields",
    "may": "fields",
    "starts": "clocks",
    "stops": "clocks",
    "continues": "clocks",
    "pauses": "clocks",
    "resumes": "clocks",
    "extends": "clocks",
    "before_due": "clocks",
    "after_due": "clocks",
    "not_by": "acts",
}
_CALLED = {
    "states": "状态",
    "fields": "字段",
    "clocks": "时限",
    "acts": "步骤",
    "parameters": "参数",
    "sources": "出处",
}
#: What one act cannot do both of to one clock.
_CONTRADICTIONS = (
    ("starts", "stops"),
    ("pauses", "resumes"),
    ("starts", "extends"),
    ("stops", "continues"),
    ("stops", "pauses"),
    ("before_due", "after_due"),
)


def check(spec: ProcedureSpec, lines: Lines) -> None:
    """Raise MechanismError for the first thing that does not hold."""
    _dates(spec, lines)
    _choices(spec, lines)
    for name, parameter in spec.parameters.items():
        _parameter(spec, name, parameter, lines)
    for name, clock in spec.clocks.items():
        _clock(spec, name, clock, lines)
    for name, act in spec.acts.items():
        _act(spec, name, act, lines)
    _reachable(spec, lines)
    _endings(spec, lines)
    _running(spec, lines)
    _requests(spec, lines)
    _unused(spec, lines)
    _scripts(spec, lines)


def _known(spec: ProcedureSpec, part: str, names: Iterable[str | None], path: Path, lines: Lines) -> None:
    there: Mapping[str, object] = getattr(spec, part)
    for name in names:
        if name is not None and name not in there:
            known = "、".join(there) or "没有"
            raise lines.refuse(path, f"没有“{name}”这个{_CALLED[part]}。{part} 里有的：{known}。请核对拼写。")


def _dates(spec: ProcedureSpec, lines: Lines) -> None:
    if spec.before and spec.before <= spec.since:
        raise lines.refuse(
            ("before",), f"before {spec.before} 不晚于 since {spec.since}，没有一天能用。请改日期。"
        )


def _parameter(spec: ProcedureSpec, name: str, parameter: ParameterSpec, lines: Lines) -> None:
    path: Path = ("parameters", name)
    if bool(parameter.values) == bool(parameter.setting):
        raise lines.refuse(
            path, f"参数“{name}”应当写 values，或者写 setting 说明为什么没有默认值，只写一种。"
        )
    earlier: dict[str, Value] = {}
    for at, value in enumerate(parameter.values):
        here: Path = (*path, "values", at)
        _known(spec, "sources", [value.source], here, lines)
        if value.before and value.before <= value.since:
            raise lines.refuse(here, f"before {value.before} 不晚于 since {value.since}。请改日期。")
        last = earlier.get(value.place)
        if last and last.since >= value.since:
            raise lines.refuse(
                here, f"since {value.since} 不晚于前一个值的 {last.since}。请从早到晚写，日期不重复。"
            )
        if last and last.before and last.before > value.since:
            raise lines.refuse(
                here, f"从 {value.since} 起的值与前一个到 {last.before} 为止的重叠。请改其中一个日期。"
            )
        earlier[value.place] = value


def _clock(spec: ProcedureSpec, name: str, clock: ClockSpec, lines: Lines) -> None:
    path: Path = ("clocks", name)
    if bool(clock.length) == bool(clock.stated):
        raise lines.refuse(path, f"时限“{name}”应当写 length（参数），或者写 stated（日期字段），只写一种。")
    _known(spec, "parameters", [clock.length], (*path, "length"), lines)
    _known(spec, "fields", [clock.stated], (*path, "stated"), lines)
    if clock.stated and spec.fields[clock.stated].sort is not Sort.DATE:
        raise lines.refuse(
            (*path, "stated"), f"字段“{clock.stated}”不是日期，不能作期限。请把它的 sort 改为 date。"
        )
    if clock.stated and clock.first_day.value == "counted":
        raise lines.refuse((*path, "first_day"), "期限写明哪一天的，没有首日怎样数的问题。请去掉 first_day。")
    _only(spec, clock.only, (*path, "only"), lines)
    for at, step in enumerate(clock.steps):
        _known(spec, "parameters", [step.after], (*path, "steps", at), lines)


def _act(spec: ProcedureSpec, name: str, act: ActSpec, lines: Lines) -> None:
    path: Path = ("acts", name)
    for field, part in _NAMED.items():
        _known(spec, part, getattr(act, "from_" if field == "from" else field), (*path, field), lines)
    _known(spec, "states", [act.to], (*path, "to"), lines)
    _known(spec, "fields", [act.extended_to], (*path, "extended_to"), lines)
    _only(spec, act.only, (*path, "only"), lines)
    _only(spec, act.sets, (*path, "sets"), lines)
    if not act.by and not act.system:
        raise lines.refuse(path, f"步骤“{name}”没有写谁可以办。请写 by，例如 by: [supervision_clerk]。")
    if not act.from_ and not act.to:
        raise lines.refuse(path, f"步骤“{name}”没有 from，是立案的一步，要写 to 说明立案后的状态。")
    if both := set(act.needs) & set(act.may):
        raise lines.refuse(path, f"步骤“{name}”的“{min(both)}”既是必须写的，又是可以写的。请只留一处。")
    if both := set(act.sets) & {*act.needs, *act.may}:
        raise lines.refuse(
            path, f"步骤“{name}”的“{min(both)}”既由人填写，又由 sets 改写，会盖掉填的。请只留一处。"
        )
    for one, other in _CONTRADICTIONS:
        if both := set(getattr(act, one)) & set(getattr(act, other)):
            raise lines.refuse(
                path, f"步骤“{name}”对时限“{min(both)}”又 {one} 又 {other}，互相矛盾。请只留一种。"
            )
    if act.passes_to:
        _known(spec, "fields", [act.passes_to], (*path, "passes_to"), lines)
        if spec.fields[act.passes_to].sort is not Sort.OFFICE or act.passes_to not in act.needs:
            raise lines.refuse(path, f"“{act.passes_to}”应是单位字段，并写在步骤“{name}”的 needs 里。")
    _extension(spec, name, act, lines)


def _extension(spec: ProcedureSpec, name: str, act: ActSpec, lines: Lines) -> None:
    """An extension is asked for before the date, and gives a new one."""
    path: Path = ("acts", name)
    if bool(act.extends) != bool(act.extended_to):
        raise lines.refuse(path, f"步骤“{name}”的 extends 和 extended_to 要一起写：延长哪个时限，到哪一天。")
    if not act.extends or not act.extended_to:
        return
    if spec.fields[act.extended_to].sort is not Sort.DATE or act.extended_to not in act.needs:
        raise lines.refuse(path, f"“{act.extended_to}”应是日期字段，并写在步骤“{name}”的 needs 里。")
    asking = [one for one in spec.acts.values() if one.raises and one.raises == act.settles] or [act]
    for one in asking:
        if missing := set(act.extends) - set(one.before_due):
            raise lines.refuse(
                path,
                f"时限“{min(missing)}”的延期应当在到期以前提出：请在提出的一步写 before_due: [{min(missing)}]。",
            )


def _only(spec: ProcedureSpec, only: Mapping[str, str], path: Path, lines: Lines) -> None:
    for field, value in only.items():
        _known(spec, "fields", [field], (*path, field), lines)
        choices = spec.fields[field].choices
        if value not in choices:
            known = "、".join(choices) or "没有"
            raise lines.refuse(
                (*path, field), f"字段“{field}”没有“{value}”这个选择。choices 里有的：{known}。"
            )


def _choices(spec: ProcedureSpec, lines: Lines) -> None:
    for name, field in spec.fields.items():
        if bool(field.choices) != (field.sort is Sort.CHOICE):
            raise lines.refuse(("fields", name), f"字段“{name}”：sort 是 choice 的才写 choices，而且必须写。")


def _reachable(spec: ProcedureSpec, lines: Lines) -> None:
    opening = [act.to for act in spec.acts.values() if not act.from_ and act.to]
    if not opening:
        raise lines.refuse(("acts",), "没有立案的一步。请写一个没有 from、有 to 的步骤。")
    reached = _closure(opening, {state: _next(spec, state) for state in spec.states})
    for state in spec.states:
        if state not in reached:
            raise lines.refuse(
                ("states", state),
                f"状态“{state}”到不了：没有一步从立案通到它。请补上步骤，或者去掉这个状态。",
            )


def _endings(spec: ProcedureSpec, lines: Lines) -> None:
    finals = [name for name, state in spec.states.items() if state.final]
    if not finals:
        raise lines.refuse(("states",), "没有终点，这个程序办不完。请给最后的状态写 final: true。")
    backwards: dict[str, set[str]] = {state: set() for state in spec.states}
    for before in spec.states:
        for after in _next(spec, before):
            backwards[after].add(before)
    ending = _closure(finals, backwards)
    for name, state in spec.states.items():
        leaving = [act for act, one in spec.acts.items() if name in one.from_]
        if state.final and leaving:
            raise lines.refuse(
                ("acts", leaving[0]), f"状态“{name}”是终点，步骤“{leaving[0]}”却从它出发。请去掉一处。"
            )
        if not state.final and not _next(spec, name) - {name}:
            raise lines.refuse(
                ("states", name),
                f"状态“{name}”不是终点，却没有一步能离开它。请补上步骤，或者写 final: true。",
            )
        if name not in ending:
            raise lines.refuse(
                ("states", name), f"从状态“{name}”怎样走都到不了终点，办不完。请补上通向终点的步骤。"
            )


def _running(spec: ProcedureSpec, lines: Lines) -> None:
    acts = spec.acts.values()
    for name, clock in spec.clocks.items():
        path: Path = ("clocks", name)
        starting = [act for act in acts if name in act.starts]
        if not starting:
            raise lines.refuse(path, f"时限“{name}”从不起算：没有一步的 starts 写着它。请补上，或者去掉它。")
        if not any(name in act.stops or (act.to and spec.states[act.to].final) for act in acts):
            raise lines.refuse(path, f"时限“{name}”从不停下。请在办完的一步写 stops: [{name}]。")
        if any(name in act.pauses for act in acts) != any(name in act.resumes for act in acts):
            raise lines.refuse(path, f"时限“{name}”的暂停和恢复要成对：一步写 pauses，另一步写 resumes。")
        if clock.stated and not any(clock.stated in (*act.needs, *act.may) for act in acts):
            raise lines.refuse(
                path, f"没有一步填写“{clock.stated}”，时限“{name}”不知道到哪天。请写进 needs。"
            )


def _requests(spec: ProcedureSpec, lines: Lines) -> None:
    raised = {act.raises: name for name, act in spec.acts.items() if act.raises}
    settled = {act.settles: name for name, act in spec.acts.items() if act.settles}
    for request, name in raised.items():
        if request not in settled:
            raise lines.refuse(
                ("acts", name), f"请求“{request}”没有一步答复。请在答复的一步写 settles: {request}。"
            )
    for request, name in settled.items():
        if request not in raised:
            raise lines.refuse(
                ("acts", name), f"请求“{request}”没有一步提出。请在提出的一步写 raises: {request}。"
            )


def _unused(spec: ProcedureSpec, lines: Lines) -> None:
    """What nothing refers to was meant for something: a misspelt name elsewhere, mostly."""
    clocks, acts = spec.clocks.values(), spec.acts.values()
    used: dict[str, set[str | None]] = {
        "parameters": {c.length for c in clocks} | {s.after for c in clocks for s in c.steps},
        "fields": {name for act in acts for name in (*act.needs, *act.may, *act.sets)},
    }
    for part, names in used.items():
        for name in getattr(spec, part):
            if name not in names:
                raise lines.refuse((part, name), f"{_CALLED[part]}“{name}”没有一处用到。请用上，或者去掉。")


def _scripts(spec: ProcedureSpec, lines: Lines) -> None:
    for part in ("examples", "counter_examples"):
        for at, script in enumerate(getattr(spec, part)):
            _known(spec, "parameters", script.settings, (part, at, "settings"), lines)
    for at, one in enumerate(spec.examples):
        if one.expect is None or one.refused:
            raise lines.refuse(("examples", at), f"例子“{one.title}”要写 expect，不写 refused。")
    for at, one in enumerate(spec.counter_examples):
        if not one.refused:
            raise lines.refuse(
                ("counter_examples", at), f"反例“{one.title}”要写 refused：最后一步为什么被拒绝。"
            )


def _next(spec: ProcedureSpec, state: str) -> set[str]:
    return {act.to for act in spec.acts.values() if state in act.from_ and act.to}


def _closure(start: Iterable[str], step: Mapping[str, set[str]]) -> set[str]:
    found, left = set(start), list(start)
    while left:
        new = step[left.pop()] - found
        found |= new
        left += new
    return found
