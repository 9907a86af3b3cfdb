"""Stated offices: who leads or helps by the item's own words (由市发展改革委牵头)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from luoshi.rulebook.offices_rules import bodies

#: (name, lead or support, the words that say so)
Stated = list[tuple[str, str, str]]

_WHO = r"[^,。;:!?()]{2,40}?"
_LISTED = r"[^。;)]{2,80}"
_PERSON = r"(?:牵头|责任|负责|分管|包联|包保|联系)(?:人|领导)"
_LEAD = re.compile(
    rf"(?:由|[(])(?P<by>{_WHO})(?:共同|分别)?(?:负责)?(?:牵头|负责)"
    rf"|(?:牵头|责任|负责|承办|主办)单位[:为](?P<after>{_LISTED}?)(?=[。;)]|[,、]?(?:配合|协办|参与|{_PERSON}[:为])|$)"
    rf"|{_PERSON}[:为](?P<person>{_LISTED}?)(?=[。;)]|[,、]?(?:[牵责配协参]\w{{1,3}}[:为])|$)"
    rf"|(?:^|[,。;:(])(?:由)?(?P<shared>[^由。;:!?()]{{2,80}}?)(?:按(?:照)?(?:各自)?职责(?:分工)?|分工)(?:负责|落实|抓好落实)"
    rf"|(?:^|[,。;:(])(?P<plain>[^由,。;:!?()]{2, 40}?)(?:牵头|负责)(?=[,。;)]|$)"
)
_SUPPORT = re.compile(
    rf"(?:配合|协办|参与|协同)单位[:为](?P<after>{_LISTED}?)(?=[。;)]|$)"
    rf"|[,;](?P<before>{_WHO})(?:等)?(?:参与|配合|协办|协同)(?=[,。;)]|$)"
)
_MAYBE = re.compile("牵头|负责|单位|职责|分工|责任|领导")
_SHARED = re.compile("按(?:照)?(?:各自)?职责(?:分工)?$")
_LIST = re.compile(r"[、,]|以及|会同")
_JOINED = re.compile(r"[和及与]")
_PREFIX = re.compile(r"^(?:全?[市省区县州盟旗]|自治[区州县旗]|地区|国家|各)(?!域)")
_POST = "(?:市长|省长|县长|区长|州长|盟长|旗长|镇长|乡长|书记|主任|局长|厅长|主席|秘书长)"
#: What the name of an office or a post ends with; others (企业, 高校) lead works, they are not assigned them.
_OFFICE = re.compile(
    rf".+(?:局|委|办|厅|部|署|法院|检察院|银行|中心|支队|总队|政府|管委会|委员会|联合会|指挥部|领导小组|专班"
    rf"|办公室|集团|公司)$|.*{_POST}(?:[一-鿿]{{2,4}})?$"
)
#: The name of a person, where the words before say that one follows.
_NAME = re.compile(r"[一-鿿·]{2,4}$")


def stated_offices(text: str, usual: Mapping[str, str]) -> Stated:
    """The offices, posts or persons a folded text names as answerable, in its order.

    `usual` has the name the report's place gives to an office, by its key in the rulebook.
    """
    if not _MAYBE.search(text):
        return []
    text = text.replace("(市、区)", "市区")
    found: Stated = []
    for role, pattern in (("lead", _LEAD), ("support", _SUPPORT)):
        for match in pattern.finditer(text):
            who, words = next(filter(None, match.groups())), match.group().strip(",。;:()")
            names = _names(_SHARED.sub("", who))
            person = role == "lead" and match["person"]
            answerable = [n for n in names if _known(n) or _OFFICE.match(n) or (person and _NAME.match(n))]
            found += [(usual.get(_known(name) or "", name), role, words) for name in answerable]
    return list({one[0]: one for one in reversed(found)}.values())[::-1]


def _names(who: str) -> list[str]:
    """The names in a list of them; 和 joins two, but not within a known one (粮食和物资储备局)."""
    listed = [name.removeprefix("由") for name in _LIST.split(who)]
    return [name for one in listed for name in ([one] if _known(one) else _JOINED.split(one))]


def _known(name: str) -> str | None:
    return _forms().get(name) or _forms().get(_PREFIX.sub("", name))


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for key, body in bodies().items():
        for form in (*body.forms, *body.names.values()):
            forms.setdefault(form, key)
    return forms
