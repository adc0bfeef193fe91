"""Finds the worked cases of a definition: they are part of its documentation."""

from pathlib import Path

import yaml

import firstcontact
from firstcontact.engine.definitions import Definition

REPOSITORY = Path(firstcontact.__file__).resolve().parents[2]


def spec_path(definition: Definition, workspace_definitions: Path) -> Path:
    """Where the cases stand: tests/spec of the repository, or of definitions/ for a workspace's own measure."""
    root = REPOSITORY if definition.built_in else workspace_definitions
    return root / "tests" / "spec" / "measures" / definition.domain / f"{definition.id}.yaml"


def spec_of(definition: Definition, workspace_definitions: Path) -> dict | None:
    """The cases as written, None when there are none at hand."""
    path = spec_path(definition, workspace_definitions)
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
