"""The question sheet (审议参考问题单): for a deputy, what was promised, what the report says and does not, what to ask.

Never an accusation: what was not found is said to be not mentioned in this report, with the search that was made, and
is marked unconfirmed until a person has confirmed it and the office could answer.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from luoshi.reckoning.findings import Pairing, Verdict
from luoshi.reckoning.promises import Sort
from luoshi.render.reading import unwrap
from luoshi.render.settlement import VERDICTS, Line
from luoshi.render.witness import UNCONFIRMED, disputed, standing_in_words, witnesses_in_words

TITLE = "审议参考问题单"
#: Two pages hold so many questions; those of most weight come first.
MOST = 10
#: The three outcomes that are asked about, in the order of the sheet, and how many of each a full sheet has.
_ASKED = ((Verdict.SHORT, 3), (Verdict.NOT_MENTIONED, 4), (Verdict.REPORTED, 3))
#: So many questions about figures that differ from the statistics.
_DISPUTED = 3
NOTICE = (
    "本单由程序比对两年报告的文字生成，供审议时参考，不是评价。"
    f"“{VERDICTS[Verdict.NOT_MENTIONED]}”只说明没有找到，不等于没有做；没有写明“已确认”的都{UNCONFIRMED}，"
    "须经专人核对，并给承办单位十个工作日答复。"
)


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of the sheet."""

    number: int
    outcome: str
    promised: str
    words: str
    said: tuple[str, ...]
    unsaid: str
    ask: str
    statistics: tuple[str, ...] = ()


def questions(pairing: Pairing, *, names: bool = False) -> list[Question]:
    """What to ask of a pair of reports, at most two pages of it; amounts before works before actions.

    Figures that differ from the statistics come first. `names` shows who confirmed.
    """
    order = {Sort.AMOUNT: 0, Sort.PROJECT: 1, Sort.ACTION: 2}
    chosen = [Line(pairing, f, names=names) for f in pairing.findings if disputed(f)][:_DISPUTED]
    asked = {line.finding.promise.start for line in chosen}
    for verdict, most in _ASKED:
        found = [
            Line(pairing, f, names=names)
            for f in pairing.findings
            if f.verdict is verdict and f.promise.start not in asked
        ]
        found.sort(key=lambda line: (order[line.finding.promise.sort], line.finding.promise.start))
        chosen += found[:most]
    return [_question(number, line) for number, line in enumerate(chosen[:MOST], 1)]


def _question(number: int, line: Line) -> Question:
    finding = line.finding
    witness = disputed(finding)
    unsaid, ask = _DIFFERS if witness else _UNSAID[finding.verdict or Verdict.REPORTED]
    return Question(
        number=number,
        outcome=VERDICTS[finding.verdict],
        promised=line.promised,
        words=unwrap(finding.promise.item.text),
        said=tuple(f"［{part}］{words}" for part, words in line.answers[:2]),
        unsaid=unsaid.format(
            search=finding.search,
            steps="；".join(finding.steps),
            standing=standing_in_words(finding.confirmation, names=line.names),
        ),
        ask=ask.format(
            promised=line.promised,
            reported=unwrap(finding.reported),
            statistic=witness.statistic.quote if witness else "",
        ),
        statistics=tuple(witnesses_in_words(finding)),
    )


_DIFFERS = (
    "报告的数和统计数据不一样；可能是口径、时点不同，也可能是后来修订，程序分不出来。",
    "“{promised}”，报告说到的是 {reported}，统计数据是 {statistic}。为什么不同，以哪个为准？",
)
#: What the report does not say, and the question, for each outcome.
_UNSAID = {
    Verdict.SHORT: (
        "报告说到的与承诺有差距（{steps}）；是否说明了原因，程序没有查。",
        "“{promised}”，报告说到的是 {reported}。差距在哪里，今年怎样安排？",
    ),
    Verdict.NOT_MENTIONED: (
        "本次报告未提及：按“{search}”在回顾和今年部署中查找，没有找到同一件事。{standing}。",
        "“{promised}”去年完成到什么程度？今年是否继续？",
    ),
    Verdict.REPORTED: (
        "提到了，但口径、时段或范围不同，或者没有数，与承诺不可比。",
        "“{promised}”按承诺的口径，实际是多少？",
    ),
}


def counts(pairing: Pairing) -> str:
    """How many of each outcome, with what is known of the error."""
    found = Counter(finding.verdict for finding in pairing.findings)
    said = "，".join(f"{word} {found[verdict]} 条" for verdict, word in VERDICTS.items() if found[verdict])
    return f"共 {len(pairing.findings)} 条承诺：{said}。{UNCERTAINTY}"


#: From the pairs that were read before the program ran on them, and that nothing learned from: see the page on accuracy.
UNCERTAINTY = "按三对从没有用来改程序的报告（119 条承诺）衡量，结论约九成与人一致（区间 87%—97%）；判为“未提及”的，约每二十条有一条其实提到了（区间 0—14%）。"
