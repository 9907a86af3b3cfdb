"""Pre-flight: whether a claimed amount stands in a document, for this indicator, period and place, as done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.errors import ReadError
from luoshi.evidence.claim import Amount, Claim
from luoshi.evidence.figure import Figure
from luoshi.evidence.model import Evidence, Where
from luoshi.evidence.naming import Fit
from luoshi.evidence.scan import Scan, scan
from luoshi.evidence.spots import is_whole, same_area
from luoshi.evidence.units import convert, group, rounded
from luoshi.evidence.words import NAMES, Stage
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


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A figure against an amount: whether it is the number, and what keeps it from bearing the claim."""

    figure: Figure
    equal: bool
    fit: Fit
    problems: tuple[tuple[str, str], ...]


def unread(error: ReadError) -> Check:
    """The outcome of a file that could not be read: its remedy, and nothing about the claim."""
    return Check(Verdict.UNREAD, f"{error}没有读出来，不等于不支持。", trace=(f"unread/{type(error).__name__}",))


def check(evidence: Evidence, claim: Claim) -> Check:
    """What a document that was read says of a claim."""
    return weigh(scan(evidence), claim)


def weigh(seen: Scan, claim: Claim) -> Check:
    """The same of a document already scanned."""
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
        worst.verdict, worst.why, worst.found, kind.name, kind.code, (*start, *worst.trace), seen.evidence.warnings
    )


_INSTEAD = "请换成验收材料、统计报表、支付凭证、有文号的文件或公示。"
_FAILED = re.compile(r"(?:验收)?(?:结论|意见|结果)?[:：]?\s*(?:不合格|未通过(?:验收)?|不予通过|验收不通过|不同意通过)|验收(?:结论|结果|意见)为?[:：]?不合格|限期整改后(?:重新|再次)(?:申请|组织)?验收|暂缓通过验收")


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
    weighed = [_weigh(seen, claim, amount, figure) for figure in candidates(seen, amount)]
    weighed = _with_months(weighed, claim)
    good = [w for w in weighed if w.equal and not w.problems]
    if good:
        best = good[0]
        why = _supported(seen, amount, best.figure)
        trace = ("amount/equal", *(f"{name}/ok" for name in ("name", "stage", "period", "place")))
        return Check(Verdict.SUPPORTED, why, _found(best.figure), trace=trace)
    return _nearest(seen, claim, amount, weighed)


def candidates(seen: Scan, amount: Amount) -> list[Figure]:
    """The figures that could have to do with an amount: of a unit convertible to its own, or without any."""
    rates = ("%", "百分点")
    return [
        f
        for f in seen.figures
        if not f.unit
        or convert(f.unit, amount.unit) is not None
        or (f.unit in rates and amount.unit in rates)
    ]


def _weigh(seen: Scan, claim: Claim, amount: Amount, figure: Figure) -> _Weighed:
    equal = _equal(amount, figure)
    fit = fits(amount, figure, seen.form)
    problems: list[tuple[str, str]] = []
    if fit is not Fit.SAME:
        problems.append(("name", _not_named(amount, figure)))
    if equal or fit is Fit.SAME:
        for problem in (
            _unit(amount, figure),
            _measure(amount, figure),
            _stage(seen, claim, figure),
            _period(seen, claim, figure),
            _place(seen, claim, figure),
        ):
            if problem:
                problems.append(problem)
        if figure.rough and equal and amount.relation == "eq":
            problems.append(("rough", f"文中写的是“{figure.written}”，是约数，比申报的粗"))
    return _Weighed(figure, equal, fit, tuple(problems))


def _equal(amount: Amount, figure: Figure) -> bool:
    """Whether the number is the claimed one, by the claim's own digits; without a unit, whatever the scale."""
    value, step = _in_unit(amount, figure)
    if value is None:
        bare = amount.value / _scale_of(amount)
        return abs(figure.value) in (bare, amount.value)
    if amount.is_rate or amount.change:
        value = abs(value) if amount.change else value
    if amount.relation in ("ge", "gt"):
        return value >= amount.value
    if amount.relation in ("le", "lt"):
        return value <= amount.value
    if value == amount.value:
        return True
    if amount.relation == "approx":
        return abs(value - amount.value) <= abs(amount.value) * Decimal("0.02")
    return step <= amount.step and rounded(value, amount.step) == amount.value


def _in_unit(amount: Amount, figure: Figure) -> tuple[Decimal | None, Decimal]:
    if not figure.unit:
        return None, Decimal(0)
    by = convert(figure.unit, amount.unit)
    if by is None:  # per cent against percentage points: the same digits, another thing
        by = Decimal(1)
    return figure.value * by, figure.step * by


