"""Who gains and who loses: charts C3, C6, C8, C9 and C10."""

from collections.abc import Sequence

import numpy as np

from firstcontact.practice.differences import SAME_USD
from firstcontact.practice.report import charts
from firstcontact.practice.report.source import ALL, Row, Source
from firstcontact.practice.report.words import count, group, order, share, usd
from firstcontact.report.blocks import Block, Figure, Section, Table, Text

PER_FTE = "net_per_fte_md_usd"
NET = "net_after_relief_usd"
SIDES = ("worse", "same", "better")
SOURCES = {
    "claims": "claims_usd",
    "prospective": "prospective_usd",
    "performance": "performance_usd",
    "relief": "relief_recognised_usd",
}
ROLE = "staff_fte_weeks_lost."
BETWEEN = "Between practices: each practice counts with its mean over the draws. This is no interval for the mean."
MEANS = "Means over practices and draws; no spread is drawn."
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def gains(source: Source) -> Section | None:
    """None where neither practices nor groups can be compared with a baseline."""
    found = [_change(source), _sides(source), _dollars(source), _revenue(source), _staff(source)]
    blocks: list[Block] = [figure for figure in found if figure]
    if not blocks:
        return None
    return Section("gains", "Who gains and who loses", [Text(MEANING), *blocks])


MEANING = "Better and worse are against the baseline run, practice by practice, on the net after relief."


def _change(source: Source) -> Figure | None:
    values = [float(r["diff_mean"]) for r in source.practices(PER_FTE) if r["diff_mean"] is not None]
    if not values:
        return None
    low, q1, middle, q3, high = np.quantile(values, QUANTILES)
    losing = sum(v < -SAME_USD for v in values) / len(values)
    words = (
        f"{share(losing)} of the {len(values):,} practices lose, relief not counted. The middle one changes by "
        f"{usd(middle)} USD per FTE MD, the middle half by {usd(q1)} to {usd(q3)}, nine in ten by {usd(low)} to "
        f"{usd(high)}."
    )
    bars = [bar for bar in charts.histogram(values) if bar["practices"]]
    cells = [(f"{usd(b['from'])} to {usd(b['to'])}", f"{b['practices']:,}", share(b["share"])) for b in bars]
    table = Table("Practices by change of net per FTE MD", ("USD per FTE MD", "Practices", "Share up to here"), cells)
    return Figure("Change of operating net per FTE MD", charts.change(values), words, BETWEEN, table, "C3")


def _sides(source: Source) -> Figure | None:
    rows = _sides_of_comparison(source.rows("comparison")) or _sides_of_practices(source.practices(NET))
    if not rows:
        return None
    lines = [{"group": name, "side": side, "share": parts[i]} for name, parts in rows for i, side in enumerate(SIDES)]
    worst = max(rows, key=lambda row: row[1][0])
    words = f"The largest share of practices that are worse off is {share(worst[1][0])} ({worst[0]})."
    table = Table("Practices by side", ("Group", *SIDES), [(name, *map(share, parts)) for name, parts in rows])
    return Figure("Who gains, who loses", charts.sides(lines), words, BETWEEN, table, "C6")


Sides = list[tuple[str, tuple[float, ...]]]


def _sides_of_comparison(rows: Sequence[Row]) -> Sides:
    """Shares that `compare` worked out, for all practices and by setting and size."""
    wanted = [r for r in rows if r["outcome"] == NET and r["by"] in (ALL, "setting", "size_class")]
    wanted = [r for r in wanted if r["share_worse"] is not None]
    return [(group(r["group_id"]), tuple(float(r[f"share_{side}"]) for side in SIDES)) for r in wanted]


def _sides_of_practices(rows: Sequence[Row]) -> Sides:
    """The same from the rows of one run, each practice counted once."""
    rows = [row for row in rows if row["diff_mean"] is not None]
    if not rows:
        return []
    members: dict[str, list[float]] = {group(ALL): [float(row["diff_mean"]) for row in rows]}
    for column in ("setting", "size_class"):
        for name in sorted({row[column] for row in rows}, key=order):
            members[group(name)] = [float(row["diff_mean"]) for row in rows if row[column] == name]
    return [(name, _parts(values)) for name, values in members.items()]


def _parts(values: Sequence[float]) -> tuple[float, ...]:
    worse = sum(v < -SAME_USD for v in values) / len(values)
    better = sum(v > SAME_USD for v in values) / len(values)
    return worse, 1 - worse - better, better


def _dollars(source: Source) -> Block | None:
    rows = _dollar_rows(source.rows("comparison")) or _dollar_rows(source.rows("summary"))
    if not rows:
        return None
    if not any(amount for _, amount in rows):
        return Text("No practice is worse off, so nothing has to be made up.")
    bars = [{"group": name, "usd": amount} for name, amount in rows]
    words = f"To leave no practice worse off takes {usd(sum(amount for _, amount in rows))} USD over the run."
    table = Table("Dollars to make up every loss", ("Setting", "USD"), [(name, usd(amount)) for name, amount in rows])
    return Figure("Dollars to neutralise losses", charts.dollars(bars), words, BETWEEN, table, "C10")


def _dollar_rows(rows: Sequence[Row]) -> list[tuple[str, float]]:
    wanted = [r for r in rows if r["by"] == "setting" and r["outcome"] == NET]
    wanted = [r for r in wanted if r.get("dollars_to_neutralise_usd") is not None]
    wanted.sort(key=lambda r: order(r["group_id"]))
    return [(group(r["group_id"]), float(r["dollars_to_neutralise_usd"])) for r in wanted]


def _revenue(source: Source) -> Figure | None:
    rows = source.summary()
    found = {name: rows.get((ALL, outcome)) for name, outcome in SOURCES.items()}
    found = {name: row for name, row in found.items() if row and row.get("baseline_mean") is not None}
    if not found:
        return None
    bars = [
        {"run": run, "source": name, "usd": float(row[column])}
        for run, column in (("baseline", "baseline_mean"), ("this scenario", "mean"))
        for name, row in found.items()
    ]
    before, after = (sum(b["usd"] for b in bars if b["run"] == run) for run in ("baseline", "this scenario"))
    words = f"Money earned per practice moves from {usd(before)} to {usd(after)} USD over the run, relief included."
    cells = [(name, usd(row["baseline_mean"]), usd(row["mean"]), usd(row["diff_mean"])) for name, row in found.items()]
    table = Table("USD per practice over the run", ("Source", "Baseline", "This scenario", "Change"), cells)
    return Figure("Revenue by source, before and after", charts.revenue(bars), words, MEANS, table, "C8")


def _staff(source: Source) -> Figure | None:
    rows = [r for (_, outcome), r in source.summary().items() if outcome.startswith(ROLE)]
    lost = [(group(r["outcome"].removeprefix(ROLE)), float(r["mean"])) for r in rows if r["mean"]]
    if not lost:
        return None
    lost.sort(key=lambda row: -row[1])
    bars = [{"role": role, "weeks": weeks} for role, weeks in lost]
    words = f"A practice loses {count(sum(weeks for _, weeks in lost))} FTE-weeks in all, most of it in {lost[0][0]}."
    table = Table("FTE-weeks lost per practice", ("Role", "FTE-weeks"), [(role, count(weeks)) for role, weeks in lost])
    return Figure("Staff time lost by role", charts.staff(bars), words, MEANS, table, "C9")
