"""The command `estimate` on a plain CSV file. Source: specs/surveys/design-estimation.md 13."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from firstcontact.outputs import require_new, write_folder
from firstcontact.survey.estimate.csv_data import read_csv
from firstcontact.survey.estimate.design import Design
from firstcontact.survey.estimate.jackknife import Replicates
from firstcontact.survey.estimate.read_spec import read_spec
from firstcontact.survey.estimate.run import Estimates, estimates
from firstcontact.survey.wave import run_record


@dataclass(frozen=True)
class EstimatedFile:
    """Estimates that were written into `folder`; said: sentences for the person who ran it."""

    folder: Path
    estimates: Estimates
    said: list[str]


def estimate_file(data: Path, spec: Path, out: Path, overwrite: bool = False) -> EstimatedFile:
    """Write the table `estimate`, with jkn also the replicate weights, and run.json into the folder `out`.

    Raises FirstContactError where a file or the folder cannot be used, or data and spec do not fit.
    """
    require_new(out, overwrite)
    started = time.perf_counter()
    read = read_spec(spec)
    made = estimates(read_csv(data), read)
    tables = {"estimate": made.table} | replicate_tables(made.engine.design, made.engine.replicates)
    record = run_record(
        "survey estimate",
        asdict(read.design) | {"replicates": read.replicates, "center": read.center, "confidence": read.confidence},
        [data, *read.files],
        ledger=ledger(made.engine.design),
        warnings=list(made.notes),
        timings={"estimate": time.perf_counter() - started},
    )
    write_folder(out, tables, record)
    return EstimatedFile(out, made, sentences(made, made.notes, out))


def sentences(made: Estimates, notes: Sequence[str], folder: Path) -> list[str]:
    """The account of the rows, how many estimates are weak, the notes, and where the tables are."""
    rows, weak = ledger(made.engine.design), sum(r.status in ("low_df", "no_interval") for r in made.rows)
    return [
        f"{rows['rows']} rows in = {rows['used']} used + {rows['weight_0']} with weight 0.",
        f"{len(made.rows)} estimates; {weak} with fewer than 8 degrees of freedom.",
        *notes,
        f"Tables are in {folder}.",
    ]


def ledger(design: Design) -> dict[str, int]:
    used = int((design.weight > 0).sum())
    return {"rows": design.weight.size, "used": used, "weight_0": design.weight.size - used}


def replicate_tables(design: Design, replicates: Replicates | None) -> dict[str, pa.Table]:
    """Columns rw_1 ... rw_R beside the row number, and each replicate's coefficient; nothing without replicates."""
    if replicates is None:
        return {}
    size = len(replicates.weight)
    weights = {"row": pa.array(np.arange(design.weight.size) + 1)}
    weights |= {f"rw_{r + 1}": pa.array(replicates.weight[r]) for r in range(size)}
    coefficients = {
        "replicate": [f"rw_{r + 1}" for r in range(size)],
        "stratum": [design.strata[h] for h in design.stratum_of_psu],
        "psu": list(design.psus),
        "coefficient": replicates.coefficient,
    }
    return {"replicate_weight": pa.table(weights), "replicate_coefficient": pa.table(coefficients)}
