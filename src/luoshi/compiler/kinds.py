"""Kinds: target, project, action or principle."""

from __future__ import annotations

import re
from operator import add

from luoshi.compiler import model
from luoshi.compiler.compilation import Kind, Project, Target

_LIGHT = re.compile(
    r"(?:我们|同时|今年|全年|要|将|继续|持续|不断|进一步|全面|深入|扎实|大力|积极|加快|着力|努力|切实|坚决|稳步|有序|稳妥|主动|加大|全力|"
    r"科学|严格|认真|充分|更好|系统|自觉|始终|必须|一定|牢牢|坚定|坚定不移|毫不动摇|推动|推进|促进|确保|做到)+"
)
_STANCE = re.compile(
    r"坚持|坚定|坚决|牢固|树立|树牢|始终|践行|弘扬|维护|拥护|增强|提高|领悟|忠诚|担当|作风|精神|思想|理念|为民|初心|使命|信心|"
    r"奋斗|拼搏|团结|我们|必须|更加|奋力|谱写|迈向|迈进|人民|依法|监督|自觉|把|以|政绩观|两个|只要|就一定|不断|形势|机遇|挑战"
)
_NUMBER = re.compile(r"\d")


def kind_of(text: str, targets: tuple[Target, ...], projects: tuple[Project, ...]) -> tuple[Kind, str]:
    """The kind of a folded item, given the amounts and works found in it, and the rule that says so."""
    if any(not target.optional for target in targets):
        return Kind.TARGET, "kinds/amount"
    if projects:
        return Kind.PROJECT, "kinds/works"
    if targets:
        return Kind.TARGET, "kinds/grade"
    principle = model.yes("kinds").score(features(text)) > 0
    return (Kind.PRINCIPLE if principle else Kind.ACTION), "kinds/wording"


def features(text: str) -> list[str]:
    """What tells a stance from a thing to do: opening, predicate, closing words, words of attitude."""
    light = _LIGHT.match(text)
    at = light.end() if light else 0
    head, body = text[at : at + 2], text.rstrip("。;,!:?")
    found = [
        f"o1={text[:1]}", f"o2={text[:2]}", f"head={head}", f"head1={head[:1]}", f"e1={body[-1:]}", f"e2={body[-2:]}",
        f"mark={text[-1:]}", f"len={min(len(body) // 6, 6)}", f"comma={text.count(',', 0, -1)}",
        f"list={min(body.count('、'), 3)}", f"quoted={'“' in text}", f"number={_NUMBER.search(text) is not None}",
    ]  # fmt: skip
    found += dict.fromkeys("stance=" + word for word in _STANCE.findall(text))
    found += dict.fromkeys(map(add, body, body[1:]))
    return found
