"""Makes the whole example: blocks of people one after the other, so memory does not grow with the region."""

import shutil
from datetime import date
from pathlib import Path

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.example import dirty
from firstcontact.example.assumptions import assumptions
from firstcontact.example.counts.base import Tally, add
from firstcontact.example.counts.medical import tally_medical
from firstcontact.example.counts.people import tally_people, tally_rows
from firstcontact.example.counts.spending import tally_fills
from firstcontact.example.counts.truth import make_truth, write_truth
from firstcontact.example.eligibility import eligibility_table, spans
from firstcontact.example.medical import medical_lines, medical_table
from firstcontact.example.payments import payment_table
from firstcontact.example.pharmacy import pharmacy_lines, pharmacy_table
from firstcontact.example.population import area_population_table
from firstcontact.example.practices import practice_table
from firstcontact.example.region import area_table, boundaries, travel_time_table, zip_area_table
from firstcontact.example.roster import roster_table
from firstcontact.example.scene import World, make_scene, make_world
from firstcontact.example.workforce import practice_provider_table, provider_table
from firstcontact.example.write import FORMATS, MARK, PartWriter, Written, write_manifest, write_text, write_whole
from firstcontact.progress import QUIET, Reporter

LAST_YEAR = 2025
DATA_THROUGH = date(2026, 6, 30)
BLOCK_TABLES = ("eligibility", "medical_claim", "pharmacy_claim", "roster_attribution")
MOST_PEOPLE, MOST_YEARS = 20_000_000, 10


def generate(
    directory: Path,
    people: int = 20_000,
    years: int = 3,
    seed: int = 1,
    fmt: str = "parquet",
    reporter: Reporter = QUIET,
) -> dict:
    """Write the input tables, area.geojson and manifest.toml into `directory`, and truth.json beside it.

    people: residents in the data, 1 or more; years: full calendar years up to 2025, 1 to 10; fmt: parquet or csv.
    Returns the truth. The same arguments give the same bytes. Raises UsageError for arguments out of range,
    FirstContactError when `directory` holds files that are not from an earlier example.
    """
    _check(people, years, seed, fmt)
    directory = Path(directory)
    _make_room(directory)
    with reporter.step("example region"):
        world = make_world(people, years, seed, LAST_YEAR)
    files, total = _write_people(world, directory, fmt, reporter)
    with reporter.step("example tables"):
        files += _write_region(world, total, directory, fmt)
        (directory / "area.geojson").write_bytes(boundaries())
        write_manifest(directory, files, DATA_THROUGH, assumptions()["data_source"])
        truth = make_truth(world, total, files, seed, fmt)
        write_truth(directory.parent / "truth.json", truth)
    return truth


def _check(people: int, years: int, seed: int, fmt: str) -> None:
    if not 1 <= people <= MOST_PEOPLE:
        raise UsageError(f"--people {people}: give a number from 1 to {MOST_PEOPLE}.")
    if not 1 <= years <= MOST_YEARS:
        raise UsageError(f"--years {years}: give a number from 1 to {MOST_YEARS}.")
    if seed < 0:
        raise UsageError(f"--seed {seed}: give 0 or a positive whole number.")
    if fmt not in FORMATS:
        raise UsageError(f"--format '{fmt}' is not one of {', '.join(FORMATS)}.")


def _make_room(directory: Path) -> None:
    """Remove an earlier example; refuse to touch anything else."""
    directory.mkdir(parents=True, exist_ok=True)
    if not any(directory.iterdir()):
        return
    manifest = directory / "manifest.toml"
    if not manifest.exists() or not manifest.read_text(encoding="utf-8").startswith(MARK):
        raise FirstContactError(
            f"'{directory}' already holds files that are not from an example. The example would mix with them. "
            "Name an empty folder, or move the files away."
        )
    shutil.rmtree(directory)
    directory.mkdir()


def _write_people(world: World, directory: Path, fmt: str, reporter: Reporter) -> tuple[list[Written], Tally]:
    facts = assumptions()
    size, per_part = facts["people_per_block"], facts["blocks_per_part"]
    blocks = -(-world.people // size)
    npi = world.directory.numbers()
    files: list[Written] = []
    total: Tally = {}
    with reporter.step("example people", blocks) as advance:
        for first in range(0, blocks, per_part):
            names = {t: f"{t}/{first // per_part:04d}.{fmt}" for t in BLOCK_TABLES}
            writers = {t: PartWriter(directory, t, name) for t, name in names.items()}
            for block in range(first, min(first + per_part, blocks)):
                add(total, _write_block(world, block, size, npi, writers))
                advance()
            files += [writer.close() for writer in writers.values()]
    return files, total


def _write_block(world: World, block: int, size: int, npi: list[str], writers: dict[str, PartWriter]) -> Tally:
    source = assumptions()["data_source"]
    scene = make_scene(world, block, size)
    span = spans(scene.people, scene.coverage, world.calendar, scene.streams)
    writers["eligibility"].write(eligibility_table(scene.people, scene.coverage, span, world.region, source))
    writers["roster_attribution"].write(roster_table(scene, npi))
    tally = tally_people(scene)
    fills, outcome = pharmacy_lines(scene)
    writers["pharmacy_claim"].write(pharmacy_table(scene, fills, npi, source))
    tally |= tally_rows("pharmacy_claim", outcome) | tally_fills(scene, fills, outcome)
    lines, outcome = medical_lines(scene)
    writers["medical_claim"].write(medical_table(scene, lines, npi, source))
    return tally | tally_rows("medical_claim", outcome) | tally_medical(scene, lines, outcome)


def _write_region(world: World, total: Tally, directory: Path, fmt: str) -> list[Written]:
    npi, calendar, practices = world.directory.numbers(), world.calendar, world.practices
    source = assumptions()["data_source"]
    start = world.directory.start["practice"]
    tables = {
        "area": area_table(world.region),
        "area_population": area_population_table(world, total["residents"]),
        "non_claims_payment": payment_table(world, total["product_months"], npi),
        "practice": practice_table(practices, calendar, npi[start : start + len(practices)], world.region),
        "practice_provider": practice_provider_table(world.workforce, practices, calendar, npi, world.streams),
        "provider": provider_table(world.workforce, world.directory, calendar, source, world.streams),
        "travel_time": travel_time_table(world.region),
        "zip_area": zip_area_table(world.region),
    }
    written = [write_whole(directory, name, fmt, table) for name, table in tables.items()]
    for name in dirty.TABLES:
        text = dirty.dirty_file(name, LAST_YEAR, source)
        written.append(write_text(directory, name, f"{name}/part-dirty.csv", text))
    return written
