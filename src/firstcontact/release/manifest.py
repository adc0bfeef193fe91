"""manifest.json and SHA256SUMS: what a sealed release holds, and whether it still does."""

import json
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path

from firstcontact.release.folders import tree_files

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
OUTSIDE_SUMS = {SUMS, MANIFEST}


@dataclass(frozen=True)
class Verdict:
    """Result of a verification; `release` is None when the manifest cannot be read."""

    release: str | None
    files: int
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def canonical(value: object) -> bytes:
    """JSON bytes that are the same for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def digest(value: object) -> str:
    return sha256(canonical(value)).hexdigest()


def sums_text(root: Path) -> str:
    """One line per file, in byte order of the path."""
    lines = []
    for path in tree_files(root):
        name = path.relative_to(root).as_posix()
        if name not in OUTSIDE_SUMS:
            lines.append(f"{_sha256(path)}  {name}\n")
    return "".join(lines)


def write_manifest(root: Path, facts: dict) -> dict:
    """Write SHA256SUMS and manifest.json under `root`; `facts` holds the fields that no file tells."""
    sums = sums_text(root)
    (root / SUMS).write_text(sums, encoding="utf-8", newline="\n")
    manifest = {"schema": 1, **facts, "files": sums.count("\n"), "sums_sha256": sha256(sums.encode()).hexdigest()}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (root / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return manifest


def read_manifest(root: Path) -> dict:
    return json.loads((root / MANIFEST).read_text(encoding="utf-8"))


def verify_tree(root: Path) -> Verdict:
    """Read every file again and compare with SHA256SUMS and the manifest."""
    missing = [f"missing file {name}" for name in sorted(OUTSIDE_SUMS) if not (root / name).is_file()]
    if missing:
        return Verdict(None, 0, missing)
    sums = (root / SUMS).read_text(encoding="utf-8")
    try:
        manifest = read_manifest(root)
    except ValueError:
        return Verdict(None, 0, [f"changed file {MANIFEST} (it is not JSON)"])
    problems = _manifest_problems(manifest, sums) + _file_problems(root, sums)
    return Verdict(manifest.get("release"), sums.count("\n"), problems)


def _manifest_problems(manifest: dict, sums: str) -> list[str]:
    found = sha256(sums.encode()).hexdigest()
    problems = [] if manifest.get("sums_sha256") == found else [f"changed file {SUMS} (sha256 {found})"]
    if manifest.get("files") != sums.count("\n"):
        problems.append(f"{MANIFEST} counts {manifest.get('files')} files, {SUMS} lists {sums.count(chr(10))}")
    return problems


def _file_problems(root: Path, sums: str) -> list[str]:
    expected = {name: hexdigest for hexdigest, _, name in (line.partition("  ") for line in sums.splitlines())}
    present = {p.relative_to(root).as_posix(): p for p in tree_files(root)}
    problems = [f"missing file {name}" for name in expected if name not in present]
    for name, path in present.items():
        if name in OUTSIDE_SUMS:
            continue
        if name not in expected:
            problems.append(f"file not in manifest: {name}")
        elif (found := _sha256(path)) != expected[name]:
            problems.append(f"changed file {name} (sha256 {found})")
    return problems


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()
