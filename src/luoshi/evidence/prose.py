"""Figures in sentences: each amount with its clause, what the sentence said before, its time and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from luoshi.compiler.quantities import Quantity, find_quantities
from luoshi.evidence.figure import Figure, falls, measure_of, surely_done, under
from luoshi.evidence.model import Where
from luoshi.evidence.periods import When, joined, whens
from luoshi.evidence.spots import areas_in
from luoshi.evidence.units import group, quantum
from luoshi.evidence.words import Stage, pattern, stage
from luoshi.text.fold import fold

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_CLAUSES = re.compile(r"[,、:]")
_TIGHT = re.compile(r"(?<=[一-鿿%])\s+(?=[\d一-鿿(])|(?<=[\d.])\s+(?=[一-鿿%])")
_BROKEN_NUMBER = re.compile(r"(?<=\d\.)\s+(?=\d)|(?<=\d)\s+(?=\.\d)")
_CAPITALS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億圆圓", "一二二三三四五六六七八九十百千万亿元元")
_CAPITAL_RUN = re.compile(r"[零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億万亿]{2,}[圆圓元]")
#: ¥3,200,000.00 is in yuan, said or not.
_YUAN = re.compile(r"(?:¥|RMB|CNY)\s*(\d[\d,]*(?:\.\d+)?[万亿]?)元?")
_ROUGH = ("余", "多", "几", "来", "近", "约", "左右", "大约", "将近")
#: Behind an amount that only says which things are counted: 亿元以上项目41个.
THRESHOLD = re.compile(r"(?:及?以上|级)的?(?:重大|重点|工业|产业|新)*(?:项目|企业|园区|工程)")
_SCALES_ONLY = re.compile("[百千万亿]+[^百千万亿]*")
_SPEAKS = re.compile(r"会议(?:听取|确认|指出|认为|通报|审议)")


@dataclass(slots=True)
class Context:
    """What holds where a sentence stands: titles and headings, the stage and the time that they say.

    `when` moves on as sentences name times; `label` is the field of a form whose text this is.
    """

    titles: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    above: Stage = Stage.UNSAID
    frame: When = field(default_factory=When)
    when: When = field(default_factory=When)
    label: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    of_table: int = -1


def tidy(text: str) -> str:
    """Folded, capitals of vouchers in plain numerals, and without the spaces that break numbers and words."""
    text = _CAPITAL_RUN.sub(lambda m: m[0].translate(_CAPITALS), text)
    text = fold(text.replace("\n", "").replace("￥", "¥")).replace("平米", "平方米")
    text = _YUAN.sub(r"\1元", text)
    return _TIGHT.sub("", _BROKEN_NUMBER.sub("", text)).strip()


def prose_figures(text: str, where: Where, context: Context) -> Iterator[Figure]:
    """The figures of one paragraph or of one long cell."""
    before: list[str] = []
    areas: tuple[str, ...] = ()
    held = Stage.UNSAID
    for match in _SENTENCE.finditer(tidy(text)):
        sentence = match[0]
        if _SPEAKS.search(sentence):
            held = Stage.UNSAID
        quantities = [
            q
            for q in find_quantities(sentence)
            if q.group not in ("title", "grade") and q.unit and not _is_word(sentence, q)
        ]
        windows = _windows(sentence, quantities)
        said: list[str] = []
        running = Stage.UNSAID
        shares = _shares(sentence, quantities)
        for index, (quantity, (start, window, tail)) in enumerate(zip(quantities, windows, strict=True)):
            window = shares.get(index, window)
            clauses = [c for c in _CLAUSES.split(window) if c.strip()]
            near = clauses[-1] if clauses else ""
            own = _stage(near, tail, clauses[:-1])
            running = own if own is not Stage.UNSAID else running
            if any(stage(clause) is Stage.SET for clause in clauses):
                held = Stage.SET
            shown = under(held or context.above, running, sentence[start : quantity.start] + tail)
            when, local = _time(sentence, quantity, context)
            areas = _areas(sentence, quantity.start) or areas
            if index in shares:
                areas = _areas(window, len(window)) or areas
            figure = _figure(quantity, sentence, where)
            yield replace(
                figure,
                labels=(near + "|" + tail, *said[::-1]) if near.strip() else (tail, *said[::-1]),
                loose=(
                    *clauses[-2::-1],
                    *before[::-1],
                    *context.label,
                    *context.headings[::-1],
                    *context.titles,
                    *context.earlier[::-1],
                    sentence,
                ),
                around=(
                    sentence,
                    *before,
                    *context.label,
                    *context.headings,
                    *context.titles,
                    *context.earlier,
                ),
                stage=shown,
                measure=measure_of(near),
                fall=falls(near) or quantity.value < 0,
                monthly_change="环比" in near,
                when=joined([context.when, when]) if not local else when,
                frame=context.frame,
                areas=areas or context.areas,
                stock=pattern("stock").search(near + figure.written) is not None,
                of_table=context.of_table,
            )
            if near.strip():
                said.append(near + "|" + tail)
        if stage(sentence) is Stage.SET:
            held = Stage.SET
        if not (held or context.above) or surely_done(sentence):
            context.when = joined([context.when, *_lasting(sentence)])
        before.append(sentence)


def _is_word(sentence: str, quantity: Quantity) -> bool:
    """Whether what looks like an amount is a unit (单位：万亩), or only says which things are counted."""
    written = sentence[quantity.first : quantity.last]
    return bool(_SCALES_ONLY.fullmatch(written)) or THRESHOLD.match(sentence, quantity.last) is not None


def _figure(quantity: Quantity, sentence: str, where: Where) -> Figure:
    written = sentence[quantity.first : quantity.last]
    numeral = re.sub(
        r"[^\d.,百千万亿零〇一二两三四五六七八九十点]+$", "", written.removesuffix(quantity.unit)
    )
    value = (
        -quantity.value
        if sentence[quantity.first - 1 : quantity.first] in ("-", "−", "▼")
        else quantity.value
    )
    step = quantum(numeral)
    if "‰" in written:
        value, step = value / 10, step / 10
    return Figure(
        value=value,
        step=step,
        unit=quantity.unit.replace("‰", "%"),
        written=sentence[quantity.start : quantity.end],
        quote=sentence.strip(),
        where=where,
        labels=(),
        rough=quantity.bound in _ROUGH
        or quantity.relation in ("approx", "lt")
        or quantity.value_high is not None,
    )


def _windows(sentence: str, quantities: list[Quantity]) -> list[tuple[int, str, str]]:
    """For each amount: where its words begin, the words before it, and the noun straight behind it."""
    found: list[tuple[int, str, str]] = []
    at = 0
    for index, quantity in enumerate(quantities):
        start = min(at, quantity.start)
        following = quantities[index + 1].start if index + 1 < len(quantities) else len(sentence)
        tail = ""
        end = quantity.end
        if group(quantity.unit) in ("count", "size", "title", "money"):
            run = re.match(r"(?:\([^)]*\))?[^,、:;。!?()]*", sentence[quantity.end : following])
            tail = run[0] if run else ""
            if not (index + 1 < len(quantities) and quantity.end + len(tail) == following):
                end = quantity.end + len(tail)
            else:
                tail = ""
        found.append((start, sentence[start : quantity.start], tail[:20]))
        at = end
    return found


_RESPECTIVELY = re.compile(r"[,;:。]|同比")


def _shares(sentence: str, quantities: list[Quantity]) -> dict[int, str]:
    """For amounts after 分别 the words of its own: `清河县、临水县分别新建3.1万亩、3.4万亩`."""
    at = sentence.find("分别")
    after = [i for i, q in enumerate(quantities) if q.start > at >= 0]
    if not after or not sentence[:at].strip():
        return {}
    head = _RESPECTIVELY.split(sentence[:at].rstrip("同比"))[-1]
    names = [name for name in re.split(r"[、和与及]", head) if name.strip()]
    meant = after[: len(names)]
    if len(names) < 2 or len(meant) < len(names):
        return {}
    verb = sentence[at + 2 : quantities[meant[0]].start]
    return {i: f"{name}{verb}" for i, name in zip(meant, names, strict=True)}


def _stage(near: str, tail: str, earlier: list[str]) -> Stage:
    """The stage that the amount's own clause says, or a clause before it of the same amount."""
    own = stage(near)
    if own is Stage.UNSAID and tail:
        own = stage(tail)
    elif own in (Stage.PLANNED, Stage.APPROVED, Stage.CONTRACTED) and re.match(
        r"[^,;]{0,6}(?:已|均已)", tail
    ):
        own = Stage.DONE
    if own is Stage.DONE and not surely_done(near + tail):
        # 力争到年底,完成投资3亿元: what is striven for in the clause before is not done in this one.
        led = next((said for clause in reversed(earlier) if (said := stage(clause)) is not Stage.UNSAID), own)
        return led if led in (Stage.PLANNED, Stage.SET) else own
    if own is not Stage.UNSAID:
        return own
    if any(when.span == "cumulative" or when.last for _, _, when in whens(near)):
        return Stage.DONE
    for clause in reversed(earlier):
        said = stage(clause)
        if said is not Stage.UNSAID:
            return said
    return Stage.UNSAID


