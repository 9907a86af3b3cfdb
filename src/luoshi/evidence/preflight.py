"""Pre-flight: whether a claimed amount stands in a document, for this indicator, period and place, as done."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from luoshi.errors import ReadError
from luoshi.evidence.claim import Amount, Claim
from luoshi.evidence.figure import Figure
from luoshi.evidence.large import Wanted
from luoshi.evidence.model import Evidence, Where
from luoshi.evidence.naming import Fit
from luoshi.evidence.rivals import without_outnamed
from luoshi.evidence.scan import Scan, scan
from luoshi.evidence.units import convert, rounded
from luoshi.evidence.weighing import Weighed, candidates, in_unit, weigh_figure, with_months
from luoshi.reckoning.compare import plain


class Verdict(StrEnum):
    """What a document says of a claim; `unread` comes before every other, `cannot_bear` before what it says."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    CANNOT_BEAR = "cannot_bear"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a number stands: the line or the labels and the number, and its page or cell."""

    quote: str
    where: Where


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome: `why` in a clerk's words, `found` the number or the nearest to it, `trace` each step with its rule."""

    verdict: Verdict
    why: str
    found: Found | None = None
    kind: str = ""
    code: str = "other"
    trace: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def unread(error: ReadError) -> Check:
    """The outcome of a file that could not be read: its remedy, and nothing about the claim."""
    return Check(
        Verdict.UNREAD, f"{error}没有读出来，不等于不支持。", trace=(f"unread/{type(error).__name__}",)
    )


def check(evidence: Evidence, claim: Claim) -> Check:
    """What a document that was read says of a claim."""
    return weigh(scan(evidence), claim)


def weigh(seen: Scan, claim: Claim) -> Check:
    """The same of a document already scanned. What was read only in part refutes nothing."""
    wanted = tuple(Wanted(amount.value, amount.step, amount.unit) for amount in claim.amounts)
    found = _weighed(replace(seen, wanted=wanted), claim)
    part = seen.evidence.unread
    refuses = found.verdict is Verdict.NOT_SUPPORTED or found.trace[:1][0].startswith("evidence_kinds/无文号")
    if part and refuses and found.verdict is not Verdict.SUPPORTED:
        why = f"{part}读出来的部分里没有可以支持的数；没有读出来的部分不等于不支持。"
        return replace(found, verdict=Verdict.UNREAD, why=why, trace=(*found.trace, "unread/part"))
    return found


def _weighed(seen: Scan, claim: Claim) -> Check:
    kind = seen.kind
    start = (f"{kind.rule}：{kind.why}",)
    if not kind.bears:
        why = f"这是{kind.name}（{kind.why}），不能用来证明做到了什么，不论里面写着什么。{_INSTEAD}"
        return Check(Verdict.CANNOT_BEAR, why, None, kind.name, kind.code, start, seen.evidence.warnings)
    failed = _failed_acceptance(seen)
    if failed:
        why = f"验收没有通过：“{failed}”。"
        found = Found(failed, Where())
        return Check(Verdict.NOT_SUPPORTED, why, found, kind.name, kind.code, (*start, "acceptance/failed"))
    outcomes = [_amount(seen, claim, amount) for amount in claim.amounts]
    worst = next((o for o in outcomes if o.verdict is not Verdict.SUPPORTED), outcomes[0])
    return Check(
        worst.verdict,
        worst.why,
        worst.found,
        kind.name,
        kind.code,
        (*start, *worst.trace),
        seen.evidence.warnings,
    )


_INSTEAD = "请换成验收材料、统计报表、支付凭证、有文号的文件或公示。"

_FAILED = re.compile(
    r"(?:验收)?(?:结论|意见|结果)?[:：]?\s*(?:不合格|未通过(?:验收)?|不予通过|验收不通过|不同意通过)|验收(?:结论|结果|意见)为?[:：]?不合格|限期整改后(?:重新|再次)(?:申请|组织)?验收|暂缓通过验收"
)


def _failed_acceptance(seen: Scan) -> str:
    """The words by which an acceptance record refuses; '' for none."""
    if seen.kind.code != "acceptance":
        return ""
    for text in seen.evidence.texts():
        found = _FAILED.search(text.replace(" ", ""))
        if found and not re.search(r"[□☐]\s*(?:不合格|未通过)", text):
            return found[0]
    return ""


