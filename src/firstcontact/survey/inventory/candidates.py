"""Practices that others could learn from: who named a highlight and ticked the consent.

Source: specs/surveys/README.md 15, 19. Contact data never enter this table.
"""

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.survey.instrument.model import TEXT_TYPES, Instrument, Item
from firstcontact.survey.inventory.levels import Activity
from firstcontact.survey.inventory.strategies import strategies
from firstcontact.survey.wave import Wave

YES, NEW = "1", "new"
REMOVED = "[removed]"
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PHONE = re.compile(r"(?<!\d)\+?\(?\d(?:[\s().-]*\d){6,14}(?!\d)")
SCHEMA = pa.schema(
    [
        ("practice_id", pa.string()),
        ("strategy_id", pa.string()),
        ("level", pa.int64()),
        ("note", pa.string()),
        ("consent", pa.bool_()),
        ("contact_allowed", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Highlight:
    """The items that name a highlight: which strategy, what was written, who consents."""

    strategy: Item
    notes: list[Item]
    consent: Item


def candidates(wave: Wave, rows: pa.Table, held: list[Activity]) -> pa.Table:
    """One row per practice and highlight with consent. note: the texts beside the highlight, without e-mail addresses
    and phone numbers; a person reviews it before anybody else sees it. rows: kept responses with practice_id.
    """
    named = highlight_of(wave.instrument())
    if named is None or "practice_id" not in rows.column_names:
        return SCHEMA.empty_table()
    cells = _cells(wave)
    practice = dict(zip(rows["response_id"].to_pylist(), rows["practice_id"].to_pylist(), strict=True))
    level_of = {a.strategy_id: a.link_id for a in held}
    found = []
    for response_id, practice_id in practice.items():
        answers = cells.get(response_id, {})
        if answers.get((named.consent.link_id, "")) == YES:
            found += [_row(practice_id, s, n, answers, level_of) for s, n in _highlights(named, answers)]
    found.sort(key=lambda r: (r["practice_id"] or "", r["strategy_id"]))
    return pa.Table.from_pylist([r | {"note": _note(r["note"])} for r in found], schema=SCHEMA)


def highlight_of(instrument: Instrument) -> Highlight | None:
    """The item that offers the strategy library, with the free texts and the consent of its group."""
    known = {s.replace("-", "_") for s in strategies()}
    for page in instrument.pages:
        for group in page.groups:
            offers = [i for i in group.items if i.option_source or known & set(i.option_by_code)]
            consents = [i for i in group.items if i.has_role("consent")]
            if offers and consents:
                notes = [i for i in group.items if i.type in TEXT_TYPES and i.has_role("free_text") and not i.pii]
                return Highlight(offers[0], notes, consents[0])
    return None


def _highlights(named: Highlight, answers: dict) -> list[tuple[str, str]]:
    """(strategy id, note) of each named strategy; one that is not in the library is `new` with its title as typed."""
    texts = [answers.get((i.link_id, "")) for i in named.notes]
    item = named.strategy.link_id
    marked = [code for (link, code), value in answers.items() if link == item and code and value == YES]
    codes = marked or [answers.get((item, ""))]
    by_code = {s.replace("-", "_"): s for s in strategies()} | {s: s for s in strategies()}
    found = []
    for code in filter(None, codes):
        typed = answers.get((item, code))
        title = typed if typed and typed != YES else code
        known = by_code.get(code)
        parts = texts if known else [title, *texts]
        found.append((known or NEW, " | ".join(t for t in parts if t)))
    return found


def _row(practice_id: str, strategy_id: str, note: str, answers: dict, level_of: dict[str, str]) -> dict:
    level = answers.get((level_of.get(strategy_id, ""), ""))
    return {
        "practice_id": practice_id,
        "strategy_id": strategy_id,
        "level": int(level) if level and level.isdigit() else None,
        "note": note,
        "consent": True,
        "contact_allowed": True,
    }


def _note(text: str) -> str | None:
    """The text without e-mail addresses and phone numbers."""
    return PHONE.sub(REMOVED, EMAIL.sub(REMOVED, text)) or None


def _cells(wave: Wave) -> dict[str, dict[tuple[str, str], str]]:
    """response_id -> (link_id, option code) -> code or text, missing answers left out."""
    answers = wave.read("disposition", "answer_clean")
    answers = answers.filter(pc.is_null(answers["missing_code"]))
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in answers.select(["response_id", "link_id", "option_code", "value_code", "value_text"]).to_pylist():
        value = row["value_code"] or row["value_text"]
        if value:
            found.setdefault(row["response_id"], {})[row["link_id"], row["option_code"]] = value
    return found
