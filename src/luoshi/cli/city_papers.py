"""The sample city's evidence: papers that bear what is claimed, and papers that do not, each in its own way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from luoshi.cli.city_people import Cast

PLACE = "云川市"
#: A photograph by its first bytes: it is no document, and bears nothing.
_PHOTOGRAPH = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64)


def attach(cast: Cast, filings: Sequence[dict[str, Any]], now: datetime) -> None:
    """Give the first amounts among the filings a paper each: borne out, another number, only planned, a photograph."""
    from luoshi.ledger import actions
    from luoshi.ledger import models as m

    states = {s.commitment_id: s for s in m.CommitmentState.objects.current()}
    amounts = [one for one in filings if one.get("value") is not None][: 2 * len(_PAPERS)]
    for at, one in enumerate(amounts):
        state = states[one["commitment"]]
        name, kind, make = _PAPERS[at % len(_PAPERS)]
        content = make(state.what, one["value"], state.unit)
        handler, _ = cast.staff[one["office"]]
        file = actions.store_evidence(handler, content, name=name, kind=kind, now=now)
        one["evidence"] = [file.number]


def _accepted(what: str, value: Decimal, unit: str) -> bytes:
    return _paper(
        f"{what}项目验收报告",
        f"建设地点：{PLACE}",
        "验收日期：2026年6月26日",
        f"验收结论：合格。截至6月底，累计完成{what}{value:f}{unit}。",
    )


def _other(what: str, value: Decimal, unit: str) -> bytes:
    return _paper(
        f"{what}项目验收报告",
        f"建设地点：{PLACE}",
        "验收日期：2026年6月28日",
        f"验收结论：合格。累计完成{what}{value // 2:f}{unit}。",
    )


def _planned(what: str, value: Decimal, unit: str) -> bytes:
    return _paper(f"{what}工作方案", f"2026年计划完成{what}{value:f}{unit}，分三批实施。")


def _photograph(what: str, value: Decimal, unit: str) -> bytes:
    # Each picture is another file.
    return _PHOTOGRAPH + f"{what}{value}{unit}".encode()


_PAPERS = (
    ("验收报告.docx", "acceptance", _accepted),
    ("验收报告（分批）.docx", "acceptance", _other),
    ("工作方案.docx", "other", _planned),
    ("施工现场.jpg", "photograph", _photograph),
)


def _paper(title: str, *lines: str) -> bytes:
    from docx import Document

    document = Document()
    for line in (title, *lines):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
