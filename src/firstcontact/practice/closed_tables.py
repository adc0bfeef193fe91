"""The closed forms as small tables, one function for each command that prints one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact.practice import panel, shock
from firstcontact.practice.exact import Number
from firstcontact.practice.parameters import load_parameters
from firstcontact.practice.problems import refuse
from firstcontact.practice.suggest import unknown

LOADS = {name: f"time_{name}_h_per_patient_year" for name in ("preventive", "chronic", "acute")}
HOURS = "physician_clinical_hours_per_year"
DEFAULT_SERIES = "builtin:shock_weekly_2020"


def panel_sizes(
    delegated: Mapping[str, Number], hours: Number | None = None, loads: Mapping[str, Number] | None = None
) -> pa.Table:
    """Patients that a physician's year serves; hours and loads that are not given come from the parameters.

    One row: hours_per_year, load_<name>, delegated_<name>, panel.
    """
    parameters = load_parameters()
    hours = parameters[HOURS].value if hours is None else hours
    loads = loads or {name: parameters[parameter].value for name, parameter in LOADS.items()}
    row: dict[str, object] = {"hours_per_year": float(hours)}
    row |= {f"load_{name}": float(load) for name, load in loads.items()}
    row |= {f"delegated_{name}": float(delegated.get(name, 0)) for name in loads}
    return pa.Table.from_pylist([row | {"panel": panel.size(hours, loads, delegated)}])


def panel_hours(patients: Number, components: Mapping[str, Number], reference_panel: Number = 2500) -> pa.Table:
    """Hours a day that a panel takes, by component and in total: component, hours_at_reference, hours_per_day."""
    rows = [_hours(name, patients, {name: hours}, reference_panel) for name, hours in components.items()]
    return pa.Table.from_pylist([*rows, _hours("total", patients, components, reference_panel)])


def _hours(name: str, patients: Number, components: Mapping[str, Number], reference: Number) -> dict:
    return {
        "component": name,
        "hours_at_reference": panel.hours_per_day(reference, components, reference),
        "hours_per_day": panel.hours_per_day(patients, components, reference),
    }


def shock_summary(
    name: str, first: str, last: str, year_start: date | None = None, file: Path | None = None
) -> pa.Table:
    """Mean change of a visit series over the named weeks, and the share of a year's visits lost over all its rows.

    `first`, `last`: a date, a position, or (with `year_start`) a calendar week, as text. One row: series, first, last,
    mean_change, annual_loss_share.
    """
    found = shock.load(file or DEFAULT_SERIES)
    if name not in found:
        raise refuse("PM003", unknown(name, sorted(found), f"{name} is not a series of the file"), "series")
    series = found[name]
    change = shock.cumulative(series, _week(first), _week(last), year_start)
    loss = shock.annual_loss_share(series)
    row = {"series": name, "first": first, "last": last, "mean_change": change, "annual_loss_share": loss}
    return pa.Table.from_pylist([row])


def _week(text: str) -> int | str:
    return int(text) if text.isdigit() else text
