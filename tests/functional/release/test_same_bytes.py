"""Two builds of the same input under other circumstances give the same bytes, workbook and charts included."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("build_once.py")
TESTS = Path(__file__).parents[2]
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Auckland", "LC_ALL": "C", "COLUMNS": "40", "HOME": "/nonexistent"},
)


@pytest.mark.promise("P10")
def test_the_same_input_gives_the_same_bytes(tmp_path):
    folders = [tmp_path / "one" / "2024-r1.building", tmp_path / "another place" / "x"]
    for threads, (folder, surroundings) in enumerate(zip(folders, SURROUNDINGS, strict=True), 1):
        path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
        environment = os.environ | surroundings | {"PYTHONPATH": path}
        subprocess.run([sys.executable, str(SCRIPT), str(folder), str(threads)], env=environment, check=True)
    one, other = ((folder / "SHA256SUMS").read_text() for folder in folders)
    assert "data/databook.xlsx" in one
    assert one == other
