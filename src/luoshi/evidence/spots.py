"""Whose a number is: areas named in titles, labels and clauses, also those that no table of divisions knows."""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.text.fold import fold

_SUFFIX = r"(?:自治州|自治县|新区|开发区|高新区|经开区|市|县|区|旗|镇|乡|街道|省)"
#: Words that end like an area and are none.
_NO_AREA = re.compile(
    r"^.区$|^[省市县区乡镇]+$|(?:社|小|园|灌|景|示范|厂|校|库|片|辖|特|功能|保护|项目|作业|生活|居民|试验|住宅|棚户|平川|丘陵|核心|先行|集聚|协作"
    r"|风景|自治|受益|建设|实施|试点|流域|种植|养殖|贫困|重点|[主老新]城|中心城|建成|整|各|全|本|我|该|分|地|市)区$"
    r"|(?:城|上|超|门|都|集|股|楼|全|本|我|各|该|县|入|夜|建制|中小城|大城)市$"
    r"|(?:全|各|本|我|该|郡|贫困|脱贫|示范|大|强|市|重点|革命老区)县$"
    r"|(?:城|乡|村|集|小|各|全|本|重点|中心|建制)镇$|(?:城|下|返|故|水|家|各|全|本|建制)乡$|各街道$"
    r"|^县市区$|^县区$|^县\(?市|[和及]"
)
_NAME = re.compile(rf"[一-鿿]{{1,6}}?{_SUFFIX}(?![场级域辖民政委直属属镇域])")
#: Before a name that a clause begins with.
_BEFORE = re.compile(
    r"^(?:(?:其中|关于|在|对|由|含|包括|仅|位于|涉及|经|据|截至|截止|今年|目前|会议指出|会议确认|会议听取了?|原则同意|同意|建设地点|项目地点|地点|地址|单位|填报单位|报送单位|按|向|将|为|为了|现将|根据|中共|兹有|兹证明|和|与|及|以及|20\d\d年度?|(?:20\d\d年)?[\d—\-~至]+月份?(?:底|末)?|上半年|下半年|全年|前三季度|[一二三四]季度)[:,、\s]*)+"
)
_BREAK = re.compile(r"[^一-鿿0-9—\-~]+")
_TOTAL = re.compile(r"合计|总计|^小计$|共计|^汇\s?总$|^总数$")
_WHOLE = re.compile(r"全(?:市|县|省|区|旗|州|镇|乡|域)|[我本](?:市|县|省|区|旗|镇|乡)")


def is_area(text: str) -> bool:
    """Whether a whole label is the name of an area: `清河县`, `清河 县（示范）`."""
    name = label_area(text)
    return bool(name)


@lru_cache(maxsize=65536)
def label_area(label: str) -> str:
    """The area that a label of a table names; '' for none."""
    text = re.sub(
        r"[(\[].*?[)\]]|\s|^\d+[.、]|^其中[:：]?|^[一二三四五六七八九十]+、", "", fold(label)
    ).strip(":：、")
    if not re.fullmatch(rf"[一-鿿]{{1,10}}{_SUFFIX}", text) or _NO_AREA.search(text):
        return ""
    return text if 2 <= len(text) <= 9 else ""


@lru_cache(maxsize=65536)
def is_total(label: str) -> bool:
    """Whether a label says that its numbers are of everything in the table: 合计, 全市."""
    text = re.sub(r"\s", "", fold(label))
    return bool(_TOTAL.search(text)) or (len(text) <= 4 and bool(_WHOLE.search(text)))


@lru_cache(maxsize=65536)
def areas_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """The areas that a clause or a title names, where a name can begin; 全市 and 我县 stand for themselves."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    at = 0
    for piece in [*_BREAK.finditer(folded), None]:
        end = piece.start() if piece else len(folded)
        clause = folded[at:end]
        lead = _BEFORE.match(clause)
        start = lead.end() if lead else 0
        for begin in sorted(
            {
                0,
                start,
                *(
                    m.end()
                    for m in re.finditer(
                        r"关于|位于|其中|涉及|同意|(?<!\d)20\d\d年度?|月(?:份|底|末)?|季度|半年|人民政府|[局委办]在",
                        clause,
                    )
                ),
            }
        ):
            while match := _NAME.match(clause, begin):
                name = match[0]
                if _NO_AREA.search(name) or not 2 <= len(name) <= 9:
                    break
                found.append((at + begin, at + match.end(), name))
                begin = match.end()
        found += [(at + m.start(), at + m.end(), m[0]) for m in _WHOLE.finditer(clause)]
        at = piece.end() if piece else end
    unique: list[tuple[int, int, str]] = []
    for spot in sorted(set(found)):
        if unique and spot[0] < unique[-1][1]:
            if spot[1] - spot[0] < unique[-1][1] - unique[-1][0]:
                unique[-1] = spot
            continue
        unique.append(spot)
    return tuple(unique)


def chained(text: str) -> list[str]:
    """The areas of a title, each with those written straight before it joined: 云川市清河县 is one, in 清河县."""
    names: list[str] = []
    end = -1
    for start, stop, name in areas_in(text):
        if _WHOLE.fullmatch(name):
            continue
        if start == end and names:
            names[-1] += name
        else:
            names.append(name)
        end = stop
    return names


def same_area(a: str, b: str) -> bool:
    """Whether two names mean one area: with or without what it lies in, with or without its rank."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if a == b or (len(a) > 2 and b.endswith(a)) or (len(b) > 2 and a.endswith(b)):
        return True
    bare = re.compile(f"{_SUFFIX}$")
    x, y = bare.sub("", a), bare.sub("", b)
    if (a == x) != (b == y):  # one of them was written without its rank
        return x == y or x.endswith(y) or y.endswith(x)
    return False


def is_whole(name: str) -> bool:
    """Whether a word stands for the whole of the document's own area."""
    return _WHOLE.fullmatch(name) is not None
