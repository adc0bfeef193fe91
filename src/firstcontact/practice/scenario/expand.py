"""Puts the components of a preset in its place, in the plain data of the scenario."""

from datetime import date
from typing import Any

from firstcontact.practice import suggest
from firstcontact.practice.problems import PracticeError
from firstcontact.practice.scenario.document import Document
from firstcontact.practice.scenario.presets import PRESETS, Preset, Span
from firstcontact.practice.scenario.weeks import Weeks


def expand_presets(document: Document, weeks: Weeks) -> dict[str, Any]:
    """A copy of the document's data in which every `preset` of `payment` is written as components."""
    payment = document.data.get("payment")
    if not isinstance(payment, list):
        return document.data
    entries = [_expand_entry(document, ("payment", i), entry, weeks) for i, entry in enumerate(payment)]
    return {**document.data, "payment": entries}


def _expand_entry(document: Document, path: tuple, entry: Any, weeks: Weeks) -> Any:
    if not isinstance(entry, dict) or entry.get("preset") is None:
        return entry
    components = _components(document, (*path, "preset"), entry, weeks)
    if not components:
        return entry
    rest = {k: v for k, v in entry.items() if k != "preset"}
    return {**rest, "components": [*(entry.get("components") or []), *components]}


def _components(document: Document, path: tuple, entry: dict, weeks: Weeks) -> list[dict[str, Any]]:
    asked = entry["preset"] if isinstance(entry["preset"], dict) else {"name": entry["preset"]}
    name = asked.get("name")
    if not isinstance(name, str) or name not in PRESETS:
        shown = suggest.unknown(str(name), PRESETS, f"{name!r} is not a preset")
        document.problem("PM003", (*path, "name"), shown)
        return []
    preset, given = PRESETS[name], {k: v for k, v in asked.items() if k != "name" and v is not None}
    if not _arguments_fit(document, path, name, preset, given):
        return []
    try:
        span = Span(weeks, _day(entry, "from") or weeks.start, _day(entry, "until"))
        return preset.expand({**preset.optional, **given}, span)
    except PracticeError as e:
        document.problem(e.problems[0].code, path, e.problems[0].message)
        return []


def _arguments_fit(document: Document, path: tuple, name: str, preset: Preset, given: dict) -> bool:
    allowed = ["name", *preset.user, *preset.optional]
    for key in given:
        if key not in allowed:
            document.problem("PM001", (*path, key), suggest.unknown(key, allowed))
    missing = [key for key in preset.user if key not in given]
    for key in missing:
        document.problem("PM004", (*path, key), f"the preset {name} needs {key}: {preset.user[key]}. Give your own.")
    share_is_named = name in ("hybrid", "cpc_plus_2") and isinstance(_plain(given.get("share")), str)
    if share_is_named:
        message = "the share of this preset must be a number, because fees take the rest. Write a number from 0 to 1."
        document.problem("PM003", (*path, "share"), message)
    return not missing and not share_is_named


def _plain(value: Any) -> Any:
    return value.get("value") if isinstance(value, dict) else value


def _day(entry: dict, key: str) -> date | None:
    value = _plain(entry.get(key))
    return value if isinstance(value, date) else None
