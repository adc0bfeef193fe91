"""Loads instruments for use: only what passes the validator, from a file, a store of frozen versions, or as shipped."""

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.canonical import normalise
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.instrument.read import read_file
from firstcontact.survey.instrument.rules.words import listed
from firstcontact.survey.instrument.store import Store
from firstcontact.survey.instrument.validate import counted, errors_of, validate_document

SHOWN = 5  # findings that an error quotes


def load(file: Path) -> Instrument:
    """The instrument of a YAML or JSON file. Raises FirstContactError with the findings where it has errors."""
    return from_document(read_file(file).data, file.name)


def from_document(document: Mapping[str, Any], where: str) -> Instrument:
    """The instrument of a native document; `where` names it in errors."""
    plain = normalise(document)
    findings = validate_document(plain)
    errors = errors_of(findings)
    if errors:
        lines = [f.sentence(where) for f in errors[:SHOWN]]
        more = [f"… and {len(errors) - SHOWN} more; 'survey validate' prints all."] if len(errors) > SHOWN else []
        raise FirstContactError("\n".join([f"{where} has {counted(findings)} and cannot be used:", *lines, *more]))
    return build(plain)


def shipped() -> dict[str, Path]:
    """The instruments that come with firstcontact: id -> file."""
    folder = Path(str(resources.files("firstcontact.survey.instruments")))
    return {p.stem: p for p in sorted(folder.glob("*.yaml"))}


def find(name: str, store: Path | None = None) -> Instrument:
    """The instrument that a command names: a file, else `id` or `id@version` of the store, else a shipped id.

    store: folder of frozen versions (`freeze`); `id` alone is its last version. Raises UsageError for an unknown name.
    """
    if re.search(r"\.(ya?ml|json)$", name) or "/" in name:
        return load(Path(name))
    instrument_id, _, version = name.partition("@")
    frozen = Store(store).file(instrument_id, version) if store else None
    if frozen:
        return load(frozen)
    if instrument_id in shipped() and not version:
        return load(shipped()[instrument_id])
    known = [*(Store(store).names() if store else []), *shipped()]
    raise UsageError(f"There is no instrument '{name}'. Name a file (.yaml, .json) or one of: {listed(known)}.")
