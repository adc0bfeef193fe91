"""Exact arithmetic of the closed forms: fractions inside, one rounding on the way out.

Money leaves as Decimal, everything else (shares, visits, patients, hours) as the nearest float.
Source: specs/practice-model/model.md 13.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from fractions import Fraction

from firstcontact.practice.problems import refuse

Number = int | float | Decimal | Fraction | str
CENT = Decimal("0.01")
DIGITS = 60  # of an amount that has no end, such as a third of a dollar


def exact(value: Number, name: str) -> Fraction:
    """The number as written: 0.1 is one tenth. Raises PM003 where it is not a finite number; `name` names it."""
    if isinstance(value, Fraction):
        return value
    try:
        number = Decimal(repr(float(value)) if isinstance(value, float) else str(value))
    except InvalidOperation:
        raise refuse("PM003", f"{value!r} is not a number. Write a plain number without separators.", name) from None
    if isinstance(value, bool) or not number.is_finite():
        raise refuse("PM003", f"{value} is not a finite number. Write a plain number.", name)
    return Fraction(number)


def money(amount: Fraction) -> Decimal:
    """The amount as Decimal, unrounded where it has an end within 60 digits."""
    with localcontext() as context:
        context.prec = DIGITS
        return Decimal(amount.numerator) / Decimal(amount.denominator)


def cents(amount: Decimal | Fraction) -> Decimal:
    """Rounded to the cent, halves away from zero; for writing only."""
    with localcontext() as context:
        context.prec = DIGITS
        value = money(amount) if isinstance(amount, Fraction) else amount
        return value.quantize(CENT, ROUND_HALF_UP)
