import pytest

from firstcontact.practice.names import OUTCOMES
from firstcontact.practice.report import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (1234.5, "1,234"), (-1234.5, "−1,234"), (99.994, "99.99"), (-0.001, "0.00"), (0, "0"), (12, "12.00")],
)
def test_dollars_lose_their_cents_from_100_on(value, shown):
    assert words.usd(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(12, "12"), (12.5, "12.50"), (1e6, "1,000,000"), (None, "–")])
def test_counts_have_decimals_only_where_they_need_them(value, shown):
    assert words.count(value) == shown


def test_shares_are_percent():
    assert words.share(-0.1234) == "−12.3%"


def test_a_range_without_an_end_is_a_dash():
    assert words.span(None, 3, "visits") == "–"
    assert words.span(-2, 3, "visits") == "−2 to 3"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_plain_name_and_a_unit(outcome):
    assert words.label(outcome) != outcome.replace("_", " ")
    assert words.unit(outcome) in {"usd", "count", "share", "weeks"}


def test_groups_are_written_as_people_say_them():
    assert words.group("fqhc") == "FQHC"
    assert words.group("independent/le2") == "independent, up to 2 FTE MD"
