"""How many promised amounts are found in annotated reports, as JSON: amounts.py REPORTS GOLD NAME…"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from luoshi.compiler.pipeline import compile_document
from luoshi.compiler.scoring import read_pairs, score
from luoshi.compiler.serial import item_object
from luoshi.text.read import read


def main(reports: Path, gold: Path, *names: str) -> None:
    pairs = []
    for name in names:
        compilation = compile_document(read(reports / f"{name}.txt"), year=int(name.rpartition("-")[2]))
        annotated = gold / f"{name}.gold.jsonl"
        pairs.append(
            (read_pairs([annotated, annotated])[0][0], [item_object(item) for item in compilation.items])
        )
    figures = {figure.name: asdict(figure) for figure in score(pairs)}
    print(json.dumps({name: figures[name] for name in ("quantity_precision", "quantity_recall")}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
