"""Accounts as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Its tables are no part of the journal: they say how somebody signs in, never what was done."""

    name = "luoshi.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
