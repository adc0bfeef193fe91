"""`survey sample`: draws the sample of a design into its wave, and issues links."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.sampling.design import Design, read_design
from firstcontact.survey.sampling.draw import Sample, draw
from firstcontact.survey.sampling.frame import SCOPE, build_frame
from firstcontact.survey.sampling.frame_file import read_frame_file
from firstcontact.survey.sampling.links import check_address, end_of_day, issue, write_once
from firstcontact.survey.sampling.make_frame import date_of, frame_file, read_frame, recently_sampled
from firstcontact.survey.wave import Wave, run_record


@dataclass(frozen=True)
class SampleResult:
    """links: the file with one link for each case, or None; said: sentences for the person who ran it."""

    wave: Wave
    sample: Sample
    links: Path | None
    said: list[str]


def make_sample(workspace: Path, design_file: Path, links: str | None = None) -> SampleResult:
    """Writes `survey/<wave_id>/sample/` with frame_unit, sample_case and run.json.

    links: the site's address; then also hashes of one new link token for each case under `tokens/`, and the links
    themselves in `private/survey/<wave_id>/links.csv`. Raises FirstContactError for a design or frame that does not
    fit, and where the wave already has another sample.
    """
    if links:
        check_address(links)
    design = read_design(design_file)
    wave = Wave.at(workspace, design.wave_id)
    table, not_seen, inputs = _frame(workspace, design, design_file)
    sample = draw(design, table)
    _require_same(wave, sample)
    wave = _planned(wave, design, sample)
    wave.write("sample", _tables(sample), _run(design, sample, not_seen, [design_file, *inputs]))
    said = [f"{sample.cases.num_rows} cases drawn from {_in_scope(sample)} units in scope.", *sample.warnings]
    path = None
    if links:
        path, sentence = _issue_links(workspace, wave, sample, links)
        said.append(sentence)
    return SampleResult(wave, sample, path, said)


def _frame(workspace: Path, design: Design, design_file: Path) -> tuple[pa.Table, int, list[Path]]:
    source = design.frame
    if source.file is None:
        if source.as_of is None:
            raise FirstContactError(f"design {design.wave_id}: frame has neither as_of nor file.")
        path = frame_file(workspace, source.kind, source.as_of)
        return read_frame(workspace, source.kind, source.as_of), 0, [path]
    path = design_file.parent / source.file
    table = read_frame_file(path)
    day = source.as_of or date_of(table, path.name)
    people = source.kind != "practice"
    recent = recently_sampled(workspace, day, SCOPE.recent_months) if people else frozenset()
    frame = build_frame(table, source.kind, day, design.wave_id, recent=recent, where=path.name)
    return frame.units, frame.not_seen, [path]


def _require_same(wave: Wave, sample: Sample) -> None:
    """A wave has one sample: cases that were asked are never exchanged."""
    if wave.has("sample", "sample_case") and not wave.read("sample", "sample_case").equals(sample.cases):
        raise FirstContactError(
            f"wave {wave.info.wave_id} already has another sample, and its links and answers belong to it. "
            f"Give the new sample another wave_id, or remove the folder of the wave if nobody was asked."
        )


def _planned(wave: Wave, design: Design, sample: Sample) -> Wave:
    every = sample.cases.num_rows == _in_scope(sample)
    facts = {"population": design.frame.kind, "sample_kind": "census" if every else "probability"}
    if design.wave:
        facts |= design.wave.model_dump(exclude_defaults=False)
    return wave.updated(**facts)


def _in_scope(sample: Sample) -> int:
    return sample.frame.filter(sample.frame["in_scope"]).num_rows


def _tables(sample: Sample) -> dict[str, pa.Table]:
    return {"frame_unit": sample.frame, "sample_case": sample.cases}


def _run(design: Design, sample: Sample, not_seen: int, inputs: list[Path]) -> dict:
    rows, inside = sample.frame.num_rows, _in_scope(sample)
    drawn = sample.cases.num_rows
    ledger = {
        "rows_in": rows + not_seen,
        "drawn": drawn,
        "not_drawn": inside - drawn,
        "excluded": rows - inside,
        "not_seen_in_window": not_seen,
    }
    return run_record(
        "survey sample",
        design.model_dump(mode="json", exclude_none=True),
        inputs,
        seed=design.seed,
        ledger=ledger,
        warnings=sample.warnings,
    )


def _issue_links(workspace: Path, wave: Wave, sample: Sample, base: str) -> tuple[Path, str]:
    earlier = len(wave.batches("tokens"))
    closes = wave.info.closes_on
    expires = end_of_day(closes, wave.info.time_zone) if closes else None
    tokens, text = issue(sample.cases, base, datetime.now(UTC), expires)
    path = write_once(workspace / "private" / "survey" / wave.info.wave_id, text)
    wave.write(
        f"tokens/{earlier + 1:04d}",
        {"token": tokens},
        run_record("survey sample --links", {"cases": tokens.num_rows}, []),
    )
    again = " New links were issued; the earlier ones stay valid and lead to the same answers." if earlier else ""
    return path, f"{tokens.num_rows} links written once to {path}, readable by you only.{again}"
