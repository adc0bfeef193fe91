"""Who was asked and who answered: dispositions, response rates, what the frame left out."""

import csv
from collections import Counter
from pathlib import Path

from firstcontact.report.blocks import Block, Figure, Section, Table, Text
from firstcontact.report.words import percent
from firstcontact.survey.compare_groups import in_order
from firstcontact.survey.report.charts import Bar, bars
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.words import count, plain

GROUPS = {"stratum": "stratum", "mode": "mode", "language": "language"}
MOST_GROUPS = 30
LEAST_CASES = 30
OF_GROUPS = "RR2"
UNKNOWN = "unknown"


def answered(source: Source) -> Section:
    blocks = [_dispositions(source), *_participation(source), *_rates(source), *_left_out(source)]
    return Section("answered", "Who was asked, who answered", [b for b in blocks if b])


def _dispositions(source: Source) -> Block | None:
    decided = Counter(row["disposition"] for row in source.rows("disposition", "disposition"))
    if not decided:
        return None
    rows, total = decided.most_common(), decided.total()
    of_used = set(source.kept["disposition"].to_pylist())
    used = sum(n for name, n in rows if name in of_used)
    return Figure(
        title="What became of every case",
        svg=bars([Bar(plain(name), n, f"{n:,}", name not in of_used) for name, n in rows]),
        summary=f"Of {total:,} cases {used:,} gave answers that are used, {percent(used / total)} of all.",
        legend="Cases by final disposition; the coloured ones are used.",
        table=Table(
            "Cases by final disposition",
            ("Disposition", "Cases", "Share"),
            [(plain(name), count(n), percent(n / total, 1)) for name, n in [*rows, ("all cases", total)]],
        ),
    )


def _participation(source: Source) -> list[Block]:
    """Without a sample there is no response rate."""
    return [
        Text(
            f"{row['started']:,} people or practices began and {row['complete']:,} completed the survey: participation "
            f"{percent(row['participation'])}. No sample was drawn, so the answers stand for those who gave them."
        )
        for row in source.rows("disposition", "participation")
    ]


def _rates(source: Source) -> list[Block]:
    rows = source.rows("disposition", "response_rate")
    if not rows or source.wave.info.sample_kind == "convenience":
        return []
    value = {(r["weighting"], r["group_kind"], r["group_id"], r["rate"]): r["value"] for r in rows}
    return [_overall(value), *(b for kind in GROUPS for b in _by_group(source, kind, value))]


def _overall(value: dict) -> Block:
    labels = _labels()
    found = {rate: (value["unweighted", "all", "all", rate], value["base", "all", "all", rate]) for rate in labels}
    return Figure(
        title="Response rates",
        svg=bars([Bar(rate, plain_, percent(plain_, 1)) for rate, (plain_, _) in found.items()], largest=1.0),
        summary=(
            f"Response rate 2 is {percent(found['RR2'][0], 1)}; with the base weights of the sample it is "
            f"{percent(found['RR2'][1], 1)}."
        ),
        legend="Unweighted rates; AAPOR Standard Definitions, 10th edition.",
        table=Table(
            "Response, cooperation, refusal and contact rates",
            ("Rate", "Unweighted", "Base-weighted"),
            [(labels[r], percent(u, 1), percent(w, 1)) for r, (u, w) in found.items()],
        ),
    )


def _labels() -> dict[str, str]:
    with Path(__file__).with_name("rates.csv").open(newline="", encoding="utf-8") as f:
        return {row["rate"]: row["label"] for row in csv.DictReader(f)}


def _by_group(source: Source, kind: str, value: dict) -> list[Block]:
    cases = {
        r["group_id"]: int(sum(r[c] for c in ("I", "P", "R", "NC", "O", "UH", "UO", "NE")))
        for r in source.rows("disposition", "response_count")
        if (r["weighting"], r["group_kind"]) == ("unweighted", kind)
    }
    if len(cases) < 2:
        return []
    if value.get(("unweighted", kind, UNKNOWN, OF_GROUPS)) == 0:
        return [_of_those_who_answered(kind, cases)]
    if len(cases) > MOST_GROUPS:
        return [_range(kind, cases, value)]
    groups = sorted(cases, key=in_order)
    found = {g: tuple(_shown(value[w, kind, g, OF_GROUPS], cases[g]) for w in ("unweighted", "base")) for g in groups}
    words = {g: percent(found[g][0], 1) if cases[g] >= LEAST_CASES else "too few cases" for g in groups}
    return [
        Figure(
            title=f"Response rate by {GROUPS[kind]}",
            svg=bars([Bar(g, found[g][0], words[g]) for g in groups], largest=1.0),
            summary="Complete or partial answers, of all cases that are or may be eligible (response rate 2).",
            legend=f"Unweighted; groups of fewer than {LEAST_CASES} cases are not shown.",
            table=Table(
                f"Response rate 2 by {GROUPS[kind]}",
                (GROUPS[kind].capitalize(), "Cases", "Unweighted", "Base-weighted"),
                [(g, count(cases[g]), words[g], percent(found[g][1], 1)) for g in groups],
            ),
        )
    ]


def _of_those_who_answered(kind: str, cases: dict[str, int]) -> Text:
    """What only an answer tells has no rate."""
    known = "; ".join(f"{group} {n:,}" for group, n in sorted(cases.items()) if group != UNKNOWN)
    return Text(f"The {GROUPS[kind]} is known of those who began only, so it has no response rate: {known}.")


def _range(kind: str, cases: dict[str, int], value: dict) -> Text:
    shown = [value["unweighted", kind, g, OF_GROUPS] for g, n in cases.items() if n >= LEAST_CASES]
    known = sorted(v for v in shown if v is not None)
    if not known:
        return Text(f"No {GROUPS[kind]} has {LEAST_CASES} cases or more, so their response rates are not shown.")
    return Text(
        f"By {GROUPS[kind]} ({len(cases)} of them) response rate 2 goes from {percent(known[0])} to "
        f"{percent(known[-1])}; the middle one has {percent(known[len(known) // 2])}."
    )


def _shown(value: float | None, cases: int) -> float | None:
    return value if cases >= LEAST_CASES else None


def _left_out(source: Source) -> list[Block]:
    """Units of the frame outside the survey, by reason."""
    frame = source.table("sample", "frame_unit")
    if frame is None or "exclusion" not in frame.column_names:
        return []
    reasons = Counter(r for r in frame["exclusion"].to_pylist() if r is not None)
    if not reasons:
        return [Text(f"The frame holds {frame.num_rows:,} units; none was left out of the survey.")]
    rows = sorted(reasons.items())
    return [
        Figure(
            title="Left out of the frame",
            svg=bars([Bar(plain(name), n, f"{n:,}") for name, n in rows]),
            summary=f"{reasons.total():,} of {frame.num_rows:,} units of the frame could not be asked.",
            legend="Units of the frame by reason.",
            table=Table("Units left out, by reason", ("Reason", "Units"), [(plain(n), count(v)) for n, v in rows]),
        )
    ]
