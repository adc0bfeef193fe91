"""Code lists, emergency weights and parameters: the built-in ones, then those of the workspace.

Tables come back as pyarrow tables whose dates are dates; an unknown parameter name, a blank code or a code
that ends before it begins is refused with the file and line.
"""

import csv
import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as pa_csv

from firstcontact.errors import FirstContactError
from firstcontact.workspace import Workspace

LIST_COLUMNS = ("list", "code", "code_system", "valid_from", "valid_to", "label", "source")
WEIGHTS = (
    "non_emergent", "primary_care_treatable", "emergent_avoidable", "emergent_unavoidable",
    "mental_health", "substance_use", "alcohol", "injury", "unclassified",
)  # fmt: skip
VALUE_FORMS = {
    "integer": (r"-?\d+", "a whole number"),
    "decimal": (r"-?\d+(\.\d+)?", "a number such as 0.5"),
    "boolean": ("true|false", "true or false"),
    "text": (r".*\S.*", "a text"),
    "list": (r"\S+(;\S+)*", "names with ; between them"),
}
# Words that a parameter may have. A misspelt one would leave the rule as it is, in silence.
CHOICES = {
    "month_rule": ("any_day", "first_day", "mid_month", "full_month"),
    "header_amount_repeated": ("flag_only", "first_line"),
}
# Parameters of rules that this version has in one form only: another value would change nothing.
FIXED = (
    "headline_spend", "impute_capitated_encounters", "index_baseline", "interval_events", "interval_money",
    "min_member_months", "min_member_months_organization", "min_people",
    "unknown_nonclaims",
)  # fmt: skip
# Settings that shape the core tables of all years at once: a value for some years only would hold for all.
UNDATED = (
    "active_min_people", "denied_makes_visit", "digital_counts_as_visit", "header_amount_repeated",
    "hospitalist_min_lines", "hospitalist_share", "include_dental_vision", "include_obgyn",
    "line_of_business_priority", "np_pa_setting_share", "pharmacy_net_of_rebates", "prefix_match",
    "spend_requires_enrolment", "use_secondary_taxonomy",
)  # fmt: skip
PARAMETER_COLUMNS = ("name", "value", "value_type", "valid_from", "valid_to", "source")
OTHER_FILES = ("index.csv", "parameters.csv", "ed_weights.csv.gz")

TEXT, DATE = pa.string(), pa.date32()
LIST_SCHEMA = pa.schema([(c, DATE if c.startswith("valid") else TEXT) for c in LIST_COLUMNS])
WEIGHT_SCHEMA = pa.schema(
    [("code", TEXT), ("code_system", TEXT), ("valid_from", DATE), ("valid_to", DATE), *((w, TEXT) for w in WEIGHTS)]
)
PARAMETER_SCHEMA = pa.schema([(c, DATE if c.startswith("valid") else TEXT) for c in PARAMETER_COLUMNS])


@dataclass
class Reference:
    """What the reference steps load. `lists`: rows of every code list; `parameters`: one row per name and validity."""

    lists: list[dict] = field(default_factory=list)
    weights: pa.Table = field(default_factory=WEIGHT_SCHEMA.empty_table)
    parameters: list[dict] = field(default_factory=list)

    def codes(self, name: str) -> set[str]:
        return {r["code"] for r in self.lists if r["list"] == name}

    @property
    def names(self) -> set[str]:
        return {r["list"] for r in self.lists}

    def parameter(self, name: str) -> str:
        """The first value of a parameter; for settings that shape a step and have no validity."""
        for row in self.parameters:
            if row["name"] == name:
                return row["value"]
        raise FirstContactError(f"There is no parameter '{name}'. Name it in definitions/parameters.csv.")

    def is_on(self, name: str) -> bool:
        return self.parameter(name).lower() == "true"

    def identity(self) -> str:
        """Text that changes when a list, a weight or a parameter does."""
        weights = hashlib.sha256(b"".join(b for c in self.weights.columns for k in c.chunks for b in k.buffers() if b))
        return f"{self.lists}{self.parameters}{weights.hexdigest()}"

    def tables(self) -> dict[str, pa.Table]:
        return {
            "src_codelist": pa.Table.from_pylist(self.lists, LIST_SCHEMA),
            "src_ed_weights": self.weights,
            "src_parameter": pa.Table.from_pylist(self.parameters, PARAMETER_SCHEMA),
        }


def load_reference(ws: Workspace) -> Reference:
    """Built-in code lists and parameters, then the workspace's: a list or a name given there replaces the other."""
    folder = resources.files("firstcontact") / "codelists"
    built_in = [f for f in folder.iterdir() if f.name.endswith(".csv") and f.name not in OTHER_FILES]
    lists = _lists(sorted(built_in, key=lambda f: f.name))
    own = _lists(sorted((ws.definitions / "codelists").glob("*.csv")))
    replaced = {r["list"] for r in own}
    return Reference(
        [r for r in lists if r["list"] not in replaced] + own,
        _weights(folder),
        _parameters(folder / "parameters.csv", ws),
    )


def _lists(files: list) -> list[dict]:
    return [row for file in files for row in read_list_file(file)]


