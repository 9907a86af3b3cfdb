"""A reckoning in rows for people: what was promised, what became of it, in whose words; for table, CSV and workbook."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from luoshi.reckoning.clauses import Part
from luoshi.reckoning.confirmations import promise_id
from luoshi.reckoning.findings import Finding, Pairing, Reckoning, Verdict
from luoshi.reckoning.promises import Sort
from luoshi.reckoning.threads import Link, links
from luoshi.render.reading import safe, unwrap
from luoshi.render.sheet import FORMULA
from luoshi.render.witness import DRIFTS, UNCONFIRMED, standing_in_words, witness_in_words, witnesses_in_words
from luoshi.render.words import STAGES, amount_in_words

#: State is never colour alone: a mark and a word together.
MARKS = {
    Verdict.MET: "✓",
    Verdict.SHORT: "✕",
    Verdict.REPORTED: "◇",
    Verdict.ROLLED_OVER: "↻",
    Verdict.NOT_MENTIONED: "○",
    None: "－",
}
VERDICTS = {
    Verdict.MET: "达到承诺",
    Verdict.SHORT: "未达到承诺",
    Verdict.REPORTED: "提到，不可比",
    Verdict.ROLLED_OVER: "再次安排",
    Verdict.NOT_MENTIONED: "本次报告未提及",
    None: "不作结论",
}
_STYLES: dict[Verdict | None, str] = {
    Verdict.SHORT: "bold red",
    Verdict.NOT_MENTIONED: "bold",
    Verdict.MET: "",
}
_PARTS = {Part.REVIEW: "回顾", Part.YEARS: "多年回顾", Part.PLAN: "今年部署"}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise as it is shown."""

    pairing: Pairing
    finding: Finding
    link: Link | None = None
    names: bool = False

    @property
    def drift(self) -> str:
        """How it changed where it is promised again: `↓ 降低（900 → 700个）`."""
        shifts = self.link.shifts if self.link else ()
        return "；".join(f"{DRIFTS[shift.drift]}（{unwrap(shift.why)}）" for shift in shifts)

    @property
    def standing(self) -> str:
        """How far a "not mentioned" is confirmed; empty for the rest."""
        if self.finding.verdict is not Verdict.NOT_MENTIONED:
            return ""
        return standing_in_words(self.finding.confirmation, names=self.names)

    @property
    def promised(self) -> str:
        """`地区生产总值 ≥ 6 %`; the works' name and how far they were to come; the action's words."""
        promise = self.finding.promise
        if promise.target is not None:
            return f"{unwrap(promise.target.indicator)} {amount_in_words(promise.target)}"
        if promise.project is not None:
            return f"{unwrap(promise.project.name)}（{STAGES[promise.project.stage]}）"
        return unwrap(promise.item.text)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Where and in what words the new report speaks of it."""
        text = self.pairing.new.document.text
        return [(_PARTS.get(c.part, ""), unwrap(text[c.start : c.end])) for c in self.finding.answers]


def lines(reckoning: Reckoning, *, names: bool = False) -> Iterator[Line]:
    """Every promise of every pair, in order. `names` shows who confirmed."""
    for pairing in reckoning.pairings:
        for link in links(pairing):
            yield Line(pairing, link.finding, link, names)


_SORTS = {Sort.AMOUNT: "数量", Sort.PROJECT: "项目", Sort.ACTION: "举措"}


def _unsaid(finding: Finding) -> str:
    """What was looked for where nothing was found; silence is no finding until a person has confirmed it."""
    if finding.verdict is not Verdict.NOT_MENTIONED:
        return ""
    return f"按“{finding.search}”在回顾和今年部署中查找，没有找到同一件事"


#: The columns, and what each shows of a line.
COLUMNS: dict[str, Callable[[Line], str | int]] = {
    "承诺年份": lambda line: line.pairing.old.year,
    "回答年份": lambda line: line.pairing.new.year,
    "类别": lambda line: _SORTS[line.finding.promise.sort],
    "承诺原文": lambda line: unwrap(line.finding.promise.item.text),
    "承诺": lambda line: line.promised,
    "结论": lambda line: VERDICTS[line.finding.verdict],
    "报告的数或说法": lambda line: unwrap(line.finding.reported),
    "算式": lambda line: "；".join(line.finding.steps),
    "报告原话": lambda line: "\n".join(f"［{part}］{words}" for part, words in line.answers),
    "查找的情况": lambda line: _unsaid(line.finding),
    "确认": lambda line: line.standing,
    "统计数据": lambda line: "\n".join(witnesses_in_words(line.finding)),
    "今年怎样接着": lambda line: line.drift,
    "规则": lambda line: line.finding.rule,
    "承诺起": lambda line: line.finding.promise.start,
    "承诺止": lambda line: line.finding.promise.end,
    "编号": lambda line: promise_id(line.finding.promise),
}


def csv_text(reckoning: Reckoning, *, names: bool = False) -> str:
    """All lines; Excel asks for UTF-8 with a BOM, which the caller writes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [_plain(fill(line)) for fill in COLUMNS.values()] for line in lines(reckoning, names=names)
    )
    return out.getvalue()


