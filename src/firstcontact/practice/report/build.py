"""Puts a report together from the tables and the run.json of a results folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from firstcontact.practice.report import front, levers, method
from firstcontact.practice.report.cash import cash
from firstcontact.practice.report.compared import compared
from firstcontact.practice.report.gains import gains
from firstcontact.practice.report.practices import practices
from firstcontact.practice.report.source import Source
from firstcontact.practice.report.totals import summary
from firstcontact.report.blocks import Report
from firstcontact.report.files import report_files


def build(tables: Mapping[str, pa.Table], run: Mapping[str, Any], pdf: bool = True) -> dict[str, bytes]:
    """report.html and (unless `pdf` is False) report.pdf, by file name; the same input gives the same bytes."""
    return report_files(contents(Source(tables, run)), pdf)


def from_folder(folder: Path, pdf: bool = True) -> dict[str, bytes]:
    """The same from a folder that a practice command wrote. Raises FirstContactError where there is no run.json."""
    return report_files(contents(Source.read(folder)), pdf)


def contents(source: Source) -> Report:
    """The report in the order of the specification; sections without data are left out."""
    sections = [
        front.question(source),
        front.assumed(source),
        summary(source) if source.rows("summary") else None,
        compared(source),
        cash(source),
        gains(source),
        levers.breakeven(source),
        levers.tornado(source),
        practices(source),
        method.method(source),
        method.gaps(),
    ]
    return Report(
        title=source.scenario.get("title", source.id),
        subtitle=source.scenario.get("question", "What it does to the finances of primary care practices"),
        facts=front.facts(source),
        sections=[s for s in sections if s],
        foot=source.foot,
    )
