"""Claim versions and reversals: what becomes of each line version, and what it is worth."""

from decimal import Decimal

import pytest

from support.claims import claims, spans
from support.core_case import build_case, select

HEAD = "claim_id | claim_version | claim_status | claim_line_number | paid_amount | prior_claim_id | paid_date\n"


def outcomes(tmp_path, rows, **options):
    """{claim_id: sorted outcomes} of the rows that are not plain, and the final lines as {(claim, line): paid}."""
    given = claims(HEAD + rows) if isinstance(rows, str) else rows
    store = build_case(tmp_path, {"medical_claim": given}, until="claim_line", **options)
    found = select(
        store,
        "SELECT p.claim_id, o.outcome FROM claim_outcome AS o JOIN claim_part AS p ON p.row_id = o.row_id ORDER BY ALL",
    )
    lines = select(store, "SELECT claim_id, claim_line_number, paid_amount FROM claim_line ORDER BY ALL")
    grouped: dict[str, list[str]] = {}
    for claim, outcome in found:
        grouped.setdefault(claim, []).append(outcome)
    return grouped, {(c, n): paid for c, n, paid in lines}


def test_the_worked_example_of_the_input_contract(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | 0 | original    | 1 | 100.00 | |
        A | 1 | replacement | 1 |  80.00 | |
        B | 0 | original    | 1 |  60.00 | |
        B | 1 | void        | 1 | -60.00 | |
        C | 0 | original    | 1 |  50.00 | |
        C | 0 | reversal    | 1 | -50.00 | |
        D | 0 | reversal    | 1 | -40.00 | |
        E | 0 | denied      | 1 |   0.00 | |
        F | 0 | final       | 1 |  30.00 | |
        F | 0 | final       | 1 |  30.00 | |
        """,
    )
    assert found == {
        "A": ["kept", "superseded"],
        "B": ["voided", "voided"],
        "C": ["paired", "paired"],
        "D": ["orphan"],
        "E": ["denied"],
        "F": ["duplicate", "kept"],
    }
    assert lines == {("A", 1): Decimal("80.00"), ("F", 1): Decimal("30.00")}


def test_a_plain_claim_takes_no_part_in_the_collapse(tmp_path):
    found, lines = outcomes(tmp_path, "A | 0 | original | 1 | 10.00 | |\nA | | | 2 | 5.00 | |\n")
    assert found == {}
    assert lines == {("A", 1): Decimal("10.00"), ("A", 2): Decimal("5.00")}


def test_a_pending_row_leaves_and_the_rest_stays(tmp_path):
    found, lines = outcomes(tmp_path, "A | | pending | 1 | 10.00 | |\nA | | final | 2 | 5.00 | |\n")
    assert found == {"A": ["kept", "pending"]}
    assert lines == {("A", 2): Decimal("5.00")}


def test_void_rows_of_the_highest_version_leave_with_the_lower_versions(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | 0 | original    | 1 | 100.00 | |
        A | 1 | void        | 1 | -100.00 | |
        A | 1 | replacement | 1 | 70.00 | |
        """,
    )
    assert found == {"A": ["kept", "superseded", "superseded"]}
    assert lines == {("A", 1): Decimal("70.00")}


def test_a_void_plus_its_replacement_in_one_version_equals_the_replacement_alone(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | original    | 1 | 100.00 | |
        A | | void        | 1 | -100.00 | |
        A | | replacement | 1 | 70.00 | |
        """,
    )
    assert found == {"A": ["kept", "superseded", "superseded"]}
    assert lines == {("A", 1): Decimal("70.00")}


def test_a_void_with_other_rows_takes_the_whole_claim_and_alone_it_is_an_orphan(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | original | 1 | 100.00 | |
        A | | void     | 1 | -100.00 | |
        A | | original | 2 | 50.00 | |
        B | | void     | 1 | -20.00 | |
        """,
    )
    assert found == {"A": ["voided"] * 3, "B": ["orphan"]}
    assert lines == {}


def test_a_reversal_takes_its_own_line_only(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | original | 1 | 10.00 | |
        A | | original | 2 | 10.00 | |
        A | | reversal | 2 | -10.00 | |
        """,
    )
    assert found == {"A": ["kept", "paired", "paired"]}
    assert lines == {("A", 1): Decimal("10.00")}


def test_two_reversals_take_two_partners_and_the_third_is_an_orphan(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | original | 1 | 10.00 | | 2024-03-05
        A | | final    | 1 | 10.00 | | 2024-03-04
        A | | reversal | 1 | -10.00 | | 2024-04-01
        A | | reversal | 1 | -10.00 | | 2024-04-02
        A | | reversal | 1 | -10.00 | | 2024-04-03
        """,
    )
    assert found == {"A": ["orphan", "paired", "paired", "paired", "paired"]}
    assert lines == {}


