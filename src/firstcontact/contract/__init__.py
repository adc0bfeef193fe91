"""The input contract: one YAML per table that a source may hold, with its columns, rules and mapping notes."""

from firstcontact.contract.load import contract_digest, input_tables, load_contract
from firstcontact.contract.model import Check, Column, Table, TableCheck

__all__ = ["Check", "Column", "Table", "TableCheck", "contract_digest", "input_tables", "load_contract"]
