"""`luoshi cases` as people run it, from a shell, on a ledger of its own: a matter from opening to closing, and a slip."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date

import pytest
from servers import Place
from world import World, build

from luoshi.ledger import actions


def luoshi(place: Place, *arguments: object, fails: bool = False) -> str:
    environment = os.environ | {
        "LUOSHI_HOME": str(place.home),
        "LUOSHI_DATABASE_URL": place.url,
        "COLUMNS": "150",
    }
    command = [sys.executable, "-m", "luoshi.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if fails else 0), done.stderr
    return done.stderr if fails else done.stdout


def opened(place: Place, w: World, *more: object) -> str:
    said = ("--say", "task=修复水毁农田", "--say", "matter=ordinary", "--say", "source=批示3号")
    out = luoshi(
        place,
        *("cases", "open", "13710", "register", *said, "--role", "supervision_clerk"),
        *("--office", "市农业农村局", "--on", "2026-09-01", "--by", w.clerk.person, *more),
    )
    return out.removeprefix("已立案：").strip("。\n")


def test_a_matter_goes_from_opening_to_closing_on_the_command_line(place: Place) -> None:
    world = build()
    number = opened(place, world, "--request", "r-1")
    assert number == "13710-2026-0001"
    assert "已经办过：13710-2026-0001" in luoshi(
        place,
        *("cases", "open", "13710", "register", "--say", "task=修复水毁农田", "--say", "matter=ordinary"),
        *("--say", "source=批示3号", "--role", "supervision_clerk", "--office", "市农业农村局"),
        *("--by", world.clerk.person, "--request", "r-1"),
    )
    clerk, chief = world.clerk.person, world.chief.person
    for act, role, by, on, *say in (
        ("assign", "supervision_clerk", clerk, "2026-09-01"),
        ("receive", "office_handler", clerk, "2026-09-01"),
        (
            "apply",
            "office_principal",
            clerk,
            "2026-09-10",
            "--say",
            "result=已修复",
            "--say",
            "evidence=验收单",
        ),
    ):
        luoshi(place, "cases", "act", number, act, "--role", role, "--by", by, "--on", on, *say)
    close = ("cases", "act", number, "close", "--role", "supervision_head", "--say", "grade=good")
    assert "不能是同一个人" in luoshi(place, *close, "--by", clerk, fails=True)
    assert "--by" in luoshi(place, *close, fails=True)
    assert "已“销号”，现在是“已销号”" in luoshi(place, *close, "--by", chief)
    assert "没有这样的办件" in luoshi(place, "cases", "list")
    assert number in luoshi(place, "cases", "list", "--all")
    shown = luoshi(place, "cases", "show", number)
    assert "✕ 超期 2 天" in shown
    assert "督查室负责人 乙某" in shown


def test_lists_and_pages_as_json_read_the_clocks_of_the_day(sqlite_place: Place) -> None:
    place, world = sqlite_place, build()
    number = opened(place, world)
    luoshi(
        place,
        *("cases", "act", number, "assign", "--role", "supervision_clerk"),
        *("--by", world.clerk.person, "--on", "2026-09-01"),
    )
    assert luoshi(place, "cases", "list", "--overdue", "--procedure", "整改") == "没有这样的办件。\n"
    [line] = luoshi(place, "cases", "list", "--overdue", "--office", "nync", "--json").splitlines()
    one = json.loads(line)
    assert (one["number"], one["state"], one["overdue"], one["held"]) == (number, "assigned", True, "")
    assert [(c["clock"], c["due"]) for c in one["clocks"]] == [
        ("arrange", "2026-09-01"),
        ("report", "2026-09-04"),
        ("ordinary", "2026-09-08"),
    ]
    assert [offer["act"] for offer in one["next"]] == ["receive", "withdraw"]
    assert json.loads(luoshi(place, "cases", "show", number, "--json"))["day"] == date.today().isoformat()


def test_slips_are_drafted_only_after_they_are_switched_on(sqlite_place: Place) -> None:
    place, world = sqlite_place, build()
    number = opened(place, world)
    luoshi(
        place,
        *("cases", "act", number, "assign", "--role", "supervision_clerk"),
        *("--by", world.clerk.person, "--on", "2026-09-01"),
    )
    assert "没有启用" in luoshi(place, "cases", "slips", fails=True)
    actions.set_mechanism(world.chief, "colour-slips", value=1, basis="常务会议决定")
    assert "拟了 1 张，等待签发：colour-slips-2026-0001" in luoshi(place, "cases", "slips")
    assert "拟了 0 张" in luoshi(place, "cases", "slips")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "13710-2026-0009"), "没有编号为“13710-2026-0009”的办件"),
        (("open", "1371", "register"), "没有“1371”这个机制"),
        (("open", "13710", "register", "--say", "task"), "字段=值"),
        (("open", "13710", "register", "--role", "supervision_clerk"), "要写明“交办事项”"),
        (("open", "13710", "fly", "--role", "supervision_clerk"), "没有“fly”这一步"),
        (("list", "--office", "某局"), "没有叫“某局”的单位"),
        (("list", "--as-of", "去年"), "写成 2026-03-31"),
    ],
)
def test_what_cannot_be_meant_is_said_in_words(sqlite_place: Place, arguments, words) -> None:
    build()
    assert words in luoshi(sqlite_place, "cases", *arguments, fails=True)


def test_offices_and_posts_are_written_by_name(sqlite_place: Place) -> None:
    w = build()
    number = luoshi(
        sqlite_place,
        *("cases", "open", "coordination", "ask_leader", "--role", "office_principal"),
        *("--say", "what=请协调用水", "--say", "asked_leader=分管副市长", "--say", "due=2026-12-31"),
        *("--office", "市农业农村局", "--by", w.clerk.person, "--on", "2026-09-01"),
    ).removeprefix("已立案：")
    shown = luoshi(sqlite_place, "cases", "show", number.strip("。\n"))
    assert "被请的领导职务：分管副市长" in shown
    assert "没有叫“书记”的职务" in luoshi(
        sqlite_place,
        *("cases", "open", "coordination", "ask_leader", "--say", "asked_leader=书记"),
        fails=True,
    )
