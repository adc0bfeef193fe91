"""A release in the making: its id, its run, its private folder and its state."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from firstcontact.disclosure import Policy
from firstcontact.errors import FirstContactError, UsageError
from firstcontact.release.beside import read_beside
from firstcontact.release.folders import remove_tree, replace_text
from firstcontact.release.frame import read_frame
from firstcontact.release.ids import next_release_id, require_release_id, sealed_releases
from firstcontact.release.inputs import ReleaseInput, RunFolder, Settings
from firstcontact.release.language import Catalogue
from firstcontact.release.manifest import digest, read_manifest
from firstcontact.release.state import ReleaseState
from firstcontact.release.switch import current_release
from firstcontact.workspace import Workspace, years_text

DEAD_ENDS = ("gate_failed", "withdrawn", "abandoned")
STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Candidate:
    """One release of a workspace, from `computed` to `published`."""

    ws: Workspace
    id: str
    run: RunFolder

    @classmethod
    def start(cls, ws: Workspace, run: RunFolder, name: str | None = None, built_at: str | None = None) -> "Candidate":
        """The next release of the run's last year. What an unfinished attempt left in private/ is removed."""
        made = cls(ws, next_release_id(ws.releases, last_year(run)), run)
        if made.private.exists():
            remove_tree(made.private)
        made.state.move("computed", run_id=run.run_id, title=name or "", built_at=build_time(built_at))
        return made

    @classmethod
    def open(cls, ws: Workspace, release: str | None = None) -> "Candidate":
        """A release that was started: the named one, else the newest."""
        release = require_release_id(release) if release else newest(ws)
        state = _state(ws, release)
        if "run_id" not in state.facts:
            raise UsageError(
                f"Release {release} was never started in this workspace. Run 'firstcontact release disclose' first."
            )
        return cls(ws, release, RunFolder.find(ws.results, state.facts["run_id"]))

    @property
    def private(self) -> Path:
        return self.ws.private / "releases" / self.id

    @property
    def sealed(self) -> Path:
        return self.ws.releases / self.id

    @property
    def state(self) -> ReleaseState:
        return _state(self.ws, self.id)

    @cached_property
    def policy(self) -> Policy:
        own = self.ws.root / "policy.yaml"
        return Policy.load(own if own.exists() else None)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.load()

    @cached_property
    def measures(self) -> list[dict]:
        return self.run.json("measures.json")

    @cached_property
    def about(self) -> dict:
        return self.run.json("run.json")

    def rows(self) -> pa.Table:
        """Public rows that `disclose` left."""
        path = self.private / "public.parquet"
        if not path.exists():
            raise UsageError(f"Release {self.id} has no public rows yet. Run 'firstcontact release disclose' first.")
        return pq.read_table(path)

    def earlier_rows(self) -> pa.Table | None:
        """Public rows of the live release, None before the first."""
        live = current_release(self.ws.releases)
        path = self.ws.private / "releases" / (live or "") / "public.parquet"
        return pq.read_table(path) if live and path.exists() else None

    def audited(self) -> dict:
        """What `audit` found. Raises UsageError before it ran."""
        path = self.private / "audit.json"
        if not path.exists():
            raise UsageError(f"Release {self.id} was not audited yet. Run 'firstcontact release audit' first.")
        return json.loads(path.read_text(encoding="utf-8"))

    def write_private(self, name: str, text: str) -> None:
        replace_text(self.private / name, text)

    def release_input(self) -> ReleaseInput:
        return ReleaseInput(
            self.rows(),
            self.run.table("groups"),
            self.run.table("strata"),
            self.measures,
            self.about,
            self._settings(),
            self._policy_values(),
            self.run.geojson(),
            tuple(_history(self.ws, self.id)),
        )

    def manifest_facts(self) -> dict:
        """Fields of manifest.json that no file of the release tells."""
        settings = self._settings()
        inputs = [
            {"name": str(i.get("name", "")), "sha256": str(i.get("sha256", "")), "rows": int(i.get("rows") or 0)}
            for i in self.about.get("inputs", [])
        ]
        return {
            "release": self.id,
            "region": settings.region,
            "title": settings.title,
            "periods": self._periods(),
            "supersedes": current_release(self.ws.releases),
            "code_version": str(self.about.get("code_version", "")),
            "run_id": self.run.run_id,
            "inputs": sorted(inputs, key=lambda i: (i["name"], i["sha256"])),
            **self.fingerprint(),
            "built_at": settings.built_at,
            "languages": list(settings.languages),
        }

    def fingerprint(self) -> dict[str, str]:
        """What decides whether a new release would say anything new."""
        return {
            "policy_sha256": digest(self._policy_values()),
            "texts_sha256": self._texts_sha256(),
            "measures_sha256": digest(self.measures),
        }

    def _texts_sha256(self) -> str:
        """Digest of the fixed words, and of what the coalition's site has written for the pages."""
        frame, beside = read_frame(self.ws.site), read_beside(self.ws.site)
        written = [part for part in (frame, beside.awards, beside.related) if part]
        return digest([self.catalogue.sha256, *written]) if written else self.catalogue.sha256

    def _periods(self) -> list[dict[str, str]]:
        rows = self.rows()
        pairs = sorted(set(zip(rows["period_start"].to_pylist(), rows["period_end"].to_pylist(), strict=True)))
        return [
            {"start": str(a), "end": str(b)} for a, b in pairs if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31)
        ]

    def _policy_values(self) -> dict:
        return {name: getattr(self.policy, name) for name in sorted(vars(self.policy))}

    def _settings(self) -> Settings:
        config, facts = self.ws.config, self.state.facts
        return Settings(
            self.id,
            config.region.name,
            tuple(config.release.languages),
            facts["built_at"],
            config.release.licence,
            config.release.contact,
            config.release.mode,
            facts.get("title", ""),
            read_frame(self.ws.site),
            read_beside(self.ws.site),
        )


