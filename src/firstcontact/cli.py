"""The command line: each command calls one library function, prints what it returns, and sets the exit code.

The rooms are imported inside the commands: a database engine takes seconds to load, and --help should not wait for it.
"""

import json
import shlex
import sys
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console

from firstcontact import __version__, cli_practice, cli_survey, damaged, workspace
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.progress import Reporter
from firstcontact.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(
        "Measure and strengthen primary care: raw claims in, a safe public dashboard out.\n\n"
        "Start with [bold]firstcontact demo[/bold], or with [bold]firstcontact new my-region[/bold]."
    ),
)
measures_app = typer.Typer(no_args_is_help=True, help="The catalogue of measures.")
core_app = typer.Typer(no_args_is_help=True, help="The numbered core steps: their SQL, row counts, first rows.")
release_app = typer.Typer(
    help="All steps to a safe, sealed, immutable release; or one of them. Example: firstcontact release -w my-region"
)
app.add_typer(measures_app, name="measures")
app.add_typer(core_app, name="core")
app.add_typer(release_app, name="release")
app.add_typer(cli_survey.app, name="survey")
app.add_typer(cli_practice.app, name="practice")
for _found in entry_points(group="firstcontact.commands"):
    app.add_typer(_found.load(), name=_found.name)

Where = Annotated[Path, typer.Option("-w", "--workspace", help="The workspace's folder.")]
Source = Annotated[
    Path | None, typer.Option("--source", help="Folder with the files; default: inputs/ of the workspace.")
]
Format = Annotated[str, typer.Option("--from", help="Layout of the files.")]
Accept = Annotated[bool, typer.Option("--accept-quarantine", help="Load even if many rows are set aside.")]
Port = Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output.")]
RunId = Annotated[str | None, typer.Option("--run", help="Run to use; default: the newest.")]
HERE = Path(".")
RELEASE_STEPS = {  # those of firstcontact.release.STEPS
    "check": "Refuse results that cannot be released. Writes nothing.",
    "disclose": "Start the next release: public rows, and in private/ what was hidden and why.",
    "audit": "Report what the protection could not prove safe.",
    "build": "Write all pages and files into releases/<id>.building.",
    "seal": "Sums, manifest, read-only, one rename to releases/<id>.",
    "verify": "Read a sealed release again and compare every file with its manifest.",
    "gate": "Run the checks G01 to G20 on a sealed release.",
    "switch": "Make a sealed release that passed the gate the live one.",
    "ledger": "List the releases that went live.",
}
out = Console()


def say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)


@app.command()
def new(
    directory: Path, name: Annotated[str | None, typer.Option(help="Name of the region as people read it.")] = None
) -> None:
    """Make a workspace with a commented firstcontact.toml. Example: firstcontact new my-region"""
    ws = workspace.create(directory, name)
    place = shlex.quote(str(ws.root))
    say(f"Made the workspace {ws.root}. Put your files into {ws.inputs}, then: firstcontact run -w {place}")


@app.command()
def example(
    people: Annotated[int, typer.Option(min=200)] = 20_000,
    years: Annotated[int, typer.Option(min=1, max=10)] = 3,
    seed: int = 1,
    where: Where = HERE,
) -> None:
    """Fill inputs/ with a made-up region whose truth is known. Example: firstcontact example --people 5000"""
    from firstcontact import pipeline

    pipeline.make_example(Workspace.open(where), people, years, seed, Reporter())


@app.command()
def check(
    source: Source = None,
    fmt: Format = "firstcontact",
    csv: Annotated[Path | None, typer.Option(help="Also write the findings as CSV.")] = None,
    html: Annotated[Path | None, typer.Option(help="Also write the findings as a page.")] = None,
    where: Where = HERE,
) -> None:
    """Say what an import would find, and load nothing. Exit code 1 if it would be refused.

    Example: firstcontact check -w my-region --source claims/
    """
    from firstcontact import intake

    ws = Workspace.open(where)
    findings = intake.check(ws, source, fmt, Reporter())
    out.print(findings.table())
    say(f"All findings: {ws.store / 'check' / 'findings.html'} (and .csv)")
    if csv:
        findings.write_csv(csv)
    if html:
        findings.write_html(html)
    raise typer.Exit(1 if findings.refused else 0)


@app.command()
def convert(
    file: Path,
    encoding: Annotated[str, typer.Option("--from", help="Encoding of the file, such as utf-16.")],
    to: Annotated[Path | None, typer.Option("-o", help="Where to write.")] = None,
) -> None:
    """Write a file again as UTF-8, for check and import. Example: firstcontact convert --from utf-16 claims.csv"""
    from firstcontact import intake

    written = intake.convert(file, encoding, to)
    say(f"Wrote {written}")
    if to is None:
        say(
            f"An import reads it once it has the old name: move {file.name} elsewhere, then name this file {file.name}."
        )


