"""What is gathered while a scenario is read."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from firstcontact.practice.parameters.model import ParameterTable
from firstcontact.practice.scenario.document import Document
from firstcontact.practice.scenario.inflate import Inflated
from firstcontact.practice.scenario.model import SourcedValue


@dataclass
class Reading:
    """`rate_day`: the day for which published rates are read while an entry of `payment` is read."""

    document: Document
    parameters: ParameterTable
    used: set[str] = field(default_factory=set)
    sourced: list[SourcedValue] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    inflation: Inflated | None = None
    rate_day: date = date.min
