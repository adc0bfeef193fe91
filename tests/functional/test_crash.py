"""kill -9 at random times leaves no half state, and a rerun ends where a clean run ends.

FIRSTCONTACT_KILLS sets how many kills; 200 is the number that the project promises.
"""

import hashlib
import os
import random
import signal
import time

import pytest

from firstcontact.release.manifest import verify_tree
from support.command import firstcontact, start

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("FIRSTCONTACT_KILLS", "12"))


def state(root):
    """sha256 of every file that a user relies on: batches, the live pointer, results, sealed releases."""
    folders = ("store/batches", "releases")
    files = [p for f in folders for p in sorted((root / f).rglob("*")) if p.is_file() and not p.is_symlink()]
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.name != "batch.json"
    }


def workspace(root):
    firstcontact("new", root)
    firstcontact("example", "-w", root, "--people", "400")
    return root


@pytest.mark.promise("P09")
@pytest.mark.promise("P08")
def test_kills_leave_the_last_good_state(tmp_path):
    clean = workspace(tmp_path / "clean")
    began = time.monotonic()
    firstcontact("run", "-w", clean, SOURCE_DATE_EPOCH="1767225600")
    seconds = time.monotonic() - began
    killed = workspace(tmp_path / "killed")
    chance = random.Random(KILLS)
    os.environ["SOURCE_DATE_EPOCH"] = "1767225600"
    for _ in range(KILLS):
        process = start("run", "-w", killed)
        time.sleep(chance.uniform(0.2, seconds))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        current = killed / "releases" / "current"
        if current.exists():
            assert verify_tree(current.resolve()).problems == []
    firstcontact("run", "-w", killed)
    assert state(killed) == state(clean)
