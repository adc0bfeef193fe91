"""The report of a wave in its order: what it is, who answered, scores, answers, estimates, change, wording, method."""

from pathlib import Path

from firstcontact.report.blocks import Report
from firstcontact.survey.report.answered import answered
from firstcontact.survey.report.items import items
from firstcontact.survey.report.method import method
from firstcontact.survey.report.practices import practices
from firstcontact.survey.report.region import region
from firstcontact.survey.report.source import Source
from firstcontact.survey.report.trend import trend
from firstcontact.survey.report.wording import wording

POPULATION = {"patient": "Survey of patients", "practice": "Survey of practices", "clinician": "Survey of clinicians"}


def contents(source: Source, workspace: Path) -> Report:
    """The public report; sections without data are left out."""
    sections = [
        answered(source),
        practices(source),
        region(source),
        trend(source, workspace),
        items(source),
        wording(source),
        method(source),
    ]
    return Report(
        title=source.say(source.wave.info.title or source.instrument.title),
        subtitle=POPULATION[source.instrument.population],
        facts=facts(source),
        sections=[s for s in sections if s and s.blocks],
        banner=source.banner,
        foot=source.foot,
        language="en",
    )


def facts(source: Source) -> list[tuple[str, str]]:
    """Short pairs at the top."""
    info, held = source.wave.info, source.instrument
    cases = source.table("sample", "sample_case")
    fielding = f"{info.opens_on} to {info.closes_on}" if info.opens_on and info.closes_on else ""
    pairs = [
        ("Wave", info.wave_id),
        ("Fielding", fielding),
        ("Asked", f"{cases.num_rows:,}" if cases is not None else ""),
        ("Used answers", f"{source.kept.num_rows:,}"),
        ("Languages", ", ".join(held.languages)),
        ("Instrument", f"{held.instrument_id} version {held.version}"),
        ("Hash", held.content_hash[:12]),
    ]
    return [(name, value) for name, value in pairs if value]
