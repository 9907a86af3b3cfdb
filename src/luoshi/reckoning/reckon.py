"""The reckoning of two reports: for each promise of the old one the clauses of the new one, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.compiler.compilation import Compilation
from luoshi.reckoning import stages
from luoshi.reckoning.candidates import Finder, Weighed
from luoshi.reckoning.clauses import Clause, Figure, Part, clauses
from luoshi.reckoning.compare import Comparison, comparable, compare
from luoshi.reckoning.findings import Candidate, Finding, Pairing, Verdict
from luoshi.reckoning.likeness import figure_likeness
from luoshi.reckoning.model import Answering, answering
from luoshi.reckoning.promises import Promise, Sort, promises
from luoshi.reckoning.wording import usual

_REVIEW = (Part.REVIEW, Part.YEARS)
#: Beside the best clause of a half one more is shown, if it is strong by itself.
_STRONG = 0.5
#: A clause with a comparable figure goes before the likeliest one if it is not this much less likely.
_PREFERRED = 0.4
#: How much less of the promise's name it may have than that one.
_LESS_NAMED = 0.1
#: How much of an indicator's name a clause must have whose figure is a rate of growth.
_LEAST_NAMED = 0.7
#: From here on a clause has the whole name, but for a character or two.
_WHOLLY_NAMED = 0.95
#: A figure so many times what was promised, or less than half of it, is doubted where the name is not whole.
_MANY_TIMES = 5
#: So many members make a clause without a figure a roll of all that was done.
_ROLL = 6
#: The end of a name that must stand behind a number, and within how many characters, for it to count the thing.
_HEAD, _COUNTED_WITHIN = 4, 14
#: So many candidates are kept with a finding.
_KEPT = 6


@dataclass(frozen=True, slots=True)
class _Search:
    """What is needed to settle a promise: the new report's clauses, and the model that tells answers."""

    finder: Finder
    model: Answering


def pair(old: Compilation, new: Compilation, *, model: Answering | None = None) -> Pairing:
    """What the new report says of the old one's promises, in the order of the old report."""
    search = _Search(Finder(clauses(new)), model or answering())
    return Pairing(old, new, tuple(_finding(promise, search) for promise in promises(old)))


def _finding(promise: Promise, search: _Search) -> Finding:
    weighed = search.finder.weigh(promise, search.model)
    said, again = _speaking(promise, weighed, search)
    if said:
        best, comparison = _judged(promise, said)
        answers = (*_shown([best, *(w for w in said if w is not best)]), *_shown(again))
        return _told(promise, comparison, answers, weighed, search)
    if again:
        comparison = Comparison(Verdict.ROLLED_OVER, "", None, "reckon/promised again", ())
        return _told(promise, comparison, _shown(again), weighed, search)
    comparison = Comparison(Verdict.NOT_MENTIONED, "", None, "reckon/nothing found", ())
    return _told(promise, comparison, (), weighed, search)


def _speaking(
    promise: Promise, weighed: Sequence[Weighed], search: _Search
) -> tuple[list[Weighed], list[Weighed]]:
    """The clauses that answer the promise: of the review, and of the new plan; the strongest first."""
    model = search.model
    if promise.sort is Sort.AMOUNT:
        said = [
            w
            for w in weighed
            if w.clause.part in _REVIEW
            and w.strength >= model.said
            and _same_indicator(promise, w)
            and not _is_roll(w.clause)
        ]
        again = [w for w in weighed if w.clause.part is Part.PLAN and w.strength >= model.again]
        return said, again
    named = [w for w in weighed if stages.speaks_of(promise, w)]
    return [w for w in named if w.clause.part in _REVIEW], [w for w in named if w.clause.part is Part.PLAN]


def _is_roll(clause: Clause) -> bool:
    """`国防动员、退役军人、统计、气象等工作取得新成绩` names every field of work and answers for no amount in it."""
    return not clause.figures and clause.text.count("、") >= _ROLL


def _same_indicator(promise: Promise, weighed: Weighed) -> bool:
    """Rates of growth are told apart by what the indicator is called alone: `海洋生产总值` is not `生产总值`."""
    assert promise.target is not None
    if promise.target.measure != "growth":
        return True
    return weighed.features["cover"] + weighed.features["led"] >= _LEAST_NAMED


def _judged(promise: Promise, said: Sequence[Weighed]) -> tuple[Weighed, Comparison]:
    if promise.sort is Sort.AMOUNT:
        return _best(promise, said)
    verdict, reported, rule, steps = stages.judge(promise, said[0])
    return said[0], Comparison(verdict, reported, None, rule, steps)


def _best(promise: Promise, said: Sequence[Weighed]) -> tuple[Weighed, Comparison]:
    """Of the clauses likely enough, the first with a comparable figure; the year's own before a look back."""
    near = [w for w in said if w.strength >= said[0].strength * _PREFERRED and _names_as_much(w, said[0])]
    for part in _REVIEW:
        for weighed in near:
            if weighed.clause.part is part:
                comparison = _doubted(promise, weighed, _compared(promise, weighed.clause))
                if comparison.verdict is not Verdict.REPORTED:
                    return weighed, comparison
    return said[0], _doubted(promise, said[0], _compared(promise, said[0].clause))


