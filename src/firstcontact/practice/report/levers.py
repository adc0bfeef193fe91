"""Break-even of a lever (C5) and the swing of each assumption (C7)."""

from firstcontact.practice.report import charts
from firstcontact.practice.report.source import ALL, Row, Source
from firstcontact.practice.report.words import count, group, label, lower, share, shown, span, unit, usd
from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import number

STATUS = {
    "solved": "breaks even",
    "always": "is better over the whole range",
    "never": "is worse over the whole range",
    "multiple": "changes sign more than once",
}
UNCERTAINTY = "The band and the probability are the uncertainty of the estimate over the draws."
ONE_AT_A_TIME = "Each assumption moves alone from its low to its high end; this is uncertainty of the estimate."
STEP = 4


def breakeven(source: Source) -> Section | None:
    """None where no break-even was asked for."""
    rows = source.rows("breakeven")
    if not rows:
        return None
    blocks: list[Block] = [_solutions(rows)]
    for lever in dict.fromkeys(row["lever"] for row in rows):
        curve = [r for r in source.rows("breakeven_curve") if r.get("lever", lever) == lever]
        if curve:
            blocks.append(_curve(lever, curve, rows))
    return Section("breakeven", "Break-even", blocks)


def _solutions(rows: list[Row]) -> Table:
    header = ("Lever", "Group", "Target", "Result", "Value", "95% interval", "MCSE")
    cells = [
        (r["lever"], group(r["group_id"]), r["target"], STATUS.get(r["status"], r["status"]), *_solution(r))
        for r in rows
    ]
    return Table("Where the lever breaks even", header, cells, labels=4)


def _solution(row: Row) -> tuple[str, ...]:
    return count(row["value"]), span(row["lo"], row["hi"], ""), count(row["mcse"])


def _curve(lever: str, curve: list[Row], rows: list[Row]) -> Figure:
    overall = next((r for r in rows if r["lever"] == lever and r["group_id"] == ALL), rows[0])
    svg = charts.breakeven(curve, overall["value"], lever)
    found = f"{lever} {STATUS.get(overall['status'], overall['status'])}"
    if overall["value"] is not None:
        found += f" at {count(overall['value'])} ({span(overall['lo'], overall['hi'], '')})"
    words = f"{found}; searched from {count(curve[0]['lever_value'])} to {count(curve[-1]['lever_value'])}."
    header = ("Value", "Difference of net", "95% interval", "Probability better", "Practices better")
    some = [r for i, r in enumerate(curve) if i % STEP == 0 or i == len(curve) - 1]
    table = Table("Net against the baseline, USD per practice", header, [_curve_row(r) for r in some], wide=True)
    return Figure(f"Net against {lever}", svg, words, UNCERTAINTY, table, "C5")


def _curve_row(row: Row) -> tuple[str, ...]:
    money = span(row["lo"], row["hi"], "net_after_relief_usd")
    return (
        count(row["lever_value"]),
        usd(row["mean"]),
        money,
        share(row["prob_better"]),
        share(row["share_practices_better"]),
    )


def tornado(source: Source) -> Section | None:
    """None where no tornado was asked for."""
    rows = source.rows("tornado")
    if not rows:
        return None
    blocks: list[Block] = []
    named = [row if row.get("outcome") else {**row, "outcome": source.run.get("outcome", "")} for row in rows]
    for outcome in dict.fromkeys(row["outcome"] for row in named):
        asked = [row for row in named if row["outcome"] == outcome]
        moving = [row for row in asked if row["status"] != "no_effect"]
        blocks.append(_swings(outcome, moving) if moving else Text("No assumption moves the outcome."))
        if len(moving) < len(asked):
            names = ", ".join(row["parameter"] for row in asked if row["status"] == "no_effect")
            blocks.append(Text(f"Without effect: {names}."))
    if source.rows("rank_correlation"):
        blocks.append(_ranks(source.rows("rank_correlation")))
    return Section("tornado", "Which assumption drives the answer", blocks)


def _swings(outcome: str, rows: list[Row]) -> Figure:
    drawn = rows[: charts.MAX_BARS]
    ends = [
        {"parameter": row["parameter"], "at": end, "outcome": float(row[f"outcome_{end}"])}
        for row in drawn
        for end in ("low", "high")
    ]
    base = float(rows[0]["outcome_base"])
    name = lower(label(outcome)) if outcome else "the outcome"
    first = rows[0]
    words = (
        f"{first['parameter']} moves {name} most: by {shown(first['swing'], outcome)} between "
        f"{count(first['low_value'])} and {count(first['high_value'])}; with all at their values it is "
        f"{shown(base, outcome)}."
    )
    header = ("Assumption", "Low", "High", "At low", "At high", "Swing")
    table = Table(f"Swing of {name}", header, [_swing_row(row, outcome) for row in rows], wide=True)
    svg = charts.tornado(ends, base, name, money=unit(outcome) == "usd")
    return Figure(f"Swing of {name}", svg, words, ONE_AT_A_TIME, table, "C7")


def _swing_row(row: Row, outcome: str) -> tuple[str, ...]:
    values = (shown(row[name], outcome) for name in ("outcome_low", "outcome_high", "swing"))
    return (row["parameter"], count(row["low_value"]), count(row["high_value"]), *values)


def _ranks(rows: list[Row]) -> Table:
    header = ("Outcome", "Assumption", "Spearman", "MCSE")
    cells = [(label(r.get("outcome", "")), r["parameter"], number(r["spearman"]), number(r["mcse"])) for r in rows]
    return Table("Rank correlation of the draws with the outcome", header, cells, labels=2)
