"""Writes `docs/reference/permissions.md` from the table of permissions; a test compares.

.venv/bin/python tools/permission_reference.py
"""

from __future__ import annotations

from pathlib import Path

from luoshi.ledger import opening

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "permissions.md"

HEAD = """\
# 谁可以办什么

<!-- 由 tools/permission_reference.py 从权限表生成，不要手改 -->

角色由系统管理员授予（`luoshi people grant`），写进日志；自己不能给自己授予。标“本单位”的，只能办自己单位的事；县级协调员的本单位连同它下面的单位。
办件的步骤由机制的定义说谁可以办（`luoshi mechanisms show`）：写明以什么角色办，并且真有这个角色；单位里的角色还要是这个办件的承办单位或者被征求、被请求的单位。
命令行不写 `--by` 的是命令行操作员，也就是能打开数据库的人，不受这张表限制，日志里照样写明是操作员。
登记、审核、批准要两个人的（办结、调整、撤销、收回材料、签发），不论什么角色，都不能是同一个人。

● 可以办　○ 可以办本单位的　· 不可以
"""


def page() -> str:
    """The page as it should be."""
    from luoshi.ledger.permissions import ACTIONS, READS
    from luoshi.mechanisms.roles import Role

    titles = " | ".join(role.label for role in Role)
    line = "|---|" + ":-:|" * len(Role)

    def row(name: str, anywhere: frozenset[Role], own: frozenset[Role]) -> str:
        signs = ("●" if role in anywhere else "○" if role in own else "·" for role in Role)
        return f"| `{name}` | {' | '.join(signs)} |"

    acts = [row(name, rule.anywhere, rule.roles) for name, rule in ACTIONS.items()]
    reads = [row(name, roles, frozenset()) for name, roles in READS.items()]
    return "\n".join(
        [
            HEAD,
            "## 动作",
            "",
            f"| 动作 | {titles} |",
            line,
            *acts,
            "",
            "## 查看",
            "",
            f"| 查看 | {titles} |",
            line,
            *reads,
            "",
        ]
    )


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    opening.setup()
    main()
