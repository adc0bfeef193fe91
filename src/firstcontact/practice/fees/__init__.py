"""What Medicare allows for a code, by date, place and setting; and the reader of CMS's own files."""

from firstcontact.practice.fees.amount import allowed
from firstcontact.practice.fees.cms_load import load
from firstcontact.practice.fees.price import price
from firstcontact.practice.fees.tables import FeeTables, read_folder, shipped_tables

__all__ = ["FeeTables", "allowed", "load", "price", "read_folder", "shipped_tables"]
