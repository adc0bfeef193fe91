"""Rows of tiny regions whose numbers are worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from firstcontact.engine.definitions import catalogue, read
from firstcontact.engine.reader import results
from firstcontact.engine.run import measure_core
from firstcontact.engine.words import new_measure
from firstcontact.errors import FirstContactError
from firstcontact.workspace import Config, Groups, Workspace
from support.core_store import attributes, cell, layout, reference_rows, write_store

from .conftest import inputs_of

IDS = attributes()
PLACES = layout(IDS)
Y2024 = date(2024, 1, 1)


def months(person: int, numbers: list[int], line: int = 1, primary: bool = True, **keys: int) -> list[dict]:
    """Counted medical months of a person in 2024."""
    same = {
        "person_id": person,
        "coverage_id": person * 16 + line,
        "year_start": Y2024,
        "medical": True,
        "pharmacy": True,
        "is_counted": True,
        "is_primary": primary,
        "months": 1,
        "age": 40,
        "cell_key": cell(PLACES, line_of_business=line, **keys),
    }
    return [{**same, "month": date(2024, m, 1)} for m in numbers]


def year(person: int, **keys: int) -> dict:
    """A person with twelve months in 2024."""
    cell_key = cell(PLACES, **keys)
    return {
        "person_id": person,
        "year_start": Y2024,
        "coverage_id": person * 16,
        "medical_months": 12,
        "cell_key": cell_key,
    }


def dollars(person: int, amount: int, month: int = 1, line: int = 1, **columns: int) -> dict:
    """Spending of a coverage and month."""
    amounts = {name: Decimal(value) for name, value in {"medical": amount, **columns}.items()}
    coverage = {"person_id": person, "coverage_id": person * 16 + line, "payers": 1}
    return {**coverage, "month": date(2024, month, 1), "year_start": Y2024, **amounts}


def visits(person: int, numbers: list[int], line: int = 1, **keys: int) -> list[dict]:
    same = {
        "person_id": person,
        "coverage_id": person * 16 + line,
        "year_start": Y2024,
        "is_primary_care": True,
        "in_month": True,
        "cell_key": cell(PLACES, line_of_business=line, **keys),
    }
    return [{**same, "visit_id": person * 1000 + i, "month": date(2024, m, 1)} for i, m in enumerate(numbers)]


def run(tmp_path: Path, rows: dict[str, list[dict]], *only: str, **more) -> dict[tuple, dict]:
    store = write_store(tmp_path / "core", {**reference_rows(IDS, [2024]), **rows})
    ws = Workspace(tmp_path, more.pop("config", Config()))
    measure_core(ws, inputs_of(store, **more), only=only)
    found = {}
    for r in results(ws).to_pylist():
        place = (r["group_kind"], r["group_id"], r["stratum_kind"], r["stratum"])
        found[r["measure"], str(r["period_start"])[:7], r["period_end"].month, *place] = r
    return found


def test_a_person_in_two_age_bands_adds_months_to_both_and_is_one_person(tmp_path: Path) -> None:
    person_month = months(1, [1, 2], age_band=2) + months(1, [3], age_band=3) + months(2, [1], age_band=3)
    rows = run(tmp_path, {"person_month": person_month, "visit": visits(1, [1, 3])}, "visit_volume.all")
    twelve = ("visit_volume.all", "2024-01", 12, "region", "region")
    whole = rows[*twelve, "all", "all"]
    assert (whole["numerator"], whole["denominator"], whole["value"]) == (2, 4, 500.0)
    assert (whole["people"], whole["people_numerator"]) == (2, 1)
    band = {
        s: (rows[*twelve, "age_band", s]["denominator"], rows[*twelve, "age_band", s]["people"])
        for s in ("18-44", "45-64")
    }
    assert band == {"18-44": (2, 1), "45-64": (2, 2)}


def test_two_coverages_of_a_month_are_one_person_with_two_months(tmp_path: Path) -> None:
    person_month = months(1, [1], line=1, payer=1) + months(1, [1], line=3, primary=False, payer=2)
    rows = run(tmp_path, {"person_month": person_month}, "visit_volume.all")
    january = ("visit_volume.all", "2024-01", 1, "region", "region")
    assert (rows[*january, "all", "all"]["denominator"], rows[*january, "all", "all"]["people"]) == (2, 1)
    assert {rows[*january, "payer", p]["people"] for p in ("payer01", "payer02")} == {1}


def test_partial_commercial_money_counts_in_its_own_line_of_business_only(tmp_path: Path) -> None:
    person_month = months(1, [1], line=1, sex=1) + months(2, [1], line=2, sex=1, practice=1)
    cube = [dollars(p, 100 * p, line=p) for p in (1, 2)]
    rows = run(tmp_path, {"person_month": person_month, "spend_cube": cube}, "total_spend_pmpm.medical")
    year = ("total_spend_pmpm.medical", "2024-01", 12)
    assert rows[*year, "region", "region", "all", "all"]["numerator"] == 100
    assert rows[*year, "region", "region", "sex", "female"]["numerator"] == 100
    assert rows[*year, "region", "region", "line_of_business", "commercial_partial"]["numerator"] == 200
    assert rows[*year, "practice", "k00001", "all", "all"]["status"] == "not_applicable"
    assert rows[*year, "practice", "k00001", "line_of_business", "commercial_partial"]["numerator"] == 200


def test_two_people_dominate_a_share_of_money(tmp_path: Path) -> None:
    person_month = [r for p in (1, 2, 3, 4) for r in months(p, [1, 2], payer=1 + p % 2)]
    amounts = {1: (600, 0), 2: (100, 200), 3: (100, 0), 4: (-50, 0)}
    cube = [dollars(p, a, m) for p, pair in amounts.items() for m, a in enumerate(pair, 1)]
    rows = run(tmp_path, {"person_month": person_month, "spend_cube": cube}, "total_spend_pmpm.medical")
    whole = rows["total_spend_pmpm.medical", "2024-01", 12, "region", "region", "all", "all"]
    assert (whole["numerator"], whole["top2_share"], whole["sources"], whole["people_numerator"]) == (950, 0.9, 2, 4)


def test_person_years_and_the_exact_interval(tmp_path: Path) -> None:
    person_month = [r for p in range(1, 41) for r in months(p, list(range(1, 13)))]
    events = [
        {
            "ed_visit_id": i,
            "person_id": i,
            "coverage_id": i * 16 + 1,
            "month": Y2024,
            "year_start": Y2024,
            "in_month": True,
        }
        for i in range(1, 5)
    ]
    rows = run(tmp_path, {"person_month": person_month, "ed_visit": events}, "ed_visits_per_1000.all")
    whole = rows["ed_visits_per_1000.all", "2024-01", 12, "region", "region", "all", "all"]
    assert (whole["value"], whole["method"], whole["confidence"]) == (100.0, "exact_poisson", 0.95)
    assert (whole["lower"], whole["upper"]) == (
        pytest.approx(1.089865374 / 40 * 1000),
        pytest.approx(10.241588675 / 40 * 1000),
    )


def test_a_mean_has_the_interval_of_t_over_people_who_count(tmp_path: Path) -> None:
    years = [year(p) for p in (1, 2, 3, 4)]
    seen = {1: [1, 1, 1, 1], 2: [1, 1, 1, 2], 3: [1, 2], 4: [1]}
    visit = [
        {**v, "clinician_npi": c}
        for p, who in seen.items()
        for v, c in zip(visits(p, [1] * len(who)), who, strict=True)
    ]
    rows = run(tmp_path, {"person_year": years, "visit": visit}, "usual_provider_continuity.clinician.min2")
    whole = rows["usual_provider_continuity.clinician.min2", "2024-01", 12, "region", "region", "all", "all"]
    assert (whole["numerator"], whole["denominator"], whole["people"]) == (Decimal("2.25"), 3, 3)
    assert (whole["value"], whole["method"]) == (0.75, "t")
    assert (whole["lower"], whole["upper"]) == (pytest.approx(0.75 - 4.302652729911275 * 0.25 / 3**0.5), 1.0)


def test_a_ratio_has_wilson_and_zero_is_zero(tmp_path: Path) -> None:
    years = [year(p, sex=1) for p in range(1, 21)]
    rows = run(tmp_path, {"person_year": years}, "any_primary_care_visit")
    whole = rows["any_primary_care_visit", "2024-01", 12, "region", "region", "all", "all"]
    assert (whole["numerator"], whole["value"], whole["lower"], whole["method"], whole["status"]) == (
        0,
        0.0,
        0.0,
        "wilson",
        "too_few",
    )
    assert whole["upper"] == pytest.approx(0.161125158)
    empty = rows["any_primary_care_visit", "2024-01", 12, "practice", "k00001", "all", "all"]
    assert (empty["numerator"], empty["value"], empty["status"], empty["people"]) == (0, None, "not_applicable", 0)
    assert ("any_primary_care_visit", "2024-01", 12, "region", "region", "sex", "male") not in rows


def test_only_the_asked_strata_of_practices(tmp_path: Path) -> None:
    config = Config(groups=Groups(practice_strata=["sex"]))
    rows = run(tmp_path, {"person_month": months(1, [1], sex=1, practice=2)}, "visit_volume.all", config=config)
    assert {k[5] for k in rows if k[3] == "practice" and k[2] == 12 and k[5] != "all"} == {"sex"}


def test_months_of_strata_of_practices_when_asked(tmp_path: Path) -> None:
    config = Config(groups=Groups(practice_strata=["sex"], practice_strata_periods=["year", "month"]))
    rows = run(tmp_path, {"person_month": months(1, [1], sex=1, practice=2)}, "visit_volume.all", config=config)
    last_months = {k[2] for k in rows if k[3] == "practice" and k[5] == "sex"}
    assert last_months == set(range(1, 13))


def own_measure(tmp_path: Path, sql: str, **changes: str) -> list:
    """The draft measure with other SQL and other keys."""
    paths = new_measure(tmp_path, "own", "performance", date(2026, 1, 1))
    text = paths[0].read_text()
    for old, new in changes.items():
        key = old.replace("__", ": ")
        line = next(x for x in text.splitlines() if x.startswith(key + ":"))
        text = text.replace(line, f"{key}: {new}")
    paths[0].write_text(text)
    paths[1].write_text(sql)
    return [*catalogue(), read(paths[0], "definitions/measures/performance/own.yaml")]


YEARS = [year(p) for p in (1, 2, 3)]
FROM = "FROM person_year AS m"
UNIT = "SELECT m.person_id AS unit_id, m.year_start AS period"


def test_a_unit_that_stands_twice_stops_the_run(tmp_path: Path) -> None:
    sql = f"{UNIT}, 1 AS numerator, 1 AS denominator {FROM} LEFT JOIN visit AS v ON v.person_id = m.person_id"
    definitions = own_measure(tmp_path, sql, parameters="[]")
    with pytest.raises(FirstContactError, match=r"own: 1 units \(person\) stand twice in a period") as error:
        run(tmp_path, {"person_year": YEARS, "visit": visits(1, [1, 2])}, "own", definitions=definitions)
    assert "1001" not in str(error.value)


def test_a_numerator_above_its_denominator_stops_the_run(tmp_path: Path) -> None:
    sql = f"{UNIT}, m.person_id AS numerator, 2 AS denominator {FROM}"
    definitions = own_measure(tmp_path, sql, parameters="[]", reads="[person_year]")
    with pytest.raises(
        FirstContactError, match=r"own: 1 units \(person\) have a numerator greater than its denominator"
    ):
        run(tmp_path, {"person_year": YEARS}, "own", definitions=definitions)


def test_a_negative_count_stops_the_run(tmp_path: Path) -> None:
    sql = f"{UNIT}, 1 - m.person_id AS numerator, 9 AS denominator {FROM}"
    definitions = own_measure(tmp_path, sql, parameters="[]", reads="[person_year]", value="rate_per_1000")
    with pytest.raises(FirstContactError, match=r"own: 2 units \(person\) have a negative count"):
        run(tmp_path, {"person_year": YEARS}, "own", definitions=definitions)


def test_a_numerator_in_doubles_is_refused_with_what_to_write(tmp_path: Path) -> None:
    sql = f"{UNIT}, CAST(m.medical_months AS DOUBLE) / 12 AS numerator, 1 AS denominator {FROM}"
    definitions = own_measure(
        tmp_path, sql, parameters="[]", reads="[person_year]", value="mean", numerator_unit="score"
    )
    with pytest.raises(
        FirstContactError,
        match=r"counts in DOUBLE, whose sums depend on the order of rows. CAST\(.. AS DECIMAL\(18,12\)\)",
    ):
        run(tmp_path, {"person_year": YEARS}, "own", definitions=definitions)


def test_a_ratio_of_money_above_one_in_the_region_is_an_error(tmp_path: Path) -> None:
    cube = [dollars(1, 100, broad=150)]
    rows = run(
        tmp_path, {"person_month": months(1, [1]), "spend_cube": cube}, "primary_care_spend_share.broad.medical.claims"
    )
    whole = rows["primary_care_spend_share.broad.medical.claims", "2024-01", 12, "region", "region", "all", "all"]
    assert (whole["status"], whole["value"], whole["numerator"]) == ("error", None, 150)


def test_gap_and_ratio_between_groups(tmp_path: Path) -> None:
    def people(first: int, count: int, visitors: int, race: int) -> tuple[list[dict], list[dict]]:
        years = [year(p, race_ethnicity=race) for p in range(first, first + count)]
        return years, [v for p in range(first, first + visitors) for v in visits(p, [1])]

    years, seen = [], []
    for given in ((1, 40, 32, 2), (101, 50, 20, 3), (201, 10, 0, 4), (301, 60, 0, 0)):
        more_years, more_visits = people(*given)
        years, seen = years + more_years, seen + more_visits
    rows = run(tmp_path, {"person_year": years, "visit": seen}, "gap.any_primary_care_visit", "ratio")
    gap = rows["gap.any_primary_care_visit", "2024-01", 12, "region", "region", "race_ethnicity", "all"]
    assert (gap["value"], gap["people"], gap["method"], gap["status"]) == (
        pytest.approx(0.4),
        40,
        "newcombe",
        "provisional",
    )
    assert (gap["numerator"], gap["denominator"], gap["universe"], gap["people_numerator"]) == (None, None, None, None)
    assert rows["ratio.any_primary_care_visit", "2024-01", 12, "region", "region", "race_ethnicity", "all"][
        "value"
    ] == pytest.approx(2.0)
