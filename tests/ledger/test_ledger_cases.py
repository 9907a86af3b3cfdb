"""Cases in the ledger: checked by the engine, one entry each, clocks read on a day, nothing about delay stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from servers import Place
from world import World, assigned, build, head

from luoshi.errors import (
    Conflict,
    LedgerError,
    LuoshiError,
    MechanismError,
    NotAllowed,
    NotFound,
    OptionError,
    SamePerson,
    WrongState,
)
from luoshi.ledger import actions, case_queries, casework, models, queries, rebuild, slips
from luoshi.ledger.actions.recording import Act
from luoshi.ledger.journal import Actor
from luoshi.ledger.models.offices import ASKED_ONLY, OfficeKind
from luoshi.mechanisms.clocks import ClockStanding
from luoshi.mechanisms.load import find
from luoshi.mechanisms.roles import SUPERVISED, Party

SAID = {"task": "修复水毁农田", "matter": "ordinary", "source": "市长办公会纪要12号"}


def at(month: int, day: int, year: int = 2026) -> date:
    """The day of an act. The journal's own time is that of the test; an act may be entered later than done."""
    return date(year, month, day)


def opened(w: World, **also: object) -> int:
    """Under 13710 since 1 September, in the farm office's hands."""
    given = {"office": w.farms, "commitment": w.fields, "on": at(9, 1)} | also
    return actions.open_case(
        w.clerk, "13710", act="register", said=SAID, role="supervision_clerk", **given
    ).number


def handler(w: World) -> Actor:
    """The farm office's own man."""
    person = actions.register_person(w.clerk, name="丙某").number
    for role, office in (
        ("office_handler", w.farms),
        ("office_principal", w.farms),
        ("supervision_head", None),
    ):
        actions.grant_role(w.clerk, person, role=role, office=office)
    return Actor(person, "市农业农村局局长")


def underway(w: World, **also: object) -> int:
    case = opened(w, **also)
    step(w.clerk, case, "assign", "supervision_clerk", at(9, 1))
    step(w.clerk, case, "receive", "office_handler", at(9, 1))
    return case


def step(by: Actor, case: int, act: str, role: str | None, on: date, **said: object) -> Act:
    return actions.act_on_case(by, case, act=act, role=role, said=said, on=on)


def standing(case: int, *day: int):
    return case_queries.one(case, date(*day))


def test_kinds_of_offices_are_the_same_here_and_in_definitions() -> None:
    assert [(one.value, one.label) for one in OfficeKind] == [(one.value, one.label) for one in Party]
    assert set(OfficeKind) - ASKED_ONLY == {OfficeKind(one) for one in SUPERVISED}


def test_a_case_goes_from_opening_to_closing_by_two_persons(place: Place) -> None:
    w = build()
    case, office = underway(w), handler(w)
    step(office, case, "arrange", "office_handler", at(9, 1), arrangement="分三组进村")
    step(office, case, "report", "office_handler", at(9, 3), measures="已清淤")
    step(office, case, "apply", "office_principal", at(9, 7), result="已修复", evidence="验收单")
    with pytest.raises(SamePerson, match="不能是同一个人"):
        step(office, case, "close", "supervision_head", at(9, 8), grade="good")
    assert standing(case, 2026, 9, 8).title == "已申请办结，待审核"
    step(w.chief, case, "close", "supervision_head", at(9, 8), grade="good")
    done = standing(case, 2026, 9, 30)
    assert (done.title, done.final, done.overdue) == ("已销号", True, False)
    assert {one.standing for one in done.clocks} == {ClockStanding.KEPT}
    assert case_queries.board(date(2026, 9, 30)) == []
    assert [one.case.id for one in case_queries.board(date(2026, 9, 30), finished=True)] == [case]


def test_overdue_is_in_no_table_and_comes_with_the_day(place: Place) -> None:
    w = build()
    case = underway(w)
    before = head()
    assert not standing(case, 2026, 9, 1).overdue
    late = standing(case, 2026, 9, 11)
    assert late.overdue
    assert [(one.clock, one.over) for one in late.clocks] == [("arrange", 10), ("report", 7), ("ordinary", 3)]
    assert [one.case.id for one in case_queries.board(date(2026, 9, 11), overdue=True)] == [case]
    assert case_queries.board(date(2026, 9, 1), overdue=True) == []
    assert head() == before
    columns = {
        f.name for table in (models.Case, models.CaseState, models.CaseAct) for f in table._meta.fields
    }
    assert not [name for name in columns if "due" in name or "late" in name]


