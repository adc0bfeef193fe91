"""Reads what a person entered for one item, and says which rule it breaks.

Numbers may be written with a comma or a point; a thousands sign is refused rather than guessed.
Source: specs/surveys/instrument-format.md 2.4; features.md 5.3.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from firstcontact.survey.instrument.model import Answer, Item

TEXT_LIMITS = {"text": 200, "long_text": 4000}
OPTION_TEXT_LIMIT = 200
MOST_DECIMALS = 4
NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,  ’']\d{3})+")
PATTERNS = {
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
    "phone": re.compile(r"\+?[\d ().\-/]{7,25}"),
    "zip": re.compile(r"\d{5}(-\d{4})?"),
}


class NotAccepted(Exception):
    """kind: name of the message; details: what the message is filled with."""

    def __init__(self, kind: str, **details: Any) -> None:
        super().__init__(kind)
        self.kind, self.details = kind, details


def read_answer(item: Item, values: Sequence[str], today: date) -> Answer:
    """The answer in the texts posted for an item; None where nothing was entered. Raises NotAccepted."""
    given = [v for v in map(clean, values) if v]
    if not given:
        return None
    if item.type == "multi":
        return _marks(item, given)
    if len(given) > 1:
        raise NotAccepted("one_only")
    if item.type == "single":
        return _code(item, given[0])
    if item.type == "date":
        return _day(item, given[0], today)
    if item.type in TEXT_LIMITS:
        return _text(item, given[0])
    return _number(item, given[0])


def clean(value: str) -> str:
    """NFC, LF line ends, no blanks around, no NUL, which databases refuse."""
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\x00", "").strip()


def _code(item: Item, code: str) -> str:
    if code not in item.option_by_code:
        raise NotAccepted("not_an_option")
    return code


def _marks(item: Item, codes: list[str]) -> frozenset[str]:
    marks = frozenset(_code(item, c) for c in codes)
    if len(marks) > 1 and any(item.option_by_code[c].exclusive for c in marks):
        raise NotAccepted("exclusive")
    if item.max_choices is not None and len(marks) > item.max_choices:
        raise NotAccepted("too_many", max=item.max_choices)
    return marks


def _number(item: Item, text: str) -> int | Decimal:
    whole = item.type != "decimal"
    if THOUSANDS.fullmatch(text) and ("," in text or whole or text.count(".") > 1 or "." not in text):
        raise NotAccepted("thousands")
    if not NUMBER.fullmatch(text):
        raise NotAccepted("not_whole" if whole else "not_number")
    number = Decimal(text.replace(",", "."))
    if whole and number != int(number):
        raise NotAccepted("not_whole")
    if not whole:
        _decimals(item, number)
    _in_range(item, number)
    return int(number) if whole else number


def _decimals(item: Item, number: Decimal) -> None:
    most = MOST_DECIMALS if item.decimals is None else item.decimals
    if -number.as_tuple().exponent > most:
        raise NotAccepted("decimals", max=most)


def _in_range(item: Item, number: Decimal) -> None:
    if item.min is not None and number < item.min:
        raise NotAccepted("too_small", min=item.min)
    if item.max is not None and number > item.max:
        raise NotAccepted("too_large", max=item.max)


def _day(item: Item, text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotAccepted("not_date") from None
    if item.min_date is not None and day < _limit(item.min_date, today):
        raise NotAccepted("too_early", min=_limit(item.min_date, today))
    if item.max_date is not None and day > _limit(item.max_date, today):
        raise NotAccepted("too_late", max=_limit(item.max_date, today))
    return day


def _limit(text: str, today: date) -> date:
    return today if text == "today" else date.fromisoformat(text)


def _text(item: Item, text: str) -> str:
    limit = item.max_length or TEXT_LIMITS[item.type]
    if len(text) > limit:
        raise NotAccepted("too_long", max=limit)
    pattern = PATTERNS.get(item.pattern or "none")
    if pattern and not pattern.fullmatch(text):
        raise NotAccepted(item.pattern)
    return text
