"""Every action is one entry in the journal, and what it made can be made again from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from servers import Place
from world import World, assigned, build, filed, head

from luoshi.errors import Conflict, LedgerError, NotFound, SamePerson, WrongState
from luoshi.ledger import actions, events, journal, models, rebuild, verify
from luoshi.ledger.apply import apply

SPRING = date(2026, 4, 30)
SUMMER = date(2026, 7, 1)
NODE = {"outcome": "印发实施办法", "proof": "issued", "due": SPRING}


def _planned(w: World) -> World:
    actions.propose_nodes(w.clerk, w.method, nodes=[NODE], seen=head())
    return w


def _asked(w: World) -> int:
    return actions.ask_change(w.clerk, w.fields, change="close", reason="已经建成").number


def _requested(w: World) -> int:
    assigned(w)
    one = {
        "commitment": w.fields,
        "office": w.farms,
        "period": "2026-Q1",
        "sentence": "正在施工",
        "requests": [{"what": "请协调用水", "office": w.statistics, "due": SPRING}],
    }
    actions.file_progress(w.clerk, [one])
    return models.Request.objects.get().id


def _indicator(w: World) -> int:
    return actions.define_indicator(
        w.clerk, name="地区生产总值", unit="%", measure="growth", adding="never", release="quarter", lag=20
    ).number


def _case(w: World, **also: object) -> int:
    """A matter under 13710 in the farm office's hands."""
    said = {"task": "修复水毁农田", "matter": "ordinary", "source": "市长办公会纪要12号"}
    return actions.open_case(
        w.clerk,
        "13710",
        act="register",
        said=said,
        role="supervision_clerk",
        office=w.farms,
        commitment=w.fields,
        **also,
    ).number


def _purging(w: World) -> int:
    content = f"误收的材料{head()}".encode()
    file = actions.store_evidence(w.clerk, content, name="误收.pdf", kind="other").number
    return actions.ask_purge(w.clerk, file, reason="误收了不该收的材料").number


def _kept(w: World) -> int:
    indicator = _indicator(w)
    actions.appoint_custodian(w.clerk, indicator, office=w.statistics)
    return indicator


def _drafted(w: World) -> int:
    assigned(w)
    one = {"commitment": w.fields, "office": w.farms, "period": "2026-Q1", "value": Decimal(3)}
    return actions.draft_progress(w.clerk, [one]).number


def _loose_drafts() -> list[int]:
    return list(models.Draft.objects.exclude(tense="pledge").values_list("id", flat=True))


