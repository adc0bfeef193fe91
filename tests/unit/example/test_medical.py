"""What every medical line of the example must be, looked at over a block."""

from itertools import pairwise

import numpy as np

from firstcontact.example.arrow import NO_MONEY
from firstcontact.example.calendar import NO_DAY
from firstcontact.example.care.agenda import make_agenda
from firstcontact.example.codes import (
    ADMIT_SOURCES,
    BILL_TYPES,
    DISPOSITIONS,
    MODIFIERS,
    PLACES,
    POSITIONS,
    REVENUE,
    SERVICES,
    STATUSES,
)
from firstcontact.example.events import draw
from firstcontact.example.medical import medical_table
from firstcontact.example.versions import KEPT, OUTCOMES


def kept(medical) -> dict[str, np.ndarray]:
    lines, outcome = medical
    return {name: values[outcome == KEPT] for name, values in lines.items()}


def test_about_twenty_lines_per_person_and_year(scene, medical):
    years = scene.coverage.main.sum() / 12
    assert 17 < len(kept(medical)["claim"]) / years < 25


def test_dates_lie_in_the_window_and_in_life(scene, medical):
    lines = kept(medical)
    birth, death = scene.people.birth[lines["person"]], scene.people.death[lines["person"]]
    assert np.all(lines["start"] >= np.maximum(birth, scene.calendar.first_day))
    assert np.all(lines["end"] >= lines["start"])
    assert np.all(lines["end"] <= np.minimum(death, scene.calendar.last_day))
    assert np.all(lines["paid_on"] > lines["end"])
    dated = lines["line_start"] != NO_DAY
    assert np.all(lines["line_start"][dated] >= lines["start"][dated])
    assert np.all(lines["line_start"][dated] <= lines["end"][dated])


def test_amounts_add_up_where_a_plan_reports_all_of_them(medical):
    lines = kept(medical)
    whole = (lines["allowed"] != NO_MONEY) & (lines["coinsurance"] != NO_MONEY) & (lines["version"] == 0)
    whole &= (lines["prior"] < 0) & (lines["position"] == POSITIONS("primary"))
    share = lines["coinsurance"] + lines["copayment"] + lines["deductible"]
    assert np.array_equal((lines["paid"] + share)[whole], lines["allowed"][whole])
    assert np.all(lines["paid"] >= 0)


def test_paid_is_at_most_allowed_and_allowed_at_most_charge_but_for_planted_faults(medical):
    lines = kept(medical)
    known = lines["allowed"] != NO_MONEY
    assert np.all(lines["paid"][known] <= lines["allowed"][known])
    too_low = (lines["charge"] < lines["paid"]).sum()
    assert 0 < too_low < 0.001 * len(known)


def test_capitated_encounters_carry_no_dollars_and_no_allowed_amount(medical):
    lines = kept(medical)
    capitated = lines["capitated"] == 1
    assert capitated.any()
    assert set(lines["paid"][capitated].tolist()) == {0}
    assert set(lines["allowed"][capitated].tolist()) == {int(NO_MONEY)}


def test_institutional_lines_have_a_bill_type_and_professional_ones_a_place(medical):
    lines = kept(medical)
    institutional = lines["kind"] == 1
    assert np.array_equal(institutional, lines["bill_type"] >= 0)
    assert np.array_equal(~institutional, lines["place"] >= 0)
    assert np.all(lines["revenue"][institutional] >= 0)
    assert set(lines["bill_type"][institutional].tolist()) == set(range(len(BILL_TYPES.codes)))


def test_hospital_stays_of_a_person_never_touch_but_for_planted_transfers(scene, medical):
    lines = kept(medical)
    bill = np.isin(lines["bill_type"], BILL_TYPES.all("111", "112")) & (lines["line"] == 1)
    stays = sorted(zip(*(lines[k][bill].tolist() for k in ("person", "admission", "end", "firm")), strict=True))
    close = [b for a, b in pairwise(stays) if a[0] == b[0] and b[1] <= a[2] + 1]
    assert all(firm for *_, firm in close)
    assert close