@pytest.mark.parametrize(
    ("act", "role", "said", "error", "words"),
    [
        ("close", "supervision_head", {"grade": "good"}, WrongState, "现在是“办理中”"),
        ("apply", "auditor", {"result": "好", "evidence": "单"}, NotAllowed, "没有“审计人员”这个角色"),
        ("apply", None, {"result": "好", "evidence": "单"}, NotAllowed, "请写明以什么角色办"),
        ("apply", "office_principal", {"result": "好"}, LedgerError, "佐证材料"),
        ("apply", "office_principal", {"result": "好", "evidence": 999}, NotFound, "999"),
        ("apply", "office_principal", {"result": ["好"], "evidence": "单"}, LedgerError, "应是文字"),
        ("fly", "office_principal", {}, LedgerError, "没有“fly”这一步"),
        ("apply", "king", {"result": "好", "evidence": "单"}, OptionError, "没有“king”这个角色"),
    ],
)
def test_what_the_engine_refuses_is_raised_and_nothing_is_written(
    sqlite_place: Place, act, role, said, error, words
) -> None:
    w = build()
    case = underway(w)
    before = head()
    with pytest.raises(error, match=words):
        step(w.chief, case, act, role, at(9, 2), **said)
    assert head() == before


def test_an_act_of_tomorrow_or_of_before_the_last_is_refused(sqlite_place: Place) -> None:
    w = build()
    case = underway(w)
    for on in (date(2126, 9, 3), date(2026, 8, 31)):
        with pytest.raises(LedgerError, match=r"日期|日子"):
            actions.act_on_case(
                w.clerk,
                case,
                act="arrange",
                role="office_handler",
                said={"arrangement": "好"},
                on=on,
            )


def test_the_machines_operator_cannot_do_what_two_persons_have_to(sqlite_place: Place) -> None:
    w = build()
    case = underway(w)
    with pytest.raises(NotAllowed, match="--by"):
        step(
            Actor(None, "命令行操作员"),
            case,
            "apply",
            "office_principal",
            at(9, 2),
            result="好",
            evidence="单",
        )


def test_who_acts_on_what_another_moved_meanwhile_is_told(place: Place) -> None:
    w = build()
    case = underway(w)
    seen = head()
    step(w.clerk, case, "arrange", "office_handler", at(9, 1), arrangement="好")
    with pytest.raises(Conflict, match="别人已经"):
        actions.act_on_case(
            w.chief, case, act="withdraw", role="supervision_head", said={}, seen=seen, on=at(9, 1)
        )


def test_the_same_request_acts_once(place: Place) -> None:
    w = build()
    case = underway(w)
    said = {"arrangement": "好"}
    for again in (False, True):
        done = actions.act_on_case(
            w.clerk, case, act="arrange", role="office_handler", said=said, request="r-9", on=at(9, 1)
        )
        assert done.again is again
    assert models.CaseAct.objects.filter(case_id=case, act="arrange").count() == 1


def test_who_can_only_be_asked_is_not_supervised_but_can_be_asked(place: Place) -> None:
    w = build()
    with pytest.raises(WrongState, match="只能商请"):
        opened(w, office=w.party)
    office = handler(w)
    case = actions.open_case(
        office,
        "coordination",
        act="ask_office",
        role="office_principal",
        office=w.farms,
        said={"what": "请协助宣传", "asked_office": w.party, "due": date(2026, 9, 20)},
        on=at(9, 2),
    ).number
    assert standing(case, 2026, 9, 2).title == "待答复"


