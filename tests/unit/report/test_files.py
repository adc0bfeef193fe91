"""One report, two renderings."""

import re
from dataclasses import replace

import pytest

from firstcontact.report.blocks import LONG, Bullets, Figure, Report, Section, Table, Text
from firstcontact.report.files import report_files
from firstcontact.report.html import to_html
from firstcontact.report.palette import PALETTE
from support.html import parse

SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="10"><rect width="4" fill="{PALETTE["red"]}"/></svg>'
TABLE = Table("Scores & more", ("Group", "Score"), [("<b>", "1")])
FIGURE = Figure("Scores", SVG, "One group.", "Its score.", TABLE, "C9")


def report_of(*blocks, **changes) -> Report:
    return Report(
        "Title", "Kind", [("Wave", "w1")], [Section("scores", "All scores", blocks)], "Source: a test.", **changes
    )


def page_of(*blocks, **changes):
    return parse(to_html(report_of(*blocks, **changes)).removeprefix("<!doctype html>"))


@pytest.fixture(scope="module")
def whole() -> Report:
    return report_of(Text("Words."), Bullets(["take care"], warning=True), TABLE, FIGURE, banner="Simulated.")


def test_the_same_report_gives_the_same_bytes_as_page_and_as_pdf(whole):
    files = report_files(whole)
    assert files == report_files(whole)
    assert files["report.pdf"].startswith(b"%PDF")
    assert list(report_files(whole, pdf=False)) == ["report.html"]


def test_the_page_stands_alone_and_has_no_script(whole):
    text = to_html(whole)
    assert "<script" not in text
    assert not re.search(r"(https?:)?//|url\(|@import", text)


def test_a_chart_has_a_name_its_words_its_source_and_its_table():
    (article,) = page_of(FIGURE).all("article")
    (drawing,) = article.all("svg")
    assert drawing.attributes["aria-label"] == "Scores. One group."
    assert "Its score. Source: a test. Chart C9." in article.words()
    assert len(article.all("table")) == 1


def test_every_colour_of_a_drawing_follows_the_page_in_light_and_in_dark():
    text = to_html(report_of(FIGURE))
    assert 'fill="var(--c-red)"' in text
    for name, value in PALETTE.items():
        assert f"--c-{name}:{value}" in text
        assert text.count(f"--c-{name}:") == 2


def test_a_wide_table_stands_below_its_chart_and_a_narrow_one_beside():
    wide = replace(FIGURE, table=replace(TABLE, wide=True))
    assert 'class="pair"' in to_html(report_of(FIGURE))
    assert 'class="stack"' in to_html(report_of(wide))


@pytest.mark.parametrize("rows", [LONG, LONG + 1])
def test_a_long_table_scrolls(rows):
    long = replace(FIGURE, table=replace(TABLE, rows=[("a", "1")] * rows))
    assert ('class="figure long"' in to_html(report_of(long))) == (rows > LONG)


def test_columns_in_another_language_say_so():
    table = Table("Wording", ("Item", "es"), [("q1", "texto")], labels=2, languages=(None, "es"))
    (cell,) = page_of(table).all("td")
    assert (cell.attributes["lang"], cell.attributes["dir"]) == ("es", "auto")


def test_a_banner_stands_in_the_title_on_every_page_and_at_the_end(whole):
    text = to_html(whole)
    assert text.count("Simulated.") == 4
    assert "banner" not in {e.attributes.get("class") for e in page_of(TABLE).all("p")}


def test_words_are_escaped():
    page = page_of(Text("<i>"), TABLE)
    assert not page.all("i", "b")
    assert "Scores & more" in page.words()


def test_the_first_link_skips_to_the_content(whole):
    page = parse(to_html(whole).removeprefix("<!doctype html>"))
    assert page.all("a")[0].attributes["href"] == "#content"
    assert page.all("main")[0].attributes["id"] == "content"
