"""Sheets of an XLSForm on disk: one .xlsx, or a folder with survey.csv, choices.csv and settings.csv."""

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from firstcontact.errors import FirstContactError
from firstcontact.survey.convert.xlsform_export import Row, Sheets

NAMES = ("survey", "choices", "settings")
MADE_ON = (2000, 1, 1)  # a fixed date, so that the same form gives the same bytes


def write_xlsx(found: Sheets, file: Path) -> None:
    """All cells as text; none can become a formula."""
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(*MADE_ON)})
    for name in NAMES:
        columns, rows = getattr(found, name)
        sheet = book.add_worksheet(name)
        for number, cells in enumerate([columns, *([row.get(c, "") for c in columns] for row in rows)]):
            for place, text in enumerate(cells):
                if text:
                    sheet.write_string(number, place, text)
    book.close()


def write_csv_folder(found: Sheets, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.csv" for name in NAMES]
    for name, file in zip(NAMES, files, strict=True):
        write_rows(*getattr(found, name), file)
    return files


def write_rows(columns: list[str], rows: list[Row], file: Path) -> None:
    """CSV in UTF-8 with CR LF, an absent key as an empty cell."""
    with file.open("w", newline="", encoding="utf-8") as f:
        writer = csv.DictWriter(f, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read_sheets(path: Path) -> dict[str, list[Row]]:
    """Rows of the three sheets by name, cells as text, empty cells left out.

    path: an .xlsx, a folder, or the survey sheet as CSV with the others beside it (`x_survey.csv`, `x_choices.csv`).
    """
    if path.suffix.lower() == ".xlsx":
        return _workbook(path)
    if path.is_dir():
        surveys = sorted(path.glob("*survey.csv"))
        if len(surveys) != 1:
            raise FirstContactError(f"{path} holds {len(surveys)} files that end in survey.csv; one is needed.")
        path = surveys[0]
    if not path.name.endswith("survey.csv"):
        raise FirstContactError(f"{path.name} is no XLSForm. Name an .xlsx, or the survey sheet as …survey.csv.")
    head = path.name.removesuffix("survey.csv")
    found = {name: path.with_name(f"{head}{name}.csv") for name in NAMES}
    return {name: read_rows(file) if file.is_file() else [] for name, file in found.items()}


def read_rows(file: Path) -> list[Row]:
    """Rows of a CSV file, empty cells left out. Raises FirstContactError where it is absent or not UTF-8."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as f:
            return [{k: v for k, v in row.items() if k and v} for row in csv.DictReader(f)]
    except OSError:
        raise FirstContactError(f"{file} cannot be read. Name an existing file.") from None
    except UnicodeDecodeError as e:
        raise FirstContactError(f"{file.name} is not UTF-8: byte {e.start}. Save it as UTF-8.") from None


def _workbook(path: Path) -> dict[str, list[Row]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception:  # openpyxl raises many kinds for a file that is no workbook
        raise FirstContactError(f"{path.name} cannot be read as .xlsx. Save the form as an Excel workbook.") from None
    return {name: _rows(book[name]) if name in book.sheetnames else [] for name in NAMES}


def _rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[Row]:
    lines = sheet.iter_rows(values_only=True)
    columns = [_cell(c) for c in next(lines, ())]
    rows = [dict(zip(columns, map(_cell, line), strict=False)) for line in lines]
    return [{k: v for k, v in row.items() if k and v} for row in rows]


def _cell(value: object) -> str:
    """Numbers as Excel keeps them lose their `.0`."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
