"""Scripted cases: what examples, counter-examples and `luoshi mechanisms simulate` run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from luoshi.errors import MechanismError
from luoshi.mechanisms.acting import Answer, Prompt, do, offers, prompts, readings, unopened
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.progress import Act, Progress
from luoshi.mechanisms.refusals import Why
from luoshi.mechanisms.schema import ClockExpected, Expected, Script


@dataclass(frozen=True, slots=True)
class Run:
    """A script that was run: each act with what became of it, and where the case is on `day`."""

    script: Script
    steps: tuple[tuple[Act, Answer], ...]
    progress: Progress
    day: date
    held: str

    def prompts(self) -> list[Prompt]:
        """The steps that overdue clocks ask for on the day."""
        return prompts(self.progress, self.day, held=self.held)


def run(definition: Definition, script: Script) -> Run:
    """Do every act of the script in order, refused ones included: they change nothing.

    Raises MechanismError where the script sets a parameter that is not there.
    """
    for name in script.settings.keys() - definition.spec.parameters.keys():
        known = "、".join(definition.spec.parameters) or "没有"
        raise MechanismError(
            f"“{script.title}”设定了不存在的参数“{name}”。“{definition.title}”有的：{known}。"
        )
    settings = Settings(
        places=(script.place,) if script.place else (),
        switched_on=frozenset({definition.name}),
        values={(definition.name, name): ((date.min, value),) for name, value in script.settings.items()},
    )
    progress, steps = unopened(definition, settings), []
    for one in script.acts:
        act = Act(one.act, one.on, one.role, one.by, one.say, one.id)
        steps.append((act, do(progress, act, held=one.held)))
    last = script.acts[-1]
    return Run(script, tuple(steps), progress, script.on or last.on, last.held)


def failures(definition: Definition) -> list[str]:
    """What examples and counter-examples of a definition say that is not so, and acts that none shows."""
    return untried(definition) + [
        f"“{script.title}”：{problem}"
        for script in (*definition.spec.examples, *definition.spec.counter_examples)
        for problem in problems(run(definition, script))
    ]


def untried(definition: Definition) -> list[str]:
    """The acts that no example does: nobody has seen them work."""
    tried = {act.act for script in definition.spec.examples for act in script.acts}
    return [
        f"步骤“{name}”（{act.title}）没有一个例子用到。请补一个例子。"
        for name, act in definition.spec.acts.items()
        if name not in tried
    ]


def problems(done: Run) -> Iterator[str]:
    """Where a run is not as its script expects."""
    script, steps = done.script, done.steps
    expected_refusal = script.refused
    if expected_refusal and expected_refusal not in list(Why):
        yield f"没有“{expected_refusal}”这种拒绝的原因。有的是：{'、'.join(Why)}。"
        return
    accepted = steps[:-1] if expected_refusal else steps
    for act, answer in accepted:
        if answer.refusal:
            yield f"{act.on} 的“{act.act}”本应能办，却被拒绝：{answer.refusal.message}"
            return
    if expected_refusal:
        refusal = steps[-1][1].refusal
        if refusal is None:
            yield f"最后一步“{steps[-1][0].act}”本应被拒绝（{expected_refusal}），却办成了。"
        elif refusal.why != expected_refusal:
            yield f"最后一步的拒绝原因是 {refusal.why}，不是 {expected_refusal}：{refusal.message}"
    if script.expect:
        yield from _unexpected(done, script.expect)


def _unexpected(done: Run, expect: Expected) -> Iterator[str]:
    progress, day = done.progress, done.day
    if expect.state and progress.state != expect.state:
        yield f"状态是 {progress.state}，不是 {expect.state}。"
    read = {one.clock: one for one in readings(progress, day)}
    for name, wanted in expect.clocks.items():
        if name not in read:
            yield f"时限“{name}”没有起算。"
            continue
        for field in ClockExpected.model_fields:
            want, got = getattr(wanted, field), getattr(read[name], field)
            if want is not None and want != got:
                yield f"时限“{name}”的 {field} 是 {got}，不是 {want}。"
    open_now = {one.act for one in offers(progress, day, held=done.held) if one.blocked is None}
    for act in expect.offered:
        if act not in open_now:
            yield f"“{act}”应当可以办，却不能。"
    for act in expect.not_offered:
        if act in open_now:
            yield f"“{act}”不应当能办，却可以。"
    asked = [one.what for one in done.prompts()]
    for what in expect.steps:
        if what not in asked:
            yield f"没有提示“{what}”，提示的是：{'、'.join(asked) or '没有'}。"
