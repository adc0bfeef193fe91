"""`survey disposition`: cleans the answers of a wave, decides every case, and computes the response rates."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from firstcontact.errors import FirstContactError
from firstcontact.survey.answers import Response, read_responses
from firstcontact.survey.cleaning import Cleaned, Rules, clean, clean_tables
from firstcontact.survey.disposition.codes import Classes
from firstcontact.survey.disposition.decide import Decision, decide
from firstcontact.survey.disposition.evidence import case_facts, gather, groups, read_decisions
from firstcontact.survey.disposition.tables import (
    CaseResult,
    count_table,
    counts,
    disposition_table,
    participation_table,
    rate_table,
)
from firstcontact.survey.wave import Wave, run_record

STAGE = "disposition"
RULES, CLASSES = Rules(), Classes()
Stated = dict[str, list[Decision]]


@dataclass(frozen=True)
class DispositionResult:
    """cleaned: every response; decisions: case id -> final disposition, empty in a wave without a sample."""

    wave: Wave
    cleaned: list[Cleaned]
    decisions: dict[str, Decision]
    said: list[str]

    def ledger(self) -> dict[str, int]:
        """Responses in = kept + set aside by disposition."""
        aside = Counter(c.disposition for c in self.cleaned if not c.kept)
        kept = sum(c.kept for c in self.cleaned)
        return {"responses_in": len(self.cleaned), "kept": kept, **dict(sorted(aside.items()))}


def make_disposition(
    workspace: Path,
    wave_id: str,
    *,
    rules: Rules = RULES,
    classes: Classes = CLASSES,
    decisions_file: Path | None = None,
    decided_on: date | None = None,
) -> DispositionResult:
    """Writes `survey/<wave_id>/disposition/`.

    Tables: response_clean, answer_clean, answer_unused, clean_log; with a sample also disposition, response_count and
    response_rate, without one participation. decisions_file: CSV of what a person decided (refusals by phone, deaths).
    decided_on: default today. Raises FirstContactError where the wave has neither answers nor a sample.
    """
    wave = Wave.open(workspace, wave_id)
    day = decided_on or date.today()
    cases = wave.read("sample", "sample_case") if wave.has("sample", "sample_case") else None
    stated = _stated(cases, decisions_file)
    cleaned, tables = _clean(wave, cases, stated, rules, day)
    decisions: dict[str, Decision] = {}
    if cases is None:
        tables["participation"] = participation_table([c.disposition for c in cleaned])
    else:
        decisions = {c: decide(e) for c, e in gather(wave, cases, cleaned, stated).items()}
        tables |= _case_tables(wave, cases, cleaned, decisions, classes, day)
    result = DispositionResult(wave, cleaned, decisions, _said(cleaned, decisions))
    parameters = {**asdict(rules), **asdict(classes)}
    inputs = [*([decisions_file] if decisions_file else []), *wave.files("sample", "fielding", "responses")]
    run = run_record("survey disposition", parameters, inputs, ledger=result.ledger(), within=wave.folder)
    wave.write(STAGE, tables, run)
    return result


def responses_of(wave: Wave) -> list[Response]:
    """All collected responses of a wave, batch by batch. Raises FirstContactError where an instrument is missing."""
    response, answer = wave.read_batches("responses", "response"), wave.read_batches("responses", "answer")
    if response is None or answer is None:
        return []
    return read_responses(wave.instrument(), response, answer)


def _clean(
    wave: Wave, cases: pa.Table | None, stated: Stated, rules: Rules, day: date
) -> tuple[list[Cleaned], dict[str, pa.Table]]:
    responses = responses_of(wave)
    if not responses and cases is None:
        raise FirstContactError(f"wave {wave.info.wave_id} has neither answers nor a sample. Import answers first.")
    if not responses:
        return [], {}
    instrument = wave.instrument()
    facts = case_facts(wave, cases, stated) if cases is not None else {}
    cleaned = clean(instrument, responses, facts, rules, day)
    return cleaned, clean_tables(instrument, cleaned, f"{wave.info.wave_id}:{STAGE}")


def _stated(cases: pa.Table | None, file: Path | None) -> Stated:
    if file is None:
        return {}
    return read_decisions(file, frozenset(cases["case_id"].to_pylist()) if cases is not None else frozenset())


def _case_tables(
    wave: Wave,
    cases: pa.Table,
    cleaned: list[Cleaned],
    decisions: dict[str, Decision],
    classes: Classes,
    day: date,
) -> dict[str, pa.Table]:
    population = wave.info.population or "patient"
    weights = dict(zip(cases["case_id"].to_pylist(), cases["base_weight"].to_pylist(), strict=True))
    by_group = groups(wave, cases, cleaned)
    results = [
        CaseResult(c, d, classes.of(d.disposition, population), float(weights[c] or 0), by_group[c])
        for c, d in decisions.items()
    ]
    found = counts(results)
    return {
        "disposition": disposition_table(decisions, population, classes, day),
        "response_count": count_table(found),
        "response_rate": rate_table(found),
    }


def _said(cleaned: list[Cleaned], decisions: dict[str, Decision]) -> list[str]:
    kept = sum(c.kept for c in cleaned)
    aside = Counter(c.disposition for c in cleaned if not c.kept)
    reasons = "".join(f" + {n} {name}" for name, n in sorted(aside.items()))
    said = [f"{len(cleaned)} responses in = {kept} kept{reasons}."]
    if decisions:
        final = Counter(d.disposition for d in decisions.values())
        said.append(f"{len(decisions)} cases: " + ", ".join(f"{n} {name}" for name, n in sorted(final.items())) + ".")
    return said