def same_release(ws: Workspace, run: RunFolder) -> str | None:
    """A sealed release of the same run, policy, texts and definitions, the live one first; None when there is none."""
    probe = Candidate(ws, "0000-r1", run)
    wanted = {
        **probe.fingerprint(),
        "run_id": run.run_id,
        "languages": list(ws.config.release.languages),
        "region": ws.config.region.name,
    }
    live = current_release(ws.releases)
    for release in [live] if live else reversed(sealed_releases(ws.releases)):
        found = read_manifest(ws.releases / release)
        if _state(ws, release).now in DEAD_ENDS:
            continue
        if all(found.get(key) == value for key, value in wanted.items()):
            return release
    return None


def newest(ws: Workspace) -> str:
    """Id of the newest release with a state, sealed or not."""
    folder = ws.private / "releases"
    found = sealed_releases(folder)
    if not found:
        raise UsageError("No release was started in this workspace. Run 'firstcontact release' first.")
    return found[-1]


def last_year(run: RunFolder) -> int:
    """Year of the end of the last period."""
    ends = run.table("results")["period_end"]
    last = pc.max(ends).as_py()
    if last is None:
        raise FirstContactError(
            f"Run '{run.run_id}' has no rows. A release without numbers says nothing: import data and measure again."
        )
    return last.year


def build_time(built_at: str | None) -> str:
    """UTC time that pages call the day of publication: given, SOURCE_DATE_EPOCH, else now, once per release."""
    if built_at:
        return _parsed(built_at)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC).strftime(STAMP)
    return datetime.now(UTC).strftime(STAMP)


def _parsed(text: str) -> str:
    try:
        return datetime.strptime(text, STAMP).strftime(STAMP)
    except ValueError:
        raise UsageError(f"--built-at is '{text}'; it must look like 2026-11-21T12:00:00Z.") from None


def _state(ws: Workspace, release: str) -> ReleaseState:
    return ReleaseState(ws.private / "releases" / release / "state.json", release, ws.config.release.mode)


def _history(ws: Workspace, release: str) -> list[dict]:
    """Sealed releases before this one: id, date and years."""
    found = []
    for name in sealed_releases(ws.releases):
        if name != release:
            manifest = read_manifest(ws.releases / name)
            years = sorted(p["start"][:4] for p in manifest["periods"])
            found.append({"release": name, "built_at": manifest["built_at"], "period": years_text(years)})
    return found
