import pytest

from disclosure.region import measure, row, table
from firstcontact.disclosure import DisclosureError, Policy, build_system, primary
from firstcontact.disclosure.primary import LEVELS, REASONS

PLAIN, SENSITIVE = Policy(), Policy(sensitive_measures=("m",))
WORKED = [
    (0, 5, "hide_den", "small_denominator", "small_denominator"),
    (5, 8, "hide_den", "small_denominator", "small_denominator"),
    (3, 11, "hide_den", "below_floor", "below_floor"),
    (14, 29, "hide_den", "below_floor", "below_floor"),
    (15, 30, "", "", ""),
    (0, 30, "", "", "whole_group"),
    (30, 30, "", "", "whole_group"),
    (10, 100, "hide_num", "small_numerator", "small_numerator"),
    (11, 100, "", "", ""),
    (89, 100, "", "", ""),
    (90, 100, "hide_num", "small_complement", "small_complement"),
    (100, 100, "", "", "whole_group"),
    (0, 100, "", "", "whole_group"),
]


def flag(spec, policy=PLAIN, **cells):
    system = build_system(table([row("m", "practice", "P1", **cells)]), None, [spec])
    flags = primary(system, policy)
    return LEVELS[flags.level[0]], REASONS[flags.reason[0]], int(flags.sensitive[0])


@pytest.mark.parametrize(("n", "d", "level", "ordinary", "sensitive"), WORKED)
def test_the_worked_table_of_numerators_and_denominators(n, d, level, ordinary, sensitive):
    assert flag(measure("m"), n=n, d=d)[:2] == (level, ordinary)
    found = flag(measure("m"), SENSITIVE, n=n, d=d)[:2]
    assert found == (("hide_num" if sensitive == "whole_group" else level), sensitive)


def test_nobody_eligible_hides_nothing():
    assert flag(measure("m"), n=0, d=0) == ("", "", 0)


STAYS = measure("m", value="rate_per_1000", numerator_unit="events", denominator_unit="person_years", window="month")


@pytest.mark.parametrize(
    ("people", "expected"), [(1, ("hide_num", "small_numerator", 2)), (11, ("", "", 0)), (0, ("", "", 0))]
)
def test_events_of_nobody_at_risk_are_hidden_while_few_people_had_them(people, expected):
    """Such as a stay at 18 in a month that began at 17: the band 0-17 has a stay and no month."""
    assert flag(STAYS, n=people, d=0, people_numerator=people) == expected


def test_every_small_count_of_a_row_is_marked_whatever_the_reason():
    assert flag(measure("m"), n=3, d=11)[2] == 2 | 4
    assert flag(measure("m"), n=5, d=8)[2] == 1 | 2 | 4
    assert flag(measure("m"), n=14, d=29)[2] == 0


def test_low_reliability_hides_the_numerator_and_never_says_so():
    assert flag(measure("m"), n=40, d=100, status="too_few")[:2] == ("hide_num", "below_reliability")


def test_events_are_small_when_few_people_are_behind_them():
    spec = measure("m", numerator_unit="events", denominator_unit="person_months", value="rate_per_1000")
    assert flag(spec, n=60, d=900, people=80, people_numerator=9, numerator_unit="events")[1] == "small_numerator"
    assert flag(spec, n=60, d=900, people=80, people_numerator=40, numerator_unit="events")[1] == ""
    assert flag(spec, n=9, d=900, people=80, people_numerator=None, numerator_unit="events")[1] == "small_numerator"


def test_events_of_visits_have_no_complement_in_people():
    spec = measure("m", numerator_unit="events", denominator_unit="events")
    found = flag(spec, n=295, d=300, people=80, people_numerator=70, numerator_unit="events")
    assert found[:2] == ("", "")


MONEY = measure("m", numerator_unit="money", denominator_unit="person_months", value="pmpm")


def money_flag(sources, top2, stratum_kind="all", others=3):
    first = {"people": 80, "people_numerator": 70, "numerator_unit": "money"}
    rows = [
        row("m", "practice", "P1", stratum_kind, "x", n=9000, d=900, sources=sources, top2_share=top2, **first),
        row("m", "region", "R", n=99000, d=9900, sources=others, top2_share=0.01, **{**first, "people": 800}),
    ]
    flags = primary(build_system(table(rows), None, [MONEY]), Policy())
    return LEVELS[flags.level[0]], REASONS[flags.reason[0]]


def test_money_of_one_payer_is_hidden_where_it_should_hold_all_payers():
    assert money_flag(1, 0.1) == ("hide_den", "few_sources")
    assert money_flag(1, 0.1, "payer") == ("", "")
    assert money_flag(1, 0.1, "line_of_business") == ("", "")
    assert money_flag(1, 0.1, others=1) == ("", "")


def test_money_that_two_contributors_dominate_is_hidden():
    assert money_flag(3, 0.91) == ("hide_num", "dominance")
    assert money_flag(3, 0.90) == ("", "")


def test_money_without_the_share_of_the_largest_is_refused():
    results = table([row("m", "region", "R", n=5, d=100, numerator_unit="money")]).drop_columns(["top2_share"])
    with pytest.raises(DisclosureError) as refused:
        build_system(results, None, [MONEY])
    assert str(refused.value) == "finance measure m has no top2_share column; add it in the engine."


@pytest.mark.parametrize("unit", ["area", "clinician", "practice"])
def test_counts_of_areas_clinicians_and_practices_are_public(unit):
    assert flag(measure("m", unit_of_count=unit), n=3, d=8) == ("", "", 0)


def test_traits_of_clinicians_follow_the_people_rules():
    spec = measure("pcp_age_65_plus", unit_of_count="clinician")
    results = table([row("pcp_age_65_plus", "practice", "P1", n=2, d=6)])
    assert primary(build_system(results, None, [spec]), Policy()).hidden[0]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [row("flu_shot", "region", "R", n=50, d=100)],
            "results: measure 'flu_shot' has no definition in measures/. Add the YAML or remove the row.",
        ),
        (
            [row("m", "practice", "P014", n=50, d=100)] * 2,
            "results rows 1 and 2 have the same key (measure, version, period, group, stratum): "
            "m 1 2026-01-01 practice P014 all all.",
        ),
        (
            [row("m", "region", "R", n=50, d=100, status="error")],
            "results: 1 rows have the status 'error'. A release cannot be made of a failed run; measure again.",
        ),
    ],
)
def test_results_that_cannot_be_released_are_refused(rows, sentence):
    with pytest.raises(DisclosureError) as refused:
        build_system(table(rows), None, [measure("m")])
    assert str(refused.value) == sentence


def test_clinicians_and_previews_never_enter():
    rows = [
        row("m", "clinician", "N1", n=50, d=100),
        row("m", "region", "R", n=50, d=100, status="preview"),
        row("m", "practice", "P1", n=50, d=100),
    ]
    assert build_system(table(rows), None, [measure("m")]).rows.size == 1
