"""Surroundings: what stands before and behind an amount, without the words that say nothing of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from luoshi.compiler.deadlines import deadline_spans
from luoshi.compiler.quantities import Quantity
from luoshi.rulebook import entries


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words around amounts: `endings` are those that may stand next to one, by their last character, longest first.

    `fillers`, `opening`, `scoped` and `delivers` skip what a clause begins with and says nothing: `fillers` and
    `opening` (verbs of delivery too) as long as two characters remain, the others up to a scope or such a verb.
    """

    endings: dict[str, tuple[str, ...]]
    verbs: dict[str, tuple[str, str | None]]
    light: re.Pattern[str]
    output: re.Pattern[str]
    works: re.Pattern[str]
    grade: re.Pattern[str]
    fillers: re.Pattern[str]
    opening: re.Pattern[str]
    scoped: re.Pattern[str]
    delivers: re.Pattern[str]


#: Words before an indicator that say nothing of what is measured.
_FILLER = (
    "我们|要|继续|持续|不断|进一步|全面|深入|扎实|大力|积极|加快|着力|努力|切实|坚决|稳步|有序|稳妥|有效|有力|主动|加大|全力|科学|认真|"
    "充分|更好|系统|重点|确保|力争|推动|推进|促进|支持|鼓励|引导|今年|全年|年内|已经|分别|其中|预计|平均|年均|同比|比上年|较上年|当年|"
    "\\d{1,2}[.、)]|\\(\\d{1,2}\\)|\\([一二三四五六七八九十]{1,2}\\)|[①-⑳]|第[一二三四五六七八九十]{1,2},|努力|去年|同时|争取|集中|累计|先后|成功|率先|连续|统筹|年度|实际|(?:高标准|高质量|高水平|高品质)(?=[建推打完实编])|以“?|实现|带动|完成|年底前?|[一二三四五六七八九十]是|"
    "(?:到|至)?(?:19|20)\\d\\d年(?:底前?|全年)?|今年底前?|年底前?|期末|五年间?|(?:到|至)?“?十[一二三四五]?五”?(?:期间|时期|末)|上半年|\\d+月底前?|[、,:;和及与并且的了]|以及|使|让|将|把|对"
)
#: What follows a counted thing and tells what is done with it, not what it is.
_WORKS = (
    "(?:尽早|早日|加快|全部|全面|整体|基本|顺利|陆续|如期|有序)*(?:建设|改造|任务|开工|复工|开复工|投产|达产|达效|竣工|完工|投运|投用|建成|建成投产|"
    "开工建设|加快推进|加快建设|推进|稳定发力|落地|治理|整治|污染防治|通过.*|实现.*|进入.*|达到.*|入选.*|获批.*|获.*|的目标任务|目标任务|等)+$"
)


#: Words next to an amount that name nothing: what is left before them may.
_TRAILING = (
    "完成|实现|分别|均|了|共|也|都|再|约|:|力争|确保|预计|年均|同比|平均|比上年|较上年|实际|可比|每年|每人每月|每人每年|每月|"
    "年底|全年|已|的|要|将|和|及|、|,"
)


