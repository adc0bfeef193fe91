"""A small region for the tests of the engine, counted once."""

from datetime import date
from pathlib import Path

import pytest

from firstcontact.core import CoreStore
from firstcontact.engine.definitions import catalogue
from firstcontact.engine.job import Inputs
from firstcontact.engine.packs import PackUsed
from firstcontact.engine.run import Run, measure_core, read_parameters
from firstcontact.workspace import Config, Workspace
from support.core_store import synthetic_region

PACKS = {b: PackUsed(f"own_{b}", "1", True) for b in ("narrow", "broad", "reference")}


def inputs_of(store: CoreStore, data_through: date | None = date(2025, 3, 31), definitions=None, **more) -> Inputs:
    con = store.connect()
    parameters = read_parameters(con)
    con.close()
    given = {
        "definitions": definitions or catalogue(),
        "parameters": parameters,
        "packs": PACKS,
        "data_through": data_through,
    }
    return Inputs(store, **{**given, **more})


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> CoreStore:
    """400 people, 6 practices, 4 areas, 8 payers, two buckets, 2023 and 2024."""
    return synthetic_region(tmp_path_factory.mktemp("region"), 400, buckets=2, years=(2023, 2024))


@pytest.fixture(scope="session")
def whole_run(region: CoreStore, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Run]:
    """Every shipped measure, measured once over the small region."""
    ws = Workspace(tmp_path_factory.mktemp("workspace"), Config())
    return ws, measure_core(ws, inputs_of(region))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace", Config())
