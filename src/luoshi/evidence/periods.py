"""Periods as documents write them, and the period a claim is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from luoshi.compiler.numerals import number
from luoshi.errors import OptionError
from luoshi.text.fold import fold


@dataclass(frozen=True, slots=True)
class When:
    """What is said of the time of a number; None where it is not said.

    `span` is `month` (本月), `cumulative` (1—6月, 累计) or ''; `prior` marks last year's or last month's figure;
    `day` the day where a date was written.
    """

    year: int | None = None
    first: int | None = None
    last: int | None = None
    span: str = ""
    prior: bool = False
    day: int | None = None

    @property
    def months(self) -> str:
        if self.last is None:
            return f"{self.year}年" if self.year else ""
        year = f"{self.year}年" if self.year else ""
        return (
            f"{year}{self.last}月" if self.first in (None, self.last) else f"{year}{self.first}—{self.last}月"
        )


@dataclass(frozen=True, slots=True)
class Period:
    """The months reported on, both included; `year` is 0 where a claim leaves it out."""

    year: int
    first: int
    last: int

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year else ""
        if (self.first, self.last) == (1, 12):
            return year or "全年"
        return f"{year}{self.last}月" if self.first == self.last else f"{year}{self.first}—{self.last}月"

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.year in (0, day.year) and self.first <= day.month <= self.last

    def shortly_before(self, day: date) -> bool:
        """Whether a day lies in it or in the month after it, in which its figures are written up."""
        months = (day.year - (self.year or day.year)) * 12 + day.month
        return self.first <= months <= self.last + 1


_PERIOD = re.compile(r"(20\d\d)(?:[-/.年]?(?:(?:Q([1-4]))|(?:H([12]))|(\d{1,2})月?))?年?")


def parse_period(text: str) -> Period:
    """`2025-06`, `2025-Q2`, `2025-H1` or `2025`. Raises OptionError for what is none."""
    match = _PERIOD.fullmatch(fold(text).strip().upper())
    if match:
        year, quarter, half, month = match.groups()
        if quarter:
            return Period(int(year), int(quarter) * 3 - 2, int(quarter) * 3)
        if half:
            return Period(int(year), int(half) * 6 - 5, int(half) * 6)
        if month is None:
            return Period(int(year), 1, 12)
        if 1 <= int(month) <= 12:
            return Period(int(year), int(month), int(month))
    raise OptionError(f"--period 读不懂“{text}”。请写成 2025-06、2025-Q2、2025-H1 或 2025。")


_M = r"(?:1[0-2]|0?[1-9])"
_TIME = re.compile(
    rf"(?P<range>(?:(?P<ry>20\d\d)[年.]?)?(?<![\d.])(?P<r1>{_M})月?份?\s?[-—~至到]+\s?(?:(?P<ry2>20\d\d)年)?(?P<r2>{_M})月(?:份|底|末)?)"
    rf"|(?P<digits>(?<![\d.])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
    rf"|(?P<date>(?<!\d)(?P<dy>20\d\d)[年./-](?P<dm>{_M})[月./-](?P<dd>3[01]|[12]\d|0?[1-9])(?!\d)日?)"
    rf"|(?P<ym>(?<!\d)(?P<yy>20\d\d)(?:年|[.\-/](?=0?\d(?!\d)|1[0-2](?!\d)))(?P<mm>{_M})(?:月份?|(?![\d.]))(?P<yend>底|末|止)?)"
    r"|(?P<part>(?:(?P<py>20\d\d)年?)?(?P<name>上半年|下半年|前[一二三]季度|第?[一二三四1-4]季度|全年))"
    rf"|(?P<month>(?<![\d.—\-个])(?P<m>{_M})月份?(?P<mend>底|末|止)?(?:(?P<md>3[01]|[12]\d|[1-9])日)?)"
    r"|(?P<prior>(?<![比较与])(?:去年|上年|上一年)(?:度|同期|同月|同季|末|底)?(?!增|相比|=)|(?<![比较与])同期数?(?=$|[\s(（,，为是])|(?<![比较与])上月(?:末|底)?)"
    r"|(?P<this>本月止?累计|本月末?累计|1\s?[-—~至到]\s?本月|年初至今|年初至本月|自?年初(?:以来)?累计|今年以来|年初以来|本年累计|累计)"
    r"|(?P<now>本月|当月|本期)"
    r"|(?P<year>(?<!\d)20\d\d年(?!度?(?:计划|规划)))"
)
_CHINESE_MONTH = re.compile(
    r"(?<![一-鿿])?(十[一二]?|[一二三四五六七八九])(?=月)|(?<=月)(三十一?|二十[一-九]?|十[一-九]?|[一-九])(?=日)"
)
_AS_OF = re.compile(r"(?:截至|截止|截止到|截至到|到|至)\s?$")


def _digits(text: str) -> str:
    return _CHINESE_MONTH.sub(lambda m: str(number(m[0])), text)


def whens(text: str) -> Iterator[tuple[int, int, When]]:
    """Every time said in a text, with where it stands in the folded text."""
    folded = _digits(fold(text))
    for match in _TIME.finditer(folded):
        if match["date"] or match["ym"] or match["month"]:
            as_of = _AS_OF.search(folded, max(0, match.start() - 5), match.start()) is not None
        else:
            as_of = False
        yield match.start(), match.end(), _when(match, as_of)


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _when(m: re.Match[str], as_of: bool) -> When:
    if m["range"]:
        first, last = int(m["r1"]), int(m["r2"])
        return When(_int(m["ry2"]) or _int(m["ry"]), first, last, "cumulative" if first == 1 else "")
    if m["digits"]:
        return When(int(m["digits"][:4]), None, int(m["digits"][4:6]), "", False, int(m["digits"][6:]))
    if m["date"]:
        return When(int(m["dy"]), None, int(m["dm"]), "cumulative" if as_of else "", False, int(m["dd"]))
    if m["ym"]:
        ends = as_of or m["yend"]
        return When(int(m["yy"]), None, int(m["mm"]), "cumulative" if ends else "month")
    if m["part"]:
        return _part(_int(m["py"]), m["name"])
    if m["month"]:
        ends = as_of or m["mend"]
        return When(None, None, int(m["m"]), "cumulative" if ends else "month", False, _int(m["md"]))
    if m["prior"]:
        return When(prior=True)
    if m["this"]:
        return When(span="cumulative")
    if m["now"]:
        return When(span="month")
    return When(int(m["year"][:4]))


def _part(year: int | None, name: str) -> When:
    if name == "全年":
        return When(year, 1, 12, "cumulative")
    if name in ("上半年", "下半年"):
        return When(year, 1, 6, "cumulative") if name == "上半年" else When(year, 7, 12)
    n = "一二三四".find(name[-3]) + 1 or int(name[-3])
    if name.startswith("前"):
        return When(year, 1, 3 * n, "cumulative")
    return When(year, 3 * n - 2, 3 * n, "cumulative" if n == 1 else "")


def joined(found: list[When]) -> When:
    """What several mentions say together, the later ones before the earlier."""
    result = When()
    for when in reversed(found):
        take = result.last is None and when.last is not None
        result = When(
            result.year or when.year,
            when.first if take else result.first,
            when.last if take else result.last,
            result.span or when.span,
            result.prior or when.prior,
            result.day or when.day,
        )
    return result


def said(text: str) -> When:
    """The time that a heading, a label or a clause says, all its words together."""
    return joined([when for _, _, when in whens(text)])


_LABELLED = re.compile(
    r"(?:验收|支付|付款|交易|记账|入账|到账|拨付|拨款|签订|签署|开票|办理|竣工|完工|填报|报送|制表|出具|公示|发布|审核|转账|汇款|回单|成文|印发|统计|核查|检查|查验|审定|报告|公告|评审|认定|移交|交接|鉴定|核验|发证|调度)(?:日期|时间|截止日期|截至日期)|(?<![一-鿿])日\s*期|(?<![一-鿿])时\s*间"
)


def dates(text: str) -> list[date]:
    """Every full date written in a text that a calendar has."""
    found = []
    for _, _, when in whens(text):
        if when.year and when.last and when.day:
            try:
                found.append(date(when.year, when.last, when.day))
            except ValueError:
                continue
    return found


def is_date_label(text: str) -> bool:
    """Whether a label announces the date of a record."""
    return _LABELLED.search(fold(text)) is not None
