from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from firstcontact.example.coverage import PRODUCTS
from firstcontact.example.payments import payment_table


@pytest.fixture(scope="module")
def payments(world):
    months = np.full((len(PRODUCTS.plans), world.calendar.years), 4_000)
    return payment_table(world, months, world.directory.numbers()).to_pylist()


def test_every_kind_of_recipient_is_paid(payments):
    kinds = {r["recipient_type"] for r in payments}
    assert kinds == {"practice", "organization", "clinician", "hospital", "other"}
    assert all((r["recipient_id"] is None) == (r["recipient_type"] == "other") for r in payments)


def test_ids_are_distinct_and_periods_lie_in_a_year(payments):
    assert len({r["payment_id"] for r in payments}) == len(payments)
    assert all(r["period_start"].year == r["period_end"].year for r in payments)
    lengths = {(r["period_end"] - r["period_start"]).days + 1 for r in payments}
    assert lengths <= {90, 91, 92, 365, 366}
    assert min(r["period_start"] for r in payments) == date(2023, 1, 1)


def test_some_money_is_taken_back(payments):
    assert any(r["amount"] < 0 for r in payments)


def test_the_primary_care_part_is_never_more_than_the_whole_and_has_its_sign(payments):
    known = [r for r in payments if r["primary_care_amount"] is not None]
    assert 0 < len(known) < len(payments)
    for row in known:
        assert abs(row["primary_care_amount"]) <= abs(row["amount"])
        assert row["primary_care_amount"] * row["amount"] >= 0
        assert row["primary_care_share_method"]


def test_capitation_goes_to_plans_that_pay_by_the_head(payments):
    payers = {(r["payer"], r["line_of_business"]) for r in payments if r["apm_category"] == "4A"}
    assert payers == {
        ("Plan Elm", "medicare_advantage"),
        ("Plan Fir", "medicaid_managed"),
        ("Plan Fir", "dual_integrated"),
    }


def test_amounts_follow_the_member_months(world):
    npi = world.directory.numbers()
    few = payment_table(world, np.full((11, 3), 1_000), npi)
    many = payment_table(world, np.full((11, 3), 10_000), npi)
    ratio = Decimal(sum(many["amount"].to_pylist())) / Decimal(sum(few["amount"].to_pylist()))
    assert 9 < ratio < 11
