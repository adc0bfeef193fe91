"""Rules C0, C2, C3 and C4 on the cells of one response, and the reason of every blank.

One pass in page order, so that chains of conditions settle. Source: specs/surveys/README.md 9.
"""

from dataclasses import dataclass, field
from datetime import date

from firstcontact.survey.answers import Cell, Response, is_answered
from firstcontact.survey.cleaning.conditions import Shown, shown
from firstcontact.survey.cleaning.log import Change, text
from firstcontact.survey.cleaning.ranges import fits
from firstcontact.survey.instrument.model import Instrument, Item
from firstcontact.survey.instrument.visible import in_form
from firstcontact.survey.missing import Missing

HAD_AN_ANSWER = Missing.UNREADABLE_IMPORT


@dataclass
class CleanedCells:
    """cells: one for each item that asks something; rules: those that changed or kept an answer; hidden: link_ids."""

    cells: dict[str, Cell] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)


def clean_cells(instrument: Instrument, response: Response, today: date, reached: set[str]) -> CleanedCells:
    """reached: pages that the person saw; blanks elsewhere are not_reached."""
    done = CleanedCells()
    for item in instrument.items:
        if item.type != "info":
            _settle(instrument, item, response, today, reached, done)
    return done


def _settle(
    instrument: Instrument, item: Item, response: Response, today: date, reached: set[str], done: CleanedCells
) -> None:
    before = response.cells.get(item.link_id)
    cell = _start(instrument, item, response, before, reached)
    if cell is HAD_AN_ANSWER:
        _note(done, response, item, "C0", None, cell)
    if not fits(item, cell, today):
        cell = _note(done, response, item, "C2", cell, Missing.REMOVED_IN_CLEANING)
    if cell is not Missing.NOT_IN_FORM:
        cell = _by_condition(instrument, item, response, cell, done)
    done.cells[item.link_id] = cell


def _start(instrument: Instrument, item: Item, response: Response, before: Cell | None, reached: set[str]) -> Cell:
    """The cell as collected; where nothing was, why."""
    if before is None and not in_form(instrument, item, response.modules):
        return Missing.NOT_IN_FORM
    # By identity: a number such as -3 percent equals the code of a blank.
    if before is None or before is Missing.LEFT_BLANK or before is Missing.SKIPPED_BY_LOGIC:
        return Missing.LEFT_BLANK if item.page_id in reached else Missing.NOT_REACHED
    return before


def _by_condition(instrument: Instrument, item: Item, response: Response, cell: Cell, done: CleanedCells) -> Cell:
    if not item.conditions:
        return cell
    verdict = shown(item, instrument.item_by_id, done.cells, done.hidden)
    had_answer = is_answered(cell) or cell is HAD_AN_ANSWER
    if verdict is Shown.NO:
        done.hidden.add(item.link_id)
        if had_answer:
            return _note(done, response, item, "C3", cell, Missing.REMOVED_IN_CLEANING)
        if cell is Missing.REMOVED_IN_CLEANING:
            return cell
        done.changes.append(_change(response, item, "C3", cell, Missing.SKIPPED_BY_LOGIC))
        return Missing.SKIPPED_BY_LOGIC
    if verdict is Shown.OPEN and had_answer and "C4" not in done.rules:
        done.rules.append("C4")
    return cell


def _note(done: CleanedCells, response: Response, item: Item, rule: str, before: Cell | None, after: Cell) -> Cell:
    done.changes.append(_change(response, item, rule, before, after))
    if rule not in done.rules:
        done.rules.append(rule)
    return after


def _change(response: Response, item: Item, rule: str, before: Cell | None, after: Cell) -> Change:
    return Change(response.response_id, item.link_id, rule, text(before), text(after))


def pages_reached(instrument: Instrument, response: Response, exit_page: str | None = None) -> set[str]:
    """The pages up to the last one with an answer; all for a finished response; up to the page of an exit."""
    pages = [p.page_id for p in instrument.pages]
    if exit_page is not None:
        return set(pages[: pages.index(exit_page) + 1])
    if response.finished:
        return set(pages)
    page_of = {i.link_id: i.page_id for i in instrument.items}
    answered = [pages.index(page_of[k]) for k, c in response.cells.items() if k in page_of and _seen(c)]
    return set(pages[: max(answered, default=-1) + 1])


def _seen(cell: Cell) -> bool:
    return is_answered(cell) or cell is HAD_AN_ANSWER
