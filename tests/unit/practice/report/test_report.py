"""The report of a run: README 6."""

import re

import pyarrow as pa
import pytest

from firstcontact import outputs
from firstcontact.errors import FirstContactError
from firstcontact.practice import report
from firstcontact.practice.report.build import contents
from firstcontact.practice.report.source import Source
from firstcontact.report.blocks import Figure
from support import html, practice_tables

ORDER = ["question", "assumed", "summary", "cash", "gains", "breakeven", "tornado", "method", "gaps"]


def built(tables=None, **changes):
    tables = practice_tables.run_tables() if tables is None else tables
    return contents(Source(tables, practice_tables.RUN | changes))


def figures(made):
    return {b.id: b for s in made.sections for b in s.blocks if isinstance(b, Figure)}


@pytest.fixture(scope="module")
def made():
    return built()


@pytest.fixture(scope="module")
def files():
    return report.build(practice_tables.run_tables(), practice_tables.RUN)


def test_the_sections_stand_in_the_order_of_the_specification(made):
    assert [section.id for section in made.sections] == ORDER


def test_every_chart_of_the_run_has_its_words_its_layer_and_its_table(made):
    found = figures(made)
    assert list(found) == ["C1", "C2", "C4", "C3", "C6", "C10", "C8", "C9", "C5", "C7"]
    for figure in found.values():
        assert figure.summary.endswith(".")
        assert figure.legend
        assert figure.table.rows
        assert all(len(row) == len(figure.table.header) for row in figure.table.rows)


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        ("C2", "uncertainty of the estimate"),
        ("C3", "Between practices"),
        ("C4", "between practices"),
        ("C5", "uncertainty of the estimate"),
        ("C6", "Between practices"),
        ("C7", "uncertainty of the estimate"),
    ],
)
def test_a_caption_names_the_one_layer_of_its_chart(made, chart, words):
    legend = figures(made)[chart].legend
    assert words in legend
    assert ("between practices" in legend.lower()) != ("uncertainty of the estimate" in legend)


def test_cash_always_comes_with_its_pay_rule(made):
    assert "Pay rule: independent: floor, share 0.5; system: fixed." in figures(made)["C2"].legend
    assert ("Pay rule", "independent: floor, share 0.5; system: fixed") in made.facts


def test_the_words_of_a_chart_say_what_its_numbers_say(made):
    found = figures(made)
    assert found["C1"].summary == (
        "Visits are lowest in the week of 2020-03-15, with 50 per practice against 100 in the baseline (−50.0%), "
        "and stand at 100.00 in the last week."
    )
    assert found["C3"].summary.startswith("66.7% of the 12 practices lose, relief not counted.")
    assert found["C10"].summary == "To leave no practice worse off takes 12,000 USD over the run."
    assert "breaks even at 30 (27.50 to 33.10)" in found["C5"].summary
    assert found["C7"].summary.startswith("capitation_pmpm_national moves operating net per FTE MD most: by 50,000")


def test_assumed_numbers_warnings_and_gaps_are_on_the_page(files):
    words = html.parse(files["report.html"].decode()).words()
    assert "prices.base_amount" in words
    assert "31.0% of the numbers used are assumed." in words
    assert "196 draws would bring it to 1%" in words
    assert "Making Care Primary" in words


def test_the_page_is_one_file_without_script_or_outside_address(files):
    text = files["report.html"].decode()
    assert "<script" not in text
    assert not re.findall(r"""(?:src|href)\s*=\s*["'](?!#)""", text)
    assert "http" not in text
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_follows_dark_mode_and_every_drawing_has_a_name(files):
    text = files["report.html"].decode()
    drawings = re.findall(r"<svg[^>]*>", text)
    assert len(drawings) == 10
    assert all('role="img"' in d and 'aria-label="' in d for d in drawings)
    assert "prefers-color-scheme:dark" in text
    assert "var(--c-blue)" in text


def test_the_foot_names_scenario_and_run(made):
    assert made.foot == "Source: scenario toy, run 0123456789ab, firstcontact 0.1."


