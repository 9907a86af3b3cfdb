"""The list of cases: a table where there is room, lines of their own where a table would break its words."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from luoshi.render.case import CaseLine, case_list

LINE = CaseLine(
    "rectification-2026-0002", "整改", "专项资金拨付滞后", "市财政局", "整改中", (), "市审计局：请认定口径"
)


@pytest.mark.parametrize("width", [80, 150])
def test_nothing_of_a_case_is_broken_or_lost(width: int) -> None:
    console = Console(width=width, record=True, file=StringIO())
    case_list([LINE], date(2026, 7, 10), console=console)
    text = console.export_text()
    assert all(part in text for part in (LINE.number, LINE.subject, LINE.office, LINE.state, "请认定口径"))
    assert "1 件，逾期 0 件" in text
