"""Why an act is refused: a code that counter-examples name, and what a clerk reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why an act is refused; counter-examples of definitions name it."""

    UNKNOWN_ACT = "unknown_act"
    SWITCHED_OFF = "switched_off"
    NOT_IN_FORCE = "not_in_force"
    WRONG_STATE = "wrong_state"
    WRONG_ROLE = "wrong_role"
    NOT_APPLICABLE = "not_applicable"
    ALREADY_RAISED = "already_raised"
    NOTHING_RAISED = "nothing_raised"
    SAME_PERSON = "same_person"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    HELD = "held"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    BAD_FIELD = "bad_field"
    OUT_OF_ORDER = "out_of_order"
    OTHER_CONTENT = "other_content"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what to do about it."""

    why: Why
    message: str
