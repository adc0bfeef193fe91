"""`survey report WAVE`: what the files show, and what they keep back."""

import csv
import io
import json
import re

import pyarrow.parquet as pq
import pytest

from firstcontact.errors import FirstContactError, UsageError
from firstcontact.report.blocks import Figure
from firstcontact.survey.instrument import find
from firstcontact.survey.report import make_report
from firstcontact.survey.simulate.make_simulation import simulate
from firstcontact.survey.wave import SIMULATED_NOTE, Wave
from support.html import parse

WAVE = "simulated_patient_experience_short"
COMMUNICATION = "Communication"


def figures(made, section: str) -> list[Figure]:
    (found,) = [s for s in made.report.sections if s.id == section]
    return [b for b in found.blocks if b.kind == "figure"]


def results(held) -> list[dict]:
    return pq.read_table(held.made.folder / "simulated_result.parquet").to_pylist()


def released(held, name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(held.file(f"{name}.csv").decode())))


def test_the_page_stands_alone_and_every_chart_has_a_name_and_a_table(held):
    text = held.file("report.html").decode()
    page = parse(text.removeprefix("<!doctype html>"))
    assert not page.all("script", "link", "iframe")
    assert not re.search(r"(https?:)?//", text)
    charts = page.all("svg")
    assert len(charts) == len(page.all("figure")) > 20
    assert all(c.attributes["aria-label"] for c in charts)
    assert all(len(a.all("svg")) == len(a.all("table")) == 1 for a in page.all("article"))
    assert [h.words() for h in page.all("h1")] == ["Your experience of primary care"]


def test_tables_are_reached_by_keyboard_and_have_heads(held):
    page = parse(held.file("report.html").decode().removeprefix("<!doctype html>"))
    for table in page.all("table"):
        assert table.parent.attributes["tabindex"] == "0"
        assert table.all("caption")
        assert {"col", "row"} <= {h.attributes["scope"] for h in table.all("th")}


def test_simulated_data_are_named_so_in_every_file_and_on_the_page(held):
    assert all(p.name == "run.json" or p.name.startswith("simulated_") for p in held.made.folder.iterdir())
    assert held.file("report.html").decode().count(SIMULATED_NOTE) >= 3
    assert held.file("report.pdf").startswith(b"%PDF")
    assert all(r["is_simulated"] == "true" for r in released(held, "experience_practice"))


def test_a_practice_below_a_floor_is_listed_without_its_number(held):
    status = {
        (r["measure"].split(".")[2], r["group_id"]): r["status"] for r in results(held) if r["group_kind"] == "practice"
    }
    assert {"preview", "too_few"} <= set(status.values())
    title = {m.measure_id: m.title["en"] for m in held.wave.instrument().measures}
    table = {f.table.caption: f.table for f in figures(held.made, "practices")}
    for (measure, practice), found in status.items():
        shown = table.get(f"{title[measure]}, by practice")
        assert (found == "published") == (shown is not None and practice in [r[0] for r in shown.rows])


def test_a_practice_of_two_clinicians_is_never_published(held):
    few = {r["group_id"] for r in results(held) if r["sources"] is not None and r["sources"] < 3}
    assert few
    names = {row[0] for f in figures(held.made, "practices") for row in f.table.rows}
    assert not few & names


def test_released_practice_rows_hold_a_number_only_where_it_is_published(held):
    rows = released(held, "experience_practice")
    assert {r["status"] for r in rows} >= {"preview", "too_few"}
    assert all((r["value"] == "") == (r["status"] != "published") for r in rows)
    assert all(re.fullmatch(r"\d+–\d+|500\+|under 30", r["respondents"]) for r in rows)


def test_released_regions_hold_no_group_below_thirty_respondents(held):
    rows = released(held, "experience_region")
    assert all((r["value"] == "") == (r["respondents"] == "under 30") for r in rows)
    assert {r["column"] for r in released(held, "experience_region_codebook")} == set(rows[0])