def test_the_same_results_give_the_same_bytes(files):
    assert report.build(practice_tables.run_tables(), practice_tables.RUN) == files
    assert files["report.pdf"].startswith(b"%PDF")


def test_a_report_can_be_made_from_a_results_folder(tmp_path, files):
    folder = tmp_path / "out"
    outputs.write_folder(folder, practice_tables.run_tables(), practice_tables.RUN)
    assert report.from_folder(folder) == files
    assert list(report.from_folder(folder, pdf=False)) == ["report.html"]


def test_a_folder_without_results_is_refused(tmp_path):
    with pytest.raises(FirstContactError, match=r"has no run\.json\. Name a folder that a practice command wrote\."):
        report.from_folder(tmp_path)


def test_practices_are_named_only_where_the_scenario_asks_for_it(files):
    assert "P001" not in files["report.html"].decode()
    named = built(outputs={"practice_rows": True})
    section = next(s for s in named.sections if s.id == "practices")
    assert section.blocks[0].rows[0][0] == "P000"
    assert len(section.blocks[0].rows) == 12


def test_what_was_not_computed_is_left_out():
    only = {"summary": practice_tables.summary()}
    assert [s.id for s in built(only).sections] == ["question", "assumed", "summary", "gains", "method", "gaps"]


def test_a_run_too_large_for_weekly_quantiles_says_so():
    weekly = practice_tables.weekly()
    for name in ("cash_p5", "cash_p50", "cash_p95"):
        weekly = weekly.set_column(weekly.column_names.index(name), name, pa.nulls(weekly.num_rows, pa.float64()))
    made = built({"weekly": weekly})
    assert list(figures(made)) == ["C1", "C4"]
    assert any("too large for weekly quantiles" in getattr(b, "text", "") for s in made.sections for b in s.blocks)


def test_a_comparison_shows_both_runs_and_who_gains():
    made = built({"comparison": practice_tables.comparison()})
    assert [s.id for s in made.sections] == ["question", "assumed", "compared", "gains", "method", "gaps"]
    found = figures(made)
    assert found["C6"].table.rows[0] == ("all practices", "60.0%", "10.0%", "30.0%")
    assert found["C10"].table.rows == [("independent", "500"), ("FQHC", "500")]


def test_where_nobody_loses_no_dollars_are_drawn():
    summary = practice_tables.summary()
    column = summary.column_names.index("dollars_to_neutralise_usd")
    made = built(
        {"summary": summary.set_column(column, "dollars_to_neutralise_usd", pa.array([0.0] * summary.num_rows))}
    )
    assert "C10" not in figures(made)


def test_groups_stand_in_the_order_of_the_model(made):
    table = next(s for s in made.sections if s.id == "summary").blocks[-1]
    assert [row[0] for row in table.rows] == ["independent", "system", "FQHC"]


def test_a_long_run_has_weekly_tables_that_still_fit_beside_their_charts():
    week = practice_tables.weekly().slice(0, 1).to_pylist()[0]
    rows = [week | {"week": i} for i in range(520)]
    assert len(figures(built({"weekly": pa.Table.from_pylist(rows)}))["C1"].table.rows) <= 29


def test_a_suppressed_group_shows_no_number():
    summary = practice_tables.summary()
    status = ["suppressed" if g == "fqhc" else "ok" for g in summary["group_id"].to_pylist()]
    made = built({"summary": summary.set_column(summary.column_names.index("status"), "status", pa.array(status))})
    table = next(s for s in made.sections if s.id == "summary").blocks[-1]
    assert table.rows[-1] == ("FQHC", "–", "–", "–", "–", "–", "too few practices")


def test_a_break_even_that_is_not_found_is_said_in_words():
    row = practice_tables.breakeven().to_pylist()[0] | {"status": "never", "value": None, "lo": None, "hi": None}
    made = built({"breakeven": pa.Table.from_pylist([row]), "breakeven_curve": practice_tables.breakeven_curve()})
    assert "is worse over the whole range; searched from 0 to 120." in figures(made)["C5"].summary
