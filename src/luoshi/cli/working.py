"""The worker: carries out the long jobs that acts ask for, and keeps assessments up to the day."""

from __future__ import annotations

import signal
from datetime import date
from threading import Event
from typing import Annotated

import typer

from luoshi.cli.desk import opened
from luoshi.cli.output import print_out
from luoshi.cli.program import command

_PAUSE_SECONDS = 2.0


@command()
def work(
    once: Annotated[bool, typer.Option("--once", help="办完现在等着的就结束，不再等新的。")] = False,
) -> None:
    """办后台的活：判定各项任务的进展等。平时一直开着；停下用 Ctrl+C，没办完的下次接着办。"""
    with opened(None):
        from luoshi.evaluation import stored
        from luoshi.ledger import outbox, preflight

        jobs = {preflight.JOB: preflight.of_entry}
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        assessed = done = 0
        while not stop.is_set():
            assessed += stored.refresh(date.today())
            done += outbox.work(jobs)
            if once:
                break
            stop.wait(_PAUSE_SECONDS)
    print_out(f"判定 {assessed} 项，办完别的 {done} 件。\n")
