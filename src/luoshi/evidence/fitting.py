"""Fitting: whether what names a figure is what the claimed amount counts."""

from __future__ import annotations

import re

from luoshi.evidence.claim import Amount
from luoshi.evidence.figure import Figure
from luoshi.evidence.naming import Fit

#: Verbs that tables count side by side: of a pair the one is never the other.
_CONTRASTS = tuple(
    (re.compile(a), re.compile(b))
    for a, b in (
        ("新建|新增|新修|新改建|新改扩建", "改造|提升|改建|修缮|维修"),
        ("支付|拨付|支出|付款|兑付|发放", "到位|到账|筹集|下达|争取"),
        ("新增|新设|净增|新登记", "注销|退出|关停|吊销|减少"),
    )
)
#: Qualifiers of which one shuts out the others of its row.
_EXCLUSIVE = tuple(
    tuple(map(re.compile, row))
    for row in (
        ("公办", "民办"),
        ("出栏", "存栏"),
        ("客运|旅客", "货运|货物"),
        ("国家级", "省级", "市级", "县级"),
        ("男", "女"),
        ("城镇|城市", "农村|乡村|农民"),
        ("煤改电", "煤改气"),
        ("(?<!进)出口", "进口(?!出口)"),
        ("职工", "居民"),
        ("小学", "初中", "高中"),
    )
)


def fits(amount: Amount, figure: Figure, form: tuple[str, ...] = ()) -> Fit:
    """Whether what names the figure is what the amount counts; `form` are the other fields of a record."""
    name = amount.name
    if _other_verb(amount, figure):
        return Fit.OTHER
    if figure.columns or (figure.of_table >= 0 and not figure.labels and figure.loose):
        own = _fit_in_grid(amount, figure)
    else:
        own = next(
            (f for label in figure.labels if (f := _fit_clauses(amount, label)) is not Fit.SILENT), Fit.SILENT
        )
    if own is Fit.SILENT:
        texts = [*figure.loose, *form]
        pieced = name.pieced((*figure.labels, *figure.columns), [*texts, *figure.around])
        own = Fit.SAME if pieced or any(map(name.stands_in, texts)) else Fit.OTHER
    if own is Fit.SAME and not name.fits_around(
        [*figure.labels, *figure.columns, *figure.loose, *figure.around, *form]
    ):
        return Fit.OTHER
    return own


def _other_verb(amount: Amount, figure: Figure) -> bool:
    """Whether one says new and the other mended, or one paid and the other received."""
    near, words = "".join((*figure.labels[:1], *figure.columns)), amount.name.words
    for a, b in _CONTRASTS:
        said = bool(a.search(words)), bool(b.search(words))
        found = bool(a.search(near)), bool(b.search(near))
        if (said, found) in (((True, False), (False, True)), ((False, True), (True, False))):
            return True
    return any(_shut_out(row, words, near) for row in _EXCLUSIVE)


def _shut_out(row: tuple[re.Pattern[str], ...], words: str, near: str) -> bool:
    """Whether the claim names one of the row, and what names the figure only others of it."""
    said = {i for i, word in enumerate(row) if word.search(words)}
    found = {i for i, word in enumerate(row) if word.search(near)}
    return bool(said and found and not said & found)


def _fit_clauses(amount: Amount, label: str) -> Fit:
    """A clause and the noun behind its number are one label; either may name."""
    parts = [part for part in label.split("|") if part.strip()]
    found = [amount.name.fit(part) for part in parts]
    if Fit.SAME in found:
        return Fit.SAME
    return Fit.OTHER if Fit.OTHER in found else Fit.SILENT


def _fit_in_grid(amount: Amount, figure: Figure) -> Fit:
    """Rows and columns: one has to name it, and neither may name another thing."""
    name = amount.name
    rows = [name.fit(label) for label in figure.labels if not same_any(label, figure.areas)]
    columns = [name.fit(head) for head in figure.columns]
    row = Fit.SAME if Fit.SAME in rows else Fit.OTHER if Fit.OTHER in rows else Fit.SILENT
    said = next((fit for fit in columns if fit is not Fit.SILENT), Fit.SILENT)
    column = Fit.SAME if Fit.SAME in columns else said
    if Fit.OTHER in (row, column):
        part = row is Fit.OTHER and any(
            chunk in label for label in figure.labels for chunk in name.chunks[:-1]
        )
        if row is Fit.OTHER and column is Fit.OTHER:
            return Fit.OTHER
        if row is Fit.OTHER and (part or figure.alone):
            return column
        if column is Fit.OTHER and row is Fit.SAME and any(f is Fit.SAME for f in columns):
            return Fit.SAME
        return Fit.OTHER
    return Fit.SAME if Fit.SAME in (row, column) else Fit.SILENT


def same_any(label: str, areas: tuple[str, ...]) -> bool:
    """Whether a label is one of the areas."""
    bare = re.sub(r"\s", "", label)
    return any(bare == area for area in areas)