def test_a_reversal_prefers_the_original_to_the_final_row(tmp_path):
    given = claims(
        HEAD
        + """
        A | | final    | 1 | 10.00 | | 2024-03-01
        A | | original | 1 | 10.00 | | 2024-03-09
        A | | reversal | 1 | -10.00 | | 2024-04-01
        """
    )
    store = build_case(tmp_path, {"medical_claim": given}, until="claim_line")
    kept = select(store, "SELECT claim_status FROM claim_outcome WHERE outcome = 'kept'")
    assert kept == [("final",)]


def test_a_known_allowed_amount_must_be_opposite_too(tmp_path):
    rows = claims(HEAD + "A | | original | 1 | 10.00 | |\nA | | reversal | 1 | -10.00 | |\n")
    rows[0]["allowed_amount"], rows[1]["allowed_amount"] = "12.00", "-11.00"
    found, lines = outcomes(tmp_path, rows)
    assert found == {"A": ["kept", "orphan"]}
    assert lines == {("A", 1): Decimal("10.00")}


def test_adjustments_are_added_to_the_line_and_without_a_line_are_the_line(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | final      | 1 | 100.00 | |
        A | | adjustment | 1 | -15.50 | |
        A | | adjustment | 1 |   2.00 | |
        B | | adjustment | 1 |  40.00 | |
        B | | adjustment | 1 |   1.00 | |
        """,
    )
    assert found == {"A": ["kept", "merged", "merged"], "B": ["kept", "merged"]}
    assert lines == {("A", 1): Decimal("86.50"), ("B", 1): Decimal("41.00")}


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ("final | 1 | 10.00 | | 2024-03-01", "final | 1 | 20.00 | | 2024-03-02", "20.00"),
        ("final | 1 | 10.00 | | 2024-03-01", "final | 1 | 20.00 | |", "10.00"),
        ("final | 1 | 10.00 | | 2024-03-01", "original | 1 | 20.00 | | 2024-03-01", "20.00"),
        ("final | 1 | 9.00 | | 2024-03-01", "final | 1 | 10.00 | | 2024-03-01", "10.00"),
    ],
    ids=["latest paid date", "a date beats none", "status order", "smallest row text"],
)
def test_of_two_rows_of_one_line_one_stays(tmp_path, first, second, stays):
    found, lines = outcomes(tmp_path, f"A | | {first}\nA | | {second}\n")
    assert found == {"A": ["kept", "superseded"]}
    assert lines == {("A", 1): Decimal(stays)}


def test_a_replacement_under_a_new_claim_id_supersedes_its_prior_claim(tmp_path):
    found, lines = outcomes(
        tmp_path,
        """
        A | | original    | 1 | 100.00 |   |
        B | | replacement | 1 |  90.00 | A |
        C | | replacement | 1 |  80.00 | B |
        """,
    )
    assert found == {"A": ["superseded"], "B": ["superseded"], "C": ["kept"]}
    assert lines == {("C", 1): Decimal("80.00")}


def test_the_end_of_a_chain_that_voids_takes_the_chain(tmp_path):
    found, lines = outcomes(tmp_path, "A | | original | 1 | 100.00 | |\nB | | void | 1 | -100.00 | A |\n")
    assert found == {"A": ["voided"], "B": ["voided"]}
    assert lines == {}


def test_a_cycle_of_prior_claims_is_one_root_and_flagged(tmp_path):
    rows = claims(HEAD + "B | | original | 1 | 10.00 | A |\nA | | original | 1 | 20.00 | B |\n")
    store = build_case(tmp_path, {"medical_claim": rows}, until="claim_line")
    assert select(store, "SELECT claim_id FROM claim_line") == [("B",)]
    assert select(store, "SELECT DISTINCT is_flagged FROM claim_outcome") == [(True,)]


def test_a_chain_of_sixty_claims_keeps_the_last_and_is_flagged(tmp_path):
    rows = claims(
        HEAD + "".join(f"c{i:02} | | original | 1 | {i}.00 | {f'c{i - 1:02}' if i else ''} |\n" for i in range(60))
    )
    store = build_case(tmp_path, {"medical_claim": rows}, until="claim_line")
    assert select(store, "SELECT claim_id FROM claim_line") == [("c59",)]
    assert select(store, "SELECT DISTINCT is_flagged FROM claim_outcome") == [(True,)]


def test_a_claim_of_two_persons_collapses_as_one_whatever_the_buckets(tmp_path):
    rows = claims(HEAD + "A | 0 | original | 1 | 10.00 | |\nA | 1 | void | 1 | -10.00 | |\n")
    rows[1]["person_id"] = "p2"
    for buckets in (1, 2):
        found, lines = outcomes(tmp_path / str(buckets), rows, buckets=buckets)
        assert found == {"A": ["voided", "voided"]}
        assert lines == {}


def test_a_duplicate_in_another_file_counts_once(tmp_path):
    rows = claims(HEAD + "A | | final | 1 | 10.00 | |\nA | | final | 1 | 10.00 | |\n")
    rows[0] |= {"file_name": "one.csv", "file_date": "2024-04-01"}
    rows[1] |= {"file_name": "two.csv", "file_date": "2024-05-01"}
    found, lines = outcomes(tmp_path, rows)
    assert found == {"A": ["duplicate", "kept"]}
    assert lines == {("A", 1): Decimal("10.00")}


def test_denied_lines_make_visits_but_never_dollars_when_the_parameter_says_so(tmp_path):
    rows = claims(HEAD + "E | | denied | 1 | 25.00 | |\n")
    found, lines = outcomes(tmp_path, rows, parameters={"denied_makes_visit": True})
    assert found == {"E": ["denied"]}
    assert lines == {("E", 1): Decimal("0.00")}


def test_line_numbers_above_sixty_four_are_told_apart(tmp_path):
    found, lines = outcomes(
        tmp_path, "A | | final | 70 | 1.00 | |\nA | | final | 134 | 2.00 | |\nA | | final | 70 | 1.00 | |\n"
    )
    assert found == {"A": ["duplicate", "kept", "kept"]}
    assert lines == {("A", 70): Decimal("1.00"), ("A", 134): Decimal("2.00")}


def test_signed_reversals_conserve_the_paid_amount(tmp_path):
    rows = claims(
        HEAD
        + """
        A | | final      | 1 | 100.00 | |
        A | | adjustment | 1 | -15.50 | |
        B | | original   | 1 |  50.00 | |
        B | | reversal   | 1 | -50.00 | |
        C | | reversal   | 1 | -40.00 | |
        """
    )
    store = build_case(tmp_path, {"medical_claim": rows}, until="claim_line")
    kept = select(store, "SELECT SUM(paid_amount) FROM claim_line")[0][0]
    orphans = select(store, "SELECT SUM(row_paid) FROM claim_outcome WHERE outcome = 'orphan'")[0][0]
    assert kept + orphans == sum(Decimal(r["paid_amount"]) for r in rows)


def test_pharmacy_claims_collapse_by_the_same_rules(tmp_path):
    rows = [
        {
            "claim_id": c,
            "claim_line_number": "1",
            "claim_status": s,
            "claim_version": v,
            "paid_amount": a,
            "data_source": "s",
            "person_id": "p1",
            "payer": "A",
            "dispensing_date": "2024-03-01",
            "ndc_code": "1",
        }
        for c, s, v, a in (
            ("A", "original", "0", "10.00"),
            ("A", "replacement", "1", "8.00"),
            ("B", "reversal", "0", "-4.00"),
        )
    ]
    store = build_case(tmp_path, {"pharmacy_claim": rows}, until="final_rx")
    assert select(store, "SELECT claim_id, paid_amount FROM final_rx") == [("A", Decimal("8.00"))]
    assert select(store, "SELECT outcome FROM claim_outcome ORDER BY 1") == [("kept",), ("orphan",), ("superseded",)]


def test_the_units_and_the_rebate_of_an_adjustment_are_added_to_its_fill(tmp_path):
    line = {"claim_line_number": "1", "data_source": "s", "person_id": "p1", "payer": "A", "ndc_code": "1"}
    line |= {"line_of_business": "commercial", "dispensing_date": "2024-03-01"}
    rows = [
        # All of A is given back: nothing was filled. A third of B is: 60 + -20 units, 90 - 30 - (5 - 2) dollars.
        {"claim_id": "A", "quantity": "30", "paid_amount": "50.00", "rebate_amount": "5.00"},
        {"claim_id": "A", "quantity": "-30", "paid_amount": "-50.00", "rebate_amount": "-5.00"},
        {"claim_id": "B", "quantity": "60", "paid_amount": "90.00", "rebate_amount": "5.00"},
        {"claim_id": "B", "quantity": "-20", "paid_amount": "-30.00", "rebate_amount": "-2.00"},
    ]
    rows = [{**line, **r, "claim_status": ("final", "adjustment")[n % 2]} for n, r in enumerate(rows)]
    given = {"pharmacy_claim": rows, "eligibility": spans("p1")}
    store = build_case(tmp_path, given, {"pharmacy_net_of_rebates": True}, until="rx_fill")
    found = select(store, "SELECT claim_id, quantity, spend_amount FROM final_rx ORDER BY claim_id")
    assert found == [("A", Decimal(0), Decimal(0)), ("B", Decimal(40), Decimal("57.00"))]
    assert select(store, "SELECT quantity, paid_amount FROM rx_fill") == [(Decimal(40), Decimal("60.00"))]
