"""Who takes part, their scores and filled adjusters: one response at a time, exact fractions."""

import math
from fractions import Fraction

HOUSE = {str(code) for code in range(-9, 0)}


def missing(text: str, spec: dict) -> bool:
    return text in spec.get("missing", ["", "NA", "."]) or text == "" or text in HOUSE


def takes_part(row: dict, spec: dict) -> bool:
    unit = row[spec["unit"]]
    if unit in ("", *spec.get("missing", ["", "NA", "."])) or unit in spec.get("exclude_units", []):
        return False
    return spec.get("include_units") is None or unit in spec["include_units"]


def read_row(row: dict, spec: dict) -> dict:
    """unit, weight, item scores and adjuster columns; None is missing."""
    person = {"unit": row[spec["unit"]], "row": row, "y": {}, "x": {}}
    person["weight"] = Fraction(row[spec["weight"]]) if spec.get("weight") else Fraction(1)
    for name, item in spec["items"].items():
        score = number(row[item.get("column", name)], item, spec)
        if score is not None and (score.denominator != 1 or not item["min"] <= score <= item["max"]):
            score = None
        if score is not None and item.get("reverse"):
            score = item["min"] + item["max"] - score
        person["y"][name] = score
    for name, adjuster in spec.get("adjusters", {}).items():
        text = row[adjuster.get("column", name)]
        if adjuster.get("coding") == "dummies":
            person["x"][name] = None if missing(text, spec) else text
        else:
            x = number(text, adjuster, spec)
            low, high = adjuster.get("min", -math.inf), adjuster.get("max", math.inf)
            person["x"][name] = x if x is not None and low <= x <= high else None
    return person


def number(text: str, rule: dict, spec: dict) -> Fraction | None:
    if missing(text, spec):
        return None
    if text in rule.get("recode", {}):
        recoded = rule["recode"][text]
        return None if recoded is None else Fraction(recoded)
    return Fraction(text)


def scale_of(measure: dict, spec: dict) -> tuple[int, int]:
    item = spec["items"][measure["items"][0]]
    return item["min"], item["max"]


def units_of(people: list[dict]) -> list[str]:
    return sorted({p["unit"] for p in people})


def with_filled_adjusters(people: list[dict], measure: dict, spec: dict) -> list[str]:
    """Writes `group` and `filled` into each person; gives the names of the columns."""
    columns: dict[str, tuple[str, str | None]] = {}
    for name in measure.get("adjusters", []):
        rule = spec["adjusters"][name]
        if rule.get("coding") == "dummies":
            levels = {p["x"][name] for p in people} - {None, rule["reference"]}
            columns |= {f"{name}={level}": (name, level) for level in sorted(levels)}
        else:
            columns[name] = (name, None)
    for p in people:
        p["group"] = p["row"][measure["substratum"]] if measure.get("substratum") else ""
        p["filled"] = {}
        for column, (name, level) in columns.items():
            x = p["x"][name]
            p["filled"][column] = x if x is None or level is None else Fraction(int(x == level))
    if measure.get("impute", True):
        fill(people, list(columns))
    return list(columns)


def fill(people: list[dict], columns: list[str]) -> None:
    means: dict[tuple, Fraction | None] = {}
    for column in columns:
        for group in {(p["unit"], p["group"]) for p in people} | {None}:
            own = [p for p in people if group is None or (p["unit"], p["group"]) == group]
            own = [p for p in own if p["filled"][column] is not None and p["weight"] > 0]
            total = sum(p["weight"] for p in own)
            means[column, group] = sum(p["weight"] * p["filled"][column] for p in own) / total if total else None
    for p in people:
        for column in columns:
            if p["filled"][column] is None:
                own = means[column, (p["unit"], p["group"])]
                p["filled"][column] = own if own is not None else means[column, None] or Fraction(0)


def group_size(usable: list[dict], unit: str, group: str) -> int:
    return sum(p["unit"] == unit and p["group"] == group for p in usable)


def in_large_group(person: dict, usable: list[dict]) -> bool:
    return group_size(usable, person["unit"], person["group"]) >= 2


def large_enough(unit: str, usable: list[dict], measure: dict) -> bool:
    shares = measure.get("substratum_weights", {}).get(unit, {"": 1})
    return all(group_size(usable, unit, group) >= 2 for group, share in shares.items() if share)