#: Each action, called once in a city where it can be.
CALLS: dict[str, Callable[[World], object]] = {
    "register_person": lambda w: actions.register_person(w.clerk, name="丙某"),
    "erase_person": lambda w: actions.erase_person(w.clerk, w.chief.person, reason="本人申请"),
    "grant_role": lambda w: actions.grant_role(
        w.clerk, actions.register_person(w.clerk, name="丁某").number, role="leader"
    ),
    "end_role": lambda w: actions.end_role(
        w.clerk,
        models.Grant.objects.get(person_id=w.chief.person, role="disclosure_reviewer").id,
        reason="调离",
    ),
    "ask_purge": lambda w: _purging(w),
    "decide_purge": lambda w: actions.decide_purge(w.chief, _purging(w), approved=True),
    "draft_progress": lambda w: _drafted(w),
    "sign_drafts": lambda w: actions.sign_drafts(w.chief, [_drafted(w)]),
    "send_back_drafts": lambda w: actions.send_back_drafts(w.chief, [_drafted(w)], reason="数不对"),
    "open_office": lambda w: actions.open_office(
        w.clerk, code="new", name="市数据局", kind="department", above=None, since=SPRING
    ),
    "import_offices": lambda w: actions.import_offices(
        w.clerk, [{"code": "a", "name": "甲县政府", "kind": "下级政府", "above": "tj"}], since=SPRING
    ),
    "change_office": lambda w: actions.change_office(
        w.clerk, w.statistics, name="市统计和调查局", since=SPRING, seen=head()
    ),
    "succeed_offices": lambda w: actions.succeed_offices(
        w.clerk, old=[w.statistics], new=[w.farms], on=SUMMER, seen=head()
    ),
    "create_post": lambda w: actions.create_post(w.clerk, office=w.farms, title="局长"),
    "hold_post": lambda w: actions.hold_post(w.clerk, w.mayor, person=w.chief.person, since=SPRING),
    "delegate_post": lambda w: actions.delegate_post(
        w.clerk, w.mayor, person=w.clerk.person, what="联络员", since=SPRING
    ),
    "register_document": lambda w: actions.register_document(
        w.clerk, "请农业农村局抓紧办理。", kind="instruction", title="批示", place="云川市", year=2026
    ),
    "compile_document": lambda w: _compiled(w),
    "store_evidence": lambda w: actions.store_evidence(w.clerk, b"x", name="验收单.pdf", kind="acceptance"),
    "accept_drafts": lambda w: actions.accept_drafts(w.clerk, _loose_drafts()),
    "exclude_drafts": lambda w: actions.exclude_drafts(w.clerk, _loose_drafts(), reason="回顾部分"),
    "undertake": lambda w: actions.undertake(
        w.clerk,
        document=w.document,
        start=0,
        end=5,
        quote="云川市政府",
        kind="action",
        dues=[(SPRING, "出台办法", False), (date(2026, 12, 31), "持续推进", True)],
    ),
    "add_source": lambda w: actions.add_source(
        w.clerk, w.fields, document=w.document, start=0, end=5, quote="云川市政府"
    ),
    "set_timing": lambda w: actions.set_timing(
        w.clerk, w.fields, rhythm="month", dues=[(date(2026, 11, 30), "", False)], seen=head()
    ),
    "split_commitment": lambda w: actions.split_commitment(
        w.clerk, w.fields, parts=[(w.farms, Decimal(9)), (w.statistics, Decimal(5))], seen=head()
    ),
    "assign": lambda w: actions.assign(
        w.clerk, [w.fields], offices=[(w.farms, None, "")], leaders=[(w.mayor, "charge")], seen=head()
    ),
    "assign_each": lambda w: actions.assign_each(
        w.clerk, {w.growth: [(w.statistics, "lead", "")], w.reservoir: [(w.farms, "lead", "")]}, seen=head()
    ),
    "propose_nodes": lambda w: actions.propose_nodes(w.clerk, w.method, nodes=[NODE], seen=head()),
    "confirm_nodes": lambda w: actions.confirm_nodes(_planned(w).chief, w.method, seen=head()),
    "set_milestones": lambda w: actions.set_milestones(
        w.clerk,
        w.fields,
        path=[(date(2026, 6, 30), Decimal(6)), (date(2026, 12, 31), Decimal(15))],
        seen=head(),
    ),
    "ask_change": lambda w: _asked(w),
    "decide_change": lambda w: actions.decide_change(w.chief, _asked(w), approved=True),
    "define_indicator": lambda w: _indicator(w),
    "measure_by": lambda w: actions.measure_by(w.clerk, w.growth, indicator=_indicator(w), seen=head()),
    "appoint_custodian": lambda w: actions.appoint_custodian(w.clerk, _indicator(w), office=w.statistics),
    "enter_figures": lambda w: actions.enter_figures(
        w.clerk,
        _kept(w),
        period="2026-Q1",
        figures={"云川市": Decimal("5.90"), "青石县": Decimal("6.1")},
        released=date(2026, 4, 20),
        source="统计月报",
    ),
    "file_progress": lambda w: filed(assigned(w), "3.10"),
    "rule_filings": lambda w: actions.rule_filings(
        w.chief, [{"filing": filed(assigned(w), "3"), "accepted": True, "supported": Decimal("2.5")}]
    ),
    "open_case": lambda w: _case(w),
    "act_on_case": lambda w: actions.act_on_case(
        w.clerk, _case(w), act="assign", role="supervision_clerk", seen=head()
    ),
    "set_mechanism": lambda w: actions.set_mechanism(
        w.clerk, "13710", parameter="yellow_days", value=3, basis="督查室通知"
    ),
    "answer_request": lambda w: actions.answer_request(w.chief, _requested(w), text="已经协调"),
}


def _compiled(w: World) -> object:
    import luoshi

    text = "今年新建公厕12座。"
    number = actions.register_document(
        w.clerk, text, kind="executive", title="纪要", place="云川市", year=2026
    ).number
    found = luoshi.compile(luoshi.read(text.encode(), name="纪要"), year=2026, place="云川市")
    return actions.compile_document(w.clerk, number, found)


