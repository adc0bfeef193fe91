"""What other pages draw of a release is read from its files and needs no chart library."""

import subprocess
import sys


def test_reading_results_loads_no_chart_library():
    names = "('altair', 'vl_convert', 'typst')"
    code = f"import sys, firstcontact.release.embed; print([m for m in {names} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
