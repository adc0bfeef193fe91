"""Commands of the practice model that need no scenario: closed forms, fees, parameters, validation."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from firstcontact.cli_tables import As, Format, say, say_written, show
from firstcontact.errors import UsageError

app = typer.Typer()
fees_app = typer.Typer(no_args_is_help=True, help="What Medicare allows for a code, by date and place.")
app.add_typer(fees_app, name="fees")

Suite = StrEnum("Suite", ["exact", "calibrated", "misses", "all"])
Out = Annotated[Path, typer.Option("--out", help="New or empty folder for the results.")]
MaybeOut = Annotated[Path | None, typer.Option("--out", help="Also write the table to this new or empty folder.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")]


@app.command()
def validate(
    suite: Annotated[Suite, typer.Option(help="Which suite.")] = Suite.all,
    out: MaybeOut = None,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """The published numbers that the model meets, was fitted to, or misses. Example: firstcontact practice validate"""
    from firstcontact.practice import folders
    from firstcontact.practice.validate import counts, failed

    table = folders.validation(suite.value, out, overwrite=overwrite)
    show(table, form)
    if form is Format.table:
        for line in counts(table):
            say(line)
    say_written(out, form)
    if failed(table):
        raise typer.Exit(1)


@app.command()
def parameters(
    names: Annotated[list[str] | None, typer.Argument(help="Parameters; default: all.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only those that the user must supply.")] = False,
    file: Annotated[Path | None, typer.Option("--check", help="Load a parameter file of your own strictly.")] = None,
    form: As = Format.table,
) -> None:
    """Values with interval, status and source. Example: firstcontact practice parameters capitation_pmpm_national"""
    from firstcontact.practice.parameters.listing import list_parameters, missing_parameters

    show(missing_parameters() if missing else list_parameters(names or [], file), form)


@app.command()
def arrangement(
    file: Annotated[Path, typer.Argument(help="Arrangement file (YAML).", metavar="FILE.yaml")],
    out: MaybeOut = None,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """The closed-form year of two payment arrangements. Example: firstcontact practice arrangement pbp.yaml"""
    from firstcontact.practice import folders

    show(folders.arrangements(file, out, overwrite=overwrite), form)
    say_written(out, form)


Share = Annotated[list[float] | None, typer.Option("--share", help="Share under capitation; may be repeated.")]


@app.command()
def surplus(
    patients: Annotated[float | None, typer.Option(help="Patients of a physician.")] = None,
    visits: Annotated[float | None, typer.Option(help="Visits a year of a physician.")] = None,
    revenue_per_visit: Annotated[float | None, typer.Option(help="USD.")] = None,
    pmpm: Annotated[float | None, typer.Option(help="USD per patient and month.")] = None,
    cost: Annotated[float | None, typer.Option(help="USD a year: staff, overhead, physician pay.")] = None,
    replaced: Annotated[float, typer.Option(help="Share of visits replaced by unpaid contacts.")] = 0,
    added_cost: Annotated[float, typer.Option(help="USD a year to offer them.")] = 0,
    risk: Annotated[float, typer.Option(help="Risk ratio.")] = 1,
    at_zero: Annotated[float | None, typer.Option(help="Known net at share 0, USD.")] = None,
    at_one: Annotated[float | None, typer.Option(help="Known net at share 1, USD.")] = None,
    share: Share = None,
    target: Annotated[list[float] | None, typer.Option("--target", help="Net to be reached; may be repeated.")] = None,
    out: MaybeOut = None,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """Net of a physician at shares of capitation.

    Example: firstcontact practice surplus --at-zero -12000 --at-one 48000 --share 0.35
    """
    from firstcontact.practice import breakeven_line, folders
    from firstcontact.practice import surplus as surplus_of

    sizes = (patients, visits, revenue_per_visit, pmpm, cost)
    ends = (at_zero, at_one)
    if None not in ends and sizes == (None,) * 5:
        line = breakeven_line(*ends)
    elif None not in sizes and ends == (None, None):
        line = surplus_of.line(*sizes, replaced, added_cost, risk)
    else:
        raise UsageError(
            "Give --patients, --visits, --revenue-per-visit, --pmpm and --cost, or --at-zero and --at-one alone."
        )
    table = surplus_of.table(line, share or [], target or [0])
    show(table, form)
    folders.write_small(out, "surplus", table, overwrite)
    say_written(out, form)


@app.command()
def panel(
    hours_per_year: Annotated[float | None, typer.Option(help="Clinical hours a year; default: the parameter.")] = None,
    load: Annotated[str, typer.Option(help="Hours per patient-year: preventive=L,chronic=L,acute=L.")] = "",
    delegate: Annotated[str, typer.Option(help="Share of time delegated: preventive=D,chronic=D.")] = "",
    hours_per_day: Annotated[bool, typer.Option("--hours-per-day", help="Hours a day of a panel instead.")] = False,
    panel_size: Annotated[float | None, typer.Option("--panel", help="Patients, with --hours-per-day.")] = None,
    reference_panel: Annotated[float, typer.Option(help="Panel for which the component hours hold.")] = 2500,
    component: Annotated[list[str] | None, typer.Option(help="NAME=HOURS a day; may be repeated.")] = None,
    form: As = Format.table,
) -> None:
    """Panel from delegated time, or hours a day.

    Example: firstcontact practice panel --delegate preventive=0.6,chronic=0.3
    """
    from firstcontact.practice import closed_tables

    if hours_per_day:
        if panel_size is None or not component:
            raise UsageError("Hours a day need a panel and its parts. Give --panel N and --component NAME=HOURS.")
        show(closed_tables.panel_hours(panel_size, _pairs(component, "--component"), reference_panel), form)
        return
    loads = _pairs(load.split(","), "--load") if load else None
    delegated = _pairs(delegate.split(","), "--delegate") if delegate else {}
    show(closed_tables.panel_sizes(delegated, hours_per_year, loads), form)


def _pairs(items: list[str], option: str) -> dict[str, float]:
    """`preventive=0.6` as a name and a number."""
    pairs = {}
    for item in items:
        name, _, number = item.partition("=")
        try:
            pairs[name.strip()] = float(number)
        except ValueError:
            raise UsageError(f"{option} {item!r} is not NAME=NUMBER, such as preventive=0.6.") from None
    return pairs


@app.command()
def shock(
    series: Annotated[str, typer.Argument(help="Name of a series, such as all_specialties.")],
    first: Annotated[str, typer.Option(help="First week: a date, a position, or a calendar week with --year-start.")],
    last: Annotated[str, typer.Option(help="Last week, included.")],
    year_start: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of calendar week 1.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="CSV of your own; default: the shipped series of 2020.")] = None,
    form: As = Format.table,
) -> None:
    """Mean change of visits over some weeks, and the share of a year's visits lost.

    Example: firstcontact practice shock all_specialties --first 2 --last 44
    """
    from firstcontact.practice import closed_tables

    start = year_start.date() if year_start else None
    show(closed_tables.shock_summary(series, first, last, start, file), form)


@fees_app.command("load")
def fees_load(
    rvu: Annotated[Path, typer.Option(help="Relative value zip as CMS ships it.")],
    gpci: Annotated[Path, typer.Option(help="GPCI addendum as CMS ships it.")],
    year: Annotated[int, typer.Option(help="Year of the files.")],
    out: Out,
    overwrite: Overwrite = False,
) -> None:
    """Fee tables from the files of CMS.

    Example: firstcontact practice fees load --rvu RVU25A.zip --gpci GPCI2025.csv --year 2025 --out fees
    """
    from firstcontact.practice import fees, folders

    folders.require_new(out, overwrite)
    fees.load(rvu, gpci, year, out, overwrite)
    say_written(out)


@fees_app.command("price")
def fees_price(
    hcpcs: Annotated[list[str], typer.Option(help="Code; may be repeated.")],
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the service.")] = None,
    year: Annotated[int | None, typer.Option(help="1 January, and each further factor of the year.")] = None,
    locality: Annotated[str, typer.Option(help="Such as 14212-01, or national.")] = "national",
    facility: Annotated[bool, typer.Option("--facility", help="Amount in a facility.")] = False,
    folder: Annotated[Path | None, typer.Option("--fees", help="Folder that `fees load` has written.")] = None,
    form: As = Format.table,
) -> None:
    """Amounts to the cent. Example: firstcontact practice fees price --hcpcs 99213 --year 2024 --locality 14212-01"""
    from firstcontact.practice import fees

    tables = fees.read_folder(folder) if folder else None
    show(fees.price(hcpcs, date.date() if date else None, year, locality, facility, tables), form)