def _time(sentence: str, quantity: Quantity, context: Context) -> tuple[When, bool]:
    """The time said last before an amount in its sentence, and whether one was said."""
    found = [(start, when) for start, end, when in whens(sentence) if end <= quantity.start]
    if not found:
        return When(), False
    clause = sentence.rfind(",", 0, quantity.start)
    prior = [when for start, when in found if when.prior and start > sentence.rfind(",", 0, max(clause, 0))]
    usual = [when for _, when in found if not when.prior]
    last = joined([context.when, *usual])
    if found[-1][1].prior and prior:
        last = replace(last, prior=True)
    return last, True


def _lasting(sentence: str) -> list[When]:
    """The times of a sentence that later ones go on with: not a day on which something happened."""
    return [
        w
        for _, _, w in whens(sentence)
        if not w.prior
        and (w.day is None or w.span == "cumulative")
        and stage(sentence) not in (Stage.PLANNED, Stage.SET)
    ]


def _areas(sentence: str, end: int) -> tuple[str, ...]:
    """The area named last before an amount, joined with what it lies in."""
    names: list[str] = []
    last = -1
    for start, stop, name in areas_in(sentence):
        if stop > end:
            break
        if start == last and names:
            names[-1] += name
        else:
            names = [name]
        last = stop
    return tuple(names)
