"""The published description holds: whatever is sent, the API answers as it says, and never fails (schemathesis)."""

from __future__ import annotations

from datetime import date
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from town import PASSWORD  # noqa: F401

from luoshi.evaluation import stored
from luoshi.mechanisms.roles import Role
from luoshi.web.wsgi import application

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 25


def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/openapi.json", application)
