"""What `luoshi.evaluation` offers to those who keep the facts: these functions, with these signatures."""

from __future__ import annotations

import inspect

import pytest

from luoshi import evaluation

SIGNATURES = {
    "assess": "(facts: 'Facts', day: 'date', parameters: 'Parameters') -> 'Standing'",
    "owed": "(facts: 'Facts', first: 'date', last: 'date', day: 'date', parameters: 'Parameters')"
    " -> 'tuple[Owed, ...]'",
    "path": "(facts: 'Facts', day: 'date', parameters: 'Parameters') -> 'tuple[tuple[date, Decimal], ...]'",
    "forecast": "(facts: 'Facts', day: 'date', parameters: 'Parameters') -> 'Forecast | Refused'",
    "score_forecasts": "(pairs: 'Iterable[tuple[Forecast, Decimal]]') -> 'Score'",
    "findings": "(facts: 'Facts', day: 'date', parameters: 'Parameters') -> 'tuple[Finding, ...]'",
    "one_file_two_claims": "(many: 'Iterable[Facts]', day: 'date', parameters: 'Parameters')"
    " -> 'tuple[Finding, ...]'",
    "against_children": "(name: 'str', whole: 'Total', source: 'str', parameters: 'Parameters')"
    " -> 'tuple[Finding, ...]'",
    "gather": "(rule: 'Adding', children: 'Sequence[Child]', *, unit: 'str', version: 'str',"
    " parent: 'Decimal | None' = None, why: 'str' = '') -> 'Total'",
    "mark": "(*, satisfied: 'bool', ended: 'bool', due: 'bool', supported_keeps: 'bool',"
    " declared_keeps: 'bool') -> 'Mark'",
}


def test_every_function_offered_is_pinned():
    functions = [name for name in evaluation.__all__ if inspect.isfunction(getattr(evaluation, name))]
    assert sorted(functions) == sorted(SIGNATURES)


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature_is_the_published_one(name):
    assert str(inspect.signature(getattr(evaluation, name))) == SIGNATURES[name]


@pytest.mark.parametrize("name", evaluation.__all__)
def test_every_name_offered_is_documented(name):
    assert inspect.getdoc(getattr(evaluation, name))
