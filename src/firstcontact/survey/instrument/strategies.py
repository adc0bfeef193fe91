"""Options from the strategy library, put in place of `option_source: strategies` when a version is frozen (V59)."""

import copy
import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.rules.finding import ERROR, Finding, place

FILE = "strategies.csv"


def with_strategies(
    document: Mapping[str, Any], file: Path, strategies: Path | None = None
) -> tuple[dict[str, Any], list[Finding]]:
    """The document with real options, and V59 for each item where no library was found.

    An option's code is the strategy_id with `_` for `-`; its labels are the columns title (default language) and
    title_<language>; a language without its column is left out, so that the validator refuses it.
    """
    made = copy.deepcopy(dict(document))
    asking = [(path, item) for path, item in _items(made) if item.get("option_source") == "strategies"]
    library = strategies or file.parent / FILE
    if not asking:
        return made, []
    if not library.is_file():
        message = "option_source strategies found no strategies.csv; give --strategies FILE."
        return made, [Finding("V59", ERROR, path, place(path, made), message) for path, _ in asking]
    options = _options(library, made)
    for _, item in asking:
        del item["option_source"]
        item["options"] = options
    return made, []


def _items(document: Mapping[str, Any]) -> list[tuple[tuple, dict[str, Any]]]:
    found = []
    for p, page in _entries(document, "pages"):
        for g, group in _entries(page, "groups"):
            for i, item in _entries(group, "items"):
                found.append((("pages", p, "groups", g, "items", i), item))
    return found


def _entries(holder: Mapping[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    entries = holder.get(key)
    return [(i, e) for i, e in enumerate(entries) if isinstance(e, dict)] if isinstance(entries, list) else []


def _options(library: Path, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    with library.open(newline="", encoding="utf-8-sig") as f:
        rows = list(csv.DictReader(f))
    if not rows or not {"strategy_id", "title"} <= set(rows[0]):
        raise FirstContactError(f"{library.name} has no rows with strategy_id and title. Give the strategy library.")
    return [{"code": r["strategy_id"].replace("-", "_"), "label": _label(r, document)} for r in rows]


def _label(row: Mapping[str, str], document: Mapping[str, Any]) -> dict[str, str]:
    default = document.get("default_language")
    columns = {tag: "title" if tag == default else f"title_{tag}" for tag in document.get("languages", [])}
    return {tag: row[column] for tag, column in columns.items() if row.get(column)}
