"""A result on a page has the words of the release, follows it or stays with one, and never shows what is hidden."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from firstcontact.release.reader import Release
from firstcontact_site.results.actions import fix_results
from firstcontact_site.results.blocks import FindingBlock, ResultBlock

BLOCK = ResultBlock()
MEASURE = "any_primary_care_visit"
STATUS = "Not shown: too few people for a sound number, or showing it would reveal another small number."


def shown(language="en", **given) -> str:
    value = BLOCK.to_python({"measure": MEASURE, "group_kind": "region", "group_id": "", **given})
    with translation.override(language):
        return BLOCK.render(value)


def rows(release, measure=MEASURE, kind="practice") -> list[dict]:
    """Rows of whole years for everybody."""
    found = [r for r in Release(release).rows(measure) if r["group_kind"] == kind and r["stratum_kind"] == "all"]
    return [r for r in found if r["period_start"].endswith("-01-01") and r["period_end"].endswith("-12-31")]


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_the_number_of_the_region_has_the_words_of_its_page(release, language):
    page = (release / f"site/{language}/measure/{MEASURE}/index.html").read_text(encoding="utf-8")
    said = re.search(r'class="figure-big"><data [^>]*>([^<]*)</data>', page).group(1)
    assert f'<strong class="big">{said}</strong>' in shown(language)


def test_a_practice_is_compared_with_the_region_in_words(release):
    row = next(r for r in rows(release) if r["comparison"] == "lower" and r["period_start"] == "2024-01-01")
    html = shown(group_kind="practice", group_id=row["group_id"])
    assert "Not as good as the region" in html
    assert "Region: " in html


def test_a_hidden_row_gives_its_words_and_no_number_mark_or_colour(release):
    found = rows(release, measure="wellness_visit")
    seen = {(r["measure"], r["group_id"]) for r in found}
    never = seen - {(r["measure"], r["group_id"]) for r in found if r["value"] is not None}
    assert never
    for measure, practice in never:
        html = shown(measure=measure, group_kind="practice", group_id=practice)
        assert 'class="result-hidden"' in html
        assert "<svg" not in html
        assert "cmp" not in html
        assert "%" not in html


def test_the_newest_period_hidden_and_an_older_one_shown_shows_the_older_one_in_the_table_only(release):
    for row in rows(release):
        if row["period_start"] == "2024-01-01" and row["status"] == "suppressed":
            html = shown(group_kind="practice", group_id=row["group_id"])
            assert "result-number" not in html
            assert 'class="mark"' not in html
            cells = re.findall(r'<td class="num">([\d.]+)%</td>', html)
            older = [r for r in rows(release) if r["group_id"] == row["group_id"] and r["value"] is not None]
            assert sorted(map(Decimal, cells)) == sorted(Decimal(str(r["value"])) for r in older)
            assert STATUS in html


def test_number_chart_and_table_can_be_left_out(release):
    assert "<svg" not in shown(show_number=False, show_chart=False)
    assert "<table" not in shown(show_table=False)
    assert "result-number" not in shown(show_number=False)


def test_the_chart_says_in_words_what_it_shows(release):
    assert re.search(r'role="img" aria-label="[^"]+Example Region, over time\. [^"]+"', shown())


def test_measures_to_choose_from_are_those_of_the_live_release(release):
    choices = dict(BLOCK.child_blocks["measure"].field.choices)
    named = [value for label, group in choices.items() if isinstance(group, (list, tuple)) for value, _ in group]
    assert MEASURE in named
    assert not any(name.startswith("gap") for name in named)


def test_an_unknown_group_is_refused_with_a_sentence(release):
    value = BLOCK.to_python({"measure": MEASURE, "group_kind": "practice", "group_id": "P999"})
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(value)
    assert "no group 'P999'" in str(refused.value.block_errors["group_id"])


def test_a_measure_that_is_gone_says_so(release):
    assert "Not computed" in shown(measure="no_such_measure")


def test_a_result_of_an_older_release_keeps_its_number_and_says_that_newer_data_exist(release, newer_release):
    old, new = shown(release_id="2024-r1"), shown()
    assert "From release 2024-r1." in old
    assert "Newer data exist" in old
    assert f'href="/en/release/2024-r1/measure/{MEASURE}/"' in old
    assert f"From release {newer_release.name}." in new
    assert "Newer data exist" not in new


def test_a_result_of_a_release_that_is_not_here_says_so(release):
    assert "is not here" in shown(release_id="1999-r1")


def test_fixing_ties_loose_results_to_the_live_release(release):
    stream = blocks.StreamBlock([("result", ResultBlock()), ("finding", FindingBlock()), ("text", blocks.CharBlock())])
    body = stream.to_python(
        [
            {"type": "result", "value": {"measure": MEASURE, "group_kind": "region"}},
            {"type": "result", "value": {"measure": MEASURE, "group_kind": "region", "release_id": "2020-r1"}},
            {"type": "text", "value": "words"},
            {"type": "finding", "value": {"finding": MEASURE}},
        ]
    )
    fix_results(body)
    assert [c.value["release_id"] for c in body if c.block_type != "text"] == ["2024-r1", "2020-r1", "2024-r1"]


def test_no_result_is_ever_searchable(release):
    value = BLOCK.to_python({"measure": MEASURE, "group_kind": "region"})
    assert BLOCK.get_searchable_content(value) == []


def test_a_finding_has_the_sentence_of_the_home_page(release):
    value = FindingBlock().to_python({"finding": MEASURE})
    with translation.override("es"):
        html = FindingBlock().render(value)
    page = (release / "site/es/index.html").read_text(encoding="utf-8")
    sentence = re.search(r"<p>(.*?)</p>", html).group(1)
    assert sentence in page
    assert f'href="/es/measure/{MEASURE}/#row-' in html


def test_a_finding_that_no_longer_holds_says_nothing(release):
    assert FindingBlock().render(FindingBlock().to_python({"finding": "gone"})).strip() == ""


def test_a_fixed_finding_stays_with_its_release(release, newer_release):
    html = FindingBlock().render(FindingBlock().to_python({"finding": MEASURE, "release_id": "2024-r1"}))
    assert f'href="/en/release/2024-r1/measure/{MEASURE}/#row-' in html
    assert "Newer data exist" in html
