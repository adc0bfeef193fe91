"""The tables of an inventory. Source: specs/surveys/README.md 19.

lower and upper of inventory_activity belong to share_regular. Totals by group add to the n of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.compare_groups import ALL, answer, asked_differences
from firstcontact.survey.estimate.rows import Row
from firstcontact.survey.estimate.wave_answers import WaveAnswers
from firstcontact.survey.estimate.wave_table import RESPONSE
from firstcontact.survey.inventory.candidates import candidates
from firstcontact.survey.inventory.groups import lonely_of, practice_rows
from firstcontact.survey.inventory.levels import Activity, activities
from firstcontact.survey.inventory.measured import Measured
from firstcontact.survey.inventory.schemas import ACTIVITY, DOMAIN, GAP
from firstcontact.survey.wave import Wave

LEAST = 10
OK, TOO_FEW, NOT_APPLICABLE = "ok", "too_few", "not_applicable"


@dataclass(frozen=True)
class Inventory:
    """activity, domain, gap, candidate: the four tables."""

    activity: pa.Table
    domain: pa.Table
    gap: pa.Table
    candidate: pa.Table

    @property
    def tables(self) -> dict[str, pa.Table]:
        return {
            "inventory_activity": self.activity,
            "inventory_domain": self.domain,
            "inventory_gap": self.gap,
            "strategy_candidate": self.candidate,
        }


def inventory(wave: Wave) -> Inventory:
    """Raises FirstContactError where the wave's instrument has no items with a strategy or nobody answered."""
    held = activities(wave.instrument())
    rows, kinds = practice_rows(wave)
    if not rows.num_rows:
        raise FirstContactError(f"wave {wave.info.wave_id} has no usable response, so there is no inventory.")
    answers = WaveAnswers(wave.instrument(), rows[RESPONSE], wave.read("disposition", "answer_clean"))
    made = Measured(rows, kinds, held, answers, f"wave {wave.info.wave_id}", lonely_of(wave))
    return Inventory(
        activity=_table(activity_rows(made), ACTIVITY),
        domain=_table(domain_rows(made), DOMAIN),
        gap=_table(gap_rows(made), GAP),
        candidate=candidates(wave, rows, held),
    )


def _table(rows: Iterator[dict], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema)


def activity_rows(made: Measured) -> Iterator[dict]:
    for activity in made.activities:
        for kind, group in made.places():
            yield _activity(made, activity, kind, group)
        _check_sums(made, f"{activity.link_id}:level")


def _activity(made: Measured, activity: Activity, kind: str, group: str) -> dict:
    parts = {p: f"{activity.link_id}:{p}" for p in ("any", "regular", "level")}
    n = made.n(parts["level"], kind, group)
    keys = {"domain": activity.domain, "strategy_id": activity.strategy_id, "link_id": activity.link_id}
    keys |= {"group_kind": kind, "group_id": group, "n": n, "status": _status(n)}
    if n < LEAST:
        return keys
    share_any, regular, level = (made.row(name, kind, group) for name in parts.values())
    return keys | {
        "share_any": share_any.estimate,
        "share_regular": regular.estimate,
        "mean_level": level.estimate,
        "lower": regular.lower,
        "upper": regular.upper,
    }


def _check_sums(made: Measured, variable: str) -> None:
    whole = made.n(variable, ALL, ALL)
    for kind in made.kinds[1:]:
        parts = sum(made.n(variable, kind, g) for g in made.names(kind))
        if parts != whole:
            raise FirstContactError(f"{made.where}: the groups of {kind} hold {parts} practices, all hold {whole}.")


def domain_rows(made: Measured) -> Iterator[dict]:
    for domain in made.domains:
        for kind, group in made.places():
            n = made.n(f"index:{domain}", kind, group)
            keys = {"domain": domain, "group_kind": kind, "group_id": group, "n": n, "status": _status(n)}
            found = made.row(f"index:{domain}", kind, group)
            yield keys if n < LEAST else keys | _limits(found) | {"score": found.estimate}


def gap_rows(made: Measured) -> Iterator[dict]:
    variables = {f"index:{d}": (d, None) for d in made.domains}
    variables |= {f"{a.link_id}:regular": (a.domain, a.strategy_id) for a in made.activities}
    for kind in made.kinds[1:]:
        pairs = list(combinations(made.names(kind), 2))
        found = answer(made.rows, made.design, asked_differences(list(variables), kind, pairs), made.where)
        for variable, (domain, strategy_id) in variables.items():
            for a, b in pairs:
                keys = {
                    "domain": domain,
                    "strategy_id": strategy_id,
                    "group_kind": kind,
                    "group_a": a,
                    "group_b": b,
                }
                yield keys | _gap(made, variable, kind, a, b, found[f"{variable}|{kind}|{a}|{b}"])


def _gap(made: Measured, variable: str, kind: str, a: str, b: str, gap: Row) -> dict:
    n = min(made.n(variable, kind, g) for g in (a, b))
    if n < LEAST:
        return {"status": _status(n)}
    value_a, value_b = (made.row(variable, kind, g).estimate for g in (a, b))
    return {
        "value_a": value_a,
        "value_b": value_b,
        "gap": gap.estimate,
        **_limits(gap),
        "p": gap.p,
        "status": OK,
    }


def _limits(row: Row) -> dict[str, float | None]:
    return {"lower": row.lower, "upper": row.upper}


def _status(n: int) -> str:
    """too_few below 10, not_applicable where nobody answered."""
    if n == 0:
        return NOT_APPLICABLE
    return OK if n >= LEAST else TOO_FEW
