"""Clocks of very many cases at once: the same fold and the same readings, a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.mechanisms.acting import readings
from luoshi.mechanisms.clocks import ClockStanding, Reading
from luoshi.mechanisms.definition import Definition, Settings
from luoshi.mechanisms.progress import Act, fold


@dataclass(frozen=True, slots=True)
class Read:
    """One case on a day: its state and its clocks."""

    state: str
    final: bool
    clocks: list[Reading]

    @property
    def overdue(self) -> bool:
        """Whether a clock that still runs has passed its day."""
        return any(one.standing is ClockStanding.OVERDUE for one in self.clocks)


def read_cases(
    cases: Iterable[tuple[Definition, Sequence[Act]]], day: date, settings: Settings | None = None
) -> Iterator[Read]:
    """Each case on a day, in the order given."""
    settings = settings or Settings()
    for definition, acts in cases:
        progress = fold(definition, acts, settings)
        yield Read(progress.state, progress.final, readings(progress, day))