def test_every_action_is_called_here() -> None:
    assert set(CALLS) == set(actions.__all__) - {"Act"}


def test_every_event_has_its_way_of_applying() -> None:
    unknown = apply.dispatch(events.Event)
    assert not [kind for kind, cls in events.kinds().items() if apply.dispatch(cls) is unknown]


def test_a_part_of_nothing_stays_nothing(place: Place) -> None:
    world = build()
    parts = [(world.farms, Decimal(150000)), (world.statistics, Decimal(0))]
    actions.split_commitment(world.clerk, world.fields, parts=parts, seen=head())
    states = models.CommitmentState.objects.current().filter(parent_id=world.fields).order_by("id")
    assert [state.value for state in states] == [Decimal(150000), Decimal(0)]


@pytest.mark.parametrize("name", CALLS)
def test_an_action_is_recorded_with_who_did_it(place: Place, name: str) -> None:
    world = build()
    before = head()
    CALLS[name](world)
    last = models.Entry.objects.get(seq=head())
    assert last.seq > before
    assert last.actor in (world.clerk.person, world.chief.person)
    assert last.post
    assert verify.verify().size == last.seq


def test_the_journal_rebuilds_every_table_of_every_action(place: Place, tmp_path) -> None:
    world = build()
    for name, call in CALLS.items():
        if name in ("accept_drafts", "decide_change", "succeed_offices", "ask_change", "erase_person"):
            continue  # these would close what the others need
        try:
            call(world)
        except WrongState:
            continue  # an earlier one has done it already
    for name in ("succeed_offices", "decide_change", "erase_person"):
        CALLS[name](world)
    found = rebuild.rebuild(f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}")
    assert (found.different, found.holes) == ((), ())
    assert found.size == head()


def test_a_rebuild_refuses_a_database_that_holds_something(sqlite_place: Place, tmp_path) -> None:
    build()
    url = f"sqlite:///{tmp_path / 'rebuilt.sqlite3'}"
    rebuild.rebuild(url)
    with pytest.raises(LedgerError, match="不是空的"):
        rebuild.rebuild(url)


def test_who_edits_what_another_changed_meanwhile_is_told_and_nothing_is_lost(place: Place) -> None:
    world = build()
    seen = head()
    actions.assign(world.chief, [world.fields], offices=[(world.farms, "lead", "")], seen=seen)
    with pytest.raises(Conflict, match="别人已经改过"):
        actions.assign(world.clerk, [world.fields], offices=[(world.statistics, "lead", "")], seen=seen)
    lead = models.Assignment.objects.current().get(commitment_id=world.fields)
    assert lead.office_id == world.farms


def test_an_edit_elsewhere_is_no_conflict(place: Place) -> None:
    world = build()
    seen = head()
    actions.assign(world.chief, [world.fields], offices=[(world.farms, "lead", "")], seen=seen)
    actions.assign(world.clerk, [world.method], offices=[(world.farms, "lead", "")], seen=seen)
    assert models.Assignment.objects.current().count() == 2


@pytest.mark.parametrize("change", ["close", "withdraw"])
def test_nobody_approves_what_they_asked_for_themselves(place: Place, change: str) -> None:
    world = build()
    asked = actions.ask_change(world.clerk, world.fields, change=change, reason="x").number
    with pytest.raises(SamePerson):
        actions.decide_change(world.clerk, asked, approved=True)
    actions.decide_change(world.chief, asked, approved=True)
    state = models.CommitmentState.objects.current().get(commitment_id=world.fields)
    assert state.standing in ("closed", "withdrawn")


def test_nobody_accepts_their_own_filing(place: Place) -> None:
    world = assigned(build())
    with pytest.raises(SamePerson):
        actions.rule_filings(world.clerk, [{"filing": filed(world, "3"), "accepted": True}])


def test_an_adjusted_target_keeps_its_original_and_the_document_that_allowed_it(place: Place) -> None:
    world = build()
    with pytest.raises(LedgerError, match="批准文件"):
        actions.ask_change(
            world.clerk, world.fields, change="adjust", reason="x", fields={"value": Decimal(12)}
        )
    asked = actions.ask_change(
        world.clerk,
        world.fields,
        change="adjust",
        reason="洪灾",
        fields={"value": Decimal(12)},
        document=world.document,
    ).number
    actions.decide_change(world.chief, asked, approved=True)
    state = models.CommitmentState.objects.current().get(commitment_id=world.fields)
    assert (state.value, state.adjusted.value) == (Decimal(12), Decimal(150000))


