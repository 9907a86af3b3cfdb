"""What went wrong, for programs: problem details (RFC 9457) in Chinese, with what, where and remedy."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as ShapeError

from luoshi import errors

#: By kind of error: the status, what it is called, what to do. The first that fits holds.
KINDS: tuple[tuple[type[errors.LuoshiError], int, str, str], ...] = (
    (errors.NotFound, 404, "没有这一件", "核对编号；列表里有现在的编号。"),
    (errors.NotAllowed, 403, "没有权限", "请系统管理员授予需要的角色，或者请有权限的同志办。"),
    (errors.SamePerson, 403, "不能由同一个人办", "请另一位同志办。"),
    (errors.Conflict, 409, "别人已经改过", "重新读取，看过新的内容再改。"),
    (errors.WrongState, 409, "现在的状态不能这样办", "看过现在的状态再办。"),
    (errors.JournalBroken, 500, "日志不可信", "请系统管理员运行 luoshi verify，查明原因。"),
    (errors.TooLarge, 413, "文件太大", "分成几份，或者压缩图片后再传。"),
    (errors.ReadError, 422, "文件不能接收", "照说明换一个文件。"),
    (errors.LuoshiError, 422, "内容不对", "照说明改正后再发。"),
)
_FIELDS = {"missing": "没有写", "extra_forbidden": "没有这个参数"}
_log = logging.getLogger("luoshi.web")


def answer(
    api: NinjaAPI, request: HttpRequest, status: int, kind: str, detail: str, remedy: str, **more: Any
) -> HttpResponse:
    """A problem as a response."""
    title = more.pop("title", None) or next((t for c, _, t, _ in KINDS if c.__name__ == kind), detail)
    body = {
        "type": f"urn:luoshi:{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "remedy": remedy,
        **more,
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json; charset=utf-8"
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="luoshi"'
    return response


def failure(request: HttpRequest) -> HttpResponse:
    """Something broke that nobody foresaw."""
    from luoshi.web.api import api

    return answer(
        api,
        request,
        500,
        "Failure",
        "系统出错了，这次没有办成。",
        "稍后再试；还不行，请系统管理员看服务日志。",
        title="系统出错",
    )


def install(api: NinjaAPI) -> None:
    """Have the API answer every error as a problem."""

    @api.exception_handler(errors.LuoshiError)
    def _known(request: HttpRequest, error: errors.LuoshiError) -> HttpResponse:
        kind, status, _, remedy = next(found for found in KINDS if isinstance(error, found[0]))
        return answer(api, request, status, kind.__name__, str(error), remedy)

    @api.exception_handler(AuthenticationError)
    def _who(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
        detail = "没有登录，或者令牌不对、过期、已经收回。"
        return answer(
            api, request, 401, "NotSignedIn", detail, "请登录，或者在 Authorization 里写 Bearer 令牌。",
            title="没有登录",
        )  # fmt: skip

    @api.exception_handler(ValidationError)
    def _shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        wrong = [
            {"where": ".".join(str(part) for part in one["loc"]), "what": _said(one)} for one in error.errors
        ]
        detail = "；".join(f"{one['where']}：{one['what']}" for one in wrong)
        return answer(
            api, request, 422, "Invalid", detail, "照说明改正后再发；格式见 /api/docs。",
            title="请求的内容不对", errors=wrong,
        )  # fmt: skip

    @api.exception_handler(ShapeError)
    def _inside(request: HttpRequest, error: ShapeError) -> HttpResponse:
        return _shape(request, ValidationError(list(error.errors(include_url=False, include_context=False))))

    @api.exception_handler(DataError)
    @api.exception_handler(OverflowError)
    def _beyond(request: HttpRequest, _: Exception) -> HttpResponse:
        return answer(
            api, request, 422, "Invalid", "有一个数或者一段文字超出了能存的范围。", "改小后再发。",
            title="请求的内容不对",
        )  # fmt: skip

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        detail = "请求的正文不是 JSON。" if error.status_code == 400 else str(error)
        return answer(
            api, request, error.status_code, "BadRequest", detail, "正文写成一个 JSON 对象。",
            title="请求读不懂",
        )  # fmt: skip

    @api.exception_handler(Exception)
    def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        _log.error("%s %s", request.method, request.path, exc_info=error)
        return failure(request)


def _said(one: dict[str, Any]) -> str:
    context = one.get("ctx", {})
    match one["type"]:
        case "missing" | "extra_forbidden":
            return _FIELDS[one["type"]]
        case "greater_than_equal":
            return f"不能小于 {context.get('ge')}"
        case "less_than_equal":
            return f"不能大于 {context.get('le')}"
        case "string_too_long":
            return f"不能多于 {context.get('max_length')} 个字"
        case "string_too_short":
            return f"不能少于 {context.get('min_length')} 个字"
        case "literal_error" | "enum":
            return f"只能是 {context.get('expected')}"
        case "int_parsing" | "int_type" | "int_from_float":
            return "应是整数"
        case "date_parsing" | "date_from_datetime_parsing" | "date_type":
            return "应是日期，写成 2026-03-31 这样"
        case "string_pattern_mismatch":
            return f"写法不对，应合 {context.get('pattern')}"
        case "value_error":
            return str(context.get("error", one["msg"]))
        case _:
            return f"不对（{one['msg']}）"
