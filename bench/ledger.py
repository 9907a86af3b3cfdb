"""The ledger at the size of a province, on SQLite and PostgreSQL: how long pages, proofs and writes take.

Everything is written by sealed acts, as in an office, only many to a transaction. `--scale 0.01` for a try.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "ledger"))
from servers import Server, free_port  # noqa: E402

#: At full scale.
SIZES = {"offices": 3_000, "commitments": 100_000, "filings": 600_000, "entries": 1_000_000}
YEAR = 2026
_SECTIONS = [f"{n}、第{n}方面工作 / （{k}）分项" for n in "一二三四五六七八九十" for k in "一二三四五"]
_THINGS = (
    "高标准农田",
    "农村公路",
    "老旧小区",
    "充电桩",
    "河道治理",
    "养老床位",
    "标准厂房",
    "污水管网",
    "公租房",
    "学位",
)
_VERBS = ("新建", "改造", "完成", "整治", "开工", "建成")
#: Two characters and more: what people look for.
WORDS = ("农田", "公路 改造", "养老床位", "管网", "厂房 开工")
#: What nobody wrote: the whole table has to be looked through.
NOWHERE = "航天"
SHEET_ROWS = 5_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--scale", type=float, default=1.0, help="a part of the full size")
    options.add_argument("--database", choices=["sqlite", "postgresql"], help="only this one")
    options.add_argument("-o", "--out", type=Path, help="write the result here, too")
    chosen = options.parse_args()
    result = {}
    for name in [chosen.database] if chosen.database else ["sqlite", "postgresql"]:
        with database(name):
            result[name] = measure(chosen.scale)
        result[name]["rebuild"] = rebuilt(name, max(200, int(100_000 * chosen.scale)))
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")


@contextmanager
def database(name: str) -> Iterator[str]:
    """A folder and a database of their own, for as long as this lasts; the URL of another, empty one."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        os.environ["LUOSHI_HOME"] = folder
        if name == "sqlite":
            os.environ.pop("LUOSHI_DATABASE_URL", None)
            opened()
            yield f"sqlite:///{folder}/another.sqlite3"
            return
        # Closed to the ordinary user that the server runs as, unless opened.
        Path(folder).chmod(0o755)
        place = Path(folder) / "server"
        place.mkdir(mode=0o755)
        server = Server(place, free_port())
        server.create()
        server.start()
        try:
            with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE another")
            os.environ["LUOSHI_DATABASE_URL"] = server.url("postgres")
            opened()
            yield server.url("another")
        finally:
            server.stop("fast")


def opened() -> None:
    """Make the ledger that the environment names, in a process that may have had another."""
    from luoshi.ledger import home, opening, settings

    home.create(home.folder())
    opening.setup()
    from django.db import connections

    if hasattr(connections._connections, "default"):
        connections["default"].close()
        del connections["default"]
    url = os.environ.get("LUOSHI_DATABASE_URL")
    connections.databases["default"] = connections.configure_settings({"default": settings.database(url)})[
        "default"
    ]
    opening.migrate("default")


def measure(scale: float) -> dict[str, Any]:
    """Fill, then time."""
    sizes = {name: max(20, int(n * scale)) for name, n in SIZES.items()}
    random.seed(1)
    started = time.perf_counter()
    about = fill(sizes)
    filled = time.perf_counter() - started
    settle()
    return {
        "sizes": sizes | {"entries": about["entries"]},
        "fill_seconds": round(filled, 1),
        "fill_entries_per_second": round(about["entries"] / filled),
        "assess_all_seconds": timed(assessed),
        "queries_p95_ms": {name: p95(call) for name, call in queries(about).items()},
        "sheet_seconds": {"rows": min(SHEET_ROWS, sizes["commitments"])} | sheets(about),
        "verify_seconds": timed(verify),
        "writes_per_second_eight_writers": writers(about),
    }


# --- filling


