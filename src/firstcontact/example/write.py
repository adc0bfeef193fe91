"""Files of the example: parts as Parquet or CSV, and the manifest with their control totals."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

FORMATS = ("parquet", "csv")
MARK = "# Made by firstcontact example.\n"
PLAIN = ("claim_id", "prior_claim_id", "person_id", "member_id")


@dataclass
class Written:
    """One file: its path in the folder, its table, and what the manifest says of it."""

    name: str
    table: str
    rows: int
    paid_cents: int | None
    sha256: str


class PartWriter:
    """Appends tables to one file. Claim tables keep the sum of paid amounts."""

    def __init__(self, root: Path, table: str, name: str) -> None:
        self.path, self.name, self.table = root / name, name, table
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.rows, self.paid = 0, 0
        self.writer: pq.ParquetWriter | pacsv.CSVWriter | None = None

    def write(self, part: pa.Table) -> None:
        if self.path.suffix == ".csv":
            part = _decoded(part)
        self.writer = self.writer or self._open(part)
        self.writer.write_table(part)
        self.rows += part.num_rows
        if self.has_paid:
            self.paid += int(pc.sum(part["paid_amount"]).as_py().scaleb(2)) if part.num_rows else 0

    @property
    def has_paid(self) -> bool:
        return self.table in ("medical_claim", "pharmacy_claim")

    def _open(self, part: pa.Table) -> pq.ParquetWriter | pacsv.CSVWriter:
        if self.path.suffix == ".csv":
            return pacsv.CSVWriter(self.path, part.schema, write_options=pacsv.WriteOptions(quoting_style="needed"))
        coded = [name for name in part.column_names if name not in PLAIN]
        return pq.ParquetWriter(
            self.path,
            part.schema,
            compression="snappy",
            use_dictionary=coded,
            store_schema=False,
            store_decimal_as_integer=True,
        )

    def close(self) -> Written:
        if self.writer:
            self.writer.close()
        paid = self.paid if self.has_paid else None
        return Written(self.name, self.table, self.rows, paid, sha256(self.path))


def write_whole(root: Path, table: str, fmt: str, content: pa.Table) -> Written:
    writer = PartWriter(root, table, f"{table}.{fmt}")
    writer.write(content)
    return writer.close()


def write_text(root: Path, table: str, name: str, text: str) -> Written:
    """A small CSV; its amounts that can be read are zero."""
    (root / name).write_text(text, encoding="utf-8", newline="")
    paid = 0 if "paid_amount" in text.partition("\n")[0] else None
    return Written(name, table, text.count("\n") - 1, paid, sha256(root / name))


def sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_manifest(root: Path, files: list[Written], data_through: date, data_source: str) -> None:
    entries = [_entry(f, data_through, data_source) for f in files]
    (root / "manifest.toml").write_text(MARK + "\n" + "\n".join(entries), encoding="utf-8")


def dollars(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def _entry(file: Written, data_through: date, data_source: str) -> str:
    lines = [
        "[[file]]",
        f'file_name = "{file.name}"',
        f'table = "{file.table}"',
        f'sha256 = "{file.sha256}"',
        f"row_count = {file.rows}",
        'encoding = "utf-8"',
        'delimiter = ","',
        'date_format = "%Y-%m-%d"',
        f"data_through = {data_through}",
        f'data_source = "{data_source}"',
    ]
    if file.paid_cents is not None:
        lines.insert(5, f'paid_total = "{dollars(file.paid_cents)}"')
    return "\n".join(lines) + "\n"


def _decoded(part: pa.Table) -> pa.Table:
    """CSV knows no dictionaries."""
    for i, name in enumerate(part.column_names):
        if pa.types.is_dictionary(part.schema.field(i).type):
            part = part.set_column(i, name, part[name].cast(part.schema.field(i).type.value_type))
    return part
