"""How long `luoshi check` takes, from the shell: a document of twenty pages, a sheet of fifty thousand rows.

    python bench/evidence.py [-o bench/results/evidence/2026-11-25.json]

It records and never fails: each median stands with its limit in seconds and as a share of it.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "evidence"))
from papers import WRITERS, Paper, T  # noqa: E402

RUNS = 3
ROWS = 50_000
CLAIM = ["--claim", "新建高标准农田8.2万亩", "--period", "2025-06", "--place", "云川市"]


def pages() -> list[object]:
    """About twenty pages: a numbered bulletin, prose and a table to each part, the number in the last part."""
    blocks: list[object] = ["云农发〔2025〕36号", "云川市农业农村局关于2025年上半年农业农村工作情况的通报"]
    prose = "各县区围绕年度目标任务，加快项目前期工作，统筹资金、用地和用工保障，按月调度、按季通报，推动各项工作取得实效。"
    for part in range(1, 41):
        rows = [
            ["县区", "投资（万元）", "公里"],
            *([f"第{i}片区", 100 * part + i, part + i] for i in range(12)),
        ]
        blocks += [
            f"（{part}）水利和道路建设。{prose * 3}完成投资{part}.5亿元，新修渠道{part}2公里。",
            T(rows),
        ]
    blocks += ["截至6月底，云川市新建高标准农田8.2万亩。", "2025年7月4日"]
    return blocks


def sheet() -> bytes:
    """A register of plots, a row to each, with a total at its end."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.append(["云川市2025年6月新建高标准农田台账"])
    page.append(["序号", "县区", "地块", "面积（亩）", "投资（万元）", "验收日期"])
    for i in range(ROWS):
        page.append(
            [
                i + 1,
                "清河县",
                f"青石镇{i}号地块",
                round(1 + i % 50 / 20, 2),
                round(0.2 + i % 30 / 100, 2),
                "2025-06-18",
            ]
        )
    page.append(["", "合计", "", 82000, 17250, ""])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seconds(path: Path) -> list[float]:
    """Wall time of each run; the first, which fills caches of the system, is not counted."""
    command = [str(Path(sys.executable).parent / "luoshi"), "check", str(path), *CLAIM, "--json"]
    taken = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        taken.append(time.perf_counter() - start)
        assert said["verdict"] == "supported", said
    return taken[1:]


def measure(folder: Path) -> dict[str, dict]:
    """Each document with its median, its limit, and the one as a share of the other."""
    found = {}
    document = Paper("twenty", "pdf", "", "", pages())
    for name, data, limit in (
        ("twenty.pdf", WRITERS["pdf"](document), 2.0),
        ("twenty.docx", WRITERS["docx"](document), 2.0),
        ("rows.xlsx", sheet(), 5.0),
    ):
        path = folder / name
        path.write_bytes(data)
        taken = seconds(path)
        median = statistics.median(taken)
        found[name] = {
            "bytes": len(data),
            "seconds": [round(t, 3) for t in taken],
            "median": round(median, 3),
            "limit": limit,
            "share_of_limit": round(median / limit, 3),
        }
        print(f"{name}: {median:.2f} s, {median / limit:.0%} of {limit:g} s", file=sys.stderr)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("-o", "--out", type=Path)
    out = options.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        result = {
            "date": datetime.date.today().isoformat(),
            "machine": {
                "system": platform.platform(terse=True),
                "cores": os.cpu_count(),
                "python": platform.python_version(),
                "load_before": [round(n, 2) for n in os.getloadavg()],
            },
            "check": measure(Path(folder)),
        }
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
