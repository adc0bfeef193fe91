"""Append-only record of releases that went live; each entry holds the digest of the one before."""

import json
from hashlib import sha256
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.release.candidate import Candidate
from firstcontact.release.folders import replace_text
from firstcontact.release.manifest import canonical, digest, read_manifest
from firstcontact.workspace import Workspace


def record(candidate: Candidate) -> None:
    """Add the release once; what it showed and hid stays beside it in private/releases/<id>/."""
    found = entries(candidate.ws)
    if any(e["release"] == candidate.id for e in found):
        return
    manifest = read_manifest(candidate.sealed)
    statuses = candidate.rows()["status"].to_pylist()
    shown = sum(s in ("published", "provisional") for s in statuses)
    entry = {
        "release": candidate.id,
        "run_id": candidate.run.run_id,
        "published_at": manifest["built_at"],
        "rows": len(statuses),
        "shown": shown,
        "sums_sha256": manifest["sums_sha256"],
        "rows_sha256": _sha256(candidate.private / "public.parquet"),
        "before": digest(found[-1]) if found else "",
    }
    text = "".join(canonical(e).decode() + "\n" for e in [*found, entry])
    replace_text(_path(candidate.ws), text)


def entries(ws: Workspace) -> list[dict]:
    """All entries, oldest first. Raises FirstContactError when the chain is broken."""
    path = _path(ws)
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    for before, entry in zip([None, *found], found, strict=False):
        if entry["before"] != (digest(before) if before else ""):
            raise FirstContactError(
                f"private/ledger.jsonl: the entry of release {entry['release']} does not follow from the one before "
                "it. The ledger was changed by hand; restore it from a backup."
            )
    return found


def _path(ws: Workspace) -> Path:
    return ws.private / "ledger.jsonl"


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
