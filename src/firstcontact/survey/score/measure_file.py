"""Reads a measure file: strict keys, and sentences that name the file, the line and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from firstcontact.errors import FirstContactError
from firstcontact.located import Located, load
from firstcontact.survey.score.spec import FORMAT, Adjuster, ByCount, Fixed, Item, Measure, MeasureFile

AS_WRITTEN = frozenset({"missing", "include_units", "exclude_units", "reference"})  # 007 stays 007
NESTED = {"items": Item, "adjusters": Adjuster, "measures": Measure}
Problem = tuple[tuple, str]


def load_measures(path: Path) -> MeasureFile:
    """The measure file at `path`. Raises FirstContactError: `<file> line <n>: <key>: what is wrong, what to do`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise FirstContactError(f"There is no readable measure file {path}. Name it with --measures.") from None
    except UnicodeDecodeError as e:
        raise FirstContactError(f"{path.name} is not UTF-8 (byte {e.start + 1}). Save it as UTF-8.") from None
    return parse(load(text, path.name, AS_WRITTEN), path.name)


def from_mapping(document: Mapping[str, Any], where: str = "measure file") -> MeasureFile:
    """The same from plain data with the keys of a measure file."""
    return parse(Located(dict(document), {}), where)


def parse(located: Located, where: str) -> MeasureFile:
    """Check keys and values, then what must fit together."""
    if not isinstance(located.data, dict):
        raise FirstContactError(f"{where} line 1: a measure file is a list of keys and begins with format: {FORMAT}.")
    try:
        file = MeasureFile(**located.data)
    except ValidationError as e:
        raise FirstContactError("\n".join(_sentence(x, located, where) for x in _first_per_key(e))) from None
    found = [f"{where} line {located.line(path)}: {words}" for path, words in problems(file)]
    if found:
        raise FirstContactError("\n".join(found))
    return file


def problems(file: MeasureFile) -> Iterator[Problem]:
    """What does not fit together, each with the path of the key."""
    for name, times in Counter(m.measure for m in file.measures).items():
        if times > 1:
            yield ("measures",), f"measure '{name}' stands {times} times. Give each measure a name of its own."
    for index, measure in enumerate(file.measures):
        path = ("measures", index)
        yield from ((path + p, words) for p, words in _unknown_names(file, measure))
        if all(item in file.items for item in measure.items):
            yield from ((path + p, words) for p, words in _misfits(file, measure))


def _unknown_names(file: MeasureFile, measure: Measure) -> Iterator[Problem]:
    for key, names, known in (
        ("items", measure.items, file.items),
        ("adjusters", measure.adjusters, file.adjusters),
    ):
        for position, name in enumerate(names):
            if name not in known:
                listed = ", ".join(known) or "none"
                yield (
                    (key, position),
                    f"{key}: '{name}' is not under {key} of the file ({listed}). Add it or correct it.",
                )
            elif name in names[:position]:
                yield (key, position), f"{key}: '{name}' stands twice in measure '{measure.measure}'. Keep one."


def _misfits(file: MeasureFile, measure: Measure) -> Iterator[Problem]:
    yield from _scale_problems(file, measure)
    yield from _box_problems(file, measure)
    yield from _weight_problems(measure)
    if measure.min_items_answered > len(measure.items):
        words = f"min_items_answered {measure.min_items_answered} is more than the {len(measure.items)} items."
        yield ("min_items_answered",), words
    if measure.kind == "item_mean" and measure.adjusters:
        yield ("adjusters",), "adjusters: kind item_mean is not adjusted. Leave them out, or use kind adjusted."
    if (measure.substratum is None) != (measure.substratum_weights is None):
        yield ("substratum",), "substratum and substratum_weights belong together. Give both or neither."


def _scale_problems(file: MeasureFile, measure: Measure) -> Iterator[Problem]:
    low, high = file.scale(measure)
    for position, name in enumerate(measure.items):
        item = file.items[name]
        if (item.min, item.max) != (low, high):
            words = f"items: '{name}' has scores {item.min} to {item.max}, '{measure.items[0]}' {low} to {high}. "
            yield ("items", position), words + "All items of a measure need the same min and max."
    if len(measure.items) > 1 and measure.boxes and "composite" in measure.items:
        yield (
            ("items",),
            "items: 'composite' is the name of the whole measure in box_share. Give the item another name.",
        )


def _box_problems(file: MeasureFile, measure: Measure) -> Iterator[Problem]:
    if measure.boxes is None:
        return
    low, high = file.scale(measure)
    expected = low
    for name in measure.box_names:
        start, end = measure.boxes[name]
        if start != expected or end < start:
            words = f"boxes: {name} is {start} to {end} but must begin at {expected}; "
            yield ("boxes", name), words + f"together the boxes cover {low} to {high} once, from bottom to top."
            return
        expected = end + 1
    if expected != high + 1 or len(measure.boxes) < 2:
        yield ("boxes",), f"boxes: two or three boxes must cover {low} to {high} once; these end at {expected - 1}."


def _weight_problems(measure: Measure) -> Iterator[Problem]:
    weights = measure.item_weights
    if isinstance(weights, Fixed):
        if set(weights.fixed) != set(measure.items):
            yield ("item_weights",), "item_weights: fixed needs one weight for each item of the measure, and no other."
        elif not any(weights.fixed.values()):
            yield ("item_weights",), "item_weights: fixed weights are all 0. Give at least one item a weight."
    if measure.kind == "item_mean" and weights != "equal" and weights != ByCount(k=1):
        yield ("item_weights",), "item_weights: kind item_mean weighs its items equally. Leave item_weights out."


def _first_per_key(error: ValidationError) -> list[Any]:
    """One error per key: a value that fits none of several forms is one mistake, not several."""
    first: dict[tuple, Any] = {}
    for found in error.errors():
        first.setdefault(_path(found["loc"]), found)
    return list(first.values())


def _path(location: tuple) -> tuple:
    """The keys of the file in pydantic's location, without the names of its types."""
    forms = ("list[", "dict[", "literal[", "nullable[", "function-", "constrained-", "tuple[")
    models = {"ByCount", "Fixed", "str", "float", "int", "[key]"}
    return tuple(p for p in location if not (isinstance(p, str) and (p.startswith(forms) or p in models)))


def _sentence(error: Any, located: Located, where: str) -> str:
    path = _path(error["loc"])
    key = ".".join(str(p) for p in path)
    prefix = f"{where} line {located.line(path)}: " + (f"{key}: " if key else "")
    match error["type"]:
        case "extra_forbidden":
            return (
                f"{prefix}is not a key of {_owner(path)[1]}. Allowed keys: {', '.join(_owner(path)[0].model_fields)}."
            )
        case "missing":
            return f"{prefix}is missing. Add it; {_owner(path)[1]} needs it."
        case "literal_error":
            return f"{prefix}'{error['input']}' is not one of {error['ctx']['expected']}."
        case "value_error":
            return f"{prefix}{error['ctx']['error']}."
        case _:
            return f"{prefix}'{error['input']}': {error['msg'].lower()}."


def _owner(path: tuple) -> tuple[type[BaseModel], str]:
    """The model whose key is unknown or missing, and its name in words."""
    if len(path) > 3 and path[2] == "item_weights":
        return (Fixed, "fixed weights") if path[3] == "fixed" else (ByCount, "item_weights")
    if len(path) > 2 and path[0] in NESTED:
        return NESTED[path[0]], {"items": "an item", "adjusters": "an adjuster", "measures": "a measure"}[path[0]]
    return MeasureFile, "a measure file"
