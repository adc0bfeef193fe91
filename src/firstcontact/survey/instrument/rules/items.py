"""Rules about single items: keys that fit the type, ends, personal data, wording (V03, V18-V20, V43, V48, V50, V51)."""

from firstcontact.survey.instrument.rules.kinds import is_decimal_string, is_whole
from firstcontact.survey.instrument.rules.outline import MOST_MARKS, Outline, PlacedItem
from firstcontact.survey.instrument.rules.walk import Walk
from firstcontact.survey.instrument.rules.words import kind_of, listed, quoted

CHOICE = ("single", "multi")
FOR_TYPES = {
    "required": ("single", "multi", "rating", "integer", "decimal", "date", "text", "long_text"),
    "roles": ("single", "multi", "rating", "integer", "decimal", "date", "text", "long_text"),
    "scale": CHOICE,
    "options": CHOICE,
    "option_source": CHOICE,
    "max_choices": ("multi",),
    "min": ("rating", "integer", "decimal"),
    "max": ("rating", "integer", "decimal"),
    "decimals": ("decimal",),
    "min_date": ("date",),
    "max_date": ("date",),
    "low_label": ("rating",),
    "high_label": ("rating",),
    "max_length": ("text", "long_text"),
    "pattern": ("text",),
    "unit": ("integer", "decimal"),
    "pii": ("text", "long_text"),
}
MOST_WORDS = 25


def check_items(outline: Outline, walk: Walk) -> None:
    personal = any(item.doc.get("pii") for item in outline.items)
    for item in outline.items:
        if not item.type:
            continue
        _fitting(item, walk)
        _numbers(item, walk)
        _ends(item, walk)
        _choices(item, outline, walk)
        _roles(item, walk)
        _words(item, walk)
        if personal and item.type == "long_text" and "hint" not in item.doc:
            advice = "long_text items invite personal data; add a hint that asks people to leave names out."
            walk.warn("V50", item.path, advice)


def _fitting(item: PlacedItem, walk: Walk) -> None:
    for key, types in FOR_TYPES.items():
        if key in item.doc and item.type not in types:
            belongs = f"type {listed(types)}" if len(types) < 5 else "items that are answered"
            walk.error("V18", item.path, f"{key} belongs to {belongs}; this item is {item.type}. Remove it.")


def _numbers(item: PlacedItem, walk: Walk) -> None:
    fits, needed = {
        "decimal": (is_decimal_string, 'a decimal string such as "0.0"'),
        "rating": (is_whole, "a whole number"),
        "integer": (is_whole, "a whole number"),
    }.get(item.type, (None, ""))
    for key in ("min", "max"):
        value = item.doc.get(key)
        if fits and value is not None and not fits(value):
            message = f"'{key}' is {quoted(value)} ({kind_of(value)}); {needed} is needed for type {item.type}."
            walk.error("V03", item.path, message)
    _order(item, "min", "max", walk)
    _order(item, "min_date", "max_date", walk)


def _order(item: PlacedItem, low_key: str, high_key: str, walk: Walk) -> None:
    low, high = item.doc.get(low_key), item.doc.get(high_key)
    if low is None or high is None or "today" in (low, high):
        return
    greater = low > high if low_key == "min_date" else float(low) > float(high)
    if greater:
        walk.error("V19", item.path, f"{low_key} {low} is greater than {high_key} {high}. Exchange or correct them.")


def _ends(item: PlacedItem, walk: Walk) -> None:
    if item.type != "rating":
        return
    for key in ("min", "max"):
        if key not in item.doc:
            walk.error("V02", item.path, f"'{key}' is missing. Every rating needs it.")
    if not {"low_label", "high_label"} <= set(item.doc):
        walk.error("V20", item.path, "a rating needs low_label and high_label. Say what its two ends mean.")
    low, high = item.doc.get("min"), item.doc.get("max")
    if is_whole(low) and is_whole(high) and high - low > MOST_MARKS:
        walk.error("V19", item.path, f"a rating from {low} to {high} has too many marks. At most {MOST_MARKS + 1}.")


def _choices(item: PlacedItem, outline: Outline, walk: Walk) -> None:
    most, options = item.doc.get("max_choices"), outline.options(item)
    if item.type == "multi" and most is not None and options and most > len(options):
        walk.error("V19", item.path, f"max_choices {most} is greater than the {len(options)} options.")


def _roles(item: PlacedItem, walk: Walk) -> None:
    if item.doc.get("required") and "reportable" in item.roles:
        advice = "Forced answers make people leave; allow a blank."
        walk.warn("V43", item.path, f"'{item.id}' is required. {advice}")
    if "contact" in item.roles and not item.doc.get("pii"):
        walk.error("V48", item.path, f"'{item.id}' has the role contact and must have pii: true.")


def _words(item: PlacedItem, walk: Walk) -> None:
    for language, text in item.doc.get("text", {}).items():
        count = len(text.split())
        if count > MOST_WORDS and item.type != "info":
            message = f"text {language} of '{item.id}' has {count} words; aim for {MOST_WORDS} or fewer."
            walk.warn("V51", item.path, message)
