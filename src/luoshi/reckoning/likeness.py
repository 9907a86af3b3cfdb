"""Likeness: how well a clause of the new report speaks of what was promised, by features that can be read."""

from __future__ import annotations

import math
import re

from luoshi.reckoning.clauses import Clause, Figure, Part
from luoshi.reckoning.indicators import indicator
from luoshi.reckoning.promises import Promise, Sort
from luoshi.reckoning.wording import longest_common, pairs, rarity, usual

#: Units that count the same things in other words.
_SAME_UNIT = {
    "名": "人", "位": "人", "人次": "人", "户": "家", "农户": "家", "个": "家", "项": "家", "处": "家", "座": "家",
    "所": "家", "条": "条", "件": "家", "万户": "家", "场": "场", "场次": "场", "P": "P", "Pflops": "P", "PFlops": "P",
}  # fmt: skip
#: How many characters at a name's end are its head.
_CLOSE = 4
_QUOTED = re.compile(r"“([^”]{2,14})”")
_VERBS = (
    {
        "新增",
        "新建",
        "新培育",
        "新认定",
        "认定",
        "培育",
        "引进",
        "布局",
        "设立",
        "新改建",
        "新改扩建",
        "建成",
        "建设",
        "打造",
    },
    {"改造", "改造提升", "更新", "整治", "治理", "修复", "提升", "新改建", "新改扩建", "改扩建"},
    {"举办", "开展", "实施", "推进", "完成"},
    {"培训", "开展", "提供", "发放"},
)


def unit_class(unit: str) -> str:
    """The unit with which amounts of it can be compared."""
    return _SAME_UNIT.get(unit, unit)


def unit_token(unit: str) -> str:
    """How a unit is counted among the pairs of characters."""
    return "#" + unit_class(unit)


def same_unit(promise: Promise, figure: Figure) -> bool:
    return promise.target is not None and unit_class(promise.target.unit) == unit_class(figure.unit)


def features(promise: Promise, clause: Clause) -> dict[str, float]:
    """What tells whether the clause answers the promise; each between 0 and 1, or a logarithm."""
    names, grams = promise.names, clause.grams
    cover = rarity().share(grams, names)
    led = rarity().share(grams | clause.near, names) - cover
    run = longest_common(promise.name, clause.said) / max(1, len(promise.name))
    tail = promise.name[-2:]
    best = _closest(promise, clause)
    missing = names - grams - clause.near
    close = pairs(promise.name[-_CLOSE:])
    quoted = [
        pairs(usual(q)) for q in _QUOTED.findall(promise.item.clean) if pairs(usual(q)) & promise.phrase
    ]
    any_like, any_more = max(
        (figure_likeness(promise, f) for f in clause.figures),
        key=lambda p: p[0] - p[1],
        default=(0.0, 0.0),
    )
    found: dict[str, float] = {
        "cover": cover,
        "led": led,
        "run": run,
        "whole": float(promise.name in clause.said),
        "tail": float(tail in clause.said),
        "head": float(promise.name[:2] in clause.said),
        "weight": math.log1p(rarity().sum(names)) / 4,
        "around": rarity().share(clause.around, promise.around),
        "scope": rarity().share(grams | clause.near, promise.scopes) if promise.scopes else 0.0,
        "scope missing": float(bool(promise.scopes)) * (1 - rarity().share(clause.around, promise.scopes)),
        "no figure": float(not clause.figures),
        "unit": float(any(same_unit(promise, f) for f in clause.figures)),
        "unit rare": rarity().of(unit_token(promise.target.unit)) / 8
        if promise.target and any(same_unit(promise, f) for f in clause.figures)
        else 0.0,
        "plan": float(clause.part in (Part.PLAN, Part.LATER)),
        "years": float(clause.part is Part.YEARS),
        "later": float(clause.part is Part.LATER),
        "rare missing": max(map(rarity().of, missing), default=0.0) / 8,
        "rare present": max(map(rarity().of, names & grams), default=0.0) / 8,
        "phrase": rarity().share(grams, promise.phrase),
        "any like": any_like,
        "any more": any_more,
        "growth missing": float(promise.target is not None and promise.target.measure == "growth")
        * (1 - cover - led),
        "all": float(names <= grams),
        "project": float(promise.sort is not Sort.AMOUNT),
        "close": rarity().share(grams, close),
        "close led": rarity().share(grams | clause.near, close),
        "sentence": rarity().share(clause.around, names),
        "quoted": max((rarity().share(grams, q) for q in quoted), default=0.0),
        "long": math.log1p(len(promise.name)) / 4,
        "known": _known(promise, clause),
    }
    if best is not None:
        figure, like, extra = best
        found["figure like"] = like
        found["figure more"] = extra
        found["figure far"] = 0.0 if clause.part is Part.YEARS else _far(promise, figure)
        found["figure equal"] = float(promise.target is not None and figure.value == promise.target.value)
        found["measure"] = float(promise.target is not None and figure.measure == promise.target.measure)
    if promise.verb:
        found["verb"] = float(promise.verb in clause.text)
        found["verb kind"] = float(
            any(promise.verb in kin and any(v in clause.text for v in kin) for kin in _VERBS)
        )
    found["sure"] = cover * cover
    found["plan bare"] = found["plan"] * found["no figure"]
    found["plan cover"] = found["plan"] * cover
    found["plan unit"] = found["plan"] * found["unit"]
    found["bare cover"] = found["no figure"] * cover
    return found


def _far(promise: Promise, figure: Figure) -> float:
    """How many times more or less the figure is than what was promised, as a logarithm; 1 from twenty times on."""
    assert promise.target is not None
    if promise.target.measure == "growth" or not promise.target.value or not figure.value:
        return 0.0
    return min(1.0, abs(math.log(abs(figure.value / promise.target.value))) / 3)


def _known(promise: Promise, clause: Clause) -> float:
    """Whether both name an indicator of the rulebook: 1 where it is the same, -1 where it is another."""
    assert promise.target is not None or promise.sort is not Sort.AMOUNT
    mine = indicator(promise.name)
    theirs = {known.name for f in clause.figures if (known := indicator(usual(f.indicator))) is not None}
    if mine is None or not theirs:
        return 0.0
    return 1.0 if mine.name in theirs else -1.0


def _closest(promise: Promise, clause: Clause) -> tuple[Figure, float, float] | None:
    """The clause's figure in the promise's unit whose indicator is most alike, how much, and what it says more."""
    best: tuple[Figure, float, float] | None = None
    for figure in clause.figures:
        if not same_unit(promise, figure):
            continue
        like, more = figure_likeness(promise, figure)
        if best is None or like > best[1]:
            best = figure, like, more
    return best


def figure_likeness(promise: Promise, figure: Figure) -> tuple[float, float]:
    """How much of the promise's name the figure's has, and how much of its own the promise's lacks."""
    own = pairs(usual(figure.indicator)) | pairs(usual(figure.scope))
    if not own:
        return 0.0, 0.0
    return rarity().share(own, promise.names), 1 - rarity().share(
        promise.names | promise.scopes | pairs(promise.verb), own
    )