@app.command("import")
def import_(
    source: Source = None, fmt: Format = "firstcontact", accept_quarantine: Accept = False, where: Where = HERE
) -> None:
    """Check, set bad rows aside, and write an immutable batch. The same files twice is a no-op.

    Example: firstcontact import -w my-region --source claims/
    """
    from firstcontact import intake

    report = intake.import_batch(Workspace.open(where), source, fmt, accept_quarantine, Reporter())
    out.print(report.findings.table())
    say(report.text())
    raise typer.Exit(1 if report.refused else 0)


@app.command()
def measure(
    only: Annotated[list[str] | None, typer.Option(help="Measure id; may be repeated.")] = None,
    period: Annotated[list[str] | None, typer.Option(help="2024, 2024-Q1 or 2024-03; may be repeated.")] = None,
    engine_name: Annotated[str | None, typer.Option("--engine", help="duckdb")] = None,
    allow_partial: Annotated[
        bool, typer.Option("--allow-partial", help="Preview results of incomplete definitions.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print the plan: which measures share a scan.")] = False,
    where: Where = HERE,
) -> None:
    """One run with every result. Example: firstcontact measure --only visit_volume --period 2024"""
    from firstcontact import engine

    if engine_name not in (None, "duckdb"):
        raise UsageError(f"engine: '{engine_name}' is not one of duckdb. This version measures on DuckDB only.")
    done = engine.measure(
        Workspace.open(where), tuple(only or ()), tuple(period or ()), allow_partial, explain, Reporter()
    )
    say(done.text())


@app.command()
def results(
    measure: Annotated[str | None, typer.Option(help="Measure id, with or without its variant.")] = None,
    group: Annotated[str | None, typer.Option(help="region, area, organization or practice.")] = None,
    run: RunId = None,
    fmt: Annotated[str, typer.Option("--format", help="csv, json or parquet")] = "csv",
    to: Annotated[Path | None, typer.Option("-o", help="File to write; default: the terminal.")] = None,
    where: Where = HERE,
) -> None:
    """Print the results table or a part of it. Example: firstcontact results --measure panel_size --group region"""
    from firstcontact import engine

    engine.write_results(engine.results(Workspace.open(where), measure, group, run), fmt, to)


@release_app.callback(invoke_without_command=True)
def release_all(
    context: typer.Context,
    run: RunId = None,
    name: Annotated[str | None, typer.Option(help="Display title.")] = None,
    built_at: Annotated[str | None, typer.Option(help="Time stamp YYYY-MM-DDTHH:MM:SSZ.")] = None,
    where: Where = HERE,
) -> None:
    """All steps: check, disclose, audit, build, seal, gate, switch. Example: firstcontact release -w my-region"""
    if context.invoked_subcommand is None:
        from firstcontact import release

        say(release.release(Workspace.open(where), run=run, name=name, built_at=built_at, reporter=Reporter()).text())


def _release_step(step: str):
    def command(
        release_id: Annotated[str | None, typer.Argument(help="Release id; default: the one at hand.")] = None,
        run: RunId = None,
        as_json: AsJson = False,
        where: Where = HERE,
    ) -> None:
        from firstcontact import release

        outcome = release.step(Workspace.open(where), step, release_id=release_id, run=run, reporter=Reporter())
        say(json.dumps(outcome.record, indent=2, sort_keys=True) if as_json else outcome.text())
        raise typer.Exit(0 if outcome.ok else 1)

    command.__doc__ = RELEASE_STEPS[step]
    return command


for _step in RELEASE_STEPS:
    release_app.command(_step)(_release_step(_step))


@app.command()
def serve(port: Port = 8000, where: Where = HERE) -> None:
    """Show the live release on this machine. Stop with Ctrl-C. Example: firstcontact serve -w my-region"""
    from firstcontact import release

    release.serve(Workspace.open(where), port)


@app.command()
def run(
    source: Source = None, fmt: Format = "firstcontact", accept_quarantine: Accept = False, where: Where = HERE
) -> None:
    """Import, measure and release. Example: firstcontact run -w my-region --source claims/"""
    from firstcontact import pipeline

    outcome = pipeline.run(Workspace.open(where), source, fmt, accept_quarantine, Reporter())
    say(outcome.run.text())
    say(outcome.released.text())


