"""Rules about formulas of derived measures and about checks (V22, V57, V58)."""

from collections.abc import Iterator

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.formula import AnyOf, Name, leaves, parse
from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedItem
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed

COMPARED_TYPES = ("rating", "integer", "decimal", "date")
NUMERIC_TYPES = ("rating", "integer", "decimal")


def check_formulas(outline: Outline, walk: Walk) -> None:
    for index, measure in enumerate(outline.document.get("measures", [])):
        if isinstance(measure, dict):
            for name, text in _formulas(measure):
                for message in _wrong(text, outline):
                    walk.error("V57", ("measures", index), f"{name} of '{measure.get('measure_id', '')}': {message}")


def _formulas(measure: Doc) -> Iterator[tuple[str, str]]:
    yield from ((key, measure[key]) for key in ("formula", "domain") if key in measure)
    ratio = measure.get("ratio", {})
    yield from ((f"ratio {key}", text) for key, text in ratio.items())


def _wrong(text: str, outline: Outline) -> Iterator[str]:
    try:
        found = list(leaves(parse(text)))
    except FirstContactError as e:
        yield str(e)
        return
    for leaf in dict.fromkeys(found):
        item = outline.by_id.get(leaf.item)
        if item is None:
            yield f"unknown name '{leaf.item}'.{did_you_mean(leaf.item, outline.by_id)}"
        elif isinstance(leaf, AnyOf):
            yield from _marked(leaf, item, outline)
        elif isinstance(leaf, Name) and not _numeric(item, outline):
            yield f"'{leaf.item}' ({item.type}) has no number. Give its options scores, or use another item."


def _marked(leaf: AnyOf, item: PlacedItem, outline: Outline) -> Iterator[str]:
    codes = [o["code"] for o in outline.options(item)]
    if item.type != "multi":
        yield f"'any of {leaf.item}' needs a multi item; this one is {item.type}."
    for code in leaf.codes:
        if codes and code not in codes:
            yield f"'{code}' is not a code of '{leaf.item}'; its codes are {listed(codes)}."


def _numeric(item: PlacedItem, outline: Outline) -> bool:
    if item.type in NUMERIC_TYPES:
        return True
    scores = outline.scores(item) if item.type == "single" else []
    return bool(scores) and all(s is not None for s in scores)


def check_checks(outline: Outline, walk: Walk) -> None:
    groups = {item.doc.get("sum_group") for item in outline.items}
    for index, check in enumerate(outline.document.get("checks", [])):
        if not isinstance(check, dict):
            continue
        name, group = check.get("check_id", ""), check.get("sum_group")
        if group is not None and group not in groups:
            walk.error("V58", ("checks", index), f"sum_group '{group}' of check '{name}' has no items.")
        for side in ("left", "right"):
            _side(check.get(side), name, ("checks", index), outline, walk)


def _side(item_id: str | None, name: str, path: tuple, outline: Outline, walk: Walk) -> None:
    item = outline.by_id.get(item_id)
    if item_id is not None and item is None:
        walk.error(
            "V22",
            path,
            f"check '{name}' names '{item_id}', which does not exist.{did_you_mean(item_id, outline.by_id)}",
        )
    elif item is not None and item.type not in COMPARED_TYPES:
        walk.error("V26", path, f"check '{name}' compares '{item_id}' ({item.type}). Use numbers or dates.")
