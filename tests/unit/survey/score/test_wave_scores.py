"""A fielded wave is scored by the same code, through the measure file of its instrument."""

import json
from datetime import date
from decimal import Decimal
from random import Random

import pyarrow as pa
import pytest

from firstcontact.errors import FirstContactError
from firstcontact.survey.answers import Response
from firstcontact.survey.cleaning import clean, clean_tables
from firstcontact.survey.instrument import load, shipped
from firstcontact.survey.missing import Missing
from firstcontact.survey.score import (
    WaveFacts,
    from_mapping,
    measure_definitions,
    measure_file_of,
    result_detail,
    result_rows,
    score,
    score_wave,
)
from firstcontact.survey.wave import Wave

PRACTICES = ("P01", "P02", "P03")


@pytest.fixture(scope="module")
def instrument():
    return load(shipped()["patient_experience_short"])


def cells(instrument, random: Random, tilt: float) -> dict:
    """Answers to every item that a person can see, with a tilt of the practice."""
    found: dict = {}
    for item in instrument.items:
        if item.type == "single":
            codes = [*item.answer_codes, *item.answer_codes[: 1 + int(tilt * 3)]]
            found[item.link_id] = random.choice(codes) if random.random() < 0.9 else Missing.LEFT_BLANK
        elif item.type == "rating":
            found[item.link_id] = Decimal(random.randint(4, 10))
    return found | {i.link_id: i.answer_codes[0] for i in instrument.with_role("eligibility")}


@pytest.fixture(scope="module")
def workspace(instrument, tmp_path_factory):
    """A wave with a sample of three practices and clean answers."""
    root, random = tmp_path_factory.mktemp("workspace"), Random(11)
    wave = Wave.at(root, "exp-2027").updated(population="patient").with_instrument(instrument)
    cases = [(f"c{i}", PRACTICES[i % 3]) for i in range(120)]
    sample = pa.table({"case_id": [c for c, _ in cases], "practice_id": [p for _, p in cases]})
    sizes = {"P01": [5, 5], "P02": [2, 2], "P03": [4, 7]}
    units = [{"practice_id": p, "size_measure": n} for p, held in sizes.items() for n in held]
    wave.write("sample", {"sample_case": sample, "frame_unit": pa.Table.from_pylist(units)}, {})
    responses = [
        Response(f"r{i}", case, "en", "web", "submitted", cells(instrument, random, PRACTICES.index(practice) / 2))
        for i, (case, practice) in enumerate(cases)
    ]
    cleaned = clean(instrument, responses, today=date(2027, 3, 1))
    wave.write("disposition", clean_tables(instrument, cleaned, "exp-2027:disposition"), {})
    return root


def test_every_comparable_measure_of_the_instrument_is_scored(instrument, workspace):
    done = score_wave(workspace, "exp-2027")
    comparable = [m.measure_id for m in instrument.measures if m.kind in ("composite", "single", "item_mean")]
    assert done.scores.measure_test["measure"].to_pylist() == comparable
    assert done.scores.ledger["rows"] == done.scores.ledger["used"] + sum(
        n for why, n in done.scores.ledger.items() if why not in ("rows", "used")
    )
    assert done.said[0].startswith(f"{done.scores.ledger['rows']} responses = ")


def test_the_wave_holds_the_tables_with_their_run(workspace):
    wave = score_wave(workspace, "exp-2027").wave
    for table in ("survey_score", "measure_test", "coefficient", "box_share"):
        held = wave.read("scores", table)
        assert held.column_names[0] == "run_id"
        assert held.column_names[-1] == "is_simulated"
        assert set(held["run_id"].to_pylist()) == {"exp-2027:scores"}
        assert not any(held["is_simulated"].to_pylist())


