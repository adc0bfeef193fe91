"""Rules about show_if and when: only earlier items, operators and values that fit, no contradiction (V22-V27)."""

from collections.abc import Iterator
from datetime import date

from firstcontact.survey.instrument.model import CHOICE_TYPES, NUMBER_TYPES
from firstcontact.survey.instrument.rules.kinds import is_decimal_string, is_whole
from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedCondition, PlacedItem
from firstcontact.survey.instrument.rules.reachable import can_hold
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed, quoted

ORDER = ("<", "<=", ">", ">=")
ORDERED_TYPES = (*NUMBER_TYPES, "date")
NO_ANSWER_TYPES = ("long_text", "info")
OFFERED = "Use =, != or exists."


def check_conditions(outline: Outline, walk: Walk) -> None:
    sound: set[int] = set()
    for condition in outline.conditions:
        found = [_clause(clause, condition, outline, walk) for clause in condition.clauses]
        if all(found):
            sound.add(id(condition.doc))
    for item in outline.items:
        _reachable(item, outline, walk, sound)


def _clause(clause: Doc, condition: PlacedCondition, outline: Outline, walk: Walk) -> bool:
    """True where the clause is sound."""
    message = next(_wrong(clause, condition, outline), None)
    if message:
        walk.error(message[0], condition.path, message[1])
    return message is None


def _wrong(clause: Doc, condition: PlacedCondition, outline: Outline) -> Iterator[tuple[str, str]]:
    name, key = clause["item"], condition.key
    if name == condition.own:
        yield "V24", f"{key} names the item itself. Only earlier items can decide."
    elif name not in outline.by_id:
        hint = did_you_mean(name, outline.by_id)
        yield "V22", f"{key} names '{name}', which does not exist.{hint}"
    elif outline.by_id[name].order >= condition.order:
        yield "V23", f"{key} names '{name}', which comes later. Only earlier items can decide."
    else:
        yield from _operator(clause, outline.by_id[name])
        yield from _value(clause, key, outline.by_id[name], outline)


def _operator(clause: Doc, item: PlacedItem) -> Iterator[tuple[str, str]]:
    if item.type in NO_ANSWER_TYPES:
        advice = "Its answers cannot decide; use another item."
        yield "V26", f"'{clause['op']}' cannot be used with '{item.id}' ({item.type}). {advice}"
    elif clause["op"] in ORDER and item.type not in ORDERED_TYPES:
        yield "V26", f"'{clause['op']}' cannot be used with '{item.id}' ({item.type}). {OFFERED}"


def _value(clause: Doc, key: str, item: PlacedItem, outline: Outline) -> Iterator[tuple[str, str]]:
    value, compares = clause["value"], f"{key} compares '{item.id}' with {_shown(clause['value'])}"
    if clause["op"] == "exists":
        if not isinstance(value, bool):
            yield "V25", f"{compares}; exists needs true or false."
    elif item.type in CHOICE_TYPES:
        codes = [o["code"] for o in outline.options(item)]
        if codes and value not in codes:
            yield "V25", f"{compares}; its codes are {listed(codes)}."
    elif not _fits(value, item):
        needed = {"date": "a date such as 2027-01-31", "decimal": 'a number such as "1.5"', "text": "a text"}
        yield "V25", f"{compares}; {needed.get(item.type, 'a whole number')} is needed."


def _shown(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else quoted(value)


def _fits(value: object, item: PlacedItem) -> bool:
    if item.type == "decimal":
        return is_whole(value) or is_decimal_string(value)
    if item.type in NUMBER_TYPES:
        return is_whole(value)
    if item.type == "date":
        return _is_date(value)
    return isinstance(value, str)


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _reachable(item: PlacedItem, outline: Outline, walk: Walk, sound: set[int]) -> None:
    conditions = [d["show_if"] for d in (item.page, item.group, item.doc) if "show_if" in d]
    if not conditions or any(id(c) not in sound for c in conditions):
        return
    together = [c for condition in conditions for c in _needed(condition)]
    by_item: dict[str, list[Doc]] = {}
    for clause in together:
        by_item.setdefault(clause["item"], []).append(clause)
    if not all(can_hold(clauses, outline.by_id[name], outline) for name, clauses in by_item.items()):
        advice = "Change or remove one of them."
        walk.error(
            "V27", item.path, f"item '{item.id}' can never be shown: its conditions contradict each other. {advice}"
        )


def _needed(condition: Doc) -> list[Doc]:
    """Clauses that must hold together: those of `all`, and of `any` where it has one clause."""
    mode, clauses = next(iter(condition.items()))
    return clauses if mode == "all" or len(clauses) == 1 else []
