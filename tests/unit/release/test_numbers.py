from decimal import Decimal

import pytest

from firstcontact.release.language import Catalogue
from firstcontact.release.numbers import (
    NumberFormat,
    decimals_of,
    format_number,
    localise,
    natural_frequency,
    quantile,
    round_half_up,
)

PORTUGUESE = NumberFormat(",", ".")


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [("2.5", 0, "3"), ("-2.5", 0, "-3"), ("1.005", 2, "1.01"), ("0.4", 0, "0"), ("-0.4", 0, "0"), ("32.95", 0, "33")],
)
def test_halves_go_away_from_zero_and_minus_zero_is_zero(value, decimals, written):
    assert str(round_half_up(Decimal(value), decimals)) == written


def test_english_and_portuguese_marks():
    assert format_number(Decimal("1234567.5"), 1) == "1,234,567.5"
    assert format_number(Decimal("1234567.5"), 1, PORTUGUESE) == "1.234.567,5"


def test_a_public_number_keeps_the_places_it_was_written_with():
    assert decimals_of("33.0") == 1
    assert localise("33.0", PORTUGUESE) == "33,0"
    assert localise("1235", NumberFormat()) == "1,235"


@pytest.mark.parametrize(
    ("percent", "n", "base"),
    [("62", 6, 10), ("3.4", 3, 100), ("4.8", 5, 100), ("5", 5, 100), ("14.9", 15, 100), ("15", 2, 10)],
)
def test_natural_frequencies_of_the_specification(percent, n, base):
    assert natural_frequency(Decimal(percent)) == (n, base)


def test_quartiles_by_linear_interpolation():
    values = [Decimal(v) for v in (4, 1, 3, 2)]
    assert quantile(values, Decimal("0.25")) == Decimal("1.75")
    assert quantile([Decimal(7)], Decimal("0.75")) == 7


@pytest.mark.parametrize(
    ("code", "number", "money", "day"),
    [
        ("en", "1,234.5", "$1,234.50", "November 21, 2026"),
        ("es", "1,234.5", "$1,234.50", "21 de noviembre de 2026"),
        ("pt", "1.234,5", "US$\u00a01.234,50", "21 de novembro de 2026"),
    ],
)
def test_numbers_money_and_dates_of_each_language(code, number, money, day):
    from datetime import date

    language = Catalogue.load().language(code)
    assert language.number("1234.5") == number
    assert language.money("1234.50") == money
    assert language.date(date(2026, 11, 21)) == day


def test_periods_as_people_say_them():
    language = Catalogue.load().language("es")
    assert [language.period(p) for p in ("2024", "2024-Q2", "2024-03")] == [
        "2024",
        "2024, trimestre 2",
        "marzo de 2024",
    ]
    assert language.period("2024-03", short=True) == "mar 2024"