def test_who_can_only_be_asked_is_never_supervised(place: Place) -> None:
    world = build()
    with pytest.raises(WrongState, match="只能商请"):
        actions.assign(world.clerk, [world.fields], offices=[(world.party, "lead", "")], seen=head())
    actions.assign(world.clerk, [world.fields], offices=[(world.party, None, "")], seen=head())
    assert models.Assignment.objects.current().get().part == "asked"


@pytest.mark.parametrize(("first_leads", "parts"), [(False, ["joint", "joint"]), (True, ["lead", "support"])])
def test_the_first_named_leads_only_where_the_document_says_so(
    place: Place, first_leads: bool, parts: list[str]
) -> None:
    world = build()
    document = actions.register_document(
        world.clerk,
        "统计局、农业农村局负责。",
        kind="executive",
        title="纪要",
        place="云川市",
        year=2026,
        first_leads=first_leads,
    ).number
    number = actions.undertake(
        world.clerk,
        document=document,
        start=0,
        end=4,
        quote="统计局、",
        kind="action",
        dues=[(SPRING, "", False)],
    )
    commitment = models.Commitment.objects.order_by("-id").first().id
    assert number.number == commitment
    actions.assign(
        world.clerk,
        [commitment],
        offices=[(world.statistics, None, ""), (world.farms, None, "")],
        seen=head(),
    )
    found = models.Assignment.objects.current().filter(commitment_id=commitment).order_by("order")
    assert [one.part for one in found] == parts


def test_an_office_without_a_part_cannot_file(place: Place) -> None:
    with pytest.raises(WrongState, match="不是"):
        filed(build(), "3")


def test_a_principle_is_asked_of_nobody(place: Place) -> None:
    build()
    principle = models.CommitmentState.objects.current().get(kind="principle")
    assert principle.rhythm == "never"
    assert not models.Due.objects.filter(commitment_id=principle.commitment_id).exists()


def test_what_is_not_there_is_named(place: Place) -> None:
    world = build()
    with pytest.raises(NotFound, match="没有编号为 999 的单位"):
        actions.assign(world.clerk, [world.fields], offices=[(999, "lead", "")], seen=head())


def test_the_same_request_sent_twice_is_done_once(place: Place) -> None:
    world = build()
    first = actions.create_post(world.clerk, office=world.farms, title="局长", request="r-1")
    second = actions.create_post(world.clerk, office=world.farms, title="局长", request="r-1")
    assert (first.again, second.again) == (False, True)
    assert second.number == first.number
    assert models.Post.objects.filter(title="局长").count() == 1


def test_an_erased_name_leaves_the_person_and_a_valid_journal(place: Place) -> None:
    world = build()
    actions.erase_person(world.clerk, world.chief.person, reason="本人申请")
    assert not models.Personal.objects.filter(person_id=world.chief.person).exists()
    assert models.Person.objects.filter(id=world.chief.person).exists()
    assert verify.verify().size == head()


def test_a_merged_office_is_what_it_was_before_that_day(place: Place) -> None:
    world = build()
    actions.succeed_offices(world.clerk, old=[world.statistics], new=[world.farms], on=SPRING, seen=head())
    states = models.OfficeState.objects.current().filter(office_id=world.statistics)
    assert [(s.since, s.before) for s in states] == [(date(2020, 1, 1), SPRING)]


def test_a_day_has_the_journal_known_at_its_end(place: Place) -> None:
    from datetime import UTC, datetime

    world = build()
    before = head()
    actions.create_post(
        world.clerk, office=world.farms, title="局长", now=datetime(2027, 1, 1, 15, 59, tzinfo=UTC)
    )
    actions.create_post(
        world.clerk, office=world.farms, title="副局长", now=datetime(2027, 1, 1, 16, 0, tzinfo=UTC)
    )
    assert journal.known_at(date(2026, 12, 31)) == before
    assert (
        journal.known_at(date(2027, 1, 1)) == before + 1
    )  # 15:59 UTC is still that day where the ledger is kept
    assert journal.known_at(date(2027, 1, 2)) == before + 2
