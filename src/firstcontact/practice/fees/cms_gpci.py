"""Reads the addendum of geographic cost indices (GPCI) of CMS. Source: specs/practice-model/README.md 2.5."""

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import openpyxl

from firstcontact.practice.fees.cms_columns import find, header_words
from firstcontact.practice.fees.tables import GPCI_RANGE
from firstcontact.practice.problems import PracticeError, Problem, ScenarioError

INDICES = {"work_gpci": ("PW", "WORK"), "pe_gpci": ("PE",), "mp_gpci": ("MP", "PLI", "MALPRACTICE")}
MAC = ("MAC", "CONTRACTOR", "CARRIER")
NUMBERS_IN_A_ROW = 5  # contractor, locality and three indices: how the first row below the header is known


@dataclass(frozen=True)
class Indices:
    """`rows`: one per locality; `set_aside`: lines below the header that are no locality (footnotes)."""

    file: str
    rows: list[dict]
    set_aside: int


def read_indices(path: Path) -> Indices:
    """Read the addendum (CSV or XLSX). Raises ScenarioError: PM031 (columns), PM032 (value), PM006 (twice)."""
    lines = _lines(path)
    start = next((i for i, cells in enumerate(lines) if _numbers(cells) >= NUMBERS_IN_A_ROW), None)
    if start is None:
        message = "no line has a contractor, a locality number and three indices. Use the file as CMS ships it."
        raise ScenarioError(Problem("PM031", message, path.name, 1))
    columns = _columns([cells for cells in lines[:start] if sum(map(bool, cells)) > 1], path.name)
    rows, problems = [], []
    for number, cells in enumerate(lines[start:], start + 1):
        if all(_decimal(_cell(cells, columns[name])) is not None for name in INDICES):
            rows.append(_row(cells, columns))
            problems += _problems(rows, Problem("PM032", "", path.name, number))
    if problems:
        raise ScenarioError(problems)
    return Indices(path.name, rows, sum(1 for cells in lines[start:] if any(cells)) - len(rows))


def _lines(path: Path) -> list[list[str]]:
    try:
        if path.suffix.lower() == ".xlsx":
            sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
            return [["" if v is None else str(v).strip() for v in row] for row in sheet.iter_rows(values_only=True)]
        with path.open(newline="", encoding="utf-8-sig", errors="replace") as f:
            return [[cell.strip() for cell in row] for row in csv.reader(f)]
    except Exception as e:
        message = f"{path} cannot be read as CSV or XLSX ({e}). Name the GPCI addendum as CMS ships it."
        raise ScenarioError(Problem("PM031", message)) from None


def _columns(header: list[list[str]], file: str) -> dict[str, int]:
    words = header_words(header)
    columns = {"mac": _any(words, MAC, file)}
    columns["locality"] = find(words, {"LOCALITY", "NUMBER"}, file)
    columns["name"] = find(words, {"LOCALITY", "NAME"}, file)
    columns["state"] = find(words, {"STATE"}, file)
    return columns | {name: _any(words, alternatives, file) for name, alternatives in INDICES.items()}


def _any(words: list[set[str]], alternatives: tuple[str, ...], file: str) -> int:
    """The column headed by one of the words; of a work index with and without the floor, the one with it."""
    present = [a for a in alternatives if any(a in w for w in words)]
    needed = present[0] if present else alternatives[0]
    try:
        return find(words, {needed}, file)
    except PracticeError:
        return find(words, {needed}, file, without={"WITHOUT"})


def _row(cells: list[str], columns: dict[str, int]) -> dict:
    text = {name: _cell(cells, column) for name, column in columns.items()}
    return {
        "locality": f"{text['mac'].zfill(5)}-{text['locality'].zfill(2)}",
        "state": text["state"],
        "name": text["name"].rstrip("* "),
        **{name: _decimal(text[name]) for name in INDICES},
    }


def _problems(rows: list[dict], at: Problem) -> list[Problem]:
    row, problems = rows[-1], []
    for name in INDICES:
        if not GPCI_RANGE[0] <= row[name] <= GPCI_RANGE[1]:
            words = f"{row[name]} is not from {GPCI_RANGE[0]} to {GPCI_RANGE[1]}. Check the file."
            problems.append(Problem(at.code, words, at.file, at.line, name))
    if any(other["locality"] == row["locality"] for other in rows[:-1]):
        words = f"locality {row['locality']} stands twice. Keep one row."
        problems.append(Problem("PM006", words, at.file, at.line, "locality"))
    return problems


def _numbers(cells: list[str]) -> int:
    return sum(_decimal(cell) is not None for cell in cells)


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _cell(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
