"""The results table as the design states it."""

from typing import get_args

from firstcontact.results_table import EXACT, SCHEMA, WITH_RUN, GroupKind, StratumKind

COLUMNS = [
    "measure",
    "version",
    "definition_pack",
    "period_start",
    "period_end",
    "group_kind",
    "group_id",
    "stratum_kind",
    "stratum",
    "numerator",
    "denominator",
    "numerator_unit",
    "people",
    "people_numerator",
    "top2_share",
    "sources",
    "universe",
    "value",
    "lower",
    "upper",
    "confidence",
    "method",
    "status",
    "run_id",
]


def test_the_columns_stand_in_the_order_of_the_design():
    assert WITH_RUN.names == COLUMNS
    assert SCHEMA.names == COLUMNS[:-1]


def test_counts_are_exact_and_values_are_unrounded():
    assert (
        {str(SCHEMA.field(name).type) for name in ("numerator", "denominator")}
        == {str(EXACT)}
        == {"decimal128(38, 12)"}
    )
    assert {str(SCHEMA.field(name).type) for name in ("value", "lower", "upper", "confidence")} == {"double"}


def test_the_closed_lists_are_those_of_the_design():
    assert get_args(GroupKind) == ("region", "area", "organization", "practice", "clinician")
    assert len(get_args(StratumKind)) == len(set(get_args(StratumKind))) == 10
    assert "all" not in get_args(StratumKind)
