"""Work on several cores ends with the process that asked for it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are forked on Linux only")

LONG = """
import os, time
from firstcontact.disclosure.together import FEW, _outcomes

def one(number):
    print(os.getpid(), flush=True)
    time.sleep(600)

list(_outcomes(one, list(range(FEW)), 2))
"""


def is_alive(pid: int) -> bool:
    """Neither gone nor a body that nobody has fetched yet."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_children_of_a_killed_process_end_too():
    parent = subprocess.Popen([sys.executable, "-c", LONG], stdout=subprocess.PIPE, text=True)
    children = [int(parent.stdout.readline()) for _ in range(2)]
    assert all(is_alive(c) for c in children)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 30
    while any(is_alive(c) for c in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert [c for c in children if is_alive(c)] == []
