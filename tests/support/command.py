"""Run the command line as a user would: a new process each time."""

import os
import subprocess
import sys
from pathlib import Path


def firstcontact(*words: str | Path, ok: bool = True, **environment: str) -> subprocess.CompletedProcess:
    """The finished process; fails the test on an exit code other than 0 unless `ok` is False."""
    done = subprocess.run(
        [sys.executable, "-m", "firstcontact.cli", *map(str, words)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    assert not ok or done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done


def start(*words: str | Path) -> subprocess.Popen:
    """The same, still running, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "firstcontact.cli", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
