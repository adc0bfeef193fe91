import csv
import gzip
import re
from importlib import resources

import pytest

from firstcontact.example.assumptions import LINES_OF_BUSINESS, table
from firstcontact.example.codes import (
    ADMIT_SOURCES,
    BILL_TYPES,
    DIAGNOSES,
    DISPOSITIONS,
    DRGS,
    GROUPS,
    MODIFIERS,
    PLACES,
    PRICES,
    PROCEDURES,
    REVENUE,
    SERVICES,
    SPECIALTIES,
)
from firstcontact.example.directory import SPECIALISTS
from firstcontact.example.payments import KINDS

CODELISTS = resources.files("firstcontact").joinpath("codelists")


@pytest.fixture(scope="module")
def lists() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in CODELISTS.iterdir():
        if path.name.endswith(".csv") and path.name not in ("index.csv", "parameters.csv"):
            for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
                found.setdefault(row["list"], set()).add(row["code"])
    return found


@pytest.fixture(scope="module")
def ed_weights() -> set[str]:
    with CODELISTS.joinpath("ed_weights.csv.gz").open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        return {r["code"] for r in csv.DictReader(lines)}


def of_prefix(lists: dict[str, set[str]], prefix: str) -> set[str]:
    return set().union(*(codes for name, codes in lists.items() if name.startswith(prefix)))


def test_every_place_and_bill_type_has_a_group(lists):
    assert set(PLACES.codes) <= of_prefix(lists, "pos_group_")
    assert {bill[:2] for bill in BILL_TYPES.codes} <= of_prefix(lists, "tob_group_")


def test_staff_are_primary_care_by_explicit_lists(lists):
    wanted = lists["pc_taxonomy_core"] | lists["pc_taxonomy_ext_general_practice"]
    wanted |= lists["pc_taxonomy_ext_np_general"] | lists["pc_taxonomy_ext_pa"]
    assert {r["taxonomy"] for r in table("staff")} <= wanted
    specialties = lists["ref2025_cms_specialty_physician"] | lists["ref2025_cms_specialty_npp"]
    assert {r["specialty"] for r in table("staff")} <= specialties <= set(SPECIALTIES.codes)


def test_physician_specialists_are_not_primary_care(lists):
    physicians = {code for code, _, _ in SPECIALISTS.values() if code.startswith("20")}
    assert not physicians & lists["pc_taxonomy_core"]
    assert "207RC0000X" in lists["pc_taxonomy_never"] & physicians


def test_visit_services_are_in_the_lists_that_measures_read(lists):
    used = set(SERVICES.codes)
    for name in ("visit_primary_care", "wellness_visit", "new_patient_visit", "well_child_visit", "em_inpatient"):
        assert used & lists[name], name
    assert {"99281", "99282", "99283", "99284", "99285"} <= used & lists["ed_service"]
    assert "G0463" in lists["ref2025_facility_clinic_visit"] & used
    assert used & lists["ref2025_service"]


def test_vaccines_hospital_rooms_and_modifiers_are_in_their_lists(lists):
    vaccines = {c for c in SERVICES.codes if c.startswith(("906", "907")) and c != "90791"}
    assert vaccines <= of_prefix(lists, "vaccine_")
    assert {"0120", "0206", "0171"} <= lists["room_and_board_revenue"] & set(REVENUE.codes)
    assert "0450" in lists["ed_revenue"] & set(REVENUE.codes)
    assert {"95", "93", "GT"} <= lists["telehealth_modifier"] & set(MODIFIERS.codes)


def test_statuses_of_discharge_and_admission_are_in_their_lists(lists):
    assert "20" in lists["discharge_died"] & set(DISPOSITIONS.codes)
    assert "02" in lists["discharge_transfer_acute"] & set(DISPOSITIONS.codes)
    assert "4" in lists["admit_source_transfer"] & set(ADMIT_SOURCES.codes)


@pytest.mark.parametrize("group", [g for g in GROUPS if g.startswith("pqi_") and g not in ("pqi_asthma", "pqi_16")])
def test_causes_of_averted_stays_are_in_their_indicator(lists, group):
    codes = {DIAGNOSES.codes[i] for i in GROUPS[group].codes}
    assert codes <= lists[f"{group}_dx"]


def test_asthma_counts_for_the_young_and_the_old_and_amputation_needs_both_codes(lists):
    asthma = {DIAGNOSES.codes[i] for i in GROUPS["pqi_asthma"].codes}
    assert asthma <= lists["pqi_05_asthma_dx"] & lists["pqi_15_dx"]
    assert {DIAGNOSES.codes[i] for i in GROUPS["pqi_16"].codes} <= lists["pqi_16_diabetes_dx"]
    assert "0Y620ZZ" in lists["pqi_16_amputation_px"] & set(PROCEDURES.codes)


def test_planted_exclusions_are_in_their_lists(lists):
    excluded = {group: {DIAGNOSES.codes[i] for i in GROUPS[group].codes} for group in GROUPS if "excluded" in group}
    assert excluded["excluded_pqi_05"] <= lists["pqi_05_excl_respiratory_dx"]
    assert excluded["excluded_pqi_11"] <= lists["pqi_11_excl_sickle_cell_dx"]
    assert excluded["excluded_pqi_12"] <= lists["pqi_12_excl_urinary_dx"]


def test_side_diagnoses_exclude_nothing(lists):
    side = {DIAGNOSES.codes[i] for i in GROUPS["secondary"].codes}
    exclusions = set().union(*(codes for name, codes in lists.items() if name.startswith("pqi") and "_excl_" in name))
    assert not side & exclusions


def test_other_stays_are_no_averted_stays(lists):
    principal = set().union(
        *(codes for name, codes in lists.items() if re.fullmatch(r"pqi_\d\d(_copd|_asthma)?_dx", name))
    )
    for group in ("stay", "delivery", "newborn", "nursing"):
        assert not {DIAGNOSES.codes[i] for i in GROUPS[group].codes} & principal


def test_emergency_reasons_have_weights_but_for_one_that_is_newer_than_the_table(ed_weights):
    groups = ("ed_treatable", "ed_emergent", "ed_injury", "ed_mental")
    reasons = {DIAGNOSES.codes[i] for group in groups for i in GROUPS[group].codes}
    assert reasons - ed_weights == {"R519"}


def test_diagnoses_look_like_icd_10():
    assert all(re.fullmatch(r"[A-TV-Z][0-9][0-9A-Z]{1,5}", code) for code in DIAGNOSES.codes)


def test_services_are_five_characters_with_a_price():
    assert len(set(SERVICES.codes)) == len(SERVICES.codes)
    assert all(re.fullmatch(r"[A-Z0-9]{5}", code) for code in SERVICES.codes)
    assert (PRICES > 0).all()


def test_drugs_groups_and_payers_have_the_form_of_the_contract():
    assert all(re.fullmatch(r"99999\d{6}", r["ndc_code"]) for r in table("drugs"))
    assert all(len(code) == 3 for code in DRGS.codes)
    assert {r["line_of_business"] for r in table("payers")} == set(LINES_OF_BUSINESS)


def test_payments_use_every_category_and_none(lists):
    assert {kind.category for kind in KINDS} == lists["apm_category"] | {None}
