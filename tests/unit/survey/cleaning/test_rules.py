"""The cleaning rules one by one, on a shipped instrument."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from firstcontact.survey.answers import Response
from firstcontact.survey.cleaning import CaseFacts, Rules, clean, clean_tables
from firstcontact.survey.cleaning.duplicates import keep, says_more
from firstcontact.survey.cleaning.ranges import fits
from firstcontact.survey.instrument import find
from firstcontact.survey.instrument.model import Item
from firstcontact.survey.missing import Missing

PATIENT = find("patient_experience_short")
PULSE = find("practice_impact_pulse")
KEY = {"seen": "1", "need_soon": "0", "plan_visit": "0", "asked": "0", "had_test": "0", "saw_other": "0"}


def response(cells, state="submitted", **facts):
    return Response(facts.pop("response_id", "r"), facts.pop("case_id", "c"), "en", "web", state, cells, **facts)


def one(cells, state="submitted", instrument=PATIENT, rules=None, facts=None):
    return clean(instrument, [response(cells, state)], facts, rules or Rules())[0]


def test_a_number_that_looks_like_a_missing_code_is_a_number():
    done = one({"open_now": "1", "rev_change": Decimal(-3)}, instrument=PULSE)
    assert done.cells.cells["rev_change"] == Decimal(-3)
    assert not isinstance(done.cells.cells["rev_change"], Missing)


def test_an_answer_that_the_form_should_have_skipped_is_removed_and_logged():
    done = one({**KEY, "soon_ok": "4", "clear": "4"})
    assert done.cells.cells["soon_ok"] is Missing.REMOVED_IN_CLEANING
    assert [(c.rule, c.before, c.after) for c in done.changes if c.link_id == "soon_ok"] == [("C3", "4", "-4")]
    assert done.rules[0] == "C3"


def test_a_blank_screener_keeps_what_depends_on_it():
    done = one({"seen": "1", "soon_ok": "4", "clear": "3"})
    assert done.cells.cells["soon_ok"] == "4"
    assert done.cells.cells["need_soon"] is Missing.LEFT_BLANK
    assert "C4" in done.rules


def test_both_blank_are_left_blank_and_a_skipped_one_is_skipped():
    done = one({**KEY, "clear": "4"})
    assert done.cells.cells["soon_ok"] is Missing.SKIPPED_BY_LOGIC
    assert one({"seen": "1", "clear": "4"}).cells.cells["soon_ok"] is Missing.LEFT_BLANK


def test_a_chain_of_conditions_closes_in_one_pass():
    inventory = find("patient_engagement_inventory")
    given = {"cares_for": "adults", "hl_any": "0", "hl_consent": "1", "ct_name": "x"}
    cells = one(given, instrument=inventory).cells.cells
    assert cells["hl_consent"] is Missing.REMOVED_IN_CLEANING
    assert cells["ct_name"] is Missing.REMOVED_IN_CLEANING
    assert cells["ct_email"] is Missing.SKIPPED_BY_LOGIC


def test_items_after_the_last_answered_page_of_an_unfinished_response_were_not_reached():
    cells = one({"seen": "1", "clear": "4"}, state="closed_partial").cells.cells
    assert cells["heard"] is Missing.LEFT_BLANK
    assert cells["desk_kind"] is Missing.NOT_REACHED


def test_a_rotating_module_that_was_not_assigned_is_not_in_the_form():
    done = clean(PULSE, [response({"open_now": "1"}, modules=("flash_digital",))])[0]
    assert done.cells.cells["harm_seen"] is Missing.NOT_IN_FORM
    assert done.cells.cells["dig_keep"] is Missing.LEFT_BLANK


def test_who_leaves_at_an_exit_did_not_reach_the_later_pages():
    done = one({"seen": "0"})
    assert (done.disposition, done.kept) == ("ineligible_not_seen", False)
    assert done.cells.cells["clear"] is Missing.NOT_REACHED


def test_a_closed_practice_is_a_finding_and_stays():
    done = one({"open_now": "0"}, instrument=PULSE)
    assert (done.disposition, done.kept) == ("eligible_closed", True)


@pytest.mark.parametrize(
    ("facts", "disposition"),
    [
        (CaseFacts(age_years=17), "ineligible_under_age"),
        (CaseFacts(deceased=True), "deceased"),
        (CaseFacts(age_years=18), "complete"),
    ],
)
def test_facts_of_the_frame_decide_eligibility(facts, disposition):
    cells = {**KEY, "clear": "4", "rating": Decimal(9)}
    assert one({**cells, "uses_meds": "0"}, facts={"c": facts}).disposition == disposition


def test_a_quota_exit_is_quota_full():
    assert one({"seen": "1"}, state="quota_exit").disposition == "quota_full"


def test_key_items_that_were_not_reached_stay_in_the_denominator():
    done = one({"seen": "1", "clear": "4"}, state="closed_partial")
    assert done.disposition == "partial_used"
    assert done.complete.key_total > done.complete.key_answered == 1


def test_a_missing_option_counts_for_key_items_and_not_for_reportable_ones():
    answered = one({**KEY, "gender": Missing.PREFER_NOT_TO_SAY, "clear": "4"})
    without = one({**KEY, "clear": "4"})
    assert answered.complete.key_answered == without.complete.key_answered + 1
    assert answered.complete.reportable_answered == without.complete.reportable_answered


def proxy_cells():
    return {
        **KEY,
        "clear": "4",
        "rating": Decimal(9),
        "uses_meds": "0",
        "helped": "1",
        "help_kind": frozenset({"answered"}),
    }


def test_answers_of_a_proxy_are_left_out_of_patient_waves():
    done = one(proxy_cells())
    assert (done.disposition, done.kept, done.rules[-1]) == ("other_eligible", False, "C7")


def test_answers_of_a_proxy_stay_where_they_are_adjusted_for():
    done = one(proxy_cells(), rules=Rules(proxy="adjust"))
    assert (done.kept, done.proxy) == (True, True)


def test_help_with_reading_is_no_proxy():
    done = one({**proxy_cells(), "help_kind": frozenset({"read"})})
    assert (done.disposition, done.proxy) == ("complete", False)


def test_a_later_response_must_say_a_quarter_more():
    first = {f"q{i}": "1" if i < 8 else Missing.LEFT_BLANK for i in range(12)}
    two_more = {f"q{i}": "1" if i < 10 else Missing.LEFT_BLANK for i in range(12)}
    three_more = {f"q{i}": "1" if i < 11 else Missing.LEFT_BLANK for i in range(12)}
    assert not says_more(first, two_more)
    assert says_more(first, three_more)
    assert keep([first, two_more, three_more]) == 2


def test_an_ineligible_response_does_not_compete_with_one_that_counts():
    early, late = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 2, tzinfo=UTC)
    out = response({"seen": "0"}, response_id="a", submitted_at=early)
    good = response({**KEY, "clear": "4", "rating": Decimal(9), "uses_meds": "0"}, response_id="b", submitted_at=late)
    assert [c.disposition for c in clean(PATIENT, [out, good])] == ["ineligible_not_seen", "complete"]


@pytest.mark.parametrize(
    ("item", "cell", "good"),
    [
        ({"type": "rating", "min": 0, "max": 10}, Decimal(11), False),
        ({"type": "integer", "min": 0}, Decimal("2.5"), False),
        ({"type": "decimal", "min": Decimal(0)}, Decimal("2.5"), True),
        ({"type": "date", "max_date": "today"}, date(2027, 3, 2), False),
        ({"type": "date", "max_date": "today"}, date(2027, 3, 1), True),
        ({"type": "date", "min_date": "2027-01-01"}, date(2026, 12, 31), False),
        ({"type": "text"}, "anything", True),
        ({"type": "single"}, "7", False),
        ({"type": "multi"}, frozenset({"7"}), False),
        ({"type": "single"}, Missing.PREFER_NOT_TO_SAY, False),
        ({"type": "single"}, Missing.LEFT_BLANK, True),
    ],
)
def test_answers_out_of_range_do_not_fit(item, cell, good):
    made = Item("q", text={}, page_id="p", group_id="g", **item)
    assert fits(made, cell, date(2027, 3, 1)) is good


def test_tables_hold_used_and_unused_answers_apart():
    used = response({**KEY, "clear": "4", "rating": Decimal(9), "uses_meds": "0"}, response_id="a", case_id="x")
    unused = response({"seen": "0"}, response_id="b", case_id="y")
    twice = response({"seen": "1"}, response_id="c", case_id="x")
    tables = clean_tables(PATIENT, clean(PATIENT, [used, unused, twice]), "run")
    assert set(tables["answer_clean"]["response_id"].to_pylist()) == {"a"}
    assert set(tables["answer_unused"]["response_id"].to_pylist()) == {"b"}
    assert tables["response_clean"].num_rows == 3
    assert set(tables["clean_log"]["run_id"].to_pylist()) == {"run"}
