"""Evaluates show_if and exit conditions; the meanings are those of FHIR R4 enableWhen.

Source: specs/surveys/instrument-format.md 3.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from firstcontact.survey.instrument.model import NUMBER_TYPES, Answer, Answers, Clause, Condition, Item

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def holds(condition: Condition, items: Mapping[str, Item], answers: Answers) -> bool:
    """True where the condition is met. `answers` must hold nothing of items that are hidden."""
    results = (_clause_holds(c, items[c.item], answers.get(c.item)) for c in condition.clauses)
    return all(results) if condition.mode == "all" else any(results)


def is_answered(answer: Answer) -> bool:
    """An empty text and an empty set of marks are no answers; a chosen missing option is one."""
    return answer is not None and answer != "" and answer != frozenset()


def _clause_holds(clause: Clause, item: Item, answer: Answer) -> bool:
    if clause.op == "exists":
        return is_answered(answer) == clause.value
    equal = _equals(clause, item, answer)
    if clause.op == "=":
        return equal
    if clause.op == "!=":
        return not equal
    return is_answered(answer) and ORDER[clause.op](comparable(item, answer), comparable(item, clause.value))


def _equals(clause: Clause, item: Item, answer: Answer) -> bool:
    if not is_answered(answer):
        return False
    if item.type == "multi":
        return clause.value in answer
    return comparable(item, answer) == comparable(item, clause.value)


def comparable(item: Item, value: Any) -> Any:
    """The value as the type of the item compares: Decimal, date or text."""
    if item.type in NUMBER_TYPES:
        return Decimal(str(value))
    if item.type == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    return value
