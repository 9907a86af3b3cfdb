"""The API under `/api/`: what the ledger holds and how it stands, and every act, for programs and pages."""

from __future__ import annotations

from ninja import NinjaAPI, Swagger

import luoshi
from luoshi.web.api import acting, commitments, evidence, journal, offices, problems, standing

api = NinjaAPI(
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
