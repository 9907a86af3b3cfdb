"""Reads of the API at the size of the ledger's bench, on PostgreSQL: the 95th percentile against the limit of 150 ms.

Each request goes through the whole application, middleware and token included, in one process. `--scale 0.01` for a try.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"
import ledger

LIMIT_MS = 150
#: They compute the whole journal or the whole year: measured, and apart from the limit.
WHOLE = ("deposit", "proof")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--scale", type=float, default=1.0, help="a part of the full size")
    options.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    options.add_argument("--findings", action="store_true", help="also the findings of the whole year, once")
    options.add_argument("-o", "--out", type=Path, help="write the result here, too")
    chosen = options.parse_args()
    with ledger.database(chosen.database):
        result = measure(chosen.scale, findings=chosen.findings)
    text = json.dumps(result | {"database": chosen.database}, ensure_ascii=False, indent=1)
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")


def measure(scale: float, *, findings: bool) -> dict[str, Any]:
    """Fill, assess, and time each read for something drawn at random."""
    from django.conf import settings

    settings.SECRET_KEY = settings.SECRET_KEY if settings._wrapped.SECRET_KEY else "bench"
    settings.ALLOWED_HOSTS = ["testserver"]
    random.seed(1)
    sizes = {name: max(20, int(n * scale)) for name, n in ledger.SIZES.items()}
    about = ledger.fill(sizes)
    ledger.assessed()
    ledger.settle()
    get = caller(about["person"])
    taken = {name: ledger.p95(lambda path=path: get(path())) for name, path in paths(about).items()}
    worst = max(ms for name, ms in taken.items() if name not in WHOLE)
    result = {
        "sizes": sizes | {"entries": about["entries"]},
        "p95_ms": taken,
        "limit_ms": LIMIT_MS,
        "worst_to_limit": round(worst / LIMIT_MS, 2),
    }
    if findings:
        before = time.perf_counter()
        get(f"findings?year={ledger.YEAR}")
        result["findings_seconds"] = round(time.perf_counter() - before, 1)
    return result


def caller(person: int) -> Callable[[str], None]:
    """Ask the API as this person; what is not answered ends the bench."""
    from django.test import Client

    from luoshi.web.accounts import issuing

    client, token = Client(), issuing.token(person, name="bench")

    def get(path: str) -> None:
        answer = client.get(f"/api/{path}", headers={"Authorization": f"Bearer {token}"})
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code} {answer.content[:300]!r}")

    return get


def paths(about: dict[str, Any]) -> dict[str, Callable[[], str]]:
    """What is read, by name; each makes an address with something drawn at random."""
    from luoshi.ledger import models as m

    year, numbers = ledger.YEAR, list(m.Commitment.objects.values_list("number", flat=True)[:2000])
    names = list(m.OfficeState.objects.values_list("name", flat=True))

    def number() -> str:
        return random.choice(numbers)

    def entry() -> int:
        return random.randrange(1, about["entries"])

    return {
        "me": lambda: "me",
        "commitments": lambda: f"commitments?year={year}",
        "commitments_by_kind": lambda: f"commitments?year={year}&kind=target&standing=open",
        "commitments_search": lambda: f"commitments?year={year}&words={random.choice(ledger.WORDS)}",
        "commitments_search_nowhere": lambda: f"commitments?year={year}&words={ledger.NOWHERE}",
        "commitments_of_office": lambda: f"commitments?office={random.choice(names)}",
        "standings": lambda: f"standings?year={year}",
        "standings_by_mark": lambda: f"standings?year={year}&mark={random.choice('✕▲◆●○✓')}",
        "standings_of_office": lambda: f"standings?year={year}&office={random.choice(names)}",
        "commitment": lambda: f"commitments/{number()}",
        "commitment_as_of": lambda: f"commitments/{number()}?as_of={date(year, 11, 15)}",
        "history": lambda: f"commitments/{number()}/history",
        "filings": lambda: f"commitments/{number()}/filings",
        "owed": lambda: f"offices/{random.choice(about['offices'])}/owed",
        "offices": lambda: "offices",
        "indicators": lambda: "indicators",
        "overview_by_section": lambda: f"overview?year={year}",
        "overview_by_office": lambda: f"overview?year={year}&by=office",
        "overview_by_county": lambda: f"overview?year={year}&by=county",
        "journal": lambda: f"journal?after={entry()}",
        "entry": lambda: f"journal/{entry()}",
        "deposit": lambda: "deposit",
        "proof": lambda: f"journal/{entry()}/proof",
    }


if __name__ == "__main__":
    main()