def _amount(seen: Scan, claim: Claim, amount: Amount) -> Check:
    weighed = [weigh_figure(seen, claim, amount, figure) for figure in candidates(seen, amount)]
    weighed = without_outnamed(amount, with_months(weighed, claim))
    good = [w for w in weighed if w.equal and not w.problems]
    if good:
        best = good[0]
        why = _supported(seen, amount, best.figure)
        trace = ("amount/equal", *(f"{name}/ok" for name in ("name", "stage", "period", "place")))
        return Check(Verdict.SUPPORTED, why, _found(best.figure), trace=trace)
    return _nearest(amount, weighed)


def _found(figure: Figure) -> Found:
    quote = figure.quote
    if len(quote) > 120:
        at = max(quote.find(figure.written), 0)
        low, high = max(0, at - 60), min(len(quote), at + len(figure.written) + 40)
        quote = ("…" if low else "") + quote[low:high] + ("…" if high < len(quote) else "")
    return Found(quote, figure.where)


def _supported(seen: Scan, amount: Amount, figure: Figure) -> str:
    value, _ = in_unit(amount, figure)
    by = convert(figure.unit, amount.unit)
    why = f"{seen.kind.name}里有这个数：“{figure.written}”"
    if value is not None and value != amount.value:
        why += (
            f"，按申报的位数进位后就是 {amount.quote}"
            if amount.relation == "eq"
            else f"，满足 {amount.quote}"
        )
    elif by is not None and by != 1:
        why += f"，换算后就是 {amount.quote}"
    return why + "。"


#: Which difference is told first where several keep a number from bearing the claim.
_ORDER = (
    "stage",
    "points",
    "unit",
    "place",
    "period",
    "span",
    "rough",
    "measure",
    "direction",
    "stock",
    "name",
)


def _rank(problem: tuple[str, str]) -> int:
    return next((i for i, name in enumerate(_ORDER) if problem[0].startswith(name)), len(_ORDER))


def _nearest(amount: Amount, weighed: list[Weighed]) -> Check:
    same = [w for w in weighed if w.equal]
    if same:
        best = min(same, key=lambda w: (w.fit is not Fit.SAME, len(w.problems)))
        problem = min(best.problems, key=_rank) if best.fit is Fit.SAME else best.problems[0]
        return _not(f"{problem[1]}。", best.figure, problem[0])
    named = [w for w in weighed if w.fit is Fit.SAME]
    summed = _only_adds_up(amount, named)
    if summed:
        return _not(f"各行相加是 {amount.quote}，但表里没有合计行，不能由核对的人替它相加。", summed, "sum")
    if named:
        best = min(named, key=lambda w: (len(w.problems), _distance(amount, w.figure)))
        return _other_number(amount, best)
    thing = amount.name.chunks[-1]
    return _not(f"文中没有“{thing}”的数，也没有 {amount.quote} 这个数。", None, "absent")


def _distance(amount: Amount, figure: Figure) -> Decimal:
    value, _ = in_unit(amount, figure)
    return abs((value if value is not None else figure.value) - amount.value)


def _other_number(amount: Amount, best: Weighed) -> Check:
    figure = best.figure
    value, step = in_unit(amount, figure)
    if value is not None and step > amount.step and rounded(amount.value, step) == value:
        return _not(
            f"文中只写到“{figure.written}”，比申报的 {amount.quote} 粗，不能证明后面的数位。",
            figure,
            "coarse",
        )
    extra = f"；而且{min(best.problems, key=_rank)[1]}" if best.problems else ""
    shown = f"（合 {plain(value)}{amount.unit}）" if value is not None and figure.unit != amount.unit else ""
    return _not(
        f"文中“{amount.name.chunks[-1]}”的数是“{figure.written}”{shown}，不是 {amount.quote}{extra}。",
        figure,
        "value",
    )


def _only_adds_up(amount: Amount, named: list[Weighed]) -> Figure | None:
    """The first row of a column whose rows add up to the claim; the sum stands nowhere."""
    columns: dict[tuple[object, ...], list[Weighed]] = {}
    for w in named:
        columns.setdefault((w.figure.of_table, w.figure.columns, w.figure.unit), []).append(w)
    for rows in columns.values():
        if any(w.figure.total for w in rows):
            continue
        values = [v for w in rows if (v := in_unit(amount, w.figure)[0]) is not None]
        if len(values) > 1 and rounded(sum(values, Decimal(0)), amount.step) == amount.value:
            return rows[0].figure
    return None


def _not(why: str, figure: Figure | None, rule: str) -> Check:
    return Check(
        Verdict.NOT_SUPPORTED, why, _found(figure) if figure else None, trace=(f"not_supported/{rule}",)
    )
