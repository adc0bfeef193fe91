"""Reads constraints and parameters of XLSForm rows in the forms that the native format has."""

import re
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.sheet_files import Row

Json = dict[str, Any]
PARTS = (
    (re.compile(r"\.\s*>=\s*(-?\d+(?:\.\d+)?)"), "min"),
    (re.compile(r"\.\s*<=\s*(-?\d+(?:\.\d+)?)"), "max"),
    (re.compile(r"\.\s*>=\s*(?:date\('([\d-]+)'\)|(today)\(\))"), "min_date"),
    (re.compile(r"\.\s*<=\s*(?:date\('([\d-]+)'\)|(today)\(\))"), "max_date"),
    (re.compile(r"count-selected\(\.\)\s*<=\s*(\d+)"), "max_choices"),
    (re.compile(r"not\(selected\(\.,\s*'([^']+)'\)\s+and\s+count-selected\(\.\)\s*>\s*1\)"), "exclusive"),
)


def constraint(text: str, item: Json, number: int, warnings: list[str]) -> Json:
    """Native limits of a constraint; `exclusive` is written into the item's options. What is not read is warned of."""
    found: Json = {}
    for part in _joined_by_and(text):
        key, value = _part(part)
        if key is None or (key == "exclusive" and "options" not in item):
            warnings.append(f'survey row {number}: constraint "{part}" is not imported. Check it by hand.')
        elif key == "exclusive":
            for option in (o for o in item["options"] if o["code"] == value):
                option["exclusive"] = True
        else:
            found[key] = _typed(value, key, item["type"])
    return found


def _joined_by_and(text: str) -> list[str]:
    """Parts joined by `and` outside parentheses."""
    parts, depth = [""], 0
    for word in re.split(r"(\s+and\s+)", text):
        if depth == 0 and word.strip() == "and":
            parts.append("")
            continue
        depth += word.count("(") - word.count(")")
        parts[-1] += word
    return [p.strip() for p in parts if p.strip()]


def _part(part: str) -> tuple[str | None, str]:
    for pattern, key in PARTS:
        match = pattern.fullmatch(part)
        if match:
            return key, next(g for g in match.groups() if g)
    return None, ""


def _typed(value: str, key: str, kind: str) -> Any:
    if key.endswith("_date") or kind == "decimal":
        return value
    return int(value) if value.removeprefix("-").isdecimal() else value


def rating_ends(row: Row, number: int) -> Json:
    """min and max of a range in whole steps of 1."""
    pairs = (p.partition("=") for p in re.split(r"[;\s,]+", row.get("parameters", "")) if "=" in p)
    found = {key.strip(): value.strip() for key, _, value in pairs}
    start, end, step = (found.get(k, d) for k, d in (("start", "0"), ("end", "10"), ("step", "1")))
    if step != "1" or not start.removeprefix("-").isdecimal() or not end.removeprefix("-").isdecimal():
        what = f"range {start} to {end} by {step}"
        raise FirstContactError(f"survey row {number}: {what}; only whole numbers in steps of 1 are imported.")
    return {"min": int(start), "max": int(end)}
