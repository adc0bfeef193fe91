"""One cell of an input file to one value, by the rules of normalisation."""

import unicodedata
from datetime import date
from decimal import Decimal

TRUE = {"true", "t", "1", "y", "yes"}
FALSE = {"false", "f", "0", "n", "no"}
OPEN_ENDS = {date(9999, 12, 31), date(2999, 12, 31)}
PADDED = {"pad2": 2, "pad3": 3, "pad4": 4, "pad5": 5, "pad11": 11}


def value_of(kind: str, cell: str | None) -> object:
    text = unicodedata.normalize("NFC", (cell or "").strip())
    if text == "":
        return None
    if kind in PADDED:
        return text.rjust(PADDED[kind], "0")
    return READERS.get(kind, str)(text)


def _date(text: str) -> date | None:
    day = date.fromisoformat(text.removesuffix(" 00:00:00"))
    return None if day in OPEN_ENDS else day


def _bill_type(text: str) -> str:
    return text[1:] if len(text) == 4 and text.startswith("0") else text


def _flag(text: str) -> bool | None:
    word = text.lower()
    return True if word in TRUE else False if word in FALSE else None


def _zip(text: str) -> str:
    return text.split("-")[0][:5].rjust(5, "0")


READERS = {
    "integer": int,
    "decimal": Decimal,
    "money": lambda text: Decimal(text).quantize(Decimal("0.01")),
    "date": _date,
    "flag": _flag,
    "code": lambda text: text.replace(".", "").upper(),
    "bill_type": _bill_type,
    "zip": _zip,
    "word": str.lower,
}


def valid_npi(npi: str | None) -> bool:
    """Ten digits, the first 1 or 2, and the Luhn sum over 80840 + NPI a multiple of ten."""
    if npi is None or len(npi) != 10 or not npi.isdigit() or npi[0] not in "12":
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + npi)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
