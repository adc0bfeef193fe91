"""Texts as they leave the instrument: one language, its constants filled in, in a form that other programs take."""

from collections.abc import Iterator, Mapping

from firstcontact.errors import UsageError
from firstcontact.survey.instrument.model import Instrument, Item, Text


def filled(instrument: Instrument, text: Text) -> dict[str, str]:
    """The text in every language, default first, with the instrument's own `{recall}` put in."""
    recall = instrument.recall or {}
    order = (instrument.default_language, *instrument.languages)
    return {
        tag: text[tag].replace("{recall}", recall.get(tag, "{recall}")) for tag in dict.fromkeys(order) if tag in text
    }


def one_language(instrument: Instrument, language: str | None) -> str:
    """The language asked for, else the default. Raises UsageError where the instrument does not have it."""
    chosen = language or instrument.default_language
    if chosen not in instrument.languages:
        known = ", ".join(instrument.languages)
        raise UsageError(f"{instrument.instrument_id} is not written in '{chosen}'; its languages are {known}.")
    return chosen


def merge_fields(instrument: Instrument) -> tuple[str, ...]:
    """Merge fields that someone else must fill: the placeholders without the instrument's own recall."""
    own = {"recall"} if instrument.recall else set()
    return tuple(p for p in instrument.placeholders if p not in own)


def measures_of(instrument: Instrument, item: Item) -> tuple[str, ...]:
    return tuple(m.measure_id for m in instrument.measures if item.link_id in m.items)


def not_carried(instrument: Instrument, *, codes: bool = False) -> Iterator[str]:
    """Warnings that name what a format without room for it leaves behind."""
    if any(o.score is not None for i in instrument.items for o in i.options):
        yield "Scores of options are not carried."
    if any(i.roles for i in instrument.items):
        yield "Roles of items are not carried."
    for name, kept in _parts(instrument).items():
        if kept:
            yield f"{name} are not carried: {', '.join(kept)}."
    if codes and any(o.has_text for i in instrument.items for o in i.options):
        yield "The text beside an option such as 'other' is not carried."


def _parts(instrument: Instrument) -> Mapping[str, list[str]]:
    return {
        "Measures": [m.measure_id for m in instrument.measures],
        "Adjusters": [a.adjuster_id for a in instrument.adjusters],
        "Exits": [e.exit_id for e in instrument.exits],
        "Checks": [c.check_id for c in instrument.checks],
        "Rotating modules": [m.module_id for m in instrument.modules if m.rotation == "rotating"],
    }
