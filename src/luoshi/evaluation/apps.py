"""Evaluation as Django knows it: one table of what was computed, and how far it goes."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Its tables are derived: emptied, they fill again from the ledger, and no entry of the journal stands behind them."""

    name = "luoshi.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"
