"""The API under `/api/`: what the ledger holds and how it stands, and every act, for programs and pages."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Swagger

import luoshi
from luoshi.web.api import acting, commitments, evidence, journal, offices, problems, standing

_PROBLEM, _JSON = "application/problem+json", "application/json"


class _Api(NinjaAPI):
    """With a description that says in which media type each answer comes."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description; errors are problems, files are bytes."""
        schema = super().get_openapi_schema(**options)
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if _JSON in content and int(status) >= 400:
                        content[_PROBLEM] = content.pop(_JSON)
                if operation["operationId"] == "evidence_content":
                    content = operation["responses"][200]["content"]
                    content["application/octet-stream"] = content.pop(_JSON)
        return schema


api = _Api(
    title="落实",
    version=luoshi.__version__,
    description="台账的接口：和网页、导出、命令行是同样的事项、同样的数。错误是 application/problem+json，写明什么问题、在哪里、怎么办。",
    docs=Swagger(settings={"persistAuthorization": False, "deepLinking": True}),
    urls_namespace="api",
)
problems.install(api)
for _router in (
    acting.router,
    commitments.router,
    standing.router,
    offices.router,
    evidence.router,
    journal.router,
):
    api.add_router("", _router)
