"""Names: whether what a number is labelled with is what the claim counts."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache, lru_cache

from luoshi.evidence.alike import are_alike, is_statistic, is_within, trimmed
from luoshi.evidence.periods import whens
from luoshi.evidence.spots import areas_in, label_area
from luoshi.evidence.words import pattern
from luoshi.reckoning.wording import pairs, usual
from luoshi.rulebook import entries
from luoshi.text.fold import fold


class Fit(IntEnum):
    """How a label fits the claim: the same thing, nothing said, another thing."""

    SAME = 2
    SILENT = 1
    OTHER = 0


_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_MARKS = re.compile(r"[^一-鿿A-Za-z0-9.]+")
_NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|其中[:：]?|[#*]+)\s*"
)
_AMOUNT = re.compile(r"[-+]?\d[\d,.]*\s?(?:个?百分点|[%‰]|[万亿千百]*[一-鿿]?)?")
#: What a name may end in without naming another thing.
_COUNTED_AS = frozenset(
    (
        "总额",
        "额",
        "总值",
        "总量",
        "数",
        "量",
        "数量",
        "面积",
        "金额",
        "里程",
        "规模",
        "人数",
        "户数",
        "总数",
        "余额",
        "标准",
    )
)
#: What is settled or audited of works is what was invested in them.
_INVESTED = ("投资", "建设投资", "工程投资")
_SETTLED = re.compile("审定|结算|决算|核定")
#: Money of any kind: what was paid for says which.
_ANY_MONEY = frozenset(("资金", "款", "经费", "费用", "金额", "款项", "资金额"))
#: Names of a kind, so bare that any words before them only say which.
_BARE = ("投资", "资金", "收入", "产值", "企业", "项目", "面积", "里程", "人员")


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """A label in usual words, without time, areas, brackets and amounts."""
    text = _BRACKETS.sub("", _NUMBERING.sub("", fold(text)))
    cuts = [(a, b) for a, b, _ in whens(text)] + [(a, b) for a, b, _ in areas_in(text)]
    for start, end in sorted(cuts, reverse=True):
        text = text[:start] + "|" + text[end:]
    return usual(text)


@cache
def _said() -> re.Pattern[str]:
    """What has to stay whole (group 1), and what says nothing."""
    known = {
        w
        for entry in (*entries("indicators"), *entries("synonyms"))
        for w in (entry.rule[entry.rule.find("/") + 1 :], *entry.words)
    }
    kept = sorted({usual(w) for w in known if len(w) > 1} - _PLAIN, key=lambda w: (-len(w), w))
    whole = "|".join([pattern("kept").pattern, *map(re.escape, kept)])
    verbs = {w for entry in entries("measures") for w in entry.words if len(w) > 1} - _THINGS
    dull = "|".join(map(re.escape, sorted(verbs, key=lambda w: (-len(w), w))))
    return re.compile(f"({whole})|{pattern('neutral').pattern}|{dull}")


#: Entries of the rulebook's lists that by themselves name nothing.
_PLAIN = frozenset(("培训", "新型", "岗位", "项目", "群众", "高质量", "补贴", "完成投资"))
#: Verbs of the compiler's list that say what was done it to, or with what.
_THINGS = frozenset(
    [
        "完成投资",
        "造林",
        "投入",
        "服务",
        "保障",
        "出口",
        "进口",
        "供地",
        "减税",
        "救助",
        "资助",
        "慰问",
        "筛查",
        "体检",
        "接种",
        "免费",
        "检查",
        "储备",
        "覆盖",
        "安置",
        "采购",
        "搬迁",
        "转移",
        "招聘",
        "招录",
        "种植",
        "新增率",
        "增收",
        "增产",
    ]
)
#: Nouns behind a name by which its pieces are counted: 法律援助案件, 送戏下乡演出.
_TAIL = re.compile(
    r"^(?:综合|案件|事项|演出|活动|服务人员|人员|业务|对象|数量|点位)(?![一-鿿]*(?:率|中心|设施|站))"
)
#: Single characters that dress a word at its edges.
_EDGES = re.compile(
    r"^[的了在是有和与及等由经对于至到从约超近为已共占按均也又再并仅即其该此较个本各计]+|(?:[的了为达至到是在有数量值均也个共计约超近元已]|(?<![余总限差份])额)+$"
)
_LOOSE = re.compile(r"(?<![A-Za-z\d.])\d[\d.,]*")


@lru_cache(maxsize=65536)
def content(text: str) -> tuple[str, ...]:
    """The runs of a label that say what it is of, its neutral words taken out; single characters say nothing."""
    return content_of_run(bare(text))


@lru_cache(maxsize=65536)
def content_of_run(text: str) -> tuple[str, ...]:
    """The same of a text that is already bare."""
    left = _said().sub(lambda m: m[1] or "|", _MARKS.sub("|", text))
    runs = (_trim(run) for run in re.split(r"\|+", _LOOSE.sub("|", left)))
    return tuple(run for run in runs if len(run) > 1)


def _trim(run: str) -> str:
    """Without the characters at its edges, where a word is left."""
    if _said().fullmatch(run):
        return run
    trimmed = _EDGES.sub("", run)
    return trimmed if len(trimmed) > 1 or len(run) < 3 else run


def _without_verb(run: str) -> str:
    """A run of which every word is neutral, without the first: 工程款 of 拨付工程款."""
    first = pattern("neutral").match(run)
    return run[first.end() :] if first and len(run) - first.end() > 1 else run


def _nouns(words: str) -> tuple[str, ...]:
    """What is left of a name whose noun holds one of the verbs (营造林)."""
    left = re.sub(f"(?:{pattern('neutral').pattern})", "|", _MARKS.sub("|", bare(words)))
    whole = [_without_verb(run) for run in _MARKS.split(bare(words)) if len(run) > 2]
    return tuple(run for run in re.split(r"[|\d.]+", left) if run)[-1:] or tuple(whole[:1])


def _within_a_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch is part of a longer word that stays whole: 出口 of 进出口."""
    for match in _said().finditer(text):
        if match[1] and match.start() <= start and end <= match.end():
            return match.end() - match.start() > end - start
    return False


