"""Who may do what: every action by every role, against the table; offices keep to their own."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from servers import Place
from test_actions import CALLS
from world import World, assigned, build, head

from luoshi.errors import LedgerError, NotAllowed, NotFound, OptionError, SamePerson, WrongState
from luoshi.ledger import actions, backup, forms, models, opening, permissions, store, verify
from luoshi.ledger import home as homes
from luoshi.ledger.journal import Actor
from luoshi.ledger.permissions import ACTIONS
from luoshi.mechanisms.roles import IN_OFFICE, Role

#: Whom requests are put to by their post, which stands in an office.
BY_POST = {Role.LEADER, Role.DELEGATE}
NOBODY = Actor(None, "系统")


def person(*roles: tuple[str, int | None], scope: str = "") -> Actor:
    """Somebody with these roles and no others."""
    number = actions.register_person(NOBODY, name="某人").number
    for role, office in roles:
        actions.grant_role(NOBODY, number, role=role, office=office, scope=scope)
    return Actor(number, "某职")


def as_(world: World, by: Actor, name: str) -> str:
    """What comes of an action by this person in the place of whoever the calls have: done, or the refusal."""
    before = head()
    monkey = World(**{**{f: getattr(world, f) for f in World.__dataclass_fields__}, "clerk": by, "chief": by})
    try:
        CALLS[name](monkey)
    except NotAllowed as refusal:
        assert head() == before
        return str(refusal)
    except LedgerError:
        return ""  # allowed, and refused for another reason
    return ""


@pytest.mark.parametrize("role", Role)
def test_every_action_by_every_role_is_as_the_table_says(sqlite_place: Place, role: Role) -> None:
    world = build()
    offices = [world.statistics, world.farms, world.party] if role in IN_OFFICE | BY_POST else [None]
    by = person(*((role, office) for office in offices), scope="审计通知书1号")
    wrong = {}
    for name, call in direct(world, by).items():
        allowed = not refused(call)
        if allowed != (role in ACTIONS[name].roles):
            wrong[name] = allowed
    assert wrong == {}


def refused(call: Callable[[], object]) -> bool:
    try:
        call()
    except NotAllowed:
        return True
    except LedgerError:
        return False
    return False


def direct(world: World, by: Actor) -> dict[str, Callable[[], object]]:
    """The check of every action for this person, in a city where each is about something."""
    world = assigned(world)
    indicator = actions.define_indicator(
        world.clerk, name="地区生产总值", unit="%", measure="growth", adding="never", release="quarter"
    ).number
    actions.appoint_custodian(world.clerk, indicator, office=world.statistics)
    one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q1", "sentence": "在建"}
    draft = actions.draft_progress(world.clerk, [one]).number
    asking = {**one, "requests": [{"what": "协调用水", "post": world.mayor, "due": date(2026, 4, 1)}]}
    actions.file_progress(world.clerk, [asking])
    asked = models.Request.objects.get().id
    case = actions.open_case(
        world.clerk,
        "13710",
        act="register",
        said={"task": "修复水毁农田", "matter": "ordinary", "source": "纪要"},
        role="supervision_clerk",
        office=world.farms,
        commitment=world.fields,
        on=date(2026, 9, 1),
    ).number
    mine = permissions.grants(by.person)
    claimed = mine[0].role if mine else None
    given = {
        "commitment": world.fields,
        "filings": [one],
        "drafts": [draft],
        "parts": [(world.farms, Decimal(1))],
        "indicator": indicator,
        "asked": asked,
        "role": claimed,
        "office": world.farms,
    }
    about = {name: given | ({"case": case} if name == "act_on_case" else {}) for name in ACTIONS}
    return {name: lambda name=name: permissions.check(by, name, about[name]) for name in ACTIONS}


def test_leaders_answer_what_their_own_post_is_asked(sqlite_place: Place) -> None:
    world = assigned(build())
    asking = {
        "commitment": world.fields,
        "office": world.farms,
        "period": "2026-Q1",
        "sentence": "在建",
        "requests": [{"what": "协调用水", "post": world.mayor, "due": date(2026, 4, 1)}],
    }
    actions.file_progress(world.clerk, [asking])
    asked = models.Request.objects.get().id
    with pytest.raises(NotAllowed, match="领导"):
        actions.answer_request(person(("leader", world.farms)), asked, text="已协调")
    actions.answer_request(person(("leader", world.statistics)), asked, text="已协调")


def test_the_table_names_every_action_and_nothing_else() -> None:
    assert set(ACTIONS) == set(actions.__all__) - {"Act"}


def test_a_person_without_a_role_may_do_nothing(sqlite_place: Place) -> None:
    world = build()
    by = person()
    assert all(refused(call) for call in direct(world, by).values())
    assert as_(world, by, "assign")
    assert as_(world, by, "register_person")
    assert as_(world, by, "store_evidence")
    assert as_(world, by, "set_mechanism")


def test_an_office_says_what_is_its_own_and_no_other(place: Place) -> None:
    world = assigned(build())
    one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q1", "value": Decimal(3)}
    other = person(("office_principal", world.statistics))
    with pytest.raises(NotAllowed, match="本单位的"):
        actions.file_progress(other, [one])
    own = person(("office_principal", world.farms))
    actions.file_progress(own, [one])
    with pytest.raises(NotAllowed):
        actions.rule_filings(own, [{"filing": 1, "accepted": True}])


def test_a_handler_drafts_and_the_principal_signs(place: Place) -> None:
    world = assigned(build())
    one = {"commitment": world.fields, "office": world.farms, "period": "2026-Q1", "value": Decimal(3)}
    handler, principal = person(("office_handler", world.farms)), person(("office_principal", world.farms))
    with pytest.raises(NotAllowed):
        actions.file_progress(handler, [one])
    first = actions.draft_progress(handler, [one]).number
    assert not models.Filing.objects.exists()
    with pytest.raises(NotAllowed):
        actions.sign_drafts(handler, [first])
    filing = actions.sign_drafts(principal, [first]).number
    assert models.Filing.objects.get().id == filing
    assert models.Filing.objects.get().value == 3
    with pytest.raises(WrongState, match="已经签发"):
        actions.sign_drafts(principal, [first])
    second = actions.draft_progress(handler, [one | {"value": Decimal(4)}]).number
    with pytest.raises(LedgerError, match="理由"):
        actions.send_back_drafts(principal, [second], reason=" ")
    actions.send_back_drafts(principal, [second], reason="与台账不符")
    assert models.Filing.objects.count() == 1
    both = person(("office_handler", world.farms), ("office_principal", world.farms))
    mine = actions.draft_progress(both, [one]).number
    with pytest.raises(SamePerson):
        actions.sign_drafts(both, [mine])


def test_a_county_s_coordinator_speaks_for_the_county(place: Place) -> None:
    world = build()
    rows = [
        {"code": "yx", "name": "青石县政府", "kind": "下级政府", "above": ""},
        {"code": "yxn", "name": "青石县农业农村局", "kind": "下级政府", "above": "yx"},
    ]
    actions.import_offices(world.clerk, rows, since=date(2020, 1, 1))
    county, bureau = (models.Office.objects.get(code=code).id for code in ("yx", "yxn"))
    actions.assign(
        world.clerk, [world.fields], offices=[(county, "lead", ""), (bureau, "support", "")], seen=head()
    )
    coordinator = person(("county_coordinator", county))
    one = {"commitment": world.fields, "period": "2026-Q1", "sentence": "在建"}
    actions.file_progress(coordinator, [one | {"office": county}, one | {"office": bureau}])
    actions.split_commitment(coordinator, world.fields, parts=[(bureau, Decimal(15))], seen=head())
    with pytest.raises(NotAllowed):
        actions.file_progress(person(("office_principal", bureau)), [one | {"office": county}])


def test_a_form_from_a_handler_is_drafts(place: Place) -> None:
    from test_forms import fill, put

    world = assigned(build())

    def edit(titles: list[str], row) -> None:
        put(titles, row, "报告期", "2026-Q1")
        put(titles, row, "进展情况", "在建")

    filled = fill(forms.filings_out(2026, office=world.farms), edit)
    handler = person(("office_handler", world.farms))
    assert forms.filings_in(filled, by=handler).changed == 2
    assert models.ProgressDraft.objects.count() == 2
    assert not models.Filing.objects.exists()


def test_roles_are_given_by_others_and_end_with_a_reason(place: Place) -> None:
    world = build()
    admin = person(("administrator", None))
    with pytest.raises(SamePerson):
        actions.grant_role(admin, admin.person, role="supervision_head")
    for role, office, words in (("office_handler", None, "哪个单位"), ("auditor", None, "书面的范围")):
        with pytest.raises(LedgerError, match=words):
            actions.grant_role(admin, world.clerk.person, role=role, office=office)
    with pytest.raises(OptionError, match="没有“boss”这个角色"):
        actions.grant_role(admin, world.clerk.person, role="boss")
    somebody = person()
    number = actions.grant_role(admin, somebody.person, role="supervision_clerk").number
    with pytest.raises(WrongState, match="已经有"):
        actions.grant_role(admin, somebody.person, role="supervision_clerk")
    assert permissions.may(somebody.person, "assign")
    before = head()
    actions.end_role(admin, number, reason="调离")
    assert not permissions.may(somebody.person, "assign")
    assert models.Grant.objects.known(before).filter(person_id=somebody.person).exists()
    with pytest.raises(WrongState, match="已经收回"):
        actions.end_role(admin, number, reason="再收")


def test_a_file_wrongly_admitted_is_removed_by_two_persons_and_its_digest_stays(
    place: Place, tmp_path: Path, open_database: Callable[[str], None]
) -> None:
    world = build()
    number = actions.store_evidence(world.clerk, b"wrong", name="误收.pdf", kind="other").number
    digest = models.Evidence.objects.get(id=number).digest
    old = tmp_path / "old.zip"
    backup.backup(old)
    with pytest.raises(LedgerError, match="为什么"):
        actions.ask_purge(world.clerk, number, reason=" ")
    asked = actions.ask_purge(world.clerk, number, reason="误收").number
    with pytest.raises(SamePerson):
        actions.decide_purge(world.clerk, asked, approved=True)
    assert store.fetch(digest) == b"wrong"
    actions.decide_purge(world.chief, asked, approved=True)
    with pytest.raises(NotFound):
        store.fetch(digest)
    assert models.Evidence.objects.get(id=number).digest == digest
    with pytest.raises(WrongState, match="已经清除"):
        actions.ask_purge(world.clerk, number, reason="误收")
    assert verify.verify().size == head()
    assert f"evidence/{digest}" in _members(old)
    assert backup.purge_backup(old, backup.purged()) == 1
    assert backup.purge_backup(old, backup.purged()) == 0
    assert f"evidence/{digest}" not in _members(old)
    new = tmp_path / "new.zip"
    assert backup.backup(new).files == 1
    for made in (old, new):
        folder = tmp_path / f"restored-{made.stem}"
        homes.create(folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LUOSHI_HOME", str(folder))
            open_database(f"sqlite:///{folder / 'ledger.sqlite3'}")
            opening.migrate("default")
            backup.restore(made)
            assert not store.where(digest).exists()
            open_database(place.url)


def _members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
