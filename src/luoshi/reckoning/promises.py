"""Promises: what a report's plan part undertakes, amount by amount, works by works, named action by named action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoshi.compiler.compilation import Compilation, Item, Kind, Project, Target, Tense
from luoshi.reckoning.wording import pairs, usual
from luoshi.text.fold import fold


class Sort(StrEnum):
    """What is promised: an amount, named works, or an action that has a name."""

    AMOUNT = "amount"
    PROJECT = "project"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Promise:
    """One undertaking of the old report; `start` and `end` hold the amount, the works' name, or the action's item.

    `name` is what is looked for, in usual words; `names` the pairs of it, `scopes` those of its scope, `around` those
    of what stands about it.
    """

    sort: Sort
    start: int
    end: int
    item: Item
    target: Target | None
    project: Project | None
    name: str
    scope: str
    names: frozenset[str]
    scopes: frozenset[str]
    around: frozenset[str]
    phrase: frozenset[str]
    verb: str


#: Amounts that name a frame (`10大行动`, `12类45件实事`), not what is to be reached.
_FRAMES = {"大", "类", "岁", "年级"}
_META = re.compile(r"^方面|目标设定|目标的?设[置立]|这[一个]?目标")
_QUOTED = re.compile(r"“[^”]{2,20}”")
_HOME = re.compile(r"^(?:全[省市区县州盟国]|我[省市区县]|[省市])$")
_VERB = re.compile(
    r"新增|新建|新改扩?建|改扩?建|新培育|培育|引进|改造提升|改造|更新|建成|建设|打造|实施|完成|举办|开展|发放|治理|修复|整治|培训|新认定|认定|布局|开行|开通|设立|供应|安排|开工|推广|提供|保持|完善|提升|加快|推进|支持"
)
#: What is measured of a thing, where its figure is given with the thing's name alone.
_MEASURE = re.compile(r"(?:(?:总?数量?|总[数量]|总?规模|人次|继续|保持|增长|稳定|平均|总体)+)$")
_GENERAL = re.compile(
    r"^(?:全[省市区县州盟国年部]|其中|新增|新(?=建|改|开工|培育|认定|引进|签约|组建|布局)|共|累计|继续|力争|确保|推动|争取|各地?|\d+月|年底)+"
)
#: How a rate is said, where the words about an amount are its name.
_RISE = re.compile(r"(?<=..)(?:年均)?(?:增长|增幅|增速)(?:达到?|高于)?$")
#: What is meant where a list of aims says no more: the economy as a whole, and all of its investment.
_WHOLE = {"经济": "地区生产总值", "投资": "固定资产投资"}


def promises(compilation: Compilation) -> tuple[Promise, ...]:
    """What the plan part undertakes, in the order of the text. Grades and vague amounts are no promises."""
    found = [promise for item in compilation.items if item.tense is Tense.PLEDGE for promise in _of(item)]
    return tuple(sorted(found, key=lambda promise: (promise.start, promise.end)))


def _of(item: Item) -> Iterator[Promise]:
    kept = [target for target in item.targets if _is_promised(target, item)]
    for target in kept:
        yield _promise(Sort.AMOUNT, item, target.start, target.end, target, None)
    for project in item.projects:
        if not any(t.start < project.end and project.start < t.end for t in kept):
            yield _promise(Sort.PROJECT, item, project.start, project.end, None, project)
    if item.kind is Kind.ACTION and not kept and not item.projects and _named_action(fold(item.text)):
        yield _promise(Sort.ACTION, item, item.start, item.end, None, None)


#: What is done with an action that has a name; `发展“小而精”产业` names none.
_DONE = re.compile(
    r"开展|推行|推广|实施|深化|完善|滚动|用活|用好|启动|打造|擦亮|叫响|健全|推进|落实|做好|办好|深入|组织|常态化|建立|推动|抓好"
)
_ERA = re.compile(r"十[一二三四五六七八九]五")


def _named_action(text: str) -> str:
    """The quoted name of an action that is to be carried out; empty where none is."""
    quoted = _QUOTED.search(text)
    if quoted is None or _ERA.search(quoted.group()) or not _DONE.search(text[: quoted.start()]):
        return ""
    return quoted.group()


def _is_promised(target: Target, item: Item) -> bool:
    if target.optional or _META.search(target.indicator) or target.unit in _FRAMES:
        return False
    if target.unit == "条" and target.indicator.endswith(("政策", "措施", "举措")):
        return False
    # A number within a quoted name (`“两个70%”`) belongs to the name.
    return not any(
        item.start + q.start() < target.start and target.end < item.start + q.end()
        for q in _QUOTED.finditer(fold(item.text))
    )


def _promise(
    sort: Sort, item: Item, start: int, end: int, target: Target | None, project: Project | None
) -> Promise:
    scope = fold(target.scope) if target else ""
    phrase = _phrase(item, start, end)
    name = _name(item, phrase, target, project)
    scope = "" if _HOME.match(scope) else usual(scope)
    verbs = _VERB.findall(fold(phrase[0][-14:]))
    words = pairs(usual(" ".join(phrase)))
    return Promise(
        sort=sort,
        start=start,
        end=end,
        item=item,
        target=target,
        project=project,
        name=name,
        scope=scope,
        names=pairs(name),
        scopes=pairs(scope) - pairs(name),
        around=pairs(usual(item.clean)) | pairs(usual(" ".join(item.section[-1:]))),
        phrase=words | pairs(name),
        verb=verbs[-1] if verbs else "",
    )


_MARK = re.compile(r"[,，；;。！？!?：:\n]")


def _phrase(item: Item, start: int, end: int) -> tuple[str, str]:
    """The words before and behind an amount, as far as the next mark or the next amount on either side."""
    low, high = item.start, item.end
    spans = [(t.start, t.end) for t in item.targets] + [(c.start, c.end) for c in item.context]
    low = max([low, *(last for _, last in spans if last <= start)])
    high = min([high, *(first for first, _ in spans if first >= end)])
    before, after = (
        item.text[low - item.start : start - item.start],
        item.text[end - item.start : high - item.start],
    )
    return _MARK.split(before)[-1], _MARK.split(after)[0]


#: Names that fit too many things; the words about the amount say which.
_GENERIC = re.compile(
    r"(?:重点|重大|年度|总)*(?:项目|投资|用地|产量|总产|数量|占比|比重|规模|企业数?|个数|总量|增速|收入|产值|资金|任务|活动|人才|人数|农村|城市|城镇|乡镇|率)"
)


def plain_name(indicator: str) -> str:
    """The indicator in usual words, without what only leads to it (`全市`, `力争`) or measures it (`总量`)."""
    name = usual(indicator).lstrip("/、,为")
    name = _GENERAL.sub("", name) or name
    return _MEASURE.sub("", name) if len(_MEASURE.sub("", name)) > 1 else name


def _name(item: Item, phrase: tuple[str, str], target: Target | None, project: Project | None) -> str:
    """What is looked for. The economy as a whole is its product; where the name says little, the words about it."""
    if project is not None:
        return usual(project.name)
    if target is None:
        return usual(_named_action(fold(item.text)))
    name = plain_name(target.indicator)
    if (
        target.measure == "growth"
        and name in _WHOLE
        and (not target.scope or _HOME.match(fold(target.scope)))
    ):
        return _WHOLE[name]
    if name.startswith("人左右") or len(name) < 2 or _GENERIC.fullmatch(name):
        said = _GENERAL.sub("", usual("".join(phrase)).lstrip("/、,为"))
        led = _led_by(item, target)
        name = led + said if len(said) > len(name) else led + name
    return _MEASURE.sub("", _RISE.sub("", name)) if target.measure == "growth" else name


def _led_by(item: Item, target: Target) -> str:
    """The noun that opens a list and goes for its later members too (`粮食播种面积…、总产…`, `充电桩…，其中农村…`)."""
    before = [other for other in item.targets if other.end <= target.start]
    text = fold(item.text)
    if not before:
        return ""
    between = text[before[-1].end - item.start : target.start - item.start]
    first = usual(before[-1].indicator)
    if between.startswith(",其中"):
        return first
    return first[:2] if between.startswith("、") and target.measure == before[-1].measure == "level" else ""