def _plain(value: str | int) -> str | int:
    """Text that could be run as a formula opens with an apostrophe."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def table(reckoning: Reckoning, *, console: Console, names: bool = False) -> None:
    """Print each pair: the counts, then promise by promise."""
    for pairing in reckoning.pairings:
        console.print(Text("\n").join(_of_pair(pairing, names)), soft_wrap=True)


def _of_pair(pairing: Pairing, names: bool) -> Iterator[Text]:
    place = safe(pairing.new.place or pairing.old.place)
    yield Text(f"{place}：{pairing.old.year} 年的承诺，{pairing.new.year} 年的报告怎样说", style="bold")
    counts = Counter(finding.verdict for finding in pairing.findings)
    said = "   ".join(f"{MARKS[v]} {word} {counts[v]}" for v, word in VERDICTS.items() if counts[v])
    yield Text(f"{len(pairing.findings)} 条：{said or '没有承诺'}")
    yield Text(
        f"“{VERDICTS[Verdict.NOT_MENTIONED]}”是程序查找的结果，{_confirmed(pairing)}，不等于没有做。",
        style="dim",
    )
    for finding in pairing.findings:
        yield from _of_line(Line(pairing, finding, names=names))


def _confirmed(pairing: Pairing) -> str:
    """How many of the silent ones are confirmed."""
    silent = [f for f in pairing.findings if f.verdict is Verdict.NOT_MENTIONED]
    sure = sum(standing_in_words(f.confirmation).startswith("已确认") for f in silent)
    return f"{len(silent)} 条中 {sure} 条已确认，其余{UNCONFIRMED}" if sure else UNCONFIRMED


def _of_line(line: Line) -> Iterator[Text]:
    verdict = line.finding.verdict
    reported = f"  {safe(unwrap(line.finding.reported))}" if line.finding.reported else ""
    steps = f"  （{'；'.join(line.finding.steps)}）" if line.finding.steps else ""
    head = f"{MARKS[verdict]} {VERDICTS[verdict]}  {safe(line.promised)}{reported}{steps}"
    yield Text(head, style=_STYLES.get(verdict, ""))
    for part, words in line.answers[:2]:
        yield Text(f"     {part}：{safe(words)}", style="dim")
    for witness in line.finding.witnesses:
        apart = witness.agrees is False and not witness.superseded
        yield Text(
            f"     {'≠ ' if apart else ''}统计：{safe(witness_in_words(witness))}",
            style="bold" if apart else "dim",
        )
    if line.finding.confirmation is not None:
        yield Text(f"     {safe(line.standing)}", style="dim")


def xlsx_bytes(reckoning: Reckoning, *, names: bool = False) -> bytes:
    """The workbook. Here, because openpyxl takes longer to import than most reports to compile."""
    from luoshi.render.workbook import settlement_bytes

    title = f"{reckoning.place}政府工作报告对账"
    return settlement_bytes(
        title,
        list(COLUMNS),
        [[fill(line) for fill in COLUMNS.values()] for line in lines(reckoning, names=names)],
    )
