"""Reads the yearly relative value zip of CMS. Source: specs/practice-model/README.md 2.5."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from firstcontact.practice.fees.cms_columns import find, header_words
from firstcontact.practice.fees.tables import LARGEST_RVU
from firstcontact.practice.problems import Problem, ScenarioError

MEMBER = re.compile(r"PPRRVU.*\.CSV$", re.IGNORECASE)
REVISION = "_V"
PAYABLE = ("A", "R", "T")  # status codes under which Medicare pays by relative values
HEADERS: dict[str, tuple[set[str], set[str]]] = {
    "modifier": ({"MOD"}, set()),
    "status_code": ({"STATUS", "CODE"}, set()),
    "work_rvu": ({"WORK", "RVU"}, set()),
    "pe_rvu_nonfacility": ({"NONFACILITY", "PE", "RVU"}, set()),
    "pe_rvu_facility": ({"FACILITY", "PE", "RVU"}, {"NONFACILITY"}),
    "mp_rvu": ({"MP", "RVU"}, set()),
    "conversion_factor": ({"CONV", "FACTOR"}, set()),
}
NUMBERS = ("work_rvu", "pe_rvu_nonfacility", "pe_rvu_facility", "mp_rvu")


@dataclass(frozen=True)
class RelativeValues:
    """`rows`: one per code without modifier; `factor`: of the payable rows; `set_aside`: rows with a modifier."""

    member: str
    rows: list[dict]
    factor: Decimal
    set_aside: int


def read_relative_values(path: Path) -> RelativeValues:
    """Read the zip; descriptions are never kept. Raises ScenarioError: PM031 (member, column), PM032 (value)."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(archive.namelist(), path.name)
            with archive.open(member) as raw:
                return _read(raw, Path(member).name)
    except (OSError, zipfile.BadZipFile) as e:
        message = f"{path} is not a readable zip ({e}). Name the relative value zip as CMS ships it."
        raise ScenarioError(Problem("PM031", message)) from None


def _member(names: Sequence[str], file: str) -> str:
    found = [n for n in names if MEMBER.match(Path(n).name)]
    plain = [n for n in found if REVISION not in Path(n).name.upper()]
    chosen = found if len(found) == 1 else plain
    if len(chosen) == 1:
        return chosen[0]
    has = ", ".join(sorted(found)) or "none"
    message = f"the zip should hold one PPRRVU*.csv, but holds: {has}. Keep the one that you mean."
    raise ScenarioError(Problem("PM031", message, file, 1))


def _read(raw: io.BufferedIOBase, file: str) -> RelativeValues:
    lines = _numbered(csv.reader(io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")))
    columns = _columns(_header(lines, file), file)
    rows, problems, set_aside = [], [], 0
    for number, cells in lines:
        if not cells or not cells[0].strip():
            continue
        if _cell(cells, columns["modifier"]):
            set_aside += 1
        else:
            rows.append(_row(cells, columns, number, file, problems))
    if not rows and not problems:
        problems.append(Problem("PM031", "no code stands below the header. Use the file as CMS ships it.", file, 1))
    if problems:
        raise ScenarioError(problems)
    return RelativeValues(file, rows, _factor(rows, file), set_aside)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        yield reader.line_num, cells


def _header(lines: Iterator[tuple[int, list[str]]], file: str) -> list[list[str]]:
    header = []
    for _, cells in lines:
        header.append(cells)
        if cells and cells[0].strip().upper() == "HCPCS":
            return header
    raise ScenarioError(Problem("PM031", "no line begins with HCPCS. Use the file as CMS ships it.", file, 1))


def _columns(header: list[list[str]], file: str) -> dict[str, int]:
    words = header_words(header)
    return {name: find(words, needed, file, without) for name, (needed, without) in HEADERS.items()}


def _row(cells: list[str], columns: dict[str, int], line: int, file: str, problems: list[Problem]) -> dict:
    status = _cell(cells, columns["status_code"])
    row = {"hcpcs": cells[0].strip(), "status_code": status, "payable": status in PAYABLE}
    for name in (*NUMBERS, "conversion_factor"):
        row[name] = _number(_cell(cells, columns[name]), Problem("PM032", "", file, line, name), problems)
    return row


def _number(text: str, at: Problem, problems: list[Problem]) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if value.is_finite() and 0 <= value < LARGEST_RVU:
        return value
    words = f"{text!r} is not from 0 to below {LARGEST_RVU}. Check the file."
    problems.append(Problem(at.code, words, at.file, at.line, at.path))
    return Decimal(0)


def _cell(cells: list[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _factor(rows: list[dict], file: str) -> Decimal:
    """The one conversion factor of the payable codes (anaesthesia has its own, and is not paid by these values)."""
    found = sorted({row["conversion_factor"] for row in rows if row["payable"]})
    if len(found) == 1 and found[0] > 0:
        return found[0]
    has = ", ".join(map(str, found)) or "none"
    message = f"the payable codes should share one conversion factor above 0, but have: {has}. Check the file."
    raise ScenarioError(Problem("PM031", message, file, 1, "conversion_factor"))
