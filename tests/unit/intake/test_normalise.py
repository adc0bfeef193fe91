"""The worked values of the normalisation rules, asked of the SQL that intake runs."""

from datetime import date
from decimal import Decimal

import pytest

from firstcontact.contract import input_tables
from firstcontact.intake.db import connect, literal
from firstcontact.intake.dialect import Dialect
from firstcontact.intake.normalise import LINE_OF_BUSINESS, as_given, stored
from firstcontact.intake.rules import npi_is_wrong
from firstcontact.workspace import Workspace


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    return connect(Workspace(tmp_path_factory.mktemp("db")))


def normal(con, table: str, name: str, text: str | None, **dialect: object):
    column = input_tables()[table].columns[name]
    spoken = Dialect(**dialect)
    given = as_given(name, "text", spoken, "v")
    sql = f"SELECT {stored(column, given, 'text', spoken)} FROM (SELECT CAST({literal(text)} AS VARCHAR) AS v)"
    return con.execute(sql).fetchone()[0]


MEDICAL = [
    ("diagnosis_code_1", "e11.9", "E119"),
    ("diagnosis_code_1", "E119 ", "E119"),
    ("diagnosis_code_1", "1E5", "1E5"),
    ("hcpcs_code", "g0439", "G0439"),
    ("revenue_center_code", "450", "0450"),
    ("place_of_service_code", "2", "02"),
    ("discharge_disposition_code", "1", "01"),
    ("drg_code", "65", "065"),
    ("rendering_specialty_code", "8", "08"),
    ("bill_type_code", "0131", "131"),
    ("bill_type_code", "131", "131"),
    ("member_id", "0001", "0001"),
    ("person_id", "  7 ", "7"),
    ("person_id", "   ", None),
    ("person_id", "", None),
    ("claim_type", "Professional", "professional"),
    ("claim_type", "clinic", None),
    ("payer_position", "odd", "unknown"),
    ("plan", "Jose\u0301", "Jos\u00e9"),
    ("plan", "=cmd", "=cmd"),
    ("claim_line_number", "12", 12),
    ("claim_line_number", "1.0", None),
    ("claim_line_number", "1e2", None),
    ("paid_amount", "12.5", Decimal("12.50")),
    ("paid_amount", "-12.50", Decimal("-12.50")),
    ("paid_amount", "0", Decimal("0.00")),
    ("paid_amount", "", Decimal("0.00")),
    ("allowed_amount", "", None),
    ("allowed_amount", "12.505", None),
    ("allowed_amount", "1e3", None),
    ("allowed_amount", "+5", None),
    ("allowed_amount", "1,234.50", None),
    ("service_unit_quantity", "1.25", Decimal("1.2500")),
    ("in_network_flag", "Y", True),
    ("in_network_flag", "F", False),
    ("in_network_flag", "maybe", None),
]


@pytest.mark.parametrize(("name", "text", "value"), MEDICAL)
def test_worked_values_of_claims(con, name, text, value):
    assert normal(con, "medical_claim", name, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0781-1506-10", "00781150610"),
        ("12345-678-90", "12345067890"),
        ("12345-6789-0", "12345678900"),
        ("12345-6789-01", "12345678901"),
        ("00781150610", "00781150610"),
        ("0781150610", None),
    ],
)
def test_drug_codes_are_padded_to_five_four_two(con, text, value):
    assert normal(con, "pharmacy_claim", "ndc_code", text) == value


@pytest.mark.parametrize(("text", "value"), [("02139-4307", "02139"), ("2139", "02139"), ("021394307", "02139")])
def test_zip_codes_have_five_digits(con, text, value):
    assert normal(con, "eligibility", "zip_code", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05 00:00:00", date(2024, 3, 5)),
        ("2024-03-05T00:00:00.000Z", date(2024, 3, 5)),
        ("2024-03-05 10:00:00", None),
        ("2023-02-29", None),
        ("2024-02-29", date(2024, 2, 29)),
        ("2024/03/05", None),
        ("24-03-05", None),
        ("2024-3-5", None),
        ("20240305", None),
    ],
)
def test_dates_have_one_form(con, text, value):
    assert normal(con, "medical_claim", "claim_start_date", text) == value