def test_an_allocation_passes_to_the_office_that_is_assigned(place: Place) -> None:
    w = build()
    first = {"task": "建三处充电站", "lead": w.statistics}
    case = actions.open_case(
        w.clerk, "交办", act="draft", role="supervision_clerk", said=first, on=at(9, 1)
    ).number
    assert standing(case, 2026, 9, 1).office == w.statistics
    step(w.clerk, case, "consult", "supervision_clerk", at(9, 1))
    step(w.clerk, case, "propose", "office_principal", at(9, 2), other_lead=w.farms, duty="三定规定第三条")
    step(w.clerk, case, "redraft", "supervision_clerk", at(9, 2), lead=w.farms, reason="职责相符")
    assert standing(case, 2026, 9, 2).office == w.farms
    assert [one.case.id for one in case_queries.board(date(2026, 9, 2), office=w.farms)] == [case]
    assert case_queries.board(date(2026, 9, 2), office=w.statistics) == []
    step(w.clerk, case, "consult", "supervision_clerk", at(9, 2))
    with pytest.raises(WrongState, match="只能商请"):
        step(w.clerk, case, "redraft", "supervision_clerk", at(9, 2), lead=w.party, reason="试试")


def asked(w: World) -> int:
    """The farm office's request for coordination, on file since 2 September."""
    one = {
        "commitment": w.fields,
        "office": w.farms,
        "period": "2026-08",
        "sentence": "正在施工",
        "requests": [{"what": "请协调用水", "office": w.statistics, "due": date(2026, 9, 30)}],
    }
    actions.file_progress(w.clerk, [one])
    return models.Request.objects.get().id


def offered(case: int, *day: int) -> set[str]:
    one = case_queries.plain(standing(case, *day), date(*day))
    return {offer["act"] for offer in one["next"] if not offer["blocked"]}


def test_a_request_on_file_holds_back_escalation_of_the_asker_and_the_delay_still_shows(place: Place) -> None:
    w = assigned(build())
    case = underway(w)
    assert "remind" in offered(case, 2026, 9, 11)
    request = asked(w)
    waiting = standing(case, 2026, 9, 11)
    assert waiting.overdue
    assert waiting.held == "市统计局：请协调用水（2026-09-30前）"
    assert waiting.prompts(date(2026, 9, 11)) == []
    assert "remind" not in offered(case, 2026, 9, 11)
    with pytest.raises(WrongState, match="还没有答复（市统计局：请协调用水"):
        step(w.clerk, case, "remind", "supervision_clerk", at(9, 11), reason="逾期")
    seen = head()
    actions.answer_request(w.chief, request, text="已经协调")
    assert standing(case, 2026, 9, 12).held == ""
    assert "remind" in offered(case, 2026, 9, 12)
    assert case_queries.one(case, date(2026, 9, 12), seq=seen).held


def test_a_request_of_another_office_holds_nothing_back(place: Place) -> None:
    w = assigned(build())
    asked(w)
    case = underway(w, office=w.statistics)
    assert standing(case, 2026, 9, 11).held == ""


def test_an_open_coordination_case_holds_too_until_it_is_answered(place: Place) -> None:
    w = build()
    case, office = underway(w), handler(w)
    said = {"what": "请明确用地", "asked_office": w.statistics, "due": date(2026, 9, 20)}
    coordination = actions.open_case(
        office,
        "coordination",
        act="ask_office",
        role="office_principal",
        office=w.farms,
        about=case,
        said=said,
        on=at(9, 2),
    ).number
    assert standing(case, 2026, 9, 11).held == "coordination-2026-0001 还没有办完"
    assert standing(coordination, 2026, 9, 11).held == ""
    step(w.chief, coordination, "decline_office", "office_principal", at(9, 5), reason="属省里权限")
    assert standing(case, 2026, 9, 11).held == ""


def test_a_request_answered_in_a_case_of_its_own_holds_no_more(place: Place) -> None:
    w = assigned(build())
    case, request, office = underway(w), asked(w), handler(w)
    coordination = actions.open_case(
        office,
        "coordination",
        act="ask_office",
        role="office_principal",
        office=w.farms,
        commitment=w.fields,
        asked=request,
        said={"what": "请协调用水", "asked_office": w.statistics, "due": date(2026, 9, 30)},
        on=at(9, 3),
    ).number
    assert standing(case, 2026, 9, 11).held.count("；") == 1
    step(w.chief, coordination, "answer_office", "office_principal", at(9, 5), answer="已经协调")
    assert standing(case, 2026, 9, 11).held == ""


def switched_on(w: World) -> World:
    since = date(2026, 9, 1)
    actions.set_mechanism(w.chief, "colour-slips", value=1, since=since, basis="市政府常务会议决定")
    return w


