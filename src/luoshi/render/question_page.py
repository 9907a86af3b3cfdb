"""The question sheet as a page to read or print; no script, works offline."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from luoshi.reckoning.findings import Reckoning
from luoshi.render.questions import NOTICE, TITLE, counts, questions


def html_page(reckoning: Reckoning, *, names: bool = False) -> str:
    """The page as text; the same reckoning gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("luoshi.render"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    sheets = [
        {
            "heading": f"{pairing.new.place or pairing.old.place}：{pairing.old.year} 年的承诺，{pairing.new.year} 年的报告",
            "counts": counts(pairing),
            "questions": questions(pairing, names=names),
        }
        for pairing in reckoning.pairings
    ]
    return environment.get_template("questions.html").render(
        title=f"{reckoning.place}{TITLE}", sheets=sheets, notice=NOTICE
    )
