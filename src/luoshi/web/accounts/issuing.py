"""Giving out and taking back: accounts, invitations, tokens, ties to an identity provider. Each secret is shown once."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from luoshi.errors import NotFound, WrongState
from luoshi.ledger import models as m
from luoshi.web.accounts.models import Invitation, Secret, Token, User

#: Begins every token, so that one that leaked is recognised.
TOKEN_PREFIX = "luoshi_"


def account(person: int) -> User:
    """The account of a person, made if there was none; it has no password until the invitation is used.

    Raises NotFound, also where the name was erased.
    """
    if not m.Personal.objects.filter(person_id=person).exists():
        raise NotFound(
            f"台账里没有编号为 {person} 的人员，或者姓名已经删除。请先登记：luoshi people add 姓名。"
        )
    user = User(person_id=person, username=str(person))
    user.set_unusable_password()
    found, _ = User.objects.get_or_create(
        person_id=person, defaults={"username": user.username, "password": user.password}
    )
    return found


def invite(person: int, *, days: int = 3) -> str:
    """A code that sets the person's password, once, within so many days; earlier codes end. A closed account opens."""
    user = account(person)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(closed=None)
        Invitation.objects.filter(user=user, ended__isnull=True).update(ended=datetime.now(UTC))
        return _issue(Invitation(user=user), "", days)


def close(person: int) -> None:
    """End an account: nobody comes in by it, its sessions and tokens hold no longer. Raises NotFound."""
    if not User.objects.filter(person_id=person).update(closed=datetime.now(UTC)):
        raise NotFound(f"第 {person} 号人员没有账号。")
    Token.objects.filter(user__person_id=person, ended__isnull=True).update(ended=datetime.now(UTC))
    Invitation.objects.filter(user__person_id=person, ended__isnull=True).update(ended=datetime.now(UTC))


def invitation(code: str) -> Invitation | None:
    """The invitation of a code, while it holds."""
    found = Invitation.objects.filter(digest=_digest(code)).select_related("user").first()
    return found if found and found.holds else None


@transaction.atomic
def accept(invited: Invitation, password: str) -> None:
    """Set the password and use the invitation up. Raises WrongState where somebody was faster."""
    if not Invitation.objects.filter(pk=invited.pk, ended__isnull=True).update(ended=datetime.now(UTC)):
        raise WrongState("这个邀请已经用过了。请重新要一个：luoshi people invite。")
    invited.user.set_password(password)
    invited.user.save(update_fields=["password"])


def token(person: int, *, name: str, days: int = 365) -> str:
    """A token with which programs act as the person, for so many days."""
    return _issue(Token(user=account(person), name=name[:60]), TOKEN_PREFIX, days)


def tokens(person: int) -> list[Token]:
    """The tokens of a person, newest first."""
    return list(Token.objects.filter(user__person_id=person).order_by("-id"))


def revoke(number: int) -> None:
    """Take a token back. Raises NotFound, WrongState."""
    if not Token.objects.filter(pk=number).exists():
        raise NotFound(f"没有第 {number} 号令牌。令牌见 luoshi people tokens 人员编号。")
    if not Token.objects.filter(pk=number, ended__isnull=True).update(ended=datetime.now(UTC)):
        raise WrongState(f"第 {number} 号令牌已经收回了。")


def bearer(key: str) -> User | None:
    """Whom a token stands for, while it holds and the person may come in."""
    found = Token.objects.filter(digest=_digest(key)).select_related("user").first()
    return found.user if found and found.holds and found.user.is_active else None


def link(person: int, subject: str) -> None:
    """Have `subject` of the identity provider sign in as this person. Raises WrongState where it is another's."""
    from allauth.socialaccount.models import SocialAccount

    if not settings.LUOSHI_OIDC:
        raise WrongState("没有设置统一身份认证。请先设置 LUOSHI_OIDC_ISSUER，见办事指南“对外提供服务”。")
    user = account(person)
    found, _ = SocialAccount.objects.get_or_create(
        provider=settings.LUOSHI_OIDC, uid=subject, defaults={"user": user}
    )
    if found.user_id != user.pk:
        raise WrongState(f"“{subject}”已经归第 {found.user.username} 号人员。请先核对。")


def _issue(made: Secret, prefix: str, days: int) -> str:
    key = prefix + secrets.token_urlsafe(32)
    made.digest, made.created = _digest(key), datetime.now(UTC)
    made.expires = made.created + timedelta(days=days)
    made.save()
    return key


def _digest(key: str) -> str:
    # Of 256 random bits a plain digest is enough: there is nothing to guess.
    return sha256(key.encode("utf-8", "replace")).hexdigest()
