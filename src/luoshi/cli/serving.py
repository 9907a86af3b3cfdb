"""The command that serves the ledger over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from luoshi.cli.desk import opened
from luoshi.cli.output import complain
from luoshi.cli.program import command
from luoshi.errors import OptionError


@command()
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="在哪个地址上听；默认只有本机能连。")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=1, max=65535, help="端口。")] = 8000,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, max=64, help="几个进程。")] = 2,
) -> None:
    """开网页和接口的服务；停下用 Ctrl+C。对外提供要在前面放一个管 https 的代理，见办事指南。"""
    with opened(None, web=True):
        from django.db import connections

        connections.close_all()
    _must_be_free(host, port)
    from granian import Granian
    from granian.constants import Interfaces

    complain(f"服务在 http://{host}:{port}；停下用 Ctrl+C。判定要跟到最新，请另开一个 luoshi work。")
    Granian(
        "luoshi.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        websockets=False,
    ).serve()


def _must_be_free(host: str, port: int) -> None:
    """Raise OptionError where nobody can listen there: the server itself would say it in its own words."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise OptionError(
            f"不能在 {host}:{port} 上开服务：{error.strerror or error}。请换一个 --host 或 --port。"
        ) from None
