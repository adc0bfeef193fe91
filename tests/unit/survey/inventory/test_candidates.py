"""Candidates for the strategy library: only with consent, never with contact data."""

import pytest

from firstcontact.survey.inventory import inventory
from support.inventory_wave import inventory_wave

NAMED = {"hl_any": {"value_code": "1"}, "hl_strategy": {"value_code": "PREP_01"}}
YES, NO = {"hl_consent": {"value_code": "1"}}, {"hl_consent": {"value_code": "0"}}
NOTE = {"hl_what": {"value_text": "We call ahead. Ask ann@clinic.example or +1 (555) 010-0199."}}


def found(folder, extra):
    return inventory(inventory_wave(folder, [3] * 12, [2] * 12, extra)).candidate.to_pylist()


def test_a_highlight_with_consent_is_a_candidate_with_its_level(tmp_path):
    (row,) = found(tmp_path, {4: NAMED | YES})
    assert row == {
        "practice_id": "P004",
        "strategy_id": "PREP-01",
        "level": 3,
        "note": None,
        "consent": True,
        "contact_allowed": True,
    }


@pytest.mark.parametrize("answer", [NO, {}, {"hl_consent": {"missing_code": -3}}])
def test_without_consent_there_is_no_row(tmp_path, answer):
    assert found(tmp_path, {4: NAMED | NOTE | answer}) == []


def test_a_consent_without_a_highlight_is_no_row(tmp_path):
    assert found(tmp_path, {4: {"hl_any": {"value_code": "1"}} | YES}) == []


def test_a_strategy_that_is_not_in_the_library_is_new_with_its_title_as_typed(tmp_path):
    (row,) = found(tmp_path, {0: {"hl_strategy": {"value_code": "Walking group"}} | YES})
    assert (row["strategy_id"], row["note"], row["level"]) == ("new", "Walking group", None)


def test_contact_data_never_enter_the_table(tmp_path):
    contact = {"ct_name": {"value_text": "Someone"}, "ct_email": {"value_text": "some@one.example"}}
    (row,) = found(tmp_path, {0: NAMED | YES | NOTE | contact})
    assert row["note"] == "We call ahead. Ask [removed] or [removed]."
    assert not any("one.example" in str(v) or "Someone" in str(v) for v in row.values())