def test_scores_are_rows_of_the_results_table_with_their_definitions(workspace):
    wave = score_wave(workspace, "exp-2027").wave
    rows = wave.read("scores", "result").to_pylist()
    definitions = json.loads((wave.folder / "scores" / "measures.json").read_text(encoding="utf-8"))
    assert {r["measure"] for r in rows} == {d["id"] for d in definitions}
    assert {(r["group_id"], r["sources"]) for r in rows} == {("P01", 5), ("P02", 2), ("P03", None)}
    assert {r["status"] for r in rows if r["group_id"] != "P01"} == {"too_few"}
    assert wave.read("scores", "survey_result_detail").num_rows > 0


def test_a_measure_file_may_take_the_place_of_the_instruments_measures(workspace, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "format: firstcontact-measures/1\nunit: practice_id\nitems: {rating: {min: 0, max: 10}}\n"
        "measures: [{measure: own, items: [rating]}]\n",
        encoding="utf-8",
    )
    own = score_wave(workspace, "exp-2027", path).scores.score
    whole = score_wave(workspace, "exp-2027").scores.score.to_pylist()
    rating = {r["unit"]: r for r in whole if r["measure"] == "rating"}
    for row in own.to_pylist():
        assert row["mean_unadjusted"] == pytest.approx(rating[row["unit"]]["mean_unadjusted"], rel=1e-12)


def test_scores_are_scores_of_options_and_boxes_ranges_of_them(instrument):
    file = measure_file_of(instrument)
    for measure in file.measures:
        low, high = file.scale(measure)
        assert next(iter(measure.boxes)) == "bottom"
        assert measure.boxes["bottom"][0] == low
        assert measure.boxes["top"][1] == high
        for name in measure.items:
            question = instrument.item_by_id[file.items[name].column]
            scored = {o.code: o.score for o in question.options if not o.missing}
            assert dict(file.items[name].recode) == scored


def test_an_instrument_without_such_measures_is_refused():
    with pytest.raises(FirstContactError, match="has no measure of kind composite, single or item_mean"):
        measure_file_of(load(shipped()["patient_engagement_inventory"]))


def test_a_wave_without_a_sample_has_no_practices(instrument, tmp_path):
    wave = Wave.at(tmp_path, "open").updated(population="patient").with_instrument(instrument)
    response = Response("r1", None, "en", "web", "submitted", cells(instrument, Random(1), 0))
    wave.write("disposition", clean_tables(instrument, clean(instrument, [response]), "x"), {})
    with pytest.raises(FirstContactError, match="wave open has no sample, so its answers belong to no practice"):
        score_wave(tmp_path, "open")


FACTS = WaveFacts(
    instrument_id="tiny",
    version=2,
    wave_id="w",
    first_day=date(2027, 1, 1),
    last_day=date(2027, 3, 31),
    run_id="w:scores",
    clinicians={"A": 3, "B": 2, "C": 9},
)
TINY = {
    "format": "firstcontact-measures/1",
    "unit": "u",
    "items": {"q1": {"min": 1, "max": 4}, "q2": {"min": 1, "max": 4}},
    "adjusters": {"x": {}},
    "measures": [
        {"measure": "both", "items": ["q1", "q2"], "adjusters": ["x"], "boxes": {"bottom": [1, 2], "top": [3, 4]}}
        | {"min_respondents": 3},
        {"measure": "one", "items": ["q1"], "min_respondents": 3, "boxes": {"bottom": [1, 2], "top": [3, 4]}},
    ],
}


def tiny():
    rows = [("A", 1, 2, 1), ("A", 1, 1, 2), ("A", 2, 1, 5), ("B", 4, 4, 1), ("B", 4, 3, 3), ("B", 3, 4, 4)]
    rows += [("C", 1, 2, 1), ("C", 2, 2, 2), ("D", 4, 4, 1)]
    table = pa.table({name: [r[i] for r in rows] for i, name in enumerate(("u", "q1", "q2", "x"))})
    file = from_mapping(TINY)
    return score(table, file), file


