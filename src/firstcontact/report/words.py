"""Numbers as a reader wants them."""

NONE = "–"
MINUS = "\N{MINUS SIGN}"


def number(value: float | None, digits: int = 2) -> str:
    """With commas and a real minus sign, and none on a zero."""
    if value is None:
        return NONE
    text = f"{abs(value):,.{digits}f}"
    return MINUS + text if value < 0 and any(c in "123456789" for c in text) else text


def percent(share: float | None, digits: int = 0) -> str:
    """A share 0..1 as a whole percent, or with `digits` decimals."""
    return NONE if share is None else number(100 * share, digits) + "%"


def span(low: str, high: str) -> str:
    """`low to high`, or a dash where either is not known."""
    return NONE if NONE in (low, high) else f"{low} to {high}"
