"""A second database beside the site's: a file for SQLite, a schema for PostgreSQL. One rename makes it the site's."""

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from firstcontact.errors import FirstContactError
from firstcontact_site.config.backup.tables import Table

SCHEMA = "firstcontact_restoring"
SIDES = ("", "-wal", "-shm")


class Staging(ABC):
    """While `staged()` is open, Django's connection leads to the new database."""

    def holds_a_site(self) -> bool:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM wagtailcore_page WHERE depth > 2")
                return cursor.fetchone()[0] > 0 or self._has_people(cursor)
        except DatabaseError:
            return False

    @staticmethod
    def _has_people(cursor) -> bool:
        cursor.execute("SELECT count(*) FROM accounts_user")
        return cursor.fetchone()[0] > 0

    @contextmanager
    def staged(self) -> Iterator[None]:
        connection.close()
        self.begin()
        try:
            yield
        finally:
            connection.close()
            self.end()

    @abstractmethod
    def begin(self) -> None: ...

    @abstractmethod
    def end(self) -> None: ...

    @abstractmethod
    def switch(self, before: Callable[[], None]) -> None:
        """Make the new database the site's; the old one is kept under another name."""


class SqliteFile(Staging):
    def __init__(self) -> None:
        self.target = str(connection.settings_dict["NAME"])
        self.draft = f"{self.target}.restoring"

    def begin(self) -> None:
        _remove(self.draft)
        connection.settings_dict["NAME"] = self.draft

    def end(self) -> None:
        connection.settings_dict["NAME"] = self.target
        _remove(self.draft)

    def switch(self, before: Callable[[], None]) -> None:
        connection.close()
        before()
        old = f"{self.target}.before-{_now()}"
        for side in SIDES:
            with contextlib.suppress(FileNotFoundError):
                os.rename(self.target + side, old + side)
        os.replace(self.draft, self.target)


class PostgresSchema(Staging):
    def __init__(self) -> None:
        self.options = connection.settings_dict["OPTIONS"]

    def begin(self) -> None:
        _execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE", f"CREATE SCHEMA {SCHEMA}")
        connection.close()
        connection.settings_dict["OPTIONS"] = {**self.options, "options": f"-c search_path={SCHEMA}"}

    def end(self) -> None:
        connection.settings_dict["OPTIONS"] = self.options
        _execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.close()

    def switch(self, before: Callable[[], None]) -> None:
        before()
        with transaction.atomic():
            _execute(
                f"ALTER SCHEMA public RENAME TO firstcontact_before_{_now().lower()}",
                f"ALTER SCHEMA {SCHEMA} RENAME TO public",
            )


def of_this_site() -> Staging:
    return PostgresSchema() if connection.vendor == "postgresql" else SqliteFile()


def migrate_to(applied: Iterable[tuple[str, str]]) -> None:
    """Tables as they were when these migrations had been applied. Raises FirstContactError for an unknown one."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.nodes
    applied = [tuple(node) for node in applied]
    here = executor.loader.disk_migrations
    unknown = [node for node in applied if node not in here and node[0] in executor.loader.migrated_apps]
    if unknown:
        app, name = unknown[0]
        raise FirstContactError(
            f"The backup comes from a newer version: this one does not know the migration '{name}' of '{app}'. "
            "Nothing was changed. Install the version that made the backup, or a later one."
        )
    known = {node for node in applied if node in nodes}
    executor.migrate([node for node in sorted(known) if not _has_child(executor, node, known)])


def _has_child(executor: MigrationExecutor, node: tuple[str, str], known: set) -> bool:
    children = executor.loader.graph.node_map[node].children
    return any(child.key in known and child.key[0] == node[0] for child in children)


def empty(table: Table) -> None:
    """Rows that migrations have made; a table without rows is left alone, because some refuse to be emptied."""
    if table.model.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")


def reset_sequences(tables: Iterable[Table]) -> None:
    """The next new row gets the key after the greatest."""
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    _execute(*statements)


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _remove(path: str) -> None:
    for side in SIDES:
        Path(path + side).unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