def rows_of(measure: str) -> dict[str, dict]:
    scores, file = tiny()
    return {r["group_id"]: r for r in result_rows(scores, file, FACTS).to_pylist() if r["measure"] == measure}


def test_a_score_is_a_row_of_the_results_table():
    row = rows_of("survey.tiny.both")["A"]
    found = next(r for r in tiny()[0].score.to_pylist() if (r["measure"], r["unit"]) == ("both", "A"))
    assert row["value"] == found["mean_adjusted"]
    assert row["upper"] == pytest.approx(found["mean_adjusted"] + 1.96 * found["variance"] ** 0.5)
    assert row["numerator"] == (Decimal(repr(found["mean_adjusted"])) * 3).quantize(Decimal("1e-12"))
    assert (row["denominator"], row["people"], row["sources"]) == (3, 3, 3)
    assert (row["universe"], row["method"]) == ("survey:w:both:answered", "adjusted_linearized")
    assert (row["version"], row["group_kind"], row["stratum"]) == ("2", "practice", "all")
    assert rows_of("survey.tiny.one")["A"]["method"] == "linearized"


def test_rows_below_a_floor_keep_their_number_and_say_so():
    found = rows_of("survey.tiny.both")
    assert {u: r["status"] for u, r in found.items()} == {
        "A": "published", "B": "too_few", "C": "too_few", "D": "too_few",
    }  # fmt: skip
    assert found["C"]["value"] is not None
    assert (found["D"]["value"], found["D"]["people"], found["D"]["denominator"]) == (None, 1, 1)


def test_a_score_that_is_not_reliable_is_a_preview():
    scores, file = tiny()
    strict = file.model_copy(update={"measures": [m.model_copy(update={"min_reliability": 1}) for m in file.measures]})
    found = [r for r in result_rows(scores, strict, FACTS).to_pylist() if r["group_id"] == "A"]
    assert {r["status"] for r in found} == {"preview"}


def test_boxes_of_one_item_count_answers_and_those_of_a_composite_are_scores():
    one = rows_of("survey.tiny.one.bottom")["A"]
    assert (one["numerator"], one["denominator"], one["numerator_unit"]) == (3, 3, "people")
    assert (one["universe"], one["method"], one["lower"]) == ("survey:w:q1:answered", "adjusted_boxes", None)
    both = rows_of("survey.tiny.both.bottom")["A"]
    assert (both["numerator_unit"], both["universe"]) == ("score", "survey:w:both:answered")
    assert 0 <= both["value"] <= 1


def test_what_is_no_value_goes_to_the_detail():
    detail = result_detail(*tiny(), FACTS).to_pylist()
    names = {r["name"] for r in detail if r["measure"] == "survey.tiny.both" and r["group_id"] == "A"}
    assert names == {"difference", "stars", "t", "p", "reliability", "se", "n_all", "mean_unadjusted"}
    assert {r["name"] for r in detail if r["group_id"] == "D"} == {"n_all"}
    unclamped = [r["number"] for r in detail if r["name"] == "share_adjusted" and r["group_id"] == "A"]
    assert len(unclamped) == 4


def test_every_row_has_a_definition(instrument):
    file = measure_file_of(instrument)
    ids = {d["id"] for d in measure_definitions(instrument)}
    wanted = {f"survey.{instrument.instrument_id}.{m.measure}" for m in file.measures}
    assert ids == wanted | {f"{i}.{b}" for i in wanted for b in ("bottom", "middle", "top")}


def test_a_definition_says_what_a_release_needs(instrument):
    first = measure_definitions(instrument)[0]
    assert first["unit_of_count"] == "respondent"
    assert (first["value"], first["numerator_unit"]) == ("mean", "score")
    assert first["publish_if"] == {"people_at_least": 30, "reliability_at_least": 0.7}
    assert first["instrument"]["content_hash"] == instrument.content_hash
    assert set(first["titles"]) == set(instrument.languages)
    assert all(set(texts) == set(instrument.languages) for texts in first["wording"].values())
