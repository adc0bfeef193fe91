import csv
import hashlib
import tomllib
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.example.arrow import money, texts
from firstcontact.example.write import PartWriter, dollars, write_manifest, write_text


def claims(*cents: int) -> pa.Table:
    return pa.table(
        {
            "claim_id": [f"C{i}" for i in range(len(cents))],
            "payer": texts(np.zeros(len(cents)), ["Plan, A"]),
            "paid_amount": money(np.array(cents)),
        }
    )


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (-100, "-1.00")]
)
def test_dollars(cents, text):
    assert dollars(cents) == text


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_parts_are_appended_and_their_paid_amounts_summed(tmp_path, suffix):
    writer = PartWriter(tmp_path, "medical_claim", f"medical_claim/0000.{suffix}")
    writer.write(claims(100, -250))
    writer.write(claims(5))
    written = writer.close()
    assert (written.rows, written.paid_cents) == (3, -145)
    path = tmp_path / written.name
    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    if suffix == "parquet":
        rows = pq.read_table(path).to_pylist()
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
    assert [Decimal(r["paid_amount"]) for r in rows] == [Decimal("1.00"), Decimal("-2.50"), Decimal("0.05")]
    assert {r["payer"] for r in rows} == {"Plan, A"}


def test_parquet_holds_plain_text_not_dictionaries(tmp_path):
    writer = PartWriter(tmp_path, "medical_claim", "x.parquet")
    writer.write(claims(1))
    writer.close()
    assert pq.read_schema(tmp_path / "x.parquet").field("payer").type == pa.string()


def test_the_manifest_reads_back(tmp_path):
    (tmp_path / "t").mkdir()
    files = [write_text(tmp_path, "medical_claim", "t/part.csv", "claim_id,paid_amount\nA,0.00\n")]
    files.append(write_text(tmp_path, "area", "area.csv", "area_id\nx\ny\n"))
    write_manifest(tmp_path, files, date(2026, 6, 30), "s")
    entries = tomllib.loads((tmp_path / "manifest.toml").read_text(encoding="utf-8"))["file"]
    assert [(e["file_name"], e["table"], e["row_count"]) for e in entries] == [
        ("t/part.csv", "medical_claim", 1),
        ("area.csv", "area", 2),
    ]
    assert entries[0]["paid_total"] == "0.00"
    assert "paid_total" not in entries[1]
    assert entries[0]["data_through"] == date(2026, 6, 30)
