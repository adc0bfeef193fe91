"""Whether an item was to be asked, where the answers that decide it may themselves be missing.

Unlike on the page, a blank controlling item leaves the question open here: its dependents are kept.
Source: specs/surveys/README.md 9 (C3, C4); instrument-format.md 3.
"""

from collections.abc import Collection, Mapping
from enum import Enum

from firstcontact.survey.answers import Cell, Cells, is_answered
from firstcontact.survey.instrument.conditions import holds
from firstcontact.survey.instrument.model import Answer, Clause, Condition, Item
from firstcontact.survey.missing import Missing


class Shown(Enum):
    YES = "yes"
    NO = "no"  # an answered controlling item excludes it
    OPEN = "open"  # a controlling item is blank


def shown(item: Item, items: Mapping[str, Item], cells: Cells, hidden: Collection[str]) -> Shown:
    """All conditions of the item together. hidden: items that are not asked; they count as having no answer."""
    return _all([met(c, items, cells, hidden) for c in item.conditions])


def met(condition: Condition, items: Mapping[str, Item], cells: Cells, hidden: Collection[str]) -> Shown:
    results = [_clause(c, items, cells, hidden) for c in condition.clauses]
    return _all(results) if condition.mode == "all" else _any(results)


def _clause(clause: Clause, items: Mapping[str, Item], cells: Cells, hidden: Collection[str]) -> Shown:
    cell = None if clause.item in hidden else cells.get(clause.item)
    if holds(Condition("all", (clause,)), items, {clause.item: as_answer(items[clause.item], cell)}):
        return Shown.YES
    return Shown.NO if clause.item in hidden or is_answered(cell) else Shown.OPEN


def as_answer(item: Item, cell: Cell | None) -> Answer:
    """The cell as the conditions of an instrument read it: a chosen missing option is its code."""
    if not isinstance(cell, Missing):
        return cell
    if not cell.chosen:
        return None
    code = str(int(cell))
    return frozenset({code}) if item.type == "multi" else code


def _all(results: list[Shown]) -> Shown:
    if Shown.NO in results:
        return Shown.NO
    return Shown.OPEN if Shown.OPEN in results else Shown.YES


def _any(results: list[Shown]) -> Shown:
    if Shown.YES in results:
        return Shown.YES
    return Shown.OPEN if Shown.OPEN in results else Shown.NO
