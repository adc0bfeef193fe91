"""From the CMS files of a year to fee tables. Source: specs/practice-model/README.md 2.5."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from firstcontact import __version__, outputs
from firstcontact.practice.csv_rows import read_rows
from firstcontact.practice.fees.amount import allowed
from firstcontact.practice.fees.cms_gpci import Indices, read_indices
from firstcontact.practice.fees.cms_rvu import NUMBERS, RelativeValues, read_relative_values
from firstcontact.practice.fees.tables import (
    FACTOR_COLUMNS,
    FACTOR_FILE,
    GPCI_COLUMNS,
    GPCI_FILE,
    RVU_COLUMNS,
    RVU_FILE,
    RVU_OPTIONAL,
    Dated,
    FeeTables,
)
from firstcontact.practice.parameters import shipped
from firstcontact.practice.problems import Problem, ScenarioError, refuse

STATUS = "user"
KNOWN_CODE, KNOWN_DAY, KNOWN_AMOUNT = "99213", date(2020, 6, 1), Decimal("76.15")  # validation case V01
INDICES = GPCI_COLUMNS[5:8]
FIRST_YEAR, LAST_YEAR = 1992, 2099  # the fee schedule began in 1992
DATES = {"valid_from": pa.date32(), "valid_to": pa.date32()}
NUMERIC = {name: pa.float64() for name in (*NUMBERS, *INDICES, "conversion_factor")} | {"payable": pa.bool_()}


def load(rvu: Path, gpci: Path, year: int, out: Path, overwrite: bool = False) -> dict:
    """Read the relative value zip and the GPCI addendum of a year and write fee tables to the folder `out`.

    Writes rvu, gpci and conversion_factors (CSV, Parquet) and run.json; returns the latter: rows kept and set aside,
    inputs' hashes. Raises ScenarioError (PM031 member or column, PM032 value, PM006 locality twice).
    """
    outputs.require_new(out, overwrite)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse("PM003", f"{year} is not a year of the fee schedule. Write four digits.", "year")
    values, indices = read_relative_values(rvu), read_indices(gpci)
    _check_codes_stand_once(values)
    tables = _tables(values, indices, year)
    _check_known_amount(values, indices, year)
    run = _run(values, indices, year, rvu, gpci)
    outputs.write_folder(out, tables, run)
    return run


def _tables(values: RelativeValues, indices: Indices, year: int) -> dict[str, pa.Table]:
    span = {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31), "status": STATUS}
    families = _families()
    codes = [
        {**span, **row, "family": families.get(row["hcpcs"]), "source_id": "cms_rvu", "note": values.member}
        for row in values.rows
    ]
    national = {"locality": "national", "state": None, "name": "National (no geographic adjustment)"}
    places = [national | dict.fromkeys(INDICES, 1), *indices.rows]
    factor = {**span, "conversion_factor": values.factor, "source_id": "cms_rvu"}
    return {
        Path(RVU_FILE).stem: _table(codes, (*RVU_COLUMNS, *RVU_OPTIONAL), "hcpcs"),
        Path(GPCI_FILE).stem: _table(
            [{**span, **p, "source_id": "cms_gpci"} for p in places], GPCI_COLUMNS, "locality"
        ),
        Path(FACTOR_FILE).stem: _table([factor], FACTOR_COLUMNS, "valid_from"),
    }


def _table(rows: list[dict], columns: tuple[str, ...], key: str) -> pa.Table:
    types = DATES | NUMERIC
    schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
    plain = [{name: _plain(row.get(name)) for name in columns} for row in sorted(rows, key=lambda row: row[key])]
    return pa.Table.from_pylist(plain, schema=schema)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _families() -> dict[str, str]:
    """Our own word for the family of each code of the shipped lists."""
    rows = read_rows(
        shipped("code_lists"), ("list", "code", "code_system", "valid_from", "valid_to", "label", "source")
    )
    return {row["code"]: row["list"].removeprefix("practice_model.") for row in rows}


def _check_codes_stand_once(values: RelativeValues) -> None:
    seen: set[str] = set()
    for row in values.rows:
        if row["hcpcs"] in seen:
            message = f"code {row['hcpcs']} stands twice without a modifier. Keep one row."
            raise ScenarioError(Problem("PM006", message, values.member, 1, "hcpcs"))
        seen.add(row["hcpcs"])


def _check_known_amount(values: RelativeValues, indices: Indices, year: int) -> None:
    """A file of 2020 must reproduce the one amount that is known to the cent."""
    row = next((row for row in values.rows if row["hcpcs"] == KNOWN_CODE), None)
    if year != KNOWN_DAY.year or row is None:
        return
    first, last = date(year, 1, 1), date(year, 12, 31)
    tables = FeeTables(
        {KNOWN_CODE: [Dated(first, last, {name: row[name] for name in NUMBERS})]},
        {"national": [Dated(first, last, dict.fromkeys(INDICES, Decimal(1)))]},
        [Dated(first, last, {"conversion_factor": values.factor})],
    )
    amount = allowed(KNOWN_CODE, KNOWN_DAY, tables=tables)
    if amount != KNOWN_AMOUNT:
        message = f"{KNOWN_CODE} comes to {amount} in {year}; the known amount is {KNOWN_AMOUNT}. Check the file."
        raise ScenarioError(Problem("PM032", message, values.member, 1, "hcpcs"))


def _run(values: RelativeValues, indices: Indices, year: int, rvu: Path, gpci: Path) -> dict:
    return {
        "command": "fees load",
        "firstcontact": __version__,
        "year": year,
        "inputs": {path.name: outputs.sha256(path) for path in (rvu, gpci)},
        "rows": {
            values.member: {"kept": len(values.rows), "set_aside_with_modifier": values.set_aside},
            indices.file: {"kept": len(indices.rows), "set_aside_without_indices": indices.set_aside},
        },
        "codes_not_payable": sum(not row["payable"] for row in values.rows),
        "conversion_factor": str(values.factor),
    }
