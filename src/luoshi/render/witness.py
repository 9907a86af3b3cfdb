"""What is said, in words, of statistics, of confirmations and of drift; the same in table, sheet and page."""

from __future__ import annotations

from luoshi.reckoning.drift import Drift
from luoshi.reckoning.findings import Confirmation, Finding, Standing, Verdict, Witness
from luoshi.render.reading import unwrap

#: A mark beside the word, so that no change is told by colour alone.
DRIFTS = {
    Drift.UNCHANGED: "＝ 原样",
    Drift.LOWERED: "↓ 要求降低",
    Drift.RAISED: "↑ 要求提高",
    Drift.MOVED: "↔ 数变了",
    Drift.NUMBER_DROPPED: "∅ 不再有数",
    Drift.WEAKENED: "≈ 放松",
    Drift.FIRMER: "≡ 收紧",
    Drift.SCOPE_NARROWED: "⊂ 范围缩小",
    Drift.SCOPE_WIDENED: "⊃ 范围扩大",
    Drift.SCOPE_CHANGED: "⇄ 范围变了",
    Drift.SLIPPED: "» 推后",
    Drift.ADVANCED: "« 提前",
    Drift.RENAMED: "≙ 换了说法",
    Drift.SWAPPED: "⇋ 换了指标",
    Drift.MERGED: "⋎ 并入",
    Drift.SPLIT: "⋏ 拆开",
    Drift.GONE: "○ 没有再提",
}
_KEPT = {Verdict.MET: "达到", Verdict.SHORT: "未达到"}
UNCONFIRMED = "尚未确认"


def witness_in_words(witness: Witness) -> str:
    """`5.4%（统计公报，2026-03-27 公布）；与报告不一致；按这个数：未达到（5.4 < 5.7）`."""
    row = witness.statistic
    whence = "，".join(filter(None, (row.source, f"{row.published} 公布" if row.published else "")))
    said = [f"{row.quote}（{unwrap(whence)}）"]
    if witness.superseded:
        said.append("后来修订")
    if witness.why:
        said.append(f"不能比：{witness.why}")
    if witness.agrees is not None:
        said.append("与报告一致" if witness.agrees else "与报告不一致")
    if witness.verdict is not None:
        said.append(f"按这个数：{_KEPT[witness.verdict]}（{'；'.join(witness.steps)}）")
    return "；".join(said)


def witnesses_in_words(finding: Finding) -> list[str]:
    """Every statistic of the same thing, the earliest published first."""
    return [witness_in_words(witness) for witness in finding.witnesses]


def disputed(finding: Finding) -> Witness | None:
    """The statistic in force that does not agree with the report's figure; None where there is none."""
    return next((w for w in finding.witnesses if w.agrees is False and not w.superseded), None)


def standing_in_words(confirmation: Confirmation | None, *, names: bool = False) -> str:
    """How far a "not mentioned" is confirmed. The person's name stands there only where that is asked for."""
    if confirmation is None:
        return UNCONFIRMED
    by = confirmation.by if names else "专人"
    checked = f"{by} {confirmation.on} 核对过" if confirmation.on else "还没有人核对"
    until = f"{confirmation.until}{'，暂按' if confirmation.provisional else ''}"
    if confirmation.standing is Standing.ANSWERED:
        # Who confirmed before the office answered has not weighed its answer.
        weighed = confirmation.on and confirmation.answered and confirmation.on >= confirmation.answered
        state = "已确认" if weighed else UNCONFIRMED
        return f"{state}（{checked}）；单位 {confirmation.answered} 答复：{unwrap(confirmation.answer)}"
    if confirmation.standing is Standing.WAITING:
        return f"{UNCONFIRMED}（{checked}；单位答复期至 {until}）"
    if confirmation.standing is Standing.CONFIRMED:
        return f"已确认（{checked}；已征求单位意见，答复期 {until} 已过，没有收到答复）"
    missing = "没有征求单位意见" if confirmation.asked is None else f"单位答复期 {until} 已过"
    return f"{UNCONFIRMED}（{checked}；{missing}）"
