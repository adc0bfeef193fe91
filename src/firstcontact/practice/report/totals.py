"""The summary: means with the uncertainty of the estimate, and apart from it the spread between practices."""

from firstcontact.practice.report.source import ALL, Row, Source
from firstcontact.practice.report.words import group, label, order, share, shown, span, usd
from firstcontact.report.blocks import Block, Section, Table, Text
from firstcontact.report.words import NONE

OUTCOMES = (
    "gross_revenue_usd",
    "claims_usd",
    "prospective_usd",
    "performance_usd",
    "relief_recognised_usd",
    "cost_excl_physician_usd",
    "physician_pay_usd",
    "operating_net_usd",
    "net_after_relief_usd",
    "net_per_fte_md_usd",
    "min_cash_usd",
    "min_cash_weeks",
    "end_cash_usd",
    "weeks_below_zero",
    "first_week_below_zero",
    "visits",
    "lost_visits",
    "staff_fte_weeks_lost",
)
NET = "net_after_relief_usd"
GROUP_OUTCOME = "net_per_fte_md_usd"
LAYERS = (
    "The 95% interval and the error of the mean (MCSE) are the uncertainty of the estimate: they come from the draws "
    "of the inputs. The range between practices says how different practices are; it does not shrink with more draws."
)


def summary(source: Source) -> Section:
    """All practices together, then one table for each grouping."""
    overall = {outcome: row for (_, outcome), row in source.summary().items()}
    blocks: list[Block] = [Text(_answer(overall))] if NET in overall else []
    blocks.append(Text(LAYERS))
    if overall:
        blocks.append(_overall(overall))
    for by in dict.fromkeys(row["by"] for row in source.rows("summary") if row["by"] != ALL):
        blocks.append(_grouped(by, source))
    return Section("summary", "Summary", blocks)


def _answer(rows: dict[str, Row]) -> str:
    """The result in two sentences."""
    row = rows[NET]
    change = f"The net after relief of a practice is {usd(row['mean'])} USD over the run"
    if row.get("diff_mean") is not None:
        change += f", a change of {usd(row['diff_mean'])} from the baseline of {usd(row['baseline_mean'])}"
    return (
        f"{change}. {share(row['share_loss'])} of practices have an operating loss; "
        f"{share(row['share_below_zero'])} are below zero cash at some time."
    )


def _overall(found: dict[str, Row]) -> Table:
    header = (
        "Mean of a practice over the run",
        "Mean",
        "95% interval",
        "MCSE",
        "Baseline",
        "Change",
        "P5 to P95 of practices",
    )
    cells = [_overall_row(found[outcome], outcome) for outcome in OUTCOMES if outcome in found]
    return Table("All practices", header, cells)


def _overall_row(row: Row, outcome: str) -> tuple[str, ...]:
    return (
        label(outcome),
        shown(row["mean"], outcome),
        span(row["mean_lo"], row["mean_hi"], outcome),
        shown(row["mcse"], outcome),
        shown(row.get("baseline_mean"), outcome),
        shown(row.get("diff_mean"), outcome),
        span(row["het_p5"], row["het_p95"], outcome),
    )


def _grouped(by: str, source: Source) -> Table:
    rows = source.summary(by)
    groups = sorted({name for name, _ in rows}, key=order)
    header = ("Group", "Practices", "Net per FTE MD", "95% interval", "Change", "Share losing", "Ever below zero cash")
    cells = [_group_row(name, rows.get((name, GROUP_OUTCOME))) for name in groups]
    return Table(f"By {group(by).replace('+', ' and ')}", header, cells, note="Net: operating net over the run.")


def _group_row(name: str, row: Row | None) -> tuple[str, ...]:
    if row is None or row["status"] == "suppressed":
        return (group(name), *[NONE] * 5, "too few practices")
    return (
        group(name),
        f"{row['n_practices']:,}",
        usd(row["mean"]),
        span(row["mean_lo"], row["mean_hi"], GROUP_OUTCOME),
        usd(row.get("diff_mean")),
        share(row["share_loss"]),
        share(row["share_below_zero"]),
    )
