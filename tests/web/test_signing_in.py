"""Signing in: by invitation and password, with a second factor, from an identity provider; slowed down when it fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.test import Client
from test_api_acts import signed_in
from town import NOBODY, PASSWORD, person

import luoshi.web
from luoshi.errors import NotFound, WrongState
from luoshi.ledger import actions
from luoshi.ledger import models as m
from luoshi.mechanisms.roles import Role
from luoshi.web.accounts import issuing
from luoshi.web.accounts.models import Invitation, Token, User

LOGIN = "/accounts/login/"


def sign_in(username: str, password: str = PASSWORD, **extra: str) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post(LOGIN, {"login": username, "password": password}, **extra)


def test_an_invitation_sets_the_password_once(city: Any) -> None:
    number = city.people[Role.SUPERVISION_CLERK]
    code = issuing.invite(number)
    assert sign_in(str(number))[1].status_code == 200
    browser = Client()
    page = browser.get(f"/invite/{code}")
    assert (page.status_code, "某人" in page.content.decode()) == (200, True)
    for bad in ("short1", "1234567890123", "password123", str(number) * 4):
        refused = browser.post(f"/invite/{code}", {"new_password1": bad, "new_password2": bad})
        assert 'role="alert"' in refused.content.decode(), bad
    done = browser.post(f"/invite/{code}", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, LOGIN)
    assert browser.get(f"/invite/{code}").status_code == 404
    inside, answer = sign_in(str(number))
    assert answer.status_code == 302
    home = inside.get("/").content.decode()
    assert all(word in home for word in ("某人", "督查人员", "/api/docs"))
    assert inside.get("/api/me").json()["person"] == number


def test_a_newer_invitation_ends_the_older_and_one_that_ran_out_is_over(town: Any) -> None:
    number = town.people[Role.LEADER]
    first, second = issuing.invite(number), issuing.invite(number)
    assert Client().get(f"/invite/{first}").status_code == 404
    late = issuing.invite(number, days=0)
    assert [Client().get(f"/invite/{code}").status_code for code in (second, late, "x")] == [404, 404, 404]
    with pytest.raises(WrongState, match="已经用过"):
        issuing.accept(Invitation.objects.order_by("id").first(), PASSWORD)


def test_only_digests_of_secrets_are_kept_and_no_account_has_a_password_of_itself(town: Any) -> None:
    number = town.people[Role.LEADER]
    code = issuing.invite(number)
    token = issuing.token(number, name="试")
    kept = [
        *Invitation.objects.values_list("digest", flat=True),
        *Token.objects.values_list("digest", flat=True),
    ]
    assert not {code, token} & set(kept)
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in kept)
    for user in User.objects.all():
        assert not user.has_usable_password()
        assert not any(check_password(guess, user.password) for guess in ("", "admin", user.username))
    fields = {field.name for field in User._meta.concrete_fields}
    assert fields == {"id", "password", "last_login", "person", "username", "closed"}


def test_an_erased_or_closed_person_is_out_at_once(town: Any) -> None:
    clerk, leader = Role.SUPERVISION_CLERK, Role.LEADER
    first, second = signed_in(town, clerk), signed_in(town, leader)
    actions.erase_person(NOBODY, town.people[clerk], reason="本人申请")
    issuing.close(town.people[leader])
    for browser, who in ((first, clerk), (second, leader)):
        assert browser.get("/api/me").status_code == 401
        assert browser.get("/").status_code == 302
        assert sign_in(str(town.people[who]))[1]["Location"] == "/accounts/inactive/"
    with pytest.raises(NotFound, match="姓名已经删除"):
        issuing.invite(town.people[clerk])
    issuing.invite(town.people[leader])
    assert User.objects.get(person_id=town.people[leader]).closed is None


def test_wrong_passwords_are_slowed_down_for_account_and_address(city: Any) -> None:
    user = issuing.account(city.people[Role.LEADER])
    user.set_password(PASSWORD)
    user.save()
    for _ in range(5):
        assert sign_in(user.username, "wrong")[1].status_code == 200
    # The right password does not help any more, from wherever it comes.
    for address in ("127.0.0.1", "10.0.0.9"):
        browser, answer = sign_in(user.username, REMOTE_ADDR=address)
        assert answer.status_code == 200
        assert "稍后" in answer.content.decode() or "过多" in answer.content.decode()
        assert browser.get("/api/me").status_code == 401
    for name in range(20):
        sign_in(f"9{name}", "wrong", REMOTE_ADDR="10.0.0.7")
    other = issuing.account(city.people[Role.AUDITOR])
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(other.username, REMOTE_ADDR="10.0.0.7")[1].status_code == 200
    assert sign_in(other.username, REMOTE_ADDR="10.0.0.8")[1].status_code == 302


def test_who_is_unknown_and_who_typed_wrongly_are_told_the_same(town: Any) -> None:
    user = issuing.account(town.people[Role.LEADER])
    user.set_password(PASSWORD)
    user.save()
    alert = re.compile(r'role="alert".*?</div>', re.DOTALL)
    said = {alert.search(sign_in(name, "wrong")[1].content.decode())[0] for name in (user.username, "77777")}
    assert len(said) == 1


def test_a_second_factor_is_asked_for_and_kept_enciphered(city: Any) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    browser = signed_in(city, Role.SUPERVISION_CLERK)
    assert browser.get("/accounts/2fa/").status_code == 200
    # Who changes how they sign in says once more who they are.
    again = browser.get("/accounts/2fa/totp/activate/")["Location"]
    assert again.startswith("/accounts/reauthenticate/")
    assert browser.post(again, {"password": PASSWORD}).status_code == 302
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = browser.session["mfa.totp.secret"]

    def code() -> str:
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    assert browser.post("/accounts/2fa/totp/activate/", {"code": code()}).status_code == 302
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    fresh, answer = sign_in(str(city.people[Role.SUPERVISION_CLERK]))
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert fresh.get("/api/me").status_code == 401
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    codes = browser.get("/accounts/2fa/recovery-codes/")
    assert codes.status_code in (200, 302)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    one = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()[0]
    assert fresh.post("/accounts/2fa/authenticate/", {"code": one}).status_code == 302
    assert fresh.get("/api/me").status_code == 200


def test_cookies_and_headers_are_strict(town: Any) -> None:
    browser = signed_in(town, Role.LEADER)
    cookie = browser.cookies["luoshi_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    for path in ("/", LOGIN, "/api/docs", "/api/me", "/nowhere", "/accounts/2fa/"):
        answer = browser.get(path)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy + ";"
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        html = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html), path
        assert not re.search(r"<script(?![^>]*(src=|application/json))", html), path
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html), path
    assert settings.DEBUG is False


def test_signing_out_ends_the_session(town: Any) -> None:
    browser = signed_in(town, Role.LEADER)
    assert browser.post("/accounts/logout/").status_code == 302
    assert browser.get("/api/me").status_code == 401


def test_nobody_signs_up_and_nobody_is_led_elsewhere(town: Any) -> None:
    assert "邀请" in Client().get("/accounts/signup/").content.decode()
    form = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", form)
    assert not User.objects.filter(username="x").exists()
    user = issuing.account(town.people[Role.LEADER])
    user.set_password(PASSWORD)
    user.save()
    given = {"login": user.username, "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post(LOGIN, given)["Location"] == "/"


def test_the_sign_in_page_speaks_english_when_asked(town: Any) -> None:
    page = Client().get(LOGIN, headers={"Accept-Language": "en"}).content.decode()
    assert 'lang="en"' in page
    assert all(word in page for word in ("Sign in", "Person number", "Password"))
    assert "人员编号" in Client().get(LOGIN, headers={"Accept-Language": "zh-CN"}).content.decode()


def test_an_outside_account_belongs_to_one_person(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = town.people[Role.LEADER], town.people[Role.AUDITOR]
    with pytest.raises(WrongState, match="没有设置统一身份认证"):
        issuing.link(first, "u1")
    monkeypatch.setattr(settings, "LUOSHI_OIDC", "oidc")
    issuing.link(first, "u1")
    issuing.link(first, "u1")
    with pytest.raises(WrongState, match="已经归"):
        issuing.link(second, "u1")


def test_an_account_needs_a_person(town: Any) -> None:
    with pytest.raises(NotFound, match="没有编号为 9999"):
        issuing.token(9999, name="x")
    assert person(None, None)[0] in m.Person.objects.values_list("id", flat=True)


def test_every_word_of_the_pages_has_its_english_and_the_compiled_file_is_current() -> None:
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    web = Path(luoshi.web.__file__).parent
    folder = web / "locale" / "en" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as po, (folder / "django.mo").open("rb") as mo:
        written = {one.id: one.string for one in read_po(po) if one.id}
        compiled = {one.id: one.string for one in read_mo(mo) if one.id}
    assert written == compiled
    used = {
        one
        for page in ("pages.py", "accounts/adapters.py")
        for one in re.findall(r"_\(\"(.*?)\"\)", (web / page).read_text("utf-8"))
    }
    for template in web.rglob("*.html"):
        text = template.read_text("utf-8")
        used |= set(re.findall(r"""{% trans ["'](.*?)["'] %}""", text))
        found = re.findall(r"{% blocktrans[^%]*%}(.*?){% endblocktrans %}", text)
        used |= {re.sub(r"{{ (\w+) }}", r"%(\1)s", one) for one in found}
    assert used - set(written) == set()