def test_slips_are_off_until_somebody_switches_them_on(place: Place) -> None:
    w = build()
    said = {"matter": "水毁农田", "ground": "slow", "fault": "慢"}
    with pytest.raises(WrongState, match="没有启用"):
        actions.open_case(
            w.clerk,
            "三色督查单",
            act="draft",
            role="supervision_clerk",
            office=w.farms,
            said=said,
            on=at(9, 2),
        )
    with pytest.raises(WrongState, match="没有启用"):
        slips.draft_slips(at(9, 11))


def test_a_switch_holds_from_its_day_and_can_be_turned_back(place: Place) -> None:
    w = build()
    set_ = {"basis": "常务会议决定"}
    actions.set_mechanism(w.chief, "colour-slips", value=1, since=date(2026, 9, 10), **set_)
    actions.set_mechanism(w.chief, "colour-slips", value=0, since=date(2026, 10, 1), **set_)
    for day, on in ((9, False), (10, True), (30, True)):
        assert casework.settings_of("", date(2026, 9, day)).enabled(find("colour-slips")) is on
    assert not casework.settings_of("", date(2026, 10, 1)).enabled(find("colour-slips"))


def test_the_system_drafts_a_slip_once_and_only_a_person_signs_it(place: Place) -> None:
    w = switched_on(build())
    case = underway(w)
    assert slips.draft_slips(at(9, 1)) == []
    [slip] = slips.draft_slips(at(9, 11))
    assert slips.draft_slips(at(9, 12)) == []
    drafted = standing(slip, 2026, 9, 11)
    assert (drafted.title, drafted.case.about_id, drafted.office) == ("已拟，待签", case, w.farms)
    assert drafted.clocks == ()
    with pytest.raises(NotAllowed):
        step(slips.SYSTEM, slip, "sign", None, at(9, 11))
    step(w.chief, slip, "sign", "supervision_head", at(9, 11))
    step(w.clerk, slip, "issue", "supervision_clerk", at(9, 11), due="2026-09-18")
    assert [one.due for one in standing(slip, 2026, 9, 11).clocks] == [date(2026, 9, 18)]
    assert slips.draft_slips(at(9, 18)) == []
    assert slips.draft_slips(at(9, 19)) == [slip]
    orange = standing(slip, 2026, 9, 19)
    assert orange.progress
    assert (orange.title, orange.progress.said["colour"]) == ("已拟，待签", "orange")


def test_no_slip_is_drafted_for_who_waits_for_an_answer(place: Place) -> None:
    w = switched_on(assigned(build()))
    underway(w)
    request = asked(w)
    assert slips.draft_slips(at(9, 11)) == []
    said = {"matter": "水毁农田", "ground": "slow", "fault": "慢"}
    with pytest.raises(WrongState, match="请协调用水"):
        actions.open_case(
            w.clerk,
            "colour-slips",
            act="draft",
            role="supervision_clerk",
            office=w.farms,
            commitment=w.fields,
            said=said,
            on=at(9, 11),
        )
    actions.answer_request(w.chief, request, text="已经协调")
    assert len(slips.draft_slips(at(9, 12))) == 1


