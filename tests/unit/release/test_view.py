from dataclasses import replace

import pytest

from firstcontact.release.language import Catalogue
from firstcontact.release.site import Site
from firstcontact.release.view import View
from support.public_cells import cell, year
from support.public_region import region_input

MEASURES = (
    "any_primary_care_visit",
    "care_averted_stays",
    "primary_care_pmpm",
    "usual_provider_continuity",
    "gap",
    "ratio",
)
GIVEN = region_input(only=MEASURES, practices=2, languages=("en", "es", "pt"))


def view(code="en"):
    return View(Site(GIVEN), Catalogue.load().language(code))


@pytest.mark.parametrize(
    ("measure", "text", "en", "pt"),
    [
        ("any_primary_care_visit", "33.5", "33.5%", "33,5%"),
        ("primary_care_pmpm.broad.medical.claims", "1234.50", "$1,234.50", "US$\u00a01.234,50"),
        ("usual_provider_continuity.clinician.min2", "0.735", "0.735", "0,735"),
        ("care_averted_stays.pqi_90", "1042.6", "1,042.6", "1.042,6"),
        ("gap.any_primary_care_visit", "4.1", "4.1 points", "4,1 pontos"),
        ("gap.care_averted_stays.pqi_90", "41.0", "41.0", "41,0"),
        ("ratio.any_primary_care_visit", "1.25", "1.25", "1,25"),
    ],
)
def test_numbers_take_the_form_of_their_measure(measure, text, en, pt):
    assert view("en").number_of(measure, text) == en
    assert view("pt").number_of(measure, text) == pt


def test_a_shown_value_carries_its_number_and_line():
    assert view().value(cell("33", line=12)) == '<data value="33" data-line="12">33%</data>'


@pytest.mark.parametrize(
    ("status", "note", "words"),
    [
        ("suppressed", "hidden_small", "Not shown: too few people"),
        ("not_applicable", "no_eligible", "No eligible patients in this period."),
        ("not_applicable", "not_computed", "Not computed:"),
        ("withdrawn", "withdrawn", "Withdrawn after publication."),
    ],
)
def test_a_missing_value_is_one_of_five_fixed_texts(status, note, words):
    made = view().value(cell(None, status=status, note_id=note))
    assert words in made
    assert "<data" not in made


def test_a_row_that_was_never_expected_says_so():
    assert view().value(None) == "Not measured for this practice in this period."


def test_intervals_as_words():
    assert view().words(cell("62", "58", "66")) == "Probably between 58 and 66 of 100."
    assert view().words(cell("10.9", "10.6", "11.2")) == "Probably between 10.6 and 11.2 of 100."
    stays = cell("900.1", "880.2", "920.3", measure="care_averted_stays.pqi_90")
    assert view("pt").words(stays) == "Provavelmente entre 880,2 e 920,3."
    assert view().words(cell("62")) == ""


def test_trend_words_come_from_shown_values_only():
    up = [year(2023, "40", "38", "42"), year(2024, "50", "48", "52")]
    assert view().trend(up) == "trend_up"
    assert view().trend([up[1], replace(up[0], start="2025-01-01")]) == "trend_down"
    assert view().trend([up[0], up[0]]) == "trend_same"
    assert view().trend([year(2023, None), up[1]]) == "trend_none"


def test_a_sparkline_with_a_hidden_point_is_not_drawn():
    assert view().spark([year(2023, "40"), year(2024, "50")])
    assert view().spark([year(2022, "40"), year(2023, None), year(2024, "50")]) is None


def test_a_provisional_value_is_marked():
    assert "Early number" in view().value(cell("33", status="provisional"))


def test_people_without_a_practice_have_a_name():
    assert view().group_name(cell("3", group_id="unattributed")) == "People without a practice"
    assert view("pt").group_name(cell("3", group_kind="area", group_id="unknown")) == "Área desconhecida"


def test_the_words_of_a_variant_come_from_its_parts():
    assert view().full_title("primary_care_pmpm.broad.medical.claims") == (
        "Primary care spending for each person and month (broad definition, without pharmacy, claims only)"
    )
    assert view("es").variant("care_averted_stays.pqi_08") == "insuficiencia cardíaca"
