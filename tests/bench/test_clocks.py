"""The bench of clocks runs: it folds cases, reads the board, and says which share of its limit was taken."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "clocks.py"


def test_the_bench_of_clocks_folds_reads_and_compares_with_its_limit(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    command = [sys.executable, BENCH, "--cases", "500", "--ledger", "60", "-o", out]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    result = json.loads(out.read_text(encoding="utf-8"))
    clocks, board = result["clocks"], result["board"]
    assert clocks["cases"] == 500
    assert clocks["clocks"] > 500
    assert 0 < clocks["overdue"] < 500
    assert clocks["ratio"] == pytest.approx(clocks["seconds"] / clocks["limit_seconds"], abs=0.05)
    assert 0 < board["overdue"] < board["open"] < board["cases"]
