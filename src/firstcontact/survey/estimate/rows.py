"""The table `estimate`: one row per estimate, level and term. Source: specs/surveys/design-estimation.md 13."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

import numpy as np
import pyarrow as pa

from firstcontact.survey.estimate.engine import Counts, Engine, Interval, status
from firstcontact.survey.estimate.source import Source
from firstcontact.survey.estimate.spec import Asked


@dataclass(frozen=True)
class Row:
    """None is NULL. n_kish and count (unweighted rows with the value of a proportion) are not in the table."""

    id: str
    statistic: str
    variable: str
    by: str | None
    level: str | None
    term: str | None
    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    df: int
    deff: float | None
    deff_without: float | None
    t: float | None
    p: float | None
    n: int
    n_psu: int
    n_strata: int
    weighted_n: float
    method: str
    status: str
    n_kish: float | None = None
    count: int | None = None


def _type(annotation: object) -> pa.DataType:
    kinds = {str: pa.string(), str | None: pa.string(), int: pa.int64()}
    return kinds.get(annotation, pa.float64())


SCHEMA = pa.schema([(f.name, _type(f.type)) for f in fields(Row) if f.name not in ("n_kish", "count")])


def row_table(rows: Iterable[Row]) -> pa.Table:
    return pa.Table.from_pylist([asdict(r) for r in rows], schema=SCHEMA)


@dataclass(frozen=True)
class Question:
    """One estimate of the file with what it is asked of. variable: its name in the output; place: file and line."""

    asked: Asked
    source: Source
    engine: Engine
    variable: str
    place: str
    suffix: str = ""

    def row(
        self,
        rows: np.ndarray,
        level: str | None,
        term: str | None = None,
        estimate: float | None = None,
        se: float | None = None,
        interval: Interval | None = None,
        df: int | None = None,
        effects: tuple[float | None, float | None] = (None, None),
        test: tuple[float | None, float | None] = (None, None),
        count: int | None = None,
    ) -> Row:
        """A row over the bool mask `rows`; without an estimate it is `not_applicable`. df: default of the design."""
        counts = self.engine.counts(rows)
        df = counts.df if df is None else df
        limits = interval or Interval()
        return Row(
            id=self.asked.id,
            statistic=self.asked.statistic,
            variable=self.variable,
            by=self.asked.by,
            level=level,
            term=term,
            estimate=estimate,
            se=se,
            lower=limits.lower,
            upper=limits.upper,
            df=df,
            deff=effects[0],
            deff_without=effects[1],
            t=test[0],
            p=test[1],
            n=counts.n,
            n_psu=counts.n_psu,
            n_strata=counts.n_strata,
            weighted_n=counts.weighted_n,
            method=self.engine.method + self.suffix,
            status=status(counts, estimate, df),
            n_kish=counts.n_kish,
            count=count,
        )

    def counts(self, rows: np.ndarray) -> Counts:
        return self.engine.counts(rows)

    def domains(self) -> list[tuple[str | None, np.ndarray]]:
        """At least one: `by` without any level gives one empty domain."""
        found = self.source.domains(self.asked, self.place)
        return found or [(None, np.zeros_like(self.source.alive))]

    def note(self, level: str | None, words: str) -> None:
        of = f", {self.asked.by} = {level}" if level is not None else ""
        self.engine.notes.append(f"estimate {self.asked.id}{of}: {words}")
