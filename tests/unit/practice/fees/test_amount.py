"""Allowed amounts: model.md 5, case M2, validation case V01."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcontact.errors import UsageError
from firstcontact.practice import fees
from firstcontact.practice.fees.tables import Dated, FeeTables, read_tables
from firstcontact.practice.parameters import shipped
from firstcontact.practice.problems import PracticeError, ScenarioError
from support.practice_examples import example_rows
from support.shared import needs_specs


@needs_specs
@pytest.mark.parametrize("row", example_rows("m2_fee_schedule_expected.csv"), ids=lambda r: f"{r['hcpcs']} {r['date']}")
def test_the_worked_amounts_come_out_to_the_cent(row):
    assert fees.allowed(row["hcpcs"], row["date"], row["locality"]) == Decimal(row["allowed_usd"])


def test_the_amount_changes_with_the_factor_within_a_year():
    rows = fees.price(["99213"], year=2024).to_pylist()
    assert [(r["date"], r["allowed_usd"]) for r in rows] == [
        (date(2024, 1, 1), Decimal("89.39")),
        (date(2024, 3, 9), Decimal("90.87")),
    ]
    assert fees.price(["99213"], year=2025).num_rows == 1


def test_the_monthly_services_of_2025_equal_the_shipped_payment_rates():
    amounts = [fees.allowed(code, "2025-06-01") for code in ("G0556", "G0557", "G0558")]
    assert amounts == [Decimal("15.20"), Decimal("48.84"), Decimal("107.07")]


def test_a_facility_is_paid_by_its_own_practice_expense():
    row = fees.price(["99213"], date(2020, 6, 1), facility=True).to_pylist()[0]
    assert row["setting"] == "facility"
    assert row["allowed_usd"] < Decimal("76.15")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: fees.allowed("99441", "2020-02-29"),
            "PM030 code 99441: no row on 2020-02-29. It is held for 2019-01-01",
        ),
        (
            lambda: fees.allowed("12345", "2020-02-29"),
            "PM030 code 12345: no row on 2020-02-29. The fee tables do not have",
        ),
        (lambda: fees.allowed("99213", "2020-01-01", "00000-00"), "PM030 locality 00000-00: no row on 2020-01-01."),
        (lambda: fees.allowed("99213", "2018-12-31"), "held for 2019-01-01 to 2025-12-31"),
        (lambda: fees.allowed("99213", "June"), "PM003 date: June is not a date."),
        (lambda: fees.allowed("99213", "2020-01-01", setting="home"), "PM003 setting: home is not a setting."),
        (lambda: fees.price(["1", "2"], year=2020), "PM030 code 1: no row on 2020-01-01."),
    ],
)
def test_an_amount_that_is_not_known_is_refused_never_0(call, sentence):
    with pytest.raises(PracticeError) as refused:
        call()
    assert sentence in str(refused.value)


def test_every_code_without_a_row_is_told_at_once():
    with pytest.raises(PracticeError) as refused:
        fees.price(["1", "99213", "2"], year=2024)
    assert [p.path for p in refused.value.problems] == ["code 1", "code 1", "code 2", "code 2"]


@pytest.mark.parametrize("given", [{}, {"day": date(2024, 1, 1), "year": 2024}])
def test_either_a_date_or_a_year_is_asked_for(given):
    with pytest.raises(UsageError, match="Give exactly one of --date and --year"):
        fees.price(["99213"], **given)


def test_two_rows_for_one_day_are_refused():
    twice = Dated(date(2020, 1, 1), None, {"conversion_factor": Decimal(1)})
    tables = FeeTables({}, {}, [twice, twice])
    with pytest.raises(PracticeError, match="PM006 the conversion factor: the conversion factor has 2 rows on"):
        tables.factor(date(2020, 2, 1))


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "rvu_primary_care",
            "90471,vaccine_administration,0.17",
            "90471,x,1000",
            "PM032 rvu_primary_care.csv:2 work_rvu",
        ),
        ("rvu_primary_care", "90471,vaccine_administration,0.17", "90471,x,-1", "is not from 0 to below 1000."),
        ("rvu_primary_care", "90471,vaccine_administration,0.17", "90471,x,a", "PM003 rvu_primary_care.csv:2 work_rvu"),
        ("gpci_ma", "1,1,1,verified", "4,1,1,verified", "PM032 gpci_ma.csv:2 work_gpci: '4' is not from 0.3 to 3."),
        ("conversion_factors", "36.0391", "0", "PM032 conversion_factors.csv:2 conversion_factor: '0' is not above 0."),
        (
            "conversion_factors",
            "2019-01-01",
            "soon",
            "PM003 conversion_factors.csv:2 valid_from: 'soon' is not a date.",
        ),
    ],
)
def test_a_fee_table_with_a_value_out_of_range_is_refused(tmp_path, name, old, new, sentence):
    paths = []
    for file in ("rvu_primary_care", "gpci_ma", "conversion_factors"):
        text = shipped(file).read_text(encoding="utf-8")
        paths.append(tmp_path / f"{file}.csv")
        paths[-1].write_text(text.replace(old, new, 1) if file == name else text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        read_tables(*paths)
    assert sentence in str(refused.value)


rvu = st.decimals(0, 20, places=2)
index = st.decimals("0.3", 3, places=3)


@given(rvu, rvu, rvu, index, index, index, st.decimals(1, 100, places=4))
def test_the_amount_is_rounded_once_at_the_end(work, pe, mp, work_index, pe_index, mp_index, factor):
    always = {"first": date(2020, 1, 1), "last": None}
    tables = FeeTables(
        {
            "X": [
                Dated(
                    **always, values={"work_rvu": work, "pe_rvu_nonfacility": pe, "pe_rvu_facility": pe, "mp_rvu": mp}
                )
            ]
        },
        {"here": [Dated(**always, values={"work_gpci": work_index, "pe_gpci": pe_index, "mp_gpci": mp_index})]},
        [Dated(**always, values={"conversion_factor": factor})],
    )
    slow = Fraction(work) * Fraction(work_index) + Fraction(pe) * Fraction(pe_index) + Fraction(mp) * Fraction(mp_index)
    slow *= Fraction(factor)
    wanted = (Decimal(slow.numerator) / Decimal(slow.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert fees.allowed("X", date(2024, 5, 5), "here", tables=tables) == wanted