@app.command()
def demo(
    people: Annotated[int, typer.Option(min=200)] = 20_000,
    port: Port = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the release.")] = False,
    where: Annotated[Path, typer.Option("-w", "--workspace")] = Path("demo"),
) -> None:
    """The whole way on a made-up region: example, import, measure, release, and the site that shows it."""
    from firstcontact import pipeline, release

    site = _site()
    outcome = pipeline.demo(where, people, Reporter(), prepare=site.prepare if site else None)
    say(outcome.released.text())
    if site:
        site.fill(where)
    if no_serve:
        say(f"To look at it: firstcontact {'site run' if site else 'serve'} -w {where}")
    elif site:
        raise typer.Exit(site.serve(where, port))
    else:
        release.serve(Workspace.open(where), port)


def _site() -> ModuleType | None:
    """The coalition's site, when it is installed: the library itself knows no Django."""
    return next((found.load() for found in entry_points(group="firstcontact.site")), None)


@measures_app.command("list")
def measures_list(where: Where = HERE) -> None:
    """All measures, built in and of the workspace."""
    from firstcontact import engine

    for d in engine.catalogue(_maybe(where)):
        say(f"{d.id:34}{d.domain:13}{d.status:11}{d.title}")


@measures_app.command("show")
def measures_show(measure_id: str, where: Where = HERE) -> None:
    """One definition in words, with its query and worked cases. Example: firstcontact measures show panel_size"""
    from firstcontact import engine

    say(engine.show(_maybe(where), measure_id))


@measures_app.command("lint")
def measures_lint(where: Where = HERE) -> None:
    """Check every definition: closed keys, SQL that means the same on each engine, tables and columns that exist."""
    from firstcontact import engine

    problems = engine.lint(_maybe(where))
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        say(f"{len(engine.catalogue(_maybe(where)))} definitions, 0 problems.")
    raise typer.Exit(1 if problems else 0)


@measures_app.command("due")
def measures_due(where: Where = HERE) -> None:
    """Definitions whose review date has passed."""
    from firstcontact import engine

    for d in engine.due(_maybe(where), date.today()):
        say(f"{d.id}: review was due on {d.review_by}")


@measures_app.command("new")
def measures_new(domain: str, measure_id: str, where: Where = HERE) -> None:
    """Begin a measure: YAML, SQL and worked cases in definitions/ of the workspace.

    Example: firstcontact measures new performance my_measure -w my-region
    """
    from firstcontact import engine

    for path in engine.new_measure(where, measure_id, domain):
        say(f"Wrote {path}")


@measures_app.command("preview")
def measures_preview(measure_id: str, where: Where = HERE) -> None:
    """The region's values of one measure, without writing a run.

    Example: firstcontact measures preview my_measure -w my-region
    """
    from firstcontact import engine

    say(engine.preview(Workspace.open(where), measure_id))


@core_app.command("list")
def core_list(where: Where = HERE) -> None:
    """The steps in order, with the rows each one made."""
    from firstcontact import core

    for step in core.list_steps(_maybe(where)):
        say(str(step))


@core_app.command("show")
def core_show(
    step: str,
    limit: int = 10,
    sql: Annotated[bool, typer.Option("--sql", help="Also print the query.")] = False,
    where: Where = HERE,
) -> None:
    """One step: what it does, its row count and first rows. Shows rows of persons: for the analyst's eyes only.

    Example: firstcontact core show visit --limit 3 -w my-region
    """
    from firstcontact import core

    shown = core.show_step(Workspace.open(where), step, limit)
    if sql:
        say(shown.sql)
    say(f"{step}: {shown.rows:,} rows")
    out.print(shown.table())


def _maybe(where: Path) -> Workspace:
    """The workspace if there is one; the built-in definitions alone if not."""
    return Workspace.open(where) if (Path(where) / workspace.CONFIG_NAME).exists() else Workspace(Path(where))


def _version(value: bool) -> None:
    if value:
        say(f"firstcontact {__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that come before a command."""


def os_sentence(error: OSError) -> str:
    """A file or folder that the machine refuses: which one, and what to look at."""
    return (
        f"'{error.filename}': {error.strerror}. The file or folder cannot be read or written. Look at its name, its "
        "rights and the free space, then run the same command again; what was finished is kept."
    )


def main() -> None:
    """Run a command. An error that a person can act on is one sentence on stderr and an exit code, not a traceback."""
    try:
        app()
    except FirstContactError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"error: {os_sentence(error)}", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        found = damaged.sentence(error)
        if found is None:
            raise
        print(f"error: {found}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped. What was finished is kept; run the same command again to go on.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
