"""data/*.csv: complete public data, UTF-8, LF, quoted as RFC 4180 says, no formulas."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.compute as pc

from firstcontact.release.columns import NAMES, csv_cell, csv_lines
from firstcontact.release.site import Site

MEASURE_COLUMNS = (
    "id",
    "version",
    "title",
    "domain",
    "why_it_matters",
    "numerator",
    "denominator",
    "unit_of_count",
    "value",
    "numerator_unit",
    "denominator_unit",
    "direction",
    "status",
    "sources",
    "caveats",
    "review_by",
)
GROUP_COLUMNS = (
    "group_kind",
    "group_id",
    "group_name",
    "organization_id",
    "area_id",
    "parent_id",
    "place",
    "zip_code",
    "practice_type",
    "accepting_new_patients",
    "clinicians",
    "closed_on",
    "deprivation_quintile",
    "population",
)
CORRECTION_COLUMNS = (
    "id",
    "release",
    "measure",
    "groups",
    "kind",
    "what",
    "why",
    "found_on",
    "fixed_on",
    "old_value",
    "new_value",
)
LEAST_CLINICIANS = 3


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Small tables: one line a row, every text cell safe."""
    lines = [",".join(columns), *(",".join(_cell(v) for v in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_tables(site: Site, folder: Path) -> None:
    """All CSV files of a release; rows go out one measure at a time, so that memory does not grow with the region."""
    (folder / "results").mkdir(parents=True)
    head = ",".join(NAMES) + "\n"
    with _open(folder / "results.csv") as everything:
        everything.write(head)
        for base, rows in slices(site):
            text = "".join(csv_lines(rows).to_pylist())
            everything.write(text)
            with _open(folder / "results" / f"{base}.csv") as one:
                one.write(head + text)
    write_csv(folder / "measures.csv", MEASURE_COLUMNS, (measure_row(d) for d in published(site)))
    write_csv(folder / "groups.csv", GROUP_COLUMNS, group_rows(site))
    write_csv(folder / "corrections.csv", CORRECTION_COLUMNS, correction_rows(site))


def published(site: Site) -> list[dict]:
    """Definitions that have rows in this release, in page order."""
    return [i.definition for i in site.indicators]


def slices(site: Site) -> Iterator[tuple[str, pa.Table]]:
    """Rows of each base id, in the order of the whole table (a base's variants stand together)."""
    runs = pc.run_end_encode(site.texts["measure"].combine_chunks())
    ends = runs.run_ends.to_pylist()
    bases = [measure.partition(".")[0] for measure in runs.values.to_pylist()]
    start = 0
    for place, base in enumerate(bases):
        if place + 1 == len(bases) or bases[place + 1] != base:
            yield base, site.texts.slice(start, ends[place] - start)
            start = ends[place]


def measure_row(definition: dict) -> list[object]:
    flat = dict(definition)
    flat["sources"] = "; ".join(s["title"] for s in definition.get("sources") or [])
    flat["caveats"] = " ".join(definition.get("caveats") or [])
    return [flat.get(name, "") for name in MEASURE_COLUMNS]


def group_rows(site: Site) -> list[list[object]]:
    """Roster and area facts that are public; a count of clinicians only from three on."""
    made = []
    for row in sorted(site.given.groups.to_pylist(), key=lambda r: (r["group_kind"], r["group_id"])):
        few = (row.get("clinicians") or 0) < LEAST_CLINICIANS
        made.append([None if name == "clinicians" and few else row.get(name) for name in GROUP_COLUMNS])
    return made


def correction_rows(site: Site) -> list[list[object]]:
    default = site.given.settings.languages[0]
    texts = [{**c, "what": c["what"][default], "why": c["why"][default]} for c in site.given.corrections]
    return [[c.get(name) for name in CORRECTION_COLUMNS] for c in texts]


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return csv_cell(value) if isinstance(value, str) else str(value)
