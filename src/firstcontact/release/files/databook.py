"""databook.xlsx: the public rows as a workbook; numbers are numbers, texts are texts, nothing is a formula."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from firstcontact.release.columns import NUMBERS, safe_cell
from firstcontact.release.files.tables import (
    CORRECTION_COLUMNS,
    MEASURE_COLUMNS,
    correction_rows,
    measure_row,
    published,
)
from firstcontact.release.indicators import DOMAINS
from firstcontact.release.language import Language
from firstcontact.release.site import Site

MAX_ROWS = 1_048_576
COLUMNS = (
    "measure",
    "version",
    "period_start",
    "period_end",
    "group_kind",
    "group_id",
    "group_name",
    "stratum_kind",
    "stratum",
    "numerator_rounded",
    "denominator_rounded",
    "value",
    "status",
    "lower",
    "upper",
    "comparison",
    "note_id",
)
WIDTHS = {
    "measure": 44,
    "group_name": 34,
    "group_id": 14,
    "stratum": 18,
    "stratum_kind": 20,
    "note_id": 16,
    "status": 14,
}
STATUS_KEYS = {
    "suppressed": "hidden_small",
    "not_applicable": "no_eligible",
    "provisional": "provisional",
    "withdrawn": "withdrawn",
}
SHOWN = ("published", "provisional")


def write_databook(site: Site, language: Language, path: Path) -> None:
    """The whole workbook in one language; same rows, same bytes."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {
            "title": language.text("databook_title"),
            "created": datetime(1980, 1, 1),
            "company": safe_cell(site.given.settings.region),
        }
    )
    book.set_custom_property("Language", language.code)
    _Book(book, site, language).write()
    book.close()


class _Book:
    def __init__(self, book: xlsxwriter.Workbook, site: Site, language: Language) -> None:
        self.book, self.site, self.language = book, site, language
        self.bold = book.add_format({"bold": True})
        self.sheets = self._result_sheets()

    def write(self) -> None:
        self._plain("About", ("what", "text"), self._about())
        self._plain(
            "Contents", ("sheet", "rows", "what"), [(name, table.num_rows, about) for name, table, about in self.sheets]
        )
        self._plain("Measures", MEASURE_COLUMNS, (measure_row(d) for d in published(self.site)))
        for name, table, _ in self.sheets:
            self._rows(name, table)
        self._plain("Corrections", CORRECTION_COLUMNS, correction_rows(self.site))
        self._plain("Codes", ("column", "code", "words"), self._codes())

    def _result_sheets(self) -> list[tuple[str, pa.Table, str]]:
        """Sheets of rows: name, rows, what they are. Too long ones are split by year."""
        texts = self.site.texts
        practice = pc.equal(texts["group_kind"], "practice")
        all_people = pc.equal(texts["stratum_kind"], "all")
        bases = pc.list_element(pc.split_pattern(texts["measure"], "."), 0)
        made = []
        for domain in DOMAINS:
            own = pc.is_in(bases, pa.array([i.id for i in self.site.indicators if i.domain == domain], pa.string()))
            made.append(
                (
                    domain.capitalize(),
                    texts.filter(pc.and_(own, pc.invert(practice))),
                    "region, areas and organisations; all strata; all periods",
                )
            )
        made.append(("Practices", texts.filter(pc.and_(practice, all_people)), "practices; everybody; all periods"))
        made.append(
            (
                "Practice strata",
                texts.filter(self._shown_strata(practice, all_people)),
                "practices; groups of people that are shown; whole years",
            )
        )
        return [part for name, table, about in made for part in split_long(name, table, about)]

    def _shown_strata(self, practice: pa.ChunkedArray, all_people: pa.ChunkedArray) -> pa.ChunkedArray:
        texts = self.site.texts
        year = pc.and_(pc.ends_with(texts["period_start"], "-01-01"), pc.ends_with(texts["period_end"], "-12-31"))
        shown = pc.is_in(texts["status"], pa.array(SHOWN))
        return pc.and_(pc.and_(practice, pc.invert(all_people)), pc.and_(year, shown))

    def _rows(self, name: str, table: pa.Table) -> None:
        sheet = self._sheet(name, COLUMNS, table.num_rows)
        columns = [table[c].to_pylist() for c in COLUMNS]
        numeric = [c in NUMBERS for c in COLUMNS]
        for line, row in enumerate(zip(*columns, strict=True), 1):
            for place, text in enumerate(row):
                if text is None:
                    continue
                if numeric[place]:
                    sheet.write_number(line, place, float(text))
                else:
                    sheet.write_string(line, place, safe_cell(text))

    def _plain(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        found = [list(row) for row in rows]
        sheet = self._sheet(name, columns, len(found))
        for line, row in enumerate(found, 1):
            for place, value in enumerate(row):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(line, place, value)
                elif value is not None:
                    sheet.write_string(line, place, safe_cell(str(value)))

    def _sheet(self, name: str, columns: Sequence[str], rows: int) -> xlsxwriter.worksheet.Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, WIDTHS.get(column, 14))
            sheet.write_string(0, place, column, self.bold)
        last = xlsxwriter.utility.xl_col_to_name(len(columns) - 1)
        self.book.define_name(f"data_{name.replace(' ', '_')}", f"='{name}'!$A$1:${last}${rows + 1}")
        return sheet

    def _about(self) -> list[tuple[str, str]]:
        settings, text = self.site.given.settings, self.language.text
        facts = [
            ("region", settings.region),
            ("release", settings.release),
            ("period", self.site.period),
            ("built", settings.built_at),
            ("licence", settings.licence),
            ("contact", settings.contact),
            ("mode", settings.mode),
            (
                "cite",
                text(
                    "cite_line",
                    region=settings.region,
                    title=text("databook_title"),
                    release=settings.release,
                    year=self.site.published.year,
                ),
            ),
        ]
        return [*facts, ("rounding", text("rounded")), *((status, text(key)) for status, key in STATUS_KEYS.items())]

    def _codes(self) -> list[tuple[str, str, str]]:
        names = [
            (kind, id_, row[self.language.code])
            for (kind, id_), row in self.language.catalogue.names.items()
            if kind not in ("kind", "group")
        ]
        compared = [("comparison", code, self.language.text(f"cmp_{code}")) for code in ("better", "same", "lower")]
        statuses = [("status", status, self.language.text(key)) for status, key in STATUS_KEYS.items()]
        return [*names, *compared, *statuses]


def split_long(name: str, table: pa.Table, about: str, limit: int = MAX_ROWS - 1) -> list[tuple[str, pa.Table, str]]:
    """One sheet, or one a year when the rows do not fit."""
    if table.num_rows <= limit:
        return [(name, table, about)]
    years = pc.utf8_slice_codeunits(table["period_start"], 0, 4)
    parts = [(f"{name} {year}", table.filter(pc.equal(years, year))) for year in sorted(set(years.to_pylist()))]
    return [(part, rows, f"{about}; split by year") for part, rows in parts]
