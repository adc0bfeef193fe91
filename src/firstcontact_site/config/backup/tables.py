"""Rows of a table as lines of JSON that do not depend on the database they stand in."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Value

QUEUE = "procrastinate"
LEFT_OUT_APPS = {"sessions", "wagtailsearch", QUEUE}
LEFT_OUT_MODELS = {"config.Count", "config.JobRun"}
BATCH = 500
KINDS = {
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "FilePathField"), models.TextField),
    **dict.fromkeys(("IntegerField", "SmallIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"),
                    models.IntegerField),
    **dict.fromkeys(("BigIntegerField", "PositiveBigIntegerField"), models.BigIntegerField),
    "AutoField": models.AutoField,
    "BigAutoField": models.BigAutoField,
    "BooleanField": models.BooleanField,
    "DateField": models.DateField,
    "DateTimeField": models.DateTimeField,
    "TimeField": models.TimeField,
    "DurationField": models.DurationField,
    "DecimalField": models.DecimalField,
    "FloatField": models.FloatField,
    "UUIDField": models.UUIDField,
    "JSONField": models.JSONField,
    "BinaryField": models.BinaryField,
    "GenericIPAddressField": models.GenericIPAddressField,
}  # fmt: skip
PARTS = {"AutoField": "IntegerField", "BigAutoField": "BigIntegerField"}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    null: bool = False
    primary: bool = False
    digits: int | None = None
    places: int | None = None

    @classmethod
    def of(cls, field: models.Field) -> "Column":
        kind_of = field
        while kind_of.remote_field:
            kind_of = kind_of.target_field
        kind = kind_of.get_internal_type()
        kind = PARTS.get(kind, kind) if kind_of is not field else kind
        if kind not in KINDS:
            raise TypeError(f"{field.model._meta.label}.{field.name} is a {kind}: backups do not know it yet.")
        digits = {"digits": kind_of.max_digits, "places": kind_of.decimal_places} if kind == "DecimalField" else {}
        return cls(field.column, kind, field.null, field.primary_key, **digits)

    def field(self) -> models.Field:
        digits = {"max_digits": self.digits, "decimal_places": self.places} if self.kind == "DecimalField" else {}
        return KINDS[self.kind](db_column=self.name, null=self.null, primary_key=self.primary, **digits)

    def read(self, value: object) -> object:
        """From JSON to what the field takes."""
        if value is None:
            return Value(None, models.JSONField()) if self.kind == "JSONField" and not self.null else None
        return READ[self.kind](value) if self.kind in READ else value


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, model: type[models.Model]) -> "Table":
        return cls(model._meta.db_table, tuple(Column.of(f) for f in model._meta.local_concrete_fields))

    @classmethod
    def parse(cls, header: str) -> "Table":
        found = json.loads(header)
        return cls(found["table"], tuple(Column(**c) for c in found["columns"]))

    def header(self) -> str:
        return canonical({"table": self.name, "columns": [asdict(c) for c in self.columns]})

    @cached_property
    def model(self) -> type[models.Model]:
        """A plain model of the same columns: no method, no signal and no parent of the real one takes part."""
        meta = type("Meta", (), {"apps": Apps(), "app_label": "backup", "managed": False, "db_table": self.name})
        fields = {f"c{n}": column.field() for n, column in enumerate(self.columns)}
        return type("Row", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    def lines(self) -> Iterator[str]:
        """Rows in the order of their keys."""
        names = [f"c{n}" for n in range(len(self.columns))]
        rows = self.model.objects.exclude(pk__in=_about_the_queue(self.name)).order_by("pk")
        for row in rows.values_list(*names).iterator(chunk_size=2000):
            yield canonical([_write(v) for v in row])

    def load(self, lines: Iterable[str]) -> None:
        rows = (self._row(line) for line in lines)
        while batch := list(islice(rows, BATCH)):
            self.model.objects.bulk_create(batch)

    def _row(self, line: str) -> models.Model:
        values = zip(self.columns, json.loads(line), strict=True)
        return self.model(**{f"c{n}": column.read(value) for n, (column, value) in enumerate(values)})


class RowHash:
    """Number of rows and a digest that does not depend on their order: databases sort texts differently."""

    def __init__(self) -> None:
        self.rows = self.total = 0

    def add(self, line: str) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(line.encode()).digest())) % (1 << 256)

    def facts(self) -> dict:
        return {"rows": self.rows, "hash": f"{self.total:064x}"}

    @classmethod
    def of(cls, lines: Iterable[str]) -> dict:
        found = cls()
        for line in lines:
            found.add(line)
        return found.facts()


def tables() -> list[Table]:
    """All tables that a backup holds: not sessions, the index of the search, queues and counts."""
    kept = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    named = {m._meta.db_table: m for m in kept if not _is_left_out(m)}
    return [Table.of(named[name]) for name in sorted(named)]


def _is_left_out(model: type[models.Model]) -> bool:
    return model._meta.app_label in LEFT_OUT_APPS or model._meta.label in LEFT_OUT_MODELS or bool(model._meta.swapped)


def _about_the_queue(table: str) -> list[int]:
    """What Django notes of the queue's tables, which only PostgreSQL has. `migrate` writes it again."""
    types = ContentType.objects.filter(app_label=QUEUE)
    noted = {"django_content_type": types, "auth_permission": Permission.objects.filter(content_type__in=types)}
    return list(noted[table].values_list("pk", flat=True)) if table in noted else []


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _write(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, (Decimal, UUID)) else value


READ = {
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DurationField": lambda value: timedelta(microseconds=value),
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "BinaryField": base64.b64decode,
}
