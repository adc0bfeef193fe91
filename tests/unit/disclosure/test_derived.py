from datetime import date

from disclosure.region import measure, row, table
from firstcontact.disclosure import disclose

GAP = {"id": "gap", "version": "1", "over": ["seen"], "formula": "gap", "value": "index", "direction": "context_only"}
INDEX = {**GAP, "id": "seen_index", "over": ["seen"], "formula": "baseline_index"}
MEASURES = [measure("seen"), GAP, INDEX]


def gap_row(kind, status="published"):
    return row("gap.seen", "region", "R", kind, "all", n=None, d=100, status=status, value=0.1) | {
        "numerator": None,
        "denominator": None,
    }


def strata(kind, counts):
    rows = [row("seen", "region", "R", kind, s, n=n, d=d) for s, (n, d) in counts.items()]
    return [
        *rows,
        row("seen", "region", "R", n=sum(c[0] for c in counts.values()), d=sum(c[1] for c in counts.values())),
    ]


def status_of(rows, measure_id="gap.seen"):
    public = disclose(table(rows), None, MEASURES, "2026-r1").rows.to_pylist()
    return [(r["status"], r["value"]) for r in public if r["measure"] == measure_id]


def test_a_gap_is_shown_when_both_of_its_strata_are():
    rows = strata("deprivation_quintile", {"1": (50, 100), "3": (60, 100), "5": (70, 100)})
    assert status_of([*rows, gap_row("deprivation_quintile")]) == [("published", "10")]


def test_a_gap_hides_with_either_of_its_strata():
    rows = strata("deprivation_quintile", {"1": (4, 100), "3": (60, 100), "5": (70, 100)})
    assert status_of([*rows, gap_row("deprivation_quintile")]) == [("suppressed", None)]


def test_groups_without_order_under_thirty_people_are_no_input():
    rows = strata("race_ethnicity", {"asian": (8, 20), "black": (60, 100), "white": (500, 900), "unknown": (20, 70)})
    hidden_partner = status_of([*rows, gap_row("race_ethnicity")])
    assert hidden_partner in ([("suppressed", None)], [("published", "10")])
    rows = strata("race_ethnicity", {"black": (60, 100), "white": (500, 900), "unknown": (20, 70)})
    assert status_of([*rows, gap_row("race_ethnicity")]) == [("published", "10")]


def test_age_bands_are_compared_by_their_values_so_each_of_them_is_an_input():
    bands = {"0-17": (50, 100), "18-44": (45, 100), "45-64": (60, 100), "65-74": (70, 100), "75+": (55, 100)}
    assert status_of([*strata("age_band", bands), gap_row("age_band")]) == [("published", "10")]
    # 45-64 has 95 of 100, which is hidden: with 45 % of 18-44 shown, the gap of 50 points would give it away.
    bands["45-64"] = (95, 100)
    assert status_of([*strata("age_band", bands), gap_row("age_band")]) == [("suppressed", None)]


def test_a_gap_against_a_group_hides_with_its_own_stratum_or_with_that_group():
    def against_white(counts):
        public = disclose(table([*strata("race_ethnicity", counts), *against]), None, [measure("seen"), gap], "2026-r1")
        return {r["stratum"]: r["status"] for r in public.rows.to_pylist() if r["measure"] == "gap.seen"}

    gap, groups = {**GAP, "reference": "white"}, {"black": (60, 100), "asian": (40, 100), "white": (500, 900)}
    against = [gap_row("race_ethnicity") | {"stratum": s} for s in ("asian", "black")]
    assert against_white(groups) == {"asian": "published", "black": "published"}
    assert against_white(groups | {"white": (895, 900)}) == {"asian": "suppressed", "black": "suppressed"}
    assert against_white(groups | {"black": (97, 100)})["black"] == "suppressed"


def test_a_derived_row_without_its_inputs_is_not_shown():
    assert status_of([row("seen", "region", "R", n=50, d=100), gap_row("sex")]) == [("suppressed", None)]


def test_what_was_not_computed_stays_so():
    rows = strata("sex", {"female": (4, 100), "male": (60, 100)})
    assert status_of([*rows, gap_row("sex", "not_applicable")]) == [("not_applicable", None)]


def month(measure_id, number, n, d, **extra):
    one = row(measure_id, "region", "R", n=n, d=d, **extra)
    return one | {"period_start": date(2026, number, 1), "period_end": date(2026, number, 28)}


def test_an_index_hides_when_a_month_of_its_series_is_hidden():
    index = month("seen_index.mean", 2, 0, 100, status="published", value=98.0)
    shown = [month("seen", 1, 50, 100), month("seen", 2, 60, 100)]
    assert status_of([*shown, index], "seen_index.mean") == [("published", "98.0")]
    hidden = [month("seen", 1, 5, 100), month("seen", 2, 60, 100)]
    assert status_of([*hidden, index], "seen_index.mean") == [("suppressed", None)]