@pytest.mark.parametrize(
    ("date_format", "text", "value"),
    [
        ("%m/%d/%Y", "03/04/2024", date(2024, 3, 4)),
        ("%m/%d/%Y", "13/04/2024", None),
        ("%m/%d/%Y", "03/04/24", None),
        ("%Y%m%d", "20240304", date(2024, 3, 4)),
        ("%Y%m%d", "240304", None),
        ("%d-%b-%Y", "04-Mar-2024", date(2024, 3, 4)),
        ("%d-%b-%Y", "04-MAR-2024", date(2024, 3, 4)),
        ("%d-%b-%Y", "2024-03-04", None),
    ],
)
def test_the_manifest_gives_the_form_of_dates(con, date_format, text, value):
    assert normal(con, "medical_claim", "claim_start_date", text, date_format=date_format) == value


@pytest.mark.parametrize("text", ["9999-12-31", "2999-12-31"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("eligibility", "enrollment_end_date"),
        ("eligibility", "death_date"),
        ("medical_claim", "discharge_date"),
        ("provider", "deactivation_date"),
    ],
)
def test_an_open_end_is_null(con, table, column, text):
    assert normal(con, table, column, text) is None
    assert normal(con, table, column, "2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "1234.50"), ("(12.50)", "-12.50"), ("-1,000", "-1000.00"), ("(1,234.5)", "-1234.50"), ("7", "7.00")],
)
def test_accounting_amounts_where_the_manifest_says_so(con, text, value):
    assert normal(con, "medical_claim", "allowed_amount", text, money_style="accounting") == Decimal(value)


@pytest.mark.parametrize("text", ["1,23", "(12.50", "12.50)", "1,2345.00", "()"])
def test_half_an_accounting_amount_is_none(con, text):
    assert normal(con, "medical_claim", "allowed_amount", text, money_style="accounting") is None


def test_sex_words_only_by_the_source_s_own_map(con):
    words = (("gender", (("F", "female"), ("2", "female"))),)
    assert normal(con, "eligibility", "gender", "F") == "unknown"
    assert normal(con, "eligibility", "gender", "female") == "female"
    assert normal(con, "eligibility", "gender", "F", values=words) == "female"


@pytest.mark.parametrize(
    ("payer_type", "value"),
    [
        ("Commercial", "commercial"),
        ("self-insured", "commercial"),
        ("medicare", "medicare_ffs"),
        ("Medicare Advantage", "medicare_advantage"),
        ("medicaid", "medicaid_ffs"),
        ("Medicaid Managed Care", "medicaid_managed"),
        ("dual eligible", "dual_integrated"),
        ("self-pay", "self_pay"),
        ("tricare", "other_public"),
        (None, "unknown"),
    ],
)
def test_line_of_business_from_the_payer_type(con, payer_type, value):
    sql = f"SELECT {LINE_OF_BUSINESS} FROM (SELECT {literal(payer_type)} AS payer_type)"
    assert con.execute(sql).fetchone()[0] == value


def luhn_is_wrong(npi: str) -> bool:
    """The slow twin: digit by digit from the right over 80840 and the number."""
    if len(npi) != 10 or not npi.isdigit() or npi[0] not in "12":
        return True
    total = 0
    for position, digit in enumerate(reversed("80840" + npi)):
        doubled = int(digit) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 != 0


RIGHT = ["1234567893", "1000000004", "1999999992", "1245319599"]
WRONG = ["1234567890", "3234567893", "2345678905", "123456789", "2000000008", "12345678930", "12345E7893"]


@pytest.mark.parametrize("npi", RIGHT + WRONG)
def test_npi_check_digit(con, npi):
    assert con.execute(f"SELECT {npi_is_wrong('v')} FROM (SELECT {literal(npi)} AS v)").fetchone()[0] == (npi in WRONG)


def test_npi_check_digit_agrees_with_the_slow_twin(con):
    numbers = [str(1_000_000_000 + 7919 * n) for n in range(2000)]
    listed = ", ".join(f"({literal(n)})" for n in numbers)
    fast = dict(con.execute(f"SELECT v, {npi_is_wrong('v')} FROM (VALUES {listed}) AS t(v)").fetchall())
    assert fast == {n: luhn_is_wrong(n) for n in numbers}
