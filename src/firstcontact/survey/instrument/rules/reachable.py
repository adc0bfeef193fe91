"""Can a set of clauses about one item hold at once? Tries the answers that could tell them apart (V27)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from firstcontact.survey.instrument.build import condition, option
from firstcontact.survey.instrument.conditions import holds
from firstcontact.survey.instrument.model import Answer, Item
from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedItem

STEP = {"decimal": Decimal("0.0001")}


def can_hold(clauses: list[Doc], placed: PlacedItem, outline: Outline) -> bool:
    """False where no answer to the item, nor a blank, meets all clauses."""
    options = tuple(option(o) for o in outline.options(placed) if "label" in o)
    item = Item(placed.id, placed.type, {}, "", "", options=options)
    needed = condition({"all": clauses})
    candidates = (None, *_answers(clauses, item, placed.doc))
    return any(holds(needed, {item.link_id: item}, {item.link_id: answer}) for answer in candidates)


def _answers(clauses: list[Doc], item: Item, doc: Doc) -> Iterator[Answer]:
    values = [c["value"] for c in clauses if c["op"] != "exists"]
    if item.type == "single":
        yield from (o.code for o in item.options)
    elif item.type == "multi":
        yield from _marks(clauses, item, doc)
    elif item.type == "date":
        yield from _days(values)
    elif item.type == "text":
        yield from (*values, "".join(values) + "x")
    else:
        yield from _numbers(values, item.type, doc)


def _marks(clauses: list[Doc], item: Item, doc: Doc) -> Iterator[frozenset[str]]:
    """The smallest sets that could do: all codes asked for together, else each code alone."""
    asked = frozenset(c["value"] for c in clauses if c["op"] == "=")
    alone = any(item.option_by_code[c].exclusive for c in asked if c in item.option_by_code)
    if len(asked) > doc.get("max_choices", len(item.options)) or (alone and len(asked) > 1):
        return
    yield from [asked] if asked else [frozenset([o.code]) for o in item.options]


def _days(values: list[str]) -> Iterator[date]:
    for value in values or ["2000-01-01"]:
        yield from (date.fromisoformat(value) + timedelta(days=d) for d in (-1, 0, 1))


def _numbers(values: list, kind: str, doc: Doc) -> Iterator[Decimal]:
    step = STEP.get(kind, Decimal(1))
    low, high = (Decimal(str(doc[k])) if k in doc else None for k in ("min", "max"))
    ends = [v for v in (low, high) if v is not None]
    for value in [*(Decimal(str(v)) for v in values), *ends, Decimal(0)]:
        for number in (value - step, value, value + step):
            if (low is None or number >= low) and (high is None or number <= high):
                yield number
