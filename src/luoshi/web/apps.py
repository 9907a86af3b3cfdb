"""The web part as Django knows it: templates, style, translations."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """It has no tables; its templates stand before those of the sign-in library."""

    name = "luoshi.web"
    label = "web"