@cache
def lexicon() -> Lexicon:
    verbs = {
        word: (entry.fields["measure"], entry.fields.get("direction"))
        for entry in entries("measures")
        for word in entry.words
    }
    scopes = {entry.rule: entry.words for entry in entries("scopes")}
    light = rf"(?:{_FILLER})"
    delivered = _alternation([w for w, (measure, _) in verbs.items() if measure == "output"])
    output = rf"(?!新增长)(?:新|再|共|全年)?(?:{delivered})(?:了|好|一批)?"
    scope = _alternation(scopes["scopes/全域"] + scopes["scopes/各地"])
    return Lexicon(
        endings=_by_last_character(
            {w for w, (measure, _) in verbs.items() if measure != "output"} | set(_TRAILING.split("|"))
        ),
        verbs=verbs,
        light=re.compile(light),
        output=re.compile(output),
        works=re.compile(_WORKS),
        grade=re.compile(rf"^(?:{_alternation(scopes['scopes/级别'])})$"),
        fillers=re.compile(rf"(?:(?>{light})(?=..))*+"),
        opening=re.compile(rf"(?:(?>{light}|{output})(?=..))*+"),
        scoped=re.compile(rf"{light}*+(?P<scope>{scope})(?!重点|统一|一流|首|各|性|范围|行业)"),
        delivers=re.compile(rf"{light}*+(?P<verb>{output})"),
    )


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _by_last_character(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        found[word[-1]].append(word)
    return {last: tuple(ending) for last, ending in found.items()}


def around(text: str, quantities: Sequence[Quantity], i: int, *, led: bool = False) -> tuple[str, str]:
    """What stands between a quantity and its neighbours, as far as its own clause reaches.

    `led`: the amount before it stood in front of what it counts, so what lies between belongs to that one.
    """
    q = quantities[i]
    low = quantities[i - 1].end if i else 0
    following = i + 1
    while following < len(quantities) and quantities[following].group == "grade":
        following += 1
    high = quantities[following].start if following < len(quantities) else len(text)
    before, after = text[low : q.start], text[q.end : high]
    stop = STOP.search(after)
    if stop:
        after = after[: stop.start()]
    elif text[high : high + 1] and text.find("的", high, high + 12) > 0 and i + 1 < len(quantities):
        after = after + _described(text, quantities[i + 1])
    clause = _CLAUSE_MARK.match(before)
    if clause and len(before) - clause.end() >= 2:
        before = before[clause.end() :]
    elif led and i:
        before = before[max(before.rfind(mark) for mark in "、和及与并") + 1 :]
    return before, after


STOP = re.compile(r"[,;。!?:]")
#: As far as the last mark that ends a clause.
_CLAUSE_MARK = re.compile(r"(?s:.*)[,;:。]")


#: A clause longer than this is none; a text without marks must not make every amount look back to its start.
_CLAUSE = 200


def clause_head(text: str, quantity: Quantity) -> str:
    """The clause of an amount as far as the amount, other amounts included."""
    low = max(0, quantity.start - _CLAUSE)
    mark = _CLAUSE_MARK.match(text, low, quantity.start)
    return text[mark.end() if mark else low : quantity.start]


def behind(text: str, quantities: Sequence[Quantity], i: int) -> str:
    """`3项220千伏输变电工程`: the thing counted stands behind the amount that describes it."""
    following = quantities[i + 1]
    if following.start != quantities[i].end:
        return ""
    stop = STOP.search(text, following.end)
    return text[following.end : stop.start() if stop else len(text)].lstrip("的")


def _described(text: str, following: Quantity) -> str:
    """`64个预增产值过10亿元的增长点`: an amount inside the description of what another counts."""
    if text[following.end : following.end + 1] != "的":
        return ""
    stop = STOP.search(text, following.end)
    return text[following.end : stop.start() if stop else len(text)]


def split_scope(before: str) -> tuple[str, str]:
    """Whose an amount is, where the words before it open with that, and those words without it."""
    match = lexicon().scoped.match(before)
    if match is None:
        return "", before
    return match["scope"], before[: match.start("scope")] + before[match.end() :]


def opening_verb(stem: str) -> str:
    """The verb of delivery a clause opens with, if any."""
    match = lexicon().delivers.match(stem)
    return match["verb"] if match else ""


def strip_end(before: str) -> tuple[str, str]:
    """The text before an amount without the verbs at its end, and the one next to the amount."""
    words, verb = lexicon(), ""
    while word := _last(before, words.endings.get(before[-1:], ())):
        if not verb and word in words.verbs:
            verb = word
        before = before[: -len(word)]
    return before, verb


def _last(before: str, endings: tuple[str, ...]) -> str:
    """The longest of the words that ends a text; 约 is none inside 签约, 节约 or 条约."""
    for word in endings:
        if before.endswith(word) and not (word == "约" and before[-2:-1] in "签节条" and len(before) > 1):
            return word
    return ""


def strip_start(stem: str, *, verbs: bool = False) -> str:
    """A stem without the words it opens with that say nothing; `verbs`: without verbs of delivery either."""
    opening = lexicon().opening if verbs else lexicon().fillers
    match = opening.match(stem)
    return trimmed(stem[match.end() :] if match else stem)


#: Marks that stand in pairs: one goes only with the other.
_PAIRS = (("“", "”"), ("(", ")"), ("《", "》"))
_PAIRED = re.compile("[“”()《》]")


def trimmed(words: str) -> str:
    """Words without the marks around them; a quotation mark or bracket whose partner is cut off goes too."""
    words = words.strip(",、:的")
    if not _PAIRED.search(words):
        return words
    for left, right in _PAIRS:
        opened, closed = words.count(left), words.count(right)
        if opened > closed and words.rfind(left) > words.rfind(right):
            words = words[: words.rfind(left)] if words.rfind(left) > 1 else words.replace(left, "", 1)
        elif closed > opened:
            words = (
                words[words.find(right) + 1 :]
                if words.find(right) < len(words) - 3
                else words.replace(right, "", 1)
            )
        if words[:1] == left and words[-1:] == right and words.count(left) == 1:
            words = words[1:-1]
    return words.strip(",、:的")


def attached(after: str) -> bool:
    """Whether what follows an amount is the thing counted: not a list mark, not a new clause."""
    return bool(after) and after[0] not in "、并等,且(" and after not in ("和", "及", "与")


def thing_after(after: str) -> str:
    """The thing counted, by what follows an amount."""
    if not attached(after):
        return ""
    thing = _joined_on(after.strip("的、"))
    thing = thing[: min((at for at in deadline_spans(thing) if at >= 2), default=len(thing))]
    cut = _CUT.search(thing, 2)
    thing = thing[: cut.start()] if cut else thing
    tail = thing.rpartition("的")[2]
    if len(tail) >= 3 and (not _DEED.search(tail) or 0 <= thing.find("的") <= 3):
        thing = tail
    works = lexicon().works.search(thing)
    if works and works.start() >= 2:
        thing = thing[: works.start()]
    if _DEED.search(tail) and thing != tail:
        thing = thing.partition("的")[0]
    return trimmed(thing)


def _joined_on(thing: str) -> str:
    """A thing without the word that joins the next member of its list."""
    for word in ("以及", "和", "及", "与"):
        if thing.endswith(word):
            return thing[: -len(word)]
    return thing


#: Where the name of a counted thing ends: a predicate of its own, or the next member of the list.
_CUT = re.compile(
    r"(?<=..)(?:建立了|实施了|进行了|签订了|获得?(?=[一-鿿]{2})|全部|均(?=[一-鿿])|顺利|基本(?=完|建)|相继|陆续|正式|正在|有序|启动(?!区)|入选|投入使用|"
    r"和(?=[一-鿿]{1,6}等)|以及|及(?=[一-鿿]{2,}等)|已(?=[一-鿿])|纳入|列入|享受|[实开]现(?=[一-鿿])|得到|达到|免费|提供(?!商)|共享|转型|提档升级|从无到有|加快|发放|立起|转向)"
)

#: What is done with a thing rather than the thing.
_DEED = re.compile(r"(?:改造|建设|项目|问题|治理|整治|任务|工作|配套|工程|保护|修复|提升)[上中]?$")
