"""The steps from a run to the public: each one a function, and `release` that takes them in their order."""

import json
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from firstcontact import disclosure
from firstcontact.disclosure import Disclosed, build_system
from firstcontact.errors import FirstContactError
from firstcontact.progress import QUIET, Reporter
from firstcontact.release import ledger
from firstcontact.release.candidate import Candidate, same_release
from firstcontact.release.folders import exclusive, fsync
from firstcontact.release.gate import Check, run_gate
from firstcontact.release.inputs import RunFolder
from firstcontact.release.kept import KeptPages
from firstcontact.release.manifest import Verdict, verify_tree
from firstcontact.release.switch import clear_leftovers, current_release, seal_folder, start_building, switch_link
from firstcontact.workspace import Workspace


@dataclass(frozen=True)
class ReleaseReport:
    """What `release` did. `new` is False when nothing had changed; `live` when readers see it."""

    release: str
    new: bool
    live: bool
    shown: int = 0
    hidden: int = 0
    checks: list[Check] = field(default_factory=list)
    next_step: str = ""

    def text(self) -> str:
        if not self.new:
            return (
                f"Nothing changed: release {self.release} has the same run, texts and policy. No new release was made."
            )
        head = f"Release {self.release}: {self.shown:,} values shown, {self.hidden:,} not shown."
        done = sum(c.state == "passed" for c in self.checks)
        gate = (
            f" {done} checks passed, {sum(c.state == 'not_required' for c in self.checks)} not required."
            if self.checks
            else ""
        )
        return f"{head}{gate} {'It is live.' if self.live else self.next_step}"


def release(
    ws: Workspace,
    run: str | None = None,
    name: str | None = None,
    built_at: str | None = None,
    reporter: Reporter = QUIET,
) -> ReleaseReport:
    """All steps to a safe, sealed release; in mode open it goes live. After a crash it goes on or starts anew."""
    with exclusive(ws.releases):
        reconcile(ws)
        clear_leftovers(ws.releases)
        found = RunFolder.find(ws.results, run, current_release(ws.releases))
        known = same_release(ws, found)
        if known:
            return _known(ws, known, reporter)
        candidate = Candidate.start(ws, found, name, built_at)
        for step in (check, disclose, audit, build, seal):
            with reporter.step(f"release: {step.__name__}"):
                step(candidate, reporter)
        return _finish(candidate, reporter)


def check(candidate: Candidate, reporter: Reporter = QUIET) -> list[str]:
    """S1: refuses results that cannot be released; returns warnings."""
    results = candidate.run.table("results")
    _refuse_errors(results)
    build_system(results, candidate.run.table("groups"), candidate.measures).check()
    return []


def disclose(candidate: Candidate, reporter: Reporter = QUIET) -> Disclosed:
    """S2: public rows and the internal record of what was hidden and why, both in private/."""
    results, groups = candidate.run.table("results"), candidate.run.table("groups")
    _refuse_errors(results)
    done = disclosure.disclose(
        results,
        groups,
        candidate.measures,
        candidate.id,
        candidate.policy,
        candidate.earlier_rows(),
        processes=candidate.ws.config.resources.cores,
    )
    protection = done.protection
    candidate.private.mkdir(parents=True, exist_ok=True)
    pq.write_table(done.protected_table(), candidate.private / "protected.parquet")
    pq.write_table(done.rows, candidate.private / "public.parquet")
    report = {
        "rounds": protection.rounds,
        "report": protection.report,
        "unproved": [list(map(int, u)) for u in protection.unproved],
    }
    candidate.write_private("protection.json", json.dumps(report, indent=2, default=str) + "\n")
    candidate.state.move("disclosed")
    return done


def audit(candidate: Candidate, reporter: Reporter = QUIET) -> dict:
    """S3: what secondary hiding could not prove safe; written to private/audit.json."""
    record = json.loads((candidate.private / "protection.json").read_text(encoding="utf-8"))
    unproved = record["unproved"]
    found = {
        "cells_without_proof": len({c for c, _ in unproved}),
        "against_reader": sum(i == -1 for _, i in unproved),
        "against_practices": sum(i != -1 for _, i in unproved),
    }
    candidate.write_private("audit.json", json.dumps(found, indent=2) + "\n")
    return found


