"""Rows of derived measures: YAML only, over the rows of base measures of the same run."""

from collections.abc import Iterator

import pyarrow as pa

from firstcontact.engine.comparison import compared_table, comparisons
from firstcontact.engine.definition import BaseMeasure, DerivedMeasure
from firstcontact.engine.definitions import Definition
from firstcontact.engine.derivedrows import Surroundings, table_of
from firstcontact.engine.rows import Rows
from firstcontact.engine.shockindex import index_numbers


def derive(
    definition: Definition, base: Rows, base_meta: BaseMeasure, whole: bool, around: Surroundings
) -> Iterator[tuple[str, pa.Table]]:
    """(result id, rows) of a derived measure over one base; nothing when the base lacks its strata or months."""
    meta = definition.meta
    assert isinstance(meta, DerivedMeasure)
    if meta.formula == "baseline_index":
        for variant_id, values in definition.variants.items():
            numbers = index_numbers(base, base_meta, whole, values.get("baseline", "mean"), meta, around)
            if numbers is not None:
                yield variant_id, table_of(variant_id, meta, base, numbers, around.rules)
        return
    result_id = f"{meta.id}.{base.id}"
    found = [row for stratifier in meta.stratifiers for row in comparisons(meta, base, stratifier, around)]
    if found:
        yield result_id, compared_table(result_id, meta, base, sorted(found, key=lambda r: r[0]), around)
