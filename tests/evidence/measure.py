"""How often the pre-flight is right about documents whose verdicts were written by hand (`make evidence-figures`).

python tests/evidence/measure.py [--wrong] [worked|held-out|last|strange|strange-held-out]
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papers import Paper

from luoshi.errors import ReadError
from luoshi.evidence.claim import parse_claim
from luoshi.evidence.periods import parse_period
from luoshi.evidence.preflight import Check, check, unread
from luoshi.evidence.read import read_evidence

# Whose documents may be looked at one by one, and from which of them the reason is checked as well.
WORKED, REASONED = ("worked", "strange"), ("worked",)
SETS = {
    "worked": (
        "worked_tables",
        "worked_texts",
        "worked_records",
        "worked_more",
        "worked_wide",
        "worked_second_tables",
        "worked_second_texts",
    ),
    "held-out": ("held_out_tables", "held_out_texts"),
    "last": ("held_out_last",),
    "strange": ("strange_dev",),
    "strange-held-out": ("strange_held_out",),
}


def papers(name: str) -> list[Paper]:
    """The documents of a set."""
    return [paper for module in SETS[name] for paper in __import__(module).PAPERS]


def outcome(paper: Paper) -> Check:
    """What the pre-flight says of a document, through its bytes."""
    claim = parse_claim(
        paper.claim, period=parse_period(paper.period) if paper.period else None, place=paper.place
    )
    try:
        evidence = read_evidence(paper.data(), name=paper.file)
    except ReadError as error:
        return unread(error)
    return check(evidence, claim)


@dataclass(frozen=True)
class Figures:
    """Counts over a set; only documents that can be read, and that can bear, count for `not_supported`."""

    hits: int
    said: int
    due: int
    alarms: int
    good: int
    right: int
    all: int

    @property
    def precision(self) -> float:
        return self.hits / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.due if self.due else 1.0

    @property
    def false_alarms(self) -> float:
        """Good evidence of which anything but `supported` was said."""
        return self.alarms / self.good if self.good else 0.0


def figures(pairs: Iterable[tuple[Paper, Check]]) -> Figures:
    pairs = list(pairs)
    said = [p for p, c in pairs if c.verdict == "not_supported"]
    due = [p for p, _ in pairs if p.verdict == "not_supported"]
    good = [(p, c) for p, c in pairs if p.verdict == "supported"]
    return Figures(
        hits=sum(p.verdict == "not_supported" for p in said),
        said=len(said),
        due=len(due),
        alarms=sum(c.verdict != "supported" for _, c in good),
        good=len(good),
        right=sum(p.verdict == c.verdict for p, c in pairs),
        all=len(pairs),
    )


def wilson(hits: int, of: int) -> str:
    """The 95 % interval of a share."""
    if not of:
        return "—"
    z, p = 1.96, hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{max(0.0, middle - half):.2f}–{min(1.0, middle + half):.2f}"


def main(arguments: Sequence[str]) -> None:
    show = "--wrong" in arguments
    for name in [a for a in arguments if a in SETS] or list(SETS):
        pairs = [(paper, outcome(paper)) for paper in papers(name)]
        f = figures(pairs)
        print(
            f"{name}: {f.all} documents, right verdict {f.right}/{f.all} = {f.right / f.all:.3f} ({wilson(f.right, f.all)})"
        )
        print(f"  not_supported: precision {f.hits}/{f.said} = {f.precision:.3f} ({wilson(f.hits, f.said)})")
        print(f"  not_supported: recall    {f.hits}/{f.due} = {f.recall:.3f} ({wilson(f.hits, f.due)})")
        print(
            f"  false alarms on good evidence {f.alarms}/{f.good} = {f.false_alarms:.3f} ({wilson(f.alarms, f.good)})"
        )
        # Those held out are looked at in totals only: who sees one of them would tune a rule on it.
        for paper, said in pairs if show and name in WORKED else ():
            reason = paper.why if name in REASONED else ""
            if said.verdict != paper.verdict or reason not in said.why:
                print(
                    f"  {paper.file}: {paper.claim} [{paper.place} {paper.period}] {paper.verdict} → {said.verdict} ({said.kind}) {said.why}"
                )
                if said.found:
                    print(f"      {said.found.quote} @ {said.found.where}")


if __name__ == "__main__":
    main(sys.argv[1:])
