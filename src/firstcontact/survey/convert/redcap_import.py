"""A REDCap data dictionary as a native document. Source: specs/surveys/instrument-format.md 9."""

from pathlib import Path
from typing import Any

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.draft import Imported, draft, slug
from firstcontact.survey.convert.redcap_export import COLUMNS, FORM, HEADER, MATRIX, NAME, RANKING, RECORD_ID, TYPE
from firstcontact.survey.convert.redcap_fields import Fields
from firstcontact.survey.convert.sheet_files import Row, read_rows

Json = dict[str, Any]
NO_MEASURES = "Measures, adjusters and exits stay empty, and every item has the role background. Add what you need."


def import_redcap(file: Path, language: str = "en") -> Imported:
    """language: of the labels, which a dictionary does not say. Raises FirstContactError for fields that the native
    format does not have, naming row and field."""
    rows = read_rows(file)
    if not rows or NAME not in rows[0] or TYPE not in rows[0]:
        expected = f"'{COLUMNS[0]}', '{COLUMNS[1]}', …"
        raise FirstContactError(
            f"{file.name} is no REDCap data dictionary: the header must be {expected} (18 columns)."
        )
    reader = _Reader(language)
    for number, row in enumerate(rows, 2):
        if row.get(NAME) != RECORD_ID:
            reader.row(row, number)
    made = draft(
        instrument_id=slug(file.stem, shortest=3),
        version=1,
        title={language: file.stem},
        languages=[language],
        pages=reader.pages,
        scales=reader.scales,
    )
    made.warnings[:0] = [*reader.fields.warnings, NO_MEASURES]
    return made


class _Reader:
    """Puts fields into pages (forms) and groups (matrices and section headers)."""

    def __init__(self, language: str) -> None:
        self.fields = Fields(language)
        self.pages: list[Json] = []
        self.scales: Json = {}
        self.matrix: str | None = None

    def row(self, row: Row, number: int) -> None:
        item = self.fields.item(row, number)
        page = self.page(row, number)
        group = self.group(row, page)
        group["items"].append(self.in_matrix(item, group, row, number) if MATRIX in row else item)

    def page(self, row: Row, number: int) -> Json:
        """A form is a page; its first section header is the title."""
        form = slug(row.get(FORM, "form"))
        if not self.pages or self.pages[-1]["page_id"] != form:
            if any(p["page_id"] == form for p in self.pages):
                what = f"form '{form}' comes back after another form"
                raise self.fields.error(row, number, what, "Put its fields together.")
            self.pages.append({"page_id": form, "title": self.fields.text(row.get(HEADER, form)), "groups": []})
        return self.pages[-1]

    def group(self, row: Row, page: Json) -> Json:
        """A matrix is a group, a later section header begins one, what stands between is one group."""
        matrix, groups = row.get(MATRIX), page["groups"]
        header = row.get(HEADER) if groups else None
        if not groups or header or self.matrix != matrix:
            name = slug(matrix) if matrix else f"{page['page_id']}_g{len(groups) + 1}"
            title = {"title": self.fields.text(header)} if header else {}
            layout = {"layout": "matrix", "scale": f"{name}_scale"} if matrix else {}
            groups.append({"group_id": name, **title, **layout, "items": []})
        self.matrix = matrix
        return groups[-1]

    def in_matrix(self, item: Json, group: Json, row: Row, number: int) -> Json:
        """A matrix has one scale; a field with other choices cannot be in it."""
        if RANKING in row:
            raise self.fields.error(row, number, "a ranking matrix is not imported", "Write it by hand.")
        options = item.get("options")
        known = self.scales.setdefault(group["scale"], {"options": options})["options"]
        if item["type"] != "single" or known != options:
            what = f"matrix '{row[MATRIX]}' has fields with other choices"
            raise self.fields.error(row, number, what, "Give all of them the same.")
        return {**{k: v for k, v in item.items() if k != "options"}, "scale": group["scale"]}
