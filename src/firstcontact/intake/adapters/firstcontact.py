"""The native format: <table>.csv, .csv.gz or .parquet, or a folder <table>/ with such parts."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from firstcontact.contract import input_tables
from firstcontact.intake.archive import inspect_archive
from firstcontact.intake.files import SourceFile, stem
from firstcontact.intake.findings import Finding
from firstcontact.intake.manifest import NAME, Manifest, read_manifest
from firstcontact.intake.messages import sentence

NOT_TABLES = {NAME, "area.geojson", "truth.json", "manifest.csv"}


@dataclass
class Discovery:
    """The files to read, in a fixed order, and what was wrong with the folder itself."""

    files: list[SourceFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    geojson: Path | None = None


def discover(folder: Path) -> Discovery:
    """Look at every file of the folder once. Links and archives are refused, unknown files are named."""
    manifest = read_manifest(folder)
    found = Discovery()
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            found.findings.append(refusal(path.name, "link", sentence("B23-link", file=path.name), "B23"))
        elif path.is_dir() and path.name in input_tables():
            _add_parts(found, manifest, path)
        elif path.is_file():
            _add_file(found, manifest, path, path.name)
    _name_missing(found, manifest)
    return found


def _add_parts(found: Discovery, manifest: Manifest, folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        name = f"{folder.name}/{path.name}"
        if path.is_symlink():
            found.findings.append(refusal(name, "link", sentence("B23-link", file=name), "B23"))
        elif path.is_file() and stem(path.name) is not None:
            found.files.append(_source_file(manifest, folder.name, path, name))


def _add_file(found: Discovery, manifest: Manifest, path: Path, name: str) -> None:
    entry = manifest.entry(name)
    table = (entry.table if entry else None) or stem(name)
    if name == "area.geojson":
        found.geojson = path
    elif path.suffix == ".zip":
        found.findings.append(inspect_archive(path) or _archive_inside(name))
    elif stem(name) is not None and table in input_tables():
        found.files.append(_source_file(manifest, table, path, name))
    elif stem(name) is not None and name not in NOT_TABLES:
        found.findings.append(_unknown_file(name))


def _source_file(manifest: Manifest, table: str, path: Path, name: str) -> SourceFile:
    entry = manifest.entry(name)
    table = (entry.table if entry else None) or table
    return SourceFile(table, name, path, manifest.dialect(name, table), entry)


def _name_missing(found: Discovery, manifest: Manifest) -> None:
    present = {f.name for f in found.files}
    for entry in manifest.file:
        if entry.file_name not in present:
            text = (
                f"{NAME} names {entry.file_name}, which is not in the folder or cannot be read as a table. "
                f"Nothing was loaded. Add the file or take it out of the manifest."
            )
            found.findings.append(refusal(entry.file_name, "missing_file", text))


def _unknown_file(name: str) -> Finding:
    near = get_close_matches(stem(name) or "", input_tables(), n=1)
    hint = f" The nearest table is {near[0]}: rename the file if that is meant." if near else ""
    text = f"{name}: not a table of the contract; the file is ignored.{hint}"
    return Finding(name, None, "", "unknown_file", "info", "", 1, text)


def _archive_inside(name: str) -> Finding:
    text = f"{name}: an archive in the folder is not read. Nothing was loaded. Unpack it, or give it as --source."
    return refusal(name, "archive", text)


def refusal(name: str, rule: str, text: str, code: str = "") -> Finding:
    return Finding(name, None, "", rule, "reject_file", "", 1, text, code)
