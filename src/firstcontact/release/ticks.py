"""Round values along an axis. Apart from the charts, so that reading an axis does not load what draws them."""

from decimal import Decimal

STEPS = (Decimal("1"), Decimal("2"), Decimal("2.5"), Decimal("5"), Decimal("10"))


def nice_axis(low: Decimal, high: Decimal, ticks: int = 4) -> list[Decimal]:
    """Round tick values that cover low..high, starting at 0 unless low is negative."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    high = high if high > low else low + 1
    span = high - low
    power = Decimal(1).scaleb((span / ticks).adjusted())
    step = next(s * power for s in STEPS if s * power * ticks >= span)
    first, last = (
        int((low / step).to_integral_value("ROUND_FLOOR")),
        int((high / step).to_integral_value("ROUND_CEILING")),
    )
    return [(step * i).normalize() + 0 for i in range(first, last + 1)]


def fixed_axis(low: Decimal, high: Decimal) -> list[Decimal]:
    """Ticks of a range that the measure fixes: quarters, fifths or halves of it, whichever is round."""
    for parts in (4, 5, 2):
        step = (high - low) / parts
        if step == step.quantize(Decimal("0.05")):
            return [low + step * i for i in range(parts + 1)]
    return [low, high]
