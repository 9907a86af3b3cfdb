"""Writes docs/reference/api.md from the API's published description; `--check` says whether it is current."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "api.md"
HEAD = """# 接口

<!-- 由 tools/api_reference.py 从接口的机读说明生成，不要手改 -->

地址都在 `/api/` 下。机读的说明（OpenAPI）在 `/api/openapi.json`，可以试用的页面在 `/api/docs`。开服务、发令牌见 [开网页和接口的服务](../how-to/serve.md)。

- **身份**：请求头 `Authorization: Bearer 令牌`，或者登录的会话；会话改动什么要带 `X-CSRFToken`。
- **数**：是十进制的文字，不是浮点数；日期写 `2026-03-31`。
- **翻页**：`next` 不是 null 的，还有下一页，照抄在 `after`（反馈是 `before`）里。`/api/commitments` 按列入的次序，翻页时新列入的只会排在后面；`/api/standings` 按轻重，翻页时重新判定的可能见到两次或者见不到。
- **没有变就不重发**：答复带 `ETag`，下次写在 `If-None-Match` 里，没有变的答 304。日志多一条、重新判定、过了一天，都算变。
- **只办一次**：请求头 `Idempotency-Key`，同一个人用同一个编号发两次，只办一次，第二次答 200、`again` 是真；同一个编号发别的内容，拒绝。
- **错误**：`application/problem+json`，`detail` 写什么问题、为什么、怎么办，`instance` 写哪个地址，`remedy` 写怎么办，`type` 是 `urn:luoshi:` 加错误的类，见 [提示和补救](errors.md)。401 没有登录，403 没有权限，404 没有或者看不到，409 状态不对或者别人已经改过，413 太大，422 内容不对。
- **列表里的判定**来自后台（`luoshi work`），`assessed` 写着算到日志第几条、哪一天；单独一项是现算的。

“能看的”是 [权限表](permissions.md) 里的名字；`anybody` 是登录了就可以。
"""


def main() -> None:
    """Write the page, or compare it."""
    page = made()
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text("utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")


def made() -> str:
    """The page as it should be."""
    schema = description()
    parts = [HEAD]
    last = ""
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            if about["tags"][0] != last:
                last = about["tags"][0]
                parts.append(f"\n## {last}\n")
            parts.append(_operation(path, method, about, schema))
    return "".join(parts)


def description() -> dict[str, Any]:
    """The published description, as the server gives it."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        os.environ["LUOSHI_HOME"] = tempfile.mkdtemp()
    from luoshi.ledger import opening

    opening.setup("luoshi.web.settings")
    from luoshi.web.api import api

    return dict(api.get_openapi_schema(path_prefix="/api/"))


def _operation(path: str, method: str, about: dict[str, Any], schema: dict[str, Any]) -> str:
    lines = [f"\n### `{method.upper()} {path}`\n", f"{about['description']}\n"]
    if reads := about.get("x-luoshi-reads"):
        lines.append(f"能看的：`{reads}`。\n")
    if given := [*about.get("parameters", ()), *_form(about)]:
        rows = [
            f"| `{p['name']}`{'*' if p.get('required') else ''} | {_kind(p['schema'])} | {p.get('description') or p['schema'].get('description', '')} |"
            for p in given
        ]
        lines.append("\n".join(["| 参数 | 值 | 意思 |", "|---|---|---|", *rows]) + "\n")
    answer = about["responses"].get(200, {}).get("content", {}).get("application/json")
    if answer and (name := answer["schema"].get("$ref")):
        lines.append(f"答复：{_fields(name, schema)}\n")
    return "\n".join(lines)


def _form(about: dict[str, Any]) -> list[dict[str, Any]]:
    form = about.get("requestBody", {}).get("content", {}).get("multipart/form-data", {}).get("schema")
    if form is None:
        return []
    required = form.get("required", ())
    return [
        {"name": name, "schema": part, "required": name in required}
        for name, part in form["properties"].items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return _kind(next(part for part in schema["anyOf"] if part.get("type") != "null"))
    if "enum" in schema:
        return "、".join(f"`{value}`" for value in schema["enum"])
    names = {"integer": "整数", "string": "文字", "number": "数", "boolean": "真假", "object": "对象"}
    if schema.get("format") in ("date", "binary"):
        return {"date": "日期", "binary": "文件"}[schema["format"]]
    bounds = [f"{schema[key]}" for key in ("minimum", "maximum") if key in schema and schema[key] < 2**62]
    return names.get(schema.get("type", ""), "") + (f"，{' 到 '.join(bounds)}" if len(bounds) == 2 else "")


def _fields(reference: str, schema: dict[str, Any]) -> str:
    """The fields of an answer; of a list also those of its items."""
    found = schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
    words = []
    for name, part in found.items():
        item = part.get("items", {}).get("$ref")
        words.append(f"`{name}`" + (f"（每条：{_fields(item, schema)}）" if item else ""))
    return "、".join(words)


if __name__ == "__main__":
    main()
