"""The clocks of 100,000 cases, folded from their acts and read on a day: seconds, and the share of the limit taken.

.venv/bin/python bench/clocks.py [CASES]
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta

from luoshi.mechanisms.batch import read_cases
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.load import catalogue
from luoshi.mechanisms.progress import Act
from luoshi.mechanisms.scripts import run

CASES = 100_000
#: Of the issue on evidence, cases and people.
LIMIT_SECONDS = 5.0
DAY = date(2026, 11, 25)


def made(number: int) -> list[tuple[Definition, list[Act]]]:
    """So many cases: the acts of the catalogue's examples, each on days of its own over two years."""
    histories = [
        (definition, [act for act, answer in run(definition, script).steps if not answer.refusal])
        for definition in catalogue()
        for script in definition.spec.examples
    ]
    cases = []
    for n in range(number):
        definition, acts = histories[n % len(histories)]
        shift = timedelta(days=-(n % 730))
        cases.append((definition, [_moved(act, shift) for act in acts]))
    return cases


def _moved(act: Act, by: timedelta) -> Act:
    said = {name: value + by if isinstance(value, date) else value for name, value in act.said.items()}
    return Act(act.act, act.on + by, act.role, act.person, said, act.id)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    cases = made(number)
    settings = Settings(
        values={
            (definition.name, name): ((date.min, 5),)
            for definition in catalogue()
            for name, one in definition.spec.parameters.items()
            if one.setting
        }
    )
    started = time.perf_counter()
    overdue = clocks = 0
    for read in read_cases(cases, DAY, settings):
        overdue += read.overdue
        clocks += len(read.clocks)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {
                "cases": number,
                "acts": sum(len(acts) for _, acts in cases),
                "clocks": clocks,
                "overdue": overdue,
                "seconds": round(seconds, 3),
                "limit_seconds": LIMIT_SECONDS,
                "ratio": round(seconds / LIMIT_SECONDS, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
