"""`survey disposition` on waves with and without a sample."""

from datetime import date

import pyarrow as pa
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.survey.disposition import make_disposition
from firstcontact.survey.importers import make_import
from firstcontact.survey.sampling import make_sample
from firstcontact.survey.sampling.cases import case_id

DAY = date(2027, 4, 1)
DESIGN = """\
format: firstcontact-design/1
wave_id: exp-2027
seed: s
frame: {kind: patient, file: frame.csv, as_of: 2027-01-31, min_frame: 0}
stages: [{unit: patient, method: all, strata: [region]}]
"""
MAP = """\
format: firstcontact-import/1
source: plain_csv
instrument: {instrument_id: patient_experience_short, version: 1}
case_column: case
response_column: id
language_column: lang
"""
HEADER = "id,case,lang,seen,need_soon,plan_visit,asked,had_test,saw_other,uses_meds,clear,rating\n"
GOOD = "1,0,0,0,0,0,0,4,9"


FRAME = "unit_id,practice_id,region\n" + "".join(f"u{i},P{i % 2},R{i % 2}\n" for i in range(6))


def sampled(folder, frame=FRAME):
    (folder / "frame.csv").write_text(frame, encoding="utf-8")
    (folder / "design.yaml").write_text(DESIGN, encoding="utf-8")
    return make_sample(folder, folder / "design.yaml")


def answered(folder, rows, mapping=MAP):
    (folder / "answers.csv").write_text(HEADER + rows, encoding="utf-8")
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    return make_import(folder, folder / "answers.csv", folder / "map.yaml")


def case(i):
    return case_id("exp-2027", f"u{i}")


def test_every_sampled_case_gets_one_disposition_and_the_rates_follow(tmp_path):
    sampled(tmp_path)
    answered(tmp_path, f"r0,{case(0)},en,{GOOD}\nr1,{case(1)},es,0,,,,,,,,\nr2,{case(2)},en,1,,,,,,,4,\n")
    result = make_disposition(tmp_path, "exp-2027", decided_on=DAY)
    table = result.wave.read("disposition", "disposition").to_pylist()
    assert sorted(r["disposition"] for r in table) == [
        "complete",
        "ineligible_not_seen",
        "no_reply_unknown",
        "no_reply_unknown",
        "no_reply_unknown",
        "partial_used",
    ]
    rates = result.wave.read("disposition", "response_rate").to_pylist()
    overall = {(r["weighting"], r["rate"]): r["value"] for r in rates if r["group_kind"] == "all"}
    assert overall["unweighted", "RR2"] == pytest.approx(2 / 5)
    assert overall["base", "RR2"] == pytest.approx(2 / 5)
    assert {r["group_id"] for r in rates if r["group_kind"] == "stratum"} == {"R0", "R1"}
    assert {r["group_kind"] for r in rates} == {"all", "stratum", "mode", "language"}
    assert result.ledger() == {"responses_in": 3, "kept": 2, "ineligible_not_seen": 1}


def test_rates_without_a_denominator_are_null_with_a_status(tmp_path):
    sampled(tmp_path)
    answered(tmp_path, f"r1,{case(1)},es,0,,,,,,,,\n")
    result = make_disposition(tmp_path, "exp-2027", decided_on=DAY)
    rates = result.wave.read("disposition", "response_rate").to_pylist()
    only_ineligible = [
        r for r in rates if r["group_kind"] == "language" and r["group_id"] == "es" and r["rate"] == "RR1"
    ]
    assert [(r["value"], r["status"]) for r in only_ineligible] == [(None, "not_applicable")] * 2