def read_list_file(file: Path) -> Iterator[dict]:
    """Rows of a code list file, checked: header, no blank code, dates in order."""
    with file.open("r", encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if tuple(reader.fieldnames or ()) != LIST_COLUMNS:
            raise FirstContactError(
                f"{file.name} line 1: the header is {','.join(reader.fieldnames or ())}. "
                f"A code list has the columns {','.join(LIST_COLUMNS)}. Correct the header."
            )
        for row in reader:
            yield _checked(row, f"{file.name} line {reader.line_num}")


def _checked(row: dict, where: str) -> dict:
    row = {c: (row[c] or "").strip() or None for c in LIST_COLUMNS}
    if not row["code"] or not row["list"]:
        raise FirstContactError(f"{where}: list {row['list']} has an empty code. Fill it or delete the line.")
    row["valid_from"], row["valid_to"] = (_day(row[c], where) for c in ("valid_from", "valid_to"))
    if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
        raise FirstContactError(
            f"{where}: code '{row['code']}' is valid to {row['valid_to']}, before it begins on {row['valid_from']}. "
            f"No service date could match it. Correct one of the dates."
        )
    return row


def _day(text: str | None, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise FirstContactError(f"{where}: '{text}' is not a date. Write it as 2024-01-31.") from None


def _weights(folder: Traversable) -> pa.Table:
    """Emergency weights as text columns; read by Arrow, the file has 84,000 rows."""
    content = folder.joinpath("ed_weights.csv.gz").read_bytes()
    types = pa_csv.ConvertOptions(
        column_types=WEIGHT_SCHEMA, include_columns=WEIGHT_SCHEMA.names, strings_can_be_null=True
    )
    return pa_csv.read_csv(pa.BufferReader(gzip.decompress(content)), convert_options=types)


def _parameters(file: Path, ws: Workspace) -> list[dict]:
    rows = _parameter_rows(file)
    own_file = ws.definitions / "parameters.csv"
    own = _parameter_rows(own_file) if own_file.exists() else []
    types = {r["name"]: r["value_type"] for r in rows}
    for row in own:
        _check_value(row | {"value_type": types.get(row["name"], row["value_type"])}, own_file.name)
    _refuse_two_values(own, own_file.name)
    _refuse_fixed(rows, {r["name"]: r["value"] for r in own}, own_file.name)
    _refuse_fixed(rows, {n: _text(v) for n, v in ws.config.parameters.items()}, "firstcontact.toml [parameters]")
    rows = [r for r in rows if r["name"] not in {o["name"] for o in own}] + own
    return _with_settings(rows, ws.config.parameters)


def _parameter_rows(file: Path) -> list[dict]:
    with file.open("r", encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        if tuple(reader.fieldnames or ()) != PARAMETER_COLUMNS:
            raise FirstContactError(
                f"{file.name} line 1: a parameter file has the columns {','.join(PARAMETER_COLUMNS)}. "
                f"Correct the header."
            )
        rows = [{c: (r[c] or "").strip() or None for c in PARAMETER_COLUMNS} for r in reader]
    for line, row in enumerate(rows, 2):
        where = f"{file.name} line {line}"
        row["valid_from"], row["valid_to"] = (_day(row[c], where) for c in ("valid_from", "valid_to"))
        _check_value(row, where)
    return rows


def _check_value(row: dict, where: str) -> None:
    """A value of another type would fail in the middle of a run, far from its file."""
    if row["name"] is None:
        raise FirstContactError(f"{where}: the name is empty. Fill it or delete the line.")
    form = VALUE_FORMS.get(row["value_type"] or "")
    if form is None:
        raise FirstContactError(
            f"{where}: value_type '{row['value_type'] or ''}' is not one of {', '.join(VALUE_FORMS)}. Correct it."
        )
    pattern, meant = form
    if not re.fullmatch(pattern, row["value"] or ""):
        raise FirstContactError(f"{where}: {row['name']}: '{row['value'] or ''}' is not {meant}. Correct the value.")
    allowed = CHOICES.get(row["name"], (row["value"],))
    if row["value"] not in allowed:
        raise FirstContactError(
            f"{where}: {row['name']}: '{row['value']}' is not one of {', '.join(allowed)}. "
            f"The rule would stay as it is. Correct the word."
        )
    if row["name"] in UNDATED and (row["valid_from"] or row["valid_to"]):
        raise FirstContactError(
            f"{where}: {row['name']} shapes the tables of all years at once, so it has no dates. "
            f"Leave valid_from and valid_to empty."
        )


def _refuse_fixed(shipped: list[dict], wanted: dict[str, str], where: str) -> None:
    for row in shipped:
        name, value = row["name"], row["value"]
        if name in FIXED and wanted.get(name, value) != value:
            raise FirstContactError(
                f"{where}: {name}: '{wanted[name]}' is not offered by this version; no number would change. "
                f"Write {value}, or leave the line out."
            )


def _refuse_two_values(rows: list[dict], where: str) -> None:
    """One name has one value on a day; a core table would take both and count twice."""
    for one, other in combinations(rows, 2):
        starts = [r["valid_from"] or date.min for r in (one, other)]
        ends = [r["valid_to"] or date.max for r in (one, other)]
        if one["name"] == other["name"] and max(starts) <= min(ends):
            raise FirstContactError(
                f"{where}: {one['name']} has two rows that hold on one day, {one['value']} and {other['value']}. "
                f"Keep one; a period has one value."
            )


def _with_settings(rows: list[dict], settings: dict) -> list[dict]:
    known = {r["name"] for r in rows}
    for name in settings:
        if name not in known:
            raise FirstContactError(
                f"firstcontact.toml [parameters]: there is no parameter '{name}'. A misspelt name would be ignored "
                f"in silence. Known: {', '.join(sorted(known))}."
            )
    typed = {r["name"]: r["value_type"] for r in rows}
    kept = [r for r in rows if r["name"] not in settings]
    own = [
        {"name": n, "value": _text(v), "value_type": typed[n], "valid_from": None, "valid_to": None,
         "source": "firstcontact.toml"}
        for n, v in settings.items()
    ]  # fmt: skip
    for row in own:
        _check_value(row, "firstcontact.toml [parameters]")
    return kept + own


def _text(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
