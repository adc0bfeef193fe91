"""Commands of the practice model: each calls one function of `firstcontact.practice`.

The model is imported inside the commands: it takes seconds to load, and other commands should not wait for it.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firstcontact import cli_practice_forms as forms
from firstcontact.cli_tables import As, Format, say, say_written, show
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.progress import Reporter

if TYPE_CHECKING:
    import pyarrow as pa

app = typer.Typer(no_args_is_help=True, help="What a fall in visits, or a change of payment, does to practices.")
app.add_typer(forms.app)

Dtype = StrEnum("Dtype", ["float64", "float32"])
Target = StrEnum("Target", ["net", "cash_min", "gross"])
Per = StrEnum("Per", ["all", "region", "practice"])
Against = StrEnum("Against", ["baseline", "zero"])

ScenarioFile = Annotated[Path, typer.Argument(help="Scenario file (YAML).", metavar="SCENARIO.yaml")]
Out = Annotated[Path, typer.Option("--out", help="New or empty folder for the results.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")]
NoPdf = Annotated[bool, typer.Option("--no-pdf", help="Leave report.pdf out.")]
Draws = Annotated[int | None, typer.Option("--draws", min=1, help="Draws in place of the scenario's.")]
SHOWN = ("outcome", "mean", "mean_lo", "mean_hi", "mcse", "baseline_mean", "diff_mean", "status")


@app.command()
def run(
    scenario: ScenarioFile,
    out: Out,
    draws: Draws = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed in place of the scenario's.")] = None,
    dtype: Annotated[Dtype, typer.Option(help="Type of the weekly flows.")] = Dtype.float64,
    strict_sources: Annotated[bool, typer.Option("--strict-sources", help="Refuse values without a source.")] = False,
    fail_on_warning: Annotated[bool, typer.Option("--fail-on-warning", help="Exit with 1 after a warning.")] = False,
    no_pdf: NoPdf = False,
    overwrite: Overwrite = False,
) -> None:
    """One run with its baseline. Example: firstcontact practice run shock.yaml --out results/shock"""
    from firstcontact.practice import folders

    results = folders.run(
        scenario,
        out,
        draws=draws,
        seed=seed,
        dtype=dtype.value,
        strict_sources=strict_sources,
        pdf=not no_pdf,
        overwrite=overwrite,
        reporter=Reporter(),
    )
    show(_overall(results.summary), title=f"{results.run['scenario']['title']}: mean of a practice")
    say(f"Physician pay: {'; '.join(f'{s}: {rule}' for s, rule in results.run['pay_rules'].items())}.")
    warnings = results.run["warnings"]
    for warning in warnings:
        say(f"warning: {warning}")
    say(f"Written to {out}. Read {out / 'report.html'}.")
    if warnings and fail_on_warning:
        raise FirstContactError(f"{len(warnings)} warnings, and --fail-on-warning was given. The results are in {out}.")


def _overall(summary: "pa.Table") -> "pa.Table":
    import pyarrow.compute as pc

    shown = [name for name in SHOWN if name in summary.column_names]
    of_all = summary.filter(pc.equal(summary["by"], "all")).select(shown)
    return of_all.filter(pc.invert(pc.match_substring(of_all["outcome"], ".")))


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="Folder of a run.")],
    b: Annotated[Path, typer.Argument(help="Folder of the run that is held against it.")],
    out: Out,
    no_pdf: NoPdf = False,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """Two runs, paired. Example: firstcontact practice compare results/fees results/hybrid --out results/difference"""
    import pyarrow.compute as pc

    from firstcontact.practice import folders

    table = folders.compare_runs(a, b, out, pdf=not no_pdf, overwrite=overwrite)
    columns = ["outcome", "a_mean", "b_mean", "diff", "diff_lo", "diff_hi", "share_better", "share_worse"]
    show(table.filter(pc.equal(table["by"], "all")).select(columns), form)
    say_written(out, form)


@app.command()
def breakeven(
    scenario: ScenarioFile,
    out: Out,
    lever: Annotated[str, typer.Option(help="Numeric path, such as payment[1].components[0].pmpm, or a parameter.")],
    target: Annotated[Target, typer.Option(help="What is to be equal.")],
    per: Annotated[Per, typer.Option(help="One answer for all, each region or each practice.")] = Per.all,
    lo: Annotated[float | None, typer.Option(help="Lowest value; default: that of outputs.breakeven.")] = None,
    hi: Annotated[float | None, typer.Option(help="Highest value.")] = None,
    reference: Annotated[Against, typer.Option(help="Held against the baseline run, or zero.")] = Against.baseline,
    draws: Draws = None,
    no_pdf: NoPdf = False,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """Where a lever breaks even.

    Example: firstcontact practice breakeven hybrid.yaml --lever "payment[1].components[1].pmpm" --target net
    --lo 0 --hi 120 --out results/even
    """
    from firstcontact.practice import folders

    if (lo is None) != (hi is None):
        raise UsageError("A range has two ends. Give --lo and --hi, or neither.")
    table = folders.break_even(
        scenario,
        out,
        lever,
        target.value,
        bounds=None if lo is None else (lo, hi),
        per=per.value,
        reference=reference.value,
        draws=draws,
        pdf=not no_pdf,
        overwrite=overwrite,
        reporter=Reporter(),
    )
    show(table, form)
    say_written(out, form)


@app.command()
def tornado(
    scenario: ScenarioFile,
    out: Out,
    outcome: Annotated[str, typer.Option(help="Outcome, such as net_per_fte_md_usd.")],
    parameters: Annotated[str, typer.Option(help="Names with commas between; default: all with an interval.")] = "",
    draws: Draws = None,
    no_pdf: NoPdf = False,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """Which assumption drives an outcome.

    Example: firstcontact practice tornado shock.yaml --outcome min_cash_weeks --out results/tornado
    """
    from firstcontact.practice import folders

    names = [name.strip() for name in parameters.split(",") if name.strip() not in ("", "all")]
    show(folders.swings(scenario, out, outcome, names, draws=draws, pdf=not no_pdf, overwrite=overwrite), form)
    say_written(out, form)


@app.command()
def sobol(
    scenario: ScenarioFile,
    out: Out,
    outcome: Annotated[str, typer.Option(help="Outcome, such as net_per_fte_md_usd.")],
    n: Annotated[int, typer.Option("--n", help="Length of the sequence, a power of 2.")] = 1024,
    overwrite: Overwrite = False,
    form: As = Format.table,
) -> None:
    """Part of an outcome's variance that each parameter causes.

    Example: firstcontact practice sobol shock.yaml --outcome min_cash_weeks --n 256 --out results/sobol
    """
    from firstcontact.practice import folders

    show(folders.sobol_indices(scenario, out, outcome, n, overwrite=overwrite), form)
    say_written(out, form)


@app.command()
def check(
    scenario: ScenarioFile,
    strict_sources: Annotated[bool, typer.Option("--strict-sources", help="Refuse values without a source.")] = False,
) -> None:
    """Every problem of a scenario, without running it. Example: firstcontact practice check shock.yaml"""
    from firstcontact.practice import folders

    found, population = folders.check(scenario, strict_sources)
    for warning in found.warnings:
        say(f"warning: {warning}")
    say(f"{scenario} is complete: {population.n:,} practices, {found.weeks} weeks, {found.draws:,} draws.")


@app.command()
def population(
    out: Out,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    workspace: Annotated[Path, typer.Option("-w", "--workspace", help="The workspace's folder.")] = Path("."),
    overwrite: Overwrite = False,
) -> None:
    """Population files from a workspace.

    Example: firstcontact practice population -w my-region --from 2023-01-01 --to 2023-12-31 --out population
    """
    from firstcontact.cli_practice_core import core_tables
    from firstcontact.practice import folders

    folders.require_new(out, overwrite)
    if last < first:
        raise UsageError(f"--to {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}. Exchange them.")
    tables = core_tables(workspace, first.date(), last.date())
    found = folders.population(tables, first.date(), last.date(), out)
    say(
        f"{found.practices.num_rows:,} practices. {found.todo.num_rows:,} values to fill: {out / 'practices.todo.csv'}."
    )
    for reason, rows in found.set_aside.items():
        say(f"set aside: {rows} rows, {reason}.")
    say_written(out)
