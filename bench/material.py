"""The text that is measured on: the bundled sample reports over and over, with other digits each time."""

from __future__ import annotations

import random
import re
from itertools import cycle
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "src" / "luoshi" / "sample"
#: Years stay: the report's own is read from its text.
_DIGITS = re.compile(r"(?<!\d)(?!20\d\d年|1\d{3}年)\d+")


def material(characters: int) -> str:
    """A text of exactly so many characters; the same on every machine as long as the sample is the same."""
    reports = [path.read_text(encoding="utf-8") for path in sorted(SAMPLE.glob("*-20??.txt"))]
    rng = random.Random(characters)
    parts: list[str] = []
    length = 0
    for report in cycle(reports):
        parts.append(_DIGITS.sub(lambda match: _other(match[0], rng), report).strip())
        length += len(parts[-1]) + 1
        if length >= characters:
            return "\n".join(parts)[:characters]
    raise FileNotFoundError(f"no sample report in {SAMPLE.name}")


def _other(digits: str, rng: random.Random) -> str:
    """A number of as many digits, so that no two rounds hold the same amounts."""
    return str(rng.randrange(10 ** (len(digits) - 1), 10 ** len(digits)))
