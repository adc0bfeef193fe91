"""First sections of a report: what was asked, and which numbers are assumed."""

from collections import Counter

from firstcontact.practice.report.source import Source
from firstcontact.practice.report.words import count, share
from firstcontact.report.blocks import Block, Bullets, Section, Table, Text
from firstcontact.report.words import NONE

STATUS_WORDS = {
    "verified": "read in the primary text",
    "secondary": "read in a transcription",
    "derived": "worked out from published numbers",
    "assumed": "assumed",
    "calibrated": "fitted to a published result",
    "user": "given by the user",
    "user_input": "given by the user",
}


def facts(source: Source) -> list[tuple[str, str]]:
    """Short pairs at the top of the report."""
    scenario, run = source.scenario, source.run
    pairs = [
        ("Scenario", source.id),
        ("Weeks", f"{scenario.get('weeks', NONE)} from {scenario.get('start', NONE)}"),
        ("Practices", count(run.get("row_counts", {}).get("practices"))),
        ("Draws", f"{count(run.get('draws'))} with seed {run.get('seed', NONE)}"),
        ("Pay rule", pay_rules(source)),
    ]
    return [(name, value) for name, value in pairs if value]


def pay_rules(source: Source) -> str:
    """`independent: floor, share 0.5; fqhc: fixed`: the rule is printed wherever cash is."""
    return "; ".join(f"{setting}: {rule}" for setting, rule in source.run.get("pay_rules", {}).items())


def question(source: Source) -> Section:
    """What the run compares, in words."""
    blocks: list[Block] = []
    if source.scenario.get("description"):
        blocks.append(Text(source.scenario["description"]))
    blocks.append(Text(_compared(source)))
    warnings = list(source.run.get("warnings", []))
    if warnings:
        blocks.append(Bullets(warnings, warning=True))
    return Section("question", "The question", blocks)


def _compared(source: Source) -> str:
    kept = [name for name, held in source.run.get("reference", {}).items() if held]
    left = [name for name in ("shock", "relief", "payment") if name not in kept]
    words = {"shock": "no fall in visits", "relief": "no relief", "payment": "the payment of the first week throughout"}
    return (
        "Every result stands against a baseline run of the same practices with the same draws and "
        f"{_listed([words[name] for name in left])}. This is an answer to 'what if', not a forecast, and no audit of a "
        "named practice."
    )


def assumed(source: Source) -> Section:
    """All numbers that nobody published, with what they are; then how many of each standing."""
    rows = source.run.get("assumed", [])
    standing = Counter(row["status"] for row in source.run.get("used_values", rows))
    blocks: list[Block] = [Text(_standing(source, standing))]
    if rows:
        header = ("Number", "Status", "Source", "Value")
        cells = [_assumed_row(row) for row in rows]
        blocks.append(Table("Assumed numbers", header, cells, labels=3))
    return Section("assumed", "What is assumed", blocks)


def _standing(source: Source, standing: Counter) -> str:
    part = source.run.get("share_assumed")
    first = f"{share(part)} of the numbers used are assumed." if part is not None else "The assumed numbers follow."
    counted = [f"{n} {STATUS_WORDS.get(status, status)}" for status, n in sorted(standing.items()) if n]
    return f"{first} Of all numbers used: {'; '.join(counted)}." if counted else first


def _assumed_row(row: dict) -> tuple[str, ...]:
    value = row.get("value")
    text = f"{value:,.10g}" if isinstance(value, int | float) else str(NONE if value is None else value)
    return (
        str(row.get("path", "")),
        str(row.get("status", "")),
        str(row.get("source") or NONE),
        text,
    )


def _listed(words: list[str]) -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words) or "nothing else changed"
    return f"{', '.join(words[:-1])} and {words[-1]}"