def test_the_results_of_both_stages_stand_together_with_one_definition_for_each_id(held):
    rows, measures = results(held), json.loads(held.file("measures.json"))
    assert {r["group_kind"] for r in rows} == {"practice", "region"}
    names = [m["id"] for m in measures]
    assert len(names) == len(set(names))
    assert {r["measure"] for r in rows} <= set(names)
    both = next(m for m in measures if m["id"].endswith(".communication"))
    assert both["groups"] == ["practice", "region"]
    assert both["publish_if"] == {"people_at_least": 30, "reliability_at_least": 0.7, "df_at_least": 8}


def test_response_rates_stand_unweighted_and_weighted(held):
    (table,) = [f.table for f in figures(held.made, "answered") if f.title == "Response rates"]
    assert table.header == ("Rate", "Unweighted", "Base-weighted")
    rates = {(r["weighting"], r["rate"]): float(r["value"]) for r in released(held, "response_rates") if r["value"]}
    assert table.rows[1][1:] == (f"{100 * rates['unweighted', 'RR2']:.1f}%", f"{100 * rates['base', 'RR2']:.1f}%")


def test_every_question_stands_in_every_language(held):
    (section,) = [s for s in held.made.report.sections if s.id == "wording"]
    (table,) = [b for b in section.blocks if b.kind == "table"]
    assert table.header == ("Item", "en", "es", "pt")
    asked = [i.link_id for i in held.wave.instrument().items if i.type != "info" and not i.pii]
    assert [row[0] for row in table.rows] == asked


def test_estimates_show_their_design_effect_and_the_gap_to_a_reference(held):
    (found,) = [f for f in figures(held.made, "region") if f.title == COMMUNICATION]
    assert found.table.header[3:] == ["Respondents", "Design effect", "Difference from reference", "its 95% interval"]
    assert sum(row[5] == "reference" for row in found.table.rows) == 3  # language, sex, size class


def test_the_same_wave_gives_the_same_bytes(held):
    before = {name: held.file(name) for name in ("report.html", "report.pdf")}
    make_report(held.workspace, WAVE)
    assert before == {name: held.file(name) for name in before}


def test_a_wave_without_a_sample_speaks_of_no_response_rate(copied):
    Wave.open(copied, WAVE).updated(sample_kind="convenience")
    made = make_report(copied, WAVE, pdf=False)
    text = (made.folder / "simulated_report.html").read_text(encoding="utf-8")
    assert "esponse rate" not in text
    assert "not a probability sample" in text
    assert not list(made.folder.glob("*response_rates*"))


def test_the_preview_of_a_practice_shows_its_exact_figures_and_says_what_it_is(held):
    made = make_report(held.workspace, WAVE, practice="S0003", pdf=False)
    assert made.report.banner.endswith("Preview for practice S0003. Exact figures, not for publication.")
    table = {row[0]: row[1] for row in figures(made, "scores")[0].table.rows}
    score = pq.read_table(held.wave.folder / "scores" / "simulated_survey_score.parquet").to_pylist()
    own = next(r for r in score if (r["measure"], r["unit"]) == ("access", "S0003"))
    assert table["usable answers"] == str(own["n_used"])
    assert table["score, adjusted for who answered"] == f"{own['mean_adjusted']:.2f}"
    text = (made.folder / "simulated_report.html").read_text(encoding="utf-8")
    assert not re.search(r"S00(?!03)\d\d", text)


@pytest.mark.parametrize("practice", ["S9999", "../elsewhere"])
def test_a_practice_that_is_not_there_is_refused(held, practice):
    with pytest.raises(UsageError, match="practice"):
        make_report(held.workspace, WAVE, practice=practice)


def test_an_unknown_wave_and_a_wave_that_was_not_cleaned_are_refused_in_sentences(tmp_path):
    with pytest.raises(UsageError, match="There is no wave 'nothing'"):
        make_report(tmp_path, "nothing")
    simulate(tmp_path, find("practice_impact_pulse"), "a", practices_n=5)
    with pytest.raises(FirstContactError, match="Run the stage that writes it first"):
        make_report(tmp_path, "simulated_practice_impact_pulse")