def _doubted(promise: Promise, weighed: Weighed, comparison: Comparison) -> Comparison:
    """A figure of less than half, or of many times, under a name not quite the same is rather of another thing."""
    assert promise.target is not None
    figure, target = comparison.figure, promise.target
    if comparison.verdict is Verdict.REPORTED or figure is None:
        return comparison
    if target.measure == "growth":
        if not _of_a_part(promise, figure):
            return comparison
        return Comparison(Verdict.REPORTED, figure.quote, figure, "compare/part", comparison.steps)
    named = weighed.features["cover"] + weighed.features["led"]
    reached = abs(Decimal(comparison.reported))
    near = abs(target.value) <= reached * 2 and reached <= abs(target.value) * _MANY_TIMES
    if named >= _WHOLLY_NAMED or near:
        return comparison
    return Comparison(Verdict.REPORTED, figure.quote, figure, "compare/far off", comparison.steps)


def _of_a_part(promise: Promise, figure: Figure) -> bool:
    """`临港园区工业投资增长12%` has all of the name `工业投资`, and more that says where: it is of a part."""
    like, more = figure_likeness(promise, figure)
    return like >= _WHOLLY_NAMED and more >= _LEAST_NAMED


def _names_as_much(weighed: Weighed, best: Weighed) -> bool:
    """Whether a clause has about as much of the promise's name as the likeliest one."""
    name = weighed.features["cover"] + weighed.features["led"]
    return name >= best.features["cover"] + best.features["led"] - _LESS_NAMED


def _compared(promise: Promise, clause: Clause) -> Comparison:
    """The promise against the figure of the clause that measures it; words alone are reported."""
    assert promise.target is not None
    fits = {figure.start: _fit(promise, figure) for figure in clause.figures}
    ranked = sorted(clause.figures, key=lambda figure: (-fits[figure.start], figure.start))
    for figure in ranked:
        if comparable(promise.target, figure, clause):
            continue
        if _follows(figure, ranked[0], fits) or _counts(promise, figure, clause):
            return compare(promise.target, figure, clause)
    if ranked:
        return compare(promise.target, ranked[0], clause)
    words = clause.text.rstrip("，。；,;")
    return Comparison(Verdict.REPORTED, words, None, "compare/no figure", ())


def _fit(promise: Promise, figure: Figure) -> float:
    """How well a figure measures what was promised: what its name shares, less half of what it says beyond."""
    like, more = figure_likeness(promise, figure)
    return like - more / 2


def _follows(figure: Figure, best: Figure, fits: dict[int, float]) -> bool:
    """`生产总值达到5.53万亿元、增长4.8%`: what has no name of its own goes with the name before it."""
    return fits[figure.start] > 0 or figure.start >= best.start


def _counts(promise: Promise, figure: Figure, clause: Clause) -> bool:
    """`1200个重点项目完成投资90亿元`: the number before the thing's name is how many there are of it."""
    behind = usual(clause.text[figure.end - clause.start :])[:_COUNTED_WITHIN]
    return len(promise.name) >= _HEAD and promise.name[-_HEAD:] in behind


def _shown(weighed: Sequence[Weighed]) -> tuple[Clause, ...]:
    return tuple(w.clause for w in (*weighed[:1], *[w for w in weighed[1:] if w.strength >= _STRONG][:1]))


def _told(
    promise: Promise,
    comparison: Comparison,
    answers: tuple[Clause, ...],
    weighed: Sequence[Weighed],
    search: _Search,
) -> Finding:
    kept = [w for w in weighed if w.clause in answers]
    kept += [w for w in weighed if w.clause not in answers][: max(0, _KEPT - len(kept))]
    return Finding(
        promise=promise,
        verdict=comparison.verdict,
        reported=comparison.reported,
        answers=answers,
        figure=comparison.figure,
        rule=comparison.rule,
        steps=comparison.steps,
        candidates=tuple(_candidate(promise, w, w.clause in answers, search.model) for w in kept),
        search="、".join(dict.fromkeys(filter(None, (promise.name, promise.scope)))),
    )


def _candidate(promise: Promise, weighed: Weighed, taken: bool, model: Answering) -> Candidate:
    return Candidate(
        weighed.clause,
        weighed.strength,
        taken,
        _why(promise, weighed, taken, model),
        model.reasons(weighed.features),
    )


def _why(promise: Promise, weighed: Weighed, taken: bool, model: Answering) -> str:
    """Why the clause was taken or left, in words."""
    part = weighed.clause.part
    if taken:
        return "回顾部分提到" if part in _REVIEW else "今年部署中再次安排"
    if part is Part.LATER:
        return "说的是以后年度的目标，不算今年的部署"
    least = model.said if part in _REVIEW else model.again
    if promise.sort is Sort.AMOUNT and weighed.strength >= least:
        if part in _REVIEW and _is_roll(weighed.clause):
            return "只是一串工作的罗列，没有单说这一项"
        if part in _REVIEW and not _same_indicator(promise, weighed):
            return "增速要看同一个指标，这里的名称不够接近"
        return "也提到，但另有更贴近的语句"
    return "与承诺相同的词不够，不是同一件事"
