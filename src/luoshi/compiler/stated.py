"""Stated offices: who leads or helps by the item's own words (由市发展改革委牵头)."""

from __future__ import annotations

import re
from functools import cache

from luoshi.rulebook.offices_rules import bodies
from luoshi.rulebook.places_data import Level

#: (name, lead or support, the words that say so)
Stated = list[tuple[str, str, str]]

_WHO = r"[^,。;:!?()]{2,40}?"
_LISTED = r"[^。;)]{2,80}"
_LEAD = re.compile(
    rf"(?:由|[(])(?P<by>{_WHO})(?:共同|分别)?(?:负责)?(?:牵头|负责)"
    rf"|(?:牵头|责任|负责|承办|主办)(?:单位|人)[:为](?P<after>{_LISTED}?)(?=[。;)]|[,、]?(?:配合|协办|参与)|$)"
    rf"|(?:^|[,。;:(])(?P<plain>[^由,。;:!?()]{2, 40}?)(?:牵头|负责)(?=[,。;)]|$)"
)
_SUPPORT = re.compile(
    rf"(?:配合|协办|参与|协同)单位[:为](?P<after>{_LISTED}?)(?=[。;)]|$)"
    rf"|[,;](?P<before>{_WHO})(?:等)?(?:参与|配合|协办|协同)(?=[,。;)]|$)"
)
_SPLIT = re.compile(r"[、,和及与]|以及|会同")
_PREFIX = re.compile(r"^(?:全?[市省区县]|自治区|国家|各)(?!域)")
#: What the name of an office or a post ends with; others (企业, 高校) lead works, they are not assigned them.
_OFFICE = re.compile(
    r".+(?:局|委|办|厅|部|署|法院|检察院|银行|中心|支队|总队|政府|管委会|委员会|联合会|指挥部|领导小组|专班"
    r"|市长|省长|县长|区长|州长|书记|主任|局长|主席|秘书长|办公室|集团|公司)$"
)


def stated_offices(text: str, *, level: Level) -> Stated:
    """The offices or posts a folded text names as answerable, in its order, by their usual names."""
    if "牵头" not in text and "负责" not in text and "单位" not in text and "责任人" not in text:
        return []
    text = text.replace("(市、区)", "市区")
    found: Stated = []
    for role, pattern in (("lead", _LEAD), ("support", _SUPPORT)):
        for match in pattern.finditer(text):
            who, words = next(filter(None, match.groups())), match.group().strip(",。;:()")
            names = [name.removeprefix("由") for name in _SPLIT.split(who)]
            answerable = [name for name in names if _known(name) or _OFFICE.match(name)]
            found += [(_usual(name, level), role, words) for name in answerable]
    return list({one[0]: one for one in reversed(found)}.values())[::-1]


def _usual(name: str, level: Level) -> str:
    key = _known(name)
    return bodies()[key].names.get(level, name) if key else name


def _known(name: str) -> str | None:
    return _forms().get(name) or _forms().get(_PREFIX.sub("", name))


@cache
def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for key, body in bodies().items():
        for form in (*body.forms, *body.names.values()):
            forms.setdefault(form, key)
    return forms
