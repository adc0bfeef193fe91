"""Commands of the surveys: each calls one function of `firstcontact.survey` and prints what it says.

The rooms are imported inside the commands: they take seconds to load, and other commands should not wait for them.
"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from firstcontact.errors import UsageError
from firstcontact.progress import Reporter

app = typer.Typer(no_args_is_help=True, help="Surveys of practices and patients: from instrument to weighted scores.")

HERE = Path(".")
# What --help says of defaults and forms; a test holds that the rooms say the same.
MIN_AGE, VISIT_MONTHS, RECENT_MONTHS = 18, 12, 12
INSTRUMENT_FORMS = ("fhir", "xlsform", "redcap", "surveyjs", "pdf", "codebook")
WAVE_FORMS = ("csv", "parquet", "fhir", "spss")
WARNINGS = 20  # printed; run.json has all
Where = Annotated[Path, typer.Option("-w", "--workspace", help="The workspace's folder.")]
WaveName = Annotated[str | None, typer.Argument(metavar="WAVE", help="Wave id, or survey/<wave_id>.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="New folder for the tables.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
Language = Annotated[
    str | None, typer.Option("--language", help="Language tag, such as es; default: the instrument's.")
]
AsOf = Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day of the frame.")]
out = Console()


def say(*sentences: str) -> None:
    for sentence in sentences:
        out.print(sentence, markup=False, highlight=False, soft_wrap=True)


def warn(*sentences: str) -> None:
    for sentence in sentences[:WARNINGS]:
        print(f"warning: {sentence}", file=sys.stderr)
    if len(sentences) > WARNINGS:
        print(f"warning: {len(sentences) - WARNINGS} more are in run.json.", file=sys.stderr)


@app.command("validate")
def validate_(file: Path) -> None:
    """Check an instrument; exit code 1 on any error. Example: firstcontact survey validate clinic.yaml"""
    from firstcontact.survey.instrument import validate
    from firstcontact.survey.instrument.validate import counted, errors_of

    findings = validate(file)
    say(*(f"{f.level}: {f.sentence(file.name)}" for f in findings), f"{file.name} has {counted(findings)}.")
    raise typer.Exit(1 if errors_of(findings) else 0)


@app.command("freeze")
def freeze_(
    file: Path,
    strategies: Annotated[Path | None, typer.Option(help="strategies.csv for items that offer strategies.")] = None,
    where: Where = HERE,
) -> None:
    """Freeze a version: its text never changes again. Example: firstcontact survey freeze clinic.yaml -w my-region"""
    from firstcontact.survey.instrument import freeze
    from firstcontact.survey.library import store_folder

    frozen = freeze(file, store_folder(where), strategies)
    warn(*(f.sentence(file.name) for f in frozen.warnings))
    version = frozen.version
    word = "Froze" if frozen.is_new else "Already frozen:"
    say(f"{word} {version.instrument_id} version {version.version}, hash {version.content_hash}.")


@app.command("import-instrument")
def import_instrument_(
    file: Path,
    source: Annotated[str, typer.Option("--from", help="xlsform, redcap or fhir.")],
    to: Annotated[Path, typer.Option("-o", "--out", help="YAML file to write.")],
    language: Annotated[str, typer.Option("--language", help="Language of a REDCap dictionary.")] = "en",
    overwrite: Overwrite = False,
) -> None:
    """Bring in an instrument. Example: firstcontact survey import-instrument form.xlsx --from xlsform -o form.yaml"""
    from firstcontact.survey.convert.import_instrument import import_instrument

    warn(*import_instrument(file, source, to, language, overwrite))
    say(f"Wrote {to}. Check it with: firstcontact survey validate {to}")


@app.command("export")
def export_(
    name: Annotated[
        str, typer.Argument(metavar="INSTRUMENT|WAVE", help="An instrument, or a wave with clean answers.")
    ],
    to: Annotated[
        str, typer.Option("--to", help=f"Instrument: {', '.join(INSTRUMENT_FORMS)}. Wave: {', '.join(WAVE_FORMS)}.")
    ],
    language: Language = None,
    target: Annotated[Path | None, typer.Option("-o", "--out", help="File (instrument) or new folder (wave).")] = None,
    field: Annotated[list[str] | None, typer.Option(help="name=value for the PDF; may be repeated.")] = None,
    with_contacts: Annotated[bool, typer.Option("--with-contacts", help="Personal answers too, apart.")] = False,
    overwrite: Overwrite = False,
    where: Where = HERE,
) -> None:
    """Give out an instrument or answers. Example: firstcontact survey export clinic.yaml --to pdf -o form.pdf"""
    from firstcontact.survey.convert.export import export
    from firstcontact.survey.exporters.make_export import make_export
    from firstcontact.survey.instrument import find
    from firstcontact.survey.library import store_folder

    if to in WAVE_FORMS and (to not in INSTRUMENT_FORMS or is_wave(where, name)):
        say(*make_export(where, name, to, out=target, language=language, with_contacts=with_contacts).said)
        return
    if target is None:
        raise UsageError("export of an instrument needs -o OUT, the file to write.")
    done = export(find(name, store_folder(where)), to, target, language, fields_of(field or []), overwrite)
    warn(*done.warnings)
    say(*(f"Wrote {file}" for file in done.files))


def is_wave(where: Path, name: str) -> bool:
    return (where / "survey" / Path(name).name / "wave.json").exists()


def fields_of(words: list[str]) -> dict[str, str]:
    """name=value words as a mapping."""
    wrong = [w for w in words if "=" not in w]
    if wrong:
        raise UsageError(f"--field '{wrong[0]}' is not name=value.")
    return dict(w.split("=", 1) for w in words)


@app.command()
def frame(
    kind: Annotated[str, typer.Option(help="practice, patient or clinician.")],
    source: Annotated[Path | None, typer.Option("--from", help="CSV with one row per unit.")] = None,
    as_of: AsOf = None,
    min_age: Annotated[int, typer.Option(help="Youngest age on the day of the frame.")] = MIN_AGE,
    visit_months: Annotated[int, typer.Option(help="How far back a visit counts.")] = VISIT_MONTHS,
    recent_months: Annotated[int, typer.Option(help="How long a sampled person is left in peace.")] = RECENT_MONTHS,
    all_practices: Annotated[
        bool, typer.Option("--all-practices", help="Also practices outside primary care.")
    ] = False,
    where: Where = HERE,
) -> None:
    """List who could be asked, from a file or from the claims and roster of the workspace.

    Example: firstcontact survey frame --kind practice --as-of 2025-01-31 -w my-region
    """
    from firstcontact.cli_survey_core import frame_units
    from firstcontact.survey.sampling import Scope, make_frame

    if source is None and as_of is None:
        raise UsageError("frame needs --from FILE.csv with one row per unit, or --as-of DATE to read the workspace.")
    scope = Scope(min_age, visit_months, recent_months, all_practices)
    units = source or frame_units(where, kind, as_of.date())
    done = make_frame(where, kind, source=units, as_of=day_of(as_of), scope=scope)
    counts = done.frame.ledger()
    say(
        f"{counts['rows_in']} units = {counts['in_scope']} in scope + {counts['excluded']} excluded + "
        f"{counts['not_seen_in_window']} not seen in the window.",
        f"Tables are in {done.folder}.",
    )


def day_of(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@app.command()
def sample(
    design: Path,
    links: Annotated[str | None, typer.Option(help="Address of the site: also issues one link for each case.")] = None,
    where: Where = HERE,
) -> None:
    """Draw the sample of a design. Example: firstcontact survey sample design.yaml -w my-region"""
    from firstcontact.survey.sampling import make_sample

    say(*make_sample(where, design, links).said)


@app.command("import")
def import_(
    file: Path,
    mapping: Annotated[Path, typer.Option("--map", help="Mapping of the file's columns to items.")],
    wave: Annotated[str | None, typer.Option(help="Wave; default: the one of the map.")] = None,
    instrument: Annotated[
        Path | None, typer.Option(help="File of the instrument, if it is not in the workspace.")
    ] = None,
    where: Where = HERE,
) -> None:
    """Load answers collected elsewhere. Example: firstcontact survey import answers.csv --map map.yaml"""
    from firstcontact.survey.importers import make_import

    done = make_import(where, file, mapping, wave_id=wave, instrument_file=instrument)
    say(*done.said, f"Wave {done.wave.info.wave_id}, import {done.import_id}.")


@app.command()
def disposition(
    wave: str,
    decisions: Annotated[Path | None, typer.Option(help="CSV of what a person decided about cases.")] = None,
    min_age: Annotated[int, typer.Option(help="Youngest age that is eligible.")] = MIN_AGE,
    proxy: Annotated[str | None, typer.Option(help="exclude or adjust; default: exclude in patient waves.")] = None,
    where: Where = HERE,
) -> None:
    """Clean answers, decide every case, compute response rates. Example: firstcontact survey disposition exp-2027"""
    from firstcontact.survey.cleaning import Rules
    from firstcontact.survey.disposition import Classes, make_disposition

    if proxy not in (None, "exclude", "adjust"):
        raise UsageError(f"--proxy '{proxy}' is not one of exclude, adjust.")
    say(*make_disposition(where, wave, rules=Rules(min_age, proxy), classes=Classes(), decisions_file=decisions).said)


@app.command()
def weight(wave: str, weights: Path, where: Where = HERE) -> None:
    """Weight the respondents of a wave. Example: firstcontact survey weight exp-2027 weights.yaml"""
    from firstcontact.survey.weighting import weight_wave

    say(*weight_wave(where, wave, weights).said)


@app.command()
def score(
    wave: WaveName = None,
    responses: Annotated[
        Path | None, typer.Option(help="Plain CSV in place of a wave; needs --measures and -o.")
    ] = None,
    measures: Annotated[Path | None, typer.Option(help="Measure file; default: the wave's instrument.")] = None,
    target: Out = None,
    overwrite: Overwrite = False,
    where: Where = HERE,
) -> None:
    """Score practices. Example: firstcontact survey score --responses answers.csv --measures measures.yaml -o scores"""
    from firstcontact.survey.score import score_file, score_wave

    one_source(wave, responses, "responses")
    if wave is not None:
        found = score_wave(where, wave, measures, Reporter())
    elif measures is None or target is None:
        raise UsageError("score --responses also needs --measures FILE.yaml and -o DIR.")
    else:
        found = score_file(responses, measures, target, overwrite, Reporter())
    warn(*found.scores.warnings)
    say(*found.said)


@app.command()
def estimate(
    wave: WaveName = None,
    data: Annotated[Path | None, typer.Option(help="Plain CSV in place of a wave; needs --spec and -o.")] = None,
    spec: Annotated[Path | None, typer.Option(help="Estimate file for a plain CSV.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="Column to estimate within; may be repeated.")] = None,
    lonely_psu: Annotated[str, typer.Option(help="error, adjust, average or certainty.")] = "error",
    target: Out = None,
    overwrite: Overwrite = False,
    where: Where = HERE,
) -> None:
    """Estimate for the region. Example: firstcontact survey estimate --data answers.csv --spec estimates.yaml -o out"""
    from firstcontact.survey.estimate import estimate_file, estimate_wave

    one_source(wave, data, "data")
    if wave is not None:
        say(*estimate_wave(where, wave, by or (), lonely_psu).said)
        return
    if spec is None or target is None:
        raise UsageError("estimate --data also needs --spec FILE.yaml and -o DIR.")
    made = estimate_file(data, spec, target, overwrite)
    warn(*made.notes)
    say(f"{made.table.num_rows} estimates. Tables are in {target}.")


def one_source(wave: str | None, file: Path | None, option: str) -> None:
    if (wave is None) == (file is None):
        raise UsageError(f"Name either a WAVE or --{option} FILE.csv, one of the two.")


@app.command()
def report(
    wave: str,
    inventory: Annotated[bool, typer.Option("--inventory", help="What practices do, from an inventory wave.")] = False,
    practice: Annotated[str | None, typer.Option(help="Preview of one practice, with exact figures.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Also as PDF.")] = True,
    where: Where = HERE,
) -> None:
    """Write the report of a wave. Example: firstcontact survey report exp-2027 -w my-region"""
    from firstcontact.survey.report import make_report

    say(*make_report(where, wave, inventory=inventory, practice=practice, pdf=pdf).said)


@app.command("simulate")
def simulate_(
    instrument: str,
    seed: Annotated[str, typer.Option(help="Any text; the same seed gives the same answers.")],
    practices: Annotated[int | None, typer.Option(help="Practices in the frame.")] = None,
    per_practice: Annotated[int | None, typer.Option(help="People sampled of each practice.")] = None,
    where: Where = HERE,
) -> None:
    """Make up a wave, marked as simulated. Example: firstcontact survey simulate practice_impact_pulse --seed a"""
    from firstcontact.survey.instrument import find
    from firstcontact.survey.library import store_folder
    from firstcontact.survey.simulate.make_simulation import simulate

    found = find(instrument, store_folder(where))
    say(*simulate(where, found, seed, practices_n=practices, per_practice=per_practice).said)
