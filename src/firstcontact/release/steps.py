"""Each step of a release alone, as the command line calls them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.progress import QUIET, Reporter
from firstcontact.release import ledger, stages
from firstcontact.release.candidate import Candidate
from firstcontact.release.folders import exclusive
from firstcontact.release.inputs import RunFolder
from firstcontact.release.switch import current_release
from firstcontact.workspace import Workspace

STEPS = ("check", "disclose", "audit", "build", "seal", "verify", "gate", "switch", "ledger")


@dataclass(frozen=True)
class StepOutcome:
    """What one step did: a record for machines, words for people, and whether all is well."""

    record: dict = field(default_factory=dict)
    words: str = ""
    ok: bool = True

    def text(self) -> str:
        return self.words


def step(
    ws: Workspace, name: str, release_id: str | None = None, run: str | None = None, reporter: Reporter = QUIET
) -> StepOutcome:
    """Take one step. `disclose` starts the next release, the others go on with `release_id`, default the newest."""
    if name not in STEPS:
        raise UsageError(f"'{name}' is not a step of a release; steps are {', '.join(STEPS)}.")
    if name in READ_ONLY:
        return READ_ONLY[name](ws, release_id, run)
    with exclusive(ws.releases):
        stages.reconcile(ws)
        candidate = _start(ws, run) if name == "disclose" else Candidate.open(ws, release_id)
        return WRITING[name](candidate, reporter)


def _start(ws: Workspace, run: str | None) -> Candidate:
    return Candidate.start(ws, _find(ws, run))


def _find(ws: Workspace, run: str | None) -> RunFolder:
    return RunFolder.find(ws.results, run, current_release(ws.releases))


def _check(ws: Workspace, release_id: str | None, run: str | None) -> StepOutcome:
    probe = Candidate(ws, release_id or "0000-r1", _find(ws, run))
    stages.check(probe)
    rows = probe.run.table("results").num_rows
    return StepOutcome(
        {"run": probe.run.run_id, "rows": rows}, f"Run {probe.run.run_id}: {rows:,} rows can be released."
    )


def _verify(ws: Workspace, release_id: str | None, run: str | None) -> StepOutcome:
    verdict = stages.verify(ws, release_id)
    record = {"release": verdict.release, "files": verdict.files, "problems": verdict.problems}
    words = (
        f"Release {verdict.release}: {verdict.files:,} files are as sealed."
        if verdict.ok
        else "\n".join(verdict.problems)
    )
    return StepOutcome(record, words, verdict.ok)


def _ledger(ws: Workspace, release_id: str | None, run: str | None) -> StepOutcome:
    found = [e for e in ledger.entries(ws) if release_id in (None, e["release"])]
    lines = [f"{e['release']}  {e['published_at']}  {e['shown']:,} of {e['rows']:,} values shown" for e in found]
    return StepOutcome({"entries": found}, "\n".join(lines) or "No release went live yet.")


def _disclose(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    done = stages.disclose(candidate, reporter)
    shown = sum(s in ("published", "provisional") for s in done.rows["status"].to_pylist())
    record = {"release": candidate.id, "rows": done.rows.num_rows, "shown": shown}
    return StepOutcome(record, f"Release {candidate.id}: {shown:,} of {done.rows.num_rows:,} values may be shown.")


def _audit(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    found = stages.audit(candidate, reporter)
    ok = not found["against_reader"]
    words = f"{found['cells_without_proof']} cells without a proof, {found['against_reader']} of them against a reader."
    return StepOutcome({"release": candidate.id, **found}, f"Release {candidate.id}: {words}", ok)


def _build(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    stages.build(candidate, reporter)
    return StepOutcome(
        {"release": candidate.id}, f"Release {candidate.id} is built. Next: firstcontact release seal {candidate.id}"
    )


def _seal(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    if not (candidate.ws.releases / f"{candidate.id}.building").exists():
        raise FirstContactError(f"Release {candidate.id} has nothing to seal: it was not built, or is sealed already.")
    manifest = stages.seal(candidate, reporter)
    return StepOutcome(manifest, f"Release {candidate.id} is sealed: {manifest['files']:,} files.")


def _gate(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    checks = stages.gate(candidate, reporter)
    words = "\n".join(f"{c.id} {c.state.replace('_', ' ')}" for c in checks)
    return StepOutcome({"release": candidate.id, "checks": [c.as_dict() for c in checks]}, words)


def _switch(candidate: Candidate, reporter: Reporter) -> StepOutcome:
    stages.switch(candidate, reporter)
    return StepOutcome({"release": candidate.id}, f"Release {candidate.id} is live.")


READ_ONLY: dict[str, Callable[[Workspace, str | None, str | None], StepOutcome]] = {
    "check": _check,
    "verify": _verify,
    "ledger": _ledger,
}
WRITING: dict[str, Callable[[Candidate, Reporter], StepOutcome]] = {
    "disclose": _disclose,
    "audit": _audit,
    "build": _build,
    "seal": _seal,
    "gate": _gate,
    "switch": _switch,
}
