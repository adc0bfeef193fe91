"""Damaged files are refused, set aside or loaded; they never end in a traceback and never half-load.

FIRSTCONTACT_FUZZ sets how many damaged files are tried (default 60).
"""

import gzip
import os
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from firstcontact.intake import import_batch
from firstcontact.intake.live import read_live
from support.intake_files import claim, csv_text, rows_of, workspace

TRIES = int(os.environ.get("FIRSTCONTACT_FUZZ", "60"))
PIECES = [b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"9999999999999999999999", b"'", b"--", b"1e400"]


def plain(rows):
    return csv_text(rows).encode()


def packed(rows):
    return gzip.compress(plain(rows), mtime=0)


def columnar(rows):
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({name: [r[name] for r in rows] for name in rows[0]}), sink)
    return sink.getvalue().to_pybytes()


FORMS = {"medical_claim.csv": plain, "medical_claim.csv.gz": packed, "medical_claim.parquet": columnar}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A few bytes replaced, put in, or the end cut off."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        put = chance.choice([*PIECES, bytes([chance.randrange(256)])])
        data = data[:at] + put + data[at + chance.randint(0, 3) :]
    return data[: chance.randrange(len(data))] if chance.random() < 0.1 else data


@pytest.mark.parametrize("name", FORMS)
def test_a_damaged_file_never_ends_in_a_traceback(tmp_path, name):
    rows = [claim(n, plan="a,b" if n % 3 else 'say "x"\nagain') for n in range(40)]
    whole = FORMS[name](rows)
    for number in range(TRIES):
        ws = workspace(tmp_path / str(number))
        (ws.inputs / name).write_bytes(damaged(whole, random.Random(number)))
        report = import_batch(ws)
        if report.refused:
            assert read_live(ws.store).files == ()
            continue
        (row,) = report.ledger
        assert row["rows"] == row["loaded"] + row["quarantined"] + row["deduplicated"]
        stored = rows_of(ws, "SELECT count(*) FROM in_medical_claim")[0][0]
        assert stored == row["loaded"] + row["deduplicated"]
