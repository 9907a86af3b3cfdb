"""What the sign-in library asks of this house: nobody signs up, and second factors are kept enciphered."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.utils.translation import gettext_lazy as _

from luoshi.ledger import home


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an invitation only, and signed in to by a person's number."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("人员编号或者密码不对。请核对后再试。"),
        "too_many_login_attempts": _("试错的次数过多，请过五分钟再试。"),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        return False


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Who comes from the identity provider has to be tied to a person first (`luoshi people link`)."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        """Never."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Keys of second factors and recovery codes are enciphered with a secret that is not in the database."""

    def encrypt(self, text: str) -> str:
        """Encipher."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decipher."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    secret = home.secret(home.folder(), "second-factor-key")
    return Fernet(urlsafe_b64encode(sha256(secret.encode()).digest()))
