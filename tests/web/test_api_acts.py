"""Acts over HTTP: recorded as who did them, done once for a key, refused in words, never by a forged page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from town import PASSWORD, act, call
from world import head

from luoshi.ledger import models as m
from luoshi.mechanisms.roles import Role
from luoshi.web.accounts import issuing

POST = {"title": "局长"}


def test_an_act_is_in_the_journal_as_who_did_it(city: Any) -> None:
    clerk = Role.SUPERVISION_CLERK
    answer = act(city.tokens[clerk], "create_post", {"office": city.world.farms, "title": "局长"})
    done = answer.json()
    entry = m.Entry.objects.get(seq=done["entry"])
    assert (answer.status_code, done["again"], entry.kind) == (201, False, "post.created")
    assert (entry.actor, entry.post) == (city.people[clerk], "未任职")
    assert m.Post.objects.get(id=done["number"]).title == "局长"


def test_the_same_key_does_it_once_and_nothing_else(city: Any) -> None:
    clerk, head_ = city.tokens[Role.SUPERVISION_CLERK], city.tokens[Role.SUPERVISION_HEAD]
    given = {"office": city.world.farms, "title": "局长"}
    first = act(clerk, "create_post", given, key="k1")
    again = act(clerk, "create_post", given, key="k1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"again": True}
    other = act(clerk, "create_post", given | {"title": "副局长"}, key="k1")
    assert (other.status_code, m.Post.objects.filter(title="副局长").count()) == (422, 0)
    assert "已经用来办过别的内容" in other.json()["detail"]
    # Keys are each person's own: another's tells nothing and hinders nobody.
    undertaking = {"name": "指标", "unit": "%", "measure": "growth", "adding": "never", "release": "quarter"}
    assert act(head_, "define_indicator", undertaking, key="k1").status_code == 201


#: An action and its arguments, and what is answered: status, and words of the explanation.
CANNOT_BE = (
    ("nothing", {}, 422, "没有叫"),
    ("create_post", {}, 422, "缺少参数"),
    ("create_post", {"office": 1, "title": "x", "y": 1}, 422, "没有“y”这个参数"),
    ("create_post", {"office": "x", "title": "x"}, 422, "参数“office”不对"),
    ("create_post", {"office": 999, "title": "x"}, 404, "没有编号为 999 的单位"),
    ("create_post", {"office": 2**70, "title": "x"}, 422, "太大"),
    ("create_post", {"office": 1, "title": "\0"}, 422, "不能存的字符"),
    ("create_post", {"office": 1, "title": "\ud800"}, 422, "不能存的字符"),
    ("create_post", [], 422, "arguments"),
    ("store_evidence", {"content": "x", "name": "x.pdf", "kind": "other"}, 422, "POST /api/evidence"),
    ("rule_filings", {"rulings": [{}]}, 422, "没有写"),
    ("rule_filings", {"rulings": [{"filing": "x", "accepted": 3}]}, 422, ""),
    ("assign", {"commitments": [1], "offices": [["x"]], "seen": 1}, 422, ""),
    ("undertake", {"document": 1, "start": 5, "end": 0, "quote": "x", "kind": "?", "dues": []}, 404, ""),
)


def test_an_act_that_cannot_be_is_refused_in_words(city: Any) -> None:
    before = head()
    for name, given, status, message in CANNOT_BE:
        answer = act(city.tokens[Role.SUPERVISION_CLERK], name, given)
        problem = answer.json()
        assert (answer.status_code, head()) == (status, before), (name, given, problem)
        assert message in problem["detail"]
        assert problem["remedy"]


def test_what_is_no_json_is_refused(town: Any) -> None:
    token = town.tokens[Role.SUPERVISION_CLERK]
    for body in (b"", b"{", b"\xff", b"null", b'{"a": NaN}'):
        answer = call(token, "acts/create_post", "post", data=body, content_type="application/json")
        assert answer.status_code in (400, 422)
        assert answer["Content-Type"].startswith("application/problem+json")


def test_a_filing_with_malformed_parts_is_refused_in_words(city: Any) -> None:
    principal = city.tokens[Role.OFFICE_PRINCIPAL]
    for filings in (
        [{}],
        [{"office": "x"}],
        [{"office": None}],
        [3],
        "x",
        [[]],
        [{"office": city.world.farms}],
    ):
        answer = act(principal, "file_progress", {"filings": filings})
        assert answer.status_code in (403, 422), (filings, answer.content.decode())
        assert answer.json()["detail"]


def signed_in(city: Any, role: str, **client: Any) -> Client:
    user = issuing.account(city.people[role])
    user.set_password(PASSWORD)
    user.save()
    browser = Client(raise_request_exception=False, **client)
    form = {"login": user.username, "password": PASSWORD}
    if client.get("enforce_csrf_checks"):
        browser.get("/accounts/login/")
        form["csrfmiddlewaretoken"] = browser.cookies["luoshi_csrf"].value
    assert browser.post("/accounts/login/", form).status_code == 302
    return browser


def test_a_session_reads_and_acts_only_with_the_token_of_its_own_pages(city: Any) -> None:
    browser = signed_in(city, Role.SUPERVISION_CLERK, enforce_csrf_checks=True)
    assert browser.get("/api/me").json()["person"] == city.people[Role.SUPERVISION_CLERK]
    given = json.dumps({"office": city.world.farms, "title": "局长"})

    def post(**headers: str) -> Any:
        return browser.post("/api/acts/create_post", given, content_type="application/json", headers=headers)

    forged = post()
    assert (forged.status_code, m.Post.objects.filter(title="局长").count()) == (403, 0)
    assert "CSRF" in forged.json()["detail"]
    browser.get("/")
    token = browser.cookies["luoshi_csrf"].value
    assert post(**{"X-CSRFToken": token}).status_code == 201
    # A wrong token in the header is not made good by the session behind it.
    wrong = browser.get("/api/me", headers={"Authorization": "Bearer luoshi_wrong"})
    assert wrong.status_code == 401


def test_a_failure_that_nobody_foresaw_shows_nothing_of_itself(
    town: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from luoshi.ledger import people_queries

    def broken() -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(people_queries, "listed", broken)
    answer = call(town.tokens[Role.SUPERVISION_CLERK], "people")
    assert answer.status_code == 500
    assert "geheim" not in answer.content.decode()
    assert "geheim" in caplog.text
