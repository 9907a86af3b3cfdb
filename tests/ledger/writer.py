"""A process that writes filings until it is told to stop or is killed; prints what it was promised to keep.

Called as: writer.py COMMITMENT OFFICE PERSON COUNT. Each line it prints was committed before it was printed.
"""

from __future__ import annotations

import random
import sys
from decimal import Decimal

from luoshi.ledger import opening


def main(commitment: int, office: int, person: int, count: int) -> None:
    opening.open_ledger()
    from luoshi.ledger import actions
    from luoshi.ledger.journal import Actor

    by = Actor(person, "市政府督查室科员")
    for _ in range(count):
        one = {
            "commitment": commitment,
            "office": office,
            "period": "2026-Q1",
            "value": Decimal(random.randrange(10**6)),
        }
        act = actions.file_progress(by, [one] * random.randrange(1, 4))
        sys.stdout.write(f"{act.entry.seq} {act.entry.hash}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
