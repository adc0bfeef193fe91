"""Run a release in a process of its own; the test kills it."""

import sys
from pathlib import Path

from firstcontact.release import release
from firstcontact.workspace import Workspace

if __name__ == "__main__":
    release(Workspace.open(Path(sys.argv[1])), built_at="2026-11-21T12:00:00Z")
