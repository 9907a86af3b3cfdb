"""Agreement: a text's annotated and predicted items side by side: what is alike counted, what differs noted.

Every count is booked on one annotated item: hits and misses on the item they belong to, what was predicted
on the annotated item that stands where it was predicted. So counts can be added up, and drawn anew.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, TypeVar

from luoshi.compiler.annotations import Amount, Pair, Row, prediction, reference

#: An indicator counts as found from this likeness on.
ALIKE = 0.6

#: What was counted, by name; a name not there counts nothing.
Counts = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement: in which pair (from 0), where in its text, over which words, who says what."""

    pair: int
    at: int
    what: str
    quote: str
    annotated: str = ""
    predicted: str = ""


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Found = TypeVar("Found", bound=_Spanned)


@dataclass(slots=True)
class Agreement:
    """The counts of one text, an entry for each annotated item, and what was noted on the way."""

    number: int
    gold: list[Row]
    items: list[Counts]
    notes: list[Difference] = field(default_factory=list)

    def add(self, at: int, name: str, amount: float = 1) -> None:
        """Count something that stands at this character."""
        if amount:
            self.items[self._index(at)][name] += amount

    def note(self, at: int, what: str, quote: str, annotated: object = "", predicted: object = "") -> None:
        self.notes.append(Difference(self.number, at, what, quote, _said(annotated), _said(predicted)))

    def _index(self, at: int) -> int:
        """The annotated item at a character: the last that begins before it, or the first."""
        return max(0, bisect_right(self.gold, at, key=lambda row: row.start) - 1)


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(filter(None, map(_said, value)))
    return f"{value:.12g}" if isinstance(value, float) else "" if value is None else str(value)


def compare(number: int, pair: Pair) -> Agreement:
    """Set one pair side by side. Raises ScoreError where a side breaks the contract of the compiled item."""
    gold = reference(pair[0], f"第 {number + 1} 对文件的标注")
    pred = prediction(pair[1], f"第 {number + 1} 对文件的预测")
    book = Agreement(number, gold, [defaultdict(float) for _ in gold])
    _count_offices(book, pred)
    rows = [row for row in gold if row.kind]
    if rows:
        # What lies before the first or behind the last annotated item was not annotated.
        within = [row for row in pred if row.start < rows[-1].end and row.end > rows[0].start]
        for count in (_count_items, _count_kinds, _count_targets, _count_context, _count_projects):
            count(book, rows, within)
    return book


def _count_items(book: Agreement, gold: list[Row], pred: list[Row]) -> None:
    """Items with the same start and end, and the places where one ends."""
    for row in gold:
        book.add(row.start, "items")
    spans, guesses = {_core(row): row for row in gold}, {_core(row): row for row in pred}
    for row in pred:
        book.add(spans.get(_core(row), row).start, "items_predicted")
    for span in spans.keys() & guesses.keys():
        book.add(spans[span].start, "items_right")
    for span in spans.keys() - guesses.keys():
        book.note(span[0], "item missed", spans[span].text)
    for span in guesses.keys() - spans.keys():
        book.note(span[0], "item added", guesses[span].text)
    ends, guessed_ends = {end for _, end in spans}, {end for _, end in guesses}
    for end in ends | guessed_ends:
        book.add(end - 1, "ends", end in ends)
        book.add(end - 1, "ends_predicted", end in guessed_ends)
        book.add(end - 1, "ends_right", end in ends and end in guessed_ends)


def _count_kinds(book: Agreement, gold: list[Row], pred: list[Row]) -> None:
    """Kind and tense of what was predicted for each annotated item, or at its middle."""
    same = {_core(row): row for row in pred}
    for row in gold:
        guess = same.get(_core(row)) or _at(pred, row.middle)
        kind, tense = (guess.kind, guess.tense) if guess else ("none", None)
        book.add(row.start, f"kind:{row.kind}")
        book.add(row.start, f"kind_predicted:{kind}")
        if kind == row.kind:
            book.add(row.start, "kind_right")
            book.add(row.start, f"kind_right:{kind}")
        else:
            book.note(row.start, "kind", row.text, row.kind, kind)
        if row.tense is not None:
            book.add(row.start, "tenses")
            book.add(row.start, "tense_right", tense == row.tense)
            if tense != row.tense:
                book.note(row.start, "tense", row.text, row.tense, tense)