def test_a_setting_counts_from_its_day_for_cases_that_begin_then(place: Place) -> None:
    w = build()
    draft = {"task": "建三处充电站", "lead": w.farms}

    def issued(on: date) -> int:
        case = actions.open_case(
            w.clerk, "allocation", act="draft", role="supervision_clerk", said=draft, on=on
        ).number
        step(w.clerk, case, "consult", "supervision_clerk", on)
        step(w.clerk, case, "agree", "office_principal", on)
        step(w.chief, case, "sign", "supervision_head", on)
        step(w.clerk, case, "issue", "supervision_clerk", on, number="云政督〔2026〕9号", document="交办通知")
        return case

    def receipt(case: int):
        return next(one for one in standing(case, 2026, 12, 31).clocks if one.clock == "receipt")

    before = issued(at(9, 1))
    set_ = {"parameter": "return_days", "basis": "督查室通知"}
    actions.set_mechanism(w.chief, "allocation", value=5, since=date(2026, 9, 2), **set_)
    after = issued(at(9, 2))
    assert receipt(before).standing is ClockStanding.UNTIMED
    assert (receipt(after).due, receipt(after).standing) == (date(2026, 9, 9), ClockStanding.OVERDUE)
    actions.set_mechanism(w.chief, "allocation", value=10, since=date(2026, 9, 2), **set_)
    assert receipt(after).due == date(2026, 9, 16)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": 5, "basis": " ", "parameter": "return_days"}, "依据"),
        ({"value": 5, "basis": "通知", "parameter": "days"}, "没有“days”这个参数"),
        ({"value": -1, "basis": "通知", "parameter": "return_days"}, "不能用"),
        ({"value": 2, "basis": "通知"}, "启用写 1，停用写 0"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(sqlite_place: Place, given, words) -> None:
    w = build()
    with pytest.raises(LuoshiError, match=words):
        actions.set_mechanism(w.chief, "allocation", **given)


def test_a_case_whose_definition_is_not_here_still_shows_and_cannot_be_acted_on(
    sqlite_place: Place, monkeypatch
) -> None:
    w = build()
    case = underway(w)

    def gone(name: str, edition: int | None = None):
        raise MechanismError(f"没有“{name}”这个机制。")

    monkeypatch.setattr(casework, "find", gone)
    left = standing(case, 2026, 9, 11)
    assert (left.title, left.clocks, left.altered) == ("underway", (), True)
    assert [one.case.id for one in case_queries.board(date(2026, 9, 11))] == [case]
    with pytest.raises(MechanismError):
        step(w.clerk, case, "arrange", "office_handler", at(9, 11), arrangement="好")


def test_a_case_says_that_its_definition_was_altered_since(sqlite_place: Place, monkeypatch) -> None:
    from dataclasses import replace

    w = build()
    case = underway(w)
    assert not standing(case, 2026, 9, 1).altered
    other = replace(find("13710"), digest="0" * 16)
    monkeypatch.setattr(casework, "find", lambda *_: other)
    assert standing(case, 2026, 9, 1).altered


def test_cases_of_a_commitment_stand_in_its_history(place: Place) -> None:
    w = build()
    underway(w)
    kinds = [one.kind for one in queries.history(w.fields)]
    assert kinds[-3:] == ["case.opened", "case.acted", "case.acted"]


def test_numbers_run_on_by_procedure_and_year(place: Place) -> None:
    w = build()
    opened(w)
    opened(w)
    opened(w, on=at(3, 5, 2025))
    assert list(models.Case.objects.order_by("id").values_list("number", flat=True)) == [
        "13710-2026-0001",
        "13710-2026-0002",
        "13710-2025-0001",
    ]


def test_places_are_asked_narrow_first() -> None:
    assert casework.places("云川市", 2026) == ("云川市",)
    assert casework.places("夏县", 2024) == ("夏县", "运城市", "山西省")


def test_a_ledger_with_cases_rebuilds_table_by_table(place: Place, tmp_path: Path) -> None:
    w = switched_on(assigned(build()))
    case = underway(w)
    asked(w)
    step(w.clerk, case, "arrange", "office_handler", at(9, 3), arrangement="好")
    found = rebuild.rebuild(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}")
    assert {"ledger_case", "ledger_caseact", "ledger_casestate", "ledger_mechanismsetting"} <= set(
        found.tables
    )
    assert found.different == ()


def test_the_board_takes_the_same_number_of_statements_whatever_its_size(sqlite_place: Place) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    w = build()
    counts = []
    for _ in range(2):
        for _ in range(5):
            underway(w)
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert case_queries.board(date(2026, 9, 11), overdue=True)
        counts.append(len(asked_for))
    assert counts[0] == counts[1] <= 8


def test_a_case_whose_definition_lost_a_step_still_shows_and_says_what_to_restore(
    sqlite_place: Place, monkeypatch
) -> None:
    from dataclasses import replace

    w = build()
    case = underway(w)
    matter = find("13710")
    acts = {name: act for name, act in matter.spec.acts.items() if name != "receive"}
    cut = replace(matter, spec=matter.spec.model_copy(update={"acts": acts}), digest="0" * 16)
    monkeypatch.setattr(casework, "find", lambda *_: cut)
    assert standing(case, 2026, 9, 11).progress is None
    with pytest.raises(MechanismError, match="请恢复原来的文件"):
        step(w.clerk, case, "arrange", "office_handler", at(9, 11), arrangement="好")
