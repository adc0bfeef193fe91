"""What one run is about: the workspace, what it reads, what it counts."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from firstcontact.core import CoreStore
from firstcontact.engine.bind import Parameters
from firstcontact.engine.definitions import Definition
from firstcontact.engine.packs import PackUsed
from firstcontact.engine.rows import Rules
from firstcontact.engine.selection import Result, Selection, months_result
from firstcontact.progress import Reporter
from firstcontact.workspace import Groups, Workspace


@dataclass
class Inputs:
    """What a run reads beside the definitions of its measures. `input_tables` None: all are present.

    about: what run.json says of the inputs (files, ledger); files: copied into the run folder by name.
    """

    store: CoreStore
    definitions: list[Definition]
    parameters: Parameters
    packs: dict[str, PackUsed]
    data_through: date | None
    input_tables: frozenset[str] | None = None
    about: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


@dataclass
class Job:
    """One run. `wanted`: first and last day of the periods of --period, empty for all."""

    ws: Workspace
    inputs: Inputs
    selection: Selection
    years: list[int]
    wanted: list[tuple[date, date]]
    reporter: Reporter

    @cached_property
    def counted(self) -> list[Result]:
        return counted(self.selection)

    @cached_property
    def rules(self) -> Rules:
        get = self.inputs.parameters.get
        return Rules(self.inputs.data_through, int(get("runout_months", "6")), float(get("confidence", "0.95")))

    @property
    def groups(self) -> Groups:
        return self.ws.config.groups


def counted(selection: Selection) -> list[Result]:
    """Results that have numbers, and the months of coverage that some of them need."""
    results = [r for r in selection.results if not r.reason]
    months = months_result(selection.results)
    return results + ([months] if months else [])
