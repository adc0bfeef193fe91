from dataclasses import replace

import pyarrow as pa
import pytest

from firstcontact.release.cells import Cells
from firstcontact.release.findings import Pair, change_sentence, finding_for, gap_sentence, practice_range, strata_pair
from firstcontact.release.language import Catalogue
from firstcontact.release.site import Site
from firstcontact.release.view import View
from support.public_cells import cell, year
from support.public_region import region_input

MEASURE = "any_primary_care_visit"


def view_of(*cells, code="en", measures=(MEASURE,)):
    """A view whose only cells are the given ones."""
    given = region_input(only=measures, practices=0, languages=("en",))
    site = Site(replace(given, rows=given.rows.slice(0, 0)))
    site.__dict__["cells"] = Cells(cells)
    return View(site, Catalogue.load().language(code))


def stratum(kind, name, value, low=None, high=None):
    return year(2024, value, low, high, stratum_kind=kind, stratum=name)


RISE = [year(2022, "40.0", "38.0", "42.0"), year(2024, "50.0", "48.0", "52.0")]
SAME = [year(2022, "40.0", "38.0", "42.0"), year(2024, "41.0", "39.0", "43.0")]


def test_a_clear_change_names_both_values_and_years():
    finding = finding_for(view_of(*RISE), MEASURE, ["change", "no_change"])
    assert finding.text == "People with any primary care visit went up from 40.0% to 50.0% between 2022 and 2024."


def test_overlapping_intervals_are_no_change():
    finding = finding_for(view_of(*SAME), MEASURE, ["change", "no_change"])
    assert finding.template == "no_change"
    assert "has not clearly changed since 2022 (40.0% then, 41.0% now)" in finding.text


def test_level_says_how_many_in_ten():
    assert finding_for(view_of(*RISE), MEASURE, ["level"]).text == "People with any primary care visit: about 5 in 10."


@pytest.mark.promise("P02")
@pytest.mark.parametrize("templates", [["change", "no_change"], ["level"], ["latest"]])
def test_a_finding_that_needs_a_hidden_cell_falls_away(templates):
    assert finding_for(view_of(RISE[0], year(2024, None)), MEASURE, templates) is None


def test_a_gap_needs_an_interval_of_the_difference_without_zero():
    wide = [stratum("sex", "female", "60", "40", "80"), stratum("sex", "male", "50", "30", "70")]
    clear = [stratum("sex", "female", "60", "58", "62"), stratum("sex", "male", "50", "48", "52")]
    assert not strata_pair(wide).is_clear
    assert strata_pair(clear).is_clear
    finding = finding_for(view_of(*RISE, *clear), MEASURE, ["gap"], "sex")
    assert "Women and girls: 60%. Men and boys: 50%. A gap of 10 points." in finding.text


@pytest.mark.promise("P02")
def test_no_gap_when_a_side_is_hidden():
    assert strata_pair([stratum("sex", "female", "60"), stratum("sex", "male", None)]) is None
    ends = [stratum("age_band", b, v) for b, v in (("0-17", None), ("18-44", "50"), ("75+", "70"))]
    assert strata_pair(ends) is None


def test_ordered_strata_compare_the_first_with_the_last_and_unknown_never_enters():
    bands = [stratum("age_band", b, v) for b, v in (("0-17", "40"), ("18-44", "90"), ("75+", "70"), ("unknown", "10"))]
    pair = strata_pair(bands)
    assert (pair.low.stratum, pair.high.stratum) == ("0-17", "75+")


def test_groups_with_the_same_value_are_still_two_groups():
    pair = strata_pair([stratum("sex", "female", "82.2"), stratum("sex", "male", "82.2")])
    assert {pair.low.stratum, pair.high.stratum} == {"female", "male"}


def test_a_group_without_anybody_does_not_hide_the_gap():
    nobody = replace(stratum("sex", "other", None), status="not_applicable", note_id=None)
    assert strata_pair([stratum("sex", "female", "60"), nobody, stratum("sex", "male", "50")]) is not None


def released_gap(value):
    row = year(2024, value, stratum_kind="payer")
    return replace(row, measure=f"gap.{MEASURE}", stratum="all")


PAYERS = [stratum("payer", "A", "90.1", "89", "91"), stratum("payer", "B", "78.5", "77", "80")]


def test_a_gap_is_the_released_one_and_not_the_difference_of_two_rounded_values():
    finding = finding_for(view_of(*RISE, *PAYERS, released_gap("11.7")), MEASURE, ["gap"], "payer")
    assert finding.text.endswith("A gap of 11.7 points.")
    assert finding_for(view_of(*RISE, *PAYERS), MEASURE, ["gap"], "payer").text.endswith("A gap of 11.6 points.")


def test_a_gap_is_said_without_its_sign():
    finding = finding_for(view_of(*RISE, *PAYERS, released_gap("-11.7")), MEASURE, ["gap"], "payer")
    assert finding.text.endswith("A gap of 11.7 points.")


@pytest.mark.promise("P02")
def test_no_gap_is_said_where_the_release_holds_it_back():
    assert finding_for(view_of(*RISE, *PAYERS, released_gap(None)), MEASURE, ["gap"], "payer") is None


def test_gap_in_each_language():
    pair = Pair(stratum("sex", "female", "60.5"), stratum("sex", "male", "50.0"))
    assert (
        gap_sentence(view_of(pair.high, pair.low, code="pt"), pair)
        == "Mulheres e meninas: 60,5%. Homens e meninos: 50,0%. Uma diferença de 10,5 pontos."
    )


def test_the_range_needs_twenty_practices():
    view = view_of(year(2024, "50"))
    cells = [cell(str(n), group_id=f"P{n}") for n in range(1, 25)]
    view.site.peers[MEASURE, "practice", "2024"] = cells[:19]
    assert practice_range(view, MEASURE, "2024") is None
    view.site.peers[MEASURE, "practice", "2024"] = cells[:21]
    assert practice_range(view, MEASURE, "2024") == "Half of the practices lie between 6% and 16%."


def test_the_sentence_under_a_chart_without_values_says_where_they_are():
    assert "table" in change_sentence(view_of(), [year(2023, None), year(2024, None)])


def test_an_unknown_measure_gives_no_finding():
    assert finding_for(view_of(*RISE), "no_such_measure", ["level"]) is None


def test_rows_of_a_site_are_public_rows_only():
    site = Site(region_input(only=(MEASURE,), practices=2, languages=("en",)))
    assert isinstance(site.texts, pa.Table)
    assert all(c.value is None for c in site.cells if c.status == "suppressed")
