"""Two runs of the same practices, paired by draw: who gains, who loses. Source: model.md 10, README 5."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from firstcontact.practice.problems import refuse
from firstcontact.practice.solve.paired import NET, Paired
from firstcontact.practice.solve.runs import RunTables, tables_of

TEXTS = ("a_scenario_id", "b_scenario_id", "by", "group_id", "outcome")
NUMBERS = (
    "weight_sum",
    "a_mean",
    "b_mean",
    "diff",
    "diff_lo",
    "diff_hi",
    "diff_mcse",
    "share_better",
    "share_worse",
    "share_same",
    "dollars_to_neutralise_usd",
)
COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in TEXTS),
        ("n_practices", pa.int64()),
        *((name, pa.float64()) for name in NUMBERS),
        ("status", pa.string()),
    ]
)


@dataclass(frozen=True)
class Comparison:
    """`table`: the columns of README 5; `run`: what was compared, for run.json."""

    table: pa.Table
    run: Mapping[str, Any]


def compare(a: Any, b: Any) -> Comparison:
    """B minus A, by group and outcome, paired by practice and draw.

    `a`, `b`: Results, or folders of runs. For net_after_relief_usd the shares count practices in each draw (better =
    difference above 0.005 USD); for other outcomes they count practices by their mean over draws. The dollars to
    neutralise are of net_after_relief_usd in every row.
    Raises PracticeError PM040 where population, seed, draws, start or weeks differ, listing which.
    """
    one, two = tables_of(a), tables_of(b)
    _refuse_unpaired(one.run, two.run)
    paired = Paired(one, two)
    ids = {"a_scenario_id": one.run["scenario"]["id"], "b_scenario_id": two.run["scenario"]["id"]}
    rows = [
        {**ids, "by": by, "group_id": group, **row}
        for by, group in paired.groups
        for row in _group_rows(paired, by, group)
    ]
    return Comparison(pa.Table.from_pylist(rows, COLUMNS), _run(one, two))


def _group_rows(paired: Paired, by: str, group: str) -> list[dict[str, Any]]:
    mask = paired.mask(by, group)
    common = {
        "n_practices": int(mask.sum()),
        "weight_sum": float(paired.weight[mask].sum()),
        "dollars_to_neutralise_usd": paired.dollars_to_neutralise(mask),
        "status": "ok",
    }
    rows = []
    for outcome in paired.outcomes(by, group):
        shares = paired.shares_of_lanes(mask) if outcome == NET else paired.shares_of_means(outcome, mask)
        rows.append({"outcome": outcome, **common, **paired.means(by, group, outcome), **shares})
    return rows


def _refuse_unpaired(a: Mapping[str, Any], b: Mapping[str, Any]) -> None:
    differing = [name for name, value in _pairing(a).items() if value != _pairing(b)[name]]
    if differing:
        message = (
            f"the runs differ in {', '.join(differing)}, so their draws are not pairs. Run both again with the same."
        )
        raise refuse("PM040", message)


def _pairing(run: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "population": run["hashes"]["population"],
        "seed": run["seed"],
        "draws": run["draws"],
        "start": str(run["scenario"]["start"]),
        "weeks": run["scenario"]["weeks"],
    }


def _run(one: RunTables, two: RunTables) -> dict[str, Any]:
    """The record of the second run, with the identity of both."""
    ids = [run.run["scenario"]["id"] for run in (one, two)]
    titles = [run.run["scenario"]["title"] for run in (one, two)]
    hashes = {"a": one.run["hashes"], "b": two.run["hashes"]}
    joined = "\n".join(h["run"] for h in hashes.values())
    return {
        **two.run,
        "command": "compare",
        "compared": {"A": f"{ids[0]} ({titles[0]})", "B": f"{ids[1]} ({titles[1]})"},
        "scenario": {**two.run["scenario"], "id": " and ".join(ids), "title": f"{titles[1]}, against: {titles[0]}"},
        "hashes": {**hashes, "run": hashlib.sha256(joined.encode()).hexdigest()},
        "warnings": list(dict.fromkeys([*one.run["warnings"], *two.run["warnings"]])),
    }