def _count_targets(book: Agreement, gold: list[Row], pred: list[Row]) -> None:
    """Promised amounts; optional ones count neither when found nor when missed."""
    every = [target for row in gold for target in row.targets]
    asked = [target for target in every if not target.optional]
    spare = [target for target in every if target.optional]
    found = [
        target
        for row in pred
        for target in row.targets
        if not _touches(target, spare) or _touches(target, asked)
    ]
    pairs, missed, added = _pair(asked, found, _same_quantity)
    _count_found(book, "targets", pairs, missed, added)
    for target in missed:
        book.note(target.start, "target missed", target.quote, _told(target))
    for target in added:
        book.note(target.start, "target added", target.quote, "", _told(target))
    years = Counter(target.due[:4] for target in asked)
    usual = years.most_common(1)[0][0] if years else ""
    for target, guess in pairs:
        _count_fields(book, target, guess, special=target.due != usual)


def _count_found(
    book: Agreement,
    name: str,
    pairs: Sequence[tuple[_Spanned, _Spanned]],
    missed: Sequence[_Spanned],
    added: Sequence[_Spanned],
) -> None:
    """What was asked for, found and predicted; a guess counts where its annotated counterpart does."""
    for asked, _ in pairs:
        for count in (name, f"{name}_found", f"{name}_predicted"):
            book.add(asked.start, count)
    for asked in missed:
        book.add(asked.start, name)
    for guess in added:
        book.add(guess.start, f"{name}_predicted")


def _count_fields(book: Agreement, target: Amount, guess: Amount, *, special: bool) -> None:
    """What is said of one amount that was found."""
    at = target.start
    like = _likeness(target.indicator, guess.indicator)
    due, same = target.due == guess.due, _same_target(target, guess)
    scope, scope_guess = _plain(target.scope), _plain(guess.scope)
    for name, amount in (
        ("targets_right", same),
        ("rows_right", same and due and like >= ALIKE),
        ("likeness", like),
        ("scopes", scope != ""),
        ("scopes_predicted", scope_guess != ""),
        ("scopes_right", scope != "" and scope == scope_guess),
        ("dues_right", due),
        ("specials", special),
        ("specials_right", special and due),
    ):
        book.add(at, name, amount)
    if not same:
        book.note(at, "target differs", target.quote, _kind_of_amount(target), _kind_of_amount(guess))
    if like < ALIKE:
        book.note(at, "indicator", target.quote, target.indicator, guess.indicator)
    if scope != scope_guess:
        book.note(at, "scope", target.quote, target.scope, guess.scope)
    if not due:
        book.note(at, "due", target.quote, target.due, guess.due)


def _count_context(book: Agreement, gold: list[Row], pred: list[Row]) -> None:
    """Amounts that are not promised, by span; near an optional target a context is as good."""
    spare = [target for row in gold for target in row.targets if target.optional]
    asked = [amount for row in gold for amount in row.context]
    found = [amount for row in pred for amount in row.context if not _touches(amount, spare)]
    _count_found(book, "contexts", *_pair(asked, found, _close))
    promised = [target for row in pred for target in row.targets]
    for amount in asked:
        if any(_close(amount, target) for target in promised):
            book.note(amount.start, "context taken for target", amount.quote)


def _count_projects(book: Agreement, gold: list[Row], pred: list[Row]) -> None:
    """Named projects by span, and with their stage."""
    asked = [works for row in gold for works in row.projects]
    pairs, missed, added = _pair(asked, [works for row in pred for works in row.projects], _close)
    _count_found(book, "projects", pairs, missed, added)
    for works in missed:
        book.note(works.start, "project missed", works.name, works.stage)
    for works in added:
        book.note(works.start, "project added", works.name, "", works.stage)
    for works, guess in pairs:
        book.add(works.start, "stages_right", works.stage == guess.stage)
        if works.stage != guess.stage:
            book.note(works.start, "stage", works.name, works.stage, guess.stage)


