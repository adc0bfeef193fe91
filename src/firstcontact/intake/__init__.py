"""Reads a source's files, checks them against the contract, sets bad rows aside, and makes the rest live as batches."""

from firstcontact.intake.convert import convert
from firstcontact.intake.findings import Finding, Findings
from firstcontact.intake.imports import check, import_batch
from firstcontact.intake.report import ImportReport
from firstcontact.intake.store import LiveStore

__all__ = ["Finding", "Findings", "ImportReport", "LiveStore", "check", "convert", "import_batch"]
