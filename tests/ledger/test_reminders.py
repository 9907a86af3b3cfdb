"""Reminders reach those whose office owes something, and nobody else."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

from servers import Place
from test_permissions import person
from world import assigned, build

from luoshi.evaluation import reminders
from luoshi.evaluation.models import Reminder
from luoshi.ledger import actions, models, outbox

DAY = date(2027, 1, 20)
JOBS = {reminders.JOB: reminders.remind}


def test_who_owes_is_reminded_and_nobody_else(place: Place) -> None:
    world = assigned(build())
    handler = person(("office_handler", world.farms))
    leader, other = person(("leader", None)), person(("office_handler", world.party))
    outbox.put(reminders.JOB, day=DAY.isoformat())
    assert outbox.work(JOBS) == 1
    reminded = dict(Reminder.objects.values_list("person_id", "late"))
    assert reminded[handler.person] > 0
    assert not {leader.person, other.person} & set(reminded)
    again = reminders.remind(DAY.isoformat())
    assert again == Reminder.objects.count() == len(reminded)


def test_what_was_answered_is_not_reminded_of_again(place: Place) -> None:
    world = assigned(build())
    handler = person(("office_handler", world.farms))
    reminders.remind(DAY.isoformat(), office=world.farms)
    before = Reminder.objects.get(person_id=handler.person).late
    winter = datetime(2027, 1, 5, tzinfo=UTC)
    one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q4", "value": Decimal(1)}
    actions.file_progress(world.clerk, [one], now=winter)
    reminders.remind(DAY.isoformat(), office=world.farms)
    assert Reminder.objects.get(person_id=handler.person).late == before - 1


def test_the_command_asks_and_the_worker_does(place: Place) -> None:
    world = assigned(build())
    person(("office_handler", world.farms))

    def luoshi(*arguments: str) -> str:
        command = [sys.executable, "-m", "luoshi.cli", *arguments]
        return subprocess.run(
            command, env=place.environment, capture_output=True, text=True, check=True
        ).stdout

    assert "已交给后台" in luoshi("remind", "--office", "市农业农村局")
    assert models.Outbox.objects.get().task == "remind"
    assert "办完别的 1 件" in luoshi("work", "--once")
    assert Reminder.objects.exists()