def _count_offices(book: Agreement, pred: list[Row]) -> None:
    """The suggested lead, where leads are annotated: the first office, or one of three, is right."""
    for row in book.gold:
        if not row.lead:
            continue
        guess = _at(pred, row.middle)
        offices = [_office(name) for name in guess.offices[:3]] if guess else []
        right = {_office(name) for name in row.lead}
        book.add(row.start, "leads")
        book.add(row.start, "leads_first", offices[:1] != [] and offices[0] in right)
        book.add(row.start, "leads_three", not right.isdisjoint(offices))
        if not offices or offices[0] not in right:
            book.note(row.start, "office", row.text, tuple(sorted(right)), tuple(offices))


# When two things are the same

_CLOSING = "，,。；;：:、！!？?…—"
_SPACE = " \t\r\n\u3000\xa0"
_UNITS = {"％": "%", "平方千米": "平方公里", "千米": "公里"}
_UNSAID = re.compile(r"[\s，,、“”\"'‘’的]")
#: The city before an office's name; 市 that begins 市场监管局 is none.
_CITY = re.compile(r"(?:[^市]{2,4})?市(?!场)")
_SHORT_OFFICES = {
    "发展和改革委员会": "发展改革委",
    "发改委": "发展改革委",
    "工业和信息化局": "工信局",
    "住房和城乡建设局": "住建局",
    "人力资源和社会保障局": "人社局",
    "卫生健康委员会": "卫健委",
    "卫生健康委": "卫健委",
    "自然资源局": "规划和自然资源局",
}


def _core(row: Row) -> tuple[int, int]:
    """Start and end without white space around and closing punctuation behind."""
    body = row.text.rstrip(_CLOSING + _SPACE)
    lead = len(body) - len(body.lstrip(_SPACE))
    return row.start + lead, row.end - (len(row.text) - len(body))


def _at(rows: list[Row], at: int) -> Row | None:
    """The row that covers a character; rows are in order and do not overlap."""
    index = bisect_right(rows, at, key=lambda row: row.start) - 1
    return rows[index] if index >= 0 and at < rows[index].end else None


def _close(a: _Spanned, b: _Spanned) -> bool:
    """The spans overlap by half of their union."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return common > 0 and 2 * common >= max(a.end, b.end) - min(a.start, b.start)


def _touches(a: _Spanned, others: Iterable[_Spanned]) -> bool:
    return any(a.start < b.end and b.start < a.end for b in others)


def _pair(
    gold: Sequence[Found], pred: Sequence[Found], same: Callable[[Found, Found], bool]
) -> tuple[list[tuple[Found, Found]], list[Found], list[Found]]:
    """Each annotated thing with the first free guess that is the same; those missed; those left over."""
    free, pairs, missed = list(pred), [], []
    for asked in gold:
        at = next((i for i, guess in enumerate(free) if same(asked, guess)), None)
        if at is None:
            missed.append(asked)
        else:
            pairs.append((asked, free.pop(at)))
    return pairs, missed, free


def _same_quantity(a: Amount, b: Amount) -> bool:
    return (
        _close(a, b)
        and _same_number(a.value, b.value)
        and _same_number(a.value_high, b.value_high)
        and _UNITS.get(a.unit, a.unit) == _UNITS.get(b.unit, b.unit)
    )


def _same_number(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def _same_target(a: Amount, b: Amount) -> bool:
    return _kind_of_amount(a) == _kind_of_amount(b)


def _kind_of_amount(target: Amount) -> tuple[str, ...]:
    """Relation and measure, and the direction of a growth; other measures have none."""
    direction = (target.direction,) if target.measure == "growth" else ()
    return target.relation, target.measure, *direction


def _told(target: Amount) -> tuple[object, ...]:
    return target.indicator, target.value, target.value_high, target.unit


def _plain(words: str) -> str:
    """Without white space, commas, quotation marks and 的, which readers copy or leave out at will."""
    return _UNSAID.sub("", words)


@lru_cache(maxsize=4096)
def _likeness(a: str, b: str) -> float:
    """1 for the same words, 0 for nothing in common."""
    a, b = _plain(a), _plain(b)
    return 1.0 if a == b else difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def _office(name: str) -> str:
    """Without the city's name, remarks in brackets and the usual long forms."""
    bare = re.split("[(（]", name)[0]
    city = _CITY.match(bare)
    bare = bare[city.end() :] if city else bare
    return _SHORT_OFFICES.get(bare, bare)
