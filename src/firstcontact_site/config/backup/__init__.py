"""The whole site in one file: rows, uploads and menus; written and read alike on SQLite and PostgreSQL."""

from firstcontact_site.config.backup.archive import make_backup
from firstcontact_site.config.backup.restore import restore

__all__ = ["make_backup", "restore"]
