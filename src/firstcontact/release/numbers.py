"""Numbers as text: rounding half up on the decimal value, never on binary floats."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple


class NumberFormat(NamedTuple):
    """Marks of one language: 1,234.5 is decimal "." and thousands ","."""

    decimal: str = "."
    thousands: str = ","


ENGLISH = NumberFormat()


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """`value` at `decimals` places, halves away from zero; minus zero becomes zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def format_number(value: Decimal | int, decimals: int, form: NumberFormat = ENGLISH) -> str:
    """`1234.5, 1` -> `1,234.5` in English and `1.234,5` in Portuguese."""
    text = f"{round_half_up(Decimal(value), decimals):,f}"
    return text.replace(",", "\0").replace(".", form.decimal).replace("\0", form.thousands)


def decimals_of(text: str) -> int:
    """Decimal places a public number was written with."""
    return len(text.partition(".")[2])


def localise(text: str, form: NumberFormat) -> str:
    """A public number (`1234.5`) in the marks of a language, with the places it was written with."""
    return format_number(Decimal(text), decimals_of(text), form)


def quantile(values: list[Decimal], share: Decimal) -> Decimal:
    """Linear interpolation at (N - 1) x share over the sorted values; at least one value."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def natural_frequency(percent: Decimal) -> tuple[int, int]:
    """Percent as (n, base): under 15 in 100, else in 10, as people say it."""
    base = 100 if percent < 15 else 10
    return int(round_half_up(percent * base / 100, 0)), base
