"""Values of a parsed formula over many responses at once.

NaN is NULL: any missing input makes the value NULL, except in the branch that a condition did not choose; a division
by zero is NULL. Source: specs/surveys/instrument-format.md 2.10.
"""

from collections.abc import Callable, Mapping

import numpy as np

from firstcontact.survey.instrument.formula import AnyOf, Choice, Constant, Name, Node

Array = np.ndarray
Marks = Mapping[str, Mapping[str, Array]]

OPERATIONS: dict[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def evaluate(node: Node, numbers: Mapping[str, Array], marks: Marks) -> Array:
    """The formula's value for each response, float64, NaN for NULL; a comparison gives 1 or 0.

    numbers: item -> float64 array, NaN where missing. marks: multi item -> option code -> array of 1 (marked),
    0 (not marked) or NaN (item missing). All arrays have one shape; a formula without items gives a 0-d array.
    """
    if isinstance(node, Constant):
        return np.asarray(node.value)
    if isinstance(node, Name):
        return np.asarray(numbers[node.item], dtype=float)
    if isinstance(node, AnyOf):
        return _any_of(node, marks[node.item])
    if isinstance(node, Choice):
        return _choice(node, numbers, marks)
    left, right = evaluate(node.left, numbers, marks), evaluate(node.right, numbers, marks)
    if node.op == "/":
        divisor = np.where(right == 0, np.nan, right)
        return left / divisor
    missing = np.isnan(left) | np.isnan(right)
    return np.where(missing, np.nan, OPERATIONS[node.op](left, right))


def _any_of(node: AnyOf, marks: Mapping[str, Array]) -> Array:
    missing = np.isnan(np.stack(list(marks.values()))).all(axis=0)
    chosen = np.stack([marks[code] for code in node.codes])
    return np.where(missing, np.nan, (chosen == 1).any(axis=0))


def _choice(node: Choice, numbers: Mapping[str, Array], marks: Marks) -> Array:
    test = evaluate(node.test, numbers, marks)
    chosen = np.where(test != 0, evaluate(node.when_true, numbers, marks), evaluate(node.when_false, numbers, marks))
    return np.where(np.isnan(test), np.nan, chosen)
