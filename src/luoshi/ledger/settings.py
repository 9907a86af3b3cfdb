"""What Django needs to know: the database (`LUOSHI_DATABASE_URL`, else SQLite in `LUOSHI_HOME`) and the apps."""

from __future__ import annotations

import os

import dj_database_url

from luoshi.ledger import home


def database(url: str | None) -> dict[str, object]:
    """Django's settings for a database: SQLite waits for its turn instead of failing, PostgreSQL keeps connections."""
    parsed = dj_database_url.parse(url or f"sqlite:///{home.folder() / home.DATABASE}")
    if parsed["ENGINE"].endswith("sqlite3"):
        # Eight writers with Django's defaults gave "database is locked" for nearly every write.
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
            # What is looked up stays in memory: with the default of 2 MB a full ledger is read from disk over and over.
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=2147483648;",
        }
    else:
        parsed["CONN_HEALTH_CHECKS"] = True
        parsed["CONN_MAX_AGE"] = None
    return dict(parsed)


SECRET_KEY = home.secret(home.folder(), "session-key") if (home.folder() / "secrets").is_dir() else ""
DATABASES = {"default": database(os.environ.get("LUOSHI_DATABASE_URL"))}
INSTALLED_APPS = ["luoshi.ledger", "luoshi.evaluation"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
#: What seals new entries: sha256, or sm3 where the law asks for it.
LUOSHI_HASH = os.environ.get("LUOSHI_HASH", "sha256")
