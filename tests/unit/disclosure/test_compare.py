import pytest

from disclosure.region import measure, row, table
from firstcontact.disclosure import disclose
from firstcontact.stats import wilson

GOOD, BAD = measure("m"), measure("m", direction="lower_is_better")
CONTEXT = measure("m", direction="context_only")


def share(group, n, d=400, kind="practice"):
    lower, upper = wilson(n, d)
    return row("m", kind, group, n=n, d=d, lower=float(lower), upper=float(upper), method="wilson")


def words(rows, spec=GOOD):
    public = disclose(table(rows), None, [spec], "2026-r1").rows
    return dict(zip(public["group_id"].to_pylist(), public["comparison"].to_pylist(), strict=True))


FIVE = [share(f"P{i}", n) for i, n in enumerate((200, 205, 195, 200, 300))]
REGION = share("R", 1100, 2000, "region")


def test_with_five_groups_the_funnel_decides():
    assert words([*FIVE, REGION])["P4"] == "better"
    assert words([*FIVE, REGION], BAD)["P4"] == "lower"


def test_measures_without_a_direction_and_the_region_itself_have_no_word():
    assert set(words([*FIVE, REGION], CONTEXT).values()) == {None}
    assert words([*FIVE, REGION])["R"] is None


@pytest.mark.parametrize(("n", "word"), [(300, "better"), (100, "lower"), (222, "same")])
def test_with_fewer_groups_the_interval_decides(n, word):
    assert words([share("P1", n), share("P2", 210), REGION])["P1"] == word


def test_a_hidden_row_has_no_word_and_helps_no_funnel():
    rows = [*FIVE[:4], share("P4", 5), REGION]
    found = words(rows)
    assert found["P4"] is None


def test_a_hidden_region_gives_no_word():
    assert set(words([share("P1", 300), share("R", 5, 400, "region")]).values()) == {None}


def test_values_without_an_interval_have_no_word():
    rows = [row("m", "practice", f"P{i}", n=200 + i, d=400) for i in range(6)]
    assert set(words([*rows, row("m", "region", "R", n=1215, d=2400)]).values()) == {None}


def test_people_without_a_practice_are_not_compared():
    assert words([*FIVE, share("unattributed", 380), REGION])["unattributed"] is None


def test_rates_have_a_funnel_of_their_own():
    spec = measure("m", value="rate_per_1000", numerator_unit="events", denominator_unit="person_months")
    rows = [
        row(
            "m",
            "practice",
            f"P{i}",
            n=n,
            d=6000,
            people=500,
            people_numerator=20,
            numerator_unit="events",
            method="byar",
        )
        for i, n in enumerate((30, 33, 28, 31, 90))
    ]
    total = row(
        "m", "region", "R", n=212, d=30000, people=2500, people_numerator=90, numerator_unit="events", method="byar"
    )
    assert words([*rows, total], spec)["P4"] == "better"