def test_what_a_person_decided_is_taken_over_with_its_note(tmp_path):
    sampled(tmp_path)
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        f"case_id,disposition,decided_on,note\n{case(3)},refused,2027-03-09,by phone\n", encoding="utf-8"
    )
    result = make_disposition(tmp_path, "exp-2027", decisions_file=decisions, decided_on=DAY)
    row = next(r for r in result.wave.read("disposition", "disposition").to_pylist() if r["case_id"] == case(3))
    assert (row["disposition"], row["class"], row["decided_by"], row["note"]) == ("refused", "R", "person", "by phone")
    assert row["decided_on"] == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case_id\nx\n", "has no column disposition"),
        ("case_id,disposition\nnobody,refused\n", "row 2: its case_id is not in the sample"),
        ("case_id,disposition\n{case},gone\n", "row 2: 'gone' is not one of complete"),
        ("case_id,disposition,decided_on\n{case},refused,soon\n", "row 2: decided_on is not a date"),
    ],
)
def test_decisions_that_do_not_fit_are_refused(tmp_path, text, words):
    sampled(tmp_path)
    file = tmp_path / "decisions.csv"
    file.write_text(text.format(case=case(0)), encoding="utf-8")
    with pytest.raises(FirstContactError, match=words):
        make_disposition(tmp_path, "exp-2027", decisions_file=file)


def test_a_death_that_is_stated_takes_the_answers_out(tmp_path):
    sampled(tmp_path)
    answered(tmp_path, f"r0,{case(0)},en,{GOOD}\n")
    file = tmp_path / "decisions.csv"
    file.write_text(f"case_id,disposition\n{case(0)},deceased\n", encoding="utf-8")
    result = make_disposition(tmp_path, "exp-2027", decisions_file=file)
    assert result.decisions[case(0)].disposition == "deceased"
    assert result.wave.read("disposition", "answer_clean").num_rows == 0


def test_messages_of_the_site_decide_and_give_mode_and_language(tmp_path):
    wave = sampled(tmp_path).wave
    events = [
        (case(0), "email", "es", "bounced"),
        (case(1), "email", "en", "delivered"),
        (case(2), "phone", "en", "refusal"),
    ]
    names = ("case_id", "mode", "language", "outcome")
    table = pa.table({n: [e[i] for e in events] for i, n in enumerate(names)} | {"step": [1, 1, 1]})
    states = pa.table({"case_id": [case(3)], "state": ["started"]})
    wave.write("fielding", {"contact_event": table, "case_state": states}, {})
    result = make_disposition(tmp_path, "exp-2027")
    assert [result.decisions[case(i)].disposition for i in range(5)] == [
        "undeliverable",
        "no_reply_delivered",
        "refused",
        "break_off",
        "no_reply_unknown",
    ]
    counts = result.wave.read("disposition", "response_count").to_pylist()
    assert {r["group_id"] for r in counts if r["group_kind"] == "mode"} == {"email", "phone", "unknown"}


def test_without_a_sample_participation_is_reported_and_no_response_rate(tmp_path):
    mapping = MAP.replace("case_column: case\n", "")
    answered(tmp_path, f"r0,,en,{GOOD}\nr1,,en,1,,,,,,,4,\n", mapping)
    result = make_disposition(tmp_path, "patient_experience_short_v1")
    assert not result.wave.has("disposition", "response_rate")
    row = result.wave.read("disposition", "participation").to_pylist()[0]
    assert (row["started"], row["complete"], row["participation"]) == (2, 1, 0.5)
    assert "no response rate" in row["note"]


def test_the_age_of_the_frame_takes_a_minor_out(tmp_path):
    frame = "unit_id,practice_id,region,age_years\nu0,P0,R0,40\nu1,P0,R0,\n"
    sampled(tmp_path, frame)
    answered(tmp_path, f"r0,{case(0)},en,{GOOD}\n")
    result = make_disposition(tmp_path, "exp-2027")
    assert result.decisions[case(0)].disposition == "complete"


def test_a_wave_that_does_not_exist_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="There is no wave 'nowhere' in this workspace"):
        make_disposition(tmp_path, "nowhere")


def test_running_it_twice_gives_the_same_bytes(tmp_path):
    sampled(tmp_path)
    answered(tmp_path, f"r0,{case(0)},en,{GOOD}\n")
    folder = make_disposition(tmp_path, "survey/exp-2027", decided_on=DAY).wave.folder / "disposition"
    first = {p.name: p.read_bytes() for p in folder.iterdir()}
    make_disposition(tmp_path, "exp-2027", decided_on=DAY)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == first
