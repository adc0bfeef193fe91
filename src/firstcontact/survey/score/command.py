"""`survey score` on a plain CSV file. Source: specs/surveys/scoring.md 12."""

import time
from dataclasses import dataclass
from pathlib import Path

from firstcontact.outputs import require_new, write_folder
from firstcontact.progress import QUIET, Reporter
from firstcontact.survey.score.csv_input import read_responses
from firstcontact.survey.score.measure_file import load_measures
from firstcontact.survey.score.scores import Scores, score
from firstcontact.survey.wave import run_record


@dataclass(frozen=True)
class Scored:
    """Scores that were written into `folder`; said: sentences for the person who ran it."""

    folder: Path
    scores: Scores
    said: list[str]


def score_file(
    responses: Path, measures: Path, out: Path, overwrite: bool = False, reporter: Reporter = QUIET
) -> Scored:
    """Write score, measure_test, coefficient, box_share and run.json into the folder `out`.

    Raises FirstContactError where a file or the folder cannot be used, or the responses cannot be scored.
    """
    require_new(out, overwrite)
    started = time.perf_counter()
    file = load_measures(measures)
    found = score(read_responses(responses, file.columns()), file, reporter)
    record = run_record(
        "survey score",
        {"measures": file.model_dump(mode="json", exclude_defaults=True)},
        [responses, measures],
        ledger=found.ledger,
        warnings=found.warnings,
        timings={"score": time.perf_counter() - started},
    )
    write_folder(out, found.tables, record)
    return Scored(out, found, sentences(found, out))


def sentences(found: Scores, folder: Path) -> list[str]:
    """What was done: the account of the rows, one line per measure, and where the tables are."""
    return [found.account, *map(_of_measure, found.measure_test.to_pylist()), f"Tables are in {folder}."]


def _of_measure(test: dict) -> str:
    p = test["p"]
    shown = "no p" if p is None else "p < 0.0001" if p < 0.0001 else f"p = {p:.4f}"
    return (
        f"{test['measure']}: {test['units']} practices, {test['n']} responses, F({test['df1']}, {test['df2']}) = "
        f"{test['f']:.2f}, {shown}, reliability {test['reliability']:.2f}."
    )