def test_room_and_board_comes_first_and_the_emergency_room_last(medical):
    lines = kept(medical)
    stay = np.isin(lines["bill_type"], BILL_TYPES.all("111", "112", "114"))
    assert set(lines["revenue"][stay & (lines["line"] == 1)].tolist()) == {REVENUE("0120")}
    emergency = stay & (lines["revenue"] == REVENUE("0450"))
    assert emergency.any()
    assert np.array_equal(lines["line_start"][emergency], lines["start"][emergency])


def test_transfers_and_interim_bills_are_planted_in_pairs(medical):
    lines, _ = medical
    first = lines["line"] == 1
    opened, closed = (np.sum(first & (lines["bill_type"] == BILL_TYPES(bill))) for bill in ("112", "114"))
    assert 0 < opened == closed
    sent = first & (lines["disposition"] == DISPOSITIONS("02")) & (lines["status"] != STATUSES("reversal"))
    received = first & (lines["admit_source"] == ADMIT_SOURCES("4")) & (lines["firm"] == 1)
    assert 0 < sent.sum() <= received.sum()


def test_clinic_fees_come_with_an_office_visit_of_the_same_day(medical):
    lines, _ = medical
    fee = lines["service"] == SERVICES("G0463")
    office = (lines["place"] == PLACES("22")) & (lines["practice"] >= 0)
    days = set(zip(lines["person"][office].tolist(), lines["start"][office].tolist(), strict=True))
    fees = set(zip(lines["person"][fee].tolist(), lines["start"][fee].tolist(), strict=True))
    assert fees
    assert fees <= days


def test_telehealth_carries_a_modifier_and_jumps_in_the_shock(scene, medical):
    lines = kept(medical)
    remote = np.isin(lines["place"], PLACES.all("02", "10"))
    assert set(lines["modifier"][remote].tolist()) == {MODIFIERS("95"), MODIFIERS("93")}
    month = scene.calendar.month(lines["start"])
    office = (lines["practice"] >= 0) & (lines["line"] == 1)
    share = [remote[office & (month == m)].mean() for m in (13, 15, 30)]
    assert share[0] < 0.08 < share[2] < share[1]


def test_retired_codes_are_not_used_after_their_end(medical):
    lines, _ = medical
    voice = lines["service"] == SERVICES("99442")
    assert voice.any()
    assert lines["start"][voice].max() < np.datetime64("2025-01-01").astype(int)


def test_every_outcome_occurs(medical):
    _, outcome = medical
    assert set(outcome.tolist()) == set(range(len(OUTCOMES)))


def test_claims_and_lines_are_unique_among_first_versions(medical):
    lines, outcome = medical
    first = (lines["version"] == 0) & (outcome == KEPT)
    keys = list(zip(lines["claim"][first].tolist(), lines["line"][first].tolist(), strict=True))
    assert len(set(keys)) == len(keys)


def test_the_table_has_the_columns_of_the_contract_in_its_order(scene, medical):
    lines, _ = medical
    table = medical_table(scene, lines, scene.world.directory.numbers(), "s")
    assert table.num_rows == len(lines["claim"])
    assert table["claim_id"].null_count == 0
    assert table["prior_claim_id"].null_count < table.num_rows
    assert set(table["data_source"].to_pylist()) == {"s"}
    assert table["paid_amount"].null_count == 0


def test_the_shock_halves_office_visits(scene):
    everybody = np.ones(len(scene.people))
    months = draw(scene, "sick_visit", everybody).month
    spring = [np.sum(months == m) for m in (14, 15, 16)]
    before = [np.sum(months == m) for m in (2, 3, 4)]
    assert sum(spring) < 0.62 * sum(before)


def test_hospital_events_keep_their_distance(scene):
    agenda = make_agenda(scene)
    person, day = agenda.events.person, agenda.events.day
    same = np.diff(person) == 0
    assert same.any()
    assert np.all((day[1:] - (day + agenda.nights)[:-1])[same] > 4)
