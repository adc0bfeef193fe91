"""kill -9 at any moment of an import leaves the last good data, and the next import ends where a clean one ends.

FIRSTCONTACT_IMPORT_KILLS sets how often (default 6).
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

from firstcontact.intake import LiveStore, import_batch
from support.intake_files import claims, loaded, workspace, write_csv

KILLS = int(os.environ.get("FIRSTCONTACT_IMPORT_KILLS", "6"))
IMPORT = """
import sys
from pathlib import Path
from firstcontact.intake import import_batch
from firstcontact.workspace import Workspace
import_batch(Workspace(Path(sys.argv[1])))
"""


def store_files(ws):
    files = [p for p in sorted(ws.store.rglob("*")) if p.is_file() and p.name != "import.lock"]
    return {str(p.relative_to(ws.store)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def next_delivery(ws):
    write_csv(ws.inputs / "medical_claim.csv", claims(3000))
    for part in range(3):
        write_csv(ws.inputs / "pharmacy_claim" / f"{part}.csv", pharmacy(part))


def pharmacy(part):
    names = ("claim_id", "claim_line_number", "data_source", "person_id", "payer", "dispensing_date", "ndc_code")
    values = ("1", "test", "0001", "Plan A", "2024-03-05", "00781150610")
    rows = [dict(zip(names, (f"R{part}-{n}", *values), strict=True)) for n in range(500)]
    return [row | {"paid_amount": "10.00"} for row in rows]


def start(ws):
    words = [sys.executable, "-c", IMPORT, str(ws.root)]
    return subprocess.Popen(words, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})


def test_kills_leave_the_last_good_data_and_a_rerun_ends_as_a_clean_run(tmp_path):
    clean, _ = loaded(tmp_path / "clean", claims(20))
    next_delivery(clean)
    began = time.monotonic()
    assert start(clean).wait() == 0
    seconds = time.monotonic() - began
    chance = random.Random(KILLS)
    for number in range(KILLS):
        ws, _ = loaded(tmp_path / str(number), claims(20))
        old = LiveStore.open(ws).digest
        next_delivery(ws)
        process = start(ws)
        time.sleep(chance.uniform(0.3 * seconds, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert LiveStore.open(ws).digest in (old, LiveStore.open(clean).digest)
        import_batch(ws)
        assert store_files(ws) == store_files(clean)


def test_leftovers_of_a_dead_import_are_removed(tmp_path):
    ws = workspace(tmp_path)
    write_csv(ws.inputs / "medical_claim.csv", claims(3))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (ws.store / "tmp" / f"work-{dead.pid}" / "x").mkdir(parents=True)
    (ws.store / "batches" / "half").mkdir(parents=True)
    import_batch(ws)
    assert [p.name for p in (ws.store / "tmp").iterdir()] == []
    assert not (ws.store / "batches" / "half").exists()
