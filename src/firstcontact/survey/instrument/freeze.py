"""Freezes a version of an instrument: from then on its text never changes. Source: instrument-format.md 4 and 5."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.instrument.build import build
from firstcontact.survey.instrument.canonical import content_hash
from firstcontact.survey.instrument.model import Instrument
from firstcontact.survey.instrument.read import read_file
from firstcontact.survey.instrument.rules.finding import ERROR, WARNING, Finding
from firstcontact.survey.instrument.rules.versions import meaning_changes
from firstcontact.survey.instrument.store import Store, Version
from firstcontact.survey.instrument.strategies import with_strategies
from firstcontact.survey.instrument.validate import counted, errors_of, validate_document

TESTED = ("reviewed", "tested")


@dataclass(frozen=True)
class Frozen:
    """version: what the store now holds; is_new: False where the same text was frozen before; warnings to print."""

    version: Version
    is_new: bool
    warnings: list[Finding]


def freeze(file: Path, store: Path, strategies: Path | None = None, on: date | None = None) -> Frozen:
    """`survey freeze FILE [--strategies FILE]`: an immutable version named by its content hash.

    store: folder of frozen versions, in a workspace `survey/instruments`. strategies: strategies.csv for items with
    `option_source: strategies` (default: the one beside the file). on: day of freezing (default today). Freezing the
    same text twice changes nothing. Raises FirstContactError where the text has errors, the version is frozen with
    another text, does not follow the last one (V55), or a link_id changed its meaning (V56).
    """
    document = {k: v for k, v in read_file(file).data.items() if k != "content_hash"}
    document, findings = with_strategies({**document, "status": "final"}, file, strategies)
    findings += validate_document(document)
    _refuse(findings, file)
    held = Store(store)
    instrument = build(document)
    earlier = _same_version(instrument, held)
    if earlier:
        return Frozen(earlier, False, findings)
    before = [build(read_file(store / v.file).data) for v in held.versions(instrument.instrument_id)]
    findings += [*_step(instrument, before), *meaning_changes(instrument, before), *_translations(instrument)]
    _refuse(findings, file)
    digest = content_hash(document)
    return Frozen(held.add({**document, "content_hash": digest}, digest, on or date.today()), True, findings)


def _refuse(findings: list[Finding], file: Path) -> None:
    errors = errors_of(findings)
    if errors:
        what = f"{file.name} has {counted(findings)}; a version with errors cannot be frozen."
        lines = [f.sentence(file.name) for f in errors]
        raise FirstContactError("\n".join([*lines, f"{what} Fix them, then run 'survey freeze' again."]))


def _same_version(instrument: Instrument, held: Store) -> Version | None:
    """The frozen version of this number if it has this text. Raises FirstContactError if it has another."""
    found = [v for v in held.versions(instrument.instrument_id) if v.version == instrument.version]
    if found and found[0].content_hash != instrument.content_hash:
        name, number = instrument.instrument_id, instrument.version
        what = f"{name} version {number} is frozen (hash {found[0].content_hash[:8]}…)."
        why = "Answers refer to it, so it never changes."
        raise FirstContactError(f"{what} {why} Copy it to version {number + 1} and edit that.")
    return found[0] if found else None


def _step(instrument: Instrument, before: list[Instrument]) -> list[Finding]:
    last = max((i.version for i in before), default=instrument.version - 1)
    if instrument.version == last + 1:
        return []
    return [_top("V55", ERROR, f"version {instrument.version} follows {last}; use {last + 1}.")]


def _translations(instrument: Instrument) -> list[Finding]:
    status = {tag: instrument.translation_status.get(tag, "draft") for tag in instrument.languages}
    status.pop(instrument.default_language)
    advice = "Have it reviewed and tested with readers before fielding."
    drafts = [tag for tag, s in status.items() if s not in TESTED]
    return [_top("translation", WARNING, f"the {tag} translation is a draft. {advice}") for tag in drafts]


def _top(rule: str, level: str, message: str, path: tuple[Any, ...] = ()) -> Finding:
    return Finding(rule, level, path, "", message)
