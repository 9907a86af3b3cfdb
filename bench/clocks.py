"""The clocks of 100,000 cases: folded from their acts and read on a day, alone and out of the ledger.

    .venv/bin/python bench/clocks.py [--cases 100000] [--ledger 20000] [-o FILE]

The first figure is held to its limit; `ratio` is the share of it that was taken. The second is the ledger's board:
every open case with its state, clocks and what it waits for, on SQLite, written by sealed acts.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from run import machine

from luoshi.mechanisms.batch import read_cases
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.load import catalogue
from luoshi.mechanisms.progress import Act, fold
from luoshi.mechanisms.scripts import run

#: Seconds for 100,000 cases; of the issue on evidence, cases and people.
LIMIT = 5.0
DAY = date(2026, 11, 25)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--ledger", type=int, default=20_000, help="cases of the board; 0 leaves it out")
    options.add_argument("-o", "--out", type=Path, help="write the result here, too")
    chosen = options.parse_args()
    result: dict[str, Any] = {"date": date.today().isoformat(), "machine": machine()}
    result["clocks"] = clocks(chosen.cases)
    if chosen.ledger:
        result["board"] = board(chosen.ledger)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if chosen.out:
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        chosen.out.write_text(text + "\n", encoding="utf-8")


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


def clocks(number: int) -> dict[str, Any]:
    """Seconds to fold and read so many cases; every parameter that is a setting is made."""
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
    overdue = read = 0
    for one in read_cases(cases, DAY, settings):
        overdue += one.overdue
        read += len(one.clocks)
    seconds = time.perf_counter() - started
    limit = LIMIT * number / 100_000
    return {
        "cases": number,
        "acts": sum(len(acts) for _, acts in cases),
        "clocks": read,
        "overdue": overdue,
        "seconds": round(seconds, 3),
        "limit_seconds": limit,
        "ratio": round(seconds / limit, 3),
    }


def board(number: int) -> dict[str, Any]:
    """Seconds of the board over a ledger of so many cases, and of the list of one office's."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LUOSHI_HOME"] = folder
        os.environ.pop("LUOSHI_DATABASE_URL", None)
        from luoshi.ledger import opening

        opening.init()
        from luoshi.ledger import case_queries

        offices = _filled(number)
        started = time.perf_counter()
        found = case_queries.board(DAY)
        whole = time.perf_counter() - started
        started = time.perf_counter()
        own = case_queries.board(DAY, office=offices[0])
        return {
            "database": "sqlite",
            "cases": number,
            "open": len(found),
            "overdue": sum(one.overdue for one in found),
            "board_seconds": round(whole, 3),
            "open_of_one_office": len(own),
            "office_seconds": round(time.perf_counter() - started, 3),
        }


def _filled(number: int) -> list[int]:
    """A hundred offices with so many cases between them, in sealed acts, many to a transaction."""
    from luoshi.ledger import actions, events, journal
    from luoshi.ledger import models as m
    from luoshi.ledger.journal import Actor

    actor = Actor(None, "bench")
    rows = [{"code": f"o{n}", "name": f"第{n}局", "kind": "本级部门", "above": ""} for n in range(100)]
    actions.import_offices(actor, rows, since=date(2020, 1, 1))
    offices = list(m.Office.objects.order_by("id").values_list("id", flat=True))
    cases = made(number)
    for at in range(0, number, 1000):
        with journal.sitting(actor) as session:
            for n, (definition, acts) in enumerate(cases[at : at + 1000], start=at):
                office, case = offices[n % 100], session.rows.next
                for order, act in enumerate(acts, start=1):
                    state = fold(definition, acts[:order]).state
                    final = definition.spec.states[state].final
                    becomes = events.CaseStateShape(state=state, final=final, office=office)
                    said = {k: v.isoformat() if isinstance(v, date) else v for k, v in act.said.items()}
                    shape = events.CaseActShape(act=act.act, on=act.on, role=act.role or "", said=said)
                    if order == 1:
                        event: events.Event = events.CaseOpened(
                            number=f"{definition.name}-{n}",
                            procedure=definition.name,
                            edition=definition.spec.edition,
                            digest=definition.digest,
                            place="云川市",
                            act=shape,
                            becomes=becomes,
                        )
                        case = session.record(event).row
                    else:
                        event = events.CaseActed(case=case, order=order, act=shape, becomes=becomes)
                        session.record(event)
    return offices


if __name__ == "__main__":
    main()
