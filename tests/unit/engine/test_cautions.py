"""Cautions of a run: limits over the region's years, and notes of core."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from firstcontact.engine.bind import Parameters
from firstcontact.engine.cautions import Watch, caution_enrolment, caution_notes, limits, shares_by_basis
from firstcontact.engine.rows import Rules


def row(value, stratum_kind="all", stratum="all", denominator=100, group_kind="region", end=date(2023, 12, 31)):
    return {
        "period_start": date(2023, 1, 1),
        "period_end": end,
        "group_kind": group_kind,
        "stratum_kind": stratum_kind,
        "stratum": stratum,
        "value": value,
        "denominator": denominator,
    }


PARAMETERS = Parameters.of(
    {
        "attribution_caution_below": 0.5,
        "ed_classified_caution_below": 0.6,
        "reference_share_caution_below": 0.02,
        "reference_share_caution_above": 0.2,
    }
)
RATE, SHARE = "attribution_rate.all", "primary_care_spend_share.reference.medical.claims"
TREATABLE = "ed_primary_care_treatable_share"


def spoken(tables: dict[str, list[dict]]) -> Rules:
    watch, rules = Watch(PARAMETERS), Rules(None)
    for result_id, rows in tables.items():
        watch.see(result_id, pa.Table.from_pylist(rows))
    watch.speak(rules)
    return rules


def test_a_share_between_the_limits_needs_no_word():
    assert spoken({SHARE: [row(0.06)]}).cautions == {}


def test_a_share_outside_the_limits_is_named_with_its_year():
    rules = spoken({SHARE: [row(0.31)]})
    assert list(rules.cautions) == [SHARE]
    assert list(rules.places.values()) == [["2023"]]


def test_few_attributed_people_of_one_payer():
    rules = spoken({RATE: [row(0.9), row(0.4, "payer", "a"), row(0.6, "payer", "b")]})
    assert list(rules.places.values()) == [["payer a 2023"]]


def test_the_words_on_a_page_name_no_group():
    rules = spoken({RATE: [row(0.4, "payer", "small-plan")]})
    assert "small-plan" not in " ".join(rules.cautions[RATE])


def noted(*notes: tuple[str, str, int, str]) -> Rules:
    rules = Rules(None)
    found = [dict(zip(("kind", "key", "rows", "amount"), note, strict=True)) for note in notes]
    caution_notes(found, [f"{TREATABLE}.all", f"{TREATABLE}.classified", "visit_volume.all"], rules, PARAMETERS)
    return rules


def test_an_injury_is_classified_though_it_is_no_visit_for_primary_care():
    """The worked example: of six visits one is unclassified, one an injury and one alcohol."""
    assert noted(("ed_unclassified", "2023", 6, "1.00")).cautions == {}


def test_above_forty_percent_unclassified_the_shares_carry_a_caution():
    assert noted(("ed_unclassified", "2023", 100, "40.00")).cautions == {}
    rules = noted(("ed_unclassified", "2023", 100, "40.01"), ("ed_unclassified", "2024", 100, "12.50"))
    assert list(rules.cautions) == [f"{TREATABLE}.all", f"{TREATABLE}.classified"]
    assert list(rules.places.values()) == [["2023"], ["2023"]]


def test_telehealth_before_march_2020_is_to_be_read_with_care():
    old = row(0.01) | {"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31)}
    new = row(0.2) | {"period_start": date(2021, 1, 1), "period_end": date(2021, 12, 31)}
    empty = row(None) | {"period_start": date(2019, 1, 1), "period_end": date(2019, 12, 31)}
    assert spoken({"telehealth_share": [new, empty]}).cautions == {}
    assert list(spoken({"telehealth_share": [old, new]}).places.values()) == [["2020"]]


def test_months_and_practices_are_not_judged():
    rows = [row(0.5, end=date(2023, 1, 31)), row(0.9, group_kind="practice")]
    assert spoken({SHARE: rows}).cautions == {}


def test_every_limit_names_shipped_parameters():
    assert all(PARAMETERS.rows.get(name) for limit in limits() for name in (limit.below, limit.above) if name)


def test_a_skipped_wellness_screen_touches_the_reference_results_only():
    rules = Rules(None)
    caution_notes(
        [{"kind": "caution", "key": "wellness_screen_skipped", "rows": 1}],
        [SHARE, "visit_volume.all"],
        rules,
        PARAMETERS,
    )
    assert list(rules.cautions) == [SHARE]
    assert rules.cautions[SHARE][0].startswith("wellness_screen_skipped")


def test_spending_by_basis_adds_up_to_one():
    found = [
        {"kind": "spend_basis", "key": k, "rows": 1, "amount": a} for k, a in (("allowed", "75"), ("paid_only", "25"))
    ]
    assert shares_by_basis(found) == {"allowed": 0.75, "paid_only": 0.25}


@pytest.mark.parametrize(("left", "is_said"), [("2.00", False), ("2.01", True)])
def test_over_two_percent_of_dollars_without_enrolment_is_a_caution_of_spending(left, is_said):
    rules = Rules(None)
    ledger = [
        {"table_name": "service_line", "reason": "claims_without_enrolment", "spend": Decimal(left)},
        {"table_name": "service_line", "reason": "not_primary_payer", "spend": Decimal("50.00")},
        {"table_name": "medical_claim", "reason": "pending", "spend": None},
    ]
    found = [
        {"kind": "spend_basis", "key": k, "rows": 1, "amount": a} for k, a in (("allowed", "60"), ("paid_only", "40"))
    ]
    caution_enrolment(ledger, found, [SHARE, "visit_volume.all"], rules)
    assert list(rules.cautions) == ([SHARE] if is_said else [])
