"""What the API answers: the numbers of the command line, pages that hold still, nothing sent twice, nothing shown to the wrong people."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from town import NOBODY, act, call, person
from world import head

from luoshi.evaluation import closeup, overview, stored
from luoshi.ledger import actions, exporting, merkle, queries, verify
from luoshi.ledger import models as m
from luoshi.mechanisms.roles import Role
from luoshi.web.accounts.models import ReadLog


def test_the_api_has_the_objects_and_numbers_of_the_command_line(city: Any) -> None:
    clerk, today = city.tokens[Role.SUPERVISION_CLERK], date.today()
    stored.refresh(today)
    exported = {one["number"]: one for one in map(json.loads, exporting.commitments(2026).splitlines())}
    for number, object_ in exported.items():
        detail = call(clerk, f"commitments/{number}").json()
        assert detail["commitment"] == object_
        assert detail["status"] == json.loads(overview.dumps(overview.one(number, today)))
    owed = call(clerk, f"offices/{city.world.farms}/owed").json()["items"]
    tasks = closeup.tasks(city.world.farms, today, within=timedelta(days=30))
    assert owed
    assert owed == [overview.task_object(task) for task in tasks]
    odd = call(clerk, "findings?year=2026").json()["items"]
    assert odd == [overview.finding_object(n, f) for n, f in closeup.odd(2026, today)]
    assert call(clerk, "offices").json()["items"] == list(exporting.office_objects())
    counted = call(clerk, "overview?year=2026&by=office").json()
    assert counted["marks"] == {str(k): n for k, n in stored.marks(2026).items()}
    assert [(one["name"], one["total"]) for one in counted["items"]] == [
        (one.name, one.total) for one in stored.counts(2026, by="office")
    ]
    deposit = call(clerk, "deposit").json()
    assert deposit["root"] == verify.deposit().root


def test_the_list_is_filtered_searched_and_says_how_things_stand(city: Any) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    before = call(clerk, "commitments?words=农田").json()
    assert (before["assessed"], before["items"][0]["mark"]) == (None, None)
    stored.refresh(date.today())
    (line,) = call(clerk, "commitments?words=农田 建设&office=市农业农村局&kind=target").json()["items"]
    ((_, standing),) = overview.standings([city.world.fields], date.today())
    assert (line["mark"], line["declared"]["value"]) == (standing.mark, "31000")
    assert line["leads"] == ["市农业农村局"]
    assert call(clerk, "commitments?words=航天").json() == {
        "items": [],
        "next": None,
        "assessed": call(clerk, "commitments").json()["assessed"],
    }
    urgent = call(clerk, "standings?year=2026").json()["items"]
    assert [one["number"] for one in urgent] == [one.commitment.number for one in stored.page(year=2026)]
    late = call(clerk, f"commitments/{line['number']}?as_of=2020-01-01")
    assert late.status_code == 404


@pytest.mark.parametrize("path", ["commitments?limit=2", "standings?year=2026&limit=2"])
def test_pages_hold_every_commitment_once_though_more_come_in_between(city: Any, path: str) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    stored.refresh(date.today())
    wanted = [one.number for one in queries.commitments()]
    seen, after = [], ""
    while after is not None:
        page = call(clerk, f"{path}&after={after}").json()
        seen += [one["number"] for one in page["items"]]
        after = page["next"]
        if len(seen) == 2:
            _one_more(city)
            stored.refresh(date.today())
    assert len(seen) == len(set(seen))
    assert set(wanted) <= set(seen)


def _one_more(city: Any) -> None:
    actions.undertake(
        city.world.clerk,
        document=city.world.document,
        start=0,
        end=5,
        quote="云川市政府",
        kind="action",
        dues=[(date(2026, 6, 30), "", False)],
    )


def test_a_cursor_that_nobody_gave_is_refused(town: Any) -> None:
    made_up = ("x", "e30", "WzFd0", "WyJhIl0", "W251bGxd", "Wy0xLDAuMCw5OTk5OTk5OTk5OTk5OTk5OTk5OTld")
    for path in ("commitments?", "standings?year=2026&"):
        for after in made_up:
            answer = call(town.tokens[Role.SUPERVISION_CLERK], f"{path}after={after}")
            assert answer.status_code == 422, after
            assert "上一页" in answer.json()["detail"]


def test_what_did_not_move_is_not_sent_again(city: Any) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    for path in ("commitments", "commitments/2026-00002", "offices", "journal", "me"):
        first = call(clerk, path)
        tag = first["ETag"]
        again = call(clerk, path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        # To somebody else it is another answer.
        assert call(city.tokens[Role.AUDITOR], path, headers={"If-None-Match": tag}).status_code == 200
        actions.register_person(NOBODY, name="新来")
        assert call(clerk, path, headers={"If-None-Match": tag}).status_code == 200
    listed = call(clerk, "commitments")["ETag"]
    stored.refresh(date.today())
    assert call(clerk, "commitments", headers={"If-None-Match": listed}).status_code == 200


def test_who_has_no_right_is_not_told_that_nothing_moved(town: Any) -> None:
    tag = call(town.tokens[Role.AUDITOR], "journal/1/payload")["ETag"]
    headers = {"If-None-Match": tag}
    assert call(town.tokens["stranger"], "journal/1/payload", headers=headers).status_code == 403


def _secret(city: Any) -> str:
    """A commitment that is 工作秘密, led by the statistics office; its number."""
    text = "请市统计局办理一件工作秘密。"
    document = actions.register_document(
        city.world.clerk,
        text,
        kind="instruction",
        title="批示",
        place="云川市",
        year=2026,
        label="work_secret",
    ).number
    act_ = actions.undertake(
        city.world.clerk,
        document=document,
        start=0,
        end=len(text),
        quote=text,
        kind="action",
        dues=[(date(2026, 1, 31), "", False)],
    )
    number = m.Commitment.objects.get(id=act_.number)
    assert m.CommitmentState.objects.get(commitment=number).label == "work_secret"
    offices = [(city.world.statistics, "lead", "")]
    actions.assign(city.world.clerk, [number.id], offices=offices, seen=head())
    stored.refresh(date.today())
    return number.number


def test_a_work_secret_is_seen_by_supervision_and_by_those_with_a_part(city: Any) -> None:
    number = _secret(city)
    assigned = person(Role.OFFICE_HANDLER, city.world.statistics)[1]
    for who, sees in (
        (city.tokens[Role.SUPERVISION_CLERK], True),
        (city.tokens[Role.SUPERVISION_HEAD], True),
        (assigned, True),
        (city.tokens[Role.OFFICE_HANDLER], False),
        (city.tokens[Role.LEADER], False),
        (city.tokens[Role.AUDITOR], False),
        (city.tokens[Role.DISCLOSURE_REVIEWER], False),
    ):
        got = call(who, f"commitments/{number}")
        assert got.status_code == (200 if sees else 404)
        assert "一件工作秘密" not in got.content.decode() or sees
        for path in (
            "commitments?limit=200",
            "standings?year=2026&limit=200",
            f"offices/{city.world.statistics}/owed",
            "findings?year=2026",
        ):
            assert (number in call(who, path).content.decode()) is sees or path.startswith("findings"), path
            assert sees or number not in call(who, path).content.decode()
        total = call(who, "overview?year=2026").json()
        assert sum(total["marks"].values()) == len(queries.commitments()) - (not sees)
        assert call(who, f"commitments/{number}/history").status_code == (200 if sees else 404)
        assert call(who, f"commitments/{number}/filings").status_code == (200 if sees else 404)


def test_the_leader_in_charge_sees_a_work_secret(town: Any) -> None:
    number = _secret(town)
    leader, token = person(Role.LEADER, town.world.statistics)
    assert call(token, f"commitments/{number}").status_code == 404
    actions.hold_post(town.world.clerk, town.world.mayor, person=leader, since=date(2026, 1, 1))
    commitment = queries.find_commitment(number)
    actions.assign(
        town.world.clerk,
        [commitment],
        offices=[(town.world.statistics, "lead", "")],
        leaders=[(town.world.mayor, "charge")],
        seen=head(),
    )
    assert call(token, f"commitments/{number}").status_code == 200


def test_an_auditor_keeps_to_the_offices_of_the_order_and_is_logged(city: Any) -> None:
    number, token = person(None, None)
    actions.grant_role(
        NOBODY, number, role=Role.AUDITOR, office=city.world.farms, scope="云审通3号：市农业农村局"
    )
    numbers = {one["number"] for one in call(token, "commitments").json()["items"]}
    assert numbers == {"2026-00002", "2026-00004"}
    assert call(token, "commitments/2026-00001").status_code == 404
    log = list(ReadLog.objects.filter(person=number).order_by("id"))
    assert [(one.operation, one.path) for one in log] == [
        ("read_ledger", "/api/commitments"),
        ("read_ledger", "/api/commitments/2026-00001"),
    ]
    assert log[0].scope == "云审通3号：市农业农村局"
    assert not ReadLog.objects.exclude(person=number).exists()


def test_a_proof_leads_from_an_entry_to_the_deposited_root(city: Any) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    proof, deposit = call(clerk, "journal/3/proof").json(), call(clerk, "deposit").json()
    path = [bytes.fromhex(one) for one in proof["path"]]
    leaf, root = bytes.fromhex(proof["hash"]), bytes.fromhex(deposit["root"])
    assert merkle.includes(leaf, 2, proof["size"], path, root)
    assert not merkle.includes(leaf, 3, proof["size"], path, root)


def test_the_journal_is_read_to_its_end(city: Any) -> None:
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    seen, after = [], 0
    while after is not None:
        page = call(clerk, f"journal?limit=7&after={after}").json()
        assert all("payload" not in one for one in page["items"])
        seen += [one["seq"] for one in page["items"]]
        after = page["next"]
    assert seen == list(range(1, head() + 1))


def test_every_filing_of_a_commitment_can_be_paged_through(city: Any) -> None:
    from world import filed

    for n in range(5):
        filed(city.world, str(n + 1), f"2026-0{n + 1}")
    clerk = city.tokens[Role.SUPERVISION_CLERK]
    seen, before = [], ""
    while before is not None:
        page = call(clerk, f"commitments/2026-00002/filings?limit=2{before and f'&before={before}'}").json()
        seen += [one["filing"] for one in page["items"]]
        before = page["next"]
    assert seen == list(m.Filing.objects.order_by("-id").values_list("id", flat=True))


#: What is asked, and what is answered: status, and words of the explanation.
CANNOT_BE = (
    ("commitments/2026-99999", 404, "没有编号为"),
    ("commitments?year=1", 422, "query.year：不能小于 1949"),
    ("commitments?kind=x", 422, "只能是"),
    ("commitments?office=农业", 404, "相近的有"),
    ("commitments?words=%00", 422, "写法不对"),
    ("commitments?limit=201", 422, "不能大于 200"),
    ("commitments/2026-00002?as_of=昨天", 422, "应是日期"),
    ("offices/99/owed", 404, "没有编号为 99 的单位"),
    ("offices/99999999999999999999/owed", 422, "不能大于"),
    ("journal/999", 404, "没有第 999 条"),
    ("evidence/" + "0" * 64, 404, "没有这份佐证材料"),
    ("nowhere", 404, "没有这个地址"),
)


def test_what_cannot_be_is_said_with_where_and_remedy(city: Any) -> None:
    for path, status, message in CANNOT_BE:
        answer = call(city.tokens[Role.SUPERVISION_CLERK], path)
        problem = answer.json()
        assert (answer.status_code, problem["status"]) == (status, status), problem
        assert answer["Content-Type"].startswith("application/problem+json")
        assert message in problem["detail"]
        assert problem["remedy"]
        assert problem["instance"] == f"/api/{path.partition('?')[0]}"


def test_whoever_is_not_signed_in_is_told_how(town: Any) -> None:
    for token in (None, "luoshi_wrong", ""):
        answer = call(token, "commitments")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="luoshi"')
        assert "令牌" in answer.json()["remedy"]
    assert act(None, "create_post", {}).status_code == 401
