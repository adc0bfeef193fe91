"""What the code imports is named in pyproject.toml: nothing is there only because something else brought it."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = ("firstcontact", "firstcontact_site")
GENERATED = {"modelsearch", "taggit"}  # in migrations that Wagtail's fields wrote


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", name)[0]).lower()


def imported(package: str) -> set[str]:
    found = set()
    for path in (ROOT / "src" / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - set(sys.stdlib_module_names) - set(OWN) - GENERATED


@pytest.mark.promise("P33")
@pytest.mark.parametrize(
    ("package", "extra", "file"), [("firstcontact", "", "run"), ("firstcontact_site", "site", "site")]
)
def test_every_import_is_declared(package, extra, file):
    declared = PROJECT["dependencies"] + PROJECT["optional-dependencies"].get(extra, [])
    lines = (ROOT / f"requirements/{file}.in").read_text(encoding="utf-8").splitlines()
    lines += (ROOT / "requirements/run.in").read_text(encoding="utf-8").splitlines()
    known = packages_distributions()
    for name in sorted(imported(package)):
        brings = {plain(distribution) for distribution in known[name]}
        assert brings & {plain(line) for line in declared}, f"{name}: pyproject.toml"
        assert brings & {plain(line) for line in lines if line and line[0] != "-"}, f"{name}: requirements/{file}.in"
