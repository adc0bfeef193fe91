"""Checks over several answers: sums of shares and comparisons. Source: specs/surveys/instrument-format.md 2.7."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from firstcontact.survey.instrument.conditions import ORDER
from firstcontact.survey.instrument.measure import Check, Text
from firstcontact.survey.instrument.model import Answers, Instrument, Item

COMPARE: dict[str, Callable[[Any, Any], bool]] = {**ORDER, "=": operator.eq, "!=": operator.ne}


def failed_checks(instrument: Instrument, answers: Answers, page_id: str) -> list[tuple[Check, Text]]:
    """Checks that touch the page and fail, with their messages filled in. answers: of visible items only.

    A check waits until all its items are answered.
    """
    failed = []
    for check in instrument.checks:
        items = _items(check, instrument)
        given = [answers.get(i.link_id) for i in items]
        if None not in given and any(i.page_id == page_id for i in items) and not _holds(check, given):
            failed.append((check, _filled(check, given)))
    return failed


def _items(check: Check, instrument: Instrument) -> list[Item]:
    if check.kind == "compare":
        return [instrument.item_by_id[check.left], instrument.item_by_id[check.right]]
    return [i for i in instrument.items if i.sum_group == check.sum_group]


def _holds(check: Check, given: list[Any]) -> bool:
    if check.kind == "compare":
        return COMPARE[check.op](*given)
    return abs(_sum(given) - check.equals) <= check.tolerance


def _sum(given: list[Any]) -> Decimal:
    return sum(map(Decimal, given), Decimal(0))


def _filled(check: Check, given: list[Any]) -> Text:
    if check.kind == "compare":
        return check.message
    return {language: text.replace("{sum}", f"{_sum(given):f}") for language, text in check.message.items()}