class Name:
    """What a claim counts: its chunks, of which the last is the head and the others say which."""

    def __init__(self, words: str, *, exact: bool) -> None:
        """`exact`: of an indicator of statistics a label with more words before it is another indicator."""
        self.words = words
        self.chunks = content(words) or _nouns(words)
        if len(self.chunks) > 1 and self.chunks[-1] in _ANY_MONEY:
            self.chunks = self.chunks[:-1]
        self.head = self.chunks[-1] if self.chunks else ""
        self.exact = exact and is_statistic(self.head)
        self._fits: dict[str, Fit] = {}

    def fit(self, label: str) -> Fit:
        """How one label, heading or clause fits."""
        found = self._fits.get(label)
        if found is None:
            found = self._fits[label] = self._fit(label)
        return found

    def _fit(self, label: str) -> Fit:
        if label_area(label):
            return Fit.SILENT
        text = bare(label)
        place = self._find(self.head, text)
        if place is None:
            if self.head in _INVESTED and _SETTLED.search(text):
                return Fit.SAME
            return self._apart(content(label))
        return Fit.OTHER if self._more(text, place) else Fit.SAME

    def _apart(self, runs: tuple[str, ...]) -> Fit:
        """How a label fits in which the head is in pieces (城镇新增就业 of 城镇就业), or only part of it."""
        runs = tuple(run for run in runs if run not in _ANY_MONEY)
        if not runs:
            return Fit.SILENT
        together = "".join(runs)
        if self.head.startswith(together) and self.head.removeprefix(together) in _COUNTED_AS:
            return Fit.SAME
        if self.head in together:
            more = together.replace(self.head, "", 1)
            return Fit.OTHER if more and more not in "".join(self.chunks[:-1]) else Fit.SAME
        if not self.exact and not self._known_otherwise(together) and are_alike(self.head, together):
            return Fit.SAME
        if not self.exact and not self._known_otherwise(together) and self._shortened(together):
            return Fit.SAME
        # 管网 of 供水管网: what it lacks may stand in the title.
        inside = all(any(run in chunk for chunk in self.chunks) for run in runs)
        return Fit.SILENT if inside else Fit.OTHER

    def _shortened(self, label: str) -> bool:
        """Whether the head is a label's short form, which begins as it does: 公厕 of 公共厕所, 违建 of 违法建设."""
        short = self.head
        return label[0] == short[0] and len(label) <= 3 * len(short) and is_within(short, label)

    def _known_otherwise(self, label: str) -> bool:
        """Whether a label holds a word of the rulebook that the name does not: 小巨人 beside 专精特新企业."""
        return any(m[1] and not set(m[1]) & set(self.head) for m in _said().finditer(label))

    def _find(self, chunk: str, text: str) -> tuple[int, int] | None:
        """Where a chunk stands in a usual text: as it is, or most of its pairs of characters together."""
        at = text.find(chunk)
        while at >= 0:
            if chunk in _BARE or not _within_a_word(text, at, at + len(chunk)):
                return at, at + len(chunk)
            at = text.find(chunk, at + 1)
        if len(chunk) < 4:
            return None
        for cut in () if self.exact else range(2, len(chunk) - 1):
            turned = chunk[cut:] + chunk[:cut]  # 农机检修 of 检修农机
            if turned in text:
                return text.find(turned), text.find(turned) + len(chunk)
        wanted = pairs(chunk)
        if len(wanted & pairs(text)) >= 0.74 * len(wanted) and chunk[-2:] in text:
            places = [text.find(pair) for pair in wanted if pair in text]
            return min(places), text.find(chunk[-2:]) + 2
        return None

    def _more(self, text: str, place: tuple[int, int]) -> bool:
        """Whether words straight around the head make it another thing."""
        start, end = place
        inside = text[start:end]
        before = re.split(r"[^一-鿿A-Za-z0-9]", text[:start])[-1]
        after = re.split(r"[^一-鿿A-Za-z0-9]", text[end:])[0]
        # Only what is joined to it changes the name: in 困难家庭发放临时救助金 a verb stands between.
        lead = self._strange(_said().sub(lambda m: m[1] or "|", before).rsplit("|", 1)[-1])
        after = _TAIL.sub("", after, count=1)
        tail = self._strange(_said().sub(lambda m: m[1] or "|", after).split("|", 1)[0])
        inserted = len(inside) - len(self.head) > 2
        if self.exact and self.head not in _BARE:
            return lead or tail or inserted
        return tail or inserted

    def _strange(self, run: str) -> bool:
        """Whether a run says something that the claim does not."""
        return any(not any(r in c or c in r for c in self.chunks) for r in content_of_run(run))

    def fits_around(self, texts: list[str]) -> bool:
        """Whether every chunk but the head stands somewhere in the texts around."""
        together = "|".join(map(usual, texts))
        return all(self._find(chunk, together) is not None for chunk in self.chunks[:-1])

    def stands_in(self, text: str) -> bool:
        """Whether the head stands in a title or a sentence."""
        head = trimmed(self.head)
        return self._find(head, usual(text)) is not None or head in "".join(content(text))

    def pieced(self, labels: tuple[str, ...], texts: list[str]) -> bool:
        """Whether a label has the end of the head and the texts around have what is before it."""
        around = "|".join(map(usual, texts))
        for label in labels:
            for run in content(label):
                rest = self.head.removesuffix(run)
                if len(run) > 1 and len(rest) > 1 and rest != self.head and _said_in(rest, around):
                    return True
        return False


def _said_in(words: str, around: str) -> bool:
    """Whether words stand in the texts around, or word by word in one clause: 食品抽检 of 食品安全监督抽检."""
    if words in around:
        return True
    if len(words) != 4:
        return False
    first, second = map(re.escape, (words[:2], words[2:]))
    return re.search(f"{first}[一-鿿]{{1,6}}{second}", around) is not None
