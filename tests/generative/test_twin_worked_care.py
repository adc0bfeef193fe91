"""The twin gives the worked examples of the definitions: stays, emergency care, continuity, attribution, the shock."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from generative import roster
from generative.cases import rows, stay, visit
from support.twin.attribution import Attribution
from support.twin.clinicians import Clinicians
from support.twin.codes import emergency_weights
from support.twin.derived import BASELINES, gaps_and_ratios
from support.twin.grouping import Row
from support.twin.lines import service_lines
from support.twin.measures.continuity import coc, upc
from support.twin.places import Practices
from support.twin.pqi import indicators
from support.twin.settings import Settings
from support.twin.stays import stays

NOWHERE = Practices([], [])


def test_four_hospital_claims_are_three_stays_in_two_episodes():
    bills = [("03-01", "03-05", "F1"), ("03-05", "03-09", "F1"), ("03-09", "03-12", "F2"), ("03-14", "03-15", "F2")]
    claims = [
        {
            "claim_id": n, "claim_line_number": 1, "claim_type": "institutional", "data_source": "s", "person_id": "p1",
            "bill_type_code": "111", "revenue_center_code": "120", "facility_npi": facility, "paid_amount": "1",
            "claim_start_date": f"2024-{start}", "claim_end_date": f"2024-{end}", "line_of_business": "commercial",
        }
        for n, (start, end, facility) in enumerate(bills)
    ]  # fmt: skip
    lines = service_lines(rows("medical_claim", *claims), {}, NOWHERE)
    found = stays(lines, {"p1": {"birth_date": None, "sex": "female"}})
    assert [(s["facility"], s["start"].day, s["end"].day, s["is_first_of_episode"]) for s in found] == [
        ("F1", 1, 9, True),
        ("F2", 9, 12, False),
        ("F2", 14, 15, True),
    ]


AMPUTATION = "0Y620ZZ"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"age": 52, "principal": "E1165"}, {"pqi_14", "pqi_90", "pqi_92", "pqi_93"}),
        ({"age": 71, "principal": "I5023"}, {"pqi_08", "pqi_90", "pqi_92"}),
        ({"age": 66, "principal": "I5023", "transfer_in": True}, set()),
        ({"age": 39, "principal": "J45901"}, {"pqi_15", "pqi_90", "pqi_92"}),
        ({"age": 40, "principal": "J45901"}, {"pqi_05", "pqi_90", "pqi_92"}),
        ({"age": 17, "principal": "E1010"}, set()),
        ({"age": 60, "principal": "J189", "other": ["D5700"]}, set()),
        ({"age": 80, "principal": "N390"}, {"pqi_12", "pqi_90", "pqi_91"}),
        (
            {"age": 63, "principal": "E1152", "procedures": {AMPUTATION}},
            {"pqi_03", "pqi_16", "pqi_90", "pqi_92", "pqi_93"},
        ),
    ],
)
def test_avertable_stays(facts: dict, expected: set):
    assert indicators(stay(**facts)) == expected


def test_emergency_weights_are_summed_never_picked():
    weights = emergency_weights()
    known = [weights[code] for code in ("H9209", "L509", "L0390")]
    assert sum(w["primary_care_treatable"] for w in known) == Decimal("0.886972")
    avoidable = ("non_emergent", "primary_care_treatable", "emergent_avoidable")
    assert sum(w[name] for w in known for name in avoidable) == Decimal("2.900000")
    assert weights["S61219A"]["injury"] == weights["F1020"]["alcohol"] == 1
    assert "U071" not in weights


@pytest.mark.parametrize(
    ("sequence", "expected_upc", "expected_coc"),
    [
        ("AA", Fraction(1), Fraction(1)),
        ("AB", Fraction(1, 2), Fraction(0)),
        ("AAB", Fraction(2, 3), Fraction(1, 3)),
        ("ABC", Fraction(1, 3), Fraction(0)),
        ("AABB", Fraction(1, 2), Fraction(1, 3)),
        ("AABC", Fraction(1, 2), Fraction(1, 6)),
        ("AAABBB", Fraction(1, 2), Fraction(2, 5)),
        ("AAAABBBB", Fraction(1, 2), Fraction(3, 7)),
        ("AABAC", Fraction(3, 5), Fraction(3, 10)),
        ("AABBBBBC", Fraction(5, 8), Fraction(11, 28)),
    ],
)
def test_continuity(sequence: str, expected_upc: Fraction, expected_coc: Fraction):
    assert (upc(sequence), coc(sequence)) == (expected_upc, expected_coc)


VISITS = [
    *[visit("p1", "n1", d) for d in ("2023-03-04", "2023-08-09", "2023-11-02")],
    *[visit("p1", "n2", d) for d in ("2024-02-01", "2024-09-01")],
    *[visit("p2", "n1", "2024-01-10"), visit("p2", "n2", "2024-06-10")],
    *[visit("p3", "n3", "2024-05-05"), visit("p3", "n1", "2024-05-05")],
    *[visit("p4", "n2", "2023-02-02"), visit("p4", "n1", "2024-07-07")],
    *[visit("p5", "n1", f"2024-0{m}-05") for m in range(1, 5)],
    visit("p5", "n2", "2024-06-01"),
]


@pytest.mark.parametrize(
    ("person", "clinician", "method"),
    [
        ("p1", "n2", "visits"),
        ("p2", "n2", "visits"),
        ("p3", "n1", "visits"),
        ("p4", "n1", "visits"),
        ("p5", "n1", "visits"),
        ("p6", "n4", "roster"),
        ("p7", None, "none"),
    ],
)
def test_attribution(person: str, clinician: str | None, method: str):
    selected = {
        "person_id": "p6",
        "line_of_business": "x",
        "npi": "n4",
        "basis": "selected",
        "start_date": "2024-01-01",
    }
    engine = Attribution(
        rows("roster_attribution", selected), VISITS, {"n4": {"deactivation_date": None}}, NOWHERE
    )  # fmt: skip
    found = engine.of(person, "x", 2024)
    assert (found["clinician"], found["method"]) == (clinician, method)


@pytest.mark.parametrize(
    ("inside", "outside", "expected"), [(95, 5, True), (90, 10, True), (89, 11, False), (99, 0, False)]
)
def test_hospitalists(inside: int, outside: int, expected: bool):
    npi = roster.npi(1)
    claims = [
        {"claim_id": n, "claim_line_number": 1, "claim_type": "professional", "data_source": "s", "person_id": "p",
         "claim_start_date": "2024-05-01", "hcpcs_code": code, "rendering_npi": npi, "paid_amount": "1"}
        for n, code in enumerate(["99232"] * inside + ["99213"] * outside)
    ]  # fmt: skip
    lines = service_lines(rows("medical_claim", *claims), {}, NOWHERE)
    clinicians = Clinicians({}, NOWHERE, lines, [], Settings([2024], date(2024, 12, 31)))
    assert clinicians.is_hospitalist(npi, 2024) == expected


def test_shock_index_of_the_worked_example():
    usual = {date(2023, m, 1): v for m, v in enumerate([310.0, 298.0, 305.0, 312.0, 300.0, 305.0], start=1)}
    expected = BASELINES["mean"](usual, date(2024, 3, 1))
    assert expected == 305.0
    assert 100 * 140.0 / expected == pytest.approx(45.9016, abs=5e-5)
    assert BASELINES["mean"](dict(list(usual.items())[:5]), date(2024, 3, 1)) is None


def test_trend_follows_a_line_and_its_season():
    season = {m: 10 * (m % 3) for m in range(1, 13)}
    usual = {date(y, m, 1): 100 + season[m] for y in (2022, 2023) for m in range(1, 13)}
    assert BASELINES["trend"](usual, date(2024, 5, 1)) == pytest.approx(120)
    assert BASELINES["trend"](dict(list(usual.items())[1:]), date(2024, 5, 1)) is None


def test_trend_goes_on_with_a_growth_of_two_a_month():
    usual = {date(2022 + i // 12, i % 12 + 1, 1): 100 + 2 * i for i in range(24)}
    assert BASELINES["trend"](usual, date(2024, 1, 1)) == pytest.approx(148)
    assert BASELINES["trend"](usual, date(2024, 7, 1)) == pytest.approx(160)


def strata(kind: str, values: dict[str, float]) -> dict:
    where = ("m", date(2024, 1, 1), date(2024, 12, 31), "region", "region", kind)
    return {(*where, stratum): Row(people=40, value=value) for stratum, value in values.items()}


def test_gap_and_ratio_of_the_worked_example():
    found = gaps_and_ratios(
        strata("deprivation_quintile", {"1": 52, "2": 58, "3": 61, "4": 69, "5": 74, "unknown": 99})
    )
    gap, ratio = (next(r.value for k, r in found.items() if k[0] == f"{form}.m") for form in ("gap", "ratio"))
    assert (gap, round(ratio, 6)) == (22, 1.423077)


def test_groups_without_order_compare_the_highest_with_the_lowest():
    rows_of = strata("payer", {"a": 5, "b": 9, "c": 1, "unknown": 0})
    rows_of[(*next(iter(rows_of))[:6], "c")].people = 29
    assert next(iter(gaps_and_ratios(rows_of).values())).value == 4
