"""Docs: links lead somewhere, and the commands of the tutorial run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(p for p in (ROOT / "docs").rglob("*.md") if "reference" not in p.parts)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def commands(tutorial: str) -> list[str]:
    """The lines after `$` of a tutorial's console blocks."""
    text = (ROOT / "docs" / "tutorials" / tutorial).read_text(encoding="utf-8")
    return [line[2:] for block in re.findall(r"```console\n(.*?)```", text, re.S) for line in block.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("tutorial", ["first-region.md", "first-scenario.md"])
def test_a_tutorial_runs_as_it_is_written(tutorial, tmp_path):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    lines = commands(tutorial)
    assert len(lines) >= 6
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "firstcontact"
        done = subprocess.run(
            [sys.executable, "-m", "firstcontact.cli", *words[1:]], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
