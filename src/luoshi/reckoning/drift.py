"""Drift: how a promise changed where it is taken up again, next year or in the notice that divides the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from luoshi.compiler.compilation import Target
from luoshi.reckoning.compare import better, factor
from luoshi.reckoning.indicators import Better, indicator
from luoshi.reckoning.promises import Promise
from luoshi.reckoning.stages import STAGES
from luoshi.rulebook import entries
from luoshi.text.fold import fold


class Drift(StrEnum):
    """How a promise changed from one text to the next."""

    UNCHANGED = "unchanged"
    LOWERED = "lowered"
    RAISED = "raised"
    MOVED = "moved"
    NUMBER_DROPPED = "number_dropped"
    WEAKENED = "weakened"
    FIRMER = "firmer"
    SCOPE_NARROWED = "scope_narrowed"
    SCOPE_WIDENED = "scope_widened"
    SCOPE_CHANGED = "scope_changed"
    SLIPPED = "slipped"
    ADVANCED = "advanced"
    RENAMED = "renamed"
    SWAPPED = "swapped"
    MERGED = "merged"
    SPLIT = "split"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Shift:
    """One change, with what stood there and what stands there now."""

    drift: Drift
    why: str


#: How firmly a bound holds the number: `左右` may be missed, `以上` may not; a bare number is met by it or better.
_FIRM = {"approx": 0, "eq": 2, "range": 1, "ge": 2, "gt": 2, "le": 2, "lt": 2}
_BOUNDS = {
    "approx": "左右",
    "eq": "不带界限",
    "range": "区间",
    "ge": "以上",
    "gt": "超过",
    "le": "以内",
    "lt": "低于",
}
#: Of several changes to a stage's promise: works that are only carried on slip by nothing.
_ONCE = {"sign", "start", "complete", "operate"}
_STAGES = {
    "prepare": "前期",
    "sign": "签约",
    "start": "开工",
    "build": "在建",
    "complete": "建成",
    "operate": "投用",
    "other": "其他",
}
#: What a name may gain in front without meaning less: verbs and words of counting.
_LOOSE = re.compile(
    r"(?:新增|新建|新改扩?建|累计|完成|实现|推动|全部|继续|力争|确保|建成|建设|改造|培育|共)+"
)
_SENTENCE = re.compile(r"[。；;!?\n]")


def shifts(old: Promise, new: Promise, *, years: tuple[int, int]) -> tuple[Shift, ...]:
    """Every change from the old promise to the new, or that there is none. `years` are those the two texts plan for."""
    found = tuple(_shifts(old, new, years))
    return found or (Shift(Drift.UNCHANGED, "数、界限、范围、时限都没有变"),)


def _shifts(old: Promise, new: Promise, years: tuple[int, int]) -> Iterator[Shift]:
    if old.target is not None and new.target is not None:
        swapped = _swapped(old, new)
        if swapped:
            yield Shift(Drift.SWAPPED, swapped)
        else:
            yield from _numbers(old.target, new.target)
            yield from _bounds(old.target, new.target)
        yield from _due(old.target, new.target, years)
    elif old.project is not None and new.project is not None:
        yield from _stage(old.project.stage, new.project.stage, years)
    yield from _manner(old, new)
    yield from _names(old, new)


def _swapped(old: Promise, new: Promise) -> str:
    """What another thing is measured now; empty where it is the same."""
    a, b = old.target, new.target
    assert a is not None
    assert b is not None
    # `控制在2%` and `上涨2%` of one price are read as level and growth, and mean the same.
    if (a.measure == "growth") != (b.measure == "growth") and a.unit != b.unit:
        return f"“{a.quote}”是{'增长' if a.measure == 'growth' else '数量'}，“{b.quote}”是{'增长' if b.measure == 'growth' else '数量'}"
    if factor(b.unit, a.unit) is None:
        return f"单位从{a.unit or '个数'}换成{b.unit or '个数'}"
    one, other = indicator(old.name), indicator(new.name)
    parts = part_of(old.name, new.name) or part_of(new.name, old.name)
    if (
        old.name != new.name
        and not parts
        and ((one and other and one.name != other.name) or _other_head(old.name, new.name))
    ):
        return f"“{old.name}”换成“{new.name}”"
    return ""


def _other_head(one: str, other: str) -> bool:
    """Whether two names end in other nouns, which say what is measured: `…能耗` and `…排放`."""
    return one[-2:] != other[-2:] and one not in other and other not in one


def _numbers(old: Target, new: Target) -> Iterator[Shift]:
    by = factor(new.unit, old.unit)
    if by is None or new.value * by == old.value:
        return
    more, way = new.value * by > old.value, better(old)[0]
    drift = Drift.RAISED if more is (way is Better.UP) else Drift.LOWERED
    # Prices are to stay in a band: neither way is better by itself.
    yield Shift(Drift.MOVED if way is Better.BAND else drift, f"“{old.quote}” → “{new.quote}”")


def _bounds(old: Target, new: Target) -> Iterator[Shift]:
    was, now = _FIRM.get(old.relation, 1), _FIRM.get(new.relation, 1)
    if was != now:
        said = f"“{_BOUNDS.get(old.relation, '')}” → “{_BOUNDS.get(new.relation, '')}”"
        yield Shift(Drift.WEAKENED if now < was else Drift.FIRMER, said)


def _due(old: Target, new: Target, years: tuple[int, int]) -> Iterator[Shift]:
    """A goal of the year itself moves on with it; what moves more than that slips, what moves less comes sooner."""
    was, now = _month(old.due), _month(new.due)
    if was is None or now is None:
        return
    if was[0] <= years[0]:
        was = (was[0] + years[1] - years[0], was[1])
    if was != now:
        yield Shift(Drift.SLIPPED if now > was else Drift.ADVANCED, f"{old.due} → {new.due}")


def _month(due: str) -> tuple[int, int] | None:
    year, _, month = due.partition("-")
    return (int(year), int(month[:2]) if month[:2].isdigit() else 12) if year.isdigit() else None


def _stage(old: str, new: str, years: tuple[int, int]) -> Iterator[Shift]:
    said = f"“{_STAGES[old]}” → “{_STAGES[new]}”"
    if old == new:
        if old in _ONCE and years[1] > years[0]:
            yield Shift(
                Drift.SLIPPED, f"{years[0]} 年承诺“{_STAGES[old]}”，{years[1]} 年还是承诺“{_STAGES[new]}”"
            )
    elif old in STAGES and new in STAGES and STAGES.index(new) < STAGES.index(old):
        yield Shift(Drift.SLIPPED if years[1] > years[0] else Drift.LOWERED, said)
    elif old in STAGES and new in STAGES:
        yield Shift(Drift.RAISED, said)


def _manner(old: Promise, new: Promise) -> Iterator[Shift]:
    """`确保` turned into `力争`; a `确保` that is simply left out is no change of mind."""
    (was, said), (now, says) = firmness(_leading(old)), firmness(_leading(new))
    if now == "soft" and was != "soft":
        yield Shift(Drift.WEAKENED, f"“{said}” → “{says}”" if said else f"多了“{says}”")
    elif was == "soft" and now == "firm":
        yield Shift(Drift.FIRMER, f"“{said}” → “{says}”")


def _leading(promise: Promise) -> str:
    """The sentence as far as the promise."""
    before = promise.item.text[: max(0, promise.start - promise.item.start)]
    return _SENTENCE.split(before)[-1] if before else promise.item.text[:8]


@cache
def _manners() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {word: entry.fields["firm"] for entry in entries("firmness") for word in entry.words}
    patterns = [
        pattern
        for entry in entries("firmness")
        if entry.fields["firm"] == "soft"
        for pattern in entry.patterns
    ]
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join([*map(re.escape, longest), *patterns])), words


def firmness(text: str) -> tuple[str, str]:
    """How firmly it is promised: `firm`, `soft` or nothing, by the last word that says so, and that word."""
    pattern, words = _manners()
    found = [match.group() for match in pattern.finditer(fold(text))]
    return (words.get(found[-1], "soft"), found[-1]) if found else ("", "")


def _names(old: Promise, new: Promise) -> Iterator[Shift]:
    """What is measured, and where: narrower, wider, or in other words."""
    if old.target is None or new.target is None:
        # Works and actions have no scope; a name that is only cut longer or shorter is the same.
        if old.name not in new.name and new.name not in old.name:
            yield Shift(Drift.RENAMED, f"“{old.name}” → “{new.name}”")
        return
    if old.name != new.name:
        said = f"“{old.name}” → “{new.name}”"
        if part_of(new.name, old.name) or _narrower(old.name, new.name):
            yield Shift(Drift.SCOPE_NARROWED, said)
        elif part_of(old.name, new.name) or _narrower(new.name, old.name):
            yield Shift(Drift.SCOPE_WIDENED, said)
        elif not (old.target and new.target and _swapped(old, new)):
            yield Shift(Drift.RENAMED, said)
    if old.scope != new.scope:
        said = f"“{old.scope or '全部'}” → “{new.scope or '全部'}”"
        narrower = not old.scope or (old.scope != new.scope and _narrower(old.scope, new.scope))
        wider = not new.scope or _narrower(new.scope, old.scope)
        yield Shift(
            Drift.SCOPE_NARROWED if narrower else Drift.SCOPE_WIDENED if wider else Drift.SCOPE_CHANGED, said
        )


def part_of(name: str, wider: str) -> bool:
    """Whether the rulebook has the first indicator as part of the second."""
    known, whole = indicator(name), indicator(wider)
    if known is None or not known.part_of:
        return False
    return known.part_of in (wider, whole.name if whole else wider)


def _narrower(wide: str, narrow: str) -> bool:
    """Whether the second names part of the first: words before a noun mean less of it (`城镇居民收入` of `居民收入`)."""
    if not wide or not narrow.endswith(wide) or narrow == wide:
        return False
    return not _LOOSE.fullmatch(narrow.removesuffix(wide))