def fill(sizes: dict[str, int]) -> dict[str, Any]:
    """Offices, commitments, assignments, filings and rulings, each act an entry; days run over a year."""
    from luoshi.ledger import actions, events, models
    from luoshi.ledger.journal import Actor

    # Entries are never earlier than the one before: the first has to be of the year's first day.
    start = datetime(2026, 1, 1, tzinfo=UTC)
    nobody = Actor(None, "系统")
    clerk, chief = (
        Actor(actions.register_person(nobody, name=name, now=start).number, post)
        for name, post in (("甲某", "督查室科员"), ("乙某", "督查室主任"))
    )
    for person in (clerk, chief):
        for role in ("supervision_clerk", "supervision_head"):
            actions.grant_role(nobody, person.person, role=role, now=start)
    rows = [{"code": "0", "name": "云川市政府", "kind": "本级部门", "above": ""}]
    rows += [
        {
            "code": str(i),
            "name": f"第{i}号单位",
            "kind": "下级政府" if i % 9 == 0 else "本级部门",
            "above": str(i // 30),
        }
        for i in range(1, sizes["offices"])
    ]
    actions.import_offices(clerk, rows, since=date(2020, 1, 1), now=start)
    offices = list(models.Office.objects.order_by("id").values_list("id", flat=True))
    document = actions.register_document(
        clerk, "报告", kind="report", title="报告", place="云川市", year=YEAR, first_leads=True, now=start
    ).number
    clock = _Clock(start, sizes["entries"])
    made = _write(clerk, clock, (_accepted(events, document, n) for n in range(sizes["commitments"])))
    random.shuffle(offices)
    pairs = [(c, offices[i % len(offices)], offices[-i % len(offices)]) for i, c in enumerate(made)]
    _write(clerk, clock, (_assigned(events, *pair) for pair in pairs))
    filings = _write(
        clerk, clock, (_filed(events, *random.choice(pairs)[:2], n) for n in range(sizes["filings"]))
    )
    lead = pairs[0][1]
    actions.grant_role(nobody, clerk.person, role="office_principal", office=lead, now=clock.now)
    left = sizes["entries"] - models.Head.objects.get().seq
    _write(chief, clock, (_ruled(events, filing) for filing in filings[: max(left, 0)]))
    return {
        "entries": models.Head.objects.get().seq,
        "commitments": made,
        "pairs": pairs,
        "person": clerk.person,
        "offices": offices,
    }


class _Clock:
    """A year, spread over as many entries."""

    def __init__(self, start: datetime, entries: int) -> None:
        self.now = start
        self.step = timedelta(days=320) / entries

    def tick(self, count: int) -> datetime:
        self.now += self.step * count
        return self.now


def _write(by: Any, clock: _Clock, made: Iterator[Any]) -> list[int]:
    """Seal events, thousands to a transaction; the number of what each made first."""
    from itertools import islice

    from luoshi.ledger.journal import sitting

    numbers: list[int] = []
    while part := list(islice(made, 5_000)):
        with sitting(by, now=clock.tick(len(part))) as session:
            numbers += [session.record(event).row for event in part]
            session.written.clear()
            session.written.append(None)  # type: ignore[arg-type]
    return numbers


def _accepted(events: Any, document: int, n: int) -> Any:
    text = f"{random.choice(_VERBS)}{random.choice(_THINGS)}{n % 977}处，惠及{n % 83}个乡镇。"
    shape = events.Shape(
        kind_of="target" if n % 3 == 0 else "action",
        text=text,
        section=random.choice(_SECTIONS),
        rhythm="quarter" if n % 3 == 0 else "node",
        what=text[2:6],
        relation="ge",
        value=Decimal(n % 977),
        unit="处",
        measure="output",
    )
    source = events.Passage(document=document, start=0, end=len(text), quote=text)
    one = events.Undertaking(
        number=f"{YEAR}-{n:06d}",
        year=YEAR,
        shape=shape,
        sources=[source],
        dues=[events.DueShape(day=date(YEAR, 12, 31))],
    )
    return events.CommitmentsAccepted(undertakings=[one], decisions=[])


def _assigned(events: Any, commitment: int, lead: int, support: int) -> Any:
    offices = [events.AssignmentShape(office=lead, part="lead")]
    if support != lead:
        offices.append(events.AssignmentShape(office=support, part="support"))
    one = events.Assigning(commitment=commitment, offices=offices, leaders=[], replaces=False)
    return events.CommitmentsAssigned(assignings=[one])


def _filed(events: Any, commitment: int, office: int, n: int) -> Any:
    one = events.FilingShape(
        commitment=commitment,
        office=office,
        period=f"{YEAR}-{n % 12 + 1:02d}",
        filed=date(YEAR, n % 12 + 1, 5),
        value=Decimal(n % 500),
        sentence=f"已完成{n % 500}处，正在推进其余部分。",
    )
    return events.ProgressFiled(filings=[one])


def _ruled(events: Any, filing: int) -> Any:
    return events.FilingsRuled(
        rulings=[events.RulingShape(filing=filing, accepted=True, supported=Decimal(filing % 400))]
    )


def settle() -> None:
    """Let the database look at what it holds, as it would by itself within a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- timing


def queries(about: dict[str, Any]) -> dict[str, Callable[[], object]]:
    """What the pages ask, each for something drawn at random."""
    from luoshi.evaluation import closeup, overview, stored
    from luoshi.evaluation.assessment import Mark
    from luoshi.ledger import journal
    from luoshi.ledger import queries as q

    names = q.office_names()

    def any_of(name: str) -> int:
        return random.choice(about[name])

    def day() -> int:
        return journal.known_at(date(2026, random.randrange(2, 11), 15))

    return {
        "list": lambda: q.commitments(year=YEAR, after=any_of("commitments")),
        "list_by_kind": lambda: q.commitments(year=YEAR, kind="target", standing="open"),
        "search": lambda: q.commitments(year=YEAR, words=random.choice(WORDS)),
        "office": lambda: q.of_office(any_of("offices")),
        "detail": lambda: q.detail(any_of("commitments")),
        "history": lambda: q.history(any_of("commitments")),
        "overview_by_section": lambda: q.overview(YEAR),
        "overview_by_office": lambda: q.overview(YEAR, by="office"),
        "office_as_of": lambda: q.of_office(any_of("offices"), seq=day()),
        "search_nowhere": lambda: q.commitments(year=YEAR, words=NOWHERE),
        "status_list": lambda: stored.page(year=YEAR),
        "status_list_by_mark": lambda: stored.page(year=YEAR, mark=random.choice(list(Mark))),
        "status_list_of_office": lambda: stored.page(year=YEAR, office=any_of("offices")),
        "status_search": lambda: stored.page(year=YEAR, words=random.choice(WORDS)),
        "status_one": lambda: closeup.close_up(any_of("commitments"), date(2026, 11, 20)),
        "status_office_as_of": lambda: list(
            overview.rows(date(2026, 9, 15), year=YEAR, office=names[any_of("offices")])
        ),
        "owed_by_office": lambda: closeup.tasks(any_of("offices"), date(2026, 11, 20)),
        "marks": lambda: stored.marks(YEAR),
        "gaps_by_section": lambda: stored.counts(YEAR),
        "gaps_by_office": lambda: stored.counts(YEAR, by="office"),
        "gaps_by_county": lambda: stored.counts(YEAR, by="county"),
    }


def assessed() -> None:
    from luoshi.evaluation import stored

    stored.refresh(date(2026, 11, 20))


def sheets(about: dict[str, Any]) -> dict[str, float]:
    """A sheet of 5,000 filings taken in, and the same sheet once more, which changes nothing."""
    from luoshi.ledger import forms, models
    from luoshi.ledger.journal import Actor
    from luoshi.render.form import form_bytes

    rows = []
    names = dict(models.OfficeState.objects.current().values_list("office_id", "name"))
    numbers = dict(models.Commitment.objects.values_list("id", "number"))
    for commitment, lead, _ in about["pairs"][:SHEET_ROWS]:
        rows.append([numbers[commitment], "", names[lead], "2026-Q3", "7", "处", "", "又完成七处。", "", ""])
    content = form_bytes("进展反馈", forms.FILINGS, rows)
    by = Actor(None, "命令行操作员")
    return {
        "in": timed(lambda: forms.filings_in(content, by=by)),
        "again": timed(lambda: forms.filings_in(content, by=by)),
    }


def p95(call: Callable[[], object], times: int = 60) -> float:
    """The 95th percentile of a call, in milliseconds; the first warms up."""
    call()
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        call()
        taken.append(time.perf_counter() - before)
    return round(sorted(taken)[int(times * 0.95) - 1] * 1000, 1)


def timed(call: Callable[[], object]) -> float:
    before = time.perf_counter()
    call()
    return round(time.perf_counter() - before, 2)


def verify() -> None:
    from luoshi.ledger import verify as checks

    checks.verify()


def writers(about: dict[str, Any], each: int = 100) -> int:
    """Eight processes filing at once: acts a second, from the first start to the last end, interpreters warm."""
    from luoshi.ledger import models

    commitment, office, _ = about["pairs"][0]
    script = str(ROOT / "tests" / "ledger" / "writer.py")
    arguments = [sys.executable, script, *map(str, (commitment, office, about["person"], each))]
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    for process in running:
        process.stdout.readline()  # ready: its first act is written
    before, start = models.Head.objects.get().seq, time.perf_counter()
    for process in running:
        process.communicate()
    rate = (models.Head.objects.get().seq - before) / (time.perf_counter() - start)
    verify()
    return round(rate)


def rebuilt(name: str, entries: int) -> dict[str, Any]:
    """Fold a journal of so many entries into an empty database of the same kind."""
    from luoshi.ledger import models, rebuild

    with database(name) as another:
        fill({key: max(20, n * entries // SIZES["entries"]) for key, n in SIZES.items()})
        seconds = timed(lambda: _same(rebuild.rebuild(another)))
        return {"entries": models.Head.objects.get().seq, "seconds": seconds}


def _same(found: Any) -> None:
    if found.different or found.holes:
        raise SystemExit(f"the rebuilt ledger differs: {found}")


if __name__ == "__main__":
    main()