def _scale_of(amount: Amount) -> Decimal:
    """The scale that the claim was written with: 10000 of 8.2万亩."""
    scale = Decimal(1)
    for character, by in (("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)):
        if character in amount.quote.replace("千瓦", "").replace("千米", "").replace("千克", ""):
            scale *= by
    return scale


def fits(amount: Amount, figure: Figure, form: tuple[str, ...] = ()) -> Fit:
    """Whether what names the figure is what the amount counts; `form` are the other fields of a record."""
    name = amount.name
    if _other_verb(amount, figure):
        return Fit.OTHER
    if figure.columns or (figure.of_table >= 0 and not figure.labels and figure.loose):
        own = _fit_in_grid(amount, figure)
    else:
        own = next((f for label in figure.labels if (f := _fit_clauses(amount, label)) is not Fit.SILENT), Fit.SILENT)
    if own is Fit.SILENT:
        texts = [*figure.loose, *form]
        pieced = name.pieced((*figure.labels, *figure.columns), [*texts, *figure.around])
        own = Fit.SAME if pieced or any(map(name.stands_in, texts)) else Fit.OTHER
    if own is Fit.SAME and not name.fits_around([*figure.labels, *figure.columns, *figure.loose, *figure.around, *form]):
        return Fit.OTHER
    return own


#: Verbs that tables count side by side: of a pair the one is never the other.
_CONTRASTS = tuple(
    (re.compile(a), re.compile(b))
    for a, b in (
        ("新建|新增|新修|新改建|新改扩建", "改造|提升|改建|修缮|维修"),
        ("支付|拨付|支出|付款|兑付|发放", "到位|到账|筹集|下达|争取"),
        ("新增|新设|净增|新登记", "注销|退出|关停|吊销|减少"),
    )
)


def _other_verb(amount: Amount, figure: Figure) -> bool:
    """Whether one says new and the other mended, or one paid and the other received."""
    near, words = "".join((*figure.labels[:1], *figure.columns)), amount.name.words
    for a, b in _CONTRASTS:
        said = bool(a.search(words)), bool(b.search(words))
        found = bool(a.search(near)), bool(b.search(near))
        if (said, found) in (((True, False), (False, True)), ((False, True), (True, False))):
            return True
    return False


def _fit_clauses(amount: Amount, label: str) -> Fit:
    """A clause and the noun behind its number are one label; either may name."""
    parts = [part for part in label.split("|") if part.strip()]
    found = [amount.name.fit(part) for part in parts]
    if Fit.SAME in found:
        return Fit.SAME
    return Fit.OTHER if Fit.OTHER in found else Fit.SILENT


def _fit_in_grid(amount: Amount, figure: Figure) -> Fit:
    """Rows and columns: one has to name it, and neither may name another thing."""
    name = amount.name
    rows = [name.fit(label) for label in figure.labels if not same_any(label, figure.areas)]
    columns = [name.fit(head) for head in figure.columns]
    row = Fit.SAME if Fit.SAME in rows else Fit.OTHER if Fit.OTHER in rows else Fit.SILENT
    column = Fit.SAME if Fit.SAME in columns else Fit.OTHER if Fit.OTHER in columns[:1] else Fit.SILENT
    if Fit.OTHER in (row, column):
        part = row is Fit.OTHER and any(chunk in label for label in figure.labels for chunk in name.chunks[:-1])
        if row is Fit.OTHER and column is Fit.OTHER:
            return Fit.OTHER
        if row is Fit.OTHER and (part or figure.alone):
            return column
        if column is Fit.OTHER and row is Fit.SAME and any(f is Fit.SAME for f in columns):
            return Fit.SAME
        return Fit.OTHER
    return Fit.SAME if Fit.SAME in (row, column) else Fit.SILENT


def same_any(label: str, areas: tuple[str, ...]) -> bool:
    """Whether a label is one of the areas."""
    bare = re.sub(r"\s", "", label)
    return any(bare == area for area in areas)


def _not_named(amount: Amount, figure: Figure) -> str:
    said = next((label.split("|")[0].strip(" ,、：:") or label for label in (*figure.labels, *figure.columns) if label.strip("| ")), "")
    thing = amount.name.chunks[-1]
    if said:
        return f"文中“{figure.written}”说的是“{said[:30]}”，不是“{thing}”"
    return f"文中“{figure.written}”没有写明是“{thing}”"


def _unit(amount: Amount, figure: Figure) -> tuple[str, str] | None:
    if not figure.unit and (figure.of_table >= 0):
        return "unit", f"表里的“{figure.written}”没有写单位，不知道是多少{amount.unit}"
    if {figure.unit, amount.unit} == {"%", "百分点"}:
        named = {"%": "百分数", "百分点": "百分点"}
        return "points", f"文中是{named[figure.unit]}（{figure.written}），申报的是{named[amount.unit]}"
    return None


_COMPARED = re.compile("同比|[比较](?:上年|去年|年初)|多完成|少完成|多增|少增|(?<!新)增减")


def _measure(amount: Amount, figure: Figure) -> tuple[str, str] | None:
    counted = group(amount.unit) in ("count", "size", "title")
    if amount.change:
        if figure.measure != "growth":
            return "measure", f"文中“{figure.written}”不是增减的幅度"
        if figure.fall != (amount.change == "down") and figure.value != 0:
            return "direction", f"文中是{'下降' if figure.fall else '增长'}，申报的是{'下降' if amount.change == 'down' else '增长'}"
        if figure.monthly_change:
            return "measure", f"文中“{figure.written}”是环比"
        return None
    if figure.measure == "growth" and not counted:
        return "measure", f"文中“{figure.written}”是增减的幅度，不是总数"
    if figure.measure == "growth" and any(map(_COMPARED.search, (*figure.labels[:1], *figure.columns))):
        return "measure", f"文中“{figure.written}”是比上年增减的数"
    if figure.stock and not re.search("总|现有|保有|存量|拥有|达到|达", amount.name.words):
        return "stock", f"文中“{figure.written}”是历年的总量，不是这一期新做的"
    return None


def _stage(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    said = figure.stage
    if said in (Stage.UNSAID, Stage.DONE) or said in claim.stages:
        return None
    if said is Stage.STARTED and not claim.finished:
        return None
    return f"stage_{said}", f"文中此数（{figure.written}）是{NAMES[said]}，不是完成数"


# Period


def _period(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    if figure.when.prior:
        return "period", f"文中“{figure.written}”是上年同期或以前的数"
    wanted = claim.period
    if wanted is None:
        return None
    when, frame = figure.when, figure.frame
    if seen.kind.record:
        return _record_day(seen, claim, figure)
    year = when.year or frame.year or next((d.year for d in seen.written), None)
    if wanted.year and year and year != wanted.year:
        return "period", f"文中是{year}年的数，申报的是{wanted}"
    last = when.last if when.last is not None else frame.last
    if last is not None:
        shown = when if when.last is not None else frame
        if last != wanted.last:
            return "period", f"文中是{shown.months}的数，申报的是{wanted}"
        return _span(claim, figure)
    if (wanted.first, wanted.last) == (1, 12):
        return None
    if seen.written:
        if any(wanted.shortly_before(day) for day in seen.written):
            return None
        day = seen.written[-1]
        return "period", f"文中没有写期次，只知道写于{day.year}年{day.month}月，申报的是{wanted}"
    if year:
        return None
    return "period", f"文中没有写是哪一期的数，也没有日期，不能证明{wanted}"


def _record_day(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    """A dated record bears what it says when its day lies in the months reported on."""
    wanted = claim.period
    if wanted is None:
        return None
    if any(wanted.holds(day) for day in seen.dated):
        return None
    if not seen.dated:
        frame = figure.when if figure.when.last else figure.frame
        if frame.last == wanted.last and (not frame.year or not wanted.year or frame.year == wanted.year):
            return None
        return "period", f"{seen.kind.name}上没有日期，不能证明是{wanted}"
    day = seen.dated[0]
    return "period", f"{seen.kind.name}的日期是{day.year}年{day.month}月{day.day}日，不在{wanted}"


def _span(claim: Claim, figure: Figure) -> tuple[str, str] | None:
    wanted = claim.period
    if claim.monthly and figure.when.span == "cumulative" and wanted and wanted.last != 1:
        return "span", f"文中“{figure.written}”是累计数，申报的是本月数"
    return None


def _with_months(weighed: list[_Weighed], claim: Claim) -> list[_Weighed]:
    """A claim without 本月 is cumulative where the document has both."""
    if claim.monthly:
        return weighed
    cumulative = [w for w in weighed if w.fit is Fit.SAME and w.figure.when.span == "cumulative"]
    if not cumulative:
        return weighed
    tables = {w.figure.of_table for w in cumulative}
    found = []
    for w in weighed:
        month = w.figure.when.span == "month" and w.figure.of_table in tables
        if month and w.equal and (claim.period is None or claim.period.last != 1):
            said = f"文中“{w.figure.written}”是本月数；申报没有写“本月”，应看累计数“{cumulative[0].figure.written}”"
            w = _Weighed(w.figure, w.equal, w.fit, (*w.problems, ("span", said)))
        found.append(w)
    return found


# Place


def _place(seen: Scan, claim: Claim, figure: Figure) -> tuple[str, str] | None:
    own = [area for area in figure.areas if not is_whole(area)]
    whole = [area for area in figure.areas if is_whole(area)]
    if not claim.place:
        total = any(f.total and f.of_table == figure.of_table for f in seen.figures) if figure.of_table >= 0 and own else False
        only_areas = not any(label for label in figure.labels if not same_any(label, figure.areas))
        if own and total and only_areas and not figure.total:
            return "place", f"文中“{figure.written}”是{own[0]}的数，不是合计"
        return None
    if own:
        if any(same_area(area, claim.place) for area in own):
            return None
        if figure.total and not any(same_area(p, claim.place) for p in own):
            return "place", f"文中“{figure.written}”是{own[0]}的数，申报的是{claim.place}"
        return "place", f"文中“{figure.written}”是{own[0]}的数，申报的是{claim.place}"
    places = seen.places
    if not places:
        return None
    if any(same_area(place, claim.place) and not _deeper(place, claim.place) for place in places):
        return None
    if not whole and not figure.total and any(same_area(p, claim.place) for p in seen.fields) and not _title_elsewhere(seen, claim):
        return None
    of = places[-1]
    what = "合计数" if figure.total or whole else "数"
    return "place", f"文中“{figure.written}”是{of}的{what}，申报的是{claim.place}"


def _deeper(place: str, wanted: str) -> bool:
    """Whether a joined name ends in an area inside the wanted one: 云川市清河县 is not all of 云川市."""
    return place.startswith(wanted) and place != wanted


def _title_elsewhere(seen: Scan, claim: Claim) -> bool:
    """Whether the title names an area that is neither the claim's nor around it."""
    by_title = [p for p in seen.places if p not in seen.fields]
    return bool(by_title) and all(claim.place[-1:] == p[-1:] for p in by_title)


# What is said


def _found(figure: Figure) -> Found:
    quote = figure.quote
    if len(quote) > 120:
        at = max(quote.find(figure.written), 0)
        low, high = max(0, at - 60), min(len(quote), at + len(figure.written) + 40)
        quote = ("…" if low else "") + quote[low:high] + ("…" if high < len(quote) else "")
    return Found(quote, figure.where)


def _supported(seen: Scan, amount: Amount, figure: Figure) -> str:
    value, _ = _in_unit(amount, figure)
    by = convert(figure.unit, amount.unit)
    why = f"{seen.kind.name}里有这个数：“{figure.written}”"
    if value is not None and value != amount.value:
        why += f"，按申报的位数进位后就是 {amount.quote}" if amount.relation == "eq" else f"，满足 {amount.quote}"
    elif by is not None and by != 1:
        why += f"，换算后就是 {amount.quote}"
    return why + "。"


#: Which difference is told first where several keep a number from bearing the claim.
_ORDER = ("stage", "points", "unit", "place", "period", "span", "rough", "measure", "direction", "stock", "name")


def _rank(problem: tuple[str, str]) -> int:
    return next((i for i, name in enumerate(_ORDER) if problem[0].startswith(name)), len(_ORDER))


def _nearest(seen: Scan, claim: Claim, amount: Amount, weighed: list[_Weighed]) -> Check:
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
    value, _ = _in_unit(amount, figure)
    return abs((value if value is not None else figure.value) - amount.value)


def _other_number(amount: Amount, best: _Weighed) -> Check:
    figure = best.figure
    value, step = _in_unit(amount, figure)
    if value is not None and step > amount.step and rounded(amount.value, step) == value:
        return _not(f"文中只写到“{figure.written}”，比申报的 {amount.quote} 粗，不能证明后面的数位。", figure, "coarse")
    extra = f"；而且{min(best.problems, key=_rank)[1]}" if best.problems else ""
    shown = f"（合 {plain(value)}{amount.unit}）" if value is not None and figure.unit != amount.unit else ""
    return _not(f"文中“{amount.name.chunks[-1]}”的数是“{figure.written}”{shown}，不是 {amount.quote}{extra}。", figure, "value")


def _only_adds_up(amount: Amount, named: list[_Weighed]) -> Figure | None:
    """The first row of a column whose rows add up to the claim; the sum stands nowhere."""
    columns: dict[tuple[object, ...], list[_Weighed]] = {}
    for w in named:
        columns.setdefault((w.figure.of_table, w.figure.columns, w.figure.unit), []).append(w)
    for rows in columns.values():
        if any(w.figure.total for w in rows):
            continue
        values = [v for w in rows if (v := _in_unit(amount, w.figure)[0]) is not None]
        if len(values) > 1 and rounded(sum(values, Decimal(0)), amount.step) == amount.value:
            return rows[0].figure
    return None


def _not(why: str, figure: Figure | None, rule: str) -> Check:
    return Check(Verdict.NOT_SUPPORTED, why, _found(figure) if figure else None, trace=(f"not_supported/{rule}",))
