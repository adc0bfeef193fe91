"""kill -9 at random times of a release: readers see the old or the new one, whole; a rerun ends well.

FIRSTCONTACT_KILLS sets how many kills; 500 is the number that the project promises.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firstcontact.release import release, verify
from firstcontact.release.candidate import Candidate
from firstcontact.release.ids import sealed_releases
from firstcontact.release.manifest import verify_tree
from firstcontact.release.switch import current_release
from support.run_folder import workspace, write_run

KILLS = int(os.environ.get("FIRSTCONTACT_KILLS", "3"))
SCRIPT = Path(__file__).with_name("kill_once.py")


def start(root: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, str(SCRIPT), str(root)], start_new_session=True, stderr=subprocess.DEVNULL)


@pytest.mark.promise("P08")
def test_kills_leave_the_last_good_release(tmp_path):
    ws = workspace(tmp_path)
    write_run(ws)
    began = time.monotonic()
    assert start(tmp_path).wait() == 0
    length = time.monotonic() - began
    seed = int(os.environ.get("FIRSTCONTACT_SEED", time.time()))
    print(f"seed {seed}")
    rng, live = random.Random(seed), current_release(ws.releases)
    for n in range(KILLS):
        write_run(ws, seed=n + 2, run_id=f"r{n + 2:012d}")
        process = start(tmp_path)
        time.sleep(rng.uniform(0.2, 1.0) * length)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = current_release(ws.releases)
        assert now >= live
        assert verify(ws).ok, f"seed {seed}, kill {n}"
        assert all(verify_tree(ws.releases / r).ok for r in sealed_releases(ws.releases))
        live = now
    release(ws, built_at="2026-11-21T12:00:00Z")
    assert not list(ws.releases.glob("*.building"))
    assert Candidate.open(ws, current_release(ws.releases)).state.now == "published"
    assert Candidate.open(ws, current_release(ws.releases)).run.run_id == f"r{KILLS + 1:012d}"


@pytest.mark.promise("P08")
@pytest.mark.parametrize("moment", ["stages._settle", "ledger.record"])
def test_a_death_between_link_and_record_is_put_right(tmp_path, monkeypatch, moment):
    """The link is the truth: what follows it is completed by the next command."""
    ws = workspace(tmp_path)
    write_run(ws)

    def dies(*words, **facts):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"firstcontact.release.{moment}", dies)
        with pytest.raises(KeyboardInterrupt):
            release(ws, built_at="2026-11-21T12:00:00Z")
    assert current_release(ws.releases) == "2024-r1"
    assert not release(ws).new
    assert Candidate.open(ws, "2024-r1").state.now == "published"
    assert (ws.private / "ledger.jsonl").read_text().count("2024-r1") == 1
