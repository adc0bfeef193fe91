"""Rules about case-mix adjusters (V38-V40)."""

from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedItem
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed

NUMERIC_TYPES = ("rating", "integer", "decimal")


def check_adjusters(outline: Outline, walk: Walk) -> None:
    for index, adjuster in enumerate(outline.document.get("adjusters", [])):
        if isinstance(adjuster, dict) and "item" in adjuster:
            _adjuster(adjuster, ("adjusters", index), outline, walk)
    for item in outline.items:
        if {"reportable", "adjuster"} <= set(item.roles):
            _both(item.id, item.path, walk)


def _adjuster(adjuster: Doc, path: tuple, outline: Outline, walk: Walk) -> None:
    name, item = adjuster.get("adjuster_id", ""), outline.by_id.get(adjuster["item"])
    if item is None:
        hint = did_you_mean(adjuster["item"], outline.by_id)
        walk.error("V38", path, f"adjuster '{name}' uses item '{adjuster['item']}', which does not exist.{hint}")
        return
    if "reportable" in item.roles and "adjuster" not in item.roles:
        _both(item.id, path, walk)
    if adjuster.get("coding") == "dummies":
        _reference(adjuster, item, path, outline, walk)
    elif adjuster.get("coding") == "numeric":
        _numbers(adjuster, item, path, outline, walk)


def _both(name: str, path: tuple, walk: Walk) -> None:
    walk.error("V39", path, f"'{name}' is reportable and an adjuster; an outcome cannot adjust itself.")


def _reference(adjuster: Doc, item: PlacedItem, path: tuple, outline: Outline, walk: Walk) -> None:
    codes, name = outline.codes(item), adjuster.get("adjuster_id", "")
    if "reference" not in adjuster:
        walk.error("V40", path, f"adjuster '{name}' is coded as dummies and needs a reference code.")
    elif codes and adjuster["reference"] not in codes:
        found = f"reference '{adjuster['reference']}' of adjuster '{name}' is not a code of '{item.id}'"
        walk.error("V40", path, f"{found}; its codes are {listed(codes)}.")


def _numbers(adjuster: Doc, item: PlacedItem, path: tuple, outline: Outline, walk: Walk) -> None:
    if item.type in NUMERIC_TYPES:
        return
    recode = adjuster.get("recode", {})
    options = [o for o in outline.options(item) if "missing" not in o]
    without = [o["code"] for o in options if "score" not in o and o["code"] not in recode and not _whole(o["code"])]
    if without or item.type != "single":
        codes = f" (codes {listed(without)})" if without else f" (type {item.type})"
        message = f"adjuster '{adjuster.get('adjuster_id', '')}' is numeric, but '{item.id}' has no numbers{codes}."
        walk.error("V38", path, f"{message} Use dummies or recode.")


def _whole(code: str) -> bool:
    return code.removeprefix("-").isdecimal()