def build(candidate: Candidate, reporter: Reporter = QUIET) -> None:
    """S4: every file of the release below `releases/<id>.building`."""
    from firstcontact.release.build import build_tree  # the chart library takes a second to load; only a build needs it

    folder = start_building(candidate.ws.releases, candidate.id)
    build_tree(candidate.release_input(), folder, candidate.catalogue, reporter)
    candidate.state.move("built")


def seal(candidate: Candidate, reporter: Reporter = QUIET) -> dict:
    """S5: sums, manifest, read-only, one rename."""
    manifest = seal_folder(candidate.ws.releases, candidate.id, candidate.manifest_facts())
    candidate.state.move("sealed", manifest_sums=manifest["sums_sha256"])
    return manifest


def verify(ws: Workspace, release_id: str | None = None) -> Verdict:
    """Read a sealed release again; without an id the live one."""
    release_id = release_id or current_release(ws.releases)
    if release_id is None:
        raise FirstContactError("There is no live release to verify. Run 'firstcontact release' first, or name one.")
    return verify_tree(ws.releases / release_id)


def gate(candidate: Candidate, reporter: Reporter = QUIET) -> list[Check]:
    """S8: all checks; a failed one stops the release with its sentence."""
    checks = run_gate(candidate)
    candidate.write_private("gate.json", json.dumps([c.as_dict() for c in checks], indent=2, ensure_ascii=False) + "\n")
    failed = [c for c in checks if c.state == "failed"]
    if candidate.state.now != "published":
        candidate.state.move("gate_failed" if failed else "gate_passed")
    if failed:
        raise FirstContactError(
            " ".join(f"{c.id} failed: {c.count} found. {c.detail}" for c in failed)
            + f" Release {candidate.id} stays unpublished."
        )
    return checks


def switch(candidate: Candidate, reporter: Reporter = QUIET) -> None:
    """S10: readers see it from now on. The link is the truth; state and ledger follow it."""
    before = current_release(candidate.ws.releases)
    if before == candidate.id and candidate.state.now == "published":
        return
    candidate.state.require("published")
    switch_link(candidate.ws.releases, candidate.id)
    fsync(candidate.ws.releases)
    _settle(candidate.ws, candidate.id)
    if before and before != candidate.id:
        older = Candidate.open(candidate.ws, before)
        older.state.move("superseded")


def reconcile(ws: Workspace) -> None:
    """Bring state and ledger in line with where `current` points, after a crash between the two."""
    live = current_release(ws.releases)
    if live and (ws.releases / live).is_dir() and Candidate.open(ws, live).state.now != "published":
        _settle(ws, live)


def _settle(ws: Workspace, live: str) -> None:
    KeptPages(ws.site / "cache").purge()
    candidate = Candidate.open(ws, live)
    ledger.record(candidate)
    candidate.state.settle("published")


def _known(ws: Workspace, known: str, reporter: Reporter) -> ReleaseReport:
    """Nothing new to build: go on with a sealed release that never went live, else say so."""
    if known == current_release(ws.releases) or ws.config.release.mode != "open":
        return ReleaseReport(known, new=False, live=known == current_release(ws.releases))
    return _finish(Candidate.open(ws, known), reporter)


def _finish(candidate: Candidate, reporter: Reporter) -> ReleaseReport:
    statuses = candidate.rows()["status"].to_pylist()
    shown = sum(s in ("published", "provisional") for s in statuses)
    if candidate.ws.config.release.mode != "open":
        step = (
            "It is sealed and not live: in mode coalition a preview of at least 30 days, the gate and a second "
            "person's approval come first. The pages for that preview are not part of this version."
        )
        return ReleaseReport(candidate.id, True, False, shown, len(statuses) - shown, next_step=step)
    if candidate.state.now == "built":
        candidate.state.move("sealed")
    with reporter.step("release: gate"):
        checks = gate(candidate, reporter)
    with reporter.step("release: switch"):
        switch(candidate, reporter)
    return ReleaseReport(candidate.id, True, True, shown, len(statuses) - shown, checks)


def _refuse_errors(results) -> None:
    errors = [
        m for m, s in zip(results["measure"].to_pylist(), results["status"].to_pylist(), strict=True) if s == "error"
    ]
    if errors:
        raise FirstContactError(
            f"results: {len(errors)} rows have the status 'error', first of measure '{errors[0]}'. "
            "A number that could not be computed must not be released. Correct the data or the measure, and measure "
            "again."
        )
