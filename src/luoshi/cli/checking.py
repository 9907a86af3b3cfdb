"""The command that checks a claim against a document, without a ledger."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from luoshi.cli.output import print_out, warn
from luoshi.cli.program import command
from luoshi.errors import ReadError

if TYPE_CHECKING:
    from luoshi.evidence.claim import Claim
    from luoshi.evidence.preflight import Check

_WORDS = {"supported": "支持", "not_supported": "不支持", "cannot_bear": "不能证明", "unread": "没有读出"}
_SIGNS = {"supported": "✓", "not_supported": "✕", "cannot_bear": "◆", "unread": "○"}


@command()
def check(
    evidence: Annotated[
        str, typer.Argument(metavar="EVIDENCE", help="佐证材料：docx、xlsx、pdf、ofd、txt、md、html、csv。")
    ],
    claim: Annotated[
        str, typer.Option("--claim", metavar="CLAIM", help="申报的一句话，例如 新建高标准农田8.2万亩。")
    ],
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help="报的是哪一期：2025-06、2025-Q2、2025-H1、2025。"),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help="报的是哪个地方，例如 清河县。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """核对申报的数在不在佐证材料里：指标、期次、地方、单位都要对上，并且是做到了的数。"""
    from luoshi.evidence.claim import parse_claim
    from luoshi.evidence.periods import parse_period

    said = parse_claim(claim, period=parse_period(period) if period else None, place=place or "")
    outcome = _outcome(evidence, said)
    if as_json:
        print_out(json.dumps(as_object(outcome, said), ensure_ascii=False, indent=1) + "\n")
        return
    warn(outcome.warnings)
    print_out(_page(outcome, said, evidence))


def _outcome(file: str, claim: Claim) -> Check:
    from luoshi.evidence.preflight import check, unread
    from luoshi.evidence.read import read_evidence
    from luoshi.evidence.secrecy import refuse_classified, refuse_evidence
    from luoshi.text.read import MAX_BYTES

    refuse_classified([claim.text], name=file if file != "-" else "")
    source: str | bytes = file
    if file == "-":
        source = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        _must_exist(file)
    try:
        evidence = read_evidence(source, name="标准输入" if file == "-" else None)
    except ReadError as error:
        return unread(error)
    refuse_evidence(evidence)
    return check(evidence, claim)


def _must_exist(file: str) -> None:
    """A file that is not there is a mistake of who typed its name, not evidence that could not be read."""
    from pathlib import Path

    path = Path(file)
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise ReadError(f"{path.name}：找不到这个文件。请核对路径和文件名。")
    if path.is_dir():
        raise ReadError(f"{path.name}：这是文件夹，不是文件。请给出文件本身。")


def as_object(outcome: Check, claim: Claim) -> dict[str, Any]:
    """The outcome as `--json` prints it."""
    found = outcome.found
    return {
        "verdict": str(outcome.verdict),
        "claim": claim.text,
        "period": str(claim.period) if claim.period else None,
        "place": claim.place or None,
        "kind": outcome.kind or None,
        "found": found
        and {
            "quote": found.quote,
            "page": found.where.page,
            "cell": found.where.cell or None,
            "paragraph": found.where.paragraph,
        },
        "why": outcome.why,
        "trace": list(outcome.trace),
        "warnings": list(outcome.warnings),
    }


def _page(outcome: Check, claim: Claim, file: str) -> str:
    """Verdict, reason, where the number stands, each on lines of their own."""
    rows = [("结论", f"{_SIGNS[outcome.verdict]} {_WORDS[outcome.verdict]}"), ("理由", outcome.why)]
    if outcome.found:
        where = str(outcome.found.where)
        rows.append(("原文", outcome.found.quote))
        if where:
            rows.append(("位置", where))
    scope = "，".join(filter(None, (claim.place, str(claim.period) if claim.period else "")))
    rows.append(("申报", f"{claim.text}（{scope}）" if scope else claim.text))
    rows.append(("材料", f"{file}（{outcome.kind}）" if outcome.kind else file))
    return "".join(f"{label}　{text}\n" for label, text in rows)
