"""Reads the choices sheet of an XLSForm."""

from collections.abc import Mapping
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.sheet_files import Row

Json = dict[str, Any]


def choice_lists(rows: list[Row], languages: Mapping[str, str]) -> dict[str, list[Json]]:
    """list_name -> native options. languages: tag -> suffix of the label columns."""
    lists: dict[str, list[Json]] = {}
    for number, row in enumerate(rows, 2):
        name = row.get("list_name") or row.get("list name")
        if name is None or "name" not in row:
            raise FirstContactError(f"choices row {number}: list_name and name are needed. Fill them in.")
        lists.setdefault(name, []).append(_option(row, languages))
    return lists


def _option(row: Row, languages: Mapping[str, str]) -> Json:
    label = {tag: row[f"label{end}"].strip() for tag, end in languages.items() if f"label{end}" in row}
    score = row.get("fc_score", "")
    scored = {"score": int(score) if score.removeprefix("-").isdecimal() else score} if score else {}
    return {"code": row["name"], "label": label, **scored}
