import pyarrow as pa
import pytest

from disclosure.region import measure, row, table
from firstcontact.disclosure import disclose
from firstcontact.disclosure.public_view import SCHEMA

WELLNESS = [measure("wellness_visit")]
P2 = {"lower": 0.32, "upper": 0.48, "method": "wilson"}


def wellness(**extra):
    rows = [
        row("wellness_visit.all", "practice", "P1", n=4, d=200),
        row("wellness_visit.all", "practice", "P2", n=60, d=150),
        row("wellness_visit.all", "practice", "P3", n=81, d=90),
        row("wellness_visit.all", "region", "R", n=145, d=440, lower=0.2872, upper=0.3748, method="wilson"),
        row("wellness_visit.all", "practice", "P9", n=0, d=0),
    ]
    return disclose(table(rows), None, WELLNESS, "2026-r1", **extra)


def shown(public, group):
    names = ("numerator_rounded", "denominator_rounded", "value", "lower", "upper", "status")
    found = next(r for r in public.rows.to_pylist() if r["group_id"] == group)
    return tuple(found[n] for n in names)


def test_the_worked_region_of_three_practices():
    public = wellness()
    assert shown(public, "P1") == (None, 200, None, None, None, "suppressed")
    assert shown(public, "P2") == (None, 150, None, None, None, "suppressed")
    assert shown(public, "P3") == (None, 90, None, None, None, "suppressed")
    assert shown(public, "R") == (145, 440, "33", "29", "37", "published")
    assert shown(public, "P9") == (0, 0, None, None, None, "not_applicable")


def test_one_text_for_every_reason():
    notes = {r["group_id"]: r["note_id"] for r in wellness().rows.to_pylist()}
    assert notes == {"P1": "hidden_small", "P2": "hidden_small", "P3": "hidden_small", "P9": "no_eligible", "R": None}


def test_reasons_stay_in_the_internal_table():
    internal = wellness().protected_table().to_pylist()
    assert {r["group_id"]: r["reason"] for r in internal} == {
        "P1": "small_numerator",
        "P2": "secondary",
        "P3": "small_complement",
        "P9": "",
        "R": "",
    }
    assert not {"reason", "flag", "sensitive"} & set(wellness().rows.column_names)


def test_rows_come_in_byte_order_with_the_public_columns():
    rows = wellness().rows
    assert rows.schema == SCHEMA
    keys = list(zip(rows["group_kind"].to_pylist(), rows["group_id"].to_pylist(), strict=True))
    assert keys == sorted(keys)


def test_row_order_of_the_input_changes_nothing():
    rows = [row("wellness_visit.all", "practice", f"P{i}", n=n, d=200) for i, n in enumerate((4, 60, 81, 90, 100, 77))]
    rows.append(row("wellness_visit.all", "region", "R", n=412, d=1200))
    forward = disclose(table(rows), None, WELLNESS, "2026-r1").rows
    backward = disclose(table(rows[::-1]), None, WELLNESS, "2026-r1").rows
    assert forward.equals(backward)


@pytest.mark.parametrize(
    ("status", "d", "public", "note"),
    [
        ("published", 100, "published", None),
        ("provisional", 100, "provisional", "provisional"),
        ("too_few", 100, "suppressed", "hidden_small"),
        ("not_applicable", 0, "not_applicable", "no_eligible"),
        ("not_applicable", None, "not_applicable", "not_computed"),
        ("published", 0, "not_applicable", "no_eligible"),
    ],
)
def test_internal_statuses_become_public_ones(status, d, public, note):
    counts = {"n": None if d is None else d / 2, "d": d or 0}
    one = row("wellness_visit.all", "region", "R", **{**counts, "n": counts["n"] or 0}, status=status)
    one |= {"denominator": d, "numerator": counts["n"]}
    found = disclose(table([one]), None, WELLNESS, "2026-r1").rows.to_pylist()[0]
    assert (found["status"], found["note_id"]) == (public, note)


def test_a_row_without_a_public_status_has_no_number():
    one = row("wellness_visit.all", "region", "R", n=50, d=100, status="too_few")
    found = disclose(table([one]), None, WELLNESS, "2026-r1").rows.to_pylist()[0]
    assert [found[k] for k in ("numerator_rounded", "value", "lower", "upper", "comparison")] == [None] * 5
    assert found["denominator_rounded"] == 100


def test_names_come_from_the_groups_in_composed_form():
    groups = pa.Table.from_pylist(
        [
            {
                "group_kind": "region",
                "group_id": "R",
                "group_name": "Sa\u0303o Example",
                "organization_id": None,
                "parent_id": None,
                "practice_type": None,
                "deprivation_quintile": None,
            }
        ]
    )
    rows = table([row("wellness_visit.all", "region", "R", n=50, d=100)])
    assert disclose(rows, groups, WELLNESS, "2026-r1").rows["group_name"].to_pylist() == ["S\u00e3o Example"]


def test_the_next_release_remembers_what_did_not_change():
    first = wellness().rows
    rows = [
        row("wellness_visit.all", "region", "R", n=145, d=440, lower=0.2872, upper=0.3748, method="wilson"),
        row("wellness_visit.all", "practice", "P9", n=50, d=100),
    ]
    later = disclose(table(rows), None, WELLNESS, "2026-r2", earlier=first).rows.to_pylist()
    found = {r["group_id"]: (r["first_release"], r["changed_in"]) for r in later}
    assert found == {"P9": ("2026-r1", "2026-r2"), "R": ("2026-r1", "2026-r1")}


def test_public_rosters_are_shown_exactly():
    spec = measure(
        "pcp", unit_of_count="area", value="rate_per_100000", denominator_unit="population", domain="capacity"
    )
    rows = table([row("pcp", "area", "A1", n=7, d=9876, value=70.878, numerator_unit="people")])
    found = disclose(rows, None, [spec], "2026-r1").rows.to_pylist()[0]
    assert (found["numerator_rounded"], found["denominator_rounded"], found["value"]) == (7, 9876, "70.9")


def test_a_group_without_anybody_at_risk_shows_no_few_events_and_no_way_to_them():
    """Region 40 less 37 of the other practice would give the 3 of P1."""
    stays = measure(
        "stays", value="rate_per_1000", numerator_unit="events", denominator_unit="person_years", window="month"
    )
    rows = [
        row("stays", "practice", "P1", n=3, d=0, people_numerator=2),
        row("stays", "practice", "P2", n=37, d=1000, people_numerator=35),
        row("stays", "region", "R", n=40, d=1000, people_numerator=37),
    ]
    public = disclose(table(rows), None, [stays], "2026-r1")
    assert shown(public, "P1") == (None, 0, None, None, None, "not_applicable")
    assert "suppressed" in {shown(public, "P2")[-1], shown(public, "R")[-1]}


@pytest.mark.parametrize(("level", "expected"), [(0.9, 90), (0.95, 95), (None, 95)])
def test_the_level_of_the_limits_is_that_of_the_run(level, expected):
    limits = {"lower": 0.29, "upper": 0.37, "method": "wilson", "confidence": level}
    rows = table([row("wellness_visit.all", "region", "R", n=145, d=440, **limits)])
    assert disclose(rows, None, WELLNESS, "2026-r1").rows["confidence"].to_pylist() == [expected]
