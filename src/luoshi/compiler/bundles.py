"""Bundles: items that an office would list as one task; and what is too vague to be listed at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from luoshi.compiler.compilation import Bundle, Item, Kind, Place, Tense

#: A date, or a thing with a proper name: what makes an action checkable although it has no amount.
_DATED = re.compile(r"年底|年内|上半年|季度|\d月|20\d\d年|“[^”]{2,}”|《")


def is_vague(text: str, kind: Kind, places: tuple[Place, ...]) -> bool:
    """Whether an item has no amount, no date and no named thing."""
    return kind in (Kind.ACTION, Kind.PRINCIPLE) and not places and not _DATED.search(text)


def bundles(items: Iterable[Item]) -> tuple[Bundle, ...]:
    """Neighbouring pledges under one topic sentence with one likely lead; a bundle has at least two items."""
    pledges = [item for item in items if item.tense is Tense.PLEDGE and item.kind is not Kind.PRINCIPLE]
    found = []
    for (section, lead), group in groupby(pledges, key=lambda item: (item.section, _lead(item))):
        ids = tuple(item.id for item in group)
        if len(ids) > 1 and section:
            found.append(Bundle(section[-1], lead, ids))
    return tuple(found)


def _lead(item: Item) -> str:
    return item.offices[0].name if item.offices else ""
