"""The command that measures what was compiled against annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.output import print_out
from luoshi.cli.program import command

if TYPE_CHECKING:
    from luoshi.compiler.annotations import Pair
    from luoshi.compiler.scoring import Figure


@command()
def score(
    files: Annotated[
        list[Path], typer.Argument(metavar="GOLD PREDICTED", help="成对的文件：标注、编译结果（jsonl）。")
    ],
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出不一致的地方。")] = False,
) -> None:
    """用标注核对编译结果，给出各项指标和 95% 置信区间。"""
    from luoshi.compiler.scoring import differences, read_pairs
    from luoshi.compiler.scoring import score as figures

    pairs = read_pairs(files)
    if any("verdict" in row for gold, _ in pairs for row in gold[:1]):
        _score_reckonings(pairs, files, errors=errors)
        return
    _print_figures(figures(pairs))
    for d in differences(pairs) if errors else ():
        print_out(f"{files[2 * d.pair].name}:{d.at} | {d.what} | {d.quote} | {d.annotated} | {d.predicted}\n")


def _score_reckonings(pairs: Sequence[Pair], files: Sequence[Path], *, errors: bool) -> None:
    """Annotated reckonings are told by their verdicts."""
    from luoshi.reckoning.scoring import differences, score

    _print_figures(score(pairs))
    for d in differences(pairs) if errors else ():
        print_out(
            f"{files[2 * d.pair].name}:{d.at} | {d.quote} | {d.indicator} | {d.annotated} | {d.predicted}\n"
        )


def _print_figures(figures: Iterable[Figure]) -> None:
    for f in figures:
        value = "-" if f.value is None else f"{f.value:.3f}" if f.low is not None else f"{f.value:g}"
        interval = "" if f.low is None else f"  {f.low:.3f}–{f.high:.3f}"
        print_out(f"{f.name:19} {value:>7}{interval}  (n={f.n})\n")
