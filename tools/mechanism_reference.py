"""Writes `docs/reference/mechanisms.md` from the schema of definition files and the catalogue; a test compares.

.venv/bin/python tools/mechanism_reference.py
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from luoshi.mechanisms.load import catalogue
from luoshi.mechanisms.refusals import Why
from luoshi.mechanisms.roles import Role
from luoshi.mechanisms.schema import PARTS, Part

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "mechanisms.md"

HEAD = """\
# 机制定义文件

<!-- 由 tools/mechanism_reference.py 从程序的格式生成，不要手改 -->

一个办理程序是一个 YAML 文件，放在 `src/luoshi/mechanisms/catalogue/`，文件名就是它的名字：`13710.yaml`；第二版是 `13710.2.yaml`。
怎样写一个，见 [加一个办理程序](../how-to/add-a-procedure.md)；时限怎样数，见 [时限怎样数](../explanation/clocks.md)。
`luoshi mechanisms check 文件` 检查写得对不对，并把例子和反例都跑一遍。

键用英文，给人看的叫法写在 `title` 里。各部分用名字互相指：步骤的 `from`、`to` 写状态的名字，`starts`、`stops` 写时限的名字，`needs`、`may` 写字段的名字。
"""

RULES = """\
## 读入时的检查

有一条不成立，整个文件不用，提示写着文件、第几行、为什么、怎样改：

- 不认识的字段、重复的键、不存在的日期、`&` 和 `*` 的引用；
- 指到不存在的状态、步骤、字段、时限、参数、出处、选择；
- 状态从立案到不了；不是终点却离不开；怎样走都到不了终点；终点又有步骤出发；
- 时限从不起算、从不停下、暂停不恢复、长度写了两种；一步对同一个时限做互相矛盾的事；
- 延期可以在到期以后提出，或者没有新的日期；提出的请求没有一步答复；
- 参数既没有值又没有说明，或者两样都写；值的日期颠倒、重叠；两版的时间重叠；
- 参数、字段没有一处用到；没有例子或者反例。
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *parts(), RULES, roles(), reasons(), packs()])


def parts() -> Iterator[str]:
    """One table for each part of a file."""
    for title, part in PARTS:
        lines = [f"## {title}", ""]
        if part.__doc__ and part.__doc__.strip():
            lines += [part.__doc__.strip(), ""]
        lines += ["| 字段 | 写什么 | 意思 |", "|---|---|---|"]
        for name, info in part.model_fields.items():
            must = "" if not info.is_required() else "（必须）"
            lines.append(f"| `{info.alias or name}` | {sort(info.annotation)}{must} | {info.description} |")
        yield "\n".join([*lines, ""])


def sort(annotation: Any) -> str:
    """What is written in a field, in words."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return sort(arguments[0])
    if origin is tuple:
        return f"列表：{sort(arguments[0])}"
    if origin is dict:
        return f"名字: {sort(arguments[1])}"
    if origin in (types.UnionType, typing.Union):
        return sort(next(one for one in arguments if one is not type(None)))
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return "下面的一条"
    return {"str": "文字", "int": "整数", "bool": "true、false", "date": "日期"}.get(
        annotation.__name__, "名称" if annotation is not Any else "值"
    )


def roles() -> str:
    """The roles that `by` and `who` name."""
    rows = [f"| `{role.value}` | {role.label} |" for role in Role]
    return "\n".join(["## 角色", "", "| 角色 | 叫法 |", "|---|---|", *rows, ""])


#: Why an act is refused, as counter-examples name it.
REASONS = {
    Why.UNKNOWN_ACT: "没有这一步",
    Why.SWITCHED_OFF: "程序没有启用",
    Why.NOT_IN_FORCE: "那一天不用这一版",
    Why.WRONG_STATE: "状态不对，或者已经到终点",
    Why.WRONG_ROLE: "角色不能办",
    Why.NOT_APPLICABLE: "这件事用不上这一步",
    Why.ALREADY_RAISED: "请求已经提出，在等答复",
    Why.NOTHING_RAISED: "没有等着答复的请求",
    Why.SAME_PERSON: "经办和审核是同一个人",
    Why.TOO_LATE: "过了期限",
    Why.TOO_EARLY: "期限还没有过",
    Why.HELD: "协调事项没有答复，不升级",
    Why.MISSING_FIELD: "必须写的没有写",
    Why.UNKNOWN_FIELD: "写了这一步不写的字段",
    Why.BAD_FIELD: "字段的值不对：不是日期、已经过了、没有这个选择……",
    Why.OUT_OF_ORDER: "日期早于上一步，或者不合理",
    Why.OTHER_CONTENT: "同一个请求编号，内容不同",
}


def reasons() -> str:
    """Every reason of a refusal."""
    rows = [f"| `{why}` | {REASONS[why]} |" for why in Why]
    return "\n".join(
        ["## 拒绝的原因", "", "反例的 `refused` 写代码。", "", "| 代码 | 意思 |", "|---|---|", *rows, ""]
    )


def packs() -> str:
    """The definitions that come with the program."""
    rows = [
        f"| `{one.name}` | {one.title} | {one.spec.place} | {'是' if one.spec.enabled else '否，由人启用'} | {one.spec.question} |"
        for one in catalogue()
    ]
    head = ["## 自带的程序", "", "| 名字 | 程序 | 取自 | 启用 | 回答的问题 |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
