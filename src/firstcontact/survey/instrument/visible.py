"""Which items a person sees, given the answers so far.

One pass in document order: a hidden item counts as having no answer, so chains of conditions close.
Source: specs/surveys/instrument-format.md 3 and 6.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from firstcontact.survey.instrument.conditions import holds, is_answered
from firstcontact.survey.instrument.model import Answers, Exit, Instrument, Item, Page


@dataclass(frozen=True)
class View:
    """items: link_ids shown; answers: the answers given to them, without those of hidden items."""

    items: tuple[str, ...]
    answers: Answers


def view(instrument: Instrument, answers: Answers, modules: Collection[str] | None = None) -> View:
    """What is shown of the instrument. modules: rotating modules assigned to this response; None means all."""
    shown: list[str] = []
    given: dict = {}
    for item in instrument.items:
        if not in_form(instrument, item, modules):
            continue
        if all(holds(c, instrument.item_by_id, given) for c in item.conditions):
            shown.append(item.link_id)
            if is_answered(answers.get(item.link_id)):
                given[item.link_id] = answers[item.link_id]
    return View(tuple(shown), given)


def visible_items(
    instrument: Instrument, answers: Answers, page_id: str | None = None, modules: Collection[str] | None = None
) -> tuple[Item, ...]:
    """The items shown, in document order, of one page or of the whole instrument.

    answers: link_id -> value (`model.Answer`); answers to hidden items are passed over.
    """
    shown = view(instrument, answers, modules).items
    items = (instrument.item_by_id[link_id] for link_id in shown)
    return tuple(i for i in items if page_id in (None, i.page_id))


def visible_pages(instrument: Instrument, answers: Answers, modules: Collection[str] | None = None) -> tuple[Page, ...]:
    """Pages with at least one visible item, in order."""
    ids = {i.page_id for i in visible_items(instrument, answers, modules=modules)}
    return tuple(p for p in instrument.pages if p.page_id in ids)


def next_page(
    instrument: Instrument, answers: Answers, page_id: str | None = None, modules: Collection[str] | None = None
) -> Page | None:
    """The first visible page after `page_id` (None: from the start); None where nothing is left to ask."""
    order = [p.page_id for p in instrument.pages]
    start = 0 if page_id is None else order.index(page_id) + 1
    later = set(order[start:])
    return next((p for p in visible_pages(instrument, answers, modules) if p.page_id in later), None)


def exit_after(
    instrument: Instrument, answers: Answers, page_id: str, modules: Collection[str] | None = None
) -> Exit | None:
    """The first exit after this page whose condition holds, or None."""
    given = view(instrument, answers, modules).answers
    here = (e for e in instrument.exits if e.after_page == page_id)
    return next((e for e in here if holds(e.when, instrument.item_by_id, given)), None)


def in_form(instrument: Instrument, item: Item, modules: Collection[str] | None) -> bool:
    """False for items of a rotating module that this response was not assigned."""
    if modules is None or item.module is None or item.module in modules:
        return True
    return any(m.module_id == item.module and m.rotation == "always" for m in instrument.modules)


def assigned_module(wave_id: str, case_id: str, modules: tuple[str, ...]) -> str:
    """The rotating module of a case, the same whenever it is asked. Source: instrument-format.md 6."""
    digest = hashlib.sha256(f"{wave_id}|{case_id}".encode()).hexdigest()
    return modules[int(digest[:8], 16) % len(modules)]
