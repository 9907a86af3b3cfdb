"""Documents with verdicts written by hand: each is judged so, and the figures over all keep their bounds."""

from __future__ import annotations

from functools import cache

import measure
import pytest
from papers import Paper

WORKED = measure.papers("worked")


@cache
def outcomes(name: str) -> list[tuple[Paper, measure.Check]]:
    return [(paper, measure.outcome(paper)) for paper in measure.papers(name)]


def test_the_documents_are_enough_and_of_every_kind():
    assert len(WORKED) >= 80
    assert sum(paper.form == "scan" for paper in WORKED) >= 15
    readable = [paper for paper in WORKED if paper.form != "scan"]
    failing = [paper for paper in readable if paper.verdict != "supported"]
    assert 0.4 <= len(failing) / len(readable) <= 0.6
    assert {paper.form for paper in WORKED} >= {"docx", "xlsx", "pdf", "ofd", "html", "txt", "scan", "jpg"}
    assert len({paper.name for paper in WORKED}) == len(WORKED)


def test_the_verdict_of_every_worked_document_is_the_one_written_beside_it():
    wrong = [(p.name, p.verdict, c.verdict, c.why) for p, c in outcomes("worked") if p.verdict != c.verdict]
    assert not wrong


def test_the_reason_names_what_is_wrong():
    asked = [(p, c) for p, c in outcomes("worked") if p.why and p.name != "contract-as-done"]
    assert len(asked) > 30
    vague = [(p.name, p.why, c.why) for p, c in asked if p.why not in c.why]
    assert len(vague) <= 0.1 * len(asked), vague


def test_what_is_supported_shows_where_it_stands():
    for paper, check in outcomes("worked"):
        if check.verdict == "supported":
            assert check.found is not None, paper.name
            assert check.found.quote
            assert str(check.found.where), paper.name


def test_figures_of_the_worked_set_keep_their_bounds():
    figures = measure.figures(outcomes("worked"))
    assert figures.precision >= 0.9
    assert figures.recall >= 0.9
    assert figures.false_alarms < 0.05


def test_figures_of_the_held_out_set_do_not_fall():
    """Totals only, of both lots; what is reached is published with its interval."""
    figures = measure.figures([*outcomes("held-out"), *outcomes("last")])
    assert figures.precision >= 0.85
    assert figures.recall >= 0.85


def test_nothing_unread_is_called_unsupported():
    for name in measure.SETS:
        for paper, check in outcomes(name):
            assert (paper.verdict == "unread") == (check.verdict == "unread"), paper.name


@pytest.mark.parametrize("of", [0, 7, 40])
def test_an_interval_holds_its_share(of):
    shown = measure.wilson(of, of)
    assert shown == "—" if not of else shown.endswith("1.00")
