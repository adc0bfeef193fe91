"""Dated fee tables: relative values by code, cost indices by locality, conversion factors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from firstcontact.practice.csv_rows import Row, read_rows
from firstcontact.practice.parameters import shipped
from firstcontact.practice.problems import ScenarioError, refuse

DATES = ("valid_from", "valid_to")
ORIGIN = ("status", "source_id")
RVU_COLUMNS = (
    *DATES,
    "hcpcs",
    "family",
    "work_rvu",
    "pe_rvu_nonfacility",
    "pe_rvu_facility",
    "mp_rvu",
    *ORIGIN,
    "note",
)
RVU_OPTIONAL = ("status_code", "payable")
GPCI_COLUMNS = (*DATES, "locality", "state", "name", "work_gpci", "pe_gpci", "mp_gpci", *ORIGIN)
FACTOR_COLUMNS = (*DATES, "conversion_factor", *ORIGIN)
RVU_FILE, GPCI_FILE, FACTOR_FILE = "rvu.csv", "gpci.csv", "conversion_factors.csv"
LARGEST_RVU = Decimal(1000)
GPCI_RANGE = (Decimal("0.3"), Decimal(3))


@dataclass(frozen=True)
class Dated:
    """Values that hold from `first` to `last`, both included (None is open)."""

    first: date
    last: date | None
    values: Mapping[str, Decimal]
    payable: bool = True

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class FeeTables:
    """`codes` by HCPCS, `localities` by id, `factors` in order of date; amounts are exact decimals."""

    codes: Mapping[str, Sequence[Dated]]
    localities: Mapping[str, Sequence[Dated]]
    factors: Sequence[Dated]

    def code(self, hcpcs: str, day: date) -> Dated:
        return one(self.codes.get(hcpcs, ()), day, f"code {hcpcs}")

    def locality(self, name: str, day: date) -> Dated:
        return one(self.localities.get(name, ()), day, f"locality {name}")

    def factor(self, day: date) -> Decimal:
        return one(self.factors, day, "the conversion factor").values["conversion_factor"]

    def payable(self, hcpcs: str, day: date) -> bool:
        """False where the user's CMS file says that Medicare does not pay the code; the shipped extract never does."""
        return self.code(hcpcs, day).payable


def one(rows: Sequence[Dated], day: date, what: str) -> Dated:
    """The row that holds on the day. Raises PM030 where there is none, PM006 where there are two."""
    valid = [row for row in rows if row.holds(day)]
    if len(valid) == 1:
        return valid[0]
    if valid:
        raise refuse("PM006", f"{what} has {len(valid)} rows on {day}. Correct the dates of the fee tables.", what)
    has = f"It is held for {_spans(rows)}" if rows else "The fee tables do not have it"
    raise refuse("PM030", f"no row on {day}. {has}. Choose such a date, or load your own CMS files.", what)


def _spans(rows: Sequence[Dated]) -> str:
    """The dates covered, rows that follow one another joined."""
    spans: list[list[date]] = []
    for row in sorted(rows, key=lambda r: r.first):
        last = row.last or date.max
        if spans and row.first <= _next_day(spans[-1][1]):
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([row.first, last])
    return ", ".join(f"{first} to {'open' if last == date.max else last}" for first, last in spans)


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


@cache
def shipped_tables() -> FeeTables:
    """The public extract that is shipped: primary care codes, Massachusetts localities, 2019 on."""
    return read_tables(shipped("rvu_primary_care"), shipped("gpci_ma"), shipped("conversion_factors"))


def read_folder(folder: Path) -> FeeTables:
    """Fee tables that `fees load` wrote."""
    return read_tables(folder / RVU_FILE, folder / GPCI_FILE, folder / FACTOR_FILE)


def read_tables(rvu: Path, gpci: Path, factors: Path) -> FeeTables:
    """Read and check the three CSV files. Raises ScenarioError: PM003 for a bad cell, PM032 outside its range."""
    return FeeTables(
        _by_key(read_rows(rvu, RVU_COLUMNS, RVU_OPTIONAL), "hcpcs", RVU_COLUMNS[4:8], _check_rvu),
        _by_key(read_rows(gpci, GPCI_COLUMNS), "locality", GPCI_COLUMNS[5:8], _check_gpci),
        [_dated(row, ("conversion_factor",), _check_positive) for row in read_rows(factors, FACTOR_COLUMNS)],
    )


Check = Callable[[Row, str, Decimal], None]


def _by_key(rows: Sequence[Row], key: str, columns: Sequence[str], check: Check) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(_dated(row, columns, check))
    return found


def _dated(row: Row, columns: Sequence[str], check: Check) -> Dated:
    values = {column: _decimal(row, column) for column in columns}
    for column, value in values.items():
        check(row, column, value)
    last = _date(row, "valid_to") if row["valid_to"] else None
    return Dated(_date(row, "valid_from"), last, values, row["payable"] != "false")


def _decimal(row: Row, column: str) -> Decimal:
    try:
        return Decimal(row[column])
    except InvalidOperation:
        raise _bad(row, "PM003", column, "is not a number. Write a plain number.") from None


def _date(row: Row, column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise _bad(row, "PM003", column, "is not a date. Write YYYY-MM-DD.") from None


def _check_rvu(row: Row, column: str, value: Decimal) -> None:
    if not 0 <= value < LARGEST_RVU:
        raise _bad(row, "PM032", column, f"is not from 0 to below {LARGEST_RVU}. Check the file.")


def _check_gpci(row: Row, column: str, value: Decimal) -> None:
    if not GPCI_RANGE[0] <= value <= GPCI_RANGE[1]:
        raise _bad(row, "PM032", column, f"is not from {GPCI_RANGE[0]} to {GPCI_RANGE[1]}. Check the file.")


def _check_positive(row: Row, column: str, value: Decimal) -> None:
    if not value > 0:
        raise _bad(row, "PM032", column, "is not above 0. Check the file.")


def _bad(row: Row, code: str, column: str, words: str) -> ScenarioError:
    return ScenarioError(row.problem(code, column, f"{row[column]!r} {words}"))
