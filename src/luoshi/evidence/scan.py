"""A document scanned: its titles, times and areas, and every figure in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice, pairwise

from luoshi.evidence.figure import Figure
from luoshi.evidence.grids import table_figures
from luoshi.evidence.kinds import Kind, kind_of
from luoshi.evidence.large import Wanted
from luoshi.evidence.model import Evidence, Line, Table
from luoshi.evidence.periods import When, dates, is_date_label, joined, said, whens
from luoshi.evidence.prose import Context, prose_figures, tidy
from luoshi.evidence.spots import chained, label_area
from luoshi.evidence.words import Stage, pattern, stage
from luoshi.text.fold import fold

_SENTENCE_END = re.compile(r"[。;；]")
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[条章节部]|#+|【)"
)
_PLAN_HEADING = re.compile(r"下一步|打算|安排|思路|计划|目标|任务|举措|措施|建议|谋划|展望|部署|今后")
_ISSUER = re.compile(
    r"^[^,，。:：]{2,24}(?:局|委|委员会|政府|办公室|中心|公司|处|站|所|厅|院|指挥部|专班|领导小组)(?:[(（]?(?:公章|盖章|印章|章)[)）]?)?$"
)
_PLACE_FIELD = re.compile(
    r"地点|地址|位置|填报单位|报送单位|编制单位|制表单位|单位名称|所在|区划|建设单位|项目单位|实施单位|申请单位|付款人|户名|付款单位|项目名称|工程名称|收款人|项目法人|业主|甲方|发包人"
)
_NOT_STAGE_TITLE = re.compile(r"完成|竣工|验收|公示|通报|决算|结算|审计|支付|凭证|回单")

#: The time of day on a receipt, whose colons announce no field.
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
#: A record of more characters is no form of a page.
_FORM = 2_500


@dataclass(frozen=True)
class Scan:
    """A document with its kind, and what its title, its last lines and its fields say of time and place."""

    evidence: Evidence
    kind: Kind
    wanted: tuple[Wanted, ...] = ()

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The lines that can be its title: short, at its head, no sentences."""
        sheets = sum(isinstance(block, Table) and bool(block.sheet) for block in self.evidence.blocks)
        if sheets > 1:  # each has its own
            return ()
        found = []
        for line in self.evidence.opening[:10]:
            text = tidy(line)
            if (
                "\t" not in line
                and text
                and len(text) < 46
                and not _SENTENCE_END.search(text)
                and not re.match(r"[^:]{2,8}:", text)
            ):
                found.append(text)
        return tuple(found[:6])

    @cached_property
    def frame(self) -> When:
        """The time of the title; a date in it is a day of writing, and no period."""
        lines = [
            line
            for line in self.titles
            if not re.fullmatch(r"[(]?20\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?[)]?", line)
        ]
        found = [said(line) for line in lines if not re.search(r"[〔\[(]20\d\d[〕\])]", line)]
        name = said(re.sub(r"\.\w+$", "", self.evidence.source))
        when = joined([w if w.day is None or w.span else When(w.year) for w in found[::-1]])
        if when.last is None and when.year is None:
            when = name if name.day is None else When()
        return replace(when, prior=False, span="cumulative" if when.span == "cumulative" else "")

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Whose the document is: by its title, else by who issued it, else by its fields."""
        by_title = [name for line in self.titles for name in chained(line)]
        fields = tuple(dict.fromkeys([*self._fields_places(), *self._issuer_places()]))
        return tuple(dict.fromkeys(by_title)) or fields

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The areas that its fields and its issuer name, also where its title names one."""
        return tuple(dict.fromkeys([*self._fields_places(), *self._issuer_places()]))

    def _issuer_places(self) -> Iterator[str]:
        lines = [b.text for b in self.evidence.blocks if isinstance(b, Line)]
        for line in [*lines[:4], *lines[-6:]]:
            text = tidy(line)
            if _ISSUER.match(text):
                yield from chained(text)

    def _fields_places(self) -> Iterator[str]:
        for label, value in self.pairs:
            if _PLACE_FIELD.search(label):
                yield from chained(value) or filter(None, [label_area(value)])

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Fields and what is in them, of tables and of lines like `验收日期：2025年6月18日`."""
        found: list[tuple[str, str]] = []
        for block in self.evidence.blocks:
            if isinstance(block, Line):
                text = _CLOCK.sub("", fold(block.text))
                found += re.findall(
                    r"([一-鿿()\s]{2,14}):\s*([^:]{1,60}?)(?=\s{2,}|\t|[一-鿿]{2,8}:|$)", text
                )
            else:
                for row in block.rows[:60]:
                    cells = [tidy(c) for i, c in enumerate(row) if c and (i == 0 or c != row[i - 1])]
                    found += [(a, b) for a, b in pairwise(cells) if len(a) < 30]
                    for cell in (_CLOCK.sub("", c) for c in cells):
                        found += re.findall(
                            r"([一-鿿()\s]{2,14}):\s*([^:]{1,60}?)(?=\s{2,}|[一-鿿]{2,8}:|$)", cell
                        )
        return tuple(found)

    @cached_property
    def form(self) -> tuple[str, ...]:
        """All texts of a short record: what a voucher pays for stands in another field than the sum."""
        if not self.kind.record:
            return ()
        texts = self._short()
        return tuple(texts) if sum(map(len, texts)) < _FORM else ()

    @cached_property
    def dated(self) -> tuple[date, ...]:
        """The days that the record gives itself: fields that announce a date, else the last date written."""
        labelled = [day for label, value in self.pairs if is_date_label(label) for day in dates(value)]
        acts = [
            day
            for text in self._short()
            for day in dates(text)
            if re.search(r"(?:验收|支付|付款|拨付|到账|入账|转账|签订|签署)", text)
        ]
        every = [day for text in self._short() for day in dates(text)]
        first = [
            day
            for label, value in self.pairs
            if re.search(r"验收|支付|付款|交易|到账|入账|拨付|签订|签署|记账|转账", label)
            for day in dates(value)
        ]
        return tuple(first or acts or labelled or every[-1:])

    def _short(self) -> list[str]:
        return [tidy(t) for t in islice(self.evidence.texts(), 400)]

    @cached_property
    def written(self) -> tuple[date, ...]:
        """The day it was written: the last line that is a date, or the field that says when it was filled in."""
        lines = [tidy(b.text) for b in self.evidence.blocks if isinstance(b, Line)]
        alone = [day for line in lines if len(line) < 40 for day in dates(line)]
        fields = [d for label, value in self.pairs if is_date_label(label) for d in dates(value)]
        captions = [d for line in self.evidence.opening for d in dates(line)]
        return tuple(
            fields or alone[-1:] or captions[-1:] or [d for t in self._short() for d in dates(t)][-1:]
        )

    @cached_property
    def months(self) -> frozenset[int]:
        """The months of days written without a year, as minutes do: 11月29日."""
        return frozenset(
            when.last
            for text in self._short()
            for _, _, when in whens(text)
            if when.day and when.last and not when.year
        )

    @cached_property
    def stage(self) -> Stage:
        """What the title says that all its figures are: the figures of 下达任务的通知 are planned."""
        for line in self.titles:
            found = stage(line)
            if found in (Stage.PLANNED, Stage.APPROVED, Stage.SET) and not _NOT_STAGE_TITLE.search(line):
                return found
        return Stage.UNSAID

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the document, in order."""
        return tuple(self._figures())

    def _figures(self) -> Iterator[Figure]:
        context = Context(titles=self.titles, above=self.stage, frame=self.frame)
        captions: list[str] = []
        for block in self.evidence.blocks:
            if isinstance(block, Table):
                yield from table_figures(block, context, tuple(captions[-3:]), self.wanted)
                captions = []
                continue
            text = tidy(block.text)
            if len(text) < 46 and not _SENTENCE_END.search(text):
                captions.append(text)
            if _HEADING.match(text) and len(text) < 40 and not _SENTENCE_END.search(text):
                context = _under(context, text, self.stage)
            if re.match(r"会议|[一二三四五六七八九十]{1,3}、", text) and context.above is Stage.SET:
                context = replace(context, above=self.stage)
            yield from prose_figures(block.text, block.where, context)
            if text.endswith(":") and stage(text) is Stage.SET:
                context = replace(context, above=Stage.SET)
            context = replace(context, earlier=(*context.earlier[-1:], text))


def _under(context: Context, heading: str, title: Stage) -> Context:
    """The context below a heading."""
    masked = pattern("mask").sub("完成", heading)
    planned = _PLAN_HEADING.search(masked) is not None and "完成" not in masked
    return replace(context, headings=(heading,), above=Stage.PLANNED if planned else title)


def scan(evidence: Evidence) -> Scan:
    """The scan of a document that could be read."""
    return Scan(evidence, kind_of(evidence))
