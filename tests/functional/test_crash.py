"""kill -9 at random times leaves no half state, and a rerun ends where a clean run ends.

FIRSTCONTACT_KILLS sets how many kills, 200 being the number that the project promises; FIRSTCONTACT_KILL_SEED when.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time

import pytest

from firstcontact.release.manifest import verify_tree
from support.command import firstcontact, start
from support.shared import TUVA, needs_tuva

pytestmark = [pytest.mark.slow, needs_tuva]
KILLS = int(os.environ.get("FIRSTCONTACT_KILLS", "12"))
SEED = int(os.environ.get("FIRSTCONTACT_KILL_SEED", "1"))


def state(root):
    """sha256 of every file that a user relies on: batches, the live pointer, results, sealed releases."""
    folders = ("store/batches", "releases")
    files = [p for f in folders for p in sorted((root / f).rglob("*")) if p.is_file() and not p.is_symlink()]
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.name != "batch.json"
    }


def run(root):
    firstcontact("run", "-w", root, "--source", TUVA)


def killed_after(seconds, root):
    """Whether a run was still going after so many seconds, and was killed."""
    process = start("run", "-w", root, "--source", TUVA)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    assert process.returncode == 0
    return False


def start_over(root):
    shutil.rmtree(root, ignore_errors=True)
    firstcontact("new", root)
    return root


@pytest.mark.promise("P09")
@pytest.mark.promise("P08")
def test_kills_leave_the_last_good_state(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    clean, root = start_over(tmp_path / "clean"), start_over(tmp_path / "killed")
    began = time.monotonic()
    run(clean)
    seconds, good = time.monotonic() - began, state(clean)
    chance, kills = random.Random(SEED), 0
    while kills < KILLS:
        if killed_after(chance.uniform(0.2, seconds), root):
            kills += 1
            current = root / "releases" / "current"
            assert not current.exists() or verify_tree(current.resolve()).problems == []
        else:
            assert state(root) == good
            start_over(root)
    run(root)
    assert state(root) == good
