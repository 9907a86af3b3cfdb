"""The worker: carries out the long jobs that acts ask for, and keeps assessments up to the day."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Annotated

import typer

from luoshi.cli.desk import opened
from luoshi.cli.output import print_out
from luoshi.cli.program import command

_PAUSE_SECONDS = 2.0


@command()
def remind(
    office: Annotated[str | None, typer.Option("--office", metavar="NAME", help="只提醒这个单位。")] = None,
) -> None:
    """提醒欠着反馈的单位：记在它的同志登录后的首页上，不欠的不打扰；由 luoshi work 去办。"""
    with opened(None):
        from luoshi.evaluation import reminders
        from luoshi.ledger import outbox, queries

        number = queries.find_office(office) if office else None
        outbox.put(reminders.JOB, day=date.today().isoformat(), office=number)
    print_out("已交给后台。luoshi work 在运行的，马上就办。\n")


@command()
def work(
    once: Annotated[bool, typer.Option("--once", help="办完现在等着的就结束，不再等新的。")] = False,
) -> None:
    """办后台的活：判定各项任务的进展等。平时一直开着；停下用 Ctrl+C，没办完的下次接着办。"""
    with opened(None):
        from luoshi.evaluation import reminders, stored
        from luoshi.ledger import outbox, preflight

        jobs: dict[str, Callable[..., object]] = {
            preflight.JOB: preflight.of_entry,
            reminders.JOB: reminders.remind,
        }
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
