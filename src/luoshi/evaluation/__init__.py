"""How a commitment stands on a day: pure formulas, from facts to assessments.

No clock, no database, no setting to make first: facts, the day and the parameters in force come in as arguments.
"""

from luoshi.evaluation.assessment import Assessment, Gap, Input, Mark, State, Status
from luoshi.evaluation.cascade import Adding, Child, Total, gather
from luoshi.evaluation.facts import (
    Adjustment,
    Amount,
    Basis,
    Decision,
    Direction,
    Due,
    Facts,
    Figure,
    Filing,
    Measure,
    Milestone,
    Node,
    Promise,
    Relation,
    Rhythm,
    Season,
    Shape,
    Stage,
)
from luoshi.evaluation.forecast import Forecast, Refused, Score, forecast, score_forecasts
from luoshi.evaluation.owing import Answer, Owed, owed
from luoshi.evaluation.periods import Period, Unit
from luoshi.evaluation.quality import Finding, Problem, against_children, findings, one_file_two_claims
from luoshi.evaluation.schedule import path
from luoshi.evaluation.standing import Standing, mark
from luoshi.evaluation.statuses import assess
from luoshi.evaluation.steps import Step, StepState

__all__ = [
    "Adding",
    "Adjustment",
    "Amount",
    "Answer",
    "Assessment",
    "Basis",
    "Child",
    "Decision",
    "Direction",
    "Due",
    "Facts",
    "Figure",
    "Filing",
    "Finding",
    "Forecast",
    "Gap",
    "Input",
    "Mark",
    "Measure",
    "Milestone",
    "Node",
    "Owed",
    "Period",
    "Problem",
    "Promise",
    "Refused",
    "Relation",
    "Rhythm",
    "Score",
    "Season",
    "Shape",
    "Stage",
    "Standing",
    "State",
    "Status",
    "Step",
    "StepState",
    "Total",
    "Unit",
    "against_children",
    "assess",
    "findings",
    "forecast",
    "gather",
    "mark",
    "one_file_two_claims",
    "owed",
    "path",
    "score_forecasts",
]
