"""Many practices in the order of their score, each a thin line for its interval and a dot."""

from collections.abc import Callable, Sequence

from firstcontact.report.palette import PALETTE
from firstcontact.survey.report.charts.dots import Dot
from firstcontact.survey.report.charts.svg import EDGE, SIZE, WIDTH, drawing, line, number, short, text, ticks

HEIGHT, LEFT, FOOT = 220, 44, 22


def caterpillar(rows: Sequence[Dot], form: Callable[[float], str], reference: float) -> str:
    """rows with values, in any order; the horizontal place is the rank from the lowest score."""
    ordered = sorted(rows, key=lambda r: r.value)
    marks = ticks(min(r.lower for r in ordered), max(r.upper for r in ordered))
    step = (WIDTH - LEFT - EDGE) / len(ordered)

    def y(value: float) -> float:
        return 6 + (marks[-1] - value) / (marks[-1] - marks[0]) * (HEIGHT - 12)

    drawn = [line(LEFT, y(m), WIDTH - EDGE, y(m), PALETTE["grid"]) for m in marks]
    drawn += [
        text(LEFT - 6, y(m) + 4, label, "end", PALETTE["soft"], SIZE - 1)
        for m, label in zip(marks, short([form(m) for m in marks]), strict=True)
    ]
    drawn.append(line(LEFT, y(reference), WIDTH - EDGE, y(reference), PALETTE["ink"], 1.3, "5 3"))
    for i, row in enumerate(ordered):
        x, colour = LEFT + (i + 0.5) * step, PALETTE["red" if row.marked else "blue"]
        drawn.append(line(x, y(row.lower), x, y(row.upper), colour, 1))
        drawn.append(f'<circle cx="{number(x)}" cy="{number(y(row.value))}" r="1.8" fill="{colour}"/>')
    drawn.append(text(LEFT, HEIGHT + 14, "lowest score", colour=PALETTE["soft"], size=SIZE - 1))
    drawn.append(text(WIDTH - EDGE, HEIGHT + 14, "highest score", "end", PALETTE["soft"], SIZE - 1))
    return drawing(HEIGHT + FOOT, drawn)
