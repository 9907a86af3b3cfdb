"""The ledger as Django knows it; arms the guards of its tables."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Every connection is watched from its start, and the triggers are set again after every migration."""

    name = "luoshi.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import guard

        connection_created.connect(guard.watch, dispatch_uid="luoshi.ledger.guard")
        post_migrate.connect(guard.protect, sender=self, dispatch_uid="luoshi.ledger.protect")
