"""A sealed release as the checks read it: from its files alone, each read once."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from firstcontact.release.candidate import Candidate
from firstcontact.release.columns import NAMES

PUBLISHED = ("published", "provisional")
Row = tuple[str, str, str, str]


class Sealed:
    """Files of one candidate below `releases/<id>`."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate, self.root = candidate, candidate.sealed

    @cached_property
    def results(self) -> pa.Table:
        """data/results.csv, every column as text."""
        return read_table(self.root / "data" / "results.csv")

    @cached_property
    def rows(self) -> dict[int, Row]:
        """Line of results.csv -> status, value, lower, upper, for the rows that pages speak about."""
        columns = [self.results[name].to_pylist() for name in ("status", "value", "lower", "upper")]
        return dict(enumerate(zip(*columns, strict=True), 2))

    @cached_property
    def pages(self) -> list[tuple[str, str]]:
        """(path below site/, text) of every page."""
        site = self.root / "site"
        return [(p.relative_to(site).as_posix(), p.read_text(encoding="utf-8")) for p in sorted(site.rglob("*.html"))]

    def files(self, *endings: str) -> Iterator[Path]:
        yield from sorted(p for p in self.root.rglob("*") if p.suffix in endings)


def read_table(path: Path) -> pa.Table:
    """A results file as texts; an empty cell is an empty text."""
    types = csv.ConvertOptions(column_types=dict.fromkeys(NAMES, pa.string()), strings_can_be_null=False)
    return csv.read_csv(path, convert_options=types)
