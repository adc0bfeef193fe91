"""An XLSForm as a native document. Source: specs/surveys/instrument-format.md 8.

Our own exports carry the original in `fc_native` and lose nothing; others are mapped row by row.
"""

import re
from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.draft import Imported, draft, slug
from firstcontact.survey.convert.embedded import by_name, original, require_unedited
from firstcontact.survey.convert.sheet_files import Row, read_sheets
from firstcontact.survey.convert.xlsform_choices import choice_lists
from firstcontact.survey.convert.xlsform_export import sheets
from firstcontact.survey.convert.xlsform_rows import Reader

Json = dict[str, Any]
NO_MEASURES = "Measures, adjusters and exits stay empty. Add what you need."


def import_xlsform(path: Path) -> Imported:
    """path: .xlsx, folder, or survey sheet as CSV. Raises FirstContactError for what the native format does not have,
    naming row and type."""
    found = read_sheets(path)
    if not found["survey"]:
        raise FirstContactError(f"{path.name} has no rows in a sheet named survey.")
    settings = found["settings"][0] if found["settings"] else {}
    if "fc_native" in settings:
        return _original(found, settings, path.name)
    return _mapped(found, settings, path)


def _original(found: dict[str, list[Row]], settings: Row, where: str) -> Imported:
    parts = sorted((k for k in settings if k.startswith("fc_native")), key=lambda k: (len(k), k))
    instrument = original("".join(settings[k] for k in parts), where)
    exported = sheets(instrument)
    for name in ("survey", "choices"):
        expected = [{k: v for k, v in row.items() if v} for row in getattr(exported, name)[1]]
        require_unedited(by_name(found[name], _name), by_name(expected, _name), "form")
    return Imported(dict(instrument.document))


def _name(row: Row) -> str:
    return " ".join(row[k] for k in ("list_name", "name") if k in row)


def _mapped(found: dict[str, list[Row]], settings: Row, path: Path) -> Imported:
    languages = _languages(found["survey"], settings)
    lists = choice_lists(found["choices"], languages)
    reader = Reader(languages, lists)
    pages = reader.pages(found["survey"])
    title = settings.get("form_title", path.stem)
    version = settings.get("version", "")
    default = next(iter(languages))
    made = draft(
        instrument_id=slug(settings.get("form_id", path.stem), shortest=3),
        version=int(version) if version.isdecimal() and int(version) else 1,
        title=dict.fromkeys(languages, title),
        languages=list(languages),
        pages=pages,
        scales={name: {"options": options} for name, options in lists.items() if name in reader.shared},
    )
    if len(languages) > 1:
        reader.warnings.append(f"The title is in one language ({default}) and stands for all. Translate it.")
    made.warnings[:0] = [*reader.warnings, NO_MEASURES]
    return made


def _languages(rows: list[Row], settings: Row) -> dict[str, str]:
    """tag -> what follows `label` in the column names; default first."""
    columns = dict.fromkeys(c for row in rows for c in row if c == "label" or c.startswith("label::"))
    if not columns:
        raise FirstContactError("The survey sheet has no label column. Every question needs its text.")
    found = {_tag(c): c.removeprefix("label") for c in columns}
    default = _tag(f"label::{settings.get('default_language', '')}")
    order = sorted(found, key=lambda tag: tag != default)
    return {tag: found[tag] for tag in order}


def _tag(column: str) -> str:
    """`label::Español (es)` and `label::es` -> es; plain `label` -> en."""
    match = re.fullmatch(r"label::(?:.*\(([A-Za-z0-9-]+)\)|([a-z]{2,3}(?:-[A-Za-z0-9]+)*))", column)
    return next((g for g in match.groups() if g), "en") if match else "en"
