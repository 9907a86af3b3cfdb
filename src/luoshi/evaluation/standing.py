"""How a commitment stands: its three statuses under the one mark that heads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.evaluation.assessment import ADJUSTED, Assessment, Gap, Mark
from luoshi.evaluation.facts import Adjustment
from luoshi.evaluation.steps import Step


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands on a day.

    `unproven` is how much of what was said no evidence bears out, None where that cannot be said. `original` is the
    verdict on the promise as first made, where it was adjusted.
    """

    day: date
    mark: Mark
    words: str
    declared: Assessment
    supported: Assessment
    schedule: Assessment
    declared_gap: Gap | None = None
    supported_gap: Gap | None = None
    unproven: Decimal | None = None
    steps: tuple[Step, ...] = ()
    days_late: int = 0
    adjustment: Adjustment | None = None
    original: Standing | None = None

    @property
    def head(self) -> str:
        """The mark, with ↻ beside it where the promise was adjusted."""
        return f"{self.mark}{ADJUSTED if self.adjustment else ''}"


def mark(*, satisfied: bool, ended: bool, due: bool, supported_keeps: bool, declared_keeps: bool) -> Mark:
    """The one mark, by the first that applies: reached, missed, nothing due or measurable, on pace, only said, behind."""
    if satisfied:
        return Mark.REACHED
    if ended:
        return Mark.MISSED
    if not due:
        return Mark.NOT_MEASURABLE
    if supported_keeps:
        return Mark.ON_PACE
    return Mark.UNSUPPORTED if declared_keeps else Mark.BEHIND
