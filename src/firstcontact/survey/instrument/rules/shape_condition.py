"""The shape of a condition: `{all: [clause, …]}` or `{any: [clause, …]}`, one level."""

from typing import Any

from firstcontact.survey.instrument.rules.kinds import ANY, STRING, OneOf
from firstcontact.survey.instrument.rules.parts import ListOf, Part
from firstcontact.survey.instrument.rules.texts import DROPPED
from firstcontact.survey.instrument.rules.walk import At, Walk
from firstcontact.survey.instrument.rules.words import quoted

OPERATORS = ("exists", "=", "!=", "<", "<=", ">", ">=")
CLAUSE = Part(
    "condition",
    {"item": STRING, "op": OneOf(OPERATORS), "value": ANY},
    required=("item", "op", "value"),
)
CLAUSES = ListOf(CLAUSE, 1)


class Show:
    """Reads show_if and when; a condition with a broken clause is not handed on."""

    def read(self, value: Any, at: At, walk: Walk) -> Any:
        if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in ("all", "any"):
            form = "{all: [{item, op, value}, …]} or {any: [...]}, one level"
            walk.error("V03", at.path, f"{at.key} is {quoted(value)}; it must have the form {form}.")
            return DROPPED
        before = len(walk.findings)
        mode = next(iter(value))
        clauses = CLAUSES.read(value[mode], At((*at.path, at.key), mode, at.owner), walk)
        return DROPPED if len(walk.findings) > before else {mode: clauses}
