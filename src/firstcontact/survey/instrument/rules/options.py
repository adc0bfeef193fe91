"""Rules about options and scales (V09, V16, V17, V28-V31)."""

from collections.abc import Iterator

from firstcontact.survey.instrument.model import CHOICE_TYPES
from firstcontact.survey.instrument.rules.outline import Doc, Outline, PlacedItem
from firstcontact.survey.instrument.rules.shape import MISSING_CODES
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import did_you_mean, listed

SOURCES = ("scale", "options", "option_source")
NAME_OF_CODE = {code: name for name, code in MISSING_CODES.items()}


def check_options(outline: Outline, walk: Walk) -> None:
    for path, options, owner in _lists(outline):
        _codes_once(path, options, owner, walk)
        for index, option in options:
            _missing(option, (*path, "options", index), outline, walk)
    for item in outline.items:
        if item.type in CHOICE_TYPES:
            _source(item, outline, walk)
        if item.type == "single":
            _not_exclusive(item, outline, walk)


def _lists(outline: Outline) -> Iterator[tuple[tuple, list[tuple[int, Doc]], str]]:
    for name, scale in outline.document.get("scales", {}).items():
        yield ("scales", name), _readable(scale), f"scale '{name}'"
    for item in outline.items:
        yield item.path, _readable(item.doc), f"item '{item.id}'"


def _readable(doc: Doc) -> list[tuple[int, Doc]]:
    options = doc.get("options", []) if isinstance(doc, dict) else []
    return [(i, o) for i, o in enumerate(options) if isinstance(o, dict)]


def _codes_once(path: tuple, options: list[tuple[int, Doc]], owner: str, walk: Walk) -> None:
    codes = [o.get("code") for _, o in options if "code" in o]
    for code in dict.fromkeys(c for c in codes if codes.count(c) > 1):
        walk.error("V09", path, f"option code '{code}' appears twice in {owner}. Give each option its own code.")


def _missing(option: Doc, path: tuple, outline: Outline, walk: Walk) -> None:
    code, missing = option.get("code"), option.get("missing")
    declared = outline.document.get("missing_codes", [])
    if code in NAME_OF_CODE and missing != NAME_OF_CODE[code]:
        walk.error("V28", path, f"option code '{code}' must be marked missing: {NAME_OF_CODE[code]}.")
    elif missing in MISSING_CODES and code != MISSING_CODES[missing]:
        walk.error("V28", path, f"an option marked missing: {missing} needs the code '{MISSING_CODES[missing]}'.")
    if missing is not None and missing not in declared:
        known = listed(declared) or "none"
        walk.error("V29", path, f"missing '{missing}' is not in missing_codes. Declared there: {known}.")
    if missing is not None and "score" in option:
        walk.error("V30", path, f"a missing option has no score. Remove the score of option '{code}'.")


def _source(item: PlacedItem, outline: Outline, walk: Walk) -> None:
    given = [key for key in SOURCES if key in written(item.path, walk)]
    if len(given) != 1:
        found = f" Found: {listed(given)}." if given else ""
        needs = "needs scale, options or option_source, exactly one of them."
        walk.error("V16", item.path, f"type {item.type} {needs}{found}")
    _scale(item.path, item.doc.get("scale"), outline, walk)


def written(path: tuple, walk: Walk) -> Doc:
    """The element as it was written, with what could not be read."""
    element = walk.document
    for step in path:
        element = element[step]
    return element


def _scale(path: tuple, name: str | None, outline: Outline, walk: Walk) -> None:
    scales = outline.document.get("scales", {})
    if name is not None and name not in scales:
        hint = did_you_mean(name, scales) or f" Defined: {listed(scales) or 'none'}."
        walk.error("V17", path, f"scale '{name}' is not defined.{hint}")


def check_scale_of_group(path: tuple, name: str | None, outline: Outline, walk: Walk) -> None:
    """V17 for the scale of a matrix."""
    _scale(path, name, outline, walk)


def _not_exclusive(item: PlacedItem, outline: Outline, walk: Walk) -> None:
    if any(o.get("exclusive") for o in outline.options(item)):
        message = f"exclusive is for multi items. Take it out of the options of '{item.id}'."
        walk.error("V31", item.path, message)
